"""What a question asks for, learnt from questions that people labelled: the type of its answer and its shape.

Two softmax regressions over what the patterns say and over runs of up to four words; the likeliest pair of
type and shape that questions are known to ask for wins. The weights are made by
`benchmarks/quality/train_asking.py`; looking up some hundred of them is all that is left to do here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from search.asking.cues import SLOWEST, STILL_VALID, WHICH_TASKS
from search.asking.forms import asking_form
from search.asking.patterns import TOLD_TO_ISSUE
from search.asking.shapes import CHOSEN_TYPES, Shape, patterned_shape
from search.types import AnswerType

HEADER, PERSON = "header", "person"  # shapes that are no choice among values
_LONGEST_RUN = 4
_SURE = 0.98  # share of belief beside which no other reading is worth a look
_LEAST_SHARE = 0.02
_SKIPPED = (2, 3)  # a word and the second or third behind it, whatever stands between
_NUMBER = re.compile(r"\d+(?:[/.\-]\w+)*")
_WORD = re.compile(r"\w+|[,:;]")
_LETTERS = re.compile(r"\w+")
_ASKS_NOTHING = re.compile(r"\b(?:đầu|đấu|dấu|dầu|đậu|máy|mây)\b")  # "đâu" and "mấy" without marks
_ASKING = frozenset(("nao", "gi", "ai", "dau", "may", "sao"))
_HOW_MUCH = frozenset(("nhieu", "gio", "lau"))  # behind "bao"
_MANY = 3
_NEAR = 8

# Askings whose words leave no doubt; few of the questions to learn from ask so.
_CERTAIN = {
    AnswerType.REPLACED_BY: STILL_VALID,
    AnswerType.TASK: WHICH_TASKS,
    AnswerType.ASSIGNEE: TOLD_TO_ISSUE,
}

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for.

    Attributes:
        shape: of the value; None where the header, a reference or a person answers.
        share: of belief, in [0, 1], that this shape of value answers (or this part of the header).
        other: the likeliest reading that another shape of value answers; None where this one is sure.
    """

    type: AnswerType
    shape: Shape | None
    share: float = 1.0
    other: "Reading | None" = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features.

    Attributes:
        table: of shape (features, types + shapes).
        constants: of every type and shape.
        pairs: of shape (pairs, 2), places in `types` and in `shapes`: what is asked for together.
    """

    rows: Mapping[str, int]
    table: Numbers
    constants: Numbers
    types: tuple[str, ...]
    shapes: tuple[str, ...]
    pairs: npt.NDArray[np.int64]

    def scores(self, seen: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return the logarithms of belief in every type and in every shape."""
        known = sorted({self.rows[name] for name in seen if name in self.rows})
        summed = self.constants + self.table[known].sum(axis=0)
        return _log_softmax(summed[: len(self.types)]), _log_softmax(summed[len(self.types) :])


def read_asking(text: str, patterned: AnswerType, weights: Weights | None = None) -> Reading:
    """Return what a question asks for; `patterned` is the type that the patterns tell."""
    if patterned in _CERTAIN and _CERTAIN[patterned].search(asking_form(text)):
        return Reading(patterned, patterned_shape(text, patterned))
    shape = patterned_shape(text, patterned)
    no_time = SLOWEST.search(asking_form(text)) is not None
    used = weights or stored_weights()
    types, shapes = used.scores(list(features(text, patterned, shape)))
    belief = types[used.pairs[:, 0]] + shapes[used.pairs[:, 1]]
    shares = np.exp(_log_softmax(belief))
    readings: dict[tuple[AnswerType, Shape | None], float] = {}
    for at in np.argsort(-shares, kind="stable").tolist():
        if shares[at] < _LEAST_SHARE and readings:
            break
        type_at, shape_at = used.pairs[at]
        if no_time and used.types[type_at] == AnswerType.DEADLINE:
            continue
        reading = _reading(text, AnswerType(used.types[type_at]), used.shapes[shape_at])
        readings[reading] = readings.get(reading, 0.0) + float(shares[at])
    return _first_of(readings)


