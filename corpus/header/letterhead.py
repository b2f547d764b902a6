"""The upper part of an official document: issuer, number, place, date, kind, subject, addressees."""

import re
from dataclasses import dataclass, field
from datetime import date

from corpus.agencies import find_agencies
from corpus.agency_grammar import grammar
from corpus.dates import find_dates
from corpus.header.lines import (
    ADDRESSED,
    ANNEX,
    BASIS,
    DATE_BLANK,
    ITEM,
    MOTTO,
    NUMBER_LINE,
    PLACE_DATE,
    RECIPIENTS,
    RULE,
    Line,
)
from corpus.header.recase import recased
from corpus.letters import fold_letters, lower_letters, one_tone
from corpus.numbers import all_kinds, find_numbers, kind_of_symbol, parse_number
from corpus.types import Fact, Span

_REACH = 70  # a page may tell the content in up to so many lines before the document itself begins
_SECOND_HEAD = re.compile(
    r"\s(?:sở|cục|tổng cục|chi cục|văn phòng|ban(?! nhân dân| chấp hành trung)|viện|trường|trung tâm|công an|thanh tra"
    r"|ủy ban kiểm tra|hội đồng|phòng|thuế|hải quan|đoàn|vụ|đảng ủy|kho bạc|ủy ban nhân dân|huyện ủy|thành ủy|tỉnh ủy"
    r"|quận ủy)(?!\w)"
)
_PARTY_ORGAN = re.compile(r"^(?:văn phòng|ban |ủy ban kiểm tra|cơ quan)")
_PARTY_TOP = re.compile(r"(?:thành ủy|tỉnh ủy|huyện ủy|quận ủy|thị ủy|đảng ủy).*$")
_SUBJECT_LEAD = re.compile(r"^(?:v/v|ve viec|ve|trich yeu)\b\s*[:.]?\s*")
_INLINE_SUBJECT = re.compile(r"\s(?:v/v|ve viec)\b", re.IGNORECASE)
_ADDRESS_END = re.compile(
    r"(?<=[^\W\d_.,;])\s+(?=(?:Thực hiện|Căn cứ|Để|Thời gian|Ngày|Tiếp theo|Theo|Trong|Xét|Trả lời|Qua|Vừa qua|Sau khi"
    r"|Nhằm|Phúc đáp|Về việc|Trên cơ sở|Triển khai|Hiện nay|Liên quan)\s)"
)


@dataclass(slots=True)
class Letterhead:
    """What the upper part states; filled line by line."""

    first: int | None = None  # index of its first line
    end: int = 0  # index of the first line after it
    end_at: int = 0  # offset where the body starts
    issuer: Fact[str] | None = None
    repeated: Fact[str] | None = None  # the issuer set again under the subject
    number: Fact[str] | None = None
    place: Fact[str] | None = None
    issued_on: Fact[date] | None = None
    kind: Fact[str] | None = None
    subject: Fact[str] | None = None
    addressees: tuple[Fact[str], ...] = ()
    used: set[int] = field(default_factory=set)  # indexes of lines that are letterhead, not content


def read_letterhead(text: str, lines: list[Line], stop: int) -> Letterhead:
    """Read the upper part of the document in `lines[:stop]`."""
    head = Letterhead()
    anchor = _anchor(lines, stop)
    motto = _motto(lines, stop, anchor)
    start = min(i for i in (anchor, motto, 0 if anchor is None and motto is None else stop) if i is not None)
    if anchor is not None:
        _number(lines, anchor, head)
    near = range(max(0, start - 6), min(stop, max(anchor or 0, motto or 0, start) + 8))
    _place_and_date(text, lines, near, head)
    if anchor is not None or motto is not None:
        _issuer(text, lines, start, head)
        head.first = min([start, *head.used])
        head.end = max([*head.used, anchor or 0, motto or 0]) + 1
    _heading(text, lines, head, stop)
    _addressees(text, lines, head, stop)
    if head.first is None and head.used:
        head.first = min(head.used)
    if head.used and not head.end_at:
        head.end = max(head.used) + 1
        while head.end < stop and RULE.match(lines[head.end].text):
            head.end += 1
        head.end_at = lines[head.end].span.start if head.end < len(lines) else len(text)
    return head


