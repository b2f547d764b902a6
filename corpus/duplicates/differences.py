"""What one text has that another has not: misread words, words of its own, words in the place of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from corpus.duplicates.shingles import WIDTH, Hashes, shingle_hashes, syllables

_MOST = 4_000  # words without a counterpart, beyond which two texts are no longer compared
_MISREAD = 0.5  # of the letters that a misread word keeps


@dataclass(frozen=True, slots=True)
class Differences:
    """How a linked text differs from the one kept; shares are of the linked text's words.

    Attributes:
        similarity: share that stands in the kept text as it is.
        noise: share that is a misread word of the kept text.
        lost: share that the kept text has nothing for.
        misread: how many words were misread.
        substantive: places where one text says one thing and the other another: a number, a name.
    """

    similarity: float
    noise: float
    lost: float
    misread: int
    substantive: int


def differences(linked: str, kept: str) -> Differences | None:
    """Compare two texts by their folded words; None where they have too little in common."""
    ours, theirs = syllables(linked), syllables(kept)
    if not ours or not theirs:
        return None
    mine, other = shingle_hashes(ours), shingle_hashes(theirs)
    rest, left = _uncovered(ours, mine, other), _uncovered(theirs, other, mine)
    if len(rest) > _MOST or len(left) > _MOST:
        return None
    misread = substantive = lost = 0
    matcher = SequenceMatcher(None, rest, left, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "replace":
            read, other_words = rest[a:b], left[c:d]
            if _is_misread(read, other_words):
                misread += b - a
            else:
                substantive += 1
                lost += b - a
        elif operation == "delete":
            lost += b - a
    total = len(ours)
    return Differences(
        similarity=1 - (misread + lost) / total,
        noise=misread / total,
        lost=lost / total,
        misread=misread,
        substantive=substantive,
    )


def _uncovered(words: Sequence[str], own: Hashes, other: Hashes) -> list[str]:
    """Return the words that stand in no shingle of the other text."""
    shared = np.isin(own, other)
    covered = np.zeros(len(words), np.bool_)
    for i in range(min(WIDTH, len(words))):
        covered[i : i + len(shared)] |= shared
    return [words[i] for i in np.flatnonzero(~covered).tolist()]


def _is_misread(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two runs of words may be one as it was printed and as it was read."""
    numbers = [[word for word in words if word.isdigit()] for words in (one, other)]
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    return SequenceMatcher(None, "".join(one), "".join(other), autojunk=False).ratio() >= _MISREAD
