"""The rows of a collection, and the few things that are asked of the engine about them."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.milvus.connection import Connection
from indexer.milvus.sparse import SparseVector
from indexer.milvus.state import EngineState, read_state
from indexer.milvus.target import DenseKind, Target
from indexer.protocols import Scored

DENSE, LEXICAL = "dense", "lexical"
MOST_FOUND = 16_384  # the engine's largest limit
_MESSAGE = 2_000_000  # bytes of rows in one call; engines take 4 MB at least
_NAMED = 2_000  # documents in one expression of a deletion
_DIGITS = 6  # of a score; finer differences depend on the order of summation
_HNSW = {"M": 16, "efConstruction": 200}
_STRONG = "Strong"
_PLAIN = re.compile(r"[\w-]*", re.ASCII)  # what may stand between quotation marks

Rows = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as the engine holds it."""

    passage_id: str
    document_id: str
    label: str
    change: int  # the change up to which its document was read
    dense: npt.NDArray[np.float32]
    lexical: SparseVector | None

    def to_engine(self) -> dict[str, Any]:
        """Return it as the client takes it."""
        row = {name: getattr(self, name) for name in ("passage_id", "document_id", "label", "change", DENSE)}
        if self.lexical is not None:
            # A passage without words still needs a vector; nothing asks for this dimension.
            row[LEXICAL] = self.lexical or {0: 0.0001}
        return row

    @property
    def size(self) -> int:
        """Return about how many bytes it takes on the way."""
        return 150 + 4 * len(self.dense) + 8 * len(self.lexical or ())


class Collection:
    """One collection, by its name."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def exists(self) -> bool:
        """Tell whether the engine has it."""
        return bool(self._connection.read(lambda c, left: c.has_collection(self.name, timeout=left)))

    def create(self, dim: int) -> None:
        """Make it and have it loaded; indexes come first, so no call waits for them at the end."""
        target = self._connection.target

        def make(client: Any, left: float) -> None:  # noqa: ANN401  # the library's types are partial
            if client.has_collection(self.name, timeout=left):  # an earlier try was only slow
                return
            level = target.consistency.value
            client.create_collection(
                self.name, schema=_schema(client, dim, target), consistency_level=level, timeout=left
            )

        self._connection.write(make)
        _prepare(self._connection, self.name, _indexes)

    def drop(self) -> None:
        """Remove it, whether it is there or not."""
        self._tell("drop_collection")

    def put(self, rows: Iterable[Row]) -> None:
        """Put passages in, in the place of those of the same ids."""
        for portion in _by_size(rows):
            self._tell("upsert", data=[row.to_engine() for row in portion])

    def remove(self, document_ids: Sequence[str], before: int | None = None) -> None:
        """Take the passages of documents out; only those read before some change, where one is given."""
        for start in range(0, len(document_ids), _NAMED):
            where = among("document_id", document_ids[start : start + _NAMED])
            if before is not None:
                where = f"{where} and change < {before}"
            self._tell("delete", filter=where)

    def _tell(self, what: str, **said: Any) -> None:  # noqa: ANN401  # the library's types are partial
        self._connection.write(
            lambda client, left: getattr(client, what)(self.name, timeout=left, **said), collection=self.name
        )

    def count(self) -> int:
        """Count the passages, with all that was written before."""
        asked = {"filter": "", "output_fields": ["count(*)"], "consistency_level": _STRONG}
        found = self._connection.write(
            lambda client, left: client.query(self.name, timeout=left, **asked), collection=self.name
        )
        return int(found[0]["count(*)"])

    def search(
        self, field: str, vectors: Sequence[Any], limit: int, where: str, consistency: str
    ) -> list[list[Scored]]:
        """Return the best passages for each vector, in the engine's order; scores are rounded."""
        parameters: dict[str, Any] = {"metric_type": "IP", "params": {}}
        if field == DENSE and self._connection.target.dense is DenseKind.HNSW:
            parameters["params"] = {"ef": min(max(4 * limit, 200), 32_768)}
        found = self._connection.read(
            lambda client, left: client.search(
                self.name,
                data=list(vectors),
                anns_field=field,
                limit=limit,
                filter=where,
                output_fields=["passage_id"],
                search_params=parameters,
                consistency_level=consistency,
                timeout=left,
            ),
            collection=self.name,
        )
        # The key of the primary field is its own name or "id", by the engine.
        return [
            [Scored(hit.get("passage_id") or hit["id"], round(hit["distance"], _DIGITS)) for hit in hits]
            for hits in found
        ]


