"""Who may see a document: the label that each bears, and the stamp that gives one by itself."""

import re
from collections.abc import Collection
from enum import StrEnum

from corpus.types import Header


class Label(StrEnum):
    """What a document is, from what everybody may see to what hardly anybody may."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SECRET = "mat"
    TOP_SECRET = "toi-mat"
    UTMOST_SECRET = "tuyet-mat"

    @property
    def strength(self) -> int:
        """Return how much the label forbids; higher is more."""
        return list(Label).index(self)


# The labels that somebody may see; None for everything, also for what has no label yet.
Clearance = frozenset[Label] | None

VIETNAMESE = {
    Label.PUBLIC: "công khai",
    Label.INTERNAL: "nội bộ",
    Label.SECRET: "mật",
    Label.TOP_SECRET: "tối mật",
    Label.UTMOST_SECRET: "tuyệt mật",
}

_HEAD = 4_000  # characters in which a letterhead has room, also below a portal's own head
# As stamps are typed, and as they are misread in scans.
_A, _O, _E = "[ẬÂẶẠĂA]", "[ỐÔÓỒO]", "[ỆÊẸẾE]"
_MARKS = (
    (Label.UTMOST_SECRET, f"TUY{_E}T +M{_A}T"),
    (Label.TOP_SECRET, f"T{_O}I +M{_A}T"),
    (Label.SECRET, f"M{_A}T"),
)
_URGENT = r"(?:THƯỢNG +KHẨN|HỎA +TỐC|HOẢ +TỐC|KHẨN)"
_CELLS = re.compile(r"\||\t| {2,}")
_STAMPS = tuple(
    (
        label,
        re.compile(
            rf"[\W_]*(?:ĐỘ +MẬT *: *)?(?:{_URGENT}[\W_]+)?{words}(?:[\W_]+{_URGENT})?[\W_]*"
            rf"|[\W_]*[Đđ]ộ +[Mm]ật *: *(?i:{words})[\W_]*"
            rf"|Số *:? .{{1,40}}[^\W\d_] +{words}",
        ),
    )
    for label, words in _MARKS
)
# A title that runs over two lines: "QUY CHẾ BẢO VỆ BÍ" / "MẬT".
_GOES_ON = re.compile(r"\b(?:BÍ|BẢO|TUYỆT|TỐI)\s*$")


def strongest(first: Label, *others: Label | None) -> Label:
    """Return the label that forbids most; None counts as nothing."""
    return max((first, *filter(None, others)), key=lambda label: label.strength)


def mark_in(text: str, header: Header) -> Label | None:
    """Return the secrecy that a document's letterhead is stamped with; None where it is not.

    Only the letterhead counts, with the stamps right below it: a directive that speaks of secrets bears none.
    """
    end = header.body.start if header.body else _HEAD
    found = None
    before, at = "", 0
    for line in text[:_HEAD].split("\n"):
        marks = [] if _GOES_ON.search(before) else list(filter(None, map(_stamp, _CELLS.split(line))))
        if at >= end and line.strip() and not marks:
            break
        found = strongest(marks[0], *marks, found) if marks else found
        before, at = line, at + len(line) + 1
    return found


def in_order(labels: Collection[Label]) -> tuple[Label, ...]:
    """Return labels from the weakest to the strongest."""
    return tuple(label for label in Label if label in labels)


def _stamp(cell: str) -> Label | None:
    return next((label for label, pattern in _STAMPS if pattern.fullmatch(cell.strip())), None)
