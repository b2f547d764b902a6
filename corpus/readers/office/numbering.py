"""Numbers that Word computes: they stand in no text of the file, yet readers see and cite them."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from corpus.readers.office.numerals import numeral
from corpus.readers.office.styles import look_of
from corpus.readers.office.symbols import bullet
from corpus.readers.office.wordml import W, as_number, is_on, number, value

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `restart` is the level, from 1, after which it begins anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    decimal_only: bool = False
    font: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]  # overrides


@dataclass(frozen=True, slots=True)
class Label:
    """A computed number with the gap behind it; `font` where the list names one."""

    text: str
    font: str | None


class Numbering:
    """The lists of a file and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract = {} if root is None else {
            a.get(W + "abstractNumId", ""): a for a in root.findall(W + "abstractNum")
        }  # fmt: skip
        self._by_style = {
            name: key for key, a in self._abstract.items() if (name := value(a, "styleLink")) is not None
        }
        nums = [] if root is None else root.findall(W + "num")
        self._lists = {as_number(num.get(W + "numId")): self._read_list(num) for num in nums}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[int] = set()

    def level_of(self, list_id: int, style: str, level: int | None) -> int:
        """Return the level of a paragraph whose style carries the numbering."""
        found = self._lists.get(list_id)
        if level is None and found is not None:
            level = next((at for at, rule in found.levels.items() if rule.style == style), 0)
        return min(max(level or 0, 0), _LEVELS - 1)

    def next_label(self, list_id: int, level: int) -> Label | None:
        """Count one more paragraph of a list; None where it shows no number."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return None
        counts = self._counts.setdefault(found.abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at in found.starts:
                counts.pop(at, None)
        self._count(found, counts, level)
        rule = found.levels[level]
        if rule.form == "bullet":
            return Label(bullet(rule.text, rule.font) + rule.gap, None)
        text = _PLACE.sub(lambda m: self._shown(found, counts, int(m[1]) - 1, rule.decimal_only), rule.text)
        return Label(text + rule.gap, rule.font) if text.strip() else None

    def _count(self, found: _List, counts: dict[int, int], level: int) -> None:
        counts[level] = counts[level] + 1 if level in counts else self._start(found, level)
        for above in range(level):
            counts.setdefault(above, self._start(found, above))
        for below in range(level + 1, _LEVELS):
            rule = found.levels.get(below, Level())
            if below in counts and (rule.restart is None or 0 <= level < rule.restart):
                del counts[below]

    def _start(self, found: _List, level: int) -> int:
        return found.starts.get(level, found.levels.get(level, Level()).start)

    def _shown(self, found: _List, counts: dict[int, int], level: int, decimal_only: bool) -> str:
        rule = found.levels.get(level, Level())
        if rule.form == "bullet":
            return ""
        form = "decimal" if decimal_only and rule.form not in ("none", "decimalZero") else rule.form
        return numeral(counts.get(level, self._start(found, level)), form)

    def _read_list(self, num: etree._Element) -> _List:
        key = value(num, "abstractNumId") or ""
        levels = self._levels(key)
        starts: dict[int, int] = {}
        for override in num.findall(W + "lvlOverride"):
            at = as_number(override.get(W + "ilvl")) or 0
            own = override.find(W + "lvl")
            if own is not None:
                levels[at] = _read_level(own)
            start = number(override, "startOverride")
            if start is not None:
                starts[at] = start
        return _List(key, levels, starts)

    def _levels(self, key: str, followed: bool = False) -> dict[int, Level]:
        element = self._abstract.get(key)
        if element is None:
            return {}
        levels = {as_number(lvl.get(W + "ilvl")) or 0: _read_level(lvl) for lvl in element.findall(W + "lvl")}
        linked = value(element, "numStyleLink")
        if not levels and linked is not None and not followed:
            return self._levels(self._by_style.get(linked, ""), followed=True)
        return levels


def _read_level(element: etree._Element) -> Level:
    look = look_of(element.find(W + "rPr"))
    level = Level(
        start=number(element, "start") or 0,
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        gap="" if value(element, "suff") == "nothing" else " ",
        restart=number(element, "lvlRestart"),
        decimal_only=is_on(element, "isLgl") or False,
        font=look.font,
        style=value(element, "pStyle"),
    )
    return replace(level, text="") if look.hidden else level
