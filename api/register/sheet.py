"""The register as a sheet of comma-separated values."""

import csv
import io
from collections.abc import Iterable

from api.register.words import COLUMNS, cells_of
from search.register import RegisterRow

_MARK = "\ufeff"  # without it spreadsheets take the letters for another encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet_of(rows: Iterable[RegisterRow]) -> str:
    """Return the rows under a line of headings; spreadsheets open it as it is."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_inert(cell) for cell in cells_of(row)])
    return _MARK + written.getvalue()


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
