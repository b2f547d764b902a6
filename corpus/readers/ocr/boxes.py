"""Words on a page, in pixels of the cleaned image."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, right and bottom excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """Return the height."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Return the width."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Return the height at which its middle stands."""
        return (self.top + self.bottom) / 2

    def shifted(self, across: int, down: int) -> "Box":
        """Return the box moved."""
        return Box(self.left + across, self.top + down, self.right + across, self.bottom + down)


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; `line` is equal for the words that were recognised as one line."""

    text: str
    box: Box
    confidence: float  # 0 to 1
    image: int = 0  # which of the images given it stands on
    line: tuple[int, ...] = ()


def hull(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around some boxes."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def mean_confidence(words: Sequence[Word]) -> float:
    """Return the confidence of some words, the longer counting more; 0 for none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
