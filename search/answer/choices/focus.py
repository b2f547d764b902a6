"""The words next to what a question asks for ("ai LẬP HỘI ĐỒNG", "TRÌNH ai"), and where a text repeats them.

They tell who does a thing from whom it is done for, where both stand in one clause.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Span
from search.answer.choices.values import Features
from search.answer.choices.wanted import Read

_WORD = re.compile(r"\d+(?:[./-]\w+)+|\w+")
_ASKED = re.compile(
    r"(?:(?:nhung |cac )?(?:co quan|don vi|to chuc|noi|ben|cap|so|bo|cuc|vu|ban|hoi|nguoi|dia phuong|nganh"
    r"|doi tuong|luc luong|chuc danh|van ban|quyet dinh|nghi quyet|nghi dinh|thong tu|cong van|ngay|nam|thang"
    r"|thoi gian|thoi diem|muc) )?"
    r"\b(?:nao|gi|dau|ai|bao gio|khi nao|luc nao|bao nhieu|bao lau|may|the nao|ra sao|vi sao|tai sao)\b"
)
_IDLE = frozenset(
    """
    cua cac nhung va cho o tai trong ve la thi ma duoc bi do boi voi theo den tu mot nay de co phai khong se
    da dang roi vay a nhi
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_REACH = 4  # words of the question on either side
_NEXT, _NEAR = 3, 8  # words of the text on either side of a value
_WINDOW = 80  # characters that hold as many


@dataclass(frozen=True, slots=True)
class Focus:
    """The words before and behind the last word of asking in a question, folded."""

    before: frozenset[str]
    behind: frozenset[str]

    @classmethod
    def of(cls, folded: str) -> "Focus":
        """Read a folded question; both sides are empty where no word asks."""
        asked = max(_ASKED.finditer(folded), key=re.Match.start, default=None)
        if asked is None:
            return cls(frozenset(), frozenset())
        before = _WORD.findall(folded[: asked.start()])[-_REACH:]
        behind = _WORD.findall(folded[asked.end() :])[:_REACH]
        return cls(frozenset(before) - _IDLE, frozenset(behind) - _IDLE)

    def of_clause(self, read: Read, clause: Span) -> Features:
        """Return how far a clause repeats either side."""
        return self._features("focus_clause", _WORD.findall(clause.of(read.folded)))

    def around(self, read: Read, value: Span) -> Features:
        """Return how far the words of the line before and behind a value repeat either side."""
        left = read.folded[max(0, value.start - _WINDOW) : max(0, value.start)].rpartition("\n")[2]
        right = read.folded[value.end : value.end + _WINDOW].partition("\n")[0]
        led, followed = _WORD.findall(left), _WORD.findall(right)
        return (
            self._features("focus_next_left", led[-_NEXT:])
            | self._features("focus_next_right", followed[:_NEXT])
            | self._features("focus_left", led[-_NEAR:])
            | self._features("focus_right", followed[:_NEAR])
        )

    def _features(self, name: str, words: Sequence[str]) -> Features:
        return {
            f"{name}_before": _share(self.before, words),
            f"{name}_behind": _share(self.behind, words),
        }


def _share(wanted: frozenset[str], words: Sequence[str]) -> float:
    return len(wanted.intersection(words)) / len(wanted) if wanted else 0.0


def behind_the_best(rows: Sequence[Features]) -> list[Features]:
    """Return how far each of these features lies below the best of all choices."""
    best: Features = {}
    for row in rows:
        for name, value in row.items():
            if name.startswith("focus_"):
                best[name] = max(best.get(name, 0.0), value)
    return [{f"{name}_less": row.get(name, 0.0) - most for name, most in best.items()} for row in rows]
