"""From the raw lines of a text to the lines of a letterhead, whatever a reader made of its two columns.

The columns come one after the other, row by row on merged lines, in the cells of a table, or with a name
broken over lines; here each statement becomes a line of its own.
"""

import re
from collections.abc import Iterator

from corpus.furniture import page_marks, stamp_lines
from corpus.header.lines import (
    DATE,
    LEVELS,
    MOTTO,
    NUMBER_LABEL,
    NUMBER_LINE,
    PLACE_DATE,
    STATE,
    Line,
    cut,
    is_place,
)
from corpus.header.signature import signature_apart
from corpus.letters import CAPITALS, fold_letters
from corpus.numbers import find_numbers
from corpus.types import Span

_TOP = 90  # lines among which a letterhead may stand
_TABLE_TOP = 20  # lines among which a table or a gazette's heading may stand above the document
_MOTTOS = re.compile(
    r"(?<!\w)(?:cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam|dang\s+cong\s+san\s+viet\s+nam"
    r"|doc\s+lap\s*[-–—.~_]*\s*tu\s+do\s*[-–—.~_]*\s*hanh\s+phuc)(?!\w)"
)
_HALF_MOTTO = re.compile(
    r"(?<=\w\s)cong\s+hoa(?:\s+xa(?:\s+hoi(?:\s+chu(?:\s+nghia)?)?)?)?$"
    r"|(?<=\w\s)(?:(?:xa\s+)?hoi\s+)?chu\s+nghia\s+viet\s+nam$"
)
_PARTY_BODY = re.compile(
    r"(?:ban chap hanh|dang bo|ban thuong vu|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|chi bo"
    r"|uy ban kiem tra)\b"
)
_RULES = re.compile(r"(?<![\w/])(?:[-–—_*=]{3,}|[.…]{6,})(?![\w/])")
_LABEL = re.compile(rf"(?<!\S){NUMBER_LABEL}")
_DATE = re.compile(DATE)
_SHORT_NUMBER = re.compile(r"\d{1,6}\s?[/-]\s?\S+")
_DATE_THEN = re.compile(rf"{DATE}(?=\s+\S)")
_SECTION = re.compile(r"(?:van ban (?:quy pham phap luat|phap luat khac)|van ban hop nhat\s*[-–])\s*")
_CAPITALS_AT_END = re.compile(
    rf"(?:[^\W\d_{CAPITALS}]|\.)\s+"
    rf"(?P<own>[{CAPITALS}]{{2,}}(?:[ ,–-]+[{CAPITALS}]+(?![^\W{CAPITALS}_]))+)$"
)
_HEADING = re.compile(
    rf"[\s*]*(?P<heading>(?:(?:[“\"(]?[{CAPITALS}\d][{CAPITALS}\d/.-]*[”\"),;:–]*|[-–&])(?:\s+|$)){{1,150}})"
    rf"(?=[{CAPITALS}][^\W{CAPITALS}\d_]|[vV]/v\b|\[|$)"
)
_ADDRESSED = re.compile(r"\s*kinh gui\s*:")
_OPEN_NUMBER = re.compile(r"\d\s*/.*[-–/]$")
_REST_OF_NUMBER = re.compile(rf"[{CAPITALS}][{CAPITALS}\d-]{{0,14}}$")
_RECIPIENTS_IN_ROW = re.compile(r"\|\s*noi nhan\s*:")
_AUTHORITY_IN_ROW = re.compile(r"\|\s*(?:tm|t/m|kt|k/t|tl|t/l|tuq)\s*[./]?\s[^|]{4,160}\|?$")
_CONCERNING = re.compile(r"\|\s*(?:v/v|ve viec)\s")
_ITEM_IN_CELL = re.compile(r"(?<=[:;.,])\s+(?=[-–+]\s)")
_CELL = re.compile(r"\s*(?:\||<br\s*/?>)\s*")


