"""Documents issued with another: "QUY CHẾ / HOẠT ĐỘNG ... / (Ban hành kèm theo Quyết định số ...)"."""

import re
from functools import lru_cache

from corpus.letters import fold_letters, lower_letters
from corpus.numbers import all_kinds
from corpus.types import Span

_ISSUED_WITH = re.compile(r"\(?\s*(?:(?:duoc )?ban hanh )?kem theo\b")
_NOTE_AFTER = re.compile(r"\s*\((?:(?:duoc )?ban hanh )?kem theo\b")
_REACH = 5  # lines of a title
_LONGEST = 300  # code points of one
_OTHER_KINDS = ("điều lệ", "nội quy", "quy trình", "quy chuẩn", "danh mục", "bộ tiêu chí")


@lru_cache(maxsize=1)
def _kinds() -> tuple[str, ...]:
    return tuple(sorted((*all_kinds(), *_OTHER_KINDS)))


def attached_titles(text: str, paragraphs: list[Span]) -> dict[int, Span]:
    """Return where attached documents begin, each with its title."""
    found: dict[int, Span] = {}
    for at, span in enumerate(paragraphs):
        title = _title_before_note(text, span)
        if title is None:
            continue
        above = [*paragraphs[max(0, at - _REACH) : at], *([title] if title.end > title.start else [])]
        first = next((n for n, line in enumerate(above) if _opens(line.of(text))), None)
        if first is not None and all(_is_title(line.of(text)) for line in above[first:]):
            found[above[first].start] = Span(above[first].start, above[-1].end)
    return found


def _title_before_note(text: str, line: Span) -> Span | None:
    """Return what stands before "(Ban hành kèm theo ..." on its line, often nothing; None without a note."""
    folded = fold_letters(text[line.start : min(line.end, line.start + _LONGEST)])
    if _ISSUED_WITH.match(folded):
        return Span(line.start, line.start)
    note = _NOTE_AFTER.search(folded)
    if note is None or not text[line.start : line.start + note.start()].isupper():
        return None
    return Span(line.start, line.start + note.start())


def kind_of_title(title: str) -> str:
    """Return the kind that a title begins with, as a section is named: "Quy chế"; "" for none."""
    low = " ".join(lower_letters(title).split())
    kinds = [kind for kind in _kinds() if low == kind or low.startswith(f"{kind} ")]
    return max(kinds, key=len, default="").capitalize()


def _opens(line: str) -> bool:
    """Tell a line in capitals that begins with the kind of a document."""
    return line.isupper() and kind_of_title(line) != ""


def _is_title(line: str) -> bool:
    return len(line) < _LONGEST and not line.endswith((".", ";", ":"))
