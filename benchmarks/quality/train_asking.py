"""Learn to tell what a question asks for, from questions that people labelled.

    python -m benchmarks.quality.train_asking [--write]

Reads `asked.jsonl` (question, type, shape), prints how often type and shape are told right by the patterns
alone and by the weights, on questions that these have not seen (5-fold cross validation) and on those of
another writer that teach nothing (`asked_held.jsonl`); then, with --write, stores the weights learnt from all
of `asked.jsonl` in search/asking/weights.npz. Two minutes.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.quality.ask import read_gold
from benchmarks.quality.train_choices import FILES
from models.load import load_restorer
from models.protocols import Restorer
from search.asking.learned import HEADER, PERSON, Weights, features, read_asking
from search.asking.shapes import CHOSEN_TYPES, patterned_shape
from search.query import analyze
from search.types import AnswerType

HERE = Path(__file__).parent
LABELLED, HELD = HERE / "asked.jsonl", HERE / "asked_held.jsonl"
WEIGHTS = HERE.parents[1] / "search" / "asking" / "weights.npz"
STATED = "eighth"
FOLDS = 5
STRENGTH = 0.5  # inverse of the ridge; .25 and 1 came out alike when validated
LEAST_SEEN = 3  # questions that a run of words, and a pair of type and shape, must occur in
_STEPS = 100
_INT8 = 127


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question as it is understood, with what it asks for."""

    text: str
    patterned: AnswerType
    type: str
    shape: str
    features: tuple[str, ...]
    weight: float = 1.0  # questions about documents that exist count for more


def read(restorer: Restorer | None, path: Path = LABELLED) -> list[Labelled]:
    """Read the labelled questions; those that no directive answers teach nothing here."""
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    types = set(AnswerType)
    return [
        _labelled(entry["question"], entry["type"], entry["shape"], restorer, entry.get("weight", 1))
        for entry in entries
        if entry["type"] in types
    ]


def read_asked_of_directives(restorer: Restorer | None) -> list[Labelled]:
    """Read the development questions about directives; their shape is what patterns make of their type.

    The eighth set states its shapes: two writers of it are in `asked.jsonl`, the third is not learnt from.
    """
    found = []
    for file in FILES:
        if file == STATED:
            continue
        for gold in read_gold(HERE / f"directives_{file}.jsonl", "dev"):
            if gold.answered:
                text = analyze(gold.question, restorer).text
                kind = AnswerType(gold.type)
                shape = patterned_shape(text, kind) or (PERSON if kind in CHOSEN_TYPES else HEADER)
                found.append(_labelled(gold.question, gold.type, shape, restorer))
    return found


def _labelled(
    question: str, kind: str, shape: str, restorer: Restorer | None, weight: float = 1.0
) -> Labelled:
    query = analyze(question, restorer)
    seen = features(query.text, query.patterned, patterned_shape(query.text, query.patterned))
    return Labelled(query.text, query.patterned, kind, shape, tuple(seen), weight)


def learn(known: Sequence[Labelled]) -> Weights:
    """Return the weights that tell the questions apart."""
    counts = Counter(name for one in known for name in set(one.features))
    names = sorted(name for name, count in counts.items() if count >= LEAST_SEEN)
    rows = {name: row for row, name in enumerate(names)}
    cells = [(i, rows[name]) for i, one in enumerate(known) for name in set(one.features) if name in rows]
    at = np.array(cells).T
    matrix = csr_matrix((np.ones(len(cells), np.float32), (at[0], at[1])), (len(known), len(names)))
    counts_for = [one.weight for one in known]
    by_type = _regress(matrix, [one.type for one in known], counts_for)
    by_shape = _regress(matrix, [one.shape for one in known], counts_for)
    types, shapes = tuple(by_type.classes_.tolist()), tuple(by_shape.classes_.tolist())
    pairs = Counter((types.index(one.type), shapes.index(one.shape)) for one in known)
    return Weights(
        rows,
        np.concatenate([by_type.coef_, by_shape.coef_]).T.astype(np.float32),
        np.concatenate([by_type.intercept_, by_shape.intercept_]).astype(np.float32),
        types,
        shapes,
        np.array(sorted(pair for pair, count in pairs.items() if count >= LEAST_SEEN)),
    )


def _regress(matrix: csr_matrix, labels: Sequence[str], weights: Sequence[float]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=_STEPS, tol=1e-3).fit(matrix, labels, weights)


def store(weights: Weights) -> None:
    """Write the weights, in 8 bits each."""
    scales = np.abs(weights.table).max(axis=0) / _INT8
    kept = np.abs(weights.table).max(axis=1) > scales.max()  # the others would be rounded away
    np.savez_compressed(
        WEIGHTS,
        features=np.array([name for name, keep in zip(weights.rows, kept, strict=True) if keep]),
        table=np.round(weights.table[kept] / scales).astype(np.int8),
        scales=scales,
        constants=weights.constants,
        types=np.array(weights.types),
        shapes=np.array(weights.shapes),
        pairs=weights.pairs,
    )


def validate(known: Sequence[Labelled]) -> str:
    """Tell how well types and shapes of unseen questions are told."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(known))
    right: npt.NDArray[np.bool_] = np.zeros((len(known), 4), bool)
    for k in range(FOLDS):
        weights = learn([one for one, own in zip(known, fold, strict=True) if own != k])
        for i in np.flatnonzero(fold == k).tolist():
            right[i] = _verdict(known[i], weights)
    return _told(right)


def _verdict(one: Labelled, weights: Weights) -> tuple[bool, bool, bool, bool]:
    """Return whether type and shape are told right by the patterns, then by weights."""
    shape = patterned_shape(one.text, one.patterned)
    told = read_asking(one.text, one.patterned, weights)
    by_patterns = one.patterned == one.type, _agree(shape, one)
    return *by_patterns, told.type == one.type, _agree(told.shape, one)


def _told(right: npt.NDArray[np.bool_]) -> str:
    rates = right.mean(axis=0)
    return (
        f"{len(right)} questions: patterns tell {rates[0]:.3f} of types and {rates[1]:.3f} of shapes, "
        f"the weights {rates[2]:.3f} and {rates[3]:.3f}"
    )


def _agree(shape: str | None, wanted: Labelled) -> bool:
    """Tell whether a shape is the one wanted, as far as values are chosen by shape at all."""
    if wanted.shape in (HEADER, PERSON) or wanted.type not in CHOSEN_TYPES:
        return shape is None
    return shape == wanted.shape


def main() -> None:
    """Train, and print what cross validation says of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    restorer = load_restorer()
    known, of_directives = read(restorer), read_asked_of_directives(restorer)
    print(validate(known))
    weights = learn([*known, *of_directives])
    held = [_verdict(one, weights) for one in read(restorer, HELD)]
    print("another writer's:", _told(np.array(held)))
    if args.write:
        store(weights)


if __name__ == "__main__":
    main()
