"""Values that a passage states, with what tells whether they are of the kind asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.figures.quantities import find_quantities, number_value
from corpus.letters import fold_letters
from corpus.types import AgencyMention, Span
from search.answer.choices.asking import AT_LEAST, AT_MOST, Asking
from search.answer.choices.states import TASKS, tells_state

Features = dict[str, float]

_ONE = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_NUMBER = rf"(?:{_ONE}(?: ?[-–] ?{_ONE}(?![/.-]?\d))?|\d{{1,4}}/\d{{1,4}}(?=[ ]?%| [^\W\d_]))"
_NUMERAL = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|tư|trăm)"
_COUNTED = r"(?:bộ|lần|bản|người|ngày|tháng|năm|giờ|hình thức|nhóm|loại|mức|cấp)"
_SYMBOL = r"(?:[kcm]?m|ha|[km]g|[kmg](?:v|w|wh|va|hz)|[kmgt]b(?:ps)?|ml|°c)"
_QUANTITY = re.compile(
    rf"(?<![\w.,/:–\-])(?P<number>{_NUMBER}|(?:{_NUMERAL} ?){{1,4}}(?= ?\(\d)"
    rf"|(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= {_COUNTED}(?!\w)))(?![\d/]|[.,]\d|-\w)"
    rf"(?P<again> ?\([^()\n]{{1,25}}\))?(?:(?P<share> ?%)|"
    rf"(?=(?P<unit>(?:{_SYMBOL}[23²³]?(?!\w))?(?:[ /]+[^\W\d_]+[23²³]?){{0,4}})))",
    re.IGNORECASE,
)
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_IN_WORDS = re.compile(
    r"(?<!\w)(?<!thứ )(?<!tháng )(?P<word>một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
    r" (?P<unit>[^\W\d_]+(?: [^\W\d_]+){0,2})",
    re.IGNORECASE,
)
# These name a place in an order, so the number after them counts nothing.
_ORDINAL = re.compile(
    r"(?<!\w)(?:điều|khoản|điểm|mục|tầng|ấp|đợt|lớp|(?<!trong )vòng|bậc|hạng|khu phố|cấp độ|phường"
    r"|quận|chương"
    r"|phụ lục|biểu|bảng|bước|thứ|tháng|ngày|năm|quý|khóa|quốc lộ"
    r"|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|luật|mẫu|hình|kỳ|trang|tổ|số|khu vực|đường"
    r"|quy trình"
    r"|stt)[ \t]*\Z",
    re.IGNORECASE,
)
_UNIT_ENDS = frozenset(
    """
    của và trong cho để đối kể từ là theo được trên tại do khi nếu với về đến so thì mà nhưng hoặc hay bằng
    như nêu quy bị có phải không các những trước sau x
    xuống lên còn tăng giảm ước đạt chiếm vượt
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_IDENTIFIER = re.compile(
    r"\d{10,}|0\d{4,}|\d\.\d{6}|0\d{2,} ?[-–] ?\d{4,}"
)  # of a telephone, a case, an account
_PLAIN = re.compile(r"\d{5,}(?:[.,]\d+)?")
_NOTE = re.compile(r"\[\d{1,2}\]|\(\d{1,2}\)(?= [^\W\d_])")
_SECTION = re.compile(r"\d{1,2}\.\d{1,2}")
_LENGTH = re.compile(r"(?:gio|ngay|tuan|thang|quy|nam|phut)\b")
_MONEY = re.compile(r"(?:dong|trieu|ty|ti|nghin|ngan|usd|vnd|(?:thang|lan) (?:muc )?luong)\b")
# What no persons are counted in.
_NO_PERSONS = re.compile(
    rf"(?:{_SYMBOL}[23²³]?|tan|ta|lit|diem|khu|xa|phuong|huyen|thon|ap|tinh|tuyen|lop|tiet|buoi|bai|du an"
    r"|cong trinh|cong tac|van ban|nhiem vu|chi tieu|noi dung|tieu chi|giai phap)\b"
)
_HEADS = "nguoi"
_HOUSEHOLDS = re.compile(r"(?:ho|gia dinh|nha|can nha)\b(?! (?:sinh|ly|tro))")
_SAME_COUNT = re.compile(r"[^\d;.\n|]{1,30}")
_SCALE = re.compile(r"(?<![\w/.,])1 ?[/:] ?(?P<scale>\d{1,3}(?:\.\d{3})*\.\d00|\d+00)(?![\w/]|[.,]\d)")
_CURRENCY = re.compile(r"\b(?:dong|usd|vnd)\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-–] ?(?:19|20)?\d\d")
_TO = re.compile(r"\s*(?:đến|tới|[-–])(?:\s+(?:dưới|hết|cận|không quá))?\s*", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:từ|trong khoảng)\s+(?:trên\s+|đủ\s+|hơn\s+)?\Z", re.IGNORECASE)
_CHANGES = re.compile(r"(?:tăng|giảm|nâng|hạ|rút ngắn|cắt giảm|điều chỉnh|chuyển)(?!\w)", re.IGNORECASE)
_LED, _CHANGED = 14, 30  # characters before a range
_NEAR = 30  # characters behind a share in which it says of what it is
_ROUND = 30  # characters before a number in which its bounds are said


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a passage; offsets into its text."""

    span: Span
    features: Features
    normalized: dict[str, str] = field(default_factory=dict)
    mention: AgencyMention | None = None


def amounts(text: str, asking: Asking, lengths_only: bool) -> list[Value]:
    """Find numbers with what they count; "từ 85 đến 100 điểm" is one."""
    if asking.asks_scale and not lengths_only:
        return list(_scales(text))
    found = _ranges(text, list(_amounts(text, asking, lengths_only)))
    if not lengths_only:
        found += [one for one in _spelt(text, asking) if not any(one.span.meets(v.span) for v in found)]
    return found


def _amounts(text: str, asking: Asking, lengths_only: bool) -> Iterator[Value]:
    known = {one.span.start: one.span for one in find_quantities(text) if one.unit}
    for match in _QUANTITY.finditer(text):
        if _ORDINAL.search(text[max(0, match.start() - 20) : match.start()]) or _is_label(text, match):
            continue
        if _IDENTIFIER.fullmatch(match["number"]) or _YEARS.fullmatch(match["number"]):
            continue
        end, unit = _unit(match)
        if _PLAIN.fullmatch(match["number"]) and not unit:
            continue  # a coordinate, a code
        if asking.counts_things and not unit and _YEAR.fullmatch(match["number"]):
            continue
        if end == match.end("number") and text[end : end + 1].isalpha():
            continue  # "5G", "2x27"
        if "/" in match["number"] and not (unit and _is_share_of(match["number"])):
            continue
        folded = fold_letters(unit)
        is_length = _LENGTH.match(folded) is not None
        if match["number"].lstrip("0") in asking.given:
            continue
        if not is_length if lengths_only else not _may_answer(text, Span(match.start(), end), folded, asking):
            continue
        span = known.get(match.start(), Span(match.start(), end))
        features = _amount_features(asking, match["number"], folded)
        features |= bounds(asking, fold_letters(text[max(0, span.start - _ROUND) : span.end + 20]))
        counted = asking.counted.split()
        near = fold_letters(text[max(0, span.start - 40) : span.end + 40])
        features["noun_near"] = float(bool(counted) and f" {counted[0]} " in f" {near} ")
        yield Value(span, features, _measured(match["number"], unit))


def _scales(text: str) -> Iterator[Value]:
    """Find the scales of maps: "tỷ lệ 1/5.000"."""
    for match in _SCALE.finditer(text):
        yield Value(
            Span(*match.span()),
            {"share": 1.0, "noun": 1.0},
            {"value": "1", "of": match["scale"].replace(".", "")},
        )


def _may_answer(text: str, span: Span, unit: str, asking: Asking) -> bool:
    """Tell whether an amount is of the kind asked for; a bare one may have its unit above its column."""
    if asking.state is not None and not tells_state(text, span, asking.state):
        return False
    if asking.counts_tasks and unit:
        listed = _SAME_COUNT.match(text, span.end)  # "14 chỉ tiêu, nhiệm vụ"
        return TASKS.search(f"{unit} {fold_letters(listed[0]) if listed else ''}") is not None
    if unit == "%" and asking.counts_things:  # "100 % số hộ" may count households
        return f" {asking.counted.split()[0]} " in f"{fold_letters(text[span.end : span.end + _NEAR])} "
    if fits_kind(asking, unit):
        return True
    left = text[max(0, span.start - 2) : span.start].rstrip(" ")
    right = text[span.end : span.end + 2].lstrip(" ")
    return not unit and left[-1:] in ("", "\n", "|") and right[:1] in ("", "\n", "|")


def _spelt(text: str, asking: Asking) -> Iterator[Value]:
    """Find numbers that are written as words before what is asked for, money or a share."""
    noun = asking.counted.split()[:1]
    for match in _IN_WORDS.finditer(text):
        folded = fold_letters(match["unit"])
        money, part = _MONEY.match(folded) is not None, folded.startswith("phan ")
        asked = bool(noun) and folded.split()[0] == noun[0]
        if not (asked or money or part) or (asking.asks_money and not money):
            continue
        words = match["unit"].split()
        kept = next((i for i, word in enumerate(words) if word.lower() in _UNIT_ENDS), len(words))
        if part:
            kept = 2
        elif asked and asking.counted in folded:
            kept = min(kept, len(asking.counted.split()))
        if kept == 0 or (part and (len(words) < 2 or words[1].lower() not in _WORDS)):
            continue
        unit = " ".join(words[:kept])
        span = Span(match.start(), match.start("unit") + len(unit))
        number = str(_WORDS[match["word"].lower()])
        features = _amount_features(asking, number, fold_letters(unit))
        features |= bounds(asking, fold_letters(text[max(0, span.start - _ROUND) : span.end + 20]))
        said = {} if part else _measured(number, unit)
        yield Value(span, features | {"share": float(part and asking.share)}, said)


def _is_share_of(number: str) -> bool:
    """Tell "13/20 nguồn thu" from a date."""
    part, whole = number.split("/")
    return int(part) < int(whole)


def _ranges(text: str, values: list[Value]) -> list[Value]:
    """Join the ends of ranges; what falls "từ 20% đến 10%" has two values."""
    joined: list[Value] = []
    for value in values:
        start = _begin_of_range(text, joined[-1], value) if joined else None
        if start is None:
            joined.append(value)
            continue
        low, high = joined.pop().normalized, value.normalized
        upper = high.get("value", "")
        if low.get("unit", high.get("unit")) != high.get("unit"):
            upper = f"{upper} {high.get('unit', '')}"
        said = high | low | {"upper": upper}
        joined.append(Value(Span(start, value.span.end), value.features | {"range": 1.0}, said))
    return joined


def _begin_of_range(text: str, low: Value, high: Value) -> int | None:
    """Return where a range begins that ends with `high`; None where `low` is an amount of its own."""
    if _TO.fullmatch(text, low.span.end, high.span.start) is None:
        return None
    if "unit" in low.normalized and "unit" not in high.normalized:
        return None
    led = _FROM.search(text, max(0, low.span.start - _LED), low.span.start)
    start = led.start() if led else low.span.start
    if _CHANGES.search(text, max(0, start - _CHANGED), start):
        return None
    return start if led or text[low.span.end : high.span.start].strip() in ("-", "–") else None


def in_unit(value: Value, unit: str, asking: Asking) -> Value:
    """Return an amount without a unit of its own in the unit that its table gives."""
    number = value.normalized.get("value", "")
    features = _amount_features(asking, number, fold_letters(unit)) | {"unit_above": 1.0}
    return replace(value, features=value.features | features, normalized=value.normalized | {"unit": unit})


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number only labels its line, row or note: "1. ...", "| 2.1 | ...", "(1)", "[2]"."""
    if _NOTE.match(text, max(0, match.start() - 1)):
        return True
    begins = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip("| -")
    if begins and _SECTION.fullmatch(match["number"]):
        return True
    return begins and text[match.end("number") : match.end("number") + 1] in (".", ")")


