"""Deadlines as an iCalendar file (RFC 5545)."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby

from api.register.words import ROLES, document_of
from search.register import RegisterRow

_LINE = 75  # bytes in a line, without its end
_TITLE = 120
_SPACE = re.compile(r"\s+")


def calendar_of(rows: Iterable[RegisterRow]) -> str:
    """Return one all-day event for each task that is due on a day."""
    due = sorted((row for row in rows if row.due), key=lambda row: (row.due, row.assignment_id))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//chidao//register//VI", "CALSCALE:GREGORIAN"]
    for _, parts in groupby(due, key=lambda row: row.assignment_id):
        lines += _event(list(parts))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(rows: list[RegisterRow]) -> Iterator[str]:
    first = rows[0]
    assert first.due is not None
    card = first.citation.document
    task = _SPACE.sub(" ", first.task).strip()
    who = "; ".join(dict.fromkeys(f"{row.agency} ({ROLES[row.role]})" for row in rows))
    quote = _SPACE.sub(" ", first.citation.quote)
    yield "BEGIN:VEVENT"
    yield f"UID:{first.assignment_id}@chidao"
    # The document's day rather than today's: the same register gives the same file.
    yield f"DTSTAMP:{card.issued_on or first.due:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{first.due + timedelta(days=1):%Y%m%d}"
    yield "SUMMARY:" + _escaped(task if len(task) <= _TITLE else task[: _TITLE - 1] + "…")
    yield "DESCRIPTION:" + _escaped(f"{who}\n{document_of(card)}\n“{quote}”")
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line so that no piece is too long and no letter is cut in two."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > _LINE:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += width
    yield piece
