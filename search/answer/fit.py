"""How well a clause of a document fits the task that a question asks about."""

import re

from corpus.letters import fold_letters
from search.answer.context import Context
from search.query import Query
from search.terms import Coverage, TermSet, content_terms, phrases
from search.types import AnswerType

# The words by which a role or a date is asked for say nothing about the task.
ROLE_WORDS = phrases(
    "chủ trì|phối hợp|tham gia|tham mưu|giao|nhiệm vụ|trách nhiệm|thực hiện|triển khai|đầu mối|báo cáo"
    "|thời hạn|hoàn thành|xong|chậm nhất|phải|yêu cầu|ngày|tháng"
)
# "Đầu mối tiếp nhận" may be another body than the one that leads.
_CONTACT_WORDS = phrases("đầu mối")
_AS_CONTACT = re.compile(r"\bdau moi\b")
_PROGRESS_WORDS = phrases("kết quả|tiến độ|tình hình|hoàn thành|đạt|đạt được")
_REPORTING_WORDS = phrases("báo cáo")
_SUPERVISION_WORDS = phrases("theo dõi|đôn đốc|kiểm tra|giám sát")
_KIND_BEFORE_NUMBER = re.compile(r"(?i)(?:\w+\s+){2}(?:số\s+)?$")
_CARRYING_OUT = re.compile(r"(?:thuc hien|trien khai|theo doi|don doc|kiem tra)(?: \w+){0,3} ?$")


class TaskFit:
    """Scores clauses against a question.

    Words of the question that the document's title repeats choose the document rather than the clause, so a
    clause is measured twice: against the whole question, and against what the title leaves unexplained.
    """

    def __init__(self, context: Context, pool: list[TermSet]) -> None:
        self._wanted = asked_terms(context)
        self._pool = pool
        self._whole = Coverage(self._wanted, pool)
        self._titles: dict[str, tuple[TermSet, Coverage]] = {}
        self._context = context

    @property
    def empty(self) -> bool:
        """Tell whether the question says nothing of a task."""
        return self._whole.empty

    def __call__(self, document_id: str, clause: TermSet) -> float:
        """Return the fit in [0, 1]; 1 when nothing is asked of the task."""
        if self.empty:
            return 1.0
        title, rest = self._title(document_id)
        plain = self._whole(clause)
        titled = self._whole(TermSet(clause.terms | title.terms))
        left = titled if rest.empty else rest(clause)
        return max(plain, 0.5 * titled + 0.5 * left)

    def _title(self, document_id: str) -> tuple[TermSet, Coverage]:
        if document_id not in self._titles:
            title = self._context.directory.entry(document_id).terms
            self._titles[document_id] = title, Coverage(self._wanted - title.terms, self._pool)
        return self._titles[document_id]


def asked_terms(context: Context) -> frozenset[str]:
    """Return what the question says of the task: not its document's number, not the words of the role."""
    ignored = ROLE_WORDS
    if context.query.type in (AnswerType.DEADLINE, AnswerType.RECURRENCE):
        ignored -= _REPORTING_WORDS  # "báo cáo trước ngày nào": reporting is the task
    if context.query.type is AnswerType.PROGRESS:
        ignored |= _PROGRESS_WORDS
    if context.query.type is AnswerType.SUPERVISING_AGENCY:
        ignored |= _SUPERVISION_WORDS
    own = content_terms(without_numbers(context.query), ignored - cue_words(context.query))
    return own | _itself(context, nothing_else=not own)


def cue_words(query: Query) -> frozenset[str]:
    """Return the words of a role that tell a clause from others of the same role."""
    return _CONTACT_WORDS if _AS_CONTACT.search(query.folded) else frozenset()


def _itself(context: Context, nothing_else: bool) -> frozenset[str]:
    """Return the pair of "công văn này" where the task asked about is carrying out the document itself."""
    terms = set()
    for mention in context.query.numbers if context.scope.named else ():
        before, after = context.query.folded[: mention.span.start], context.query.folded[mention.span.end :]
        if _CARRYING_OUT.search(before) or (nothing_else and re.search("thuc hien|trien khai", after)):
            kinds = {fold_letters(entry.shown.kind or "") for entry in context.scope.named}
            terms |= {f"{kind.split()[-1]} nay" for kind in kinds if kind}
    return frozenset(terms)


def without_numbers(query: Query) -> str:
    """Return the question without the numbers of documents: they choose the document, not the task."""
    text = query.text
    for mention in reversed(query.numbers):
        text = _KIND_BEFORE_NUMBER.sub(" ", text[: mention.span.start]) + " " + text[mention.span.end :]
    return text
