"""Spans that prove: the line, sentence or clause around a value."""

import re
from collections.abc import Sequence

from corpus.clauses import clauses
from corpus.types import Passage, Span

_LONGEST_QUOTE = 700
_LONGEST_HEADING = 400
_BEHIND = 40
_ALONE, _BEFORE = 10, 250
_COMMA = re.compile(r"[,;](?!\d)")


def line_around(text: str, span: Span) -> Span:
    """Return the line or lines in which `span` stands, cut at sentences when they are very long."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = Span(start, len(text) if end < 0 else end)
    return line if line.end - line.start <= _LONGEST_QUOTE else clause_around(text, line, span)


def clause_around(text: str, within: Span, span: Span) -> Span:
    """Return the clause of `within` that contains `span`, or the smallest run of clauses that does."""
    pieces = [piece.shifted(within.start) for piece in clauses(within.of(text))]
    touching = [piece for piece in pieces if piece.meets(span)]
    if not touching:
        return span
    return Span(min(touching[0].start, span.start), max(touching[-1].end, span.end))


def words_between(text: str, clause: Span, value: Span, values: Sequence[Span]) -> str:
    """Return the words of a clause that are nearer to one of its values than to the others.

    They begin behind the value before and the comma that follows it ("giảm 50% số hộ nghèo, | giảm 60%") or
    with the clause, and end a few words behind the value itself.
    """
    before = max((v.end for v in values if clause.start <= v.start and v.end <= value.start), default=None)
    start = clause.start if before is None else before
    if before is not None and (comma := _COMMA.search(text, before, value.start)):
        start = comma.end()
    if (
        clause.end - clause.start <= value.end - value.start + _ALONE
    ):  # a cell: what it counts stands before it
        start = max([0, *(v.end for v in values if v.end <= value.start)])
    end = min((v.start for v in values if v.start >= value.end), default=clause.end)
    return text[max(start, value.start - _BEFORE) : max(value.end, min(end, clause.end, value.end + _BEHIND))]


def headings_over(passage: Passage, at: int) -> tuple[str, ...]:
    """Return the headings over offset `at`: those above the passage, and one that it begins with."""
    line, _, rest = passage.text.partition("\n")
    below = bool(rest) and at > passage.span.start + len(line)
    is_heading = below and len(line) <= _LONGEST_HEADING and line[-1:] not in ".;!?"
    return (*passage.headings[-2:], line) if is_heading else passage.headings[-2:]
