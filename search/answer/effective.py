"""What a document says of its effect beside the day in its header."""

import re

from corpus.header.effect import Effect, Own, day_told, effect_of
from corpus.types import Header, Span

_APPLIED = re.compile(
    r"[^.;\n]{0,60}?\b(?:và|được)\s+(?:thực hiện|áp dụng)\s+(?:kể\s+)?(?:từ\s+)?(?=ngày\s|\d)"
)


def effect_told(text: str, header: Header) -> Effect | None:
    """Return the words that tell from when a document has effect, with the day where one comes of them."""
    own = Own(header.kind.value if header.kind else None, header.number.value if header.number else None)
    body = header.body or Span(0, len(text))
    return effect_of(text, body, own, header.issued_on.value if header.issued_on else None)


def application_told(text: str, header: Header) -> Effect | None:
    """Return from when a document is applied, where it tells that beside its effect."""
    effect = effect_told(text, header)
    applied = _APPLIED.match(text, effect.span.end) if effect else None
    return day_told(text, applied.end(), None) if applied else None
