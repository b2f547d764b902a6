"""Which segments become one, and when a segment is searched by lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.dense.lists import MOST_LISTS
from indexer.dense.segment import DocumentRows, read_segment, write_listed, write_segment
from indexer.feed import portions
from indexer.manifest import Approximation, SegmentEntry


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes at which things change, by `benchmarks.speed.vectors`.

    Attributes:
        portion: rows of an exact segment at most.
        sealed: rows from which an exact segment is merged no more with others of its kind.
        large: rows up to which all of a collection is compared exactly.
        lists: of a large segment, as a multiple of the root of its rows.
        probed: lists that a search looks at at most, where all are equally long.
        first: lists that it looks at in any case.
        reach: see Approximation.
        scanned: see Approximation.
    """

    portion: int = 50_000
    sealed: int = 16_384
    large: int = 50_000
    lists: float = 2.0
    probed: int = 500
    first: int = 20
    reach: float = 0.24
    scanned: int = 4_096

    def approximation(self, rows: int) -> Approximation:
        """Return the recipe of a segment of so many rows."""
        lists = max(1, min(round(self.lists * rows**0.5), MOST_LISTS, rows))
        budget, first = (-(-each * rows // lists) for each in (self.probed, self.first))
        return Approximation(lists, budget, self.reach, self.scanned, first)


def to_merge(entries: Sequence[SegmentEntry], scale: Scale | None = None) -> list[SegmentEntry]:
    """Return the exact segments that should become one: the decayed, and the small that pile up.

    What stays keeps falling sizes, each more than twice all smaller ones together: there are few
    segments, and a row is rewritten only a few times in its life.
    """
    scale = scale or Scale()
    exact = [entry for entry in entries if entry.approximate is None]
    chosen = [entry for entry in exact if _hollow(entry)]
    chosen += _piled([entry for entry in exact if entry.rows < scale.sealed])
    return [entry for entry in entries if entry in chosen]


def heavy(entries: Sequence[SegmentEntry], scale: Scale) -> list[SegmentEntry]:
    """Return the segments that should become one that is searched by lists.

    In a large collection sealed segments are no longer compared row by row; large ones are merged like
    small ones, so that there are few of them too.
    """
    large = [entry for entry in entries if entry.approximate is not None]
    sealed = [entry for entry in entries if entry.approximate is None and entry.rows >= scale.sealed]
    if not large and sum(map(_living, entries)) < scale.large:
        return []
    chosen = [*sealed, *(entry for entry in large if _hollow(entry))]
    chosen += _piled([entry for entry in large if entry not in chosen], sum(map(_living, chosen)))
    return [entry for entry in entries if entry in chosen]


def merged(
    folder: Path, entries: Sequence[SegmentEntry], merging: Sequence[SegmentEntry], dim: int, scale: Scale
) -> list[SegmentEntry]:
    """Merge exact segments to exact ones."""
    kept = [entry for entry in entries if entry not in merging]
    parts = portions(_rows(folder, merging), lambda row: len(row[1]), scale.portion)
    return kept + [write_segment(folder, part, dim) for part in parts]


def merged_to_lists(
    folder: Path, entries: Sequence[SegmentEntry], merging: Sequence[SegmentEntry], dim: int, scale: Scale
) -> list[SegmentEntry]:
    """Merge segments of any kind to one that is searched by lists."""
    kept = [entry for entry in entries if entry not in merging]
    if not sum(map(_living, merging)):
        return kept
    return [write_listed(folder, _rows(folder, merging), dim, scale), *kept]


def _rows(folder: Path, entries: Sequence[SegmentEntry]) -> Iterator[DocumentRows]:
    """Yield the living documents of segments; one segment is in memory at a time."""
    for entry in entries:
        yield from read_segment(folder, entry).documents()


def _piled(entries: Sequence[SegmentEntry], below: int = 0) -> list[SegmentEntry]:
    """Return the segments not more than twice as large as all smaller ones, `below` rows included."""
    ordered = sorted(entries, key=_living)
    chosen: list[SegmentEntry] = []
    for i, entry in enumerate(ordered):
        if below and _living(entry) <= 2 * below:
            chosen = list(ordered[: i + 1])
        below += _living(entry)
    return chosen


def _living(entry: SegmentEntry) -> int:
    return entry.rows - entry.dead_rows


def _hollow(entry: SegmentEntry) -> bool:
    return entry.dead_rows * 4 > entry.rows
