"""What the documents of a family tell whom to do."""

from api.engine.view import View
from search.genealogy import Family
from search.register import RegisterFilter, RegisterRow


def assignments_in(runtime: View, family: Family) -> tuple[RegisterRow, ...]:
    """Return the rows of the register for a family's documents, by agency, document and place."""
    if not family.documents:
        return ()
    rows = runtime.registrar().page(RegisterFilter(document_ids=family.documents)).rows
    order = {document_id: place for place, document_id in enumerate(family.documents)}
    return tuple(
        sorted(rows, key=lambda row: (row.agency, order[row.citation.document.id], row.citation.start))
    )
