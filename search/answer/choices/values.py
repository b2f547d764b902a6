"""Values that a passage states, with what tells whether they are of the kind asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from corpus.agencies import find_agencies, same_agency
from corpus.dates import find_dates, find_deadlines
from corpus.figures.quantities import find_quantities, number_value
from corpus.letters import fold_letters
from corpus.types import AgencyMention, Span
from search.answer.choices.asking import AT_LEAST, AT_MOST, Asking
from search.answer.kinds import is_of_asked_kind, without_head
from search.types import AnswerType

Features = dict[str, float]

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_NUMERAL = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|tư|trăm)"
_COUNTED = r"(?:bộ|lần|bản|người|ngày|tháng|năm|giờ|hình thức|nhóm|loại|mức|cấp)"
_QUANTITY = re.compile(
    rf"(?<![\w.,/:–\-])(?P<number>{_NUMBER}|(?:{_NUMERAL} ?){{1,4}}(?= ?\(\d)"
    rf"|(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= {_COUNTED}(?!\w)))(?![\d/]|[.,]\d|-\w)"
    rf"(?P<again> ?\([^()\n]{{1,25}}\))?(?:(?P<share> ?%)|"
    r"(?P<unit>(?:(?:[kcm]?m|ha|kg|kv|kw|mw)[23²³]?(?!\w))?(?:[ /]+[^\W\d_]+[23²³]?){0,4}))",
    re.IGNORECASE,
)
# These name a place in an order, so the number after them counts nothing.
_ORDINAL = re.compile(
    r"(?<!\w)(?:điều|khoản|điểm|mục|chương|phụ lục|biểu|bảng|bước|thứ|tháng|ngày|năm|quý|khóa|quốc lộ"
    r"|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|luật|mẫu|hình|kỳ|trang|tổ|số|khu vực|đường|quy trình"
    r"|stt)\s*\Z",
    re.IGNORECASE,
)
_UNIT_ENDS = frozenset(
    """
    của và trong cho để đối kể từ là theo được trên tại do khi nếu với về đến so thì mà nhưng hoặc hay bằng
    như nêu quy bị có phải không các những trước sau x
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_IDENTIFIER = re.compile(r"\d{10,}|0\d{4,}|\d\.\d{6}")  # of a telephone, a case, an account
_SECTION = re.compile(r"\d{1,2}\.\d{1,2}")
_LENGTH = re.compile(r"(?:gio|ngay|tuan|thang|quy|nam|phut)\b")
_MONEY = re.compile(r"(?:dong|trieu|ty|ti|nghin|ngan|usd|vnd)\b")
_ROUND = 30  # characters before a number in which its bounds are said


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a passage; offsets into its text."""

    span: Span
    features: Features
    normalized: dict[str, str] = field(default_factory=dict)
    mention: AgencyMention | None = None


def amounts(text: str, asking: Asking, lengths_only: bool) -> Iterator[Value]:
    """Find numbers with what they count."""
    known = {one.span.start: one.span for one in find_quantities(text) if one.unit}
    for match in _QUANTITY.finditer(text):
        if _ORDINAL.search(text[max(0, match.start() - 20) : match.start()]) or _is_label(text, match):
            continue
        if _IDENTIFIER.fullmatch(match["number"]):
            continue
        end, unit = _unit(match)
        folded = fold_letters(unit)
        is_length = _LENGTH.match(folded) is not None
        if match["number"].lstrip("0") in asking.given or not (
            is_length if lengths_only else _is_kind(asking, folded)
        ):
            continue
        span = known.get(match.start(), Span(match.start(), end))
        features = _amount_features(asking, match["number"], folded)
        features |= _bounds(asking, fold_letters(text[max(0, span.start - _ROUND) : span.end + 20]))
        counted = asking.counted.split()
        near = fold_letters(text[max(0, span.start - 40) : span.end + 40])
        features["noun_near"] = float(bool(counted) and f" {counted[0]} " in f" {near} ")
        yield Value(span, features, _measured(match["number"], unit))


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


def _bounds(asking: Asking, near: str) -> Features:
    low, high = AT_LEAST.search(near) is not None, AT_MOST.search(near) is not None
    return {
        "at_least": float(asking.at_least and low),
        "at_most": float(asking.at_most and high),
        "only_at_least": float(low and not asking.at_least),
        "other_bound": float((asking.at_least and high) or (asking.at_most and low)),
    }


def _measured(number: str, unit: str) -> dict[str, str]:
    written = {"unit": unit} if unit else {}
    return {"value": f"{number_value(number):g}", **written} if number[0].isdigit() else written


def moments(text: str, asking: Asking, issued: date | None) -> Iterator[Value]:
    """Find days, hours and time limits."""
    found: dict[Span, tuple[Features, dict[str, str]]] = {}
    for day in find_dates(text):
        found[day.span] = {"is_day": 1.0}, {"date": day.value.isoformat()}
    for deadline in find_deadlines(text, issued):
        for span in [one for one in found if deadline.span.contains(one)]:
            del found[span]
        normalized = {
            "date": deadline.due.isoformat() if deadline.due else "",
            "recurrence": deadline.recurrence or "",
            "rule": deadline.rule or "",
        }
        features = {
            "is_deadline": 1.0,
            "only_deadline": float(asking.kind is AnswerType.SPAN),
            "has_day": float(deadline.due is not None),
        }
        found[deadline.span] = features, {name: value for name, value in normalized.items() if value}
    for length in amounts(text, asking, lengths_only=True):
        if not any(span.start <= length.span.start < span.end for span in found):
            found[length.span] = {"is_length": 1.0}, length.normalized
    for span, (features, normalized) in found.items():
        yield Value(span, features | _moment_features(text, asking, span), normalized)


def _moment_features(text: str, asking: Asking, span: Span) -> Features:
    before = fold_letters(text[max(0, span.start - 80) : span.start])
    value = fold_letters(span.of(text))
    near = fold_letters(text[max(0, span.start - _ROUND) : span.end + 10])
    due = asking.kind in (AnswerType.DEADLINE, AnswerType.RECURRENCE)
    by = re.match(r"truoc|cham nhat|trong|den|sau", value) is not None
    return _bounds(asking, near) | {
        "only_by": float(by and not due),
        "cites": float(bool(re.search(r"\d(?:/[\w.-]+|-[a-z]+[/ ])[^;,.]{0,12}$", before))),
        "by_before": float(bool(re.search(r"(?:truoc|cham nhat|den het|xong|den)(?: ngay)? ?$", before))),
        "by": float(by and due),
        "hour_as_asked": float(("gio" in value) == asking.hour),
        "day_as_asked": float(asking.day and bool(re.search(r"\d[/ ]|ngay \d", value))),
        "only_year": float(bool(re.fullmatch(r"(?:trong |den |truoc )?nam \d{4}", value))),
    }


def bodies(text: str, asking: Asking) -> Iterator[Value]:
    """Find agencies."""
    folded = fold_letters(text)
    for mention in find_agencies(text):
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
        yield Value(mention.span, features, normalized, mention)


def body_features(mention: AgencyMention, asking: Asking) -> Features:
    """Return what the name of a body tells."""
    name = fold_letters(mention.name)
    body = without_head(name)
    return {
        "heads_asked": float(body != name and f" {body} " in f" {asking.query.folded} "),
        "kind_as_asked": float(is_of_asked_kind(mention.name, asking.query.text)),
        "group": float(name.startswith(("cac ", "bo, "))),
    }


def is_asked_about(mention: AgencyMention, asking: Asking) -> bool:
    """Tell whether a question names a body itself, and does not choose between it and another."""
    name = fold_letters(mention.name)
    key = mention.agency_id or name
    asked = [one.agency_id or fold_letters(one.name) for one in asking.query.agencies]
    named = any(same_agency(key, one) for one in asked) or f" {name} " in f" {asking.query.folded} "
    return named and " hay " not in asking.query.folded