def _unit(match: re.Match[str]) -> tuple[int, str]:
    """Return where a quantity ends, and its unit: the words behind the number up to the first small one."""
    if match["share"]:
        return match.end("share"), "%"
    end = match.end("again") if match["again"] else match.end("number")
    kept = 0
    for word in re.findall(r"(?:^|[ /]+)[^\s/]+", match["unit"] or ""):
        said = word.strip(" /").lower()
        if said in _UNIT_ENDS and not (
            said in ("lên", "xuống") and match["unit"][:kept].lower().endswith("trở")
        ):
            break
        kept += len(word)
    return (match.start("unit") + kept if kept else end), (match["unit"] or "")[:kept].strip()


def fits_kind(asking: Asking, unit: str) -> bool:
    """Tell whether a unit may answer: people are no money, and money counts no people."""
    if asking.asks_money and not asking.asks_share:
        return _MONEY.match(unit) is not None
    if (asking.counts_things or asking.counts_persons) and _CURRENCY.search(unit):
        return False
    if asking.counts_persons and (_NO_PERSONS.match(unit) or _LENGTH.match(unit)):
        return False
    if asking.counts_persons == _HEADS and _HOUSEHOLDS.match(unit):
        return False
    return not asking.asks_share or unit.startswith(("%", "phan tram", "diem phan tram"))


