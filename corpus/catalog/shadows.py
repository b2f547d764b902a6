"""Tables as a reader with a clearance sees them: views of the same names that stand before the tables.

Who reads through these sees only cleared documents, whatever is asked: a query needs no condition of its own
and cannot forget one.
"""

from collections.abc import Collection

from corpus.catalog.schema import bygone, documents, metadata, passages, vectors, versions
from corpus.labels import Label

_WHOLE = frozenset({"meta"})  # says nothing of any document


def shadows(labels: Collection[Label], schema: str, hint: str = "") -> dict[str, str]:
    """Return what each view selects, by its name.

    Args:
        labels: of the documents that may be read.
        schema: where the tables are, as the database calls it.
        hint: behind the table of documents, where a part is asked whether it may be seen.
    """
    listed = ", ".join(f"'{label.value}'" for label in Label if label in labels) or "NULL"
    by_index = f"{schema}.{documents.name} d{hint}"
    cleared = f"(SELECT 1 FROM {by_index} WHERE d.label IN ({listed}) AND d.id = "
    own_label, foreign = f"label IN ({listed})", f"label NOT IN ({listed})"
    conditions = {
        bygone.name: "1 = 0",  # nobody reads it but who writes
        documents.name: own_label,
        # What took its place is named in it, and leads to it.
        versions.name: f"{own_label}"
        f" AND NOT EXISTS (SELECT 1 FROM {schema}.{documents.name} d"
        f" WHERE d.id = {versions.name}.replaced_by AND d.{foreign})"
        f" AND NOT EXISTS (SELECT 1 FROM {schema}.{versions.name} v"
        f" WHERE v.document_id = {versions.name}.replaced_by AND v.{foreign})",
        vectors.name: f"EXISTS (SELECT 1 FROM {schema}.{passages.name} p WHERE p.id = passage_id"
        f" AND EXISTS {cleared}p.document_id))",
    }
    by_document = f"EXISTS {cleared}{{table}}.document_id)"
    found = {}
    for table in metadata.tables.values():
        if table.name in _WHOLE:
            continue
        condition = conditions.get(table.name, by_document.format(table=table.name))
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        found[table.name] = f"SELECT {columns} FROM {schema}.{table.name} WHERE {condition}"
    return found
