"""Who the headings and lead-ins above a paragraph name, for lists whose items name nobody."""

import re

from corpus.furniture import FOOTNOTE_MARK
from corpus.structure import Unit
from corpus.types import AgencyMention, Span

_SHORTEST_ITEM = 45
_FOOTNOTE = re.compile(FOOTNOTE_MARK)
_SENTENCE_END = re.compile(r"[.;:]\s*$")


class Above:
    """Headings that name agencies, and the last paragraph that told agencies to do what follows."""

    def __init__(self) -> None:
        self._headings: dict[Span, tuple[AgencyMention, ...]] = {}
        self._told: tuple[AgencyMention, ...] = ()
        self._at: Unit | None = None
        self._depth: int | None = None  # of the first item of the list
        self._begun = False

    def names(self, text: str, unit: Unit, mentions: tuple[AgencyMention, ...]) -> None:
        """Take `unit` for a heading or the lead-in of a list that names agencies."""
        if _FOOTNOTE.match(text, unit.span.start):
            return
        if unit.depth is not None:
            self._headings[unit.content] = mentions
            return
        self._told, self._at, self._depth, self._begun = mentions, unit, None, False

    def subject_for(self, text: str, unit: Unit) -> tuple[AgencyMention, ...]:
        """Return the agencies that stand nearest above `unit`; to be called for each unit in order."""
        heading = next((one for one in reversed(unit.parents) if one in self._headings), None)
        # "QUYẾT ĐỊNH:" and footnotes begin something else
        if unit.content.of(text).isupper() or _FOOTNOTE.match(text, unit.span.start):
            self._at = None
            return ()
        listed = self._in_list(unit)
        if listed and self._at is not None and (heading is None or self._at.span.start > heading.start):
            return self._told if _says_something(text, unit.content) else ()
        return self._headings[heading] if heading is not None else ()

    def _in_list(self, unit: Unit) -> bool:
        """Tell whether `unit` stands in the list that the last lead-in opened."""
        if self._at is None:
            return False
        if not self._begun:
            self._begun, self._depth = True, unit.depth
            return self._at.parents == unit.parents[: len(self._at.parents)]
        if unit.depth is None or self._depth is None or unit.depth < self._depth:
            self._at = None
        return self._at is not None


def _says_something(text: str, content: Span) -> bool:
    """Tell a task from the bare title of a part: "1. Mục tiêu"."""
    return content.end - content.start >= _SHORTEST_ITEM or bool(_SENTENCE_END.search(content.of(text)))
