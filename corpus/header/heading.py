"""The kind of a document and its subject (trích yếu)."""

import re
from difflib import SequenceMatcher

from corpus.agencies import find_agencies
from corpus.agencies.grammar import grammar
from corpus.header.facts import Letterhead
from corpus.header.lines import ADDRESSED, ANNEX, BASIS, MOTTO, NUMBER_LINE, PLACE_DATE, RULE, Line
from corpus.header.recase import recased
from corpus.letters import fold_letters, lower_letters, one_tone
from corpus.numbers import all_kinds, kind_of_symbol, parse_number
from corpus.types import Fact, Span

_SUBJECT_LEAD = re.compile(r"^(?:v/v|ve viec|ve|trich yeu)\b\s*[:.]?\s*")
# After these words a body belongs to the subject.
_BINDING = re.compile(
    r"(?:của|thuộc|do|tại|với|và|cho|về|giữa|gửi|từ|đến|là|bởi|trình|phủ|chủ tịch|trưởng|[,–/-])$"
)
_NOTE_MARK = re.compile(r"(?<=[^\W\d_])\d{1,2}(?= |$)")  # "THÔNG TƯ1"
_KINDS_OF_LAW = ("bộ luật", "hiến pháp")  # they have no symbol
_SESSION = re.compile(r"\(?(?:khoa [ivxl\d]+|ky hop (?:thu|chuyen de|bat thuong))\b.{0,60}$")
_INLINE_SUBJECT = re.compile(r"\s(?:v/v|ve viec|ve)\b")


def read_heading(text: str, lines: list[Line], head: Letterhead, stop: int) -> None:
    """Find "QUYẾT ĐỊNH" with its subject, or the "V/v" lines of a letter."""
    begin = head.first if head.first is not None else 0
    limit = min(stop, max(head.end, begin) + 8)
    parsed = parse_number(head.number.value) if head.number else None
    symbol = parsed.kind if parsed else None
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
    words = line.text.split()
    leading = next((n for n, word in enumerate(words) if not word.isupper()), len(words))
    if not line.capitals and leading < 2:
        return None
    low = lower_letters(" ".join(words) if line.capitals else " ".join(words[:leading]))
    low = _NOTE_MARK.sub("", low)
    kinds = [
        k
        for k in (*all_kinds(), *_KINDS_OF_LAW)
        if low == k or low.startswith(k + " ") or low.startswith(k + ":")
    ]
    if symbol in kinds:
        return symbol
    if not kinds and symbol and line.capitals and _resembles(line, symbol):
        return symbol
    # The shortest would take "thông tư liên tịch" for "thông tư"; but "thông báo kết luận" is a notice.
    kinds = [k for k in kinds if k not in ("thông báo kết luận", "chương trình hành động")] or kinds
    kind = max(kinds, key=len, default=None)
    return f"{kind} liên tịch" if kind and low == f"{kind} liên tịch" else kind


def _resembles(line: Line, kind: str) -> bool:
    """Tell a heading that a recogniser spoilt, from the number's kind: "KẾTLUẬN", "KETIUAN"."""
    one, other = (words.replace(" ", "") for words in (line.folded, fold_letters(kind)))
    return abs(len(one) - len(other)) < 2 and SequenceMatcher(None, one, other).ratio() > 0.8


def starts_with_kind(line: Line) -> bool:
    """Tell a heading such as "NGHỊ QUYẾT" or "LUẬT CỦA QUỐC HỘI" from the name of a body."""
    return _kind_at(line, None) is not None


def _subject_after(text: str, lines: list[Line], at: int, skip: int, head: Letterhead, stop: int) -> None:
    pieces: list[Span] = []
    while skip < len(lines[at].text) and lines[at].text[skip].isdigit():
        skip += 1
    rest = lines[at].at(skip, len(lines[at].text))
    if rest.start < rest.end:
        pieces.append(rest)
    issuer = fold_letters(head.issuer.span.of(text)) if head.issuer else None
    act = head.kind is not None and head.kind.value in ("luật", "bộ luật", "pháp lệnh")
    for i in range(at + 1, min(stop, at + 8)):
        line = lines[i]
        if i in head.used and not pieces:
            continue
        if not pieces and _is_issuer_line(line):
            # "CHỈ THỊ / CỦA BAN THƯỜNG VỤ THÀNH ỦY / về ...": the party's layout names the body here
            head.issuer = Fact(recased(line.text[len("CỦA ") :]), line.at(len("CỦA "), len(line.text)))
            head.used.add(i)
            continue
        names = not (act and not pieces) and _is_body_name(line, issuer)  # "LUẬT / BẢO HIỂM XÃ HỘI"
        if i in head.used or not _goes_on(line, bool(pieces)) or names:
            break
        pieces.append(line.span)
        head.used.add(i)
        if not line.capitals and not _broken_off(lines, i):
            break
    _skip_issuer_line(lines, head, at, stop, issuer)
    if pieces:
        span = Span(pieces[0].start, pieces[-1].end)
        span = _without_issuer(text, span, head)
        head.subject = Fact(recased(" ".join(span.of(text).split()).strip(" ./")), span)


