"""Learn how much each feature of a choice counts, from questions with known answers.

    python -m benchmarks.quality.train_choices --data-dir DIR [--texts DIR] [--write]

Reads the development halves of the question files and prints what comes of each file when the weights, of
choices and of the chance that there is an answer, were learnt without the question's document (5-fold cross
validation by document); then, with --write, stores the weights of all of them beside search/answer/choices.
A choice is right when its value agrees with an accepted one. With --texts, questions about official texts
(`directives_texts.md`) teach as well. Minutes.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import search.answering
from api.engine.runtime import Runtime
from api.settings import Settings
from benchmarks.quality.ask import Gold, judge, plain, read_gold, same
from benchmarks.quality.learning import Lesson, learn, learn_chance
from search.answer.choices import rank, reconsider
from search.answer.choices.gather import Choice
from search.answer.choices.rank import Weights, chance_features
from search.answer.choices.reconsider import Options
from search.answer.choices.scorer import TABLES, Scorer
from search.answer.choices.values import Features
from search.answer.context import Context, Draft, Finding
from search.asking.shapes import Shape
from search.types import AskResult

HERE = Path(__file__).parent
TEXTS = ("texts",)  # asked of official texts, not of directives
FILES = ("questions", "more", "third", "fourth", "fifth", "sixth", "eighth")
# The readers of tasks, dates and figures know these questions, so what they found in them teaches nothing.
KNOWN = frozenset(("questions", "more"))
STORED = HERE.parents[1] / "search" / "answer" / "choices"
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was read for it and what there was to choose from."""

    file: str
    gold: Gold
    result: AskResult
    context: Context | None
    finding: Finding
    options: Options | None
    right: tuple[bool, ...] = ()

    @property
    def document(self) -> str:
        """Return what a fold must not share."""
        return self.gold.sources[0] if self.gold.sources else self.gold.id

    @property
    def lesson(self) -> Lesson | None:
        """Return what the question teaches."""
        if self.options is None:
            return None
        agreed = [0.0 if self.file in KNOWN else one for one in self.options.agreed]
        features = [
            choice.features | {"agreed": share}
            for choice, share in zip(self.options.choices, agreed, strict=True)
        ]
        return Lesson(self.options.shape, features, self.right)


def cases(data_dir: Path, files: Sequence[str] = FILES) -> list[Case]:
    """Ask all development questions of some files and keep what there was to choose from."""
    engine = Runtime.open(Settings.load(data_dir=data_dir)).engine()
    seen: list[tuple[Context, Finding]] = []

    def keep(context: Context, finding: Finding) -> Finding:
        seen.append((context, finding))
        return finding

    setattr(search.answering, "reconsider", keep)  # noqa: B010  # a name that it only imports
    found = []
    for file in files:
        for gold in read_gold(HERE / f"directives_{file}.jsonl", "dev"):
            seen.clear()
            result = engine.ask(gold.question)
            found.append(_case(file, gold, result, seen))
    setattr(search.answering, "reconsider", reconsider.reconsider)  # noqa: B010
    return found


def _case(file: str, gold: Gold, result: AskResult, seen: Sequence[tuple[Context, Finding]]) -> Case:
    if not seen:
        return Case(file, gold, result, None, Finding(), None)
    context, finding = seen[0][0], reconsider.fitting(*seen[0])
    options = reconsider.options_of(context, finding)
    if options is None:
        return Case(file, gold, result, None, finding, None)
    right = tuple(_is_right(gold, choice, context) for choice in options.choices)
    return Case(file, gold, result, context, finding, options, right)


def _is_right(gold: Gold, choice: Choice, context: Context) -> bool:
    document_id = choice.passage.document_id
    if not gold.answered or context.directory.shown(document_id).source not in gold.sources:
        return False
    said = (choice.value.of(context.catalog.text(document_id)), *choice.normalized.values())
    return _agrees(gold, said)


def _agrees(gold: Gold, said: Sequence[str]) -> bool:
    return any(same(plain(one), plain(value)) for value in gold.values for one in said)


def _is_right_draft(gold: Gold, draft: Draft, context: Context) -> bool:
    if gold.sources and context.directory.shown(draft.document_id).source not in gold.sources:
        return False
    shown = draft.words or draft.value.of(context.catalog.text(draft.document_id))
    return _agrees(gold, (shown, *draft.normalized.values()))


