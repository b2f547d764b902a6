"""Results as a person reads them in a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from api.wording import TYPES, full_name_of, name_of, one_line, place_of, reason_of, section_of
from search.types import Answer, AskResult, DocumentCard, Hit, SearchResult, Status

_VALUE = "bold green"
_EMPHASIS = "bold underline"
_QUIET = "dim"
_INDENT = "  "
_EXCERPT_CHARS = 600


def render_ask(console: Console, result: AskResult) -> None:
    """Print answers with their proof, or the reason why there is none and the nearest passage."""
    if result.status is Status.ANSWERED:
        for i, answer in enumerate(result.answers):
            if i:
                console.print()
            _print_answer(console, answer)
        return
    console.print(Text(reason_of(result.reason), "bold yellow"))
    if result.candidates:
        console.print(Text("Có thể là:"))
        for card in result.candidates:
            _print_block(console, Text("• " + full_name_of(card)))
    if result.hits:
        console.print()
        console.print(Text("Đoạn gần nhất:", _QUIET))
        _print_passage(console, result.hits[0])


def render_search(console: Console, result: SearchResult) -> None:
    """Print ranked passages."""
    if not result.hits:
        console.print(Text("Không tìm thấy đoạn nào.", "bold yellow"))
    for i, hit in enumerate(result.hits):
        if i:
            console.print()
        head = Text.assemble((f"{hit.rank}. ", "bold"), (name_of(hit.document), "bold"))
        head.append(f"  {_number(hit.score, 3)}", _QUIET)
        console.print(head)
        _print_passage(console, hit)


def _print_answer(console: Console, answer: Answer) -> None:
    citation = answer.citation
    head = Text.assemble((one_line(answer.value), _VALUE), "  ")
    head.append(f"{TYPES[answer.type]} · độ tin cậy {_number(answer.confidence * 100, 0)} %", _QUIET)
    console.print(head)
    start, end = citation.value_start - citation.start, citation.value_end - citation.start
    _print_block(console, _quoted(citation.quote, [(start, end)]))
    _print_block(
        console, _source(citation.document, place_of(citation), citation.page, citation.start, citation.end)
    )


def _print_passage(console: Console, hit: Hit) -> None:
    _print_block(console, _quoted(hit.text, [(each.start, each.end) for each in hit.highlights]))
    _print_block(console, _source(hit.document, section_of(hit.section), hit.page, hit.start, hit.end))


def _print_block(console: Console, text: Text) -> None:
    """Print `text` indented, without filling its lines up with spaces."""
    for line in text.wrap(console, max(console.width - len(_INDENT), 20)):
        line.rstrip()
        console.print(Text(_INDENT) + line)


def _source(card: DocumentCard, where: str, page: int | None, start: int, end: int) -> Text:
    parts = [name_of(card), where, f"trang {page}" if page else "", f"ký tự {start}–{end}", card.source]
    return Text(" · ".join(part for part in parts if part), _QUIET)


def _quoted(text: str, ranges: Sequence[tuple[int, int]]) -> Text:
    """Return `text` in quotation marks with `ranges` emphasised; line breaks become spaces."""
    shown = text[:_EXCERPT_CHARS]
    body = Text(one_line(shown))
    for start, end in ranges:
        body.stylize(_EMPHASIS, min(start, len(shown)), min(end, len(shown)))
    return Text("“") + body + Text("…”" if len(text) > len(shown) else "”")


def _number(value: float, digits: int) -> str:
    """Write a number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")