def split_lines(text: str) -> list[Line]:
    """Return the lines of the document in order: no page marks, no stamps, letterhead columns apart."""
    raw = list(_raw_lines(text))
    texts = [line.text for line in raw]
    dropped = page_marks(texts) | stamp_lines(texts)
    kept = [line for i, line in enumerate(raw) if i not in dropped]
    top = _joined(kept[:_TOP], text)
    mottos = [i for i, line in enumerate(top) if _MOTTOS.search(line.folded) or MOTTO.match(line.folded)]
    above = {i for at in mottos for i in range(at - 4, at + 1)}
    below = {i for at in mottos for i in range(at, at + 8)}
    pieces = [(line, i) for i, whole in enumerate(top) for line in _pieces(whole, i, i in above)]
    head = [p for line, i in pieces for p in (_date_apart(line) if i in below else [line])]
    return [
        p
        for line in head + kept[_TOP:]
        for p in (_signature_row if "|" in line.text else signature_apart)(line)
    ]


def _raw_lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            yield Line(stripped, Span(start, start + len(stripped)))
        at += len(raw) + 1


def _joined(lines: list[Line], text: str) -> list[Line]:
    """Join what a line break tore: "Hà" / "Nội, ngày 3 ...", "Số: 12/QĐ-" / "UBND"."""
    out: list[Line] = []
    for line in lines:
        if out and _torn(out[-1], line):
            span = Span(out[-1].span.start, line.span.end)
            out[-1] = Line(span.of(text).replace("\n", " "), span)
        else:
            out.append(line)
    return out


def _torn(before: Line, after: Line) -> bool:
    label = NUMBER_LINE.match(before.folded)
    if label and label.end() == len(before.text) and after.text[0].isdigit():
        return True
    if len(before.text) > 60 or len(after.text) > 60:
        return False
    if label and _OPEN_NUMBER.search(before.text):
        return _REST_OF_NUMBER.match(after.text) is not None
    whole = f"{before.text} {after.text}"
    if before.folded != STATE and whole.isupper() and STATE.startswith(fold_letters(whole)):
        return True
    dated = PLACE_DATE.match(fold_letters(whole))
    if dated is None or PLACE_DATE.search(before.folded) or MOTTO.search(before.folded):
        return False
    alone = PLACE_DATE.match(after.folded)
    if alone and not after.text[alone.start("place") : alone.end("place")].isalpha():
        return False  # a place of two words is whole
    return is_place(whole[dated.start("place") : dated.end("place")], known=alone is not None)


def _pieces(line: Line, at: int, above_motto: bool) -> list[Line]:
    """Cut a line where another statement of the letterhead begins."""
    section = _SECTION.match(line.folded)
    if section and line.capitals and at < _TABLE_TOP:  # the gazette's: "VĂN BẢN HỢP NHẤT - BỘ TÀI CHÍNH"
        return cut(line, [section.end()])[1:]
    official = above_motto or any(p.search(line.folded) for p in (_MOTTOS, _LABEL, _CONCERNING))
    if "|" in line.text and at < _TABLE_TOP and official:
        return [piece for cell in _cells(line) for piece in cut(cell, _statements(cell))]
    if _is_letterhead(line):
        first, *rest = cut(line, _statements(line))
        own = [] if MOTTO.match(first.folded) else _around_issuer(first)
        return [*cut(first, own), *rest]
    if above_motto:
        return cut(line, _around_issuer(line))
    return [line]


def _signature_row(line: Line) -> list[Line]:
    """Cut a table row with the recipients in one cell and the signature in another, and these into lines."""
    if not (_RECIPIENTS_IN_ROW.search(line.folded) or _AUTHORITY_IN_ROW.search(line.folded)):
        return [line]
    cells = _cells(line)
    pieces = [
        piece for cell in cells for piece in cut(cell, [m.start() for m in _ITEM_IN_CELL.finditer(cell.text)])
    ]
    return [part for piece in pieces for part in signature_apart(piece)]


