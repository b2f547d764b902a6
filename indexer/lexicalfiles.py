"""The files of the lexical index: what tantivy keeps of a passage, and how it is told again.

A passage is read from tantivy's store by its id, block by block. Two numbers a passage, in columns of their
own, tell the same in a hundredth of the time; indexes from before there were such columns go on without.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from indexer.errors import IndexBusy, IndexDamaged, IndexInaccessible
from indexer.words import ACCENTED, FIELDS, FOLDED
from models.protocols import Terms

_BETWEEN = "\x1f"  # between the terms of a passage
_TOKENIZER = "terms"
_HEAP = 64_000_000
_OWNER, _PLACE = "owner", "place"  # columns: the number of the passage's document, its own within that
_ODD = (1 << 64) - 1  # the place of a passage whose id is not made of the two numbers
_DOCUMENT = re.compile(r"[0-9a-f]{16}")
_LOCKED = "LockBusy"  # what the library says where another writes the same index
_OS_ERROR = re.compile(r"\(os error (\d+)\)")  # how the library ends what the system told it


def number_of(document_id: str) -> int:
    """Return 64 bits for a document: its id itself where that is a number, as the corpus gives them."""
    if _DOCUMENT.fullmatch(document_id):
        return int(document_id, 16)
    return int.from_bytes(hashlib.sha256(document_id.encode()).digest()[:8])


def _place_of(document_id: str, passage_id: str) -> int:
    place = passage_id[len(document_id) + 1 :]
    told = place.isdecimal() and _DOCUMENT.fullmatch(document_id) and int(place) < _ODD
    return int(place) if told and passage_id == _passage_id(int(document_id, 16), int(place)) else _ODD


def _passage_id(owner: int, place: int) -> str:
    return f"{owner:016x}-{place:04d}"


def _schema(columns: bool) -> Any:  # noqa: ANN401  # the library's types are partial
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="freq")
    if columns:
        builder.add_unsigned_field(_OWNER, fast=True)
        builder.add_unsigned_field(_PLACE, fast=True)
    return builder.build()


class LexicalFiles:
    """An index of tantivy, opened or created.

    Attributes:
        index: what tantivy calls so.
        columns: whether it has the columns of numbers.
    """

    def __init__(self, folder: Path, create: bool) -> None:
        """Open the index in a folder; raises IndexDamaged, IndexBusy or IndexInaccessible."""
        import tantivy

        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not (folder / "meta.json").is_file():
            raise IndexDamaged(str(folder.parent), "the lexical index is missing")
        with telling(folder):
            if create:
                self.index = tantivy.Index(_schema(columns=True), path=str(folder), reuse=True)
            else:
                self.index = tantivy.Index.open(str(folder))
            self.columns = bool(self.index.schema == _schema(columns=True))
            if not self.columns and self.index.schema != _schema(columns=False):
                raise IndexDamaged(str(folder.parent), "the lexical index has other fields")
            terms = tantivy.Tokenizer.regex(f"[^{_BETWEEN}]+")
            self.index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(terms).build())
            self.index.config_reader("manual")
            self.index.reload()


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Tell the library's errors by ours: the system's refusal, and another's lock, from a damaged index."""
    try:
        yield
    except (ValueError, OSError) as error:
        if _LOCKED in str(error):
            raise IndexBusy(str(folder.parent)) from error
        refused = _OS_ERROR.search(str(error))
        if refused:
            raise IndexInaccessible(str(folder.parent), int(refused[1])) from error
        raise IndexDamaged(str(folder.parent), f"the lexical index cannot be used ({error})") from error


class LexicalWriter:
    """Takes passages out and puts others in; readers see nothing of it before `commit`.

    Taking the documents out first, those to be put in anew among them, makes doing it twice doing it once.
    As a context it lets go of the index at its end, whatever happened: an error would hold the writer, and
    this the lock, for as long as anybody keeps the error.
    """

    def __init__(self, folder: Path, create: bool) -> None:
        self._folder = folder
        self._files = LexicalFiles(folder, create)
        with telling(folder):
            self._writer: Any = self._files.index.writer(heap_size=_HEAP, num_threads=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what was not committed, and the lock."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(ValueError, OSError):  # what ends the run is the error that there was
                writer.rollback()
            with suppress(ValueError, OSError):
                writer.wait_merging_threads()

    def remove(self, document_ids: Iterable[str]) -> None:
        """Take documents out, with all that was put in for them before."""
        with telling(self._folder):
            for document_id in document_ids:
                self._writer.delete_documents_by_term("document_id", document_id)

    def add(self, document_id: str, passage_id: str, terms: Terms) -> None:
        """Put a passage in."""
        import tantivy

        row = tantivy.Document(document_id=document_id, passage_id=passage_id)
        row.add_text(ACCENTED, _joined(terms.accented))
        row.add_text(FOLDED, _joined(terms.folded))
        if self._files.columns:
            row.add_unsigned(_OWNER, number_of(document_id))
            row.add_unsigned(_PLACE, _place_of(document_id, passage_id))
        with telling(self._folder):
            self._writer.add_document(row)

    def commit(self) -> int:
        """Make it durable and seen, the last that this writer does; return how many passages there are."""
        with telling(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()  # it lets go of the lock, too
            self._writer = None
            self._files.index.reload()
            return int(self._files.index.searcher().num_docs)


def _joined(terms: Sequence[str]) -> str:
    joined = _BETWEEN.join(terms)
    if joined.count(_BETWEEN) < len(terms):
        return joined
    return _BETWEEN.join(map(plain, terms))


def plain(term: str) -> str:
    """Return a term as it is looked up: nothing in it parts it from others."""
    return term.replace(_BETWEEN, " ")


class Told:
    """Tells whose passages hits are, in one state of an index."""

    def __init__(self, files: LexicalFiles, searcher: Any) -> None:  # noqa: ANN401
        self.columns = files.columns
        self._searcher = searcher

    def owners(self, hits: Sequence[Any]) -> list[int]:
        """Return the number of each hit's document; only where there are columns."""
        found: list[int] = self._searcher.fast_field_values(_OWNER, hits)
        return found

    def passage_ids(self, hits: Sequence[Any]) -> list[str]:
        """Return the ids of the passages."""
        if not self.columns:
            return [self._stored(hit) for hit in hits]
        places = self._searcher.fast_field_values(_PLACE, hits)
        pairs = zip(self.owners(hits), places, hits, strict=True)
        return [
            self._stored(hit) if place == _ODD else _passage_id(owner, place) for owner, place, hit in pairs
        ]

    def _stored(self, hit: Any) -> str:  # noqa: ANN401
        found: str = self._searcher.doc(hit)["passage_id"][0]
        return found
