"""Spreadsheets (.xlsx, .xlsm, .xls, .ods): task lists and the like, one table a sheet."""

import datetime as dt
import warnings
from typing import TYPE_CHECKING

from corpus.errors import Damaged, ToolMissing
from corpus.readers.office.convert import convert, has_office
from corpus.readers.office.flow import reading_of_lines
from corpus.readers.office.number_formats import shown
from corpus.readers.office.package import Package
from corpus.readers.office.tables import Cell, Table, lines_of
from corpus.readers.reading import Reading

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_DEFAULT_NAMES = ("sheet", "trang tính", "trang_tính", "bảng tính")


def read_xlsx(data: bytes, source: str) -> Reading:
    """Return the sheets of a workbook: each its name, where it was given one, then its rows.

    Formulas are told by the values last computed, numbers and dates as they are shown.

    Raises:
        Damaged, Encrypted, Bomb: the archive or a part cannot be read.
        EmptyFile: no text.
    """
    return _read(data, source, "xlsx")


def read_xls(data: bytes, source: str) -> Reading:
    """Return the sheets of an Excel 97 workbook; raises ToolMissing where LibreOffice is not installed."""
    return _read_converted(data, source, "xls")


def read_ods(data: bytes, source: str) -> Reading:
    """Return the sheets of an OpenDocument workbook; raises as `read_xls`."""
    Package(data, source)  # says what is wrong before a program opens it
    return _read_converted(data, source, "ods")


def _read_converted(data: bytes, source: str, form: str) -> Reading:
    if not has_office():
        raise ToolMissing(source, "LibreOffice", "libreoffice-calc")
    return _read(convert(data, source, "." + form, "xlsx"), source, form)


def _read(data: bytes, source: str, reader: str) -> Reading:
    from openpyxl import load_workbook
    from openpyxl.worksheet.worksheet import Worksheet

    package = Package(data, source)  # says what is wrong before the library opens it
    for name in package.names():
        if name.lower().endswith((".xml", ".rels")):
            package.xml(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions it does not keep
            book = load_workbook(package.stream(), data_only=True)
    except Exception as error:  # the library lets whatever happens to it through
        raise Damaged(source) from error
    lines: list[str] = []
    for sheet in book.worksheets:
        if isinstance(sheet, Worksheet) and sheet.sheet_state == "visible":
            lines += _sheet_lines(sheet)
    return reading_of_lines(lines, source, reader, set())


def _sheet_lines(sheet: "Worksheet") -> list[str]:
    table = _table(sheet)
    if not table.rows:
        return []
    named = not sheet.title.lower().startswith(_DEFAULT_NAMES)
    lines: list[str] = [sheet.title] if named else []
    above, below = _split_heading(table)
    for part in (above, below):
        lines += lines_of(part)
    return lines


def _table(sheet: "Worksheet") -> Table:
    """Read the cells of a sheet that hold something, with the merged ones."""
    spans, goes_on = _merges(sheet)
    rows: dict[int, list[Cell]] = {}
    # What is there, not what lies between: a stray cell may stand in the last of a million rows.
    for (row, column), cell in sorted(sheet._cells.items()):
        lines = tuple(line for line in _text(cell).split("\n") if line.strip())
        below = goes_on.get((row, column))
        if (lines or below) and not sheet.row_dimensions[row].hidden:
            span = below or spans.get((row, column), 1)
            rows.setdefault(row, []).append(Cell(lines, column - 1, span, goes_on=below is not None))
    filled = (tuple(cells) for cells in rows.values() if any(cell.lines for cell in cells))
    return Table(tuple(filled))


def _merges(sheet: "Worksheet") -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Return how many columns merged cells span, by row and column from 1: in their first row, below."""
    spans: dict[tuple[int, int], int] = {}
    goes_on: dict[tuple[int, int], int] = {}
    for merged in sheet.merged_cells.ranges:
        width = merged.max_col - merged.min_col + 1
        spans[(merged.min_row, merged.min_col)] = width
        for row in range(merged.min_row + 1, min(merged.max_row, merged.min_row + 10_000) + 1):
            goes_on[(row, merged.min_col)] = width
    return spans, goes_on


def _text(cell: "SheetCell | MergedCell") -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, (bool, int, float, dt.date, dt.time, dt.timedelta)):
        return shown(value, cell.number_format)
    return str(value).strip()


def _split_heading(table: Table) -> tuple[Table, Table]:
    """Part what stands above a table (its title, the letterhead) from the table itself."""
    wide = (i for i, row in enumerate(table.rows) if sum(bool(cell.lines) for cell in row) >= 3)
    at = next(wide, 0)
    head = tuple(
        tuple(Cell(cell.lines, cell.column) for cell in row if cell.lines) for row in table.rows[:at]
    )
    return Table(head, bordered=False), Table(table.rows[at:])
