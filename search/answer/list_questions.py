"""Which questions ask for a list of tasks, and of which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corpus.dates import find_dates, find_periods
from corpus.letters import fold_letters
from corpus.numbers import all_kinds
from corpus.types import AgencyMention, Role, Span
from search.query import Query

_TASKS = re.compile(r"\b(?:nhiem vu|dau viec|cong viec|viec)\b|\blam (?:nhung )?gi\b")
_COUNTS = re.compile(
    r"\b(?:bao nhieu|may|so luong|tong so)\b(?: \w+){0,2}? ?(?:nhiem vu|dau viec|cong viec|viec)\b"
)
_SEVERAL = re.compile(r"\b(?:nhung|cac|liet ke|danh sach|tat ca|toan bo)\b")
_DUE = re.compile(r"\b(?:(?:het|den|toi|qua|ra) han|han|xong|hoan thanh|phai|can)\b")
COUNTS_TASKS = re.compile(r"\b(?:bao nhieu|may) (?:nhiem vu|dau viec|cong viec|phan viec)\b")
_BY_ROLE = re.compile(
    r"\b(?:nhiem vu|dau viec|cong viec|viec) nao (?:duoc )?do\b[^?]*\b(?:chu tri|phoi hop|tham muu)\b"
)
_GIVING = re.compile(r"(?<!duoc )\b(?:giao|phan cong|yeu cau|de nghi)(?: cho)?\s*$")
_ROLES = (
    (re.compile(r"\bchu tri\b"), Role.LEAD),
    (re.compile(r"\bphoi hop\b"), Role.COORDINATE),
    (re.compile(r"\btham muu\b"), Role.ADVISE),
    (re.compile(r"\b(?:theo doi|don doc|giam sat)\b"), Role.SUPERVISE),
)
# A month or quarter without its year.
_MONTH = re.compile(r"\bthang (?P<month>1[0-2]|0?[1-9])\b(?!\s*(?:/|nam))")
_QUARTER = re.compile(r"\bquy (?P<quarter>iv|i{1,3}|[1-4])\b(?!\s*(?:/|nam))")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_UNTIL = re.compile(r"\b(?:truoc|den|cham nhat|muon nhat|den het|truoc het)(?: la| vao)?(?: ngay)?\s*$")
_SINCE = re.compile(r"\b(?:tu|sau|ke tu)(?: ngay)?\s*$")
# All that such a question may say besides agencies and times.
_ASKING = frozenset(
    """
    ai bao nhieu may so luong tong co la thi duoc bi giao cho phan cong yeu cau de nghi phai can lam nhung
    cac viec nhiem vu cong dau gi nao trong nam thang quy ngay ke tu den het toi qua ra han hoan thanh xong
    truoc sau cham muon nhat vao liet danh sach tat ca toan bo chu tri phoi hop tham muu theo doi don doc
    giam sat thuc hien trach nhiem cua do boi va hay biet xin hoi hien da dang se tai vay a nhi roi voi
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_WORD = re.compile(r"\w+")
# What such a question may say besides where it names a document.
_OF_DOCUMENT = frozenset("trong theo kem phu luc danh muc bang neu ra ghi tai thuoc so noi dung".split())  # noqa: SIM905
_ANNEX = re.compile(r"\bphu luc\b")
_KINDS = "|".join(sorted((re.escape(fold_letters(kind)) for kind in all_kinds()), key=len, reverse=True))
_KIND_BEFORE = re.compile(rf"\b(?:van ban|{_KINDS})(?: so)?\s*$")
# What became of tasks: assignments do not say.
_STATE = re.compile(
    r"\b(?:da|dang|vua|moi|chua)\b(?: \w+){0,2}? (?:hoan thanh|xong|lam|thuc hien|trien khai|giai quyet)\b"
    r"|(?<!phai )(?<!can )\bhoan thanh (?:duoc )?(?:bao nhieu|may)\b|\b(?:qua|tre) han\b|cham tien do"
)
_OVERDUE = re.compile(r"\b(?:qua|tre) han\b")


