"""nDCG@10 over p50 of every row, with the line that nobody is above and left of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 720, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 40, 34, 48
_OURS, _OTHERS = "#c8102e", "#1f6f8b"
_LETTER = 6.2  # width of a letter, about
_LINE = 12


@dataclass(frozen=True, slots=True)
class Dot:
    """One row: milliseconds and nDCG@10."""

    name: str
    p50: float
    ndcg: float
    ours: bool


def frontier(dots: Sequence[Dot]) -> list[Dot]:
    """Return the dots than which none is both faster and better, fastest first."""
    found: list[Dot] = []
    for dot in sorted(dots, key=lambda one: (one.p50, -one.ndcg)):
        if not found or dot.ndcg > found[-1].ndcg:
            found.append(dot)
    return found


def drawing(dots: Sequence[Dot]) -> str:
    """Return the plot as SVG; milliseconds on a logarithmic scale."""
    low = math.floor(math.log10(min((dot.p50 for dot in dots), default=1)))
    high = math.ceil(math.log10(max((dot.p50 for dot in dots), default=10)))
    floor = math.floor(min((dot.ndcg for dot in dots), default=0) * 20) / 20
    top = math.ceil(max((dot.ndcg for dot in dots), default=1) * 20) / 20

    def at(p50: float, ndcg: float) -> tuple[float, float]:
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * (math.log10(p50) - low) / max(high - low, 1)
        y = _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (ndcg - floor) / max(top - floor, 0.05)
        return round(x, 1), round(y, 1)

    steps = [floor + 0.05 * step for step in range(round((top - floor) / 0.05) + 1)]
    path = " ".join(f"{x},{y}" for x, y in (at(dot.p50, dot.ndcg) for dot in frontier(dots)))
    places = [(dot, at(dot.p50, dot.ndcg)) for dot in dots]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            'font-family="sans-serif" font-size="11">',
            "<title>nDCG@10 over the median time of a question, of every way to ask</title>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            *(_vertical(10**power, *at(10**power, floor)) for power in range(low, high + 1)),
            *(_horizontal(step, at(10**low, step)[1]) for step in steps),
            f'<polyline points="{path}" fill="none" stroke="#999" stroke-dasharray="4 4"/>',
            *(_dot(dot, *place) for dot, place in places),
            *_labels(places),
            f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 10}" text-anchor="middle">'
            "median time of a question, its vector included, ms (one core)</text>",
            f'<text x="16" y="{_HEIGHT / 2}" text-anchor="middle" '
            f'transform="rotate(-90 16 {_HEIGHT / 2})">nDCG@10</text>',
            "</svg>\n",
        )
    )


def _dot(dot: Dot, x: float, y: float) -> str:
    told = f"<title>{escape(dot.name)}: {dot.ndcg:.3f}, {dot.p50:.1f} ms</title>"
    return f'<circle cx="{x}" cy="{y}" r="4.5" fill="{_OURS if dot.ours else _OTHERS}">{told}</circle>'


def _labels(places: Sequence[tuple[Dot, tuple[float, float]]]) -> list[str]:
    """Write each name beside its dot, moved down where another name stands already."""
    taken: list[tuple[float, float, float]] = []  # left, right, baseline
    lines = []
    for dot, (x, y) in sorted(places, key=lambda place: place[1][1]):
        width = len(dot.name) * _LETTER
        left = x + 8 if x + 8 + width < _WIDTH else x - 8 - width
        base = y + 4
        while any(left < r and le < left + width and abs(base - b) < _LINE for le, r, b in taken):
            base += 2
        taken.append((left, left + width, base))
        weight = f' font-weight="bold" fill="{_OURS}"' if dot.ours else ""
        lines.append(f'<text x="{left:.1f}" y="{base:.1f}"{weight}>{escape(dot.name)}</text>')
    return lines


def _vertical(value: float, x: float, y: float) -> str:
    line = f'<line x1="{x}" y1="{_TOP}" x2="{x}" y2="{y}" stroke="#ddd"/>'
    return f'{line}<text x="{x}" y="{y + 16}" text-anchor="middle">{value:g}</text>'


def _horizontal(value: float, y: float) -> str:
    line = f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" stroke="#ddd"/>'
    return f'{line}<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:.2f}</text>'
