"""Patterns that hold for marked Vietnamese text and for text typed without marks."""

import re
from dataclasses import dataclass

from corpus.letters import fold_letters, has_marks, lower_letters


class Both:
    """One pattern for marked text and its folded twin for text without marks (no capital escapes)."""

    def __init__(self, pattern: str) -> None:
        self.marked = re.compile(lower_letters(pattern).replace("(?p", "(?P"))
        self.folded = re.compile(fold_letters(pattern).replace("(?p", "(?P"))

    def of(self, shape: "Shape") -> re.Pattern[str]:
        """Return the twin that fits the shape."""
        return self.marked if shape.marked else self.folded


@dataclass(frozen=True, slots=True)
class Shape:
    """A text in the form that patterns are matched against."""

    text: str
    marked: bool

    @classmethod
    def of(cls, text: str) -> "Shape":
        """Shape a text: folded only when it carries no marks."""
        marked = has_marks(text)
        return cls(lower_letters(text) if marked else fold_letters(text), marked)

    def find(self, both: Both) -> list[re.Match[str]]:
        """Return the matches of the fitting twin, in order."""
        return list(both.of(self).finditer(self.text))

    def fits(self, both: Both, start: int, stop: int) -> re.Match[str] | None:
        """Return the first match within [start, stop)."""
        return both.of(self).search(self.text, start, stop)
