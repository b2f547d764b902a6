"""Every kind of index that the contract holds for, over the same records."""

from contextlib import ExitStack
from dataclasses import dataclass, replace

import pytest

from corpus.catalog import Catalog
from corpus.labels import Label
from indexer.local import open_index
from indexer.milvus.connection import Connection
from indexer.milvus.index import EngineIndex
from indexer.milvus.ledger import Ledger
from indexer.milvus.sync import sync_engine
from indexer.milvus.target import DenseKind, parse_target
from indexer.sync import sync
from tests.contracts.oracle import WEIGHTS
from tests.indexer.fakes import FakeAnalyzer, FakeEmbedder, random_records

RECORDS = random_records(40)
STEPS = (RECORDS[:30], RECORDS[30:37], RECORDS[37:])
LABELS = {record.document.id: list(Label)[place % 3] for place, record in enumerate(RECORDS)}

LOCAL = "local"


def engine(name):
    """Return an engine as a parameter."""
    return pytest.param(name, marks=pytest.mark.milvus)


ENGINES = [engine(name) for name in ("small", "server", "given")]
WITH_WORDS = [engine(name) for name in ("small", "given")]


@dataclass(frozen=True)
class Held:
    """An index and what must be known of it to judge it."""

    index: object
    means: object = None  # lengths that it reckons with; None for those of all passages
    exact: bool = False  # whether scores are those of the oracle to the last digit


def take_in(catalog, records):
    for record in records:
        catalog.put(record, label=LABELS[record.document.id])


def local(folder):
    """Build in steps, so that there is more than one segment."""
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    with Catalog.open(folder) as catalog:
        for part in STEPS:
            take_in(catalog, part)
            sync(catalog, folder / "index", embedder, analyzer, options=WEIGHTS)
    return Held(open_index(folder / "index", embedder.spec, analyzer.name), exact=True)


@dataclass
class House:
    """A catalog and an engine."""

    catalog: Catalog
    ledger: Ledger
    connection: Connection

    def sync(self, **options):
        embedder = options.pop("embedder", None) or FakeEmbedder()
        return sync_engine(self.catalog, self.ledger, self.connection, embedder, FakeAnalyzer(), **options)

    def open(self):
        return EngineIndex.open(self.connection, self.ledger, FakeEmbedder().spec, FakeAnalyzer.name)


def house(stack: ExitStack, folder, url, name, **changed) -> House:
    """Open a catalog and an engine; `changed` are fields of its target."""
    changed = {"collection": name, "dense": DenseKind.FLAT, **changed}
    target = replace(parse_target(url), **changed)
    catalog = stack.enter_context(Catalog.open(folder))
    ledger = Ledger(catalog.database, target.key)
    connection = Connection(target)
    stack.callback(connection.close)
    return House(catalog, ledger, connection)


def in_engine(stack, folder, url, name, **changed):
    """Build in steps, as the local index is."""
    held = house(stack, folder, url, name, **changed)
    for part in STEPS:
        take_in(held.catalog, part)
        held.sync(options=WEIGHTS)
    index = held.open()
    return Held(index, index.state.means)
