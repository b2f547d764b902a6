"""Web pages: .html and pages saved as one file (.mht)."""

import email
import re
from email import policy
from email.message import EmailMessage
from html import unescape

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from corpus.errors import Damaged, EmptyFile
from corpus.readers.legacy_fonts import recognise, to_unicode
from corpus.readers.reading import Reading, reading_of
from corpus.readers.web.content import content_of, drop_before, prune
from corpus.readers.web.decode import decode_page
from corpus.readers.web.furniture import ends_article, is_furniture
from corpus.readers.web.lines import Lines
from corpus.types import Provenance, Remark

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DEEPEST = 2000  # the parser drops what lies deeper
# Elements that no other closes, and how many levels each makes; <p>, <li> and <td> close themselves.
_OPENING = re.compile(r"<(/?)(div|span|table|font|b|i|u|ul|ol|blockquote|center|section)\b", re.IGNORECASE)
_LEVELS = {"table": 4, "ul": 2, "ol": 2}
_OPENED = re.compile(r"<!--|<(/?[a-zA-Z][\w:]*)|<[!?]")
_CLOSED = re.compile(">")
_CLOSERS = {
    "<!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_INLINE = frozenset(
    ["a", "abbr", "b", "big", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"]
)


def read_html(data: bytes, source: str) -> Reading:
    """Return the content of a page: its title, byline, paragraphs and tables, without menus and the like."""
    return page_reading(decode_page(data, source), source)


def read_mht(data: bytes, source: str) -> Reading:
    """Return the content of a page that was saved as one file with its images."""
    message = email.message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() in (
            "text/html",
            "application/xhtml+xml",
        ):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return read_html(payload, source)
    if data.strip():
        raise Damaged(source)
    raise EmptyFile(source)


def page_reading(page: str, source: str) -> Reading:
    """Return the content of a decoded page."""
    text, remarks = page_text(page)
    return reading_of(text, source, Provenance("html", remarks))


def page_text(page: str, *, of_site: bool = True) -> tuple[str, tuple[Remark, ...]]:
    """Return the lines of a page's content, and what was met on the way.

    Args:
        page: the page, decoded.
        of_site: whether it belongs to a site, whose menus and the like are left out; a letter has none.
    """
    root = _parse(page)
    if root is None:
        return _bare(page), ()
    lines = Lines()
    prune(root, of_site=of_site)
    box, title = content_of(root) if of_site else (root, None)
    if title is not None:
        drop_before(box, title)
    lines.add(box)
    text = _without_furniture(lines.text()) if of_site else lines.text()
    if not text.strip():
        text = _bare(page)
    font = recognise(text)
    remarks = [Remark.TRACKED_CHANGES] if lines.saw_changes else []
    if font is not None or lines.saw_legacy_font:
        remarks.append(Remark.LEGACY_FONT)
    return (to_unicode(text, font) if font else text), tuple(remarks)


def _parse(page: str) -> HtmlElement | None:
    """Parse a page; None where it has no elements, or lies too deep for the parser."""
    page = _DECLARATION.sub("", page.replace("\x00", ""), count=2)
    if _depth(page) > _DEEPEST:
        return None
    parser = HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def _depth(page: str) -> int:
    """Return a depth that the elements of a page do not exceed by much."""
    deepest = depth = 0
    for tag in _OPENING.finditer(page):
        levels = _LEVELS.get(tag[2].lower(), 1)
        depth += -levels if tag[1] else levels
        deepest = max(deepest, depth)
        depth = max(depth, 0)
    return deepest


def _bare(page: str) -> str:
    """Return all text of a page, whatever it is, in one pass over it."""
    page = _DECLARATION.sub("", page, count=2)
    pieces, at = [], 0
    while (start := page.find("<", at)) >= 0:
        pieces.append(page[at:start])
        opened = _OPENED.match(page, start)
        if opened is None:
            pieces.append("<")
            at = start + 1
            continue
        closed = _CLOSERS.get((opened[1] or opened[0]).lower(), _CLOSED).search(page, opened.end())
        at = closed.end() if closed else len(page)
        pieces.append("" if (opened[1] or "").lower().lstrip("/") in _INLINE else "\n")
    pieces.append(page[at:])
    return unescape("\n".join(" ".join(line.split()) for line in "".join(pieces).splitlines()))


def _without_furniture(text: str) -> str:
    """Drop buttons and labels, and all from the heading on below which other articles stand."""
    lines = text.split("\n")
    total = len(text)
    kept, passed = [], 0
    for line in lines:
        passed += len(line) + 1
        if ends_article(line) and passed > total / 3:
            break
        if not line or not is_furniture(line):
            kept.append(line)
    return "\n".join(kept)
