"""Vectors of passages, kept in the catalog: what one index embedded no other embeds again."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from corpus.catalog.reader import CatalogReader
from corpus.catalog.rows import chunks
from corpus.catalog.schema import changes, passages, vectors

Vector = npt.NDArray[np.float32]


class VectorStore(CatalogReader):
    """One vector for each passage and model."""

    def vectors(self, passage_ids: Iterable[str], model: str) -> dict[str, Vector]:
        """Return the stored vectors of passages under a model; those without one are left out."""
        found: dict[str, Vector] = {}
        with self._db.read() as connection:
            for part in chunks(passage_ids):
                query = sa.select(vectors.c.passage_id, vectors.c.vector).where(
                    vectors.c.passage_id.in_(part), vectors.c.model == model
                )
                for passage_id, blob in connection.execute(query):
                    found[passage_id] = np.frombuffer(blob, dtype="<f4").astype(np.float32, copy=False)
        return found

    def put_vectors(self, model: str, found: Mapping[str, Vector], as_of: int | None = None) -> int:
        """Store vectors; return how many.

        Those of passages that have left in the meantime are dropped, and so are those of documents whose
        texts changed after change `as_of`, the last one there was when what was embedded was read: a passage
        keeps its id when its document is read anew. None takes it that nothing changed.
        """
        stored = 0
        with self._db.write() as connection:
            for part in chunks(found):
                living = connection.scalars(_living(part, as_of)).all()
                old = sa.delete(vectors).where(vectors.c.passage_id.in_(living), vectors.c.model == model)
                connection.execute(old)
                fresh = [
                    {"passage_id": key, "model": model, "vector": np.asarray(found[key], "<f4").tobytes()}
                    for key in living
                ]
                if fresh:
                    connection.execute(vectors.insert(), fresh)
                stored += len(fresh)
        return stored

    def missing_vectors(self, model: str, document_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the passages of documents that have no vector under a model, in order."""
        missing: list[str] = []
        with self._db.read() as connection:
            for part in chunks(document_ids):
                lacking = _without_vector(model, part)
                missing.extend(connection.scalars(lacking.order_by("document_id", "ordinal")))
        return tuple(missing)

    def count_missing_vectors(self, model: str, document_ids: Iterable[str]) -> int:
        """Count the passages of documents that have no vector under a model."""
        with self._db.read() as connection:
            lacking = (_without_vector(model, part).subquery() for part in chunks(document_ids))
            counts = (sa.select(sa.func.count()).select_from(one) for one in lacking)
            return sum(connection.scalar(query) or 0 for query in counts)


def _living(passage_ids: Sequence[str], as_of: int | None) -> sa.Select[str]:
    """Select the passages that are there; only those of documents whose texts are of `as_of` or before."""
    query = sa.select(passages.c.id).where(passages.c.id.in_(passage_ids))
    if as_of is None:
        return query
    changed = sa.func.coalesce(changes.c.texts, changes.c.number)
    return query.join(changes, changes.c.document_id == passages.c.document_id).where(changed <= as_of)


def _without_vector(model: str, document_ids: Sequence[str]) -> sa.Select[tuple[str, str, int]]:
    """Select the passages that have no vector under a model."""
    matching = sa.and_(vectors.c.passage_id == passages.c.id, vectors.c.model == model)
    return (
        sa.select(passages.c.id, passages.c.document_id, passages.c.ordinal)
        .outerjoin(vectors, matching)
        .where(passages.c.document_id.in_(document_ids), vectors.c.model.is_(None))
    )
