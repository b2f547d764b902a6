"""Query forms to train on: what people type instead of what the documents print."""

import random
import re
import unicodedata
from collections.abc import Callable

from models.textkeys import fold

_ABBREVIATIONS = {
    "ủy ban nhân dân": "UBND",
    "uỷ ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
    "mặt trận tổ quốc": "MTTQ",
    "ban thường vụ": "BTV",
    "ban chỉ đạo": "BCĐ",
    "ban chấp hành": "BCH",
    "trung ương": "TW",
    "chính phủ": "CP",
    "nghị quyết": "NQ",
    "nghị định": "NĐ",
    "thông tư": "TT",
    "quyết định": "QĐ",
    "công văn": "CV",
    "kế hoạch": "KH",
    "chỉ thị": "CT",
    "cơ quan": "cq",
    "giấy chứng nhận": "GCN",
    "quyền sử dụng đất": "QSDĐ",
    "văn bản quy phạm pháp luật": "VBQPPL",
    "bảo hiểm xã hội": "BHXH",
    "bảo hiểm y tế": "BHYT",
    "doanh nghiệp": "DN",
    "trách nhiệm hữu hạn": "TNHH",
    "cán bộ, công chức, viên chức": "CBCCVC",
    "quốc hội": "QH",
    "người lao động": "NLĐ",
}
_ABBREVIATED = re.compile("|".join(sorted(_ABBREVIATIONS, key=len, reverse=True)), re.IGNORECASE)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LOOSE = 0.25  # share of syllables that lose a mark in a noisy question

Form = Callable[[str, random.Random], str]


def plain(text: str, chance: random.Random) -> str:
    """Return the text as it is."""
    return text


def stripped(text: str, chance: random.Random) -> str:
    """Take all diacritics off."""
    return "".join(fold(c) if c.islower() else fold(c).upper() for c in unicodedata.normalize("NFC", text))


def lowered(text: str, chance: random.Random) -> str:
    """Put into lower case without punctuation."""
    return " ".join(re.sub(r"[^\w\s/-]", " ", text.lower()).split())


def abbreviated(text: str, chance: random.Random) -> str:
    """Shorten the terms that offices shorten."""
    return _ABBREVIATED.sub(lambda match: _ABBREVIATIONS[match[0].lower()], text)


def noisy(text: str, chance: random.Random) -> str:
    """Take the tone or all marks off some syllables."""
    words = text.split(" ")
    return " ".join(_loosened(word, chance) if chance.random() < _LOOSE else word for word in words)


def _loosened(word: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return stripped(word, chance)
    parted = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in parted if c not in _TONES))


FORMS: tuple[tuple[float, Form], ...] = (
    (0.55, plain),
    (0.15, lowered),
    (0.10, abbreviated),
    (0.10, stripped),
    (0.10, noisy),
)


def any_form(text: str, chance: random.Random) -> str:
    """Return the text in a form drawn by the shares of FORMS."""
    shares, forms = zip(*FORMS, strict=True)
    form: Form = chance.choices(forms, shares)[0]
    return form(text, chance)
