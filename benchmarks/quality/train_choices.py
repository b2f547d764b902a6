"""Learn how much each feature of a choice counts, from questions with known answers.

    python -m benchmarks.quality.train_choices --data-dir DIR [--write]

Reads the development halves of the question files; prints how often the first choice is right when its
document was not trained on (10-fold cross validation by document) and how well answerable questions are told
from others, then, with --write, stores the weights of all of them in search/answer/choices/weights.json.
A choice is right when its value agrees with an accepted one; of several right ones any may win (conditional
logistic regression). Minutes; NumPy only.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import search.answering
from api.runtime import Runtime
from api.settings import Settings
from benchmarks.quality.ask import Gold, plain, read_gold, same
from search.answer.choices import rank, reconsider
from search.answer.choices.gather import Choice, gather
from search.answer.choices.rank import Ranked, chance_features
from search.answer.choices.shapes import Shape, shape_of
from search.answer.choices.values import Features
from search.answer.context import Context, Finding

HERE = Path(__file__).parent
FILES = tuple(f"directives_{name}.jsonl" for name in ("questions", "more", "third", "fourth"))
WEIGHTS = HERE.parents[1] / "search" / "answer" / "choices" / "weights.json"
RIDGE, CHANCE_RIDGE, FOLDS = 3.0, 3.0, 10
AGREED = 1.5  # what the readers of tasks, dates and figures are worth; their rules know these questions
_STEPS = 400

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with all its choices and which of them are right."""

    gold: Gold
    shape: Shape
    choices: Sequence[Choice]
    right: tuple[bool, ...]
    named: bool

    @property
    def document(self) -> str:
        """Return what a fold must not share."""
        return self.gold.sources[0] if self.gold.sources else self.gold.id


def examples(data_dir: Path) -> list[Example]:
    """Ask all development questions and keep what there was to choose from."""
    engine = Runtime.open(Settings.load(data_dir=data_dir)).engine()
    seen: list[Context] = []

    def keep(context: Context, finding: Finding) -> Finding:
        seen.append(context)
        return finding

    setattr(search.answering, "reconsider", keep)  # noqa: B010  # a name that it only imports
    found = []
    for gold in (gold for name in FILES for gold in read_gold(HERE / name, "dev")):
        seen.clear()
        engine.ask(gold.question)
        shape = shape_of(seen[0].query) if seen else None
        if shape is not None:
            found.append(_example(gold, shape, seen[0]))
    setattr(search.answering, "reconsider", reconsider.reconsider)  # noqa: B010
    return [example for example in found if example.choices]


def _example(gold: Gold, shape: Shape, context: Context) -> Example:
    choices = gather(context, shape)
    right = tuple(_is_right(gold, choice, context) for choice in choices)
    return Example(gold, shape, choices, right, context.is_named)


def _is_right(gold: Gold, choice: Choice, context: Context) -> bool:
    document_id = choice.passage.document_id
    if not gold.answered or context.directory.shown(document_id).source not in gold.sources:
        return False
    said = (choice.value.of(context.catalog.text(document_id)), *choice.normalized.values())
    return any(same(plain(one), plain(value)) for value in gold.values for one in said)


def descend(loss: Callable[[Matrix], tuple[float, Matrix]], size: int) -> Matrix:
    """Minimise a convex loss by gradient steps of adapted length."""
    at, step = np.zeros(size), 0.1
    value, slope = loss(at)
    for _ in range(_STEPS):
        there = at - step * slope
        new, new_slope = loss(there)
        if new < value:
            at, value, slope, step = there, new, new_slope, step * 1.3
        else:
            step *= 0.4
        if step < 1e-9:
            break
    return at


