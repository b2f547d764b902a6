"""At which stage the development questions that go wrong are lost.

    python -m benchmarks.quality.stages --data-dir DIR [--crossed] [--files fifth ...] [--show STAGE]

A question is lost where the kind of answer asked for is misread (`type`), where the right document is not
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
from search.query import analyze
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


def losses(judged: Sequence[tuple[Case, Weights]]) -> list[Loss]:
    """Tell of each answerable question where it was lost."""
    spans = _gold_spans()
    return [
        Loss(case, *_stage(case, weights, spans.get((case.file, case.gold.id))))
        for case, weights in judged
        if case.gold.answered
    ]


def _gold_spans() -> Mapping[tuple[str, str], Span]:
    entries = (
        (name, json.loads(line))
        for name in FILES
        for line in (HERE / f"directives_{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if '"split": "dev"' in line
    )
    return {(n, e["id"]): Span(e["start"], e["end"]) for n, e in entries if e.get("start") is not None}


def _stage(case: Case, weights: Weights, gold: Span | None) -> tuple[Stage, str]:
    answered, right = outcome(case, weights)
    if right:
        return Stage.RIGHT, ""
    told = case.result.query
    query, wanted = analyze(told.restored or told.normalized), AnswerType(case.gold.type)
    read, meant = query.shape, query.asking(wanted).shape
    if read is not meant or (case.options is None and told.type is not wanted):
        return Stage.TYPE, f"{told.type} {read}"
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
        detail = f"{place + 1}. of {len(ranked)}: {best.value.of(text(best.passage.document_id))[:80]!r}"
        return Stage.RANK, detail + f" behind {first.value.of(text(first.passage.document_id))[:80]!r}"
    return _missing(case, gold)


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