def _cells(line: Line) -> list[Line]:
    edges = [edge for m in _CELL.finditer(line.text) for edge in m.span()]
    return [cell for cell in cut(line, edges) if any(c.isalnum() for c in cell.text)]


def _date_apart(line: Line) -> list[Line]:
    """Cut the place and date off what stands left of them: "V/v rà soát hộ nghèo Hà Nội, ngày 3 ..."."""
    dated = PLACE_DATE.search(line.folded)
    if dated is None:
        return [line]
    words = list(re.finditer(r"\S+", line.text[dated.start("place") : dated.end("place")]))
    name = len(words)
    while name and (words[name - 1].group().istitle() or words[name - 1].group() in LEVELS):
        name -= 1
    while name < len(words) and words[name].group() in ("-", "và"):
        name += 1
    if not 0 < name < len(words):
        return [line] if name else cut(line, [dated.start("place")])
    return cut(line, [dated.start("place") + words[name].start()])


def _is_letterhead(line: Line) -> bool:
    """Tell a line that bears a motto, or begins with a number or a place and date."""
    if NUMBER_LINE.match(line.folded) or any(_stands(line, m) for m in _MOTTOS.finditer(line.folded)):
        return True
    dated = _DATE_THEN.search(line.folded)
    if dated is None or dated.start() > 90:
        return False
    if not is_place(line.text[_number_end(line, 0) : dated.start()].strip(" ,")):
        return False
    return bool(_HEADING.match(line.text, dated.end()) or _ADDRESSED.match(line.folded, dated.end()))


def _stands(line: Line, m: re.Match[str]) -> bool:
    """Tell a motto from the country's name in a sentence, and from a heading about the party."""
    before = line.text[: m.start()].strip()
    if m.group().startswith("doc"):
        return not before or before.isupper()
    if not line.text[m.start() : m.end()].isupper():
        return False
    return not m.group().startswith("dang") or not before or bool(_PARTY_BODY.match(fold_letters(before)))


def _statements(line: Line) -> list[int]:
    """Return where the motto, the number, the date and what follows it begin and end."""
    folded = line.folded
    cuts = [edge for m in _MOTTOS.finditer(folded) if _stands(line, m) for edge in m.span()]
    cuts += [edge for m in _RULES.finditer(folded) for edge in m.span()]
    label = _LABEL.search(folded)
    cuts += [label.start()] if label else []
    end = _number_end(line, label.end() if label else 0)
    dated = _DATE.search(folded, end)
    if end and dated and is_place(line.text[end : dated.start()].strip(" ,")):
        cuts.append(end)
    if dated := _DATE_THEN.search(folded):
        cuts.append(dated.end())
        heading = _HEADING.match(line.text, dated.end())
        cuts += [heading.end()] if heading and len(heading["heading"]) > 3 else []
    return cuts


def _number_end(line: Line, at: int) -> int:
    """Return where the number that begins at `at` ends, 0 when none does: "12/QĐ-UBND", "299/TTg"."""
    numbers = [n.span.end for n in find_numbers(line.text[at : at + 60]) if n.span.start <= 1]
    short = _SHORT_NUMBER.match(line.text, at)
    return at + numbers[0] if numbers else short.end() if short else 0


def _around_issuer(line: Line) -> list[int]:
    """Return where an issuer above the motto stands apart: "Tải về BỘ CÔNG AN", "QUỐC HỘI -------"."""
    cuts = [edge for m in _RULES.finditer(line.text) for edge in m.span()]
    half = _HALF_MOTTO.search(line.folded)
    cuts += [half.start()] if half and line.capitals else []
    above = line.text[: min(cuts)].rstrip() if cuts else line.text
    own = _CAPITALS_AT_END.search(above)
    return [*cuts, own.start("own")] if own else cuts
