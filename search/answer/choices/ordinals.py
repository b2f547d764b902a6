"""Places in an order as values: "cấp II", "Phụ lục III", "Mẫu số 04", where a question asks for one."""

import re
from collections.abc import Iterator

from corpus.letters import fold_letters
from corpus.types import Span
from search.answer.choices.values import Value

_ENDS = r"(?= (?:tro|thi|moi|duoc|phai|bi|tren|duoi|cua|theo|trong|ban hanh|kem|de|va|o|la)\b|,|$)"
_NOUNS = r"cap do|hang|phu luc|bieu mau|mau|dieu|khoan|chuong|muc do|ky hop|phien hop"
_COUNTS = (
    r"(?! (?:ngay|thang|tuan|nam|gio|buoi|tiet|nguoi|hoc|em|chau|dong|trieu|ty|tien|lop|lan|dot|can bo)\b)"
)
_MORE_NOUNS = r"vung|bac|nhom|loai|lop|dot|vong|khoa|phien|khu vuc|cap"
_ASKED = re.compile(
    rf"\b(?P<noun>{_NOUNS})(?: so)? (?:nao|may|bao nhieu)\b(?! lan)"
    rf"|\b(?P<counted>{_MORE_NOUNS})(?: thu| so)? may\b{_ENDS}"
    rf"|(?<!\bmoi )(?<!\bmot )\b(?P<sole>khoa|nhiem kii)(?: thu)? may\b{_COUNTS}"
    r"|\b(?P<parted>cap do|muc do|hang)(?: \w+){1,3} (?:may|bao nhieu)\b"
)
_OF_DOCUMENT = re.compile(
    r"\b(?:dieu|khoan) (?:nao|may) (?:cua )?(?:nghi dinh|thong tu|luat|nghi quyet|quyet dinh|van ban) nao\b"
)
_WORDS = "nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|một|bốn|đặc biệt"
_NUMBER = rf"(?:thứ )?(?:\d{{1,3}}[a-zđ]?(?:[/.-]\w+)*|[IVX]{{1,5}}[a-d]?|[A-D]|{_WORDS})"
_BOUND = r"(?:(?:,)? (?:hoặc tương đương )?trở (?:lên|xuống)| hoặc tương đương)?"
_SPELT = {
    "cap do": "cấp độ",
    "hang": "hạng",
    "phu luc": "phụ lục",
    "bieu mau": "(?:biểu )?mẫu",
    "ky hop": "kỳ họp",
    "phien hop": "phiên họp",
    "mau": "(?:biểu )?mẫu",
    "dieu": "điều",
    "khoan": "khoản",
    "chuong": "chương",
    "muc do": "mức độ",
    "vung": "vùng",
    "bac": "bậc",
    "nhom": "nhóm",
    "loai": "loại",
    "lop": "lớp",
    "dot": "đợt",
    "vong": "vòng",
    "khoa": "khóa",
    "nhiem kii": "nhiệm kỳ",
    "phien": "phiên(?: họp)?",
    "khu vuc": "khu vực",
    "cap": "cấp",
}
_OF_CLAUSE = {"khoản": r"(?: Điều \d{1,3})?"}


def ordinal_asked(form: str) -> str:
    """Return the noun whose place in an order a question asks for, as texts spell it; "" for none."""
    asked = _ASKED.search(form)
    if asked is None or _OF_DOCUMENT.search(form):
        return ""
    return _SPELT[asked["noun"] or asked["counted"] or asked["sole"] or asked["parted"]]


def ordinals(text: str, noun: str) -> Iterator[Value]:
    """Find the places in an order that a text gives with a noun."""
    spelt = rf"[{noun[0]}{noun[0].upper()}]{noun[1:]}" if noun[0] != "(" else f"(?i:{noun})"
    pattern = rf"(?<!\w){spelt}(?: [Ss]ố)? (?P<number>{_NUMBER})(?!\w|\.\d){_BOUND}{_OF_CLAUSE.get(noun, '')}"
    for match in re.finditer(pattern, text):
        said = f"{fold_letters(noun)} {fold_letters(match['number'])}"
        yield Value(Span(*match.span()), {"named": 1.0, "ordinal": 1.0, "noun": 1.0}, {"ordinal": said})
