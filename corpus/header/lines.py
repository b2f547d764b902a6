"""The lines of a text with their places, and what official lines look like."""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.letters import CAPITALS, fold_letters, read_table
from corpus.numbers import find_numbers
from corpus.types import Span


def any_of(role: str) -> str:
    """Return a pattern for the words of a role in `header_words.tsv`, the longest first."""
    words = next(row[1].split("|") for row in read_table("header_words.tsv") if row[0] == role)
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the spaces around it."""

    text: str
    span: Span

    @property
    def folded(self) -> str:
        """Return the line in lower case without marks, code point for code point."""
        return fold_letters(self.text)

    @property
    def capitals(self) -> bool:
        """Tell whether the line is set in capitals, as letterheads and headings are."""
        letters = _LETTER.findall(self.text)
        return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)

    def at(self, start: int, end: int) -> Span:
        """Return the span of a piece of the line, trimmed of white space."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        return Span(self.span.start + start, self.span.start + start + len(piece.strip()))


_TOP = 70  # lines among which a letterhead may stand
_JOINTS = re.compile(
    r"\s+(?=CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM$)"
    rf"|(?<=[{CAPITALS}])\s+(?=Độc lập\s*-\s*Tự do)"
    r"|(?<=CHỦ NGHĨA VIỆT NAM)\s+(?=Độc lập)|(?<=CỘNG SẢN VIỆT NAM)\s+(?=Số\s*:?\s*\d)"
)
_DATE_THEN = re.compile(r"ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4}\s+(?=\w)")
_NUMBERED = re.compile(r"Số\s*:?\s*\d")
_PLACE_NEXT = re.compile(r"\s+[^\W\d_][^,;:\d/]{1,30},\s*ngày\s*\d")


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, in order; joined columns of a letterhead become lines again."""
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            line = Line(stripped, Span(start, start + len(stripped)))
            lines += _pieces(line) if len(lines) < _TOP else [line]
        at += len(raw) + 1
    return lines


def _pieces(line: Line) -> list[Line]:
    """Undo "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI ..." and "Số: 03/NQ-CP Hà Nội, ngày ... NGHỊ QUYẾT ..."."""
    if not MOTTO.search(line.folded) and not _NUMBERED.match(line.text):
        return [line]
    motto = MOTTO.search(line.folded)
    if motto and not (line.text[: motto.start()].isupper() or not line.text[: motto.start()].strip()):
        return [line]
    cuts = [m.start() for m in _JOINTS.finditer(line.text)]
    if _NUMBERED.match(line.text):
        ends = [fact.span.end for fact in find_numbers(line.text[:60])[:1]]
        cuts += [end for end in ends if _PLACE_NEXT.match(line.text, end)]
        cuts += [m.end() for m in _DATE_THEN.finditer(line.text)][:1] if cuts else []
    bounds = [0, *sorted(set(cuts)), len(line.text)]
    spans = [line.at(a, b) for a, b in pairwise(bounds)]
    base = line.span.start
    return [Line(line.text[s.start - base : s.end - base], s) for s in spans if s.end > s.start]


MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap\s*-\s*tu do|^dang cong san viet nam$")
NUMBER_LINE = re.compile(
    r"^(?:cong dien|luat|nghi quyet|phap lenh|lenh|van ban hop nhat)?\s*so\s*[:.]?\s*(?=$|\d|/|[.…_]+\s*/)"
)
PLACE_DATE = re.compile(
    r"(?:^|\s)(?P<place>[^\W\d_][^,;:.\d]{1,40}?)\s*,?\s*(?P<date>ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4}"
    r"|ngày\s*\d{1,2}/\d{1,2}/\d{4})\s*\.?$",
    re.IGNORECASE,
)
DATE_BLANK = re.compile(r",?\s*ngay\s*[.…\d]{0,3}\s*thang\s*[.…\d]{0,3}\s*nam\s*(?:[.…]|\d{4})?\s*$")
ADDRESSED = re.compile(r"^\W*kinh gui\s*:?")
RECIPIENTS = re.compile(r"^\W*noi nhan\W*")
RULE = re.compile(r"^[-–—_*=.\s]{3,}$")
ITEM = re.compile(r"^[-–—+•·▪*]\s*")
ANNEX = re.compile(
    r"^(?:phu luc|danh muc|bieu mau|mau so|(?:ban hanh )?kem theo|\((?:ban hanh )?kem theo|phan i\b|ghi chu)"
)
BASIS = re.compile(r"^(?:can cu|thuc hien|xet |theo de nghi|de )")
AUTHORITY = re.compile(
    r"(?:^|\s)(?:tm|t/m|kt|k/t|tl|t/l|tuq|q|thay mat|thua lenh|ky thay)\s*[./]\s*"
    r"|^(?:t/m|k/t|t/l|tm|kt|tl|tuq)\s+"
)