def _anchor(lines: list[Line], stop: int) -> int | None:
    """Return the index of the line that carries the document's number."""
    for i, line in enumerate(lines[: min(stop, _REACH)]):
        m = NUMBER_LINE.match(line.folded)
        if m is None:
            continue
        rest = line.text[m.end() :] or (lines[i + 1].text if i + 1 < len(lines) else "")
        around = lines[max(0, i - 5) : i + 6]
        official = any(MOTTO.search(other.folded) for other in around)
        if official or (i < 12 and find_numbers(rest[:60])):
            return i
    return None


def _motto(lines: list[Line], stop: int, anchor: int | None) -> int | None:
    where = range(max(0, anchor - 6), min(stop, anchor + 6)) if anchor is not None else range(min(stop, 12))
    found = [i for i in where if MOTTO.search(lines[i].folded) and len(lines[i].text) < 120]
    return found[0] if found else None


def _number(lines: list[Line], at: int, head: Letterhead) -> None:
    head.used.add(at)
    label = NUMBER_LINE.match(lines[at].folded)
    skip = label.end() if label else 0
    rest = lines[at].text[skip:]
    line, offset = lines[at], skip
    if not rest and at + 1 < len(lines):
        line, offset, rest = lines[at + 1], 0, lines[at + 1].text
        if not re.match(r"\d|/", rest):
            return
        head.used.add(at + 1)
    numbers = find_numbers(rest)
    if numbers and numbers[0].span.start <= 1:
        span = numbers[0].span.shifted(line.span.start + offset)
        head.number = Fact(numbers[0].value, span)
        _inline_subject(line, offset + numbers[0].span.end, head)
    elif (m := re.match(r"(\d{1,6}\s?[-/]\s?\S+)(?=\s|$)", rest)) and parse_number(m.group(1)):
        head.number = Fact(parse_number(m.group(1)).text, line.at(offset, offset + m.end()))  # type: ignore[union-attr]
        _inline_subject(line, offset + m.end(), head)


def _inline_subject(line: Line, at: int, head: Letterhead) -> None:
    """Read "Số: 10988/BNV-CQĐP V/v tuyên truyền ...", where columns were joined."""
    m = _INLINE_SUBJECT.search(line.folded, at)
    if m and m.start() - at < 4:
        date_at = PLACE_DATE.search(line.text, m.end())
        end = date_at.start() if date_at and len(line.text) - date_at.start() < 60 else len(line.text)
        span = line.at(m.start(), end)
        head.subject = Fact(line.text[span.start - line.span.start : span.end - line.span.start], span)


def _place_and_date(text: str, lines: list[Line], near: range, head: Letterhead) -> None:
    for i in near:
        line = lines[i]
        m = PLACE_DATE.search(line.text)
        if m is None:
            if len(line.text) < 60 and DATE_BLANK.search(line.folded) and "," in line.text:
                head.used.add(i)
            continue
        if len(line.text) > 90 and not NUMBER_LINE.match(line.folded):
            continue
        dates = find_dates(m["date"])
        if dates and m["place"][0].isupper():
            offset = line.span.start
            head.issued_on = Fact(dates[0].value, Span(offset + m.start("date"), offset + m.end("date")))
            head.place = Fact(m["place"].strip(), line.at(m.start("place"), m.end("place")))
            head.used.add(i)
            return


def _issuer(text: str, lines: list[Line], start: int, head: Letterhead) -> None:
    """Read the lines in capitals above the number and the motto; the lowest body is the issuer."""
    rows: list[int] = []
    for i in range(start - 1, max(-1, start - 5), -1):
        line = lines[i]
        if not line.capitals or len(line.text) > 130 or MOTTO.search(line.folded):
            break
        rows.insert(0, i)
    after = [i for i in range(start, min(len(lines), start + 6)) if MOTTO.search(lines[i].folded)]
    head.used.update(rows, after)
    if not rows:
        return
    span = Span(lines[rows[0]].span.start, lines[rows[-1]].span.end)
    name = issuer_name(" ".join(lines[i].text for i in rows))
    if name:
        head.issuer = Fact(name, span)


def issuer_name(letterhead: str) -> str | None:
    """Return the issuer named by the lines of a letterhead, its superior left out or joined to it."""
    letterhead = " ".join(letterhead.replace("*", " ").split())
    shape = lower_letters(letterhead)
    superior, at = "", 0
    while True:
        m = grammar(marked=True).mention.match(one_tone(shape), at)
        reach = m.end() if m else at + 3
        second = _SECOND_HEAD.match(shape, reach) if m else _SECOND_HEAD.search(shape, reach)
        if second is None or (
            second.end() >= len(shape) - 1 and not _PARTY_ORGAN.match(shape[second.start() + 1 :])
        ):
            break
        superior, at = letterhead[at : second.start()].strip(), second.start() + 1
    own = letterhead[at:].strip(" -–,.")
    if not own or len(own) < 3:
        return None
    return _joined(recased(superior, name=True), recased(own, name=True))


