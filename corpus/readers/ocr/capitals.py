"""Marks on capitals, which Tesseract loses: put back in lines of capitals, from names that documents bear."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise, product

from corpus.letters import fold_letters, read_table
from corpus.readers.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = {"A": "AĂÂ", "E": "EÊ", "O": "OÔƠ", "U": "UƯ", "D": "DĐ"}
_SHORT = 6  # letters with a space: what is run together from fewer may be an abbreviation
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OTHERS = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam|Đảng Cộng sản Việt Nam|Độc lập - Tự do - Hạnh phúc|Ban Chấp hành"
    "|Ban Thường vụ|Hội đồng nhân dân|Quyết nghị|Quyết định|Việt Nam|Trung ương|Hồ Chí Minh|Văn phòng"
    "|Ban Chỉ đạo|Truyền thông|Giám đốc|Phó Giám đốc|Hiệu trưởng|Phó Hiệu trưởng|Đại học|Phụ lục"
    "|Tổ chức thực hiện"
)
_BODIES = "Ủy ban nhân dân|Hội đồng nhân dân|UBND|HĐND|Đảng bộ|Văn phòng Ủy ban nhân dân"
_LEVELS = "tỉnh|thành phố|huyện|quận|xã|phường|thị xã|thị trấn"


def with_marks(line: str) -> str:
    """Put back the marks of a line set in capitals; a line in small letters is returned as it is."""
    if not line.isupper():
        return line
    words = list(_WORD.finditer(line))
    folded = [fold_letters(word.group()) for word in words]
    longest, names, run_together = _names()
    written = [
        run_together.get(fold) or _syllable(word.group()) for word, fold in zip(words, folded, strict=True)
    ]
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 1, -1):
            name = names.get(" ".join(folded[at : at + length]))
            if name is not None and _spaced(line, words[at : at + length]):
                written[at : at + length] = name.split()
                at += length - 1
                break
        at += 1
    out, end = "", 0
    for word, text in zip(words, written, strict=True):
        out += line[end : word.start()] + text
        end = word.end()
    return out + line[end:]


def _spaced(line: str, words: list[re.Match[str]]) -> bool:
    gaps = (line[one.end() : two.start()] for one, two in pairwise(words))
    return all(gap.strip() in {"", "-", "–"} for gap in gaps)


@lru_cache(maxsize=1)
def _names() -> tuple[int, dict[str, str], dict[str, str]]:
    """Return the most words of a name, names in capitals by their folded words, and by these run together."""
    known = [*_OTHERS.split("|")]
    known += [f"{body} {level}" for body in _BODIES.split("|") for level in _LEVELS.split("|")]
    known += [name for row in read_table("provinces.tsv") for name in (row[0], f"{row[1]} {row[0]}")]
    known += [row[0] for name in ("agencies.tsv", "posts.tsv") for row in read_table(name)]
    known += [f"{row[0]} {row[1]}" for row in read_table("agency_fields.tsv")]
    known += [row[1] for row in read_table("kinds.tsv")]
    known += [word for row in read_table("agency_words.tsv") for word in row[1].split("|")]
    found: dict[str, set[str]] = {}
    for name in known:
        words = _WORD.findall(name.upper())
        if len(words) > 1:
            found.setdefault(fold_letters(" ".join(words)), set()).add(" ".join(words))
    sure = {key: names.pop() for key, names in found.items() if len(names) == 1}
    run_together = {key.replace(" ", ""): name for key, name in sure.items() if len(key) > _SHORT}
    run_together = {key: name for key, name in run_together.items() if not is_syllable(key)}
    return max(len(key.split()) for key in sure), sure, run_together


@lru_cache(maxsize=10_000)
def _syllable(word: str) -> str:
    """Return the only syllable that a word can be with more marks on its vowels, where it is none itself."""
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in letters if c in _TONES)
    if is_syllable(word) or len(tone) != 1:
        return word
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    place = len(unicodedata.normalize("NFC", letters[: letters.index(tone)])) - 1
    choices = [_MARKED.get(c, c) if at == place else c for at, c in enumerate(bare)]
    toned = (
        unicodedata.normalize("NFC", "".join(c + tone if at == place else c for at, c in enumerate(choice)))
        for choice in product(*choices)
    )
    fits = [candidate for candidate in toned if is_syllable(candidate)]
    return fits[0] if len(fits) == 1 else word
