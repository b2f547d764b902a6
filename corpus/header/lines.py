"""The lines of a text with their places, and what official lines look like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from corpus.letters import fold_letters, read_table, slug
from corpus.types import Span


def any_of(role: str) -> str:
    """Return a pattern for the words of a role in `header_words.tsv`, the longest first."""
    words = next(row[1].split("|") for row in read_table("header_words.tsv") if row[0] == role)
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)  # no slots: its forms are asked for often and kept
class Line:
    """One line without the spaces around it."""

    text: str
    span: Span

    @cached_property
    def folded(self) -> str:
        """Return the line in lower case without marks, code point for code point."""
        return fold_letters(self.text)

    @cached_property
    def capitals(self) -> bool:
        """Tell whether the line is set in capitals, as letterheads and headings are."""
        letters = _LETTER.findall(self.text)
        return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)

    def at(self, start: int, end: int) -> Span:
        """Return the span of a piece of the line, trimmed of white space."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        return Span(self.span.start + start, self.span.start + start + len(piece.strip()))


def cut(line: Line, at: Iterable[int]) -> list[Line]:
    """Cut a line at offsets into it; empty pieces go."""
    bounds = sorted({0, len(line.text), *at})
    spans = [line.at(a, b) for a, b in pairwise(bounds)]
    base = line.span.start
    return [Line(line.text[s.start - base : s.end - base], s) for s in spans if s.end > s.start]


LEVELS = {"thành", "phố", "tỉnh", "huyện", "quận", "thị", "xã", "phường", "đặc", "khu", "trấn", "-", "tp."}


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    rows = read_table("provinces.tsv")
    return frozenset(slug(name) for row in rows for name in (row[0], *filter(None, row[3].split("|"))))


def is_place(words: str, known: bool = False) -> bool:
    """Tell a place name: every word in capitals but those of its level; with `known`, a province's name."""
    if known and slug(words).removeprefix("thanh-pho-").removeprefix("tinh-") not in _provinces():
        return False
    return 0 < len(words.split()) <= 6 and all(w[0].isupper() or w.lower() in LEVELS for w in words.split())


STATE = "cong hoa xa hoi chu nghia viet nam"
MOTTO = re.compile(
    rf"^(?:{STATE}|doc lap\s*[-–—.~_]*\s*tu do|(?:hanh phuc|dang cong san viet nam"
    r"|cong hoa(?: xa(?: hoi(?: chu nghia)?)?)?|(?:hoa )?(?:xa )?(?:hoi )?chu nghia viet nam)$)"
)
"""A motto of the state or the party, or the part of it that stands on one of two lines; for folded text."""
_KINDS_AHEAD = (
    r"(?:(?:cong dien|(?:bo )?luat|(?:nghi quyet|thong tu)(?: lien tich)?|phap lenh|lenh|quyet dinh|nghi dinh"
    r"|van ban hop nhat)\s+)?"
)
NUMBER_LABEL = rf"{_KINDS_AHEAD}s[o06]\s*[:.]?\s*(?=$|\d|/|[.…_]+\s*[/-]|[—–]+\s*/|[-–]\s?[^\W\d_]{{1,5}}/)"
NUMBER_LINE = re.compile(rf"^{NUMBER_LABEL}")
DATE = r"ngay\s*(?P<day>\d{1,2})\s*(?:thang\s*|/)(?P<month>\d{1,2})\s*(?:,?\s*nam\s*|/)(?P<year>\d{4})"
PLACE_DATE = re.compile(
    rf"(?:^|\s)(?P<place>(?:tp\.\s?)?[^\W\d_][^,;:.\d]{{1,40}}?)\s*[,.]?\s*(?P<date>{DATE})[\s.*]*$"
)
"""The place and date of issue at the end of folded text."""
_GAP = r"\s*[.…_—–\dl]{0,9}\s*"  # dots, a rule, what a recogniser left of a number written by pen
DATE_BLANK = re.compile(rf",?\s*ngay{_GAP}thang{_GAP}nam\s*(?:[.…]+|\d{{2,4}}[.…]*)?\s*$")
ADDRESSED = re.compile(r"^\W*kinh gui\s*:?")
RECIPIENTS = re.compile(r"^\W*noi nhan(?:\s*[:;.,(–—-]\W*|\s+(?=nhu )|\W*$)")  # no sentence about them
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
