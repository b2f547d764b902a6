"""Page space, where y grows upwards, and the page as it is read, where y grows from its top."""

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # left, bottom, right, top in page space


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a point of page space turned `turn` quarters with the clock."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown part of a page, turned so that its text runs from left to right."""

    turn: int
    box: Box
    left: float = field(init=False)
    top: float = field(init=False)
    width: float = field(init=False)
    height: float = field(init=False)

    def __post_init__(self) -> None:
        left, bottom, right, top = self.box
        corners = [turned(x, y, self.turn) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        for name, value in (
            ("left", min(xs)),
            ("top", max(ys)),
            ("width", max(xs) - min(xs)),
            ("height", max(ys) - min(ys)),
        ):
            object.__setattr__(self, name, value)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of page space stands on the page as it is read."""
        across, up = turned(x, y, self.turn)
        return across - self.left, self.top - up
