"""Bring the engine up to the catalog's last change.

A build is one collection. Batches enter the engine first and the ledger after it, each idempotent; the state
that readers go by is written last. A killed run is taken up where its last whole batch ended, a rebuild goes
into a collection of its own while the one before answers, and the one before is dropped by the next run.
"""

import time
from collections.abc import Collection as AnyCollection
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from corpus.catalog import Catalog
from corpus.types import Passage
from indexer.errors import IndexDamaged
from indexer.feed import FedDocument, Feed, Progress, portions
from indexer.manifest import Options, Recipe
from indexer.milvus.collection import Collection, Registry, Row
from indexer.milvus.connection import Connection
from indexer.milvus.ledger import Counts, Holding, Ledger
from indexer.milvus.sparse import Bag, Lengths, bag_of
from indexer.milvus.state import EngineState
from indexer.sync import SyncReport
from indexer.texts import passage_text
from models.protocols import Analyzer, Embedder

_BATCH = 1_000  # passages that enter at a time: what a killed run does again at most
_SAMPLE = 2_000  # documents whose passages tell the mean length; all of them where there are fewer
_DRIFT = 1.3  # how far the mean length may move before the vectors are made anew


def sync_engine(
    catalog: Catalog,
    ledger: Ledger,
    connection: Connection,
    embedder: Embedder,
    analyzer: Analyzer,
    progress: Progress | None = None,
    options: Options | None = None,
    wait: float = 120.0,
) -> SyncReport:
    """Bring the engine up to the catalog's last change; the arguments are those of `indexer.sync.sync`.

    Raises:
        ManifestMismatch: the index was built with another model or analyzer.
        IndexBusy: another process builds it for longer than `wait`.
        IndexUnreachable: the engine does not answer.
        EngineLacks: the engine is too old.
    """
    run = _Run(catalog, ledger, connection, embedder, analyzer, progress)
    connection.require()
    done = run.if_current(options)
    if done is not None:
        return done
    with ledger.writing(wait) as writer:
        return run.under(writer, options)


