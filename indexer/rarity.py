"""How rare words are among some of the documents.

BM25 weighs a word by the share of all passages that hold it. Who may not see all of them could read from the
scores whether a word stands in the others; for them it is weighed by those that they see. What is left of the
others in a score is how long all passages are on average.

Of very many documents some are counted and stand for all; which, the documents alone decide. Words that none
of those hold are counted in all.
"""

import heapq
import json
import math
import threading
from typing import Any, cast

_MOST_COUNTS = 100_000  # words whose count is kept; a count takes a millisecond
MOST_DOCUMENTS = 1_000  # that words are counted in; of more, the next many stand for all
SOME_DOCUMENTS = 300
_MOST_HITS = 500  # of a word, to be looked at one by one


class Rarity:
    """Counts words in the passages of some documents of one state of the index; safe to share."""

    def __init__(self, schema: Any, searcher: Any, document_ids: frozenset[str]) -> None:  # noqa: ANN401
        import tantivy

        self._schema, self._searcher = schema, searcher
        self._document_ids = document_ids
        # Ids are digests of contents: the least are as good as drawn by lot.
        few = len(document_ids) <= MOST_DOCUMENTS
        counted = sorted(document_ids) if few else heapq.nsmallest(SOME_DOCUMENTS, document_ids)
        self._stands_for = max(
            len(document_ids) / max(len(counted), 1), 1.0
        )  # documents that each counted one stands for
        inside = tantivy.Query.term_set_query(schema, "document_id", counted)
        self._inside = tantivy.Query.const_score_query(inside, 0.0)
        found = self._searcher.search(self._inside, limit=1, count=True)
        self._own = round(int(found.count) * self._stands_for)
        self._all = _size(schema, searcher, found.hits[0][1]) if found.hits else 0
        self._counts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def count(self, field: str, word: str) -> int:
        """Count the passages of the documents that hold a word, or tell how many there should be."""
        key = field, word
        known = self._counts.get(key)
        if known is not None:
            return known
        found = self._count(field, word) if self._own and self._searcher.doc_freq(field, word) else 0
        with self._lock:
            if len(self._counts) >= _MOST_COUNTS:
                self._counts.clear()
            self._counts[key] = found
        return found

    def factor(self, field: str, word: str) -> float:
        """Return by what the weight of a word must be multiplied that the library gives it."""
        own = _idf(self._own, self.count(field, word))
        holding = self._searcher.doc_freq(field, word)
        return own / _idf(max(self._all, holding), holding)

    def _count(self, field: str, word: str) -> int:
        import tantivy

        query = tantivy.Query.term_query(self._schema, field, word, "freq")
        must = tantivy.Occur.Must
        both = tantivy.Query.boolean_query([(must, query), (must, self._inside)])
        found = int(self._searcher.search(both, limit=1, count=True).count)
        if found or self._stands_for == 1:
            return round(found * self._stands_for)
        # None of those counted hold it: few of the others do, so they are looked at one by one.
        hits = self._searcher.search(query, limit=_MOST_HITS, count=False).hits
        owners = (self._searcher.doc(hit)["passage_id"][0].rpartition("-")[0] for _, hit in hits)
        return sum(owner in self._document_ids for owner in owners)


def _idf(passages: int, holding: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def _size(schema: Any, searcher: Any, hit: Any) -> int:  # noqa: ANN401
    """Return how many passages the library reckons with; it counts those that were taken out, too.

    It tells it of any passage that is found by a word.
    """
    import tantivy

    passage_id = searcher.doc(hit)["passage_id"][0]
    query = tantivy.Query.term_query(schema, "passage_id", passage_id, "basic")
    told = json.loads(query.explain(searcher, hit).to_json())
    return int(_find(told, "N, total number of docs") or searcher.num_docs)


def _find(told: dict[str, Any], name: str) -> float | None:
    if told.get("description") == name:
        return cast(float, told["value"])
    return next((found for one in told.get("details", ()) if (found := _find(one, name)) is not None), None)
