"""Which pieces stand together in a passage, and the vector that such a passage has.

The encoder takes the mean over a text's tokens, so the vector of pieces that follow each other is near the
sum of their vectors, weighted with their lengths, title included. A mean lies nearer to the middle of all
than its parts; that is undone, and a little noise keeps vectors of the same pieces apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.speed.corpora.pieces import Floats, Integers, Pool

PASSAGES = 10  # of a document
PARTS = 3  # pieces of a passage at most
BLOCK = 1_000  # documents drawn together: a smaller collection is the beginning of a larger one
STRETCH = 1.6  # makes the spread of composed vectors that of true ones; see `check`
NOISE = 0.1
SEED = 7
_THREE = 0.5  # of the passages have three pieces, the others two
_ELSEWHERE = 0.35  # of the pieces after the first are of a neighbouring document
_OWN_SUBJECT = 0.5  # of the titles name the subject of a real document, the others quote one of its pieces
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """What the documents of one block consist of.

    Attributes:
        source: of each document, the real one it is made after, shape (documents,).
        title: of each document, the piece its title quotes, or NOBODY for the subject of its source.
        parts: of each passage, its pieces, shape (documents * PASSAGES, PARTS); NOBODY where there is none.
    """

    block: int
    source: Integers
    title: Integers
    parts: Integers

    def title_text(self, pool: Pool, document: int) -> str:
        """Return what a document is about."""
        quoted = int(self.title[document])
        return pool.subjects[int(self.source[document])] if quoted == NOBODY else pool.texts[quoted]

    def pieces(self, passage: int) -> list[int]:
        """Return the pieces of a passage, in their order."""
        return [int(one) for one in self.parts[passage] if one != NOBODY]

    def text(self, pool: Pool, passage: int) -> str:
        """Return the text of a passage, a piece a line."""
        return "\n".join(pool.texts[one] for one in self.pieces(passage))


def plans(pool: Pool, documents: int) -> Iterator[Plan]:
    """Draw documents, block by block; each block depends on its number alone."""
    for block in range(-(-documents // BLOCK)):
        plan = _plan(pool, block)
        left = min(BLOCK, documents - block * BLOCK)
        yield Plan(block, plan.source[:left], plan.title[:left], plan.parts[: left * PASSAGES])


def _plan(pool: Pool, block: int) -> Plan:
    chance = np.random.default_rng([SEED, block])
    source = chance.integers(len(pool.subjects), size=BLOCK)
    title = np.where(chance.random(BLOCK) < _OWN_SUBJECT, NOBODY, _pieces_of(pool, source, chance))
    own = np.repeat(source, PASSAGES)
    parts = np.empty((len(own), PARTS), np.int64)
    parts[:, 0] = _pieces_of(pool, own, chance)
    for column in range(1, PARTS):
        elsewhere = pool.near[own, chance.integers(pool.near.shape[1], size=len(own))]
        chosen = np.where(chance.random(len(own)) < _ELSEWHERE, elsewhere, own)
        parts[:, column] = _pieces_of(pool, chosen, chance)
    parts[:, 1:] = np.where(parts[:, 1:] == parts[:, :1], NOBODY, parts[:, 1:])  # no piece twice
    doubled = (parts[:, 2] == parts[:, 1]) | (chance.random(len(own)) >= _THREE)
    parts[:, 2] = np.where(doubled, NOBODY, parts[:, 2])
    return Plan(block, source, title, parts)


def _pieces_of(pool: Pool, source: Integers, chance: np.random.Generator) -> Integers:
    """Draw a piece of each document."""
    begin, end = pool.first[source], pool.first[source + 1]
    return begin + (chance.random(len(source)) * (end - begin)).astype(np.int64)


class Composer:
    """Gives passages their vectors.

    Args:
        pool: the pieces.
        stretch: by how much vectors are moved away from the middle of all; a mean lies too near to it.
        noise: length of the noise that is added to unit vectors.
    """

    def __init__(self, pool: Pool, stretch: float = STRETCH, noise: float = NOISE) -> None:
        self._pool = pool
        self._stretch, self._noise = np.float32(stretch), np.float32(noise)
        self._lengths = np.array([len(text) for text in pool.texts], np.float32)
        self._subject_lengths = np.array([len(text) for text in pool.subjects], np.float32)
        self._middle = self._means(_plan(pool, 0)).mean(axis=0)

    def vectors(self, plan: Plan) -> Floats:
        """Return the unit vectors of a block's passages, shape (passages, dim)."""
        found = self._means(plan)
        found -= self._middle
        found *= self._stretch
        found += self._middle
        _to_unit(found)
        chance = np.random.default_rng([SEED, plan.block, 1])
        scale = self._noise / np.sqrt(np.float32(found.shape[1]))
        found += chance.standard_normal(found.shape, np.float32) * scale
        return _to_unit(found)

    def _means(self, plan: Plan) -> Floats:
        """Return the directions of the means of pieces, weighted with their lengths."""
        quoted = plan.title == NOBODY
        vectors = np.where(
            quoted[:, None], self._pool.subject_vectors[plan.source], self._pool.vectors[plan.title]
        )
        weights = np.where(quoted, self._subject_lengths[plan.source], self._lengths[plan.title])
        found: Floats = np.repeat(vectors * weights[:, None], PASSAGES, axis=0)
        for column in range(PARTS):
            chosen = plan.parts[:, column]
            present = np.where(chosen == NOBODY, 0, self._lengths[chosen])
            found += self._pool.vectors[chosen] * present[:, None]
        return _to_unit(found)


def _to_unit(vectors: Floats) -> Floats:
    """Scale rows to length one, in place."""
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