def learn(shape: Shape, known: Sequence[Example]) -> Features:
    """Return the weights of a shape's features."""
    usable = [e for e in known if e.shape is shape and any(e.right) and not all(e.right)]
    names = sorted({name for e in usable for choice in e.choices for name in choice.features})
    tables = [np.array([[c.features.get(n, 0.0) for n in names] for c in e.choices]) for e in usable]
    spread = np.concatenate(tables).std(axis=0)
    spread[spread < 1e-6] = np.inf
    pairs = [(table / spread, np.array(e.right)) for table, e in zip(tables, usable, strict=True)]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        value, slope = 0.5 * RIDGE * float(weights @ weights), RIDGE * weights
        for table, right in pairs:
            scores = table @ weights
            belief = np.exp(scores - scores.max())
            kept = belief * right
            value -= float(np.log(kept.sum() / belief.sum() + 1e-300))
            slope = slope + table.T @ (belief / belief.sum() - kept / kept.sum())
        return value, slope

    weights = descend(loss, len(names)) / spread
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True) if abs(w) > 1e-4}


def ranked_by(weights: Features, example: Example) -> list[Ranked]:
    """Rank an example's choices."""
    scores = np.array(
        [sum(weights.get(n, 0.0) * v for n, v in choice.features.items()) for choice in example.choices]
    )
    belief = np.exp(scores - scores.max())
    order = np.argsort(-scores, kind="stable")
    return [Ranked(example.choices[i], float(scores[i]), float(belief[i] / belief.sum())) for i in order]


def learn_chance(rows: Sequence[Features], answerable: Sequence[bool]) -> Features:
    """Return the weights by which an answerable question is told; both kinds count alike."""
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    spread = table.std(axis=0)
    spread[spread < 1e-9] = 1.0
    table, wanted = table / spread, np.array(answerable, dtype=float)
    share = np.where(wanted == 1, 0.5 / wanted.sum(), 0.5 / (1 - wanted).sum()) * len(wanted)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        chance = 1 / (1 + np.exp(-(table @ weights)))
        likely = wanted * np.log(chance + 1e-12) + (1 - wanted) * np.log(1 - chance + 1e-12)
        value = 0.5 * CHANCE_RIDGE * float(weights @ weights) - float(share @ likely)
        return value, CHANCE_RIDGE * weights + table.T @ (share * (chance - wanted))

    weights = descend(loss, len(names)) / spread
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def validate(known: Sequence[Example]) -> tuple[list[Features], list[bool]]:
    """Print how often the first choice is right on unseen documents; return what chance is told by."""
    documents = sorted({e.document for e in known})
    random.Random(0).shuffle(documents)
    fold = {document: i % FOLDS for i, document in enumerate(documents)}
    right: Counter[Shape] = Counter()
    asked: Counter[Shape] = Counter()
    rows, answerable = [], []
    for k in range(FOLDS):
        weights = {s: learn(s, [e for e in known if fold[e.document] != k]) for s in Shape}
        for e in (e for e in known if fold[e.document] == k):
            ranked = ranked_by(weights[e.shape], e)
            rows.append(chance_features(ranked, e.named))
            answerable.append(e.gold.answered)
            asked[e.shape] += e.gold.answered
            right[e.shape] += e.gold.answered and e.right[e.choices.index(ranked[0].choice)]
    for shape in Shape:
        print(f"{shape:10}{asked[shape]:5}{right[shape] / asked[shape]:8.3f}")
    print(f"{'all':10}{asked.total():5}{right.total() / asked.total():8.3f}")
    return rows, answerable


def main() -> None:
    """Train, and print what cross validation says of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    known = examples(args.data_dir)
    rows, answerable = validate(known)
    weights: dict[str, Features] = {shape: {**learn(shape, known), "agreed": AGREED} for shape in Shape}
    weights["chance"] = learn_chance(rows, answerable)
    chances = [rank.probability(weights["chance"], row) for row in rows]
    for bar in (0.3, 0.4, 0.5, 0.6):
        wrongly = np.mean([c < bar for c, a in zip(chances, answerable, strict=True) if a])
        rightly = np.mean([c < bar for c, a in zip(chances, answerable, strict=True) if not a])
        print(f"chance < {bar}: {wrongly:.3f} of answerable, {rightly:.3f} of unanswerable")
    if args.write:
        WEIGHTS.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
