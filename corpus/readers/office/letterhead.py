"""The words by which a letterhead and a list of recipients are told, wherever the file put them."""

import re

from corpus.letters import fold_letters

_MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam|doc lap\s*[-–—]\s*tu do")
_RECIPIENTS = re.compile(r"\W*noi nhan\b")


def has_motto(text: str) -> bool:
    """Tell whether the name of the state or the party, or the state's motto, stands in a text."""
    return _MOTTO.search(fold_letters(text)) is not None


def begins_recipients(text: str) -> bool:
    """Tell whether a text begins the list of those who get a document."""
    return _RECIPIENTS.match(fold_letters(text)) is not None
