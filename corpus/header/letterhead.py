"""The upper part of an official document: issuer, number, place, date, kind, subject, addressees."""

import re

from corpus.agencies import find_agencies
from corpus.agencies.grammar import grammar
from corpus.furniture import page_number
from corpus.header.addressees import read_addressees
from corpus.header.elsewhere import dated
from corpus.header.facts import Letterhead
from corpus.header.heading import read_heading, read_inline_subject, starts_with_kind
from corpus.header.joint import joined, joint_issuers
from corpus.header.lines import (
    DATE_BLANK,
    MOTTO,
    NUMBER_LINE,
    PLACE_DATE,
    RULE,
    Line,
    any_of,
    is_place,
)
from corpus.header.recase import recased
from corpus.letters import fold_letters, lower_letters, one_tone
from corpus.numbers import find_numbers, parse_number
from corpus.types import Fact, Span

_REACH = 70  # a page may tell the content in up to so many lines before the document itself begins
_SECOND_HEAD = re.compile(rf"\s(?!ban nhân dân|ban chấp hành trung){any_of('second_heads')}(?!\w)")
_PARTY_ORGAN = re.compile(r"(?:văn phòng|ban |ủy ban kiểm tra|cơ quan)")
_PARTY_TOP = re.compile(r"(?:thành ủy|tỉnh ủy|huyện ủy|quận ủy|thị ủy|đảng ủy).*$")


def read_letterhead(text: str, lines: list[Line], stop: int) -> Letterhead:
    """Read the upper part of the document in `lines[:stop]`."""
    head = Letterhead()
    anchor = _anchor(lines, stop)
    motto = _motto(lines, stop, anchor)
    start = min(i for i in (anchor, motto, 0 if anchor is None and motto is None else stop) if i is not None)
    if anchor is not None:
        _number(lines, anchor, head)
    near = range(max(0, start - 6), min(stop, max(anchor or 0, motto or 0, start) + 8))
    _place_and_date(lines, near, head)
    if anchor is not None or motto is not None:
        _issuer(lines, start, anchor, head)
        head.first = min([start, *head.used])
        head.end = max([*head.used, anchor or 0, motto or 0]) + 1
    read_heading(text, lines, head, stop)
    read_addressees(lines, head, stop)
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
        plain = re.match(r"s[o06]", line.folded) is not None
        if not plain and _cites(line, m.end()):
            continue
        if official or (i < 12 and plain and find_numbers(rest[:60])):
            return i
    return None


def _cites(line: Line, at: int) -> bool:
    """Tell "Thông tư số 95/2020/TT-BTC ngày 16 ...", a citation, from "Luật số: 45/2019/QH14", a number."""
    numbers = find_numbers(line.text[at : at + 60])
    after = line.folded[at + numbers[0].span.end :].strip() if numbers else ""
    return bool(after) and not after.startswith(("v/v", "ve "))


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
        read_inline_subject(line, offset + numbers[0].span.end, head)
    elif (m := re.match(r"(\d{1,6}\s?[-/]\s?\S+)(?=\s|$)", rest)) and (parsed := parse_number(m.group(1))):
        head.number = Fact(parsed.text, line.at(offset, offset + m.end()))
        read_inline_subject(line, offset + m.end(), head)


def _place_and_date(lines: list[Line], near: range, head: Letterhead) -> None:
    for i in near:
        line = lines[i]
        m = PLACE_DATE.search(line.folded)
        if m is None:
            blank = DATE_BLANK.search(line.folded) if len(line.text) < 60 and "," in line.text else None
            if blank:
                head.used.add(i)
                if head.place is None and is_place(line.text[: blank.start()]):
                    head.place = Fact(line.text[: blank.start()], line.at(0, blank.start()))
            continue
        if len(line.text) > 90 and not NUMBER_LINE.match(line.folded):
            continue
        place = line.text[m.start("place") : m.end("place")]
        issued_on = dated(line)
        if issued_on and is_place(place):
            head.issued_on = issued_on
            head.place = Fact(place, line.at(m.start("place"), m.end("place")))
            head.used.add(i)
            return


