"""Our own acts as plain descriptions: letterhead, title, body, signature, annex, table."""

from dataclasses import dataclass, field
from pathlib import Path

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Act:
    """What a text in `texts/` describes; each part is a tuple of lines.

    Attributes:
        left: the issuer's column of the letterhead; right: that of the motto, place and date.
        to: kính gửi.
        levels: how Word numbers the lines that begin with "[level]": (format, text) for each level.
        table: rows of cells; the first one names the columns.
    """

    name: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    body: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    annex: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = field(default=())


def act(name: str) -> Act:
    """Read `texts/NAME.txt`."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            current = parts.setdefault(line[2:], [])
        else:
            current.append(line)
    levels = [row.split(" ", 1) for row in parts.pop("levels", [])]
    table = [tuple(cell.strip() for cell in row.split("|")) for row in parts.pop("table", [])]
    return Act(
        name,
        **{part: tuple(lines) for part, lines in parts.items()},
        levels=tuple((kind, text) for kind, text in levels),
        table=tuple(table),
    )


def pairs(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, str]]:
    """Set two columns side by side, the shorter one filled up."""
    rows = max(len(one), len(other))
    padded = [(*column, *[""] * (rows - len(column))) for column in (one, other)]
    return list(zip(*padded, strict=True))


def side_by_side(one: tuple[str, ...], other: tuple[str, ...], width: int = 40) -> list[str]:
    """Set two columns of a text file with blanks between them."""
    return [f"{left:{width}}{right}".rstrip() for left, right in pairs(one, other)]


def flat(found: Act) -> str:
    """Write an act as a text file, one line a paragraph, two columns side by side."""
    lines = [*side_by_side(found.left, found.right), "", *found.title]
    if found.to:
        lines += ["", "Kính gửi:", *found.to]
    lines += ["", *found.body, "", "Nơi nhận:", *found.recipients, "", *found.signature, "", *found.annex]
    return "\n".join(lines).rstrip() + "\n"
