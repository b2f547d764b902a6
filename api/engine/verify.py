"""The last look at every citation before it leaves: is the quote really there?"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.errors import DocumentNotFound
from search.stages import Clock, Stage
from search.types import Answer, AskResult, Citation, Reason, Status

_LOG = logging.getLogger("api.engine.verify")


@dataclass(frozen=True, slots=True)
class Verified:
    """A result whose citations all hold, and how many answers were withheld."""

    result: AskResult
    dropped: int


def verify(result: AskResult, text_of: Callable[[str], str]) -> Verified:
    """Withhold the answers whose citation does not hold; abstain where none is left.

    Args:
        result: of the engine.
        text_of: returns a document's text; raises DocumentNotFound.
    """
    clock = Clock()
    with clock.stage(Stage.VERIFY):
        kept = _kept(result, text_of)
    result = replace(result, laps=result.laps + clock.laps)
    dropped = len(result.answers) - len(kept)
    if not dropped:
        return Verified(result, 0)
    if kept:
        return Verified(replace(result, answers=tuple(kept)), dropped)
    abstained = replace(result, status=Status.ABSTAINED, reason=Reason.NOT_IN_CORPUS, answers=())
    return Verified(abstained, dropped)


def _kept(result: AskResult, text_of: Callable[[str], str]) -> list[Answer]:
    texts: dict[str, str | None] = {}
    kept = []
    for answer in result.answers:
        fault = _fault(answer.citation, texts, text_of)
        if fault is None:
            kept.append(answer)
        else:
            _LOG.error("withheld %s answer from %s: %s", answer.type, answer.citation.document.id, fault)
    return kept


def _fault(citation: Citation, texts: dict[str, str | None], text_of: Callable[[str], str]) -> str | None:
    """Tell what is wrong with a citation; None where nothing is."""
    key = citation.document.id
    if key not in texts:
        try:
            texts[key] = text_of(key)
        except DocumentNotFound:
            texts[key] = None
    text = texts[key]
    if text is None:
        return "the document is gone"
    if not 0 <= citation.start < citation.end or text[citation.start : citation.end] != citation.quote:
        return "the quote does not stand at its offsets"
    if not citation.start <= citation.value_start < citation.value_end <= citation.end:
        return "the value does not lie in the quote"
    if hashlib.sha256(citation.quote.encode()).hexdigest() != citation.sha256:
        return "the quote's checksum differs"
    return None
