"""Page space, where y grows upwards, and the page as it is read, where y grows from its top."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, bottom, right, top in page space


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a point of page space turned `turn` quarters with the clock."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown part of a page, turned so that its text runs from left to right.

    Attributes:
        turn: quarters with the clock by which page space is turned.
        left, top: the upper left corner in turned page space.
    """

    turn: int
    left: float
    top: float
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of page space stands on the page as it is read."""
        across, up = turned(x, y, self.turn)
        return across - self.left, self.top - up


def frame_of(box: Box, turn: int) -> Frame:
    """Return the frame of a box of page space."""
    left, bottom, right, top = box
    corners = [turned(x, y, turn) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Frame(turn, min(xs), max(ys), max(xs) - min(xs), max(ys) - min(ys))
