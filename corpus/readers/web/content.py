"""Which part of a page is its content, once what is hidden or serves the site has been taken out."""

from dataclasses import dataclass
from itertools import takewhile

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
    waiting = list(root)
    while waiting:
        element = waiting.pop()
        if _is_doomed(element, weights[element], whole, of_site=of_site):
            _remove(element)
        else:
            waiting += element


def _is_doomed(element: HtmlElement, weight: Weight, whole: Weight, *, of_site: bool) -> bool:
    if not isinstance(element.tag, str) or element.tag in NEVER_TEXT:
        return True
    share = weight.running / whole.running if whole.running else weight.text / max(whole.text, 1)
    if of_site and share < _SMALL_ENOUGH and _serves_site(element):
        return True
    return share < _HALF and is_hidden(element)


def _serves_site(element: HtmlElement) -> bool:
    if element.tag in ("body", "html", "h1", "main", "article", "table", "tr", "td", "p"):
        return False
    if element.tag == "header":
        return element.find(".//h1") is None and next(element.iterancestors("article", "main"), None) is None
    return is_around(element) and element.find(".//h1") is None


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
    around = set(box.iterancestors())
    before = [one for one in takewhile(lambda one: one is not box, root.iter()) if one not in around]
    for tag in _TITLES:
        found = [one for one in before if one.tag == tag and "".join(one.itertext()).strip()]
        if found:
            return found[-1]
        if box.find(f".//{tag}") is not None:
            return None
    return None


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
