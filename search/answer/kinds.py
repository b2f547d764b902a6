"""Which kind of body a question asks for: an answer of another kind is none."""

import re

# "sở nào", "bộ khác nào"; not "sở, ngành nào", "bộ phận nào".
_ASKED_KIND = re.compile(
    r"\b(sở|bộ|vụ|cục)(?! trưởng| phận| máy)(?: (?!nào|gì|ngành|ban)\w+){0,2} (?:nào|gì)\b"
)


def is_of_asked_kind(name: str, question: str) -> bool:
    """Tell whether a body is of the kind that a question asks for; True where it asks for any."""
    kind = _ASKED_KIND.search(question.lower())
    return kind is None or re.search(rf"\b{kind[1]}\b", name.lower()) is not None
