"""Small plots as SVG: lines over logarithmic axes, and stacked bars; they read on light and on dark pages."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#1f6f8b", "#d1603d", "#5b8c2a", "#8a5fb0", "#c9971c", "#6b7280", "#b23a6f")
_WIDTH, _HEIGHT = 460, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 34, 46
_LEGEND = 17  # height of a line of the legend


@dataclass(frozen=True, slots=True)
class Line:
    """Points joined by a line; `dashed` for what is derived or a limit."""

    name: str
    points: tuple[tuple[float, float], ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of parts that stand one after the other."""

    name: str
    parts: tuple[tuple[str, float], ...]


def lines_plot(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """Draw lines over two logarithmic axes."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points if y > 0]
    x_axis = _Axis(min(xs), max(xs), _LEFT, _WIDTH - _RIGHT, whole=False)
    y_axis = _Axis(min(ys), max(ys), _HEIGHT - _BOTTOM, _TOP, whole=True)
    legend = len(lines) * _LEGEND
    out = _frame(title, _HEIGHT + legend)
    out += [
        _grid(x_axis.at(x), _HEIGHT - _BOTTOM, x_axis.at(x), _TOP) + _tick_x(x_axis.at(x), _size(x))
        for x in sorted(set(xs))
    ]
    for y in y_axis.ticks():
        out.append(
            _grid(_LEFT, y_axis.at(y), _WIDTH - _RIGHT, y_axis.at(y)) + _tick_y(y_axis.at(y), _short(y))
        )
    for i, line in enumerate(lines):
        out += _drawn(line, COLOURS[i % len(COLOURS)], x_axis, y_axis, _HEIGHT + i * _LEGEND)
    out += [_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 12, across, "middle")]
    turned = f'transform="rotate(-90 14 {_HEIGHT / 2})"'
    out += [_text(14, _HEIGHT / 2, up, "middle", turned), "</svg>\n"]
    return "\n".join(out)


def bars_plot(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """Draw stacked bars side by side over one linear axis."""
    names = list(dict.fromkeys(name for bar in bars for name, _ in bar.parts))
    longest = max(sum(value for _, value in bar.parts) for bar in bars)
    row, top = 34, 40
    height = top + row * len(bars) + 40
    out = _frame(title, height + len(names) * _LEGEND)
    scale = (_WIDTH - _LEFT - _RIGHT - 46) / longest
    for i, bar in enumerate(bars):
        x, y = float(_LEFT), top + i * row
        out.append(_text(_LEFT - 8, y + 16, bar.name, "end"))
        for name, value in bar.parts:
            colour = COLOURS[names.index(name) % len(COLOURS)]
            hint = f"<title>{escape(name)}: {_short(value)} {escape(unit)}</title>"
            place = f'x="{x:.1f}" y="{y}" width="{value * scale:.1f}" height="22"'
            out.append(f'<rect {place} fill="{colour}">{hint}</rect>')
            x += value * scale
        out.append(_text(x + 5, y + 16, f"{_short(sum(value for _, value in bar.parts))} {unit}", "start"))
    for i, name in enumerate(names):
        y = height - 20 + i * _LEGEND
        out.append(f'<rect x="{_LEFT}" y="{y}" width="11" height="11" fill="{COLOURS[i % len(COLOURS)]}"/>')
        out.append(_text(_LEFT + 18, y + 10, name, "start"))
    return "\n".join([*out, "</svg>\n"])


class _Axis:
    """Places values on a logarithmic axis; `whole` rounds its ends to full decades or halves of them."""

    def __init__(self, low: float, high: float, start: float, end: float, whole: bool) -> None:
        self._low, self._high = math.log10(low), math.log10(high)
        if whole:
            self._low, self._high = math.floor(self._low * 2) / 2, math.ceil(self._high * 2) / 2
        if self._high - self._low < 0.3:
            self._low, self._high = self._low - 0.2, self._high + 0.2
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (math.log10(max(value, 1e-9)) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)

    def ticks(self) -> list[float]:
        found = [m * 10.0**e for e in range(-4, 10) for m in (1, 2, 5)]
        kept = [v for v in found if self._low - 1e-6 <= math.log10(v) <= self._high + 1e-6]
        return kept if len(kept) <= 9 else [v for v in kept if str(f"{v:e}")[0] == "1"]


def _frame(title: str, height: float) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
        'font-family="sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height:.0f}" fill="#fff"/>',
        _text(_LEFT, 20, title, "start", 'font-size="13" font-weight="bold"'),
    ]


def _drawn(line: Line, colour: str, x_axis: _Axis, y_axis: _Axis, legend: float) -> list[str]:
    placed = [(x_axis.at(x), y_axis.at(y)) for x, y in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    out = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dash}/>']
    if not line.dashed:
        for (x, y), (_, value) in zip(placed, line.points, strict=True):
            hint = f"<title>{escape(line.name)}: {_short(value)}</title>"
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}">{hint}</circle>')
    end = _LEFT + 24
    place = f'x1="{_LEFT}" y1="{legend}" x2="{end}" y2="{legend}"'
    out.append(f'<line {place} stroke="{colour}" stroke-width="2"{dash}/>')
    told = ", ".join(_short(value) for _, value in line.points) if not line.dashed else ""
    return [*out, _text(end + 7, legend + 4, f"{line.name}: {told}" if told else line.name, "start")]


def _grid(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _tick_x(x: float, text: str) -> str:
    return _text(x, _HEIGHT - _BOTTOM + 16, text, "middle")


def _tick_y(y: float, text: str) -> str:
    return _text(_LEFT - 6, y + 4, text, "end")


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222" {more}>{escape(text)}</text>'


def _size(value: float) -> str:
    """Write a number of passages as it is spoken of: 6 k, 1 M."""
    return f"{value / 1000:g} k" if 1000 <= value < 1e6 and value % 1000 == 0 else _short(value)


def _short(value: float) -> str:
    """Write a number with three digits at most: 1 M, 60 k, 12.3, 0.45."""
    for least, letter in ((1e6, " M"), (1e4, " k")):
        if value >= least:
            return f"{value / least * (1 if letter == ' M' else 10):.3g}{letter}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
