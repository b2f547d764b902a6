"""Results as a person reads them in a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from api.cli.words import EDGE_OF_DOCUMENT, NO_REASON, REASONS, TYPES
from api.wording import day_of, section_of
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
    console.print(Text(REASONS[result.reason] if result.reason else NO_REASON, "bold yellow"))
    if result.candidates:
        console.print(Text("Có thể là:"))
        for card in result.candidates:
            _print_block(console, Text("• " + _full_name(card)))
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
        head = Text.assemble((f"{hit.rank}. ", "bold"), (_name(hit.document), "bold"))
        head.append(f"  {_number(hit.score, 3)}", _QUIET)
        console.print(head)
        _print_passage(console, hit)


def _print_answer(console: Console, answer: Answer) -> None:
    citation = answer.citation
    head = Text.assemble((_one_line(answer.value), _VALUE), "  ")
    head.append(f"{TYPES[answer.type]} · độ tin cậy {_number(answer.confidence * 100, 0)} %", _QUIET)
    console.print(head)
    start, end = citation.value_start - citation.start, citation.value_end - citation.start
    _print_block(console, _quoted(citation.quote, [(start, end)]))
    where = section_of(citation.section) if citation.passage_id else EDGE_OF_DOCUMENT
    _print_block(console, _source(citation.document, where, citation.page, citation.start, citation.end))


def _print_passage(console: Console, hit: Hit) -> None:
    _print_block(console, _quoted(hit.text, [(each.start, each.end) for each in hit.highlights]))
    _print_block(console, _source(hit.document, section_of(hit.section), hit.page, hit.start, hit.end))


def _print_block(console: Console, text: Text) -> None:
    """Print `text` indented, without filling its lines up with spaces."""
    for line in text.wrap(console, max(console.width - len(_INDENT), 20)):
        line.rstrip()
        console.print(Text(_INDENT) + line)


def _source(card: DocumentCard, where: str, page: int | None, start: int, end: int) -> Text:
    parts = [_name(card), where, f"trang {page}" if page else "", f"ký tự {start}–{end}", card.source]
    return Text(" · ".join(part for part in parts if part), _QUIET)


def _name(card: DocumentCard) -> str:
    if not card.number:
        return card.title
    kind = card.kind or ""
    return f"{kind[:1].upper()}{kind[1:]} {card.number}".strip()


def _full_name(card: DocumentCard) -> str:
    """Name a document so that it is not taken for another of the same number."""
    name = _name(card)
    when = f" ngày {day_of(card.issued_on)}" if card.issued_on else ""
    issuer = f", {card.issuer}" if card.issuer else ""
    title = card.title[len(name) :] if card.title.casefold().startswith(name.casefold()) else card.title
    about = _one_line(title).strip(" :,")
    return f"{name}{when}{issuer}" + (f": {about}" if about else "")


def _quoted(text: str, ranges: Sequence[tuple[int, int]]) -> Text:
    """Return `text` in quotation marks with `ranges` emphasised; line breaks become spaces."""
    shown = text[:_EXCERPT_CHARS]
    body = Text(_one_line(shown))
    for start, end in ranges:
        body.stylize(_EMPHASIS, min(start, len(shown)), min(end, len(shown)))
    return Text("“") + body + Text("…”" if len(text) > len(shown) else "”")


def _one_line(text: str) -> str:
    """Put spaces for line breaks; one character stands for one, so that ranges keep their places."""
    return "".join(" " if char.isspace() else char for char in text)


def _number(value: float, digits: int) -> str:
    """Write a number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")
