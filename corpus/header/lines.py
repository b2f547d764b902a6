"""The lines of a text with their places, and what official lines look like."""

import re
from dataclasses import dataclass

from corpus.letters import fold_letters
from corpus.types import Span

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


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, in order."""
    lines, at = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            lines.append(Line(stripped, Span(start, start + len(stripped))))
        at += len(raw) + 1
    return lines


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
    r"(?:^|\s)(?:tm|t/m|kt|k/t|tl|t/l|tuq|q|thay mat|thua lenh|ky thay)\s*[./]\s*|^(?:t/m|k/t|t/l|tm|kt|tl|tuq)\s+"
)