class _Run:
    """One run."""

    def __init__(
        self,
        catalog: Catalog,
        ledger: Ledger,
        connection: Connection,
        embedder: Embedder,
        analyzer: Analyzer,
        progress: Progress | None,
    ) -> None:
        self._catalog, self._ledger, self._connection = catalog, ledger, connection
        self._analyzer, self._spec = analyzer, embedder.spec
        self._feed = Feed(catalog, embedder, analyzer, progress)
        self._recipe = Recipe(embedder.spec, analyzer.name)
        self._registry = Registry(connection)
        self._name = connection.target.name
        self._indexed = 0
        self._started = time.perf_counter()

    def if_current(self, options: Options | None) -> SyncReport | None:
        """Return the report of a run with nothing to do; None where there is something."""
        state = self._continued()
        if state is None or state.change != self._catalog.change_number():
            return None
        return self._report(state, False) if options in (None, state.options) else None

    def under(self, writer: str, options: Options | None) -> SyncReport:
        """Run as the only writer."""
        served, old = self._served(), self._continued()
        new = self._attempt(old, writer) if old else None
        rebuilt = new is None
        if new is None:
            new = self._rebuild(writer)
        new = replace(new, options=options or (served.options if served else new.options))
        self._registry.write(new)
        self._ledger.write_state(new, writer)
        self._sweep(new, old, writer)
        return self._report(new, rebuilt)

    def _report(self, state: EngineState, rebuilt: bool) -> SyncReport:
        seconds = time.perf_counter() - self._started
        done = (self._feed.embedded, self._indexed, rebuilt, seconds)
        return SyncReport(state.version, state.change, state.passages, *done)

    def _served(self) -> EngineState | None:
        """Return the build that is served; None also where another version of the program wrote of it."""
        try:
            return self._ledger.state()
        except IndexDamaged:
            return None

    def _continued(self) -> EngineState | None:
        """Return the build to go on from, None where it must be built anew."""
        state = self._served()
        if state is None:
            return None
        known = self._registry.read(state.collection)
        if known is None:  # also the way to another model: drop our collections
            return None
        self._recipe.check(state.recipe, f"{self._name}_*")
        ours = state.catalog == self._catalog.identity() and state.change <= self._catalog.change_number()
        # One that knows more was told by a run that ended before the ledger heard of it; less is a backup.
        there = state.same_build(known) and state.change <= known.change
        return state if ours and there and Collection(self._connection, state.collection).exists() else None

    def _attempt(self, state: EngineState, writer: str) -> EngineState | None:
        """Continue a build; None where its contents turn out wrong, or made for shorter or longer texts."""
        try:
            found = self._advance(state, writer)
        except IndexDamaged:
            return None
        drift = max(_moved(found.means, self._means_in(found.collection)), default=1.0)
        return None if drift > _DRIFT else found

    def _rebuild(self, writer: str) -> EngineState:
        """Build into a collection of its own; goes on with a rebuild that was killed."""
        fresh = EngineState(self._recipe, self._catalog.identity(), "", self._means_of_all())
        begun = self._begun(fresh)
        if begun is not None:
            try:
                return self._advance(begun, writer)
            except IndexDamaged:
                pass
        fresh = replace(fresh, collection=self._registry.fresh_name(fresh.catalog))
        self._ledger.begin(fresh, writer)
        Collection(self._connection, fresh.collection).create(self._spec.dim)
        return self._advance(fresh, writer)

    def _begun(self, fresh: EngineState) -> EngineState | None:
        """Return a rebuild that was killed, where it was made as this one would be."""
        begun = self._ledger.next_state()
        if begun is None or not begun.same_build(replace(fresh, collection=begun.collection)):
            return None
        return begun if Collection(self._connection, begun.collection).exists() else None

    def _advance(self, base: EngineState, writer: str) -> EngineState:
        """Bring a collection up to all changes since `base`."""
        collection = Collection(self._connection, base.collection)
        changes = self._catalog.changes_since(base.change)
        known, labels = self._ledger.holdings(base.collection), self._ledger.labels()
        relabelled = {key for key, one in known.items() if key in labels and labels[key] != one.label}
        empty = {key for key in known.keys() & {*changes.texts} if not self._catalog.count_passages_of([key])}
        gone = sorted({*changes.deleted, *(known.keys() - labels.keys()), *empty})
        if gone:
            collection.remove(gone)
            self._ledger.enter(base.collection, {}, gone, writer)
        stamps = self._catalog.stamps() if changes.texts else {}
        read = {key for key in changes.texts if key in known and stamps.get(key, 0) <= known[key].at}
        put = sorted(({*changes.texts} - read) | relabelled)
        documents = self._feed.documents(put)
        for portion in portions(documents, lambda document: len(document.passages), _BATCH):
            self._enter(collection, base, portion, (labels, changes.number), writer)
        return self._checked(replace(base, change=changes.number), collection)

    def _enter(
        self,
        collection: Collection,
        base: EngineState,
        portion: Sequence[FedDocument],
        now: tuple[dict[str, str], int],
        writer: str,
    ) -> None:
        """Put a batch into the engine, then into the ledger."""
        labels, change = now
        rows: list[Row] = []
        held: dict[Holding, Counts] = {}
        for document, bags in self._bags(portion):
            label = labels.get(document.id)
            if label is None:  # it left meanwhile; the next run hears of it
                continue
            for passage, vector, bag in zip(document.passages, document.vectors, bags, strict=True):
                words = bag.weights(base.means) if self._connection.target.lexical else None
                rows.append(Row(passage.id, document.id, label, change, vector, words))
            held[_holding(document, label, change, bags)] = _counted(bags)
        collection.put(rows)
        collection.remove([one.document_id for one in held], before=change)  # passages it has no more
        self._ledger.enter(base.collection, held, (), writer)
        self._indexed += len(rows)

    def _bags(self, portion: Sequence[FedDocument]) -> Iterator[tuple[FedDocument, list[Bag]]]:
        terms = ((passage, bag_of(found)) for passage, found in self._feed.terms(portion))
        by_document = groupby(terms, key=lambda pair: pair[0].document_id)
        for document, (_, group) in zip(portion, by_document, strict=True):
            yield document, [bag for _, bag in group]

    def _checked(self, state: EngineState, collection: Collection) -> EngineState:
        """Return the state with its counts; raises IndexDamaged where engine, ledger and catalog differ."""
        found = sum(one.passages for one in self._ledger.holdings(state.collection).values())
        present = collection.count()
        if present != found:
            raise IndexDamaged(self._name, f"{found} passages were put in but {present} are there")
        # A count that differs at the same change is the mark of a restored backup.
        same = state.change == self._catalog.change_number()
        if same and found != self._catalog.count_passages():
            raise IndexDamaged(self._name, "it is of another state of the catalog")
        return replace(state, passages=found)

    def _means_of_all(self) -> Lengths:
        """Return the mean lengths of passages, by a sample of documents that is the same each time."""
        ids = sorted(self._catalog.stamps())
        ids = ids[:: max(1, -(-len(ids) // _SAMPLE))]
        lengths = [self._length(one, title) for one, title in self._titled(ids)]
        if not lengths:
            return Lengths(1.0, 1.0)
        accented, folded = np.mean(lengths, axis=0)
        return Lengths(float(accented), float(folded))

    def _titled(self, ids: Sequence[str]) -> Iterator[tuple[Passage, str]]:
        for start in range(0, len(ids), 100):
            part = ids[start : start + 100]
            titles = self._catalog.titles(part)
            for one in self._catalog.passages_of(part):
                yield one, titles.get(one.document_id, "")

    def _length(self, passage: Passage, title: str) -> tuple[int, int]:
        terms = self._analyzer.analyze(passage_text(title, passage))
        return len(terms.accented), len(terms.folded)

    def _means_in(self, build: str) -> Lengths:
        held: AnyCollection[Holding] = self._ledger.holdings(build).values()
        passages = sum(one.passages for one in held) or 1
        return Lengths(sum(h.accented for h in held) / passages, sum(h.folded for h in held) / passages)

    def _sweep(self, new: EngineState, old: EngineState | None, writer: str) -> None:
        """Drop builds that nobody can be reading; the one before this may be in use until the next run."""
        kept = {new.collection, old.collection if old else new.collection}
        for name in self._registry.builds(new.catalog):
            if name not in kept:
                self._registry.drop(name)
        self._ledger.forget(self._ledger.builds() - kept, writer)


def _holding(document: FedDocument, label: str, change: int, bags: Sequence[Bag]) -> Holding:
    accented = sum(bag.accented.total() for bag in bags)
    folded = sum(bag.folded.total() for bag in bags)
    return Holding(document.id, label, change, len(bags), accented, folded)


def _counted(bags: Sequence[Bag]) -> Counts:
    """Count the passages of a document that hold each term."""
    held = [term for bag in bags for term in (*bag.accented, *bag.folded)]
    terms, passages = np.unique(np.array(held, dtype=np.uint32), return_counts=True)
    return terms, passages.astype(np.int64)


def _moved(frozen: Lengths, present: Lengths) -> Iterator[float]:
    pairs = ((frozen.accented, present.accented), (frozen.folded, present.folded))
    return (max(a / b, b / a) for a, b in pairs if a and b)