def scorer_of(known: Sequence[Case]) -> Scorer:
    """Learn to rank choices."""
    return learn([lesson for case in known if (lesson := case.lesson) is not None])


def chance_of(rows: Sequence[tuple[Case, Features]]) -> Features:
    """Learn the chance of an answer from questions about directives; other texts state other things."""
    own = [(case, row) for case, row in rows if case.file not in TEXTS]
    return learn_chance([row for _, row in own], [case.gold.answered for case, _ in own])


def chance_row(case: Case, scorer: Scorer) -> Features:
    """Return what the chance of an answer is judged by."""
    options, context = case.options, case.context
    if options is None or context is None:
        raise ValueError(case.gold.id)
    ranked = rank.rank(options.choices, options.shape, options.agreed, Weights(scorer, {}))
    return chance_features(ranked, options.shape, context.is_named, bool(case.finding.drafts))


def outcome(case: Case, weights: Weights) -> tuple[bool, bool]:
    """Return whether a question is answered with these weights, and whether that is right."""
    if case.options is None or case.context is None:
        verdict = judge(case.gold, case.result)
        return bool(case.result.answers), verdict.right
    finding = reconsider.decide(case.context, case.finding, case.options, weights)
    if not case.gold.answered:
        return bool(finding.drafts), not finding.drafts
    right = bool(finding.drafts) and _is_right_draft(case.gold, finding.drafts[0], case.context)
    return bool(finding.drafts), right


def validate(known: Sequence[Case]) -> list[tuple[Case, Weights]]:
    """Return each question with weights that never saw its document."""
    documents = sorted({case.document for case in known})
    random.Random(0).shuffle(documents)
    fold = {document: i % FOLDS for i, document in enumerate(documents)}
    held = [[case for case in known if fold[case.document] == k] for k in range(FOLDS)]
    scorers = [scorer_of([c for i, part in enumerate(held) if i != k for c in part]) for k in range(FOLDS)]
    rows = [
        [(case, chance_row(case, scorers[k])) for case in held[k] if case.options is not None]
        for k in range(FOLDS)
    ]
    judged: list[tuple[Case, Weights]] = []
    for k in range(FOLDS):
        others = [pair for i, part in enumerate(rows) if i != k for pair in part]
        judged += [(case, Weights(scorers[k], chance_of(others))) for case in held[k]]
    return judged


def report(judged: Sequence[tuple[Case, Weights]]) -> str:
    """Lay out what comes of each file, then of each shape."""
    told = [(case, *outcome(case, weights)) for case, weights in judged]
    groups = {name: [one for one in told if one[0].file == name] for name in (*FILES, *TEXTS)}
    for shape in Shape:
        groups[shape] = [one for one in told if one[0].options and one[0].options.shape is shape]
    head = f"{'':14}{'n':>5}{'right':>8}{'silent':>8}{'choice':>8}{'none':>6}{'false':>7}"
    return "\n".join([head, *(_row(name, own) for name, own in groups.items()), _row("all", told)])


def _row(name: str, told: Sequence[tuple[Case, bool, bool]]) -> str:
    asked = [one for one in told if one[0].gold.answered]
    others = [one for one in told if not one[0].gold.answered]
    right = sum(right for _, _, right in asked) / max(1, len(asked))
    silent = sum(not answered for _, answered, _ in asked) / max(1, len(asked))
    within = [any(case.right) for case, *_ in asked if case.options]
    among = sum(within) / max(1, len(within))  # a right choice was there to be chosen
    false = sum(answered for _, answered, _ in others)
    return f"{name:14}{len(asked):5}{right:8.3f}{silent:8.3f}{among:8.3f}{len(others):6}{false:7}"


def main() -> None:
    """Train, and print what cross validation says of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--texts", type=Path, help="a data directory that holds official texts as well")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    known = cases(args.data_dir, FILES) + (cases(args.texts, TEXTS) if args.texts else [])
    judged = validate(known)
    print(report(judged))
    if args.write:
        rows = [(case, chance_row(case, own.scorer)) for case, own in judged if case.options is not None]
        store(scorer_of(known), chance_of(rows))


def store(scorer: Scorer, chance: Features) -> None:
    """Write the weights where answers are chosen."""
    np.savez_compressed(
        STORED / "scorer.npz",
        names=np.array(scorer.names),
        **{name: getattr(scorer, name) for name in TABLES},
    )
    (STORED / "chance.json").write_text(json.dumps(chance, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