class Registry:
    """The collection that says what our others hold; one row for each build, with its state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._target = connection.target
        self.name = f"{connection.target.collection}_state"

    def read(self, build: str) -> EngineState | None:
        """Return the build of this name as the engine holds it; raises IndexDamaged."""

        def ask(client: Any, left: float) -> list[dict[str, Any]]:  # noqa: ANN401  # partial types
            if not client.has_collection(self.name, timeout=left):
                return []
            asked = {"filter": among("build", [build]), "output_fields": ["state"]}
            return list(client.query(self.name, timeout=left, consistency_level=_STRONG, **asked))

        rows = self._connection.read(ask, collection=self.name)
        return read_state(rows[0]["state"], self._target.name) if rows else None

    def write(self, state: EngineState) -> None:
        """Say what a build holds, and lead the alias to it."""
        self._ensure()
        row = {"build": state.collection, "state": state.to_json(), "nothing": [0.0, 1.0]}
        self._connection.write(
            lambda client, left: client.upsert(self.name, [row], timeout=left), collection=self.name
        )
        self._lead(state.collection)

    def drop(self, build: str) -> None:
        """Drop a build with its row."""
        Collection(self._connection, build).drop()
        where = among("build", [build])
        self._connection.write(
            lambda client, left: client.delete(self.name, filter=where, timeout=left), collection=self.name
        )

    def _ensure(self) -> None:
        if Collection(self._connection, self.name).exists():
            return

        def make(client: Any, left: float) -> None:  # noqa: ANN401  # the library's types are partial
            if not client.has_collection(self.name, timeout=left):
                client.create_collection(self.name, schema=_registry_schema(client), timeout=left)

        self._connection.write(make)
        _prepare(self._connection, self.name, _registry_index)

    def _lead(self, collection: str) -> None:
        """Lead the alias to a collection: for people and programs that look in; we go by the state."""
        from pymilvus.exceptions import MilvusException

        alias = self._target.collection

        def tell(client: Any, left: float) -> None:  # noqa: ANN401  # the library's types are partial
            try:
                client.alter_alias(collection, alias, timeout=left)
            except MilvusException:
                client.create_alias(collection, alias, timeout=left)

        self._connection.write(tell)

    def builds(self, catalog: str) -> list[str]:
        """Return the builds of a catalog that there are, those under way among them."""
        names = self._connection.read(lambda client, left: client.list_collections(timeout=left))
        return sorted(name for name in names if name.startswith(self._stem(catalog)))

    def fresh_name(self, catalog: str) -> str:
        """Return a name for another build of a catalog; an engine may hold those of several."""
        return f"{self._stem(catalog)}{time.time_ns():x}"

    def _stem(self, catalog: str) -> str:
        return f"{self._target.collection}_{catalog[:12]}_"


def among(field: str, values: Iterable[str]) -> str:
    """Return the condition that a field has one of these values.

    Values are hexadecimal ids and labels of a closed list, never what a user typed; templates with parameters
    would be the engine's way, but neither a 2.3 server nor the small one knows them.
    """
    found = list(values)
    if not all(_PLAIN.fullmatch(value) for value in found):
        raise ValueError("no value for a condition")
    listed = ", ".join(f'"{value}"' for value in found)
    return f"{field} in [{listed}]"


def _schema(client: Any, dim: int, target: Target) -> Any:  # noqa: ANN401  # the library's types are partial
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("passage_id", DataType.VARCHAR, is_primary=True, max_length=64)
    schema.add_field("document_id", DataType.VARCHAR, max_length=32)
    schema.add_field("label", DataType.VARCHAR, max_length=16)
    schema.add_field("change", DataType.INT64)
    schema.add_field(DENSE, DataType.FLOAT_VECTOR, dim=dim)
    if target.lexical:
        schema.add_field(LEXICAL, DataType.SPARSE_FLOAT_VECTOR)
    return schema


def _prepare(connection: Connection, name: str, indexes: Callable[[Any, Target], Any]) -> None:
    """Have the indexes of a new collection made, and have it loaded, without waiting in between."""
    connection.write(
        lambda client, left: client.create_index(
            name, indexes(client, connection.target), sync=False, timeout=left
        )
    )
    connection.write(lambda client, left: client.load_collection(name, timeout=left))


def _indexes(client: Any, target: Target) -> Any:  # noqa: ANN401  # the library's types are partial
    indexes = client.prepare_index_params()
    built = _HNSW if target.dense is DenseKind.HNSW else {}
    indexes.add_index(DENSE, index_type=target.dense.value, metric_type="IP", params=built)
    if target.lexical:
        indexes.add_index(LEXICAL, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        # Engines with sparse vectors have inverted indexes, too; others walk over a column.
        for field in ("document_id", "label"):
            indexes.add_index(field, index_type="INVERTED")
    return indexes


def _registry_schema(client: Any) -> Any:  # noqa: ANN401  # the library's types are partial
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("build", DataType.VARCHAR, is_primary=True, max_length=128)
    schema.add_field("state", DataType.VARCHAR, max_length=65_535)
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)  # older engines want a vector in everything
    return schema


def _registry_index(client: Any, _target: Target) -> Any:  # noqa: ANN401  # the library's types are partial
    indexes = client.prepare_index_params()
    indexes.add_index("nothing", index_type="FLAT", metric_type="IP")
    return indexes


def _by_size(rows: Iterable[Row]) -> Iterator[list[Row]]:
    from indexer.feed import portions

    return portions(rows, lambda row: row.size, _MESSAGE)
