"""Lexical search: tantivy's BM25 over the analyzer's terms, with and without diacritics.

Terms arrive ready; queries are built term by term, so nothing a user types is query syntax.
"""

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamaged, IndexInaccessible
from indexer.manifest import Options
from indexer.protocols import Scored
from indexer.rarity import Rarity
from models.protocols import Terms

MAX_TERMS = 256  # of a query, for each field; the rarest say most
_BETWEEN = "\x1f"  # between the terms of a passage
_TOKENIZER = "terms"
_FIELDS = ("accented", "folded")
_HEAP = 64_000_000
_MOST_RARITIES = 16
_MARGIN = 16  # candidates beyond k, so that most ties at the end need no second search
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # how the library ends what the system told it


def _schema() -> Any:  # noqa: ANN401  # the library's types are partial
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for name in _FIELDS:
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
        row.add_text("accented", _joined(terms.accented))
        row.add_text("folded", _joined(terms.folded))
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
        self._lock = threading.Lock()
        self._weights = {"accented": options.accented, "folded": options.folded}

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

        `weighed_in` are the documents whose passages tell how rare a word is; None takes all.
        """
        query = self._query(terms, allowed, None if weighed_in is None else self._rarity(weighed_in))
        if query is None or k <= 0:
            return []
        fetch = k + _MARGIN
        while True:
            hits = self._searcher.search(query, limit=fetch, count=False).hits
            if len(hits) < fetch or hits[-1][0] < hits[k - 1][0]:
                break
            fetch *= 4  # a tie may go on behind the last candidate
        found = [Scored(self._searcher.doc(address)["passage_id"][0], score) for score, address in hits]
        found.sort(key=lambda hit: (-hit.score, hit.passage_id))
        return found[:k]

    def _query(self, terms: Terms, allowed: Collection[str] | None, rarity: Rarity | None) -> Any:  # noqa: ANN401
        import tantivy

        legs = []
        for name, words in zip(_FIELDS, (terms.accented, terms.folded), strict=True):
            chosen = self._rarest(name, words, rarity)
            if chosen and self._weights[name] > 0:
                one = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, self._term(name, word, rarity)) for word in chosen]
                )
                legs.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, self._weights[name])))
        if not legs or (allowed is not None and not allowed):
            return None
        text = tantivy.Query.boolean_query(legs)
        if allowed is None:
            return text
        inside = tantivy.Query.term_set_query(self._schema, "document_id", sorted(allowed))
        silent = tantivy.Query.const_score_query(inside, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, text), (tantivy.Occur.Must, silent)])

    def _term(self, name: str, word: str, rarity: Rarity | None) -> Any:  # noqa: ANN401
        import tantivy

        query = tantivy.Query.term_query(self._schema, name, word, "freq")
        return query if rarity is None else tantivy.Query.boost_query(query, rarity.factor(name, word))

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

    def _rarest(self, name: str, words: Sequence[str], rarity: Rarity | None) -> list[str]:
        """Return the distinct words that occur at all, at most MAX_TERMS of them."""
        count = self._searcher.doc_freq if rarity is None else rarity.count
        counts = {word: count(name, word) for word in dict.fromkeys(map(_plain, words))}
        known = [word for word, count in counts.items() if word and count]
        return sorted(known, key=counts.__getitem__)[:MAX_TERMS] if len(known) > MAX_TERMS else known
