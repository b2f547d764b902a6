"""Documents in the order of time, some at once: a list in that order is paged without being sorted whole."""

from collections.abc import Iterator, Sequence
from datetime import date

import sqlalchemy as sa

from corpus.catalog.schema import documents

_FEWEST, _MOST = 32, 512  # documents that are yielded at once: few at first, for most ask for a first page

Dated = tuple[str, date | None]  # a document and its day


def in_time(
    connection: sa.Connection, latest_first: bool, conditions: Sequence[sa.ColumnElement[bool]] = ()
) -> Iterator[list[Dated]]:
    """Yield documents by day and id, those without a day last."""
    day = documents.c.issued_on
    query = sa.select(documents.c.id, day).where(*conditions)
    ordered = query.where(day >= date.min).order_by(day.desc() if latest_first else day, documents.c.id)
    streamed = {"stream_results": True, "max_row_buffer": _MOST}
    for part in (ordered, query.where(day.is_(None)).order_by(documents.c.id)):
        size = _FEWEST
        with connection.execute(part, execution_options=streamed) as result:
            while rows := result.fetchmany(size):
                yield [(row.id, row.issued_on) for row in rows]
                size = min(2 * size, _MOST)
