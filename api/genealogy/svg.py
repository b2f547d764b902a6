"""A family as a drawing: one row for each generation, what is rested on above what rests on it."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from api.genealogy.words import RELATIONS, name_of, note_of
from corpus.types import Relation
from search.genealogy import Family, Work

_BOX_WIDTH, _BOX_HEIGHT = 230, 84
_GAP, _ROW_GAP, _MARGIN = 30, 90, 30
_LINE = 17  # from one line of a box to the next
_TITLE_CHARS, _NOTE_CHARS = 25, 34
_COLOURS = {
    Relation.REPLACES: "#b3261e",
    Relation.REPEALS: "#b3261e",
    Relation.AMENDS: "#9a6700",
    Relation.BASED_ON: "#57606a",
}
_OTHER = "#1f6feb"
_STYLE = (
    "text{font-family:'Segoe UI',system-ui,'Noto Sans',Arial,sans-serif;fill:#1e1a16}"
    ".name{font-size:14px;font-weight:600}.note{font-size:11.5px;fill:#625a4f}.edge{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    ".box{fill:#fff;stroke:#8d8373}.absent{stroke-dasharray:5 4;fill:#f8f6f1}"
    ".asked{stroke:#9c1a1d;stroke-width:2.5}"
)


def draw(families: Sequence[Family]) -> str:
    """Return families one below the other as an SVG document."""
    parts: list[str] = []
    top, width = _MARGIN, 0
    for family in families:
        places = _places(family, top)
        parts += [_edge(family, i, places) for i in range(len(family.links))]
        parts += [_box(family, work, places[work.id]) for work in family.works]
        top += len(family.rows) * (_BOX_HEIGHT + _ROW_GAP)
        width = max(width, *(x + _BOX_WIDTH for x, _ in places.values()))
    size = f'viewBox="0 0 {width + _MARGIN} {top}" width="{width + _MARGIN}" height="{top}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Phả hệ văn bản">'
    arrow = (
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0L8 4L0 8z" fill="#57606a"/></marker></defs>'
    )
    return "\n".join([head, f"<style>{_STYLE}</style>", arrow, *parts, "</svg>"]) + "\n"


def _places(family: Family, top: int) -> dict[str, tuple[int, int]]:
    """Return the upper left corner of each box; rows are centred and follow what they rest on, then time."""
    widest = max(len(row) for row in family.rows)
    full = widest * (_BOX_WIDTH + _GAP) - _GAP
    places: dict[str, tuple[int, int]] = {}
    above = {link.citing: link.cited for link in family.links}
    for number, row in enumerate(family.rows):
        order = sorted(row, key=lambda work: places.get(above.get(work.id, ""), (0, 0))[0])
        left = _MARGIN + (full - (len(row) * (_BOX_WIDTH + _GAP) - _GAP)) // 2
        for i, work in enumerate(order):
            places[work.id] = (left + i * (_BOX_WIDTH + _GAP), top + number * (_BOX_HEIGHT + _ROW_GAP))
    return places


def _box(family: Family, work: Work, place: tuple[int, int]) -> str:
    x, y = place
    kind = " ".join(
        ["box", *(["absent"] if work.is_absent else []), *(["asked"] if work.id == family.work else [])]
    )
    lines = _cut(name_of(work), _TITLE_CHARS, 2)
    notes = _cut(note_of(work, family.validity[work.id]), _NOTE_CHARS, 4 - len(lines))
    texts = [
        f'<text class="{name}" x="{x + 12}" y="{y + 22 + i * _LINE}">{escape(line)}</text>'
        for i, (name, line) in enumerate(
            [*(("name", line) for line in lines), *(("note", line) for line in notes)]
        )
    ]
    title = f"<title>{escape(work.title or name_of(work))}</title>"
    box = f'<rect class="{kind}" x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="8"/>'
    return f"<g>{title}{box}{''.join(texts)}</g>"


def _edge(family: Family, number: int, places: dict[str, tuple[int, int]]) -> str:
    """Draw an arrow from the later document up to the one it rests on, and say the relation in its middle."""
    link = family.links[number]
    (x, y), (to_x, to_y) = places[link.citing], places[link.cited]
    x, to_x, to_y = x + _BOX_WIDTH // 2, to_x + _BOX_WIDTH // 2, to_y + _BOX_HEIGHT
    middle = (y + to_y) // 2
    colour = _COLOURS.get(link.relation, _OTHER)
    path = f'<path d="M{x} {y}C{x} {middle} {to_x} {middle} {to_x} {to_y + 2}" fill="none" stroke="{colour}" '
    path += 'stroke-width="1.4" marker-end="url(#arrow)"/>'
    at = f'x="{(3 * x + to_x) // 4}" y="{(3 * y + to_y) // 4}"'
    style = f'class="edge" text-anchor="middle" style="fill:{colour}"'
    words = f"<text {style} {at}>{RELATIONS[link.relation]}</text>"
    return f"<g><title>{escape(link.citation.quote)}</title>{path}{words}</g>"


def _cut(text: str, width: int, lines: int) -> list[str]:
    return wrap(text, width, max_lines=lines, placeholder=" …")