def _joined(superior: str, own: str) -> str:
    """Join a party organ to its committee: "Ban Tuyên giáo" under "Thành ủy Cần Thơ"."""
    low, above = lower_letters(own), lower_letters(superior)
    if not _PARTY_ORGAN.match(low):
        return own
    if above.startswith("ban chấp hành trung ương"):
        return own + (" Trung ương Đảng" if low.startswith("văn phòng") else " Trung ương")
    committee = _PARTY_TOP.search(above)
    if committee:
        return f"{own} {superior[committee.start() :]}"
    if low.startswith(("văn phòng", "ban ")) and above and fold_letters(above) not in fold_letters(low):
        return f"{own} {superior}"
    return own


def _heading(text: str, lines: list[Line], head: Letterhead, stop: int) -> None:
    """Find "QUYẾT ĐỊNH" with its subject, or the "V/v" lines of a letter."""
    begin = head.first if head.first is not None else 0
    limit = min(stop, max(head.end, begin) + 8)
    symbol = parse_number(head.number.value).kind if head.number and parse_number(head.number.value) else None  # type: ignore[union-attr]
    for i in range(begin, limit):
        if i in head.used or ADDRESSED.match(lines[i].folded):
            continue
        kind = _kind_at(lines[i], symbol)
        if kind:
            head.used.add(i)
            head.kind = Fact(kind, lines[i].at(0, len(kind)))
            _subject_after(text, lines, i, len(kind), head, stop)
            return
    if head.subject is None:
        _letter_subject(text, lines, head, begin, limit)


def _kind_at(line: Line, symbol: str | None) -> str | None:
    """Return the kind that a heading in capitals starts with."""
    if not line.capitals:
        return None
    low = lower_letters(line.text)
    kinds = [k for k in all_kinds() if low == k or low.startswith(k + " ") or low.startswith(k + ":")]
    if symbol in kinds:
        return symbol
    # The shortest would take "thông tư liên tịch" for "thông tư"; but "thông báo kết luận" is a notice.
    kinds = [k for k in kinds if k not in ("thông báo kết luận", "chương trình hành động")] or kinds
    return max(kinds, key=len, default=None)


def _subject_after(text: str, lines: list[Line], at: int, skip: int, head: Letterhead, stop: int) -> None:
    pieces: list[Span] = []
    rest = lines[at].at(skip, len(lines[at].text))
    if rest.start < rest.end:
        pieces.append(rest)
    issuer = fold_letters(head.issuer.span.of(text)) if head.issuer else None
    for i in range(at + 1, min(stop, at + 8)):
        line = lines[i]
        if i in head.used and not pieces:
            continue
        if (
            i in head.used
            or not _goes_on(line, bool(pieces), lines[at].capitals)
            or _is_body_name(line, issuer)
        ):
            break
        pieces.append(line.span)
        head.used.add(i)
        if not line.capitals:
            break
    _skip_issuer_line(lines, head, at, stop, issuer)
    if pieces:
        span = Span(pieces[0].start, pieces[-1].end)
        value = recased(" ".join(span.of(text).split()).strip(" ./"))
        head.subject = Fact(value, span)


def _goes_on(line: Line, started: bool, capitals: bool) -> bool:
    """Tell whether a line may belong to the subject under a heading."""
    folded = line.folded
    if BASIS.match(folded) or ADDRESSED.match(folded) or RULE.match(line.text) or MOTTO.search(folded):
        return False
    if NUMBER_LINE.match(folded) or PLACE_DATE.search(line.text) or ANNEX.match(folded):
        return False
    if re.match(r"^(?:[ivx]+|\d+|[a-z])\s*[.)-]\s", folded) or re.match(
        r"^(?:dieu|chuong|phan|muc)\s+[\divx]", folded
    ):
        return False
    if line.capitals:
        return True
    return not started and len(line.text) < 500 and not line.text.endswith((".", ";", ":", ","))


