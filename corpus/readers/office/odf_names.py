"""The vocabulary of OpenDocument."""

from lxml import etree

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, META, SVG, FO = (
    _BASE % name
    for name in ("office", "text", "table", "style", "meta", "svg-compatible", "xsl-fo-compatible")
)
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def local(element: etree._Element) -> str:
    """Return an element's name with the last word of its vocabulary ("text:p"); "" for comments."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].rpartition("}")
    return f"{space.split(':')[-2] if space.count(':') > 1 else ''}:{name}"


def whole(text: str | None, otherwise: int) -> int:
    """Return a number within reason, `otherwise` where there is none."""
    try:
        return min(max(int(text or ""), 0), 1_000_000)
    except ValueError:
        return otherwise
