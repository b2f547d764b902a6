"""Which shape of answer a question asks for: an amount, a length of time, a moment, a body, a sentence."""

import re
from enum import StrEnum

from corpus.letters import fold_letters
from search.asking.cues import ASKS_CODE, CITED_ONE, SLOWEST, WHICH_DOCUMENT, YES_OR_NO, relations_asked
from search.asking.forms import asking_form
from search.asking.patterns import WHO
from search.types import AnswerType


class Shape(StrEnum):
    """What the value of an answer looks like."""

    AMOUNT = "amount"
    LENGTH = "length"
    MOMENT = "moment"
    BODY = "body"
    SENTENCE = "sentence"
    DOCUMENT = "document"


_BODIES = frozenset(
    (
        AnswerType.LEAD_AGENCY,
        AnswerType.COORDINATING_AGENCY,
        AnswerType.ADVISING_AGENCY,
        AnswerType.SUPERVISING_AGENCY,
        AnswerType.REPORT_TO,
        AnswerType.ASSIGNEE,
    )
)
_SENTENCES = frozenset((AnswerType.TASK, AnswerType.PURPOSE, AnswerType.PROGRESS, AnswerType.PRODUCT))
_DOCUMENTS = frozenset((AnswerType.LEGAL_BASIS, AnswerType.IMPLEMENTS))
_FREE = frozenset((AnswerType.SPAN, AnswerType.REQUIREMENT, AnswerType.DEADLINE, AnswerType.FIGURE))
CHOSEN_TYPES = _BODIES | _SENTENCES | _DOCUMENTS | _FREE
_OF_DAY = re.compile(r"\bmay gio\b(?! (?:mot|moi) )")
_LENGTH = re.compile(
    r"\bbao lau\b(?! (?:mot|1) lan)|(?:bao nhieu|\bmay) (?:gio|tieng|ngay|thang|tuan|nam|phut)\b(?! nao)"
)
_MOMENT = re.compile(
    r"(?:khi|luc|hom|ngay|thang|nam|quy|thoi diem|thoi gian|han|dip|moc|ky) nao|bao gio|(?:ngay|quy) may\b"
    r"|thoi han|han chot|cham nhat"
)
_AMOUNT = re.compile(
    r"bao nhieu|\bmay\b|phan tram|ty le|(?:rong|dai|cao|lon|nang) (?:chung|den) nao"
    r"|\bmuc (?:chi|phi|phat|ho tro|thu|chuan)(?!.*\b(?:nhung|cac|ai)\b.* nao$)"
)
_WHO = re.compile(rf"{WHO}|(?:ve|cho|voi|den|cung|toi) (?:dau|ai)\b")
_HOLDER = re.compile(r"\bai (?:la|lam|giu)\b|\bla ai\b")
_WHAT = re.compile(r"\bnguon\b|\b(?:lam|viec) gi\b")
BY_TITLE = re.compile(r"\b(?:nguoi|dong chi|ong|ba|pho thu tuong|can bo|lanh dao) nao\b")


def patterned_shape(text: str, kind: AnswerType) -> Shape | None:
    """Return the shape of the answer of a type that the words of a question tell.

    None where the header, a reference or a person answers.
    """
    form = asking_form(text)
    if kind in _DOCUMENTS or (kind in (*_FREE, AnswerType.NUMBER) and _asks_document(form, kind)):
        return Shape.DOCUMENT
    if asks_person(fold_letters(text)) or (kind is AnswerType.SPAN and _HOLDER.search(form)):
        return None
    if kind in _BODIES:
        return Shape.BODY
    if kind in _SENTENCES:
        return Shape.SENTENCE
    return _free_shape(form, kind) if kind in _FREE else None


def asks_person(folded: str) -> bool:
    """Tell whether a folded question asks for a person and no body: "đồng chí nào", "Phó Thủ tướng nào"."""
    return BY_TITLE.search(folded) is not None


def _asks_document(form: str, kind: AnswerType) -> bool:
    """Tell whether a question asks for another document than the one that it is about."""
    if CITED_ONE.search(form):
        return True
    asked = WHICH_DOCUMENT.search(form)
    return asked is not None and (kind is not AnswerType.NUMBER or relations_asked(form) != ())


def _free_shape(form: str, kind: AnswerType) -> Shape:
    if ASKS_CODE.search(form) or YES_OR_NO.search(form):
        return Shape.SENTENCE
    if _OF_DAY.search(form):
        return Shape.MOMENT
    if _LENGTH.search(form):
        return Shape.LENGTH
    moment = _MOMENT.search(SLOWEST.sub(" ", form)) is not None
    if _AMOUNT.search(form) and not moment:
        return Shape.AMOUNT
    if moment:
        return Shape.MOMENT
    if kind is AnswerType.SPAN and _WHO.search(form) and not _WHAT.search(form):
        return Shape.BODY
    return Shape.SENTENCE
