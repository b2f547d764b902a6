"""Lexical search: tantivy's BM25 over the analyzer's terms, with and without diacritics.

Terms arrive ready; queries are built term by term, so nothing a user types is query syntax.
"""

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamaged, IndexInaccessible
from indexer.manifest import Options
from indexer.protocols import Scored
from indexer.rarity import Rarity
from indexer.words import ACCENTED, FIELDS, FOLDED, Words, choose
from models.protocols import Terms

_BETWEEN = "\x1f"  # between the terms of a passage
_TOKENIZER = "terms"
_HEAP = 64_000_000
_MOST_RARITIES = 16
_MARGIN = 16  # candidates beyond k, so that most ties at the end need no second search
_FEW = 2_000  # documents that are looked up one by one; of more, hits of others are left out afterwards
_DEEPEST = 20_000  # hits that are looked through for those of some documents
_DIGITS = 4  # of the score of a pruned search; finer differences depend on the order of summation
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # how the library ends what the system told it


def _schema() -> Any:  # noqa: ANN401  # the library's types are partial
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _open(folder: Path, create: bool) -> Any:  # noqa: ANN401  # the library's types are partial
    import tantivy

    if create:
        folder.mkdir(parents=True, exist_ok=True)
    elif not (folder / "meta.json").is_file():
        raise IndexDamaged(str(folder.parent), "the lexical index is missing")
    with _telling(folder):
        index = tantivy.Index(_schema(), path=str(folder), reuse=True)
        terms = tantivy.Tokenizer.regex(f"[^{_BETWEEN}]+")
        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(terms).build())
        index.config_reader("manual")
        index.reload()
    return index


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Tell the library's errors by ours: the system's refusal from a damaged index."""
    try:
        yield
    except (ValueError, OSError) as error:
        refused = _OS_ERROR.search(str(error))
        if refused:
            raise IndexInaccessible(str(folder.parent), int(refused[1])) from error
        raise IndexDamaged(str(folder.parent), f"the lexical index cannot be used ({error})") from error


class LexicalWriter:
    """Takes passages out and puts others in; readers see nothing of it before `commit`.

    Taking the documents out first, those to be put in anew among them, makes doing it twice doing it once.
    """

    def __init__(self, folder: Path, create: bool) -> None:
        self._folder = folder
        self._index = _open(folder, create)
        with _telling(folder):
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Take documents out, with all that was put in for them before."""
        with _telling(self._folder):
            for document_id in document_ids:
                self._writer.delete_documents_by_term("document_id", document_id)

    def add(self, document_id: str, passage_id: str, terms: Terms) -> None:
        """Put a passage in."""
        import tantivy

        row = tantivy.Document(document_id=document_id, passage_id=passage_id)
        row.add_text(ACCENTED, _joined(terms.accented))
        row.add_text(FOLDED, _joined(terms.folded))
        with _telling(self._folder):
            self._writer.add_document(row)

    def commit(self) -> int:
        """Make it durable and seen; return how many passages there are then."""
        with _telling(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._index.reload()
            return int(self._index.searcher().num_docs)


def _joined(terms: Iterable[str]) -> str:
    return _BETWEEN.join(_plain(term) for term in terms)


def _plain(term: str) -> str:
    return term.replace(_BETWEEN, " ")


class LexicalIndex:
    """The read side: one snapshot of the lexical index."""

    def __init__(self, folder: Path, options: Options) -> None:
        index = _open(folder, create=False)
        self._schema = index.schema
        self._searcher = index.searcher()
        self._rarities: dict[frozenset[str], Rarity] = {}  # the latest asked for last
        self._depths: dict[frozenset[str], float] = {}  # hits to be read for each one of these documents
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
        plain = Terms(tuple(map(_plain, terms.accented)), tuple(map(_plain, terms.folded)))
        words = choose(plain, self._searcher.doc_freq if rarity is None else rarity.count)
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
            found = self._hits(query, fetch, digits)
            if len(found) < fetch or found[-1].score < found[k - 1].score:
                return _ranked(found, k)
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
        fetch = round((k + _MARGIN) * self._depths.get(allowed, 2.0))
        while fetch <= _DEEPEST:
            found = self._hits(query, fetch, digits)
            kept = [hit for hit in found if hit.passage_id.rpartition("-")[0] in allowed]
            # As many hits as the share of those kept calls for, and some more: the next search begins so.
            each = 1.4 * len(found) / max(len(kept), 1)
            if len(found) < fetch or (len(kept) >= k and found[-1].score < kept[k - 1].score):
                if len(self._depths) >= _MOST_RARITIES:
                    self._depths.clear()
                self._depths[allowed] = each
                return _ranked(kept, k)
            fetch = max(2 * fetch, round((k + _MARGIN) * each))
        return None

    def _hits(self, query: Any, limit: int, digits: int | None) -> list[Scored]:  # noqa: ANN401
        """Return hits by falling score, in no certain order where scores are equal."""
        read = self._searcher.doc
        hits = self._searcher.search(query, limit=limit, count=False).hits
        told: Callable[[float], float] = (
            (lambda score: score) if digits is None else (lambda s: round(s, digits))
        )
        return [Scored(read(address)["passage_id"][0], told(score)) for score, address in hits]

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
            found = self._rarities.pop(document_ids, None) or Rarity(
                self._schema, self._searcher, document_ids
            )
            self._rarities[document_ids] = found
            if len(self._rarities) > _MOST_RARITIES:
                self._rarities.pop(next(iter(self._rarities)))
        return found


def _ranked(found: Iterable[Scored], k: int) -> list[Scored]:
    return sorted(found, key=lambda hit: (-hit.score, hit.passage_id))[:k]
