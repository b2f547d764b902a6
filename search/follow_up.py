"""Questions that lean on those before them: "thế ai phối hợp?", "văn bản này ai ký?", "còn Sở Y tế?".

Such a question inherits the document of the last question that stood on its own, and its task and agency
where it names none. A question that stands on its own inherits nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.letters import has_marks
from corpus.types import AgencyMention
from models.protocols import Restorer
from search.asking.forms import QUESTION_WORDS, asking_form
from search.errors import QuestionError
from search.query import Query, analyze
from search.types import AnswerType, DocumentCard, Turn

_LEANS = re.compile(
    r"^(?:thế|vậy|còn|rồi|the|con|roi|và|va(?=\s+(?:ai|co quan|thoi han|bao gio)))\b", re.IGNORECASE
)
_KIND = (
    r"(?:vanban|van ban|cong van|nghi quyet|chi thi|quyet dinh|ke hoach|chuong trinh|thong bao|ket luan"
    r"|cong dien|huong dan|thong tu|nghi dinh|luat|quy dinh|quy che|de an)"
)
_POINTER = r" (?P<pointer>nay|do|ay|tren|noi tren|vua roi|vua neu)\b(?! (?:ai|co quan|don vi)\b)"
_THIS_DOCUMENT = re.compile(rf"\b{_KIND}{_POINTER}")
_THIS = re.compile(rf"\b(?:viec|nhiem vu|noi dung|co quan|don vi|cai|dieu|so|ban|ho|{_KIND}){_POINTER}")
_A_DOCUMENT = re.compile(rf"\b{_KIND}\b")
_WORD = re.compile(r"\w+")
# Words in which roles, times and facts are asked for; they tell no task.
_ASKING = QUESTION_WORDS | frozenset(
    """
    chu tri phoi hop tham muu giao nhiem vu trach nhiem thuc hien trien khai dau moi bao cao thoi han hoan
    thanh cham nhat yeu cau ngay thang quy nam ky chuc kinh gui trich hieu ban hanh can cu san pham ket qua
    the vay con tren ay lam thi sao van theo cuoi cung chinh luong bao lau lan dinh kii vanban cong nghi quyet
    chi thong luan dien huong dan chuong trinh ke hoach don doc giam sat
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_ENOUGH = 4  # of what a question tells, so that it is understood without those before it
_A_TASK = 2
_MOST_LENT = 400
# These are facts of the document as a whole: no task is needed to tell which.
_OF_DOCUMENT = frozenset(
    (
        AnswerType.SIGNER,
        AnswerType.SIGNER_POST,
        AnswerType.ISSUED_ON,
        AnswerType.EFFECTIVE_ON,
        AnswerType.NUMBER,
        AnswerType.SUBJECT,
        AnswerType.ISSUER,
        AnswerType.RECIPIENTS,
        AnswerType.LEGAL_BASIS,
        AnswerType.IMPLEMENTS,
        AnswerType.IMPLEMENTED_BY,
        AnswerType.REPLACED_BY,
    )
)
# Asked of the agency named before, or of its partners.
_OF_AGENCY = frozenset(
    (
        AnswerType.TASK,
        AnswerType.DEADLINE,
        AnswerType.RECURRENCE,
        AnswerType.PRODUCT,
        AnswerType.COORDINATING_AGENCY,
    )
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with the one it leans on.

    Attributes:
        query: the question by itself.
        about: the last question that stood on its own; its document is meant.
        task: the last question that told a task; None where the question tells its own or needs none.
        answer: what was said to it, where that names one document by its number.
    """

    query: Query
    about: Query
    task: Query | None
    answer: Query | None = None


def follow_up(query: Query, history: Sequence[Turn], restorer: Restorer | None = None) -> FollowUp | None:
    """Find what a question leans on; None where it stands on its own or nothing came before."""
    if not history or _stands_alone(query):
        return None
    task: Query | None = None
    answer: Query | None = None
    for turn in reversed(history):
        before = _analyzed(turn.content, restorer)
        if before is None:
            continue
        if turn.role != "user":
            answer = before if len({mention.text for mention in before.numbers}) == 1 else None
            continue
        if task is None and _told(before) >= _A_TASK:
            task = before
        if _stands_alone(before):
            needs_task = not (
                _told(query) >= _A_TASK or query.type in _OF_DOCUMENT or _points(query, _THIS_DOCUMENT)
            )
            return FollowUp(query, before, (task or before) if needs_task else None, answer)
    return None


def whole_query(asked: FollowUp, documents: Sequence[DocumentCard]) -> Query:
    """Return the question with all that it inherits; `documents` are those meant, () where nobody knows."""
    own, task = asked.query, asked.task
    kind, shape, other, agencies = own.type, own.shape, own.other, own.agencies
    said = [own.text]
    if task is not None:
        if agencies and not _told(own) and own.patterned in (AnswerType.SPAN, AnswerType.ASSIGNEE):
            kind, shape, other = (
                task.type,
                task.shape,
                task.other,
            )  # "còn Sở Y tế?" asks what was asked before
            said = [_with_agency(task, agencies[0])]
        else:
            said.append(_without(task, task.agencies if agencies else ())[:_MOST_LENT])
        if not agencies and kind in _OF_AGENCY:
            agencies = task.agencies
    names = " và ".join(map(_name_of, documents)) or _numbers_of(asked.about)
    text = " ".join([*([f"{names}:"] if names else []), *said])
    joined = analyze(text)
    meant = {mention.agency_id for mention in agencies}
    return replace(
        joined,
        original=own.original,
        restored=own.restored,
        expansions=own.expansions,
        agencies=tuple(mention for mention in joined.agencies if mention.agency_id in meant),
        type=kind,
        shape=shape,
        other=other,
        is_out_of_scope=own.is_out_of_scope,
    )


def _analyzed(content: str, restorer: Restorer | None) -> Query | None:
    try:
        return analyze(content, restorer)
    except QuestionError:  # an empty turn lends nothing
        return None


def _stands_alone(query: Query) -> bool:
    if query.numbers:
        return True
    if _LEANS.match(query.normalized) or _points(query, _THIS):
        return False
    says_when = bool(query.dates or query.periods or any(c.isdigit() for c in query.text))
    names = bool(_A_DOCUMENT.search(query.folded)) + bool(query.agencies) + says_when
    return _told(query) + 2 * names >= _ENOUGH


def _points(query: Query, pattern: re.Pattern[str]) -> bool:
    """Tell whether a question points at what was said before; "đó" does, "do" in a marked text does not."""
    marked = has_marks(query.text)
    found = (query.text[slice(*m.span("pointer"))] for m in pattern.finditer(query.folded))
    return any(not marked or word.lower() != "do" for word in found)


def _told(query: Query) -> int:
    """Count the syllables in which a question tells its task."""
    text = _without(query, query.agencies)
    return len(
        {word for word in _WORD.findall(asking_form(text)) if word not in _ASKING and not word.isdigit()}
    )


def _without(query: Query, agencies: Sequence[AgencyMention]) -> str:
    """Return a question without its numbers of documents and without some of its agencies."""
    text = query.text
    spans = [mention.span for mention in query.numbers] + [mention.span for mention in agencies]
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + text[span.end :]
    return " ".join(text.rstrip("?!. ").split())


def _with_agency(query: Query, agency: AgencyMention) -> str:
    """Return a question without its numbers, asked of another agency."""
    if not query.agencies:
        return f"{agency.name} {_without(query, ())}"
    named = query.agencies[-1]
    text = query.text[: named.span.start] + agency.name + query.text[named.span.end :]
    moved = len(agency.name) - (named.span.end - named.span.start)
    for mention in reversed(query.numbers):
        shift = moved if mention.span.start > named.span.start else 0
        text = text[: mention.span.start + shift] + text[mention.span.end + shift :]
    return " ".join(text.split())


def _name_of(card: DocumentCard) -> str:
    if card.number is None:
        return card.title
    day = f" ngày {card.issued_on:%d/%m/%Y}" if card.issued_on else ""
    return f"{card.kind or 'văn bản'} số {card.number}{day}"


def _numbers_of(query: Query) -> str:
    """Return the numbers that a question gives, with the kind before them where a number has none."""
    named = []
    for mention in query.numbers:
        before = query.text[: mention.span.start].split()[-2:] if mention.text[:1].isdigit() else []
        named.append(" ".join([*before, mention.text]))
    return " và ".join(named)
