"""The result of an evaluation, and the forms it is shown in."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from api.evaluation.measures import Values
from api.evaluation.significance import ROUNDS, compare, holm

ALPHA = 0.05
_MTEB = {"nDCG": "ndcg", "R": "recall", "RR": "mrr", "AP": "map", "P": "precision", "Success": "accuracy"}


@dataclass(frozen=True, slots=True)
class Measured:
    """A run with its values; `missing` counts the judged queries that it has no results for."""

    name: str
    values: Values
    missing: int


@dataclass(frozen=True, slots=True)
class Row:
    """One mean; against the first run where there are several.

    Attributes:
        p: of a paired randomisation test, uncorrected.
        p_holm: corrected for all tests of the table.
    """

    slice: str
    measure: str
    run: str
    queries: int
    mean: float
    delta: float | None = None
    better: int | None = None
    worse: int | None = None
    p: float | None = None
    p_holm: float | None = None


def rows_of(runs: Sequence[Measured], slices: dict[str, list[str]]) -> list[Row]:
    """Return a row for each slice, measure and run; the first run is what the others are compared with.

    A measure has no row in a slice of which it is about no question.
    """
    rows = []
    for name, queries in slices.items():
        for measure, values in runs[0].values.items():
            if about := [query for query in queries if query in values]:
                rows += _compared(name, measure, runs, about)
    return _corrected(rows)


def _compared(slice_name: str, measure: str, runs: Sequence[Measured], queries: Sequence[str]) -> list[Row]:
    theirs = [runs[0].values[measure][query] for query in queries]
    rows = [Row(slice_name, measure, runs[0].name, len(queries), sum(theirs) / len(theirs))]
    for run in runs[1:]:
        ours = [run.values[measure][query] for query in queries]
        found = compare(ours, theirs)
        change = (found.delta, found.better, found.worse, found.p)
        rows.append(Row(slice_name, measure, run.name, len(queries), sum(ours) / len(ours), *change))
    return rows


def _corrected(rows: Sequence[Row]) -> list[Row]:
    tested = [row.p for row in rows if row.p is not None]
    corrected = iter(holm(tested))
    return [row if row.p is None else Row(**asdict(row) | {"p_holm": next(corrected)}) for row in rows]


def as_text(rows: Sequence[Row]) -> str:
    """Lay the rows out for people: of one run, slices against measures; else every comparison."""
    if len({row.run for row in rows}) > 1:
        return _comparisons(rows)
    if len({row.slice for row in rows}) == 1:
        return "".join(f"{row.measure}\t{row.mean:.4f}\n" for row in rows)
    return _matrix(rows)


def _matrix(rows: Sequence[Row]) -> str:
    measures = list(dict.fromkeys(row.measure for row in rows))
    cells: dict[str, dict[str, Row]] = {}
    for row in rows:
        cells.setdefault(row.slice, {})[row.measure] = row
    width = max(map(len, cells))
    columns = [max(len(measure), 6) + 2 for measure in measures]
    heads = (name.rjust(size) for name, size in zip(measures, columns, strict=True))
    lines = ["slice".ljust(width) + f"{'n':>6}" + "".join(heads)]
    for name, held in cells.items():
        line = name.ljust(width) + f"{max(row.queries for row in held.values()):6}"
        for measure, size in zip(measures, columns, strict=True):
            line += (f"{held[measure].mean:.4f}" if measure in held else "-").rjust(size)
        lines.append(line)
    return "\n".join(lines) + "\n"


def _comparisons(rows: Sequence[Row]) -> str:
    width = {name: max(len(getattr(row, name)) for row in rows) for name in ("slice", "measure", "run")}
    head = _padded(("slice", "measure", "run"), width) + f"{'n':>6}{'mean':>9}"
    lines = [head + f"{'delta':>9}{'+':>5}{'-':>5}{'p':>8}{'p Holm':>8}"]
    for row in rows:
        line = _padded((row.slice, row.measure, row.run), width) + f"{row.queries:6}{row.mean:9.4f}"
        if row.p is not None:
            star = "*" if row.p_holm is not None and row.p_holm < ALPHA else ""
            line += f"{row.delta:+9.4f}{row.better:5}{row.worse:5}{row.p:8.4f}{row.p_holm:8.4f}{star}"
        lines.append(line)
    tests = sum(row.p is not None for row in rows)
    lines.append(
        f"delta, + and -: against {rows[0].run}; p: paired randomisation test ({ROUNDS} rounds or exact)"
    )
    lines.append(f"*: p below {ALPHA} after Holm's correction for {tests} tests")
    return "\n".join(lines) + "\n"


def _padded(cells: Sequence[str], width: dict[str, int]) -> str:
    sizes = (max(size, len(name)) for name, size in width.items())
    return "".join(cell.ljust(size + 2) for cell, size in zip(cells, sizes, strict=True))


def as_tsv(rows: Sequence[Row]) -> str:
    """Return the rows as tab-separated values, with full precision."""
    names = list(Row.__dataclass_fields__)
    cells = [["" if value is None else str(value) for value in asdict(row).values()] for row in rows]
    return "".join("\t".join(line) + "\n" for line in [names, *cells])


def as_json(rows: Sequence[Row], runs: Sequence[Measured], with_queries: bool) -> str:
    """Return everything as one JSON object."""
    import json

    shown = [
        {"name": run.name, "missing": run.missing} | ({"per_query": run.values} if with_queries else {})
        for run in runs
    ]
    told = {"test": {"name": "paired randomisation", "rounds": ROUNDS, "correction": "Holm", "alpha": ALPHA}}
    return (
        json.dumps({"runs": shown, "rows": [asdict(row) for row in rows]} | told, ensure_ascii=False) + "\n"
    )


def as_mteb(rows: Sequence[Row], task: str) -> str:
    """Return a result file as MTEB writes them; the first measure is the main one."""
    import json

    named = {_mteb_name(row.measure): round(row.mean, 5) for row in rows}
    scores = named | {
        "main_score": next(iter(named.values())),
        "hf_subset": "default",
        "languages": ["vie-Latn"],
    }
    told = {
        "dataset_revision": "unknown",
        "task_name": task,
        "mteb_version": "unknown",
        "scores": {"test": [scores]},
        "evaluation_time": None,
        "kg_co2_emissions": None,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _mteb_name(measure: str) -> str:
    name, _, depth = measure.partition("@")
    name = name.partition("(")[0]
    return f"{_MTEB.get(name, name.lower())}_at_{depth}" if depth else _MTEB.get(name, name.lower())
