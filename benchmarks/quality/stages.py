"""At which stage the development questions that go wrong are lost.

    python -m benchmarks.quality.stages --data-dir DIR [--crossed] [--files fifth ...] [--show STAGE]

A question is lost where the kind of answer asked for is misread (`type`: by the shape that a file states, or
else the one that patterns tell of the type), where the right document is not
among those looked into (`document`), the passage of the answer not among those looked at (`passage`), the
value none of the choices (`value`), another choice ranked first (`rank`), or nothing said although the right
one came first (`silent`); `reader` counts answers that are read, not chosen. With --crossed the weights never
saw a question's document. Minutes with --crossed, else a minute.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.quality.train_choices import FILES, HERE, Case, cases, outcome, validate
from corpus.types import Span
from search.answer.choices.gather import looked_at
from search.answer.choices.places import MOST_DOCUMENTS
from search.answer.choices.rank import Weights, rank, stored_weights
from search.asking.learned import HEADER, PERSON
from search.asking.shapes import CHOSEN_TYPES
from search.query import Query, analyze
from search.types import AnswerType, Status


class Stage(StrEnum):
    """Where a question is lost."""

    RIGHT = "right"
    TYPE = "type"
    READER = "reader"
    DOCUMENT = "document"
    PASSAGE = "passage"
    VALUE = "value"
    RANK = "rank"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Loss:
    """A question with the stage at which it was lost."""

    case: Case
    stage: Stage
    detail: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What a file says of an answer beside its value: where it stands, and its shape, "" for none stated."""

    span: Span | None
    shape: str


def losses(judged: Sequence[tuple[Case, Weights]]) -> list[Loss]:
    """Tell of each answerable question where it was lost."""
    details = _details()
    return [
        Loss(case, *_stage(case, weights, details[case.file, case.gold.id]))
        for case, weights in judged
        if case.gold.answered
    ]


def _details() -> Mapping[tuple[str, str], Detail]:
    entries = (
        (name, json.loads(line))
        for name in FILES
        for line in (HERE / f"directives_{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if '"split": "dev"' in line
    )
    return {
        (n, e["id"]): Detail(
            Span(e["start"], e["end"]) if e.get("start") is not None else None, e.get("shape", "")
        )
        for n, e in entries
    }


def _stage(case: Case, weights: Weights, detail: Detail) -> tuple[Stage, str]:
    answered, right = outcome(case, weights)
    if right:
        return Stage.RIGHT, ""
    told = case.result.query
    query, wanted = analyze(told.restored or told.normalized), AnswerType(case.gold.type)
    if _is_misread(query, wanted, detail.shape, chosen=case.options is not None):
        return Stage.TYPE, f"{told.type} {query.shape}"
    if case.options is None or case.context is None:
        said = "wrong" if case.result.status is Status.ANSWERED else f"silent: {case.result.reason}"
        return Stage.READER, said
    if any(case.right):
        ranked = rank(case.options.choices, case.options.shape, case.options.agreed, weights)
        mine = {id(c) for c, own in zip(case.options.choices, case.right, strict=True) if own}
        place = next(i for i, one in enumerate(ranked) if id(one.choice) in mine)
        if place == 0:
            return Stage.SILENT, "" if not answered else "spoke otherwise"
        first, best = ranked[0].choice, ranked[place].choice
        text = case.context.catalog.text
        found = f"{place + 1}. of {len(ranked)}: {best.value.of(text(best.passage.document_id))[:80]!r}"
        return Stage.RANK, found + f" behind {first.value.of(text(first.passage.document_id))[:80]!r}"
    return _missing(case, detail.span)


def _is_misread(query: Query, wanted: AnswerType, shape: str, *, chosen: bool) -> bool:
    """Tell whether a question was taken for one that something of another kind answers."""
    if not shape:
        return query.shape is not query.asking(wanted).shape or (not chosen and query.type is not wanted)
    if shape in (HEADER, PERSON):
        return query.shape is not None or (shape == HEADER and query.type is not wanted)
    if query.shape is None:
        return wanted in CHOSEN_TYPES or query.type is not wanted
    return query.shape != shape


def _missing(case: Case, gold: Span | None) -> tuple[Stage, str]:
    """Tell why no choice was right."""
    context = case.context
    if context is None:
        raise ValueError(case.gold.id)
    sources = [entry.shown.source for entry in context.documents[:MOST_DOCUMENTS]]
    if not set(sources) & set(case.gold.sources):
        return Stage.DOCUMENT, f"looked into {sources}"
    passages = [c.passage for c in looked_at(context, case.finding.drafts)]
    own = [p for p in passages if context.directory.shown(p.document_id).source == case.gold.sources[0]]
    if gold is not None and not any(p.span.start <= gold.start < p.span.end for p in own):
        return Stage.PASSAGE, f"{len(own)} of its document's passages looked at"
    return Stage.VALUE, ""


def table(found: Sequence[Loss]) -> str:
    """Lay the stages out by file, then by type."""
    rows = [f"{'':22}{'n':>5}" + "".join(f"{stage:>10}" for stage in Stage)]
    rows += _rows(found, "", FILES, lambda one: one.case.file)
    rows += _rows(
        found, "type ", sorted({one.case.gold.type for one in found}), lambda one: one.case.gold.type
    )
    shapes = sorted({_shape(one) for one in found})
    rows += _rows(found, "shape ", shapes, _shape)
    return "\n".join([*rows, *_rows(found, "", ["all"], lambda _: "all")])


def _shape(loss: Loss) -> str:
    return loss.case.options.shape if loss.case.options else "none"


def _rows(
    found: Sequence[Loss], label: str, names: Sequence[str], of: Callable[[Loss], str]
) -> Iterator[str]:
    for name in names:
        counts = Counter(one.stage for one in found if of(one) == name)
        if counts.total():
            yield f"{label + name:22}{counts.total():5}" + "".join(f"{counts[s]:10}" for s in Stage)


def _explained(loss: Loss) -> str:
    gold = loss.case.gold
    said = [a.value[:70] for a in loss.case.result.answers[:1]] or [str(loss.case.result.reason)]
    return (
        f"{loss.stage} {loss.case.file}/{gold.id} [{gold.type}>{loss.case.result.query.type}"
        f" {_shape(loss)}] {gold.question}\n    want {list(gold.values)[:2]} {gold.sources[:1]}\n"
        f"    {loss.detail}; said {said}"
    )


def main() -> None:
    """Print where questions are lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--crossed", action="store_true", help="weights that never saw the document")
    parser.add_argument("--files", nargs="*", choices=FILES, default=FILES)
    parser.add_argument("--show", nargs="*", choices=list(Stage), default=())
    args = parser.parse_args()
    if args.crossed:
        judged = validate(cases(args.data_dir))
    else:
        judged = [(case, stored_weights()) for case in cases(args.data_dir, args.files)]
    found = [one for one in losses(judged) if one.case.file in args.files]
    for stage in args.show:
        print("\n".join(_explained(one) for one in found if one.stage == stage))
    print(table(found))


if __name__ == "__main__":
    main()
