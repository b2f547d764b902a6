"""Probabilities from counts: interpolated modified Kneser-Ney, cut by weighted difference.

Chen and Goodman 1999, "An empirical study of smoothing techniques for language modeling"; Seymore and
Rosenfeld 1996, "Scalable backoff language models": a gram stays where its count times what its log
probability adds to backing off is large; then backoffs are worked out anew, so that all sums are 1.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.restorer_table import ID_BITS
from models.training.restorer.counts import Ids, count

MASK = (1 << ID_BITS) - 1

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Model:
    """A cut model in probabilities; a triple's context is the place of its pair in `pair_keys`."""

    singles: Floats
    single_backoff: Floats
    pair_keys: Ids
    pairs: Floats
    pair_backoff: Floats
    triple_contexts: Ids
    triple_thirds: Ids
    triples: Floats


def smooth(ids: Ids, size: int, pairs_kept: int, triples_kept: int) -> Model:
    """Return the model of a row of ids below `size`, cut to at most so many pairs and triples.

    Pairs that are the context of a kept triple are kept over and above `pairs_kept`.
    """
    pairs, triples = count(ids, 2), count(ids, 3)
    first, second = pairs.keys >> ID_BITS, pairs.keys & MASK
    context = pairs.keys.searchsorted(triples.keys >> ID_BITS)
    inner = pairs.keys.searchsorted(triples.keys & (1 << 2 * ID_BITS) - 1)
    third = triples.keys & MASK

    singles = np.bincount(second, minlength=size).astype(np.float64)
    singles = 0.999 * singles / singles.sum() + 0.001 / size
    before = np.maximum(np.bincount(inner, minlength=len(pairs.keys)), 1)
    pair_p, single_backoff = _interpolate(before, first, size, singles[second])
    triple_p, pair_backoff = _interpolate(triples.counts, context, len(pairs.keys), pair_p[inner])

    gain = triples.counts * np.abs(np.log(triple_p) - np.log(pair_backoff[context] * pair_p[inner]))
    kept = _largest(gain, triples_kept)
    gain = pairs.counts * np.abs(np.log(pair_p) - np.log(single_backoff[first] * singles[second]))
    stay = _largest(gain, pairs_kept)
    stay[context[kept]] = True
    stay_place = np.cumsum(stay) - 1

    single_backoff = _left_over(pair_p[stay], singles[second[stay]], first[stay], size)
    backed_off = np.where(stay, pair_p, single_backoff[first] * singles[second])
    context, inner, third = context[kept], inner[kept], third[kept]
    pair_backoff = _left_over(triple_p[kept], backed_off[inner], context, len(pairs.keys))
    return Model(
        singles,
        single_backoff,
        pairs.keys[stay],
        pair_p[stay],
        pair_backoff[stay],
        stay_place[context],
        third,
        triple_p[kept],
    )


def _interpolate(counts: Ids, context: Ids, contexts: int, lower: Floats) -> tuple[Floats, Floats]:
    """Return the smoothed probabilities of grams, and the weight of the lower order per context."""
    discounts = _discounts(counts)[np.minimum(counts, 3)]
    total = np.maximum(np.bincount(context, counts, contexts), 1)
    backoff = np.bincount(context, discounts, contexts) / total
    backoff[backoff == 0] = 1  # a context with nothing after it
    return (counts - discounts) / total[context] + backoff[context] * lower, backoff


def _discounts(counts: Ids) -> Floats:
    """Return what counts of 0, 1, 2, 3 and more give up."""
    n = np.maximum(np.bincount(np.minimum(counts, 5), minlength=6), 1).astype(np.float64)
    share = n[1] / (n[1] + 2 * n[2])
    given = [0.0, *(k - (k + 1) * share * n[k + 1] / n[k] for k in (1, 2, 3))]
    discounts: Floats = np.clip(given, 0.0, [0.0, 0.95, 1.9, 2.9])
    return discounts


def _largest(values: Floats, kept: int) -> Flags:
    """Flag the `kept` largest values, the earlier of equal ones first."""
    flags = np.zeros(len(values), dtype=np.bool_)
    flags[np.argsort(-values, kind="stable")[:kept]] = True
    return flags


def _left_over(upper: Floats, lower: Floats, context: Ids, contexts: int) -> Floats:
    """Return per context what its kept grams leave, over what the lower order leaves for the rest."""
    rest = 1 - np.bincount(context, upper, contexts)
    below = 1 - np.bincount(context, lower, contexts)
    return np.maximum(rest, 1e-4) / np.maximum(below, 1e-4)
