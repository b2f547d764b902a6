"""How a question asks: the noun it counts, the bounds, units and roles it speaks of."""

import re
from dataclasses import dataclass

from corpus.dates import find_dates, find_periods
from corpus.types import Relation, Role
from search.answer.choices.states import state_asked
from search.answer.fit import ROLE_WORDS, cue_words, without_numbers
from search.answer.kinds import kind_asked as body_kind_asked
from search.answer.list_questions import COUNTS_TASKS
from search.asking.cues import kind_asked, relations_asked
from search.asking.forms import asking_form
from search.directory import KIND_WORDS
from search.query import Query
from search.terms import content_terms
from search.types import AnswerType

AT_LEAST = re.compile(r"it nhat|toi thieu|tu .{0,20}tro len|khong duoi|khong it hon|\btren\b|som nhat")
AT_MOST = re.compile(r"toi da|khong qua|nhieu nhat|khong vuot|cao nhat|\bduoi\b|muon nhat")
_COUNTED = re.compile(r"(?:bao nhieu|\bmay) ((?!nam\b \d)\w+(?: \w+)?)")
_MONEY = re.compile(
    r"\b(?:tien|dong|kinh phi|ngan sach|von|hoc phi|le phi|phat)\b"
    r"|muc (?:chi|ho tro|thu|phi|phat|luong|hoc phi|chuan)"
)
_SHARE = re.compile(r"ty le|phan tram|bao nhieu %|thue suat|ty trong|tang truong|so voi")
# Behind "how much" no noun that is counted.
_NOTHING_COUNTED = r"(?=$|,| (?:theo|cho|mot|moi|o|tai|trong|la|va|ve|thi|khi|tu|den|toi|neu)\b)"
_ONLY_MONEY = re.compile(
    r"(?:bao nhieu|\bmay) (?:tien|dong|trieu|ty)\b|(?:kinh phi|ngan sach)[^?]*bao nhieu$"
    r"|(?:(?:le|hoc|vien|an|quy) phi|tien (?:thuong|phat|cong|ho tro|boi duong|ky quy|dat coc)"
    r"|muc (?:phat|thuong|le phi|boi duong|phi)|von dieu le|so tien"
    r"|tong (?:muc dau tu|du toan|kinh phi|von))\b"
    rf"[^?]{{0,120}}\bbao nhieu{_NOTHING_COUNTED}"
    r"|\b(?:thuong|phat|boi duong|ho tro|tro cap|phu cap) (?:toi da |it nhat |them )?"
    rf"bao nhieu{_NOTHING_COUNTED}"
)
_NOT_HOW_MANY = re.compile(r"\b(?:máy|mây|may)\b", re.IGNORECASE)  # folded they look like "mấy"
_COUNTS_THINGS = re.compile(
    r"(?:bao nhieu|\bmay) (?!(?:tien|dong|trieu|ty|nghin|ngan|tram|von|phan|theo|mot|moi|den|toi|va|ve|neu"
    r"|so|trong|thi|cho|o|tai|la|khi|tu|lai|nua|thoi|ca|giu|gia|muc|nam|\W)\b|%)[a-z]"
)
_ONLY_SHARE = re.compile(
    r"phan tram|bao nhieu %|lai suat|thue suat"
    rf"|(?:toc do tang|ty le|ty trong|muc tang truong)\b[^?\d%]{{0,100}}\b(?:bao nhieu|may){_NOTHING_COUNTED}"
)
_PERSONS = (
    r"(?P<{}>nguoi|nan nhan|ho(?: dan| gia dinh| ngheo)?|can bo|cong chuc|vien chuc|dang vien"
    r"|lao dong|hoc sinh|sinh vien|hoc vien|dan quan|chien si|dai bieu|cong nhan|giao vien|bac si)"
)
_COUNTS_PERSONS = re.compile(
    rf"(?:bao nhieu|\bmay) {_PERSONS.format('behind')}\b"
    rf"|\bso (?:luong )?{_PERSONS.format('before')}\b[^?]*\bbao nhieu{_NOTHING_COUNTED}"
)
_ASKS_SCALE = re.compile(
    r"(?:\bb(?:a|aa)n (?:do|ve)|\b(?:so|binh|hai) do|mat bang|quy hoach)\b[^?]*"
    r"\bt[yi] le (?:nao$|(?:la |ban do )?(?:bao nhieu|may)(?: phan may)?$)"
)
_GIVEN = re.compile(r"(?<![\w/.-])0*(\d+(?:[.,]\d+)*)(?![\w/-])")
_PROPOSER = re.compile(r"(?:de nghi|to trinh) cua\b[^?]{0,30}(?:nao|\bai)$")
_HOUR = re.compile(r"may gio|luc nao")
_DAY = re.compile(r"\bngay\b|hom nao")

