"""Counted and measured quantities in running text: a number and its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.letters import lower_letters, read_table
from corpus.types import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `unit` is None for "6 đã hoàn thành", which borrows it from its total."""

    span: Span
    value: float
    unit: str | None
    counted: bool  # counts things, else measures


# Money, shares and physical measures; the first spelling of a line is the one reported.
_MEASURES: tuple[tuple[str, ...], ...] = (
    ("%", "phần trăm"),
    ("điểm phần trăm", "điểm %"),
    ("đồng", "vnđ", "vnd", "đ"),
    ("nghìn đồng", "ngàn đồng", "1.000 đồng"),
    ("triệu đồng", "triệu vnđ"),
    ("tỷ đồng", "tỉ đồng", "tỷ vnđ"),
    ("nghìn tỷ đồng", "ngàn tỷ đồng", "nghìn tỉ đồng"),
    ("triệu tỷ đồng",),
    ("USD", "đô la mỹ", "đô la"),
    ("triệu USD", "triệu đô la mỹ", "triệu đô la"),
    ("tỷ USD", "tỉ usd", "tỷ đô la"),
    ("nghìn người",),
    ("triệu người",),
    ("triệu lượt khách",),
    ("triệu lượt",),
    ("ha", "héc ta", "hecta"),
    ("nghìn ha",),
    ("triệu ha",),
    ("km", "ki lô mét", "kilômét"),
    ("km2", "km²"),
    ("hải lý",),
    ("m2", "m²", "mét vuông"),
    ("m3", "m³", "mét khối"),
    ("triệu m3", "triệu m³"),
    ("m", "mét"),
    ("mm",),
    ("cm",),
    ("kg", "ki lô gam"),
    ("tấn",),
    ("nghìn tấn",),
    ("triệu tấn",),
    ("tạ",),
    ("lít",),
    ("MW",),
    ("GW",),
    ("kW",),
    ("kWh",),
    ("triệu kWh",),
    ("tỷ kWh",),
    ("Mbps",),
    ("Gbps",),
)
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d{1,3}\.\d{1,2}(?=\s?%)|\d{1,9}(?:,\d{1,4})?)"
# "năm" is left out: it is the year far more often than five.
_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_PER = (
    r"(?:\s?/\s?(?:người|ngày|tháng|năm|quý|hộ|ha|m2|m²|m3|m³|km|km2|lần|buổi|kg|tấn|xã|phường|đơn vị|hồ sơ"
    r"|học sinh|cuộc|lượt|giờ|tiết|con|cây|đêm|suất|dự án|văn bản|báo cáo|trường hợp|thửa|cơ sở)(?!\w)){1,3}"
)
# These name a place in an order, so the number after them counts nothing.
_ORDINAL = re.compile(
    r"(?:(?<!\w)(?:điều|khoản|điểm|(?<!danh )mục|tiểu mục|chương|phụ lục|biểu|bảng|bước|nhóm|thứ|tháng"
    r"|ngày|năm|quý"
    r"|khóa|tầng|quốc lộ|tuyến|phường|quận|khu phố|vùng|đợt|giai đoạn|quyết định|nghị quyết|tiểu dự án|dự án"
    r"|dự án thành phần|chỉ tiêu|mẫu|hình|kỳ|lớp|loại|hạng|cấp độ|mức độ|phiên họp|kỳ họp|hội nghị|trang|tổ"
    r"|ấp|chủ nhật"
    r"|ban chỉ đạo|nghị định|thông tư|chỉ thị|kết luận|luật|đề án|chương trình|kế hoạch|công ước)"
    r"|(?<!tổng )(?<!con )(?<!có )(?<!trong )(?<!\w)số)\s*\Z"
)
_NOT_A_COUNT = re.compile(r"\s+(?:xem|truy cập|đọc)(?!\w)|\s?[-–]\s?\d|\s+[a-zđ](?!\w)(?=\s*[,;.)]|\s+khoản)")
# "4 tỉnh Đồng Nai", "29 Nghị định số 30": the number belongs to what stands before.
_NAMED_AFTER = frozenset(
    {"tỉnh", "thành phố", "xã", "phường", "huyện", "quận", "khu", "thôn", "ấp", "khu phố"}
)
_LABELLED = re.compile(r" (?:số )?\d")
_LISTED = re.compile(r"(?<![\d.])\d{1,3}\s?(?:,|;|và)\s?\Z")  # "các điều 3, 5, 7 Nghị quyết này"
_SCALE = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:\s*\Z")
_FACTOR = re.compile(r"\s*[x×*]\s*[(\d]")
_ITEM = re.compile(r"(?:^|[\n\t|])[\s\-+•*]*\Z")
_STATE = r"(?:đã|đang|chưa|quá hạn|đúng hạn|trong hạn|trước hạn|còn hạn|hoàn thành|chậm tiến độ)(?!\w)"


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[str, bool]]:
    units = {lower_letters(row[0]): (row[-1], True) for row in read_table("units.txt")}
    for spellings in _MEASURES:
        units |= {lower_letters(spelling): (spellings[0], False) for spelling in spellings}
    return units


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_units(), key=lambda name: (-len(name), name))
    words = "|".join(re.escape(name).replace(r"\ ", " ") for name in names)
    return re.compile(
        rf"(?<![\w.,/:–\-])(?P<value>{_NUMBER})(?:\s?[-–]\s?(?P<upper>{_NUMBER}))?(?:/(?P<of>\d{{1,7}}))?"
        rf"(?![\d/]|[.,]\d|-\w)"
        rf"(?: ?\([^()\d]{{1,60}}\))? ?"
        rf"(?:(?P<unit>{words})(?!\w)(?P<per>{_PER})?|(?={_STATE}))"
        rf"|(?<![\w\-])(?P<word>{'|'.join(_WORDS)}) (?P<thing>{words})(?!\w)"
    )


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities of a text, in order; a range is one quantity with its lower bound as value."""
    low = lower_letters(text)
    return [one for found in _pattern().finditer(low) for one in _quantity(text, low, found)]


def number_value(written: str) -> float:
    """Return the value of a number in Vietnamese notation: "1.364.329,5" is 1364329.5."""
    if "," not in written and re.fullmatch(r"\d{1,3}\.\d{1,2}", written):
        return float(written)
    return float(written.replace(".", "").replace(",", "."))


def _quantity(text: str, low: str, found: re.Match[str]) -> Iterator[Quantity]:
    before = low[max(0, found.start() - 24) : found.start()]
    if found["word"]:
        name, counted = _units()[found["thing"]]
        if counted and not _ORDINAL.search(before) and text[found.start("thing")].islower():
            yield Quantity(Span(*found.span()), _WORDS[found["word"]], name, True)
        return
    value = number_value(found["value"])
    if found["unit"] is None:
        if not _ORDINAL.search(before) and "," not in found["value"]:
            yield Quantity(Span(found.start(), found.end("value")), value, None, True)
        return
    name, counted = _units()[" ".join(found["unit"].split())]
    if counted and (
        _ORDINAL.search(before) or _LISTED.search(before) or _NOT_A_COUNT.match(low, found.end())
    ):
        return
    if _SCALE.search(before) or (name == "%" and _FACTOR.match(low, found.end())):
        return
    if found["of"] and (not counted or int(found["of"]) < value):
        return
    if text[found.start("unit")].isupper() and _opens_a_name(text, found, before):
        return
    after = text[found.end("unit") + 1 : found.end("unit") + 2]
    if name in _NAMED_AFTER and (after.isupper() or after.isdigit()):
        return
    unit = name + re.sub(r"\s*/\s*", "/", found["per"] or "")
    yield Quantity(Span(found.start(), found.end()), value, unit, counted)


def _opens_a_name(text: str, found: re.Match[str], before: str) -> bool:
    """Tell a numbered line ("2 Công trình ...") and a name ("10 Đồng Nai") from a count ("7 Nghị quyết")."""
    unit = found["unit"]
    after = text[found.end("unit") + 1 : found.end("unit") + 2]
    if unit.upper() == text[found.start("unit") : found.end("unit")]:  # a heading, or an abbreviation
        return unit == "đồng" and after.isupper()
    return bool(after.isupper() or _LABELLED.match(text, found.end("unit")) or _ITEM.search(before[-12:]))