def _amount_features(asking: Asking, number: str, unit: str) -> Features:
    counted = asking.counted.split()
    money = _MONEY.match(unit) is not None
    share = unit == "%" or unit.startswith("phan tram")
    same = bool(counted) and unit.split()[:1] == counted[:1]
    return {
        "noun": float(same),
        "noun_pair": float(len(counted) > 1 and asking.counted in unit),
        "money": float(asking.money and money),
        "no_money": float(asking.money and not money and not asking.share and not same),
        "only_money": float(money and not asking.money),
        "share": float(asking.share and share),
        "no_share": float(asking.share and not share),
        "only_share": float(share and not asking.share),
        "is_length": float(_LENGTH.match(unit) is not None),
        "bare": float(not unit),
        "like_year": float(number.isdigit() and len(number) == 4),
    }


def bounds(asking: Asking, near: str) -> Features:
    """Return how the bounds that are said near a value meet those that a question asks for."""
    low, high = AT_LEAST.search(near) is not None, AT_MOST.search(near) is not None
    return {
        "at_least": float(asking.at_least and low),
        "at_most": float(asking.at_most and high),
        "only_at_least": float(low and not asking.at_least),
        "other_bound": float((asking.at_least and high) or (asking.at_most and low)),
    }


def _measured(number: str, unit: str) -> dict[str, str]:
    written = {"unit": unit} if unit else {}
    if not number[0].isdigit():
        return written
    first, *others = (f"{number_value(one):.12g}" for one in re.split(r" ?[-–/] ?", number))
    further = {"of" if "/" in number else "upper": others[0]} if others else {}
    return {"value": first, **further, **written}
