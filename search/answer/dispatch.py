"""Which family answers which type of question."""

from collections.abc import Callable

from search.answer import deadlines, facts, figures, lists, references, spans, tasks
from search.answer.context import Context, Finding
from search.types import AnswerType as T

Answerer = Callable[[Context], Finding]

ANSWERERS: dict[T, Answerer] = {
    T.LEAD_AGENCY: tasks.answer,
    T.COORDINATING_AGENCY: tasks.answer,
    T.ADVISING_AGENCY: tasks.answer,
    T.SUPERVISING_AGENCY: tasks.answer,
    T.REPORT_TO: tasks.answer,
    T.ASSIGNEE: tasks.answer,
    T.TASK: lists.before(tasks.answer_slot),
    T.PRODUCT: tasks.answer_slot,
    T.DEADLINE: deadlines.answer,
    T.RECURRENCE: deadlines.answer,
    T.SIGNER: facts.answer,
    T.SIGNER_POST: facts.answer,
    T.ISSUED_ON: facts.answer,
    T.EFFECTIVE_ON: facts.answer,
    T.NUMBER: facts.answer,
    T.SUBJECT: facts.answer,
    T.ISSUER: facts.answer,
    T.RECIPIENTS: facts.answer,
    T.LEGAL_BASIS: references.answer,
    T.IMPLEMENTS: references.answer,
    T.IMPLEMENTED_BY: references.answer_incoming,
    T.REPLACED_BY: references.answer_incoming,
    T.FIGURE: lists.before(figures.answer),
    T.PROGRESS: figures.answer_progress,
    T.REQUIREMENT: references.before(spans.answer),
    T.PURPOSE: spans.answer,
    T.SPAN: references.before(spans.answer),
}

# A document's own header answers these, whatever else bears a like number.
FACTS = frozenset(facts.READERS)
# A count may name a resolution and mean what others report of carrying it out.
CARRIED_OUT_ELSEWHERE = frozenset((T.FIGURE, T.PROGRESS))
# These ask for other documents by number; which of two homonyms is meant is settled by what cites them.
WITHOUT_OWN_DOCUMENT = frozenset((T.IMPLEMENTED_BY, T.REPLACED_BY))