def _is_issuer_line(line: Line) -> bool:
    # "CỦA ĐỒNG CHÍ CHÁNH VĂN PHÒNG" names who spoke, not who issues
    named = line.capitals and re.match(r"cua (?!dong chi\b)", line.folded)
    return bool(named) and bool(find_agencies(recased(line.text)))


def _without_issuer(text: str, span: Span, found: Letterhead) -> Span:
    """Drop the issuer that was joined to the end of the subject: "... (SỬA ĐỔI) CHÍNH PHỦ"."""
    subject = lower_letters(span.of(text))
    issuer = lower_letters(found.issuer.value) if found.issuer else "chính phủ"
    heads = ("chủ tịch", "bộ trưởng", "cục trưởng", "tổng cục trưởng", "giám đốc", "thống đốc")
    names = [*(f"{head} {issuer}" for head in heads), issuer, "thủ tướng chính phủ"]
    for name in names:
        before = subject[: -len(name)].rstrip()
        if subject.endswith(f" {name}") and len(before) > 15 and not _BINDING.search(before):
            return Span(span.start, span.start + len(before))
    return span


def _broken_off(lines: list[Line], at: int) -> bool:
    """Tell whether the next line goes on in the middle of a sentence: a subject that was cut by its lines."""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return (
        after[:1].islower() and len(after) < 200 and after[-1] not in ":;" and lines[at].text[-1] not in ".;:"
    )


def _goes_on(line: Line, started: bool) -> bool:
    """Tell whether a line may belong to the subject under a heading."""
    folded = line.folded
    if folded.startswith("can cu") or (BASIS.match(folded) and not line.capitals):
        return False
    if ADDRESSED.match(folded) or RULE.match(line.text) or MOTTO.search(folded):
        return False
    if NUMBER_LINE.match(folded) or PLACE_DATE.search(folded) or ANNEX.match(folded):
        return False
    if re.match(r"^(?:[ivx]+|\d+|[a-z])\s*[.)-]\s", folded) or re.match(
        r"^(?:dieu|chuong|phan|muc)\s+[\divx]", folded
    ):
        return False
    if line.capitals or (started and line.text[:1].islower()):
        return True
    return not started and len(line.text) < 500 and not line.text.endswith((".", ";", ":", ","))


def _is_body_name(line: Line, issuer: str | None) -> bool:
    """Tell the issuer repeated under the subject ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH") from the subject."""
    if not line.capitals:
        return False
    if issuer and (fold_letters(line.text).rstrip(",: ") in (issuer, "thu tuong chinh phu")):
        return True
    low = lower_letters(line.text).rstrip(",:; ")
    end = grammar(marked=True).mention(one_tone(low), 0)
    return end > 0 and end >= len(low) - 12


def _skip_issuer_line(lines: list[Line], head: Letterhead, at: int, stop: int, issuer: str | None) -> None:
    after = max([at, *(i for i in head.used if i >= at)]) + 1
    if after < stop and _is_body_name(lines[after], issuer):
        head.used.add(after)
        name = re.sub(r"\s*(?:điện\s*)?[:,]?$", "", lines[after].text)
        if head.issuer is None:
            head.repeated = Fact(recased(name, name=True), lines[after].at(0, len(name)))
        after += 1
    while after < stop and _SESSION.match(lines[after].folded):
        head.used.add(after)
        after += 1


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
        named = lead and len(line.text) < 400 and (numbered or line.folded.startswith("v/v"))
        if pieces or named or under:
            if len(line.text) > 400 or (BASIS.match(line.folded) and not pieces):
                break
            if pieces and (len(line.text) > 160 or line.text.endswith(":")):  # the body begins
                break
            pieces.append(line.span)
            head.used.add(i)
    if pieces:
        span = Span(pieces[0].start, pieces[-1].end)
        head.subject = Fact(" ".join(span.of(text).split()).strip(" ./"), span)


def read_inline_subject(line: Line, at: int, head: Letterhead) -> None:
    """Read "Số: 10988/BNV-CQĐP V/v tuyên truyền ...", where columns were joined."""
    m = _INLINE_SUBJECT.search(line.folded, at)
    if m and m.start() - at < 4:
        date_at = PLACE_DATE.search(line.folded, m.end())
        end = date_at.start() if date_at and len(line.text) - date_at.start() < 60 else len(line.text)
        span = line.at(m.start(), end)
        if span.end - span.start < 12:  # "V/v:" before its own lines
            return
        head.subject = Fact(line.text[span.start - line.span.start : span.end - line.span.start], span)


def kind_of_number(number: str) -> str | None:
    """Return the kind that a document number's symbol names; None for letters such as `12/UBND-KT`."""
    parsed = parse_number(number)
    return parsed.kind if parsed else kind_of_symbol(number)