@dataclass(frozen=True, slots=True)
class Times:
    """When tasks are due, or their documents were issued; `months` are those of a date without its year."""

    due_from: date | None = None
    due_to: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What a question asks of all assignments.

    Attributes:
        agency: who was told to act; None for all.
        giver: who issued the document; None for all.
        roles: of the agency in the task; () for all in which it acts.
        times: the first that finds anything counts.
        counts: whether the number is asked for.
        is_plain: whether the question may as well be about one document that it does not name.
        in_document: whether it names a document, in which alone it asks.
        in_annex: whether only what the annexes list is asked for.
    """

    agency: str | None
    giver: str | None
    roles: tuple[Role, ...]
    times: tuple[Times, ...]
    counts: bool
    is_plain: bool
    in_document: bool = False
    in_annex: bool = False

    @property
    def has_time(self) -> bool:
        """Tell whether a time restricts the list."""
        return self.times != (Times(),)


def list_question(query: Query) -> ListQuestion | None:
    """Read a question that asks for tasks by agency, time and document alone; None where by anything else."""
    folded = query.folded
    if not _TASKS.search(folded) or _rest(query):
        return None
    giver, agency = _giver_and_agency(query.agencies, folded)
    times = _times(query)
    if agency is None and not times and not query.numbers:
        return None
    if _asks_for_state(folded, times):
        return None
    counts = _COUNTS.search(folded) is not None
    return ListQuestion(
        agency=agency.name if agency else None,
        giver=giver.name if giver else None,
        roles=tuple(role for pattern, role in _ROLES if pattern.search(folded)),
        times=times or (Times(),),
        counts=counts,
        is_plain=not (counts or times or _SEVERAL.search(folded) or _BY_ROLE.search(folded)),
        in_document=bool(query.numbers),
        in_annex=bool(query.numbers) and _ANNEX.search(folded) is not None,
    )


def _asks_for_state(folded: str, times: Sequence[Times]) -> bool:
    """Tell whether a question asks what became of tasks; "quá hạn trong quý III" asks when they were due."""
    return _STATE.search(folded) is not None and not (times and _OVERDUE.search(folded))


def counts_tasks(query: Query) -> bool:
    """Tell whether a question asks how many tasks there are, of whatever kind."""
    return COUNTS_TASKS.search(query.folded) is not None


def is_of_all_documents(query: Query) -> bool:
    """Tell whether a question asks for a list, so that no document of its answers is the one meant."""
    if query.numbers:
        return False
    asked = list_question(query)
    return asked is not None and not asked.is_plain


def _rest(query: Query) -> set[str]:
    """Return the words that are neither an agency, nor a time, nor part of the asking."""
    text = list(query.folded)
    times = [*_MONTH.finditer(query.folded), *_QUARTER.finditer(query.folded)]
    spans = [mention.span for mention in query.agencies] + [Span(*m.span()) for m in times]
    spans += [fact.span for fact in find_dates(query.text)]
    spans += [period.span for period in find_periods(query.text)]
    for mention in query.numbers:
        kind = _KIND_BEFORE.search(query.folded, 0, mention.span.start)
        spans.append(Span(kind.start() if kind else mention.span.start, mention.span.end))
    for span in spans:
        text[span.start : span.end] = " " * (span.end - span.start)
    allowed = _ASKING | _OF_DOCUMENT if query.numbers else _ASKING
    return set(_WORD.findall("".join(text))) - allowed


def _giver_and_agency(
    agencies: Sequence[AgencyMention], folded: str
) -> tuple[AgencyMention | None, AgencyMention | None]:
    """Tell who gives a task from who gets it: "UBND tỉnh giao Sở Nội vụ", but "Sở Nội vụ được giao"."""
    if not agencies:
        return None, None
    for one, other in pairwise(agencies):
        between = folded[one.span.end : other.span.start]
        if _GIVING.search(between):
            return one, other
        if between.strip().endswith("duoc"):  # "Sở Nội vụ được UBND tỉnh giao"
            return other, one
    return None, agencies[0]


def _times(query: Query) -> tuple[Times, ...]:
    folded = query.folded
    months = {int(m["month"]) for m in _MONTH.finditer(folded)}
    for m in _QUARTER.finditer(folded):
        number = _QUARTERS.get(m["quarter"]) or int(m["quarter"])
        months |= {3 * number - 2, 3 * number - 1, 3 * number}
    if months and not query.periods:
        return (Times(due_from=date.min, months=tuple(sorted(months))),)
    if query.periods:
        start, end = query.periods[0][0], query.periods[-1][1]
        due = Times(due_from=start, due_to=end, months=tuple(sorted(months)))
        issued = Times(issued_from=start, issued_to=end)
        if months:
            return (due,)
        return (due, issued) if _DUE.search(folded) else (issued,)
    since = until = None
    for fact in find_dates(query.text):
        before = folded[: fact.span.start]
        if not _UNTIL.search(before):
            since = fact.value
        if not _SINCE.search(before):
            until = fact.value
    return (Times(due_from=since, due_to=until),) if since or until else ()
