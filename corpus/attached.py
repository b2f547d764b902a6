"""Documents issued with another: "QUY CHẾ / HOẠT ĐỘNG ... / (Ban hành kèm theo Quyết định số ...)"."""

import re
from functools import lru_cache

from corpus.letters import fold_letters, lower_letters
from corpus.numbers import all_kinds
from corpus.types import Span

_ISSUED_WITH = re.compile(r"\(?\s*(?:(?:duoc )?ban hanh )?kem theo\b")
_REACH = 5  # lines of a title
_OTHER_KINDS = ("điều lệ", "nội quy", "quy trình", "quy chuẩn", "danh mục", "bộ tiêu chí")


@lru_cache(maxsize=1)
def _kinds() -> tuple[str, ...]:
    return tuple(sorted((*all_kinds(), *_OTHER_KINDS)))


def attached_titles(text: str, paragraphs: list[Span]) -> dict[int, Span]:
    """Return where attached documents begin, each with its title."""
    found: dict[int, Span] = {}
    for at, span in enumerate(paragraphs):
        if not _ISSUED_WITH.match(fold_letters(text[span.start : span.start + 40])):
            continue
        above = paragraphs[max(0, at - _REACH) : at]
        first = next((n for n, line in enumerate(above) if _opens(line.of(text))), None)
        if first is not None and all(_is_title(line.of(text)) for line in above[first:]):
            found[above[first].start] = Span(above[first].start, above[-1].end)
    return found


def _opens(line: str) -> bool:
    """Tell a line in capitals that begins with the kind of a document."""
    low = lower_letters(line)
    return line.isupper() and any(low == kind or low.startswith(f"{kind} ") for kind in _kinds())


def _is_title(line: str) -> bool:
    return len(line) < 300 and not line.endswith((".", ";", ":"))
