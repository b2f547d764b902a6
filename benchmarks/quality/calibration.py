"""How far a confidence means what it says: answers told as 80 % sure should be right four times in five.

    python -m benchmarks.quality.calibration --data-dir DIR --questions FILE.jsonl [...]
        [--split dev|test|held] [--svg docs/images/reliability.svg]

Prints a table of tenths and the expected calibration error, and draws them.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from api.engine.runtime import Runtime
from api.settings import Settings
from benchmarks.quality.ask import judge, read_gold

_EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_SIZE, _MARGIN = 360, 46


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence."""

    count: int
    said: float  # their mean confidence
    right: float  # their share of right answers


def bins_of(told: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Group (confidence, right) by confidence; empty groups are left out."""
    found = []
    for low, high in pairwise(_EDGES):
        inside = [(said, right) for said, right in told if low <= said < high]
        if inside:
            n = len(inside)
            found.append(Bin(n, sum(s for s, _ in inside) / n, sum(r for _, r in inside) / n))
    return found


def expected_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance between said and right, weighted by count."""
    return sum(b.count * abs(b.said - b.right) for b in bins) / max(1, sum(b.count for b in bins))


def drawing(bins: Sequence[Bin]) -> str:
    """Draw what was said against what was right as SVG."""
    inner = _SIZE - 2 * _MARGIN

    def at(x: float, y: float) -> tuple[float, float]:
        return round(_MARGIN + x * inner, 1), round(_SIZE - _MARGIN - y * inner, 1)

    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    most = max(b.count for b in bins)
    dots = [
        f'<circle cx="{at(b.said, b.right)[0]}" cy="{at(b.said, b.right)[1]}" '
        f'r="{3 + 9 * (b.count / most) ** 0.5:.1f}" fill="#1f6f8b" fill-opacity=".75">'
        f"<title>{b.count} answers: said {b.said:.2f}, right {b.right:.2f}</title></circle>"
        for b in bins
    ]
    path = " ".join(f"{x},{y}" for x, y in (at(b.said, b.right) for b in bins))
    ticks = [
        f'<text x="{at(t, 0)[0]}" y="{y0 + 18}" text-anchor="middle">{t:g}</text>'
        f'<text x="{x0 - 8}" y="{at(0, t)[1] + 4}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
    ]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" role="img" '
            'font-family="sans-serif" font-size="11">',
            "<title>Reliability: confidence said against share of right answers</title>",
            f'<rect width="{_SIZE}" height="{_SIZE}" fill="#fff"/>',
            f'<rect x="{x0}" y="{y1}" width="{inner}" height="{inner}" fill="none" stroke="#999"/>',
            f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4 4"/>',
            f'<polyline points="{path}" fill="none" stroke="#1f6f8b" stroke-width="1.5"/>',
            *dots,
            *ticks,
            f'<text x="{_SIZE / 2}" y="{_SIZE - 8}" text-anchor="middle">confidence said</text>',
            f'<text x="14" y="{_SIZE / 2}" text-anchor="middle" '
            f'transform="rotate(-90 14 {_SIZE / 2})">share right</text>',
            "</svg>\n",
        )
    )


def main() -> None:
    """Ask, compare, print and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True, nargs="+")
    parser.add_argument("--split", choices=("dev", "test", "held"))
    parser.add_argument("--svg", type=Path)
    args = parser.parse_args()
    engine = Runtime.open(Settings.load(data_dir=args.data_dir)).engine()
    golds = [gold for path in args.questions for gold in read_gold(path, args.split)]
    verdicts = [judge(gold, engine.ask(gold.question)) for gold in golds]
    told = [
        (v.result.answers[0].confidence, v.right and v.gold.answered) for v in verdicts if v.result.answers
    ]
    bins = bins_of(told)
    for b in bins:
        print(f"{b.count:5} answers said {b.said:.2f} right {b.right:.2f}")
    print(f"expected calibration error {expected_error(bins):.3f} over {len(told)} answers")
    if args.svg:
        args.svg.write_text(drawing(bins), encoding="utf-8")


if __name__ == "__main__":
    main()
