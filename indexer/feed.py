"""What goes into an index: the documents that came, with passages, vectors and terms.

Every kind of index is fed from here. Vectors are kept in the catalog, so what one index embedded no other
embeds again, and a killed run goes on where it stopped. A thread embeds ahead of what is taken: the model
lets go of the interpreter while it computes, and words are found and files written meanwhile.
"""

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import groupby
from threading import Event
from typing import TypeVar

import numpy as np

from corpus.catalog import Catalog
from corpus.types import Passage
from indexer.texts import model_key, passage_text
from models.protocols import Analyzer, Embedder, Terms, Vectors

T = TypeVar("T")
Progress = Callable[[int, int], None]
_BATCH = 64  # passages embedded and stored at a time: what a killed run loses at most
_DOCUMENTS = 500  # embedded and read from the catalog at a time, at most,
_PASSAGES = 512  # and of about so many passages: words of the last are found when nothing is left to embed
_TELL_S = 0.25  # between two words of progress while nothing is taken


@dataclass(frozen=True, slots=True)
class FedDocument:
    """A document as an index takes it; row i of `vectors`, shape (n, dim), is of passage i."""

    id: str
    passages: tuple[Passage, ...]
    vectors: Vectors

    @property
    def passage_ids(self) -> tuple[str, ...]:
        """Return the ids of the passages, in the order of the vectors."""
        return tuple(one.id for one in self.passages)


class Feed:
    """Reads documents for one run of one index; counts what it embedded and how far it is."""

    def __init__(
        self, catalog: Catalog, embedder: Embedder, analyzer: Analyzer, progress: Progress | None = None
    ) -> None:
        self.embedded = 0  # vectors computed
        self._catalog = catalog
        self._embedder = embedder
        self._analyzer = analyzer
        self._model = model_key(embedder.spec)
        self._progress: Progress = progress or (lambda done, total: None)
        self._indexed = self._total = 0  # passages indexed; to be embedded or indexed
        self._passed = 0  # passages that lacked a vector and have been seen to; the embedding thread's

    def documents(self, put: Collection[str]) -> Iterator[FedDocument]:
        """Yield each document that comes, embedding what was not embedded yet.

        A document that changed again since the log was read may lack vectors. It is left out: its
        later change is not in this run's number, so the next run brings it.
        """
        self._indexed = self._passed = 0
        passages = self._catalog.count_passages_of(put)
        self._total = self._catalog.count_missing_vectors(self._model, put) + passages
        ordered = sorted(put)
        step = max(1, min(_DOCUMENTS, _PASSAGES * len(ordered) // max(passages, 1)))
        parts = [ordered[start : start + step] for start in range(0, len(ordered), step)]
        stop, ahead = Event(), ThreadPoolExecutor(1, "embedding")
        try:
            # A failure is kept by what failed: no frame that the failure names may hold that in turn, or all
            # that they hold stays until the collector comes.
            begun = deque(ahead.submit(self._embed, part, stop) for part in parts)
            for part in parts:
                self._await(begun.popleft())
                yield from self._read(part)
        finally:
            stop.set()
            ahead.shutdown(cancel_futures=True)

    def _read(self, part: Sequence[str]) -> Iterator[FedDocument]:
        """Yield those of some documents that have all their vectors."""
        by_document = groupby(self._catalog.passages_of(part), key=lambda one: one.document_id)
        for document_id, group in by_document:
            passages = tuple(group)
            ids = [one.id for one in passages]
            vectors = self._catalog.vectors(ids, self._model)
            if len(vectors) == len(ids):
                yield FedDocument(document_id, passages, np.stack([vectors[key] for key in ids]))

    def _await(self, embedded: Future[None]) -> None:
        """Wait until a part is embedded; progress is told here, by the thread that asked for it."""
        try:
            while not embedded.done():
                wait([embedded], _TELL_S)
                self._tell()
            embedded.result()
        finally:
            del embedded

    def terms(self, documents: Iterable[FedDocument]) -> Iterator[tuple[Passage, Terms]]:
        """Yield the passages of documents, in order, with their terms."""
        passages = [one for document in documents for one in document.passages]
        for start in range(0, len(passages), _BATCH):
            part = passages[start : start + _BATCH]
            for one, text in zip(part, self._texts(part), strict=True):
                yield one, self._analyzer.analyze(text)
            self._indexed += len(part)
            self._tell()

    def _embed(self, part: Sequence[str], stop: Event) -> None:
        """Compute the vectors that documents lack and store them in the catalog, batch by batch."""
        missing = self._catalog.missing_vectors(self._model, part)
        for start in range(0, len(missing), _BATCH):
            if stop.is_set():
                return
            as_of = (
                self._catalog.change_number()
            )  # before they are read: they may change until they are stored
            passages = list(self._catalog.passages_by_id(missing[start : start + _BATCH]).values())
            if passages:
                vectors = self._embedder.embed_passages(self._texts(passages))
                found = {one.id: vector for one, vector in zip(passages, vectors, strict=True)}
                self._catalog.put_vectors(self._model, found, as_of)
                self.embedded += len(found)
            self._passed += len(missing[start : start + _BATCH])

    def _texts(self, passages: Sequence[Passage]) -> list[str]:
        titles = self._catalog.titles(one.document_id for one in passages)
        return [passage_text(titles.get(one.document_id, ""), one) for one in passages]

    def _tell(self) -> None:
        self._progress(min(self._indexed + self._passed, self._total), self._total)


def portions(items: Iterable[T], size: Callable[[T], int], most: int) -> Generator[list[T], None, None]:
    """Cut items into runs whose sizes together are `most` at most; a larger item stands alone."""
    portion: list[T] = []
    filled = 0
    for item in items:
        if portion and filled + size(item) > most:
            yield portion
            portion, filled = [], 0
        portion.append(item)
        filled += size(item)
    if portion:
        yield portion
