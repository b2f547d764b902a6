"""Values that a passage states, with what tells whether they are of the kind asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.agencies import find_agencies, same_agency
from corpus.figures.quantities import find_quantities, number_value
from corpus.letters import fold_letters
from corpus.types import AgencyMention, Span
from search.answer.choices.actors import find_actors
from search.answer.choices.asking import AT_LEAST, AT_MOST, Asking
from search.answer.kinds import asks_kind, is_of_asked_kind, without_head
from search.answer.persons import with_name

Features = dict[str, float]

_ONE = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_NUMBER = rf"(?:{_ONE}(?: ?[-–] ?{_ONE}(?![/.-]?\d))?|\d{{1,4}}/\d{{1,4}}(?=[ ]?%| [^\W\d_]))"
_NUMERAL = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|tư|trăm)"
_COUNTED = r"(?:bộ|lần|bản|người|ngày|tháng|năm|giờ|hình thức|nhóm|loại|mức|cấp)"
_QUANTITY = re.compile(
    rf"(?<![\w.,/:–\-])(?P<number>{_NUMBER}|(?:{_NUMERAL} ?){{1,4}}(?= ?\(\d)"
    rf"|(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= {_COUNTED}(?!\w)))(?![\d/]|[.,]\d|-\w)"
    rf"(?P<again> ?\([^()\n]{{1,25}}\))?(?:(?P<share> ?%)|"
    r"(?=(?P<unit>(?:(?:[kcm]?m|ha|kg|kv|kw|mw)[23²³]?(?!\w))?(?:[ /]+[^\W\d_]+[23²³]?){0,4})))",
    re.IGNORECASE,
)
# These name a place in an order, so the number after them counts nothing.
_ORDINAL = re.compile(
    r"(?<!\w)(?:điều|khoản|điểm|mục|chương|phụ lục|biểu|bảng|bước|thứ|tháng|ngày|năm|quý|khóa|quốc lộ"
    r"|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|luật|mẫu|hình|kỳ|trang|tổ|số|khu vực|đường"
    r"|quy trình"
    r"|stt)\s*\Z",
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
_SECTION = re.compile(r"\d{1,2}\.\d{1,2}")
_LENGTH = re.compile(r"(?:gio|ngay|tuan|thang|quy|nam|phut)\b")
_MONEY = re.compile(r"(?:dong|trieu|ty|ti|nghin|ngan|usd|vnd)\b")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-–] ?(?:19|20)?\d\d")
_TO = re.compile(r"\s*(?:đến|tới|[-–])(?:\s+(?:dưới|hết|cận|không quá))?\s*", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:từ|trong khoảng)\s+(?:trên\s+|đủ\s+|hơn\s+)?\Z", re.IGNORECASE)
_CHANGES = re.compile(r"(?:tăng|giảm|nâng|hạ|rút ngắn|cắt giảm|điều chỉnh|chuyển)(?!\w)", re.IGNORECASE)
_LED, _CHANGED = 14, 30  # characters before a range
_GENERIC = re.compile(
    r"(?:(?:cac|moi|tung|co quan|don vi|to chuc|ca nhan|dia phuong|so|ban|nganh|bo|cap|doan the"
    r"|lien quan|co|va"
    r"|nha nuoc|tham quyen|chuc nang|khac|doanh nghiep|thu truong|nguoi dung dau)(?:, | |$))+"
)
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
    return _ranges(text, list(_amounts(text, asking, lengths_only)))


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
        if "/" in match["number"] and not (unit and _is_share_of(match["number"])):
            continue
        folded = fold_letters(unit)
        is_length = _LENGTH.match(folded) is not None
        if match["number"].lstrip("0") in asking.given or not (
            is_length if lengths_only else _is_kind(asking, folded)
        ):
            continue
        span = known.get(match.start(), Span(match.start(), end))
        features = _amount_features(asking, match["number"], folded)
        features |= bounds(asking, fold_letters(text[max(0, span.start - _ROUND) : span.end + 20]))
        counted = asking.counted.split()
        near = fold_letters(text[max(0, span.start - 40) : span.end + 40])
        features["noun_near"] = float(bool(counted) and f" {counted[0]} " in f" {near} ")
        yield Value(span, features, _measured(match["number"], unit))


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
    """Tell whether a number only labels its line or row: "1. ...", "2.1 ...", "| 2.1 | ..."."""
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
        if word.strip(" /").lower() in _UNIT_ENDS:
            break
        kept += len(word)
    return (match.start("unit") + kept if kept else end), (match["unit"] or "")[:kept].strip()


def _is_kind(asking: Asking, unit: str) -> bool:
    """Tell whether a unit may answer: people are no money; a cell may have its unit elsewhere."""
    if asking.asks_money:
        return not unit or _MONEY.match(unit) is not None
    return not asking.asks_share or unit == "%" or unit.startswith("phan tram")


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


def bodies(text: str, asking: Asking) -> Iterator[Value]:
    """Find agencies, and those who act and are none ("người đứng đầu", "chủ đầu tư")."""
    folded = fold_letters(text)
    mentions = find_agencies(text)
    yield from _actors(text, [mention.span for mention in mentions], asking)
    for mention in mentions:
        if is_asked_about(mention, asking):
            continue
        before = folded[max(0, mention.span.start - 25) : mention.span.start]
        behind = folded[mention.span.end : mention.span.end + 25]
        listed = bool(re.search(r"(?:phoi hop (?:voi )?|cung (?:voi )?|, )$", before))
        together = asking.kind.value == "coordinating_agency"
        features = body_features(mention, asking) | {
            "told": float(bool(re.search(r"(?:giao|de nghi|yeu cau)(?: cho)? ?$", before))),
            "acts": float(
                "chu tri" in behind
                or "co trach nhiem" in behind
                or bool(re.match(r" (?:quyet dinh|ban hanh|lap|to chuc|thuc hien)", behind))
            ),
            "with": float(listed and together),
            "only_with": float(listed and not together),
            "proposes": float(asking.proposer and bool(re.search(r"(?:de nghi|to trinh)\b.{0,22}$", before))),
            "receives": float(
                asking.kind.value == "report_to"
                and bool(re.search(r"(?:ve|gui|bao cao|cho|den|qua) $", before))
            ),
        }
        normalized = {"agency_id": mention.agency_id} if mention.agency_id else {}
        yield Value(with_name(text, mention.span), features, normalized, mention)


def _actors(text: str, taken: Sequence[Span], asking: Asking) -> Iterator[Value]:
    """Find those who act; a question for a ministry, a department ... has other answers."""
    if asks_kind(asking.query.text):
        return
    who = " ai" in f" {asking.form}"
    for actor in find_actors(text, taken):
        name = fold_letters(actor.span.of(text))
        if f" {name} " in f" {asking.query.folded} ":
            continue
        together = asking.kind.value == "coordinating_agency"
        told = actor.led.startswith(("giao", "phan cong", "uy quyen", "de nghi", "yeu cau"))
        partner = actor.led.startswith(("phoi hop", "cung"))
        above = actor.led.startswith(("gui", "nop", "trinh", "bao cao", "chiu"))
        features = {
            "actor": 1.0,
            "actor_who": float(who),
            "actor_acts": float(actor.acts),
            "actor_opens": float(actor.opens),
            "generic": float(_GENERIC.fullmatch(name) is not None),
            "actor_by": float(actor.led in ("do", "boi")),
            "told": float(told),
            "with": float(partner and together),
            "only_with": float(partner and not together),
            "receives": float(above and asking.kind.value == "report_to"),
            "only_receives": float(above and asking.kind.value != "report_to"),
        }
        yield Value(actor.span, features, {})


def body_features(mention: AgencyMention, asking: Asking) -> Features:
    """Return what the name of a body tells."""
    name = fold_letters(mention.name)
    body = without_head(name)
    return {
        "heads_asked": float(body != name and f" {body} " in f" {asking.query.folded} "),
        "kind_as_asked": float(is_of_asked_kind(mention.name, asking.query.text)),
        "group": float(name.startswith(("cac ", "bo, "))),
        "generic": float(_GENERIC.fullmatch(name) is not None),
    }


def is_asked_about(mention: AgencyMention, asking: Asking) -> bool:
    """Tell whether a question names a body itself, and does not choose between it and another."""
    name = fold_letters(mention.name)
    key = mention.agency_id or name
    asked = [one.agency_id or fold_letters(one.name) for one in asking.query.agencies]
    named = any(same_agency(key, one) for one in asked) or f" {name} " in f" {asking.query.folded} "
    return named and " hay " not in asking.query.folded
