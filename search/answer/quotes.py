"""Spans that prove: the line, sentence or clause around a value."""

from corpus.clauses import clauses
from corpus.types import Span

_LONGEST_QUOTE = 700


def line_around(text: str, span: Span) -> Span:
    """Return the line or lines in which `span` stands, cut at sentences when they are very long."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = Span(start, len(text) if end < 0 else end)
    return line if line.end - line.start <= _LONGEST_QUOTE else clause_around(text, line, span)


def clause_around(text: str, within: Span, span: Span) -> Span:
    """Return the clause of `within` that contains `span`, or the smallest run of clauses that does."""
    pieces = [piece.shifted(within.start) for piece in clauses(within.of(text))]
    touching = [piece for piece in pieces if piece.start < span.end and span.start < piece.end]
    if not touching:
        return span
    return Span(min(touching[0].start, span.start), max(touching[-1].end, span.end))
