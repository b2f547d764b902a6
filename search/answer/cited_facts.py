"""What is known of a document that is not here: what those that cite it say of it."""

import re
from collections.abc import Iterable, Sequence

from corpus.dates import find_dates
from corpus.letters import fold_letters, lower_letters
from corpus.types import Reference, Relation, Span
from search.answer.abstain import asks_only
from search.answer.context import Context, Draft, Finding, nothing
from search.scope import keys_of, names_kind
from search.types import AnswerType, Reason

FROM_CITATIONS = frozenset((AnswerType.ISSUED_ON, AnswerType.ISSUER, AnswerType.SUBJECT))
_CONFIDENCE = 0.8
_FOUNDED_ON = (Relation.BASED_ON, Relation.IMPLEMENTS)  # where documents are cited by their full names

_STATUTE = r"bo luat|luat|phap lenh|hien phap"
_LAW = re.compile(rf"(?<!phap )\b(?:{_STATUTE})(?! (?:su|gia|phap|nao|gi)\b)")
_ANY_LAW = re.compile(rf"\b(?:{_STATUTE})\b")
_OF_YEAR = re.compile(r"\bnam \d{4}\b")
_NAME_END = re.compile(r"[\s,]*(?:\(|\b(?:so|ngay|nam|khoa|cua|do)\b|$)")

# "của Chính phủ | quy định về tín dụng": what it is about; "gửi về Sở" and "quy định tại" tell of nothing.
_ABOUT = re.compile(
    r"[\s,]*(?P<about>(?:quy định(?! (?:tại|trong|như|này|thì|rõ|nêu|trên))"
    r"|hướng dẫn(?! (?:của|tại|này))|ban hành(?! (?:ngày|kèm|năm|trước|theo|đã|và|ra|từ|tại))"
    r"|phê duyệt|sửa đổi|bãi bỏ|công bố"
    r"|về(?! (?:trước|ngày|phần|nội dung|kết quả|đến|tới|các nội dung))|v/v)\s)"
)
_END = re.compile(
    r"[;:\n”]|\.(?=\s|$)|\s*\((?:sau đây|nay là|gọi|viết)|,?\s+(?:đã\s+)?được\s+(?:sửa đổi|bổ sung|thay thế)"
    r"|(?:,|\s+và|\s+hoặc)\s+(?:các\s+)?"
    r"(?:nghị|thông tư|quyết định|chỉ thị|công văn|kế hoạch|kết luận)[^,;]{0,12}\s+số"
    r"|,\s+(?:đã|nay|yêu cầu|đề nghị)\s|$"
)
# A body begins the main clause: "..., Ủy ban nhân dân tỉnh ban hành".
_NEXT_CLAUSE = re.compile(
    r",\s+(?:Ủy ban|Uỷ ban|UBND|Sở|Bộ (?!luật)|Ban|Chủ tịch|Hội đồng|HĐND|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy"
    r"|Văn phòng|Tổng cục|Cục|Chi cục|Thủ tướng|Chính phủ|Quốc hội|Giám đốc)\b"
)
_LEAST_WORDS, _MOST_WORDS = 4, 90


def answer_of_cited(context: Context) -> Finding:
    """Answer about a document that is only cited: never from the header of one that cites it."""
    if context.query.type not in FROM_CITATIONS:
        return nothing(Reason.NOT_IN_CORPUS)
    keys = context.directory.cited_keys
    found = [
        reference
        for mention in context.scope.cited
        for key in keys_of(mention, keys)
        for reference in context.references_to(key)
    ]
    return _told_alike(context, found)


def is_of_cited(context: Context) -> bool:
    """Tell whether a question is about a document that those at hand only cite."""
    return context.scope.is_of_cited or bool(_law_asked(context))


def answer_of_law(context: Context) -> Finding | None:
    """Answer about a law that a question names and that no document at hand is; None where it names none."""
    asked = _law_asked(context)
    if not asked:
        return None
    if context.query.type not in FROM_CITATIONS:
        return nothing(Reason.NOT_IN_CORPUS)
    ids = dict.fromkeys([*context.document_ids(), *(c.passage.document_id for c in context.passages)])
    found = [one for one in context.catalog.references(ids) if _is_named(context, one, asked)]
    if periods := context.query.periods:
        found = [one for one in found if one.issued_on and any(a <= one.issued_on <= b for a, b in periods)]
    return _told_alike(context, found) if found else nothing(Reason.NOT_IN_CORPUS)


def _law_asked(context: Context) -> str:
    """Return the folded words from the law that a question is about onwards; "" where it is about none."""
    law, documents = _LAW.search(context.query.folded), context.documents
    kind = documents[0].shown.kind if documents else None
    if law is None or kind is None or context.query.numbers or _ANY_LAW.fullmatch(fold_letters(kind)):
        return ""
    before = context.query.text[: law.start()]
    is_discipline = lower_letters(before).endswith(("kỷ ", "kỉ "))  # folded like "ai ký luật"
    is_subject = not is_discipline and asks_only(before) and not names_kind(before)
    return context.query.folded[law.start() :] if is_subject else ""