def _first_of(readings: Mapping[tuple[AnswerType, Shape | None], float]) -> Reading:
    """Return the first reading, with the likeliest of those that another kind of value answers."""
    shares: dict[str, float] = {}
    first: dict[str, tuple[AnswerType, Shape | None]] = {}
    for (kind, shape), share in readings.items():
        value = shape or kind
        shares[value] = shares.get(value, 0.0) + share
        first.setdefault(value, (kind, shape))
    (own, reading), *_ = first.items()
    other = max((value for value in shares if value != own), key=shares.__getitem__, default=None)
    if other is None or shares[own] >= _SURE:
        return Reading(*reading, shares[own])
    return Reading(*reading, shares[own], Reading(*first[other], shares[other]))


def _reading(text: str, kind: AnswerType, shape: str) -> tuple[AnswerType, Shape | None]:
    if kind not in CHOSEN_TYPES:
        return kind, patterned_shape(text, kind)
    if shape == PERSON:  # who by name, whatever they are to do
        return AnswerType.SPAN, None
    return kind, None if shape == HEADER else Shape(shape)


def features(text: str, kind: AnswerType, shape: Shape | None) -> Iterator[str]:
    """Yield what tells askings apart: what the patterns say, the runs of words and the first thing asked."""
    yield f"type {kind}"
    yield f"shape {shape}"
    yield f"both {kind} {shape}"
    typed = text.lower()
    yield from _runs(_words(typed))
    yield from _first_asked(_words(_ASKS_NOTHING.sub(r"\g<0>_", typed)))
    yield from _with_marks(_LETTERS.findall(_NUMBER.sub("0", typed)))


def _words(text: str) -> list[str]:
    return ["<", *_WORD.findall(_NUMBER.sub("0", asking_form(text))), ">"]


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Yield runs of words, in which numbers are alike, and pairs with a gap."""
    for size in range(1, _LONGEST_RUN + 1):
        for at in range(len(words) - size + 1):
            yield "_".join(words[at : at + size])
    for gap in _SKIPPED:
        for at in range(len(words) - gap):
            yield f"{words[at]}..{words[at + gap]}"


def _first_asked(words: Sequence[str]) -> Iterator[str]:
    """Yield what stands around the first word that asks; what is asked after it counts less."""
    asking = [at for at in range(1, len(words)) if _asks(words[at - 1], words[at])]
    yield f"asked {min(len(asking), _MANY)}"
    if not asking:
        return
    at = asking[0]
    for size in range(1, _LONGEST_RUN + 1):
        yield "first " + "_".join(words[max(0, at - size + 1) : at + 1])
    for size in range(1, _LONGEST_RUN):
        yield "first> " + "_".join(words[at : at + size + 1])
    yield "around " + "_".join(words[max(0, at - 1) : at + 2])
    for word in words[max(0, at - _NEAR) : at]:
        yield "before " + word
    for word in words[at + 1 : at + _NEAR]:
        yield "after " + word
    yield f"at {min(at, 4)} {min(len(words) - at, 6)}"


def _asks(before: str, word: str) -> bool:
    return word in _ASKING or (before == "bao" and word in _HOW_MUCH)


def _with_marks(words: Sequence[str]) -> Iterator[str]:
    """Yield words and pairs of words as they are spelt, which tells apart what folds to the same letters."""
    for word in words:
        yield "m " + word
    for one, other in pairwise(words):
        yield f"m {one} {other}"


@cache
def stored_weights() -> Weights:
    """Return the weights in use."""
    with as_file(files("search.asking").joinpath("weights.npz")) as path, np.load(path) as stored:
        return Weights(
            rows={name: row for row, name in enumerate(stored["features"].tolist())},
            table=stored["table"].astype(np.float32) * stored["scales"],
            constants=stored["constants"],
            types=tuple(stored["types"].tolist()),
            shapes=tuple(stored["shapes"].tolist()),
            pairs=stored["pairs"],
        )


def _log_softmax(scores: Numbers) -> Numbers:
    shifted = scores - scores.max()
    logarithms: Numbers = shifted - np.log(np.exp(shifted).sum())
    return logarithms
