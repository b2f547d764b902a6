"""Questions that lean on those before them: "thế ai phối hợp?", "văn bản này ai ký?", "còn Sở Y tế?".

Such a question inherits the document of the last question that stood on its own, and its task and agency
where it names none. A question that stands on its own inherits nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.types import AgencyMention
from models.protocols import Restorer
from search.errors import QuestionError
from search.leaning import (
    A_TASK,
    names_only_agency,
    names_only_document,
    names_only_task,
    points_at_document,
    stands_alone,
    told,
    without,
)
from search.query import Query, analyze
from search.types import AnswerType, DocumentCard, Turn

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


# Asked of one task; another task may take its place.
_OF_TASK = frozenset(
    (
        AnswerType.LEAD_AGENCY,
        AnswerType.COORDINATING_AGENCY,
        AnswerType.ADVISING_AGENCY,
        AnswerType.SUPERVISING_AGENCY,
        AnswerType.REPORT_TO,
        AnswerType.ASSIGNEE,
        AnswerType.DEADLINE,
        AnswerType.RECURRENCE,
        AnswerType.PRODUCT,
        AnswerType.PROGRESS,
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
        asking: the last question that asked, where this one only names what it is asked of instead.
    """

    query: Query
    about: Query
    task: Query | None
    answer: Query | None = None
    asking: Query | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question asked before, and what was said to it where that names one document by its number."""

    query: Query
    answer: Query | None


def follow_up(query: Query, history: Sequence[Turn], restorer: Restorer | None = None) -> FollowUp | None:
    """Find what a question leans on; None where it stands on its own or nothing came before."""
    if not history or (stands_alone(query) and not names_only_document(query)):
        return None
    before = _asked_before(history, restorer)
    asking = _asking_of(query, before)
    if names_only_document(query):
        if asking is None:
            return None
        needs_task = told(asking) < A_TASK and asking.type not in _OF_DOCUMENT
        return FollowUp(query, query, _task_of(before) if needs_task else None, asking=asking)
    about = next((past for past in before if stands_alone(past.query)), None) or _first_of(before)
    if about is None:
        return None
    needs_task = asking is None and not (
        told(query) >= A_TASK or query.type in _OF_DOCUMENT or points_at_document(query)
    )
    task = (_task_of(before) or _last_asking(before)) if needs_task else None
    return FollowUp(query, about.query, task, about.answer, asking)


def _asked_before(history: Sequence[Turn], restorer: Restorer | None) -> list[_Asked]:
    """Return the questions since the last that stood on its own, with it, the latest first."""
    before: list[_Asked] = []
    answer: Query | None = None
    for turn in reversed(history):
        query = _analyzed(turn.content, restorer)
        if query is None:
            continue
        if turn.role != "user":
            answer = query if len({mention.text for mention in query.numbers}) == 1 else None
            continue
        before.append(_Asked(query, answer))
        answer = None
        if stands_alone(query) and not names_only_document(query):
            break
    return before


def _first_of(before: Sequence[_Asked]) -> _Asked | None:
    """Return the first question of a conversation: nothing came before it, so it meant itself."""
    first = before[-1] if before else None
    return first if first and not first.query.is_out_of_scope and told(first.query) else None


def _task_of(before: Sequence[_Asked]) -> Query | None:
    return next((past.query for past in before if told(past.query) >= A_TASK), None)


def _last_asking(before: Sequence[_Asked]) -> Query | None:
    """Return the question on which those after it lean, and not one that only names another document."""
    alone = (past.query for past in reversed(before) if stands_alone(past.query))
    return next((past for past in alone if not names_only_document(past)), before[-1].query)


def _asking_of(query: Query, before: Sequence[_Asked]) -> Query | None:
    """Return the question that is asked once more, of the document, agency or task that `query` names."""
    asked = [past.query for past in before if not _names_only(past.query)]
    if names_only_document(query):
        return next(iter(asked), None)
    if names_only_agency(query):
        return next((past for past in asked if past.type not in _OF_DOCUMENT and _tells(past)), None)
    if names_only_task(query):
        return next((past for past in asked if past.type in _OF_TASK), None)
    return None


def _names_only(query: Query) -> bool:
    return names_only_document(query) or names_only_agency(query) or names_only_task(query)


def _tells(query: Query) -> bool:
    return bool(query.agencies) or told(query) >= A_TASK


def whole_query(asked: FollowUp, documents: Sequence[DocumentCard]) -> Query:
    """Return the question with all that it inherits; `documents` are those meant, () where nobody knows."""
    own, read = asked.query, asked.asking or asked.query
    said, agencies = _said(asked)
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
        type=read.type,
        shape=read.shape,
        other=read.other,
        is_out_of_scope=own.is_out_of_scope,
    )


def _said(asked: FollowUp) -> tuple[list[str], Sequence[AgencyMention]]:
    """Return what a question says with all that it inherits, but for the document, and the agencies meant."""
    own, task, asking = asked.query, asked.task, asked.asking
    if asking is not None and own.numbers:
        lent = [without(task, ())[:_MOST_LENT]] if task is not None else []
        return [without(asking, ()), *lent], asking.agencies
    if asking is not None and own.agencies:
        return [_with_agency(asking, own.agencies[0])], own.agencies
    if task is None:
        return [own.text], own.agencies
    lent = [without(task, task.agencies if own.agencies else ())[:_MOST_LENT]]
    of_task = task.agencies if own.type in _OF_AGENCY else ()
    return [own.text, *lent], own.agencies or of_task


def _analyzed(content: str, restorer: Restorer | None) -> Query | None:
    try:
        return analyze(content, restorer)
    except QuestionError:  # an empty turn lends nothing
        return None


def _with_agency(query: Query, agency: AgencyMention) -> str:
    """Return a question without its numbers, asked of another agency."""
    if not query.agencies:
        return f"{agency.name} {without(query, ())}"
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
