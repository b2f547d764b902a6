"""Which words of a question are looked up.

In a small collection all are. In a large one nearly all the time goes into words that stand everywhere and
tell passages hardly apart; there the rarest are looked up, as many as the time allows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.protocols import Terms

MOST_WORDS = 256  # of a question, for each field; the rarest say most
ALL_POSTINGS = 200_000  # passages in which all words of a question stand, each counted for each of its words:
MOST_POSTINGS = 500_000  # up to the first all are looked up, beyond it the rarest up to the second
ACCENTED, FOLDED = "accented", "folded"
FIELDS = (ACCENTED, FOLDED)

Count = Callable[[str, str], int]  # field, word -> the passages that hold it


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked up in each field; `pruned` tells that words were left out because they are common."""

    by_field: dict[str, tuple[str, ...]]
    pruned: bool = False

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each word with its field."""
        for name, words in self.by_field.items():
            for word in words:
                yield name, word


def choose(terms: Terms, count: Count) -> Words:
    """Return the distinct words that occur at all, or the rarest of them."""
    accented = _counted(ACCENTED, terms.accented, count)
    if 2 * sum(accented.values()) > ALL_POSTINGS:  # a word stands wherever it stands with its marks
        return _rarest(terms, accented, count)
    folded = _counted(FOLDED, terms.folded, count)
    if sum(accented.values()) + sum(folded.values()) > ALL_POSTINGS:
        return _rarest(terms, accented, count)
    return Words({ACCENTED: _most(accented), FOLDED: _most(folded)})


def _counted(name: str, words: tuple[str, ...], count: Count) -> dict[str, int]:
    counts = {word: count(name, word) for word in dict.fromkeys(words) if word}
    return {word: found for word, found in counts.items() if found}


def _most(counts: dict[str, int]) -> tuple[str, ...]:
    if len(counts) <= MOST_WORDS:
        return tuple(counts)
    return tuple(sorted(counts, key=counts.__getitem__)[:MOST_WORDS])


def _rarest(terms: Terms, accented: dict[str, int], count: Count) -> Words:
    """Return the rarest words; without its marks one is looked up where it does not occur with them.

    A question in which nothing bears a mark may mean other words than it says: all its words are looked up
    both ways.
    """
    twins = set()
    if terms.accented != terms.folded:
        pairs = zip(terms.accented, terms.folded, strict=False)
        twins = {plain for word, plain in pairs if word in accented}
    folded = _counted(FOLDED, tuple(word for word in terms.folded if word not in twins), count)
    ranked = sorted(
        [(found, ACCENTED, word) for word, found in accented.items()]
        + [(found, FOLDED, word) for word, found in folded.items()]
    )
    chosen: dict[str, list[str]] = {name: [] for name in FIELDS}
    postings = 0
    for i, (found, name, word) in enumerate(ranked[:MOST_WORDS]):
        postings += found
        if i and postings > MOST_POSTINGS:
            break
        chosen[name].append(word)
    return Words({name: tuple(words) for name, words in chosen.items()}, pruned=True)
