"""Bring the tables of an older version of the program up to this one."""

import sqlalchemy as sa

from corpus.catalog.schema import metadata


def migrate(connection: sa.Connection) -> None:
    """Add the tables and columns that a catalog of an older version lacks; nothing stored is changed.

    Every column that came later has a default or may be empty, so what is missing can be read off the
    schema itself and a second run finds nothing to do.
    """
    metadata.create_all(connection)
    inspector = sa.inspect(connection)
    for table in metadata.sorted_tables:
        present = {column["name"] for column in inspector.get_columns(table.name)}
        for column in table.columns:
            if column.name not in present:
                definition = sa.schema.CreateColumn(column).compile(connection)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")
