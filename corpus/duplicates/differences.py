"""What one text has that another has not: misread words, words of its own, words in the place of others.

The texts are aligned on the shingles that each has once and both have, in the longest order they share
(patience diff, Cohen 2003); what lies between two of these anchors is compared word by word.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from corpus.duplicates.shingles import WIDTH, Hashes, shingle_hashes, syllables

Words = Sequence[str]

_WIDEST = 400  # words between two anchors that are compared one by one
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_MISREAD = 0.5  # of the letters that a misread word keeps


@dataclass(frozen=True, slots=True)
class Differences:
    """How a linked text differs from the one kept; shares are of the linked text's words.

    Attributes:
        similarity: share that stands in the kept text as it is.
        noise: share that is a misread word of the kept text.
        lost: share that the kept text has nowhere.
        numbers: places where one text has a number and the other another one.
        years: those of them where both are years.
        words: places where one text has other words than the other.
        own_numbers: numbers of the linked text that the kept one does not have there.
    """

    similarity: float
    noise: float
    lost: float
    numbers: int
    years: int
    words: int
    own_numbers: int


@dataclass(slots=True)
class _Tally:
    noise: int = 0
    lost: int = 0
    numbers: int = 0
    years: int = 0
    words: int = 0
    own_numbers: int = 0


def differences(linked: str, kept: str) -> Differences | None:
    """Compare two texts by their folded words; None where one of them has none."""
    ours, theirs = syllables(linked), syllables(kept)
    if not ours or not theirs:
        return None
    mine, other = shingle_hashes(ours), shingle_hashes(theirs)
    elsewhere = _covered(len(ours), mine, other)
    tally = _Tally()
    for a, b, c, d in _gaps(ours, theirs, mine, other):
        _compare(ours[a:b], theirs[c:d], elsewhere[a:b], tally)
    total = len(ours)
    return Differences(
        similarity=1 - (tally.noise + tally.lost) / total,
        noise=tally.noise / total,
        lost=tally.lost / total,
        numbers=tally.numbers,
        years=tally.years,
        words=tally.words,
        own_numbers=tally.own_numbers,
    )


def is_part(linked: str, kept: str) -> bool:
    """Tell whether all shingles of one text stand in the other, wherever."""
    ours, theirs = (shingle_hashes(syllables(text)) for text in (linked, kept))
    return bool(np.isin(ours, theirs).all())


def _covered(count: int, own: Hashes, other: Hashes) -> npt.NDArray[np.bool_]:
    """Tell of each word whether it stands in a shingle of the other text, wherever."""
    shared = np.isin(own, other)
    covered = np.zeros(count, np.bool_)
    for i in range(min(WIDTH, count)):
        covered[i : i + len(shared)] |= shared
    return covered


def _gaps(ours: Words, theirs: Words, mine: Hashes, other: Hashes) -> Iterator[tuple[int, int, int, int]]:
    """Yield what lies between the anchors: ranges of our words and of theirs, not both empty."""
    a = c = 0
    for at, there in [*_anchors(mine, other), (len(ours), len(theirs))]:
        if at < a or there < c:  # overlaps the anchor before
            continue
        if at > a or there > c:
            yield a, at, c, there
        a, c = at + WIDTH, there + WIDTH


def _anchors(mine: Hashes, other: Hashes) -> list[tuple[int, int]]:
    """Return the longest ascending chain of shingles that stand once in each text."""
    own, here, counts = np.unique(mine, return_index=True, return_counts=True)
    their, there, times = np.unique(other, return_index=True, return_counts=True)
    own, here = own[counts == 1], here[counts == 1]
    their, there = their[times == 1], there[times == 1]
    _, i, j = np.intersect1d(own, their, assume_unique=True, return_indices=True)
    pairs = sorted(zip(here[i].tolist(), there[j].tolist(), strict=True))
    return _longest_ascending(pairs)


def _longest_ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence with ascending second members; the first ascend already."""
    tails: list[int] = []  # the least last member of a chain of each length
    ends: list[int] = []  # which pair that is
    before: list[int] = []
    for k, (_, value) in enumerate(pairs):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [k]
    chain: list[tuple[int, int]] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _compare(one: Words, other: Words, elsewhere: npt.NDArray[np.bool_], tally: _Tally) -> None:
    """Count how a stretch of the linked text differs from the same stretch of the kept one."""
    if min(len(one), len(other)) > _WIDEST:
        _leave(one, elsewhere, tally)
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "replace":
            _replace(one[a:b], other[c:d], elsewhere[a:b], tally)
        elif operation == "delete":
            _leave(one[a:b], elsewhere[a:b], tally)


def _replace(one: Words, other: Words, elsewhere: npt.NDArray[np.bool_], tally: _Tally) -> None:
    numbers, theirs = ([word for word in words if word.isdigit()] for words in (one, other))
    if numbers and theirs and numbers != theirs:
        tally.numbers += 1
        ours, other_years = (set(filter(_YEAR.fullmatch, some)) for some in (numbers, theirs))
        tally.years += bool(ours and other_years and ours != other_years)
        tally.lost += len(one) - int(elsewhere.sum())
    elif SequenceMatcher(None, "".join(one), "".join(other), autojunk=False).ratio() >= _MISREAD:
        tally.noise += len(one)
    else:
        tally.words += 1
        _leave(one, elsewhere, tally)


def _leave(words: Words, elsewhere: npt.NDArray[np.bool_], tally: _Tally) -> None:
    """Count words that have no counterpart where they stand."""
    tally.lost += len(words) - int(elsewhere.sum())
    tally.own_numbers += sum(word.isdigit() for word in words)
