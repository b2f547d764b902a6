"""Questions that ask for two things at once: "bộ nào chủ trì, phải xong trước khi nào?".

A part asks by a question word ("do ai ký") or by the bare name of what it wants ("chức vụ", "ngày ban hành").
Some parts say what they ask only beside the others: "ai ký, ngày nào?" wants the day of issue. A question is
taken apart only where all of its parts are sure: a wrong part costs more than a missed one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from search.asking.forms import asking_form
from search.asking.patterns import patterned_type
from search.asking.shapes import Shape
from search.query import Query
from search.types import AnswerType as T

_JOINT = re.compile(r"[,;?]|\b(?:và|va|đồng thời|dong thoi|rồi)\b", re.IGNORECASE)
# With their marks or with none: the "máy" of machines and the "đầu" of "đầu tư" ask nothing.
_ASKS = re.compile(
    r"\b(?:ai|n[àa]o(?! c[ũu]ng)|g[ìi]|bao (?:gi[ờo]|nhi[êe]u|l[âa]u)|ra sao"
    r"|đâu|dau(?! (?:tu|thau|moi|nam|gia|tien))|(?<=\w )(?<!cho )(?<!của )(?<!với )(?<!còn )mấy"
    r"|(?:so|ngay|thang|nam|khoa|cap) may|may (?:ngay|thang|tuan|nam|lan|gio|nguoi|nhiem vu))\b"
)
_OF_DOCUMENT = frozenset(
    (T.SIGNER, T.SIGNER_POST, T.ISSUED_ON, T.EFFECTIVE_ON, T.ISSUER, T.NUMBER, T.SUBJECT, T.RECIPIENTS)
)
_OF_TASK = frozenset(
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
    )
)
# Askings that words alone tell apart; a span or a requirement may be any part of a question.
_CERTAIN = _OF_DOCUMENT | _OF_TASK | {T.REPLACED_BY, T.FIGURE}
# Sure only where the question as a whole is read as one of its parts, too.
_BESIDE = frozenset((T.NUMBER, T.SUBJECT, T.RECIPIENTS, T.REPLACED_BY, T.FIGURE))
_REPORTED = {T.RECIPIENTS: T.REPORT_TO}  # who receives what is due is reported to
_DOCUMENT = (
    r"(?:vanban|cong van|cong dien|nghi quyet|nghi dinh|chi thi|quyet dinh|ke hoach|chuong trinh|thong bao"
    r"|ket luan|huong dan|thong tu|luat|quy dinh|bao cao|to trinh)"
)
_ENDS = re.compile(rf"\b(?:thay the|thay cho|bai boo?|huy boo?)(?: nhung| cac)? {_DOCUMENT} nao$")
_A_DOCUMENT = re.compile(rf"\b{_DOCUMENT}\b")
_AMOUNT = re.compile(
    r"^(?!.*điện thoại).*(?:bao nhi[êe]u|\bmấy|\bmay (?:nguoi|nhiem vu)|phần trăm|phan tram)\b"
)
_DURATION = re.compile(r"^(?:va )?trong bao lau\b")
# One more body in a list of those asked for: "gửi cho sở nào và huyện nào".
_LISTED = re.compile(r"^(?:(?:nhung|cac|hay|hoac|voi|cho|cua|la|gom|tuc) )*(?:ai|\w+(?: \w+){0,2} nao)$")
_WHEN = re.compile(r"^(?:la |vao )*(?:(?:ngay|hom|luc|thang|nam) (?:nao|may)|khi nao|bao gio)$")
_POST = re.compile(r"^(?:giu |voi |la )*chuc (?:vu|danh)?(?: ?la)? ?(?:gi|nao)$")
# What a question asks for by its bare name, and what such a name is of.
_OF = rf"(?: (?:nay|do|cua|trong|theo|nhiem vu|viec|nguoi ky|{_DOCUMENT})\b.*)?"
_NAMES = tuple(
    (kind, re.compile(rf"^(?:(?:cho|xin|hoi|biet) )*(?:{name})$"), re.compile(rf"^(?:{name}){_OF}$"))
    for kind, name in (
        (T.SIGNER_POST, r"chuc (?:vu|danh)(?: nguoi ky)?"),
        (T.SIGNER, r"(?:ho )?(?:va )?(?:ten )?nguoi ky"),
        (T.EFFECTIVE_ON, r"ngay (?:co )?hieu luc"),
        (T.ISSUED_ON, r"ngay (?:thang )?(?:nam )?(?:ban hanh|ky)"),
        (T.NUMBER, r"so (?:va )?(?:ky )?hieu"),
        (T.SUBJECT, r"trich yeu(?: noi dung)?"),
        (T.RECIPIENTS, r"noi nhan"),
        (T.ISSUER, r"co quan ban hanh"),
        (T.LEAD_AGENCY, r"(?:co quan|don vi) chu tri"),
        (T.COORDINATING_AGENCY, r"(?:co quan|don vi) phoi hop"),
        (T.DEADLINE, r"thoi han(?: hoan thanh| thuc hien)?|han chot|han hoan thanh"),
        (T.PRODUCT, r"san pham(?: dau ra)?"),
    )
)


def parts_asked(query: Query, own: Query) -> tuple[Query, ...]:
    """Return a question once for all that it asks for; `own` is the question without what it leans on."""
    kinds = types_asked(own.text, query.type, own.patterned)
    if len(kinds) < 2:
        return (query,)
    return tuple(_of_amount(query) if kind is T.FIGURE else query.asking(kind) for kind in kinds)


def _of_amount(query: Query) -> Query:
    """Return a question as one for an amount, whatever moments and bodies its other parts ask for."""
    return replace(query, type=T.FIGURE, shape=Shape.AMOUNT, other=None)


def types_asked(text: str, whole: T, patterned: T | None = None) -> tuple[T, ...]:
    """Return all that a question asks for, in its order; only `whole` where it asks once.

    `whole` is the type of the question as a whole, `patterned` what the patterns tell of it where that
    is another: parts, of which only patterns tell, may be read unlike the whole.
    """
    parts = [part.strip() for part in _JOINT.split(text) if part.strip()]
    told = _named(parts) or _asked(parts)
    types = tuple(dict.fromkeys(kind for kind in told if kind is not None))
    if len(types) < 2 or None in told or set(types) == {T.RECIPIENTS, T.ASSIGNEE}:
        return (whole,)
    known = {whole} if _BESIDE.intersection(types) and T.SPAN not in types else {whole, patterned}
    if whole is not T.RECIPIENTS and not _OF_DOCUMENT.issuperset(types):
        types = tuple(_REPORTED.get(kind, kind) for kind in types)
    return types if known.intersection(types) else (whole,)


def _named(parts: Sequence[str]) -> list[T | None]:
    """Return what a question without a question word names: "số hiệu và ngày ban hành của kế hoạch ..."."""
    if any(_ASKS.search(part.lower()) for part in parts):
        return []
    forms = map(asking_form, parts)
    named = [next((kind for kind, _, of in _NAMES if of.search(form)), None) for form in forms]
    return list(takewhile(lambda kind: kind is not None, named))


def _asked(parts: Sequence[str]) -> list[T | None]:
    """Return what each part asks for that has a question word, or names its like behind one; None: unsure."""
    told: list[T | None] = []
    for part in parts:
        form = asking_form(part)
        if _ASKS.search(part.lower()):
            kind = _sure(part, form, told)
            if kind not in (T.ASSIGNEE, T.PRODUCT) or not _LISTED.search(form):
                told.append(kind)
        elif told and (named := next((kind for kind, bare, _ in _NAMES if bare.search(form)), None)):
            told.append(named)
    return told


def _sure(part: str, form: str, before: Sequence[T | None]) -> T | None:
    """Return what a part asks for beside those before it; None where that is not sure."""
    if _WHEN.search(form):
        return _when(before)
    if _POST.search(form):
        return T.SIGNER_POST if T.SIGNER in before else None
    if _ENDS.search(form):
        return T.SPAN
    kind = patterned_type(part)
    if kind in (T.NUMBER, T.SUBJECT):
        names, follows = _A_DOCUMENT.search(form), bool(before) and _OF_DOCUMENT.issuperset(before)
        return kind if (follows and not names) or (not before and (names or form.startswith("so "))) else None
    if kind is T.FIGURE and not _AMOUNT.search(part.lower()):
        return None
    return kind if kind in _CERTAIN and not _DURATION.search(form) else None


def _when(before: Sequence[T | None]) -> T | None:
    """Return which day a bare "ngày nào" asks for: that of the document or of the task spoken of."""
    if before and _OF_DOCUMENT.issuperset(before):
        return T.ISSUED_ON
    return T.DEADLINE if before and set(before) <= {T.LEAD_AGENCY, T.REPORT_TO} else None
