"""Task tables: rows with named columns, from `| a | b |` lines."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.letters import fold_letters
from corpus.types import Span


class Column(StrEnum):
    """What a column of a task table holds."""

    LABEL = "label"
    TASK = "task"
    LEAD = "lead"
    COORDINATE = "coordinate"
    PRODUCT = "product"
    DEADLINE = "deadline"


# Folded heading words -> column; the first that matches wins, so the narrower ones stand first.
_COLUMN_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.LABEL, re.compile(r"^(stt|tt|so tt|so thu tu)$")),
    (Column.COORDINATE, re.compile(r"phoi hop")),
    (
        Column.LEAD,
        re.compile(r"chu tri|thuc hien chinh|don vi thuc hien|co quan thuc hien|phan cong|dau moi"),
    ),
    (Column.DEADLINE, re.compile(r"thoi han|thoi gian|hoan thanh|tien do")),
    (Column.PRODUCT, re.compile(r"san pham|ket qua")),
    (Column.TASK, re.compile(r"nhiem vu|noi dung|cong viec|hoat dong|ten de an|giai phap")),
)
_GROUP_LABEL = re.compile(r"^[IVXLC]+\.?$|^[A-Z]\.?$")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the spans of its named cells; `group` is the group row (I, II ...) above it."""

    label: str
    cells: dict[Column, Span]
    group: str
    span: Span


def is_row(line: str) -> bool:
    """Tell whether a line is a table row."""
    return line.startswith("|") and line.count("|") >= 3


def read_rows(text: str, body: Span) -> dict[int, TableRow]:
    """Return the data rows of all tables in `body`, keyed by the start of their line."""
    rows: dict[int, TableRow] = {}
    columns: list[Column | None] = []
    group, previous_end = "", -2
    for start, line in _row_lines(text, body):
        cells = _cells(line, start)
        if start != previous_end + 1:
            columns, group = [], ""
        previous_end = start + len(line)
        if not columns:
            columns = [column_of(span.of(text)) for span in cells]
            continue
        named = {c: s for c, s in zip(columns, cells, strict=False) if c is not None and s.end > s.start}
        label = named[Column.LABEL].of(text).strip(" .") if Column.LABEL in named else ""
        filled = [span for span in cells if span.end > span.start]
        if not filled:
            continue
        if _GROUP_LABEL.match(label) and not named.keys() & {Column.LEAD, Column.DEADLINE, Column.PRODUCT}:
            group = max((span.of(text) for span in filled), key=len)
            continue
        rows[start] = TableRow(label, named, group, Span(start, start + len(line)))
    return rows


def _row_lines(text: str, body: Span) -> list[tuple[int, str]]:
    lines, start = [], body.start
    for line in body.of(text).split("\n"):
        if is_row(line):
            lines.append((start, line))
        start += len(line) + 1
    return lines


def _cells(line: str, start: int) -> list[Span]:
    spans = []
    borders = [i for i, c in enumerate(line) if c == "|"]
    if not line.endswith("|"):
        borders.append(len(line))
    for left, right in pairwise(borders):
        cell = line[left + 1 : right]
        lead = len(cell) - len(cell.lstrip())
        spans.append(Span(start + left + 1 + lead, start + left + 1 + lead + len(cell.strip())))
    return spans


def column_of(heading: str) -> Column | None:
    """Return what a column of this heading holds."""
    folded = fold_letters(heading).strip()
    return next((column for column, pattern in _COLUMN_HEADINGS if pattern.search(folded)), None)
