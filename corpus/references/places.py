"""What stands around a citation: the line that opens its list, and the footnotes below the signature."""

import re
from collections.abc import Iterator, Sequence

from corpus.furniture import FOOTNOTE_MARK
from corpus.letters import lower_letters
from corpus.references.relations import governed
from corpus.types import Header, Relation, Span

_ITEM = re.compile(r"\s*(?:[-–—+*•]|\d{1,3}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ]{1,2}[.)])?\s*")
_MARKED = re.compile(r"\s*(?:[-–—+*•]|\d{1,3}(?:\.\d{1,2}){0,3}[.)]|[a-zđ]{1,2}[.)])")
_OF_DOCUMENTS = re.compile(
    r"văn bản|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|quy định|quy chế|pháp luật"
)
_ENDING = frozenset({Relation.REPEALS, Relation.REPLACES, Relation.AMENDS})
_FOOTNOTE = re.compile(rf"^{FOOTNOTE_MARK}[^\n]*", re.MULTILINE)


def relation_of_list(text: str, at: int, headings: Sequence[str]) -> Relation | None:
    """Return the relation that the opening of a list states for the citation at `at`, an item of it.

    The opening is the last line of `text` before it that ends in a colon, else the last of `headings`.
    """
    line = text.rfind("\n", 0, at) + 1
    if not _ITEM.fullmatch(text, line, at):
        return None
    for opening in reversed(text[:line].splitlines()):
        words = lower_letters(opening).rstrip()
        if words.endswith(":"):
            return _stated(words)
        if words and not _MARKED.match(words):  # a paragraph ends the list above
            return None
    for heading in reversed(headings):
        words = lower_letters(heading).rstrip()
        stated = _stated(words)
        if words.endswith(":") or stated in _ENDING:
            return stated
    return None


def _stated(words: str) -> Relation | None:
    stated = governed(words)
    if stated is Relation.CITES or not _OF_DOCUMENTS.search(words):
        return None
    return stated


def footnotes(text: str, header: Header) -> Iterator[Span]:
    """Yield the footnotes that stand outside the body and the annex."""
    for note in _FOOTNOTE.finditer(text):
        span = Span(*note.span())
        if not any(part is not None and part.contains(span) for part in (header.body, header.annex)):
            yield span
