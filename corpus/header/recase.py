"""Sentence case for what documents set in capitals: "ỦY BAN NHÂN DÂN TỈNH THANH HOÁ"."""

import re
from functools import lru_cache

from corpus.agencies.abbreviations import abbreviations
from corpus.letters import lower_letters, read_table
from corpus.numbers import all_kinds, find_numbers

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_ROMAN = re.compile(r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})$")
_BRACKETED = re.compile(r"\(([^\W_]{2,8})\)")  # "(TMS)" introduces an abbreviation
_INSIDE = re.compile(r"(?:ủy ban|cơ sở)$")  # "ủy ban kinh tế" is not "Ban Kinh tế"
_COUNTED = re.compile(
    r"(?:KHÓA|KHOÁ|THỨ|GIAI ĐOẠN|LOẠI|HẠNG|NHÓM|PHỤ LỤC|CHƯƠNG|QUÝ|MỤC|PHẦN|ĐỢT|CẤP|KHU VỰC)\s+$"
)
_PERSON = re.compile(r"(?:chính phủ|thủ tướng|bộ trưởng|chủ tịch|bí thư|đồng chí|thứ trưởng)\s+(?=[^\W\d_])")
_SYLLABLE = re.compile(r"[^\W\d_]{2}")
_LEVEL = re.compile(
    r"(?<!và )(?<!bảo hiểm )(?<![-–] )\b(?:(?:tỉnh|thành|huyện|quận|thị) ủy|tỉnh|thành phố|xã|phường"
    r"|đặc khu|thị trấn|huyện|quận|thị xã)\s+(?=[^\W\d_])(?!ủy\b)"
)
_OPEN = re.compile(
    r"(?:^|(?<=\s))(?:tổng cục|chi cục|cục|vụ|viện|trung tâm|trường|học viện|chi nhánh|văn phòng|ban quản lý"
    r"|bệnh viện)\s+(?=[^\W\d_])(?!trưởng)"
)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """Return lower-case phrases and how they are written: proper names, bodies, fields of work."""
    known: list[str] = []
    for row in read_table("provinces.tsv"):
        known += [row[0], *filter(None, row[3].split("|"))]
    known += [row[0] for row in read_table("agencies.tsv")]
    known += [f"{row[0]} {row[1]}" for row in read_table("agency_fields.tsv")]
    for row in read_table("agency_words.tsv"):
        if row[0] in ("people", "party", "organs", "centre"):
            known += [w for w in row[1].split("|") if not w.isupper() and w != "Chi bộ"]
        if row[0] == "fronts":  # "thuế" and "thống kê" are words of their own
            known += [w for w in row[1].split("|") if len(w.split()) > 2 and not w.isupper()]
    known += [row[0] for row in read_table("posts.tsv")]
    known += ["Việt Nam", "Đảng", "Nhà nước", "Tổ quốc", "Nhân dân", "Đảng bộ", "Đại hội", "Hồ Chí Minh"]
    known += ["Phó Thủ tướng Chính phủ", "Trưởng Ban Chỉ đạo", "Ban Chỉ đạo", "TP", "Internet", "IoT"]
    known += ["Trung Bộ", "Nam Trung Bộ", "Bắc Trung Bộ", "Bắc Bộ", "Nam Bộ", "Tây Nguyên", "miền Trung"]
    known += [f"{kind.capitalize()} số" for kind in all_kinds()]
    return {lower_letters(name): name for name in sorted(set(known)) if any(c.isupper() for c in name)}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_phrases(), key=lambda n: (-len(n), n))
    spaced = (re.escape(n).replace(r"\ ", r"\s+").replace(r",\s+", r"\s*,\s*") for n in names)
    return re.compile(r"(?<!\w)(?:" + "|".join(spaced) + r")(?!\w)")


def recased(capitals: str, name: bool = False) -> str:
    """Return a text set in capitals as a sentence would have it; mixed text is returned as it is.

    With `name` the text is the name of a body, so the words after "xã" or "Cục" are its own.
    """
    letters = [c for c in capitals if c.isalpha()]
    if sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return capitals
    out, shape = list(capitals.lower()), lower_letters(capitals)
    if len(out) != len(capitals):  # a letter whose lower case is longer
        return capitals
    _raise_known(out, shape)
    _keep(capitals, out)
    for pattern in (_LEVEL, _OPEN) if name else ():
        for m in pattern.finditer(shape):
            _raise(out, shape, m.end(), whole=pattern is _LEVEL)
    for m in _PERSON.finditer(shape):
        _raise_name(out, shape, m.end())
    if shape.startswith("v/v"):
        out[:3] = "V/v"
    for fact in find_numbers(capitals):
        written = fact.span.of(capitals)
        out[fact.span.start : fact.span.end] = fact.value if len(fact.value) == len(written) else written
    first = next((i for i, c in enumerate(out) if c.isalpha()), None)
    if first is not None:
        out[first] = out[first].upper()
    return "".join(out)


def _raise_known(out: list[str], shape: str) -> None:
    """Capitalise the names of the tables: provinces, bodies, fields of work."""
    for m in _pattern().finditer(shape):
        if _INSIDE.search(shape[: m.start()] + m.group().split()[0]):
            continue
        for i, letter in enumerate(
            _stretched(_phrases()[re.sub(r"\s*,\s*", ", ", " ".join(m.group().split()))], m)
        ):
            if letter.isupper():
                out[m.start() + i] = out[m.start() + i].upper()


def _stretched(phrase: str, m: re.Match[str]) -> str:
    """Align a phrase with a match that may be spaced otherwise."""
    if len(phrase) == len(m.group()):
        return phrase
    capitals = iter(phrase.replace(" ", ""))
    return "".join(c if c.isspace() else next(capitals, c) for c in m.group())


def _keep(capitals: str, out: list[str]) -> None:
    """Leave abbreviations and Roman numerals in capitals."""
    named = set(_BRACKETED.findall(capitals))
    for m in _WORD.finditer(capitals):
        word = m.group()
        roman = _ROMAN.match(word) and _COUNTED.search(capitals, 0, m.start())
        short = word in named or (word in abbreviations() and len(word) > 2)
        if roman or short or (len(word) > 1 and not _SYLLABLE.search(word)):
            out[m.start() : m.end()] = word


def _raise(out: list[str], shape: str, at: int, whole: bool) -> None:
    """Capitalise the word at `at`, with `whole` up to three words of a place name."""
    words = list(re.finditer(r"[^\W\d_]+", shape[at : at + 40]))
    for i, m in enumerate(words[: 3 if whole else 1]):
        if i and shape[at + words[i - 1].end() : at + m.start()] != " ":
            return
        out[at + m.start()] = out[at + m.start()].upper()


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    words = (word for row in read_table("surnames.txt") for word in row[0].split())
    return frozenset(lower_letters(word) for word in words if len(word) > 1)


def _raise_name(out: list[str], shape: str, at: int) -> None:
    """Capitalise a person's name that stands at `at`: up to four words that begin with a family name."""
    words = list(re.finditer(r"[^\W\d_]+", shape[at : at + 30]))
    if not words or words[0].group() not in _surnames():
        return
    for m in words[:4]:
        if m.group() in ("tại", "về", "trong", "với", "và", "là", "ngày", "đối", "chủ", "làm", "ký", "của"):
            return
        out[at + m.start()] = out[at + m.start()].upper()
