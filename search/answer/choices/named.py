"""Names, addresses and codes that a question asks for: "phường nào", "địa chỉ ở đâu", "mã số bao nhiêu"."""

import re
from collections.abc import Iterator

from corpus.letters import CAPITALS, fold_letters
from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.ordinals import ordinal_asked
from search.answer.choices.values import Value
from search.asking.cues import ASKS_CODE

_NOUN = (
    r"phuong|xa|dac khu|thi tran|huyen|tinh|thanh pho|cao toc|cua khau|san bay|cong vien|benh vien|ngan hang"
    r"|cong ty|tap doan|du an|danh hieu|giai thuong|he thong|phan mem|ung dung|nen tang|khu cong nghiep"
    r"|khu du lich|di tich|toa an"
)
_SHORT_NOUN = (
    r"quan|duong|tuyen|cang|cho|truong|cong|trang|nhan hieu|quy|song|ho|dao"  # parts of other words too
)
_ASKS_NAME = re.compile(rf"\b(?:(?P<noun>{_NOUN})(?: \w+){{0,2}}|(?P<short>{_SHORT_NOUN})) (?:nao|gi)\b")
_ASKS_PLACE = re.compile(
    r"\bo dau\b|\bdia chi\b|\b(?:cho|noi) nao\b|dia diem nao|ve dau\b|(?:dat|dong|nam) (?:o|tai) "
)
_JOINED = r"(?: (?!(?:và|của|cho|theo|tại|về|do|là|có|để|trên|với|thuộc|trong|từ|đến|ở) )[^\W\d_]+){0,2}?"
_CAPITALS = rf"[{CAPITALS}0-9]\w*(?:{_JOINED}[ \-–]+[{CAPITALS}0-9]\w*)*"
_QUOTED = r"[“\"][^”\"\n]{2,80}[”\"]"
_NAME = re.compile(rf"{_CAPITALS}|{_QUOTED}")
_ADDRESS = re.compile(
    r"(?:(?:[Ss]ố(?: nhà)?|[Tt]ổ dân phố|[Tt]ổ|[Tt]hôn|[Ấấ]p|[Bb]ản|[Kk]hóm|[Kk]hu phố|[Ll]ô|[Tt]ầng"
    r"|[Đđ]ường|[Kk]m) "
    r"[^\n|;:]{1,60}, )?(?:[Pp]hường|[Xx]ã|[Tt]hị trấn|[Đđ]ặc khu) [^\n|;:,.]{2,30}"
    r"(?:, (?:(?:[Qq]uận|[Hh]uyện|[Tt]hành phố|[Tt]hị xã|TP\.?|[Tt]ỉnh) ?[^\n|;:,.]{2,30}))*"
)
_MAIL = r"(?:[\w.+-]+)?@[\w-]+(?:\.[\w-]+)+"
_SITE = (
    r"(?:https?://|www\.)[^\s)\]”\"]+[\w/]"
    r"|(?<![\w@.])(?:[\w-]+\.)+(?:gov|com|org|net|edu|vn)(?:\.vn)?(?:/[\w/-]*)?"
)
_PHONE = (
    r"(?<![\w.,/])(?:\(?0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}(?:[ .-]?\d{2,4})?|1[89]00[ .]?\d{4,6})"
    r"(?![\w/]|[.,]\d)"
)
_MARK = (
    r"(?<![\w.,/])(?:\d{1,4}(?:\.\d{2,6}){1,3}(?:\.[A-ZĐ]\d{1,3})?|\d{5,})(?![\w/]|[.,]\d)"
    r"|(?<![\w.,/])[A-ZĐ]{1,5}[.-]?\d{2,6}(?:[.-]\d+)*(?!\w)"
)
# What a question for a code, an address of the net or a number to call is answered with.
_CODES = (
    (re.compile(r"\bma (?:so|ho so|thu tuc|tthc|hang|ngach|dinh danh|nao)\b"), re.compile(_MARK)),
    (re.compile(r"dien thoai|so may|duong day nong|hotline|goi so"), re.compile(_PHONE)),
    (
        re.compile(
            r"\b(?:trang|web|website|link)\b|\bcong (?:thong tin|dich vu)"
            r"|dia chi (?:truy cap|nao)"
        ),
        re.compile(_SITE),
    ),
    (re.compile(r"\bten mien|\bduoi\b"), re.compile(rf"{_SITE}|{_MAIL}")),
    (re.compile(r"\be-?mail|thu dien tu|hop thu|thu cong vu"), re.compile(_MAIL)),
)
_CODE = re.compile(rf"{_MAIL}|{_SITE}|{_PHONE}|{_MARK}")
_ASKS_ONLY_CODE = re.compile(
    r"\b(?<!bo )(?:ma|so dien thoai|dien thoai|hotline|duong day nong|e-?mail|ten mien|duoi|website|web|trang"
    r"|link|dia chi)\b(?! (?:chu|so thue|\d))(?: \w+){0,3} (?:nao|gi|may|bao nhieu)$"
    r"|\b(?:ma (?!\d|so \d)|duoi|so dien thoai|e-?mail|ten mien|website|trang web"
    r"|dia chi (?:web|thu|truy cap)).* la (?:gi|bao nhieu|may|so nao)$|\bma nao\b|goi so (?:nao|may)\b"
)
_ASKS_SITE = re.compile(
    r"\b(?:trang|web|cong|hom thu|hop thu|thu cong vu)\b.*\b(?:dia chi|trang) (?:nao|gi|la gi)\b"
    r"|\b(?:vao|qua|tren|xem|truy cap) (?:trang|web|dia chi) (?:nao|gi)\b"
    r"|\b(?:duoi|ten mien)\b.*\bla gi$"
)
_ASKS_COLOUR = re.compile(r"\bmau (?:sac )?(?:gi|nao)\b")
_COLOUR = re.compile(
    r"(?<!\w)màu(?: sắc)? (?:xanh|đỏ|vàng|trắng|đen|cam|tím|hồng|nâu|xám|ghi|be|kem|bạc)(?!\w)"
    r"(?: (?:lá cây|lá|da trời|dương|lam|đậm|nhạt|tươi|sẫm|non|tím than)(?!\w))?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")


