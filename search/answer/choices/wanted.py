"""What a question says of its answer, and where a text repeats it.

Sets of terms are bit masks: a passage is compared with the question a hundred times over.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from corpus.letters import fold_letters
from corpus.types import Span
from search.asking.forms import QUESTION_WORDS
from search.query import Query

_TOKEN = re.compile(r"\d+(?:[./-]\w+)+|\w+")
_PAIR_WEIGHT = 1.5

Mask = int  # bit i: the i-th wanted term


class Wanted:
    """The terms of a question: syllables, and pairs of neighbours as "a b"."""

    def __init__(self, terms: Iterable[str], exact: bool = False) -> None:
        self.terms = tuple(sorted(terms))
        self.exact = exact
        self.bits: Mapping[str, Mask] = {term: 1 << i for i, term in enumerate(self.terms)}
        self.first = frozenset(term.split()[0] for term in self.terms if " " in term)

    def mask(self, terms: Iterable[str]) -> Mask:
        """Return the wanted ones of some terms."""
        mask = 0
        for term in terms:
            mask |= self.bits.get(term, 0)
        return mask


def wanted_of(query: Query, terms: Collection[str]) -> Wanted:
    """Return the terms of a question as they are looked for: with marks where it was typed with marks."""
    text = query.text.lower()
    if query.restored is not None or len(text) != len(query.folded):
        return Wanted(terms)
    tokens = [
        (query.folded[m.start() : m.end()], text[m.start() : m.end()]) for m in _TOKEN.finditer(query.folded)
    ]
    spelt = {folded: word for folded, word in reversed(tokens)}
    spelt |= {f"{a} {b}": f"{x} {y}" for (a, x), (b, y) in pairwise(tokens)}
    return Wanted((spelt.get(term, term) for term in terms), exact=True)


@dataclass(frozen=True, slots=True)
class Read:
    """A text with its words and the places where it repeats terms of the question."""

    text: str
    folded: str
    starts: tuple[int, ...]  # of its words
    content: tuple[int, ...]  # how many content words there are before each word, and in all
    known: tuple[int, ...]  # how many of these the question says
    hits: tuple[tuple[int, int, Mask], ...]  # begin, end, term
    mask: Mask  # of all hits

    @classmethod
    def of(cls, text: str, wanted: Wanted) -> "Read":
        """Read a text for the terms of a question."""
        folded = fold_letters(text)
        read = text.lower() if wanted.exact else folded
        if len(read) != len(folded):
            read = folded
        found = [(m.start(), m.end(), read[m.start() : m.end()]) for m in _TOKEN.finditer(folded)]
        bits = wanted.bits
        hits = [(a, e, bits[word]) for a, e, word in found if word in bits]
        for i, (a, _, word) in enumerate(found[:-1]):
            if word in wanted.first:
                _, e, following = found[i + 1]
                if bit := bits.get(f"{word} {following}"):
                    hits.append((a, e, bit))
        mask = 0
        for _, _, bit in hits:
            mask |= bit
        words = [(folded[a:e] not in QUESTION_WORDS, word in bits) for a, e, word in found]
        content = accumulate((counts for counts, _ in words), initial=0)
        known = accumulate((counts and says for counts, says in words), initial=0)
        return cls(
            text, folded, tuple(a for a, _, _ in found), tuple(content), tuple(known), tuple(hits), mask
        )

    def terms(self, span: Span) -> Mask:
        """Return the wanted terms within a span of the text."""
        mask = 0
        for a, e, bit in self.hits:
            if span.start <= a and e <= span.end:
                mask |= bit
        return mask

    def precision(self, span: Span, spare: int) -> float:
        """Return the share of a span's content words that the question says; `spare` damps short spans."""
        low, high = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return (self.known[high] - self.known[low]) / (self.content[high] - self.content[low] + spare)


class Weighing:
    """Weighs the terms of a question by their rarity in a pool of texts."""

    def __init__(self, wanted: Wanted, pool: Sequence[Mask]) -> None:
        size = max(len(pool), 1)
        self._weights = []
        for i, term in enumerate(wanted.terms):
            held = sum(mask >> i & 1 for mask in pool)
            rarity = math.log(1 + size / (held + 0.5)) if held else math.log(1 + 2 * size)
            self._weights.append(rarity * (_PAIR_WEIGHT if " " in term else 1.0))
        self._total = sum(self._weights) or 1.0
        self._sums: dict[Mask, float] = {}

    def share(self, mask: Mask) -> float:
        """Return the weighted share of the question that some terms repeat, in [0, 1]."""
        return self._sum(mask) / self._total

    def rest(self, mask: Mask, told: Mask) -> float:
        """Return their share of what `told`, a title, leaves of the question."""
        left = self._total - self._sum(told)
        return self._sum(mask & ~told) / left if left > 1e-9 else 0.0

    def _sum(self, mask: Mask) -> float:
        if mask not in self._sums:
            self._sums[mask] = sum(weight for i, weight in enumerate(self._weights) if mask >> i & 1)
        return self._sums[mask]