def _is_body_name(line: Line, issuer: str | None) -> bool:
    """Tell the issuer repeated under the subject ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH") from the subject."""
    if not line.capitals:
        return False
    if issuer and (fold_letters(line.text).rstrip(",: ") in (issuer, "thu tuong chinh phu")):
        return True
    low = lower_letters(line.text).rstrip(",:; ")
    m = grammar(marked=True).mention.match(one_tone(low))
    return bool(m and m.end() >= len(low) - 12)


def _skip_issuer_line(lines: list[Line], head: Letterhead, at: int, stop: int, issuer: str | None) -> None:
    after = max([at, *(i for i in head.used if i >= at)]) + 1
    if after < stop and _is_body_name(lines[after], issuer):
        head.used.add(after)
        name = re.sub(r"\s*(?:điện\s*)?[:,]?$", "", lines[after].text)
        if head.issuer is None:
            head.repeated = Fact(recased(name, name=True), lines[after].at(0, len(name)))


def _letter_subject(text: str, lines: list[Line], head: Letterhead, begin: int, limit: int) -> None:
    """Read the subject of a letter: the lines under the number, with or without "V/v"."""
    numbered = head.number is not None
    pieces: list[Span] = []
    for i in range(begin, limit):
        line = lines[i]
        lead = _SUBJECT_LEAD.match(line.folded)
        if pieces and (i in head.used or ADDRESSED.match(line.folded) or RULE.match(line.text)):
            break
        if i in head.used or ADDRESSED.match(line.folded) or RULE.match(line.text):
            continue
        under = numbered and i - 1 in head.used and head.end > i and len(line.text) < 160
        if pieces or (lead and len(line.text) < 400 and numbered) or under:
            if len(line.text) > 400 or (BASIS.match(line.folded) and not pieces):
                break
            pieces.append(line.span)
            head.used.add(i)
    if pieces:
        span = Span(pieces[0].start, pieces[-1].end)
        head.subject = Fact(" ".join(span.of(text).split()).strip(" ./"), span)


def _addressees(text: str, lines: list[Line], head: Letterhead, stop: int) -> None:
    """Read "Kính gửi" and the list under it."""
    after = max([*head.used, head.end - 1, -1])
    for i in range(min(stop, after + 10)):
        m = ADDRESSED.match(lines[i].folded)
        if m is None or (head.first is not None and i < head.first):
            continue
        head.used.add(i)
        facts, head.end_at = _inline(lines[i], m.end())
        for j in range(i + 1, stop):
            line = lines[j]
            if head.end_at or not (ITEM.match(line.text) or (j == i + 1 and not facts)):
                break
            if RULE.match(line.text) or RECIPIENTS.match(line.folded):
                break
            facts.append(_item(line, 0, len(line.text)))
            head.used.add(j)
        head.addressees = tuple(f for f in facts if f.value)
        return


def _inline(line: Line, at: int) -> tuple[list[Fact[str]], int]:
    """Read addressees on the line itself; also where the body starts when it was joined to them."""
    rest = line.text[at:]
    if not rest.strip(" -–"):
        return [], 0
    end, body_at = len(line.text), 0
    if len(rest) > 90:
        cut = _ADDRESS_END.search(line.text, at + 8)
        if cut:
            end, body_at = cut.start(), line.span.start + cut.end()
        elif len(rest) > 250:
            mentions = [mention for mention in find_agencies(rest) if mention.span.start < 6]
            end = at + mentions[0].span.end if mentions else end
            body_at = line.span.start + end
    pieces = re.split(r"(?<=[;])\s*", line.text[at:end])
    facts, offset = [], at
    for piece in pieces:
        if piece.strip(" -–;.,"):
            facts.append(_item(line, offset, offset + len(piece)))
        offset = line.text.find(piece, offset) + len(piece)
        while offset < end and line.text[offset] == " ":
            offset += 1
    return facts, body_at


def _item(line: Line, start: int, end: int) -> Fact[str]:
    span = line.at(start, end)
    text = line.text[span.start - line.span.start : span.end - line.span.start]
    lead = ITEM.match(text)
    begin = span.start + (lead.end() if lead else 0)
    value = text[lead.end() if lead else 0 :].rstrip(" ;,.")
    return Fact(value, Span(begin, begin + len(value)))


def kind_of_number(number: str) -> str | None:
    """Return the kind that a document number's symbol names; None for letters such as `12/UBND-KT`."""
    parsed = parse_number(number)
    return parsed.kind if parsed else kind_of_symbol(number)