def _is_named(context: Context, reference: Reference, asked: str) -> bool:
    """Tell whether a reference is to the law asked about, by all of its name and nothing more."""
    words = fold_letters(reference.span.of(context.catalog.text(reference.document_id)))
    name = words[: end.start()] if (end := _NAME_END.search(words)) else words
    if not _ANY_LAW.match(name) or " " not in name:
        return False
    return re.match(rf"{re.escape(name)}\b", asked) is not None and asks_only(
        _OF_YEAR.sub("", asked[len(name) :])
    )


def _told_alike(context: Context, found: Sequence[Reference]) -> Finding:
    """Answer with what citations say; where they are of several documents, these are told apart first."""
    wanted = context.query.type
    if wanted is AnswerType.SUBJECT:
        return _subject_told(context, found)
    by_value: dict[str, tuple[Reference, Draft]] = {}
    for reference in found:
        draft = cited_draft(context, reference, wanted)
        if draft is not None:
            by_value.setdefault(next(iter(draft.normalized.values())), (reference, draft))
    if not by_value:
        return nothing(Reason.SLOT_NOT_STATED)
    if len(by_value) > 1:
        return _ambiguous(context, (reference for reference, _ in by_value.values()))
    return Finding(tuple(draft for _, draft in by_value.values()))


def _ambiguous(context: Context, found: Iterable[Reference]) -> Finding:
    ids = dict.fromkeys(reference.document_id for reference in found)
    return nothing(Reason.AMBIGUOUS_DOCUMENT, [context.directory.entry(one) for one in ids])


def _subject_told(context: Context, found: Sequence[Reference]) -> Finding:
    """Answer with the words behind a citation; a citation with its date is likelier to be a full name."""
    by_day = {one.issued_on: one for one in found if one.issued_on}
    numbers = {one.number for one in found}
    if len(by_day) > 1 or (len(numbers) > 1 and not by_day):
        return _ambiguous(context, by_day.values() or found)
    ranked = sorted(
        found, key=lambda r: (r.issued_on is None, r.relation not in _FOUNDED_ON, r.document_id, r.span)
    )
    drafts = (_subject_draft(context, one) for one in ranked)
    first = next((draft for draft in drafts if draft is not None), None)
    return Finding((first,)) if first else nothing(Reason.NOT_IN_CORPUS)


def _subject_draft(context: Context, reference: Reference) -> Draft | None:
    text = context.catalog.text(reference.document_id)
    start, end = reference.span.end, reference.clause.end
    about = said_behind(text[start:end])
    if about is None:
        return None
    value = about.shifted(start)
    return _draft(reference, AnswerType.SUBJECT, value, {"text": value.of(text)})


def said_behind(tail: str) -> Span | None:
    """Find what a cited document is about in the words behind its citation; None where they do not say."""
    low = lower_letters(tail)
    about = _ABOUT.match(low)
    if about is None or _is_of_place(tail, about):
        return None
    start = about.start("about")
    end = _END.search(low, start)
    stop = end.start() if end else len(tail)
    if body := _NEXT_CLAUSE.search(tail, start, stop):
        stop = body.start()
    stop = _unopened(tail, start, stop)
    said = tail[start:stop].rstrip(" .,;–-")
    words = len(said.split())
    return Span(start, start + len(said)) if _LEAST_WORDS <= words <= _MOST_WORDS else None


def _is_of_place(tail: str, about: re.Match[str]) -> bool:
    """Tell "gửi về Sở Nội vụ", where a name begins, from "về Việc ..."."""
    behind = tail[about.end() : about.end() + 4]
    return about["about"].startswith("về") and behind[:1].isupper() and behind != "Việc"


def _unopened(tail: str, start: int, stop: int) -> int:
    """Return where a bracket closes that opened before `start`."""
    depth = 0
    for at in range(start, stop):
        depth += {"(": 1, ")": -1}.get(tail[at], 0)
        if depth < 0:
            return at
    return stop


def cited_draft(context: Context, reference: Reference, wanted: AnswerType) -> Draft | None:
    """Return the day or the issuer that a citation states of the document cited."""
    if wanted is AnswerType.ISSUED_ON:
        shown = reference.issued_on.isoformat() if reference.issued_on else None
    else:
        shown = reference.issuer
    if shown is None:
        return None
    value = _within(context.catalog.text(reference.document_id), reference, wanted, shown)
    name = "date" if wanted is AnswerType.ISSUED_ON else "text"
    return _draft(reference, wanted, value, {name: shown}) if value else None


def _draft(reference: Reference, wanted: AnswerType, value: Span, normalized: dict[str, str]) -> Draft:
    return Draft(
        type=wanted,
        document_id=reference.document_id,
        quote=reference.clause,
        value=value,
        confidence=_CONFIDENCE,
        passage_id=reference.passage_id,
        normalized=normalized,
    )


def _within(text: str, reference: Reference, wanted: AnswerType, shown: str) -> Span | None:
    """Find where the citation itself states the value; a value carried over from elsewhere has no span."""
    words = reference.span.of(text)
    if wanted is AnswerType.ISSUED_ON:
        dates = [f.span for f in find_dates(words) if f.value == reference.issued_on]
        return dates[0].shifted(reference.span.start) if dates else None
    at = words.lower().find(shown.lower())
    return Span(reference.span.start + at, reference.span.start + at + len(shown)) if at >= 0 else None
