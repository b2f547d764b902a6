"""Results as notebooks show them: `repr` as plain text, and HTML with the value marked in its sentence."""

from collections.abc import Iterable, Sequence
from html import escape

from api.wording import TYPES, full_name_of, one_line, reason_of, source_of, source_of_hit
from search.types import Answer, AskResult, Hit, SearchResult, Status

_NEAREST = 3  # passages shown where there is no answer
_QUIET = "color:#6b6b6b;font-size:90%"


class Asked(AskResult):
    """An answer or abstention that shows itself; apart from that, the record of the search layer."""

    __slots__ = ()

    def __repr__(self) -> str:
        if self.status is Status.ANSWERED:
            return "\n".join(map(_answer_text, self.answers))
        lines = [f"Không trả lời ({self.reason}): {reason_of(self.reason)}"]
        lines += [f"  • {full_name_of(card)}" for card in self.candidates]
        return "\n".join([*lines, *map(_hit_text, self.hits[:_NEAREST])])

    def _repr_html_(self) -> str:
        if self.status is Status.ANSWERED:
            return _list("ol", map(_answer_html, self.answers))
        told = f"<p><b>Không trả lời</b> ({escape(str(self.reason))}): {escape(reason_of(self.reason))}</p>"
        return (
            told
            + _list("ul", (escape(full_name_of(card)) for card in self.candidates))
            + _list("ol", map(_hit_html, self.hits[:_NEAREST]))
        )


class Found(SearchResult):
    """Ranked passages that show themselves; apart from that, the record of the search layer."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(map(_hit_text, self.hits)) or "Không tìm thấy đoạn nào."

    def _repr_html_(self) -> str:
        return _list("ol", map(_hit_html, self.hits)) or "<p>Không tìm thấy đoạn nào.</p>"


def shown_answer(result: AskResult) -> Asked:
    """Return the same result in its own clothes."""
    return Asked(
        result.status,
        result.reason,
        result.answers,
        result.hits,
        result.query,
        result.index_version,
        result.took_ms,
        result.candidates,
        result.laps,
    )


def shown_hits(result: SearchResult) -> Found:
    """Return the same result in its own clothes."""
    return Found(result.hits, result.query, result.total, result.index_version, result.took_ms, result.laps)


def _answer_text(answer: Answer) -> str:
    citation = answer.citation
    return (
        f"{one_line(answer.value)}  ({TYPES[answer.type]}, {answer.confidence:.0%})\n"
        f"  “{one_line(citation.quote)}”\n  {source_of(citation)}"
    )


def _answer_html(answer: Answer) -> str:
    citation = answer.citation
    marked = (citation.value_start - citation.start, citation.value_end - citation.start)
    head = f"<b>{escape(answer.value)}</b> <span style='{_QUIET}'>{TYPES[answer.type]}, "
    return (
        f"{head}{answer.confidence:.0%}</span><blockquote>{_marked(citation.quote, [marked])}</blockquote>"
        f"<span style='{_QUIET}'>{escape(source_of(citation))}</span>"
    )


def _hit_text(hit: Hit) -> str:
    return f"{hit.rank}. {source_of_hit(hit)}  {hit.score:.3f}\n  {one_line(hit.text)}"


def _hit_html(hit: Hit) -> str:
    marks = [(mark.start, mark.end) for mark in hit.highlights]
    place = f"<span style='{_QUIET}'>{escape(source_of_hit(hit))} · {hit.score:.3f}</span>"
    return f"{place}<div style='white-space:pre-line'>{_marked(hit.text, marks)}</div>"


def _marked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """Mark ranges, which come in order and do not overlap."""
    parts, last = [], 0
    for start, end in ranges:
        parts += [escape(text[last:start]), f"<mark>{escape(text[start:end])}</mark>"]
        last = end
    return "".join([*parts, escape(text[last:])])


def _list(kind: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<{kind}>{rows}</{kind}>" if rows else ""
