"""Which part of a page is its content, once what is hidden or serves the site has been taken out."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from corpus.readers.web.furniture import NEVER_TEXT, is_around, is_hidden

_MOST_OF_IT = 0.8  # the content box holds that share of the running text of what is around it
_SMALL_ENOUGH = 0.3  # what holds more of the running text is not thrown out for its name
_HALF = 0.5
_RUNNING = 25  # shorter texts say nothing of where the content is
_TITLES = ("h1", "h2")
_BOXES = frozenset(
    [
        "html",
        "body",
        "div",
        "section",
        "article",
        "main",
        "table",
        "tbody",
        "tr",
        "td",
        "form",
        "center",
        "span",
        "font",
        "blockquote",
    ]
)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much text an element holds: all, and the running text outside links."""

    text: int
    running: int


def weigh(root: HtmlElement) -> dict[HtmlElement, Weight]:
    """Return the weight of every element, computed from the leaves up."""
    weights: dict[HtmlElement, Weight] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        if not isinstance(element.tag, str):
            weights[element] = Weight(0, 0)
            continue
        own = [element.text or "", *(child.tail or "" for child in element)]
        lengths = [len(part.strip()) for part in own]
        text = sum(lengths) + sum(weights[child].text for child in element)
        running = sum(n for n in lengths if n >= _RUNNING) + sum(weights[child].running for child in element)
        if element.tag == "a":
            running = 0
        if element.tag in NEVER_TEXT:
            text = running = 0
        weights[element] = Weight(text, running)
    return weights


def prune(root: HtmlElement, *, of_site: bool = True) -> None:
    """Take out what is never shown, what is hidden, and what serves the site if it belongs to one."""
    weights = weigh(root)
    whole = weights[root]
    doomed: list[HtmlElement] = []
    for element in _shallowly(root, doomed):
        if not isinstance(element.tag, str) or element.tag in NEVER_TEXT:
            doomed.append(element)
            continue
        weight = weights[element]
        share = weight.running / whole.running if whole.running else weight.text / max(whole.text, 1)
        around = of_site and share < _SMALL_ENOUGH and _serves_site(element)
        if around or (share < _HALF and is_hidden(element)):
            doomed.append(element)
    for element in doomed:
        _remove(element)


def _shallowly(root: HtmlElement, doomed: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the elements below `root` in order, but not what lies in those already doomed."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        yield element
        if not (doomed and doomed[-1] is element):
            waiting.extend(reversed(element))


def _serves_site(element: HtmlElement) -> bool:
    if element.tag in ("body", "html", "h1", "main", "article", "table", "tr", "td", "p"):
        return False
    if element.tag == "header":
        return element.find(".//h1") is None and _above(element, "article", "main") is None
    return is_around(element) and element.find(".//h1") is None


def _above(element: HtmlElement, *tags: str) -> HtmlElement | None:
    return next((one for one in element.iterancestors() if one.tag in tags), None)


def _remove(element: HtmlElement) -> None:
    """Remove an element but keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def content_of(root: HtmlElement) -> tuple[HtmlElement, HtmlElement | None]:
    """Return the smallest element with the content, and the title before it where one stands in it.

    The element is widened to hold its title, for portals put the title, the date and the opening
    paragraph beside the box of the text.
    """
    weights = weigh(root)
    box = _heaviest(root, weights)
    title = _title_before(root, box)
    if title is None:
        return box, None
    around = {title, *title.iterancestors()}
    shared = next((one for one in [box, *box.iterancestors()] if one in around), root)
    return shared, title


def _heaviest(root: HtmlElement, weights: dict[HtmlElement, Weight]) -> HtmlElement:
    box = root
    while True:
        inside = [child for child in box if isinstance(child.tag, str) and child.tag in _BOXES]
        best = max(inside, key=lambda child: weights[child].running, default=None)
        if best is None or weights[best].running < _MOST_OF_IT * weights[box].running:
            return box
        if not weights[best].running:
            return box
        box = best


def _title_before(root: HtmlElement, box: HtmlElement) -> HtmlElement | None:
    """Return the nearest heading of the highest rank that stands before the text or at its start."""
    inside = set(box.iter())
    for tag in _TITLES:
        found = None
        for heading in root.iter(tag):
            if heading in inside or not _precedes(heading, box):
                continue
            if " ".join(heading.itertext()).strip():
                found = heading
        if found is not None:
            return found
        if any(True for _ in box.iter(tag)):
            return None
    return None


def _precedes(one: HtmlElement, other: HtmlElement) -> bool:
    ways = [[*reversed(list(e.iterancestors())), e] for e in (one, other)]
    for index, (a, b) in enumerate(zip(*ways, strict=False)):
        if a is not b:
            parent = ways[0][index - 1]
            return bool(parent.index(a) < parent.index(b))
    return False


def drop_before(box: HtmlElement, title: HtmlElement) -> None:
    """Take out what stands in the box before its title."""
    at = title
    while at is not box and at.getparent() is not None:
        for earlier in list(at.itersiblings(preceding=True)):
            earlier.tail = None
            earlier.getparent().remove(earlier)
        parent = at.getparent()
        parent.text = None
        at = parent
