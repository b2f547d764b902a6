"""Numbers of OpenDocument lists, which programs compute."""

from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.office.odf_names import TEXT, XML_ID, whole
from corpus.readers.office.odf_styles import ListLevel, OdfStyles

_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: the list's style and levels, its depth from 1, and what was counted so far."""

    style: str = ""
    levels: dict[int, ListLevel] = field(default_factory=dict)
    depth: int = 0
    counts: list[int] = field(default_factory=list)


class Lists:
    """Counts the items of all lists and the headings of a text."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int]] = {}  # by the id of a list, and by its style
        self._outline: list[int] = []

    def enter(self, element: etree._Element, outer: Place | None) -> Place:
        """Return the place of the items of a list; `outer` is that of the item it stands in."""
        style = element.get(TEXT + "style-name") or (outer.style if outer else "")
        levels = self._styles.levels(style)
        if outer is not None:
            return Place(style, levels, outer.depth + 1, outer.counts)
        goes_on = element.get(TEXT + "continue-list")
        known = goes_on or (style if element.get(TEXT + "continue-numbering") == "true" else "")
        counts = self._counts.get(known, []) if known else []
        self._counts[element.get(XML_ID, "")] = self._counts[style] = counts
        return Place(style, levels, 1, counts)

    @staticmethod
    def begin_at(place: Place, item: etree._Element) -> None:
        """Let an item that names its number be the next to be counted."""
        start = item.get(TEXT + "start-value")
        if start is not None:
            place.counts[place.depth - 1 :] = [whole(start, 1) - 1]

    @staticmethod
    def label(place: Place) -> str:
        """Count one more item and return its number."""
        return _count(place.counts, place.levels, place.depth)

    def heading_label(self, heading: etree._Element) -> str:
        """Count one more heading and return its number, where headings are numbered."""
        level = max(whole(heading.get(TEXT + "outline-level"), 1), 1)
        return _count(self._outline, self._styles.outline, level)


def _count(counts: list[int], levels: dict[int, ListLevel], depth: int) -> str:
    rule = levels.get(depth)
    if rule is None or depth > _DEEPEST:
        return ""
    del counts[depth:]
    while len(counts) < depth:
        at = len(counts) + 1
        start = levels.get(at, ListLevel()).start
        counts.append(start if at < depth else start - 1)
    counts[depth - 1] += 1
    return rule.label(counts, levels)
