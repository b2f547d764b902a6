"""Questions that ask for two things at once: "bộ nào chủ trì, phải xong trước khi nào?"."""

import re

from corpus.letters import fold_letters
from search.asking.patterns import patterned_type
from search.types import AnswerType as T

_JOINT = re.compile(r"[,;?]|\b(?:và|va|đồng thời|dong thoi|rồi)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:ai|nao|gi|dau|bao gio|bao nhieu|may|bao lau|the nao|ra sao)\b")
# Askings that words alone tell apart; a span or a requirement may be any part of a question.
_CERTAIN = frozenset(
    (
        T.LEAD_AGENCY,
        T.COORDINATING_AGENCY,
        T.ADVISING_AGENCY,
        T.SUPERVISING_AGENCY,
        T.REPORT_TO,
        T.ASSIGNEE,
        T.DEADLINE,
        T.RECURRENCE,
        T.PRODUCT,
        T.SIGNER,
        T.SIGNER_POST,
        T.ISSUED_ON,
        T.EFFECTIVE_ON,
        T.ISSUER,
    )
)


def types_asked(text: str, whole: T, patterned: T | None = None) -> tuple[T, ...]:
    """Return all that a question asks for, in its order; only `whole` where it asks once.

    `whole` is the type of the question as a whole, `patterned` what the patterns tell of it where that
    is another: parts, of which only patterns tell, may be read unlike the whole.
    """
    asking = [part for part in _JOINT.split(text) if _ASKS.search(fold_letters(part))]
    if len(asking) < 2:
        return (whole,)
    types = list(dict.fromkeys(_told_of(patterned_type(part), whole) for part in asking))
    is_told = whole in types or patterned in types
    return tuple(types) if is_told and _CERTAIN.issuperset(types) else (whole,)


def _told_of(part: T, whole: T) -> T:
    """Return the type of a part; who receives what is reported is reported to."""
    return whole if part is T.RECIPIENTS and whole is T.REPORT_TO else part
