"""The vocabulary of WordprocessingML."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(parent: etree._Element | None, name: str, attribute: str = "val") -> str | None:
    """Return an attribute of the child `name`; None where there is no such child or attribute."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + attribute)


def number(parent: etree._Element | None, name: str) -> int | None:
    """Return the value of the child `name` as a number."""
    return as_number(value(parent, name))


def as_number(text: str | None) -> int | None:
    """Return the number a text states, None where it states none; Word writes some as "720.5"."""
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """Tell whether the switch `name` is on; None where it is not set."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL, "true") not in ("0", "false", "off")
