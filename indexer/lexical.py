"""Lexical search: tantivy's BM25 over the analyzer's terms, with and without diacritics.

Terms arrive ready; queries are built term by term, so nothing a user types is query syntax.
"""

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.lexicalfiles import LexicalFiles, Told, number_of, plain
from indexer.manifest import Options
from indexer.protocols import Scored
from indexer.rarity import Rarity
from indexer.words import ACCENTED, FOLDED, Words, choose
from models.protocols import Terms

_Hits = list[tuple[float, Any]]  # by falling score, in no certain order where scores are equal
_MOST_RARITIES = 16
_MOST_SIEVES = 16
_MOST_COUNTS = 32_768  # words whose count is kept
_MARGIN = 16  # candidates beyond k, so that most ties at the end need no second search
_FEW = 2_000  # documents that are looked up one by one; of more, hits of others are left out afterwards
_DEEPEST = 20_000  # hits that are looked through for those of some documents
_DIGITS = 4  # of the score of a pruned search; finer differences depend on the order of summation


class LexicalIndex:
    """The read side: one snapshot of the lexical index."""

    def __init__(self, folder: Path, options: Options) -> None:
        files = LexicalFiles(folder, create=False)
        self._schema = files.index.schema
        self._searcher = files.index.searcher()
        self._told = Told(files, self._searcher)
        # Most words of a question are those of others; to count one anew takes 9 µs.
        self._doc_freq = lru_cache(maxsize=_MOST_COUNTS)(self._searcher.doc_freq)
        self._rarities: dict[frozenset[str], Rarity] = {}  # the latest asked for last
        self._sieves: dict[frozenset[str], _Sieve] = {}
        self._lock = threading.Lock()
        self._weights = {ACCENTED: options.accented, FOLDED: options.folded}

    @property
    def count(self) -> int:
        """Count the passages in it."""
        return int(self._searcher.num_docs)

    def search(
        self,
        terms: Terms,
        k: int,
        allowed: Collection[str] | None,
        weighed_in: frozenset[str] | None = None,
    ) -> list[Scored]:
        """Return the `k` best passages by weighted BM25; ties by passage id.

        `weighed_in` are the documents whose passages tell how rare a word is; None takes all. The id of a
        passage begins with that of its document and a hyphen.
        """
        if k <= 0 or (allowed is not None and not allowed):
            return []
        rarity = None if weighed_in is None else self._rarity(weighed_in)
        asked = Terms(tuple(map(plain, terms.accented)), tuple(map(plain, terms.folded)))
        words = choose(asked, self._doc_freq if rarity is None else rarity.count)
        query = self._query(words, rarity)
        if query is None:
            return []
        digits = _DIGITS if words.pruned else None
        if allowed is not None and len(allowed) > _FEW:
            found = self._sifted(query, k, frozenset(allowed), digits)
            if found is not None:
                return found
        return self._best(query if allowed is None else self._inside(query, allowed), k, digits)

    def _best(self, query: Any, k: int, digits: int | None) -> list[Scored]:  # noqa: ANN401
        """Return the `k` best of all hits."""
        fetch = k + _MARGIN
        while True:
            found = self._hits(query, fetch)
            if len(found) < fetch or _told(found[-1], digits) < _told(found[k - 1], digits):
                return _ranked(self._scored(_down_to(found, k, digits), digits), k)
            fetch *= 4  # a tie may go on behind the last candidate

    def _sifted(
        self,
        query: Any,  # noqa: ANN401
        k: int,
        allowed: frozenset[str],
        digits: int | None,
    ) -> list[Scored] | None:
        """Return the `k` best hits of many documents; None where too many others lie above them.

        To look up each of thousands of documents in the index takes longer than to read hits.
        """
        sieve = self._sieve(allowed)
        fetch = round((k + _MARGIN) * sieve.depth)
        while fetch <= _DEEPEST:
            found = self._hits(query, fetch)
            kept = self._scored(self._passing(found, sieve), digits)
            kept = [hit for hit in kept if hit.passage_id.rpartition("-")[0] in allowed]
            # As many hits as the share of those kept calls for, and some more: the next search begins so.
            each = 1.4 * len(found) / max(len(kept), 1)
            enough = len(kept) >= k and _told(found[-1], digits) < kept[k - 1].score
            if len(found) < fetch or enough:
                sieve.depth = each
                return _ranked(kept, k)
            fetch = max(2 * fetch, round((k + _MARGIN) * each))
        return None

    def _sieve(self, allowed: frozenset[str]) -> "_Sieve":
        """Return what tells hits of some documents; the latest are kept: the same are asked for again."""
        with self._lock:
            found = self._sieves.pop(allowed, None)
        # Made outside the lock: to read 50,000 ids takes some hundredths of a second.
        found = found or _Sieve(_numbers(allowed) if self._told.columns else None)
        with self._lock:
            self._sieves[allowed] = found
            if len(self._sieves) > _MOST_SIEVES:
                self._sieves.pop(next(iter(self._sieves)))
        return found

    def _passing(self, found: _Hits, sieve: "_Sieve") -> _Hits:
        """Leave out hits of other documents, as far as numbers tell."""
        if sieve.numbers is None:
            return found
        owners = np.array(self._told.owners([hit for _, hit in found]), np.uint64)
        places = np.minimum(np.searchsorted(sieve.numbers, owners), len(sieve.numbers) - 1)
        return [found[i] for i in np.flatnonzero(sieve.numbers[places] == owners).tolist()]

    def _hits(self, query: Any, limit: int) -> _Hits:  # noqa: ANN401
        found: _Hits = self._searcher.search(query, limit=limit, count=False).hits
        return found

    def _scored(self, found: _Hits, digits: int | None) -> list[Scored]:
        passage_ids = self._told.passage_ids([hit for _, hit in found])
        return [Scored(one, _told(hit, digits)) for one, hit in zip(passage_ids, found, strict=True)]

    def _query(self, words: Words, rarity: Rarity | None) -> Any:  # noqa: ANN401
        """Return the query; None where nothing is left to look up.

        Only in a flat query of words, without one query inside another, does the library pass over passages
        that cannot be among the best; it sums scores in another order then.
        """
        import tantivy

        weighted = {
            name: chosen for name, chosen in words.by_field.items() if chosen and self._weights[name] > 0
        }
        if not weighted:
            return None
        should = tantivy.Occur.Should
        if words.pruned:
            flat = Words(weighted).pairs()
            return tantivy.Query.boolean_query(
                [(should, self._term(name, word, rarity, self._weights[name])) for name, word in flat]
            )
        legs = []
        for name, chosen in weighted.items():
            one = tantivy.Query.boolean_query([(should, self._term(name, word, rarity)) for word in chosen])
            legs.append((should, tantivy.Query.boost_query(one, self._weights[name])))
        return tantivy.Query.boolean_query(legs)

    def _inside(self, query: Any, allowed: Collection[str]) -> Any:  # noqa: ANN401
        """Return a query for the same passages as far as they are of some documents."""
        import tantivy

        inside = tantivy.Query.term_set_query(self._schema, "document_id", sorted(allowed))
        silent = tantivy.Query.const_score_query(inside, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)])

    def _term(self, name: str, word: str, rarity: Rarity | None, weight: float = 1.0) -> Any:  # noqa: ANN401
        import tantivy

        query = tantivy.Query.term_query(self._schema, name, word, "freq")
        if rarity is None and weight == 1:
            return query
        return tantivy.Query.boost_query(
            query, weight * (1.0 if rarity is None else rarity.factor(name, word))
        )

    def _rarity(self, document_ids: frozenset[str]) -> Rarity:
        """Return the counts in some documents; they are kept, for the same are asked for again and again."""
        with self._lock:
            found = self._rarities.pop(document_ids, None)
        found = found or Rarity(self._schema, self._searcher, document_ids)  # it searches: outside the lock
        with self._lock:
            self._rarities[document_ids] = found
            if len(self._rarities) > _MOST_RARITIES:
                self._rarities.pop(next(iter(self._rarities)))
        return found


@dataclass(slots=True)
class _Sieve:
    """Tells the hits of some documents.

    Attributes:
        numbers: of the documents, in order; None where the index has no columns of numbers.
        depth: hits to be read for each one of these documents, by the searches of late.
    """

    numbers: npt.NDArray[np.uint64] | None
    depth: float = 2.0


def _numbers(document_ids: Collection[str]) -> npt.NDArray[np.uint64]:
    return np.sort(np.fromiter(map(number_of, document_ids), np.uint64, len(document_ids)))


def _told(hit: tuple[float, Any], digits: int | None) -> float:
    return hit[0] if digits is None else round(hit[0], digits)


def _down_to(found: _Hits, k: int, digits: int | None) -> _Hits:
    """Return the first `k` hits and those that tie with the last of them."""
    if len(found) <= k:
        return found
    last = _told(found[k - 1], digits)
    return [hit for hit in found if _told(hit, digits) >= last]


def _ranked(found: Iterable[Scored], k: int) -> list[Scored]:
    return sorted(found, key=lambda hit: (-hit.score, hit.passage_id))[:k]
