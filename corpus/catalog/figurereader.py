"""The read side of figures: across all documents in the order of time."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from datetime import date
from heapq import merge
from itertools import chain, islice

import sqlalchemy as sa

from corpus.catalog.chronology import Dated, in_time
from corpus.catalog.codec import from_json
from corpus.catalog.filereader import FileReader
from corpus.catalog.rows import chunks
from corpus.catalog.schema import documents, figures
from corpus.types import Figure

_Place = tuple[bool, date, str, int, str]  # of a figure in the order of time


class FigureReader(FileReader):
    """What documents count and measure."""

    def figures_in_time(self, limit: int, offset: int = 0) -> tuple[tuple[Figure, ...], int]:
        """Return a page of all figures, and how many there are in all.

        They come by the day of which they speak, else that of their document; those without a day last.
        """
        with self._db.read() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(figures)) or 0
            if offset >= total:
                return (), total
            with closing(_undated(connection)) as undated:  # it is read no further than this page
                ordered = merge(_dated(connection), undated, key=lambda pair: pair[0])
                found = tuple(figure for _, figure in islice(ordered, offset, min(offset + limit, total)))
        return found, total

    def figures_that(
        self, fits: Callable[[Figure], bool], document_ids: Iterable[str] | None = None
    ) -> tuple[Figure, ...]:
        """Return the figures that fit, of all documents or some, in the order of time; each is looked at."""
        query, owner = sa.select(figures.c.payload), figures.c.document_id
        wanted = (
            [query] if document_ids is None else [query.where(owner.in_(p)) for p in chunks(document_ids)]
        )
        with self._db.read() as connection:
            payloads = chain.from_iterable(map(connection.scalars, wanted))
            found = [one for one in (from_json(Figure, payload) for payload in payloads) if fits(one)]
            days = _days(connection, {one.document_id for one in found if one.as_of is None})
        return tuple(sorted(found, key=lambda one: _place(one, one.as_of or days[one.document_id])))


def _days(connection: sa.Connection, document_ids: Iterable[str]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    for part in chunks(document_ids):
        query = sa.select(documents.c.id, documents.c.issued_on).where(documents.c.id.in_(part))
        found |= {row.id: row.issued_on for row in connection.execute(query)}
    return found


def _place(figure: Figure, day: date | None) -> _Place:
    return day is None, day or date.max, figure.document_id, figure.value_span.start, figure.id


def _dated(connection: sa.Connection) -> Iterator[tuple[_Place, Figure]]:
    """Return the figures that tell their day: few do."""
    query = sa.select(figures.c.payload).where(figures.c.as_of.is_not(None))
    found = (from_json(Figure, payload) for payload in connection.scalars(query))
    return iter(sorted(((_place(one, one.as_of), one) for one in found), key=lambda pair: pair[0]))


def _undated(connection: sa.Connection) -> Generator[tuple[_Place, Figure], None, None]:
    """Yield the figures of which their document tells the day."""
    for portion in in_time(connection, latest_first=False):
        own = _own(connection, portion)
        yield from sorted(own, key=lambda pair: pair[0])


def _own(connection: sa.Connection, portion: Iterable[Dated]) -> Iterator[tuple[_Place, Figure]]:
    days = dict(portion)
    query = sa.select(figures.c.as_of, figures.c.payload).where(figures.c.document_id.in_(list(days)))
    for as_of, payload in connection.execute(query):
        if as_of is None:
            figure = from_json(Figure, payload)
            yield _place(figure, days[figure.document_id]), figure
