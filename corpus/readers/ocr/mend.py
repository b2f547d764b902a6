"""What Tesseract reads wrongly in a way that admits one correction only; running words are left alone."""

import re
from functools import cache

from corpus.letters import read_table
from corpus.readers.ocr.capitals import with_marks

_ETH = re.compile(r"ĐÐ|ÐĐ|Ð")
_MOTTO = re.compile(
    r"^\W*[ĐÐD][ôộốo]c\s+[l1][aăâậ]p\s*[-–—.]*\s*T[uưự]\s+d[oọ]\s*[-–—.]*\s*H[aạ]nh\s+ph[uúủ]c\W*$", re.I
)
_STATE = re.compile(
    r"^\W*[CG][OÔỘỌ]NG\s+H[OÒÓỎ][AÀÁÃ]\s+X[AÃÁÀ]\s+H[OÔỘỌ][IỊ1l]\s+CH[UÚÙỦ]\s+NGH[IĨ1l][AÀ]\s+VI[EÊỆ][TI]\s+NAM\W*$"
)
_PARTY = re.compile(r"^\W*[ĐÐD][AẢÁ]NG\s+C[OÔỘỌ]NG\s+S[AẢÁ]N\s+VI[EÊỆ][TI]\s+NAM\W*$")
_MARK = r"['‘’`.,]?\s+"  # a speck or a piece of a stamp between a word and its number
_DATE = re.compile(
    rf"\bngày{_MARK}(?P<d>[\dOolI|]{{1,2}})(?P<b>\s+tháng){_MARK}(?P<m>[\dOolI|]{{1,2}})"
    rf"(?P<c>\s+năm){_MARK}(?P<y>[\dOolI|]{{4}})\b"
)
_YEAR = re.compile(r"(?<=\bnăm )([12]\d{1,2}) (\d{1,2})(?=\W|$)(?<=[12] \d{3}|\d\d \d\d|\d{3} \d)")
_SLASHED = re.compile(r"(?<![\w/])([\dOolI|]{1,2})/([\dOolI|]{1,2})/([\dOolI|]{4})(?![\w/])")
_ASSEMBLY = re.compile(
    r"(?<=[/A-Z])[QO](H[\dlIOS|]{2})(?![^\W_])"
)  # "QHI5", "OH14": of the National Assembly
_SYMBOL = re.compile(
    r"\b[SŠ][ốóôồo6ỗổ]\s*[:;.]?\s*(?P<n>[\dOolI|]{1,5})(?P<s>(?:/[12][\dOolI|]{3})?\s?[/-]\s?[A-ZĐ]{2,})"
)
_SESSION = re.compile(r"(?<=[A-ZĐ]{3}H)[Il|](?=\d(?!\w))")  # "UBXHI5": of its fifteenth term
_DASH = re.compile(r"^[~_=¬]\s+(?=[^\W\d_]{2})")  # a dash at the beginning of a paragraph
_FIVE = re.compile(r"^[Š$§]\s?\.(?=\d|\s[^\W\d_])")  # "Š. Phân công", "$.2. Phòng"
_EDGES = re.compile(r"^[_—–]{2,}\s+|\s+[-–—_.,~]$")  # what stands beside a heading in capitals
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})


def mended(text: str) -> str:
    """Correct mottoes of letterheads, and letters that stand for digits in dates and document numbers."""
    text = _ETH.sub("Đ", text)
    text = _SLASHED.sub(lambda m: _digits(m.group()) if _has_digit(m.group()) else m.group(), text)
    text = _DATE.sub(_date, _YEAR.sub(r"\1\2", text))
    text = _SYMBOL.sub(_number, text)
    text = _ASSEMBLY.sub(lambda m: "QH" + _digits(m.group(1)[1:]).replace("S", "5"), text)
    text = _SESSION.sub("1", text)
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    line = _DASH.sub("- ", _FIVE.sub("5.", line)) if not line.startswith("|") else line
    line = with_marks(_motto(line))
    return _kind_alone(_EDGES.sub("", line)) if line.isupper() else line


def _kind_alone(line: str) -> str:
    """Drop the marks around the kind of a document that stands alone on its line."""
    bare = line.strip(" -–—_.~")
    return bare if bare.lower() in _kinds() else line


@cache
def _kinds() -> frozenset[str]:
    return frozenset(row[1] for row in read_table("kinds.tsv"))


def _motto(line: str) -> str:
    if _STATE.match(line):
        return "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    if _PARTY.match(line):
        return "ĐẢNG CỘNG SẢN VIỆT NAM"
    if _MOTTO.match(line):
        return "Độc lập - Tự do - Hạnh phúc"
    return line


def _date(found: re.Match[str]) -> str:
    day, month, year = (_digits(found[name]) for name in "dmy")
    return f"ngày {day}{found['b']} {month}{found['c']} {year}"


def _number(found: re.Match[str]) -> str:
    if not _has_digit(found["n"]):
        return found.group()
    head, tail = found.group()[: found.start("n") - found.start()], found["s"]
    year = re.match(r"/[12][\dOolI|]{3}", tail)
    if year:
        tail = _digits(year.group()) + tail[year.end() :]
    return head + _digits(found["n"]) + tail


def _digits(text: str) -> str:
    return text.translate(_DIGITS)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