_ROLES: dict[AnswerType, tuple[Role, ...]] = {
    AnswerType.LEAD_AGENCY: (Role.LEAD,),
    AnswerType.COORDINATING_AGENCY: (Role.COORDINATE,),
    AnswerType.ADVISING_AGENCY: (Role.ADVISE,),
    AnswerType.SUPERVISING_AGENCY: (Role.SUPERVISE,),
    AnswerType.REPORT_TO: (Role.REPORT_TO,),
}
_RELATIONS: dict[AnswerType, tuple[Relation, ...]] = {
    AnswerType.IMPLEMENTS: (Relation.IMPLEMENTS, Relation.CONTINUES),
}
_ACTING = (Role.LEAD, Role.IMPLEMENT, Role.DIRECT, Role.ADVISE, Role.SUPERVISE)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as candidates are compared with it."""

    query: Query
    form: str
    wanted: frozenset[str]  # terms that say what is asked about
    counted: str  # "may (phan tram)": the noun after "how many", folded, "" for none
    money: bool
    share: bool
    asks_money: bool  # and nothing else
    asks_share: bool
    counts_things: bool  # people, schools ...: no money answers
    counts_persons: str  # "nguoi", "ho": no length, no rain, no places answer; "" where none are counted
    counts_tasks: bool  # and nothing else
    state: re.Pattern[str] | None  # how texts tell how far the tasks that are counted have come
    asks_scale: bool  # of a map
    at_least: bool
    at_most: bool
    hour: bool
    day: bool
    given: frozenset[str]  # numbers that it states itself
    roles: tuple[Role, ...]
    body_kind: str | None  # "sở", "bộ": of the body asked for, None for any
    proposer: bool  # who proposed, asked for
    document: str  # the kind of document asked for, folded, "" for any
    relations: tuple[Relation, ...]  # what it is to the one that cites it

    @classmethod
    def of(cls, query: Query) -> "Asking":
        """Read a question."""
        form = asking_form(query.text)
        said = without_numbers(query)
        plain = _without_times(query)
        counted = _COUNTED.search(asking_form(_NOT_HOW_MANY.sub("-", query.text)))
        counting = asking_form(_NOT_HOW_MANY.sub("-", plain))
        how_much = asking_form(plain)
        persons = _COUNTS_PERSONS.search(counting)
        asks_scale = _ASKS_SCALE.search(how_much) is not None
        return cls(
            query=query,
            form=form,
            wanted=content_terms(said, (ROLE_WORDS | KIND_WORDS) - cue_words(query)) or content_terms(said),
            counted=counted[1] if counted else "",
            money=_MONEY.search(form) is not None,
            share=_SHARE.search(form) is not None,
            asks_money=_ONLY_MONEY.search(how_much) is not None,
            asks_share=_ONLY_SHARE.search(how_much) is not None and not asks_scale,
            counts_things=_COUNTS_THINGS.search(counting) is not None,
            counts_persons=(persons["behind"] or persons["before"]) if persons else "",
            counts_tasks=COUNTS_TASKS.search(counting) is not None,
            state=state_asked(form) if COUNTS_TASKS.search(counting) else None,
            asks_scale=asks_scale,
            at_least=AT_LEAST.search(form) is not None,
            at_most=AT_MOST.search(form) is not None,
            hour=_HOUR.search(form) is not None,
            day=_DAY.search(form) is not None,
            given=frozenset(m[1] for m in _GIVEN.finditer(said)),
            roles=_ROLES.get(query.type, _ACTING),
            body_kind=body_kind_asked(query),
            proposer=_PROPOSER.search(form) is not None,
            document=kind_asked(form),
            relations=_RELATIONS.get(query.type) or relations_asked(form),
        )

    @property
    def kind(self) -> AnswerType:
        """Return the type of the question."""
        return self.query.type


def _without_times(query: Query) -> str:
    """Return a question without the dates, years and numbers of documents in it: they are no amounts."""
    text = query.text
    spans = [fact.span for fact in find_dates(text)]
    spans += [period.span for period in find_periods(text)]
    spans += [mention.span for mention in query.numbers]
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return " ".join(text.split())
