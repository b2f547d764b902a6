"""The forms a question takes when people type it: five of every question, the same in every run."""

import random
import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache

from corpus.letters import fold_letters

SEED = 20_261_122
_NOISY = 0.2  # share of syllables that are mistyped
_EDGE = re.compile(r"(?<!\w)[^\w\s]+|[^\w\s]+(?!\w)")  # "59-NQ/TW" keeps what stands inside
_WORD = re.compile(r"[^\W\d_]+")
_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}  # the circumflex doubles its vowel
_LATE_TONE = re.compile(r"(o[ae]|(?<!q)uy)$")  # open syllables that are written in two ways

# Written long in law, short by clerks and citizens. A table of its own: the product's own table of
# abbreviations would only be compared with itself.
_SHORT = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("Ban Thường vụ", "BTV"),
    ("Ban Chỉ đạo", "BCĐ"),
    ("Giấy chứng nhận quyền sử dụng đất", "GCNQSDĐ"),
    ("Giấy chứng nhận", "GCN"),
    ("quyền sử dụng đất", "QSDĐ"),
    ("bảo hiểm xã hội", "BHXH"),
    ("bảo hiểm y tế", "BHYT"),
    ("bảo hiểm thất nghiệp", "BHTN"),
    ("quy phạm pháp luật", "QPPL"),
    ("cán bộ, công chức, viên chức", "CBCCVC"),
    ("công chức, viên chức", "CCVC"),
    ("vi phạm hành chính", "VPHC"),
    ("thủ tục hành chính", "TTHC"),
    ("giá trị gia tăng", "GTGT"),
    ("thu nhập cá nhân", "TNCN"),
    ("thu nhập doanh nghiệp", "TNDN"),
    ("trách nhiệm hữu hạn", "TNHH"),
    ("người lao động", "NLĐ"),
    ("hợp đồng lao động", "HĐLĐ"),
    ("căn cước công dân", "CCCD"),
    ("sinh viên", "SV"),
    ("Trung ương", "TW"),
    ("thành phố", "TP"),
    ("nghị quyết", "NQ"),
    ("quyết định", "QĐ"),
    ("nghị định", "NĐ"),
    ("thông tư", "TT"),
    ("công văn", "CV"),
    ("kế hoạch", "KH"),
    ("Chính phủ", "CP"),
    ("Quốc hội", "QH"),
)


class Form(StrEnum):
    """How a question is typed."""

    AS_IS = "as-is"
    BARE = "bare"  # without diacritics
    PLAIN = "plain"  # in lower case, without punctuation
    SHORT = "short"  # with abbreviations
    NOISY = "noisy"  # with mistyped syllables


def typed(question: str, form: Form, query_id: str) -> str:
    """Return `question` in a form; what is left to chance depends on `query_id` alone."""
    chance = random.Random(f"{SEED}/{form}/{query_id}")
    return " ".join(_WAYS[form](question, chance).split())


def without_diacritics(text: str) -> str:
    """Return `text` without diacritics, in its own capitals."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def telex(word: str) -> str:
    """Return the keys that type a word: "nghị" as "nghij", "quyết" as "quyeets"."""
    keys, tone = "", ""
    for letter in word.replace("đ", "dd").replace("Đ", "DD"):
        base, *marks = unicodedata.normalize("NFD", letter)
        keys += base
        for mark in marks:
            tone = _TONES.get(mark, tone)
            if mark in _SHAPES:
                keys += _SHAPES[mark] or base.lower()
    return keys + tone


def _without_punctuation(text: str) -> str:
    return _EDGE.sub(" ", text.lower())


@cache
def _shortening() -> tuple[re.Pattern[str], dict[str, str]]:
    short = {fold_letters(long): brief for long, brief in _SHORT}
    longest_first = sorted(short, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), short


def _shortened(text: str) -> str:
    """Put every abbreviation that fits; text that only looks alike without marks is left."""
    pattern, short = _shortening()
    long_forms = {brief: long.lower() for long, brief in _SHORT}
    text = unicodedata.normalize("NFC", text)
    pieces, at = [], 0
    for match in pattern.finditer(fold_letters(text)):
        brief = short[match[0]]
        if _same_tones(text[match.start() : match.end()], long_forms[brief]):
            pieces += [text[at : match.start()], brief]
            at = match.end()
    return "".join([*pieces, text[at:]])


def _same_tones(one: str, other: str) -> bool:
    """Compare letters and marks, wherever in a syllable the tone mark stands."""
    return sorted(unicodedata.normalize("NFD", one.lower())) == sorted(unicodedata.normalize("NFD", other))


def _mistyped(text: str, chance: random.Random) -> str:
    """Mistype about a fifth of the syllables, and swap two letters of one."""
    text = unicodedata.normalize("NFC", text)
    words = list(_WORD.finditer(text))
    long = [i for i, word in enumerate(words) if len(word[0]) >= 4]
    swapped = chance.choice(long) if long else -1
    pieces, at = [], 0
    for i, word in enumerate(words):
        new = _tone_moved(word[0])
        if i == swapped:
            new = _letters_swapped(new, chance)
        elif chance.random() < _NOISY:
            new = chance.choice((telex, _tone_dropped, without_diacritics))(new)
        pieces += [text[at : word.start()], new]
        at = word.end()
    return "".join([*pieces, text[at:]])


def _tone_dropped(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))


def _tone_moved(word: str) -> str:
    """Move the tone mark to the other vowel: "tụy" to "tuỵ", "hoà" to "hòa"."""
    letters = unicodedata.normalize("NFD", word)
    tone = next((c for c in letters if c in _TONES), "")
    toneless = letters.replace(tone, "", 1) if tone else ""
    if not tone or not _LATE_TONE.search(toneless.lower()):
        return word
    late = letters.endswith(tone)
    moved = f"{toneless[:-1]}{tone}{toneless[-1]}" if late else toneless + tone
    return unicodedata.normalize("NFC", moved)


def _letters_swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_WAYS: dict[Form, Callable[[str, random.Random], str]] = {
    Form.AS_IS: lambda text, chance: text,
    Form.BARE: lambda text, chance: without_diacritics(text),
    Form.PLAIN: lambda text, chance: _without_punctuation(text),
    Form.SHORT: lambda text, chance: _shortened(text),
    Form.NOISY: _mistyped,
}