def _issuer(lines: list[Line], start: int, anchor: int | None, head: Letterhead) -> None:
    """Read the lines in capitals above the number and the motto; the lowest body is the issuer."""
    rows: list[int] = []
    for i in range(start - 1, max(-1, start - 5), -1):
        line = lines[i]
        if _is_ornament(line):
            head.used.add(i)
            continue
        if not line.capitals or len(line.text) > 130 or MOTTO.search(line.folded) or page_number(line.text):
            break
        rows.insert(0, i)
    after = [i for i in range(start, min(len(lines), start + 6)) if MOTTO.search(lines[i].folded)]
    # Where two columns were read row by row, the second row of the issuer stands between the mottos.
    rows += [
        i
        for i in range(start + 1, max([*after, start, min(anchor or start, start + 5)]))
        if lines[i].capitals
        and i not in head.used | set(after)
        and not (starts_with_kind(lines[i]) or _MARKING.match(lines[i].folded))
    ]
    ornaments = [i for i in range(start, max([anchor or start, *after])) if _is_ornament(lines[i])]
    head.used.update(rows, after, ornaments)
    if not rows:
        return
    while rows[0] and lines[rows[0] - 1].capitals and _GOES_ON.search(lines[rows[0] - 1].text):
        rows.insert(0, rows[0] - 1)
    head.used.update(rows)
    rows = rows[_repeated(rows, lines) :]
    span = Span(lines[rows[0]].span.start, lines[rows[-1] if rows[-1] < start else rows[0]].span.end)
    if names := joint_issuers(" ".join(lines[i].text for i in rows)):
        head.issuer = Fact(joined(names), span)
        return
    below = next((n for n in range(len(rows) - 1, 0, -1) if _stands_below(lines, rows, n)), 0)
    if below:  # a unit under its superior: "UBND TỈNH ..." / "SỞ TÀI CHÍNH"
        superior, own = (" ".join(lines[i].text for i in part) for part in (rows[:below], rows[below:]))
        head.issuer = Fact(
            _joined(recased(superior, name=True), recased(own, name=True)), lines[rows[below]].span
        )
        return
    name = issuer_name(" ".join(lines[i].text for i in rows))
    if name and (after or find_agencies(name)):  # without a motto, capitals may be any heading
        head.issuer = Fact(name, span)


def _repeated(rows: list[int], lines: list[Line]) -> int:
    """Count the rows that the others repeat: the gazette names the body above the letterhead, too."""
    texts = [lines[i].folded.strip(" .,;") for i in rows]
    for n in range(1, len(rows)):
        if " ".join(texts[:n]) == " ".join(texts[n:]):
            return n
    return 0


def _is_ornament(line: Line) -> bool:
    """Tell a rule, the star between a party body and its number, and stamps such as "DỰ THẢO"."""
    return bool(RULE.match(line.text) or line.text == "*" or _MARKING.match(line.folded))


def _stands_below(lines: list[Line], rows: list[int], n: int) -> bool:
    """Tell a unit of the body above it: "SỞ TÀI CHÍNH" under "UBND TỈNH", "VĂN PHÒNG" under "TỈNH ỦY"."""
    own, above = lines[rows[n]].folded, lines[rows[n - 1]].folded
    return bool(_UNIT.match(own) or (_ORGAN.match(own) and _COMMITTEE.match(above)))


_MARKING = re.compile(
    r"^\W*(?:du thao(?: (?:lan )?(?:thu )?\w{1,4})?|(?:tuyet |toi )?mat|(?:thuong )?khan|hoa toc)\W*$"
)
_GOES_ON = re.compile(r"\s[-–—]$")
_ORGAN = re.compile(r"(?:van phong|uy ban kiem tra|ban (?:to chuc|tuyen giao|dan van|noi chinh|kinh te))\b")
_COMMITTEE = re.compile(r"(?:thanh|tinh|huyen|quan|thi|dang) uy\b")
_UNIT = re.compile(
    r"(?:so|phong|cuc|chi cuc|tong cuc|thanh tra|trung tam|ban quan ly|ban chi huy|bo chi huy|truong"
    r"|hoc vien|benh vien|vien|cong an|thue|hai quan|chi nhanh|hat kiem lam|kho bac"
    r"|bao hiem xa hoi|doi quan ly) [^ ]"
)


def issuer_name(letterhead: str) -> str | None:
    """Return the issuer named by the lines of a letterhead, its superior left out or joined to it."""
    letterhead = " ".join(letterhead.replace("*", " ").split())
    shape = lower_letters(letterhead)
    superior, at = "", 0
    while True:
        end = grammar(marked=True).mention(one_tone(shape), at)
        second = _SECOND_HEAD.match(shape, end) if end else _SECOND_HEAD.search(shape, at + 3)
        organ = second is not None and _PARTY_ORGAN.match(shape, second.start() + 1)
        if second is None or (second.end() >= len(shape) - 1 and not organ):
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