def named_values(text: str, asking: Asking) -> Iterator[Value]:
    """Find the names, addresses or codes of a text, where the question asks for such."""
    taken: list[Span] = []
    for kind, span in _found(text, asking):
        if span.end > span.start and not any(map(span.meets, taken)):
            taken.append(span)
            yield Value(span, {"named": 1.0, kind: 1.0})


def asks_code(form: str) -> bool:
    """Tell whether a question asks for a code, a number to call or an address of the net."""
    return ASKS_CODE.search(form) is not None or _ASKS_SITE.search(form) is not None


def only_asked(form: str) -> str:
    """Return the feature of values, none but which answer a question where there are any; "" for none."""
    if asks_code(form) and _ASKS_ONLY_CODE.search(form):
        return "named_code"
    if ordinal_asked(form):
        return "ordinal"
    return "named_colour" if _ASKS_COLOUR.search(form) else ""


def _codes(text: str, form: str) -> Iterator[Span]:
    asked = next((code for cue, code in _CODES if cue.search(form)), _CODE)
    for match in asked.finditer(text):
        if _DIGITS.search(match[0]) or "." in match[0]:
            yield Span(*match.span())


def _found(text: str, asking: Asking) -> Iterator[tuple[str, Span]]:
    form = asking.form
    if asks_code(form):
        yield from (("named_code", span) for span in _codes(text, form))
    if _ASKS_COLOUR.search(form):
        yield from (("named_colour", Span(*match.span())) for match in _COLOUR.finditer(text))
    if _ASKS_PLACE.search(form):
        for match in _ADDRESS.finditer(text):
            yield "named_place", Span(*match.span())
    if asked := _ASKS_NAME.search(form):
        folded = fold_letters(text)
        for match in re.finditer(rf"(?<!\w){asked['noun'] or asked['short']} ", folded):
            named = _NAME.match(text, match.end())
            if named is not None:
                span = Span(match.start(), match.end() + len(named[0].rstrip(" -–")))
                if fold_letters(span.of(text)) not in asking.query.folded:
                    yield "named_thing", span
