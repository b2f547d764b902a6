"""Letterheads and signatures set in two columns with tabs or spaces instead of a table."""

import re
from collections.abc import Sequence

from corpus.readers.office.letterhead import begins_recipients, has_motto

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]*\t[\s\u00a0]*|[ \u00a0]{4,})(?=\S)")
_LEADING = re.compile(r"(?:[ \u00a0]*\t|[ \u00a0]{12,})")
_TOP = 30  # lines among which a letterhead stands
_SIGNATURE = 40  # lines that a list of recipients may have
_WIDEST = 90


def unfold_columns(lines: Sequence[str]) -> list[str]:
    """Return the lines with the left column of letterhead and signature before the right one."""
    return _unfold_signature(_unfold_letterhead(list(lines)))


def _unfold_letterhead(lines: list[str]) -> list[str]:
    at = next(
        (i for i, line in enumerate(lines[:_TOP]) if len(_columns(line)) == 2 and _is_motto(line)), None
    )
    if at is None:
        return lines
    start = end = at
    while start > 0 and len(_columns(lines[start - 1])) == 2:
        start -= 1
    for i in range(at, min(at + _TOP, len(lines))):
        if len(_columns(lines[i])) == 2:
            end = i + 1
        elif lines[i].strip(" \t_-–—*") and not _LEADING.match(lines[i]):
            break
    return lines[:start] + _by_column(lines[start:end]) + lines[end:]


def _unfold_signature(lines: list[str]) -> list[str]:
    found = [
        i
        for i, line in enumerate(lines)
        if "\t" in line or "    " in line
        if begins_recipients(line) and len(_columns(line)) == 2
    ]
    for at in reversed(found):
        end = at + 1
        while end < min(at + _SIGNATURE, len(lines)) and len(lines[end]) <= _WIDEST and lines[end][:1] != "|":
            end += 1
        lines = lines[:at] + _by_column(lines[at:end]) + lines[end:]
    return lines


def _columns(line: str) -> list[str]:
    return _GAP.split(line, maxsplit=1) if not line.startswith("|") else [line]


def _is_motto(line: str) -> bool:
    return has_motto(_columns(line)[1])


def _by_column(lines: list[str]) -> list[str]:
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        columns = _columns(line)
        if len(columns) == 2:
            left.append(columns[0])
            right.append(columns[1])
        else:
            (right if _LEADING.match(line) else left).append(line)
    return left + right
