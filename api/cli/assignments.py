"""Rows of the register as a table for the terminal."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from api.register.words import VIAS, deadline_of, document_of, role_of
from api.wording import section_of
from search.register import RegisterRow, Via


def table_of(rows: Iterable[RegisterRow]) -> Table:
    """Return who was told to do what by when, with the place that says so."""
    table = Table("Cơ quan", "Vai trò", "Nhiệm vụ", "Thời hạn", "Văn bản", show_lines=True)
    for row in rows:
        note = "" if row.via in (None, Via.NAME) else f" ({VIAS[row.via]})"
        document, section = document_of(row.citation.document), section_of(row.citation.section)
        place = f"{document}, {section}" if section else document
        cells = row.agency + note, role_of(row), " ".join(row.task.split()), deadline_of(row), place
        table.add_row(*map(Text, cells))
    return table
