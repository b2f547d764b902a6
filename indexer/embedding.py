"""Vectors computed on other machines before an index is brought up: it then finds them in the catalog."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from corpus.catalog import Catalog
from corpus.catalog.vectorstore import Vector
from corpus.crew import Crew
from corpus.types import Passage
from indexer.errors import EmbeddingFailed
from indexer.feed import Progress, portions
from indexer.texts import model_key, passage_text
from models.load import load_embedder
from models.protocols import Vectors
from models.spec import ModelSpec

_BATCH = 64  # passages to a machine at a time
_DOCUMENTS = 500  # looked at together
_HEAR_S = 1.0


@dataclass(frozen=True, slots=True)
class ModelOrder:
    """Which model is loaded, as the settings name it; every machine must have it."""

    name: str
    query_prefix: str | None = None
    passage_prefix: str | None = None
    segmented: bool | None = None


class EmbeddingHand:
    """Embeds passages; lives on the other machine."""

    def __init__(self, order: ModelOrder) -> None:
        self._embedder = load_embedder(
            order.name,
            query_prefix=order.query_prefix,
            passage_prefix=order.passage_prefix,
            segmented=order.segmented,
        )

    def __call__(self, texts: list[str]) -> tuple[str, Vectors]:
        """Return under which key the vectors may be compared, and the vectors."""
        return model_key(self._embedder.spec), self._embedder.embed_passages(texts)


def embed_missing(
    catalog: Catalog, spec: ModelSpec, order: ModelOrder, address: str, progress: Progress | None = None
) -> int:
    """Compute the vectors that the catalog lacks on the machines of a cluster; return how many.

    Args:
        catalog: where passages are and vectors go; each batch as it comes, so a killed run goes on.
        spec: of the model here; other machines must have the same.
        order: names it.
        address: of the cluster, see `Crew`.
        progress: called with (done, total) passages.

    Raises:
        WorkersUnreachable: there is no such cluster.
        EmbeddingFailed: a machine has another model, or cannot load it.
    """
    model, ids = model_key(spec), catalog.stamps()
    total, done = catalog.count_missing_vectors(model, ids), 0
    if not total:
        return 0
    crew = Crew(address, "indexer.embedding:EmbeddingHand", (order,), None)
    try:
        for found, as_of in _computed(crew, catalog, model):
            catalog.put_vectors(model, found, as_of)
            done += len(found)
            if progress is not None:
                progress(min(done, total), total)
    finally:
        crew.close()
    return done


def _computed(crew: Crew, catalog: Catalog, model: str) -> Iterator[tuple[dict[str, Vector], int]]:
    """Yield the vectors that are missing, batch by batch, as they come, with the change they are as of."""
    batches, keys, sent = _batches(catalog, model), count(), dict[int, tuple[list[Passage], int]]()
    batch = next(batches, None)
    while batch is not None or sent:
        while batch is not None and crew.has_room():
            key = next(keys)
            sent[key] = batch
            crew.give(key, _texts(catalog, batch[0]))
            batch = next(batches, None)
        for finished in crew.done(_HEAR_S):
            if finished.fault:
                raise EmbeddingFailed(finished.fault)
            known_as, vectors = finished.result
            if known_as != model:
                raise EmbeddingFailed("it has another model under this name")
            passages, as_of = sent.pop(finished.key)
            yield dict(zip((one.id for one in passages), vectors, strict=True)), as_of


def _batches(catalog: Catalog, model: str) -> Iterator[tuple[list[Passage], int]]:
    """Yield the passages that lack a vector, and the last change there was before they were read."""
    for documents in portions(sorted(catalog.stamps()), lambda _: 1, _DOCUMENTS):
        for ids in portions(catalog.missing_vectors(model, documents), lambda _: 1, _BATCH):
            as_of = catalog.change_number()
            passages = list(catalog.passages_by_id(ids).values())
            if passages:
                yield passages, as_of


def _texts(catalog: Catalog, passages: list[Passage]) -> list[str]:
    titles = catalog.titles(one.document_id for one in passages)
    return [passage_text(titles.get(one.document_id, ""), one) for one in passages]
