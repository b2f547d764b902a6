"""What a cited document is to the citing one, from the words that govern the citation."""

import re
from dataclasses import dataclass

from corpus.types import Relation, Span

REACH = 200  # how far the governing word may stand before its citation

# Read on lower-case text; of the words before a citation the last one counts.
_GOVERNING: tuple[tuple[str, Relation | None], ...] = (
    (r"thay thế(?! bởi| bằng)", Relation.REPLACES),
    (
        r"bãi bỏ|hủy bỏ|chấm dứt hiệu lực|hết hiệu lực(?: thi hành)?(?= của|:| đối với| kể từ)",
        Relation.REPEALS,
    ),
    (
        r"sửa đổi|đính chính|bổ sung(?= (?:một số )?(?:điều|khoản|điểm|nội dung|phụ lục)| vào)",
        Relation.AMENDS,
    ),
    (r"(?:ban hành )?kèm theo|ban hành theo", Relation.ATTACHES),
    (r"căn cứ(?: vào)?|xét", Relation.BASED_ON),
    (
        r"thực hiện|triển khai|cụ thể hóa|quán triệt|thể chế hóa|thi hành|hưởng ứng|chấp hành",
        Relation.IMPLEMENTS,
    ),
    (r"đôn đốc", Relation.CONTINUES),
    (r"theo|tại|đối với|nêu trong|phù hợp với", Relation.CITES),
)
_WORD = re.compile(
    "|".join(rf"(?P<g{at}>(?<!\w)(?:{words})(?!\w))" for at, (words, _) in enumerate(_GOVERNING))
)
_PASSIVE = re.compile(r"(?:đã\s+)?(?:được|bị)\s+\Z")
_AGAIN = re.compile(r"(?<!\w)tiếp tục(?!\w)[^.;:]{0,90}\Z")
# "thực hiện các nhiệm vụ giao tại ..." implements; "thực hiện theo quy định tại ..." only refers.
_CHARGE = re.compile(
    r"(?:nhiệm vụ|nội dung|chỉ đạo|ý kiến|yêu cầu|giải pháp|mục tiêu|chỉ tiêu|kết luận|đề án|kế hoạch)"
)
# "sửa đổi văn bản cho phù hợp với ...": what is only a yardstick is not itself amended.
_MEASURE_OF = re.compile(r"phù hợp|tinh thần|yêu cầu|bảo đảm|đảm bảo")
_BASIS_GAP = re.compile(r"\s*(?:các|những|tinh thần|nội dung|kết quả|đến|quy định tại|[^,;.]{0,60}?)\s*\Z")
_LATER_REPEAL = re.compile(
    r"[^;.]{0,220}?(?<!\w)(?:hết hiệu lực|bị bãi bỏ|được bãi bỏ|bị hủy bỏ|chấm dứt hiệu lực)(?!\w)"
)
_LATER_REPLACE = re.compile(r"[^;.]{0,220}?(?<!\w)(?:được|bị)\s+thay thế\s+(?:bởi|bằng)[^;.]{0,30}?\bnày")
_AFTER_LIST = re.compile(r"(?:[,;]|(?<!\w)(?:và|hoặc|cùng|với|như|cả))\s*(?:với\s+|các\s+|theo\s+)*\Z")
_BETWEEN = re.compile(r"\s*(?:\([^()]{0,120}\))?\s*(?:[,;/]|và|hoặc|cùng với|cùng|với|các|của|\s)*\Z")
_NO_TITLE = re.compile(r"\s*(?:\([^()]{0,120}\)\s*)?(?:[,;.:)”\"]|và\s|hoặc\s)")
_AMENDED_BY = re.compile(
    r"(?:được|đã được|bị)\s+(?:sửa đổi|bổ sung|thay thế|điều chỉnh|đính chính)[^;.]{0,120}?"
    r"(?:tại|bởi|theo|bằng)(?:\s+các)?\s*\Z"
)
_FURTHER_CHARGE = re.compile(
    r"\s*(?:,|;|và)\s[^;.]{0,90}?(?:nhiệm vụ|nội dung|yêu cầu|giải pháp|mục tiêu|chỉ tiêu)[^;.,]{0,60}?"
    r"(?:tại|trong|của)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class _Last:
    """The citation before, in the same sentence."""

    end: int
    relation: Relation
    nested: bool
    outer: Relation
    outer_kind: str


def relations(text: str, low: str, sentence: Span, citations: list[Span]) -> list[Relation]:
    """Return the relation of each citation of one sentence, `low` being the lower-case text."""
    found: list[Relation] = []
    last: _Last | None = None
    for span in citations:
        stop = min(sentence.end, span.end + 400)
        later = _later(low[span.end : stop]) if span.end < stop else None
        if last is None:
            own = governed(low[max(sentence.start, span.start - REACH * 2) : span.start]) or Relation.CITES
            last = _Last(span.end, own, False, own, _kind(low, span))
        else:
            last = _following(text, low, last, span)
        found.append(later or last.relation)
    return found


def _following(text: str, low: str, last: _Last, span: Span) -> _Last:
    """Judge a citation by what stands between it and the one before."""
    relation, nested, fresh = _judged(text, low, last, span)
    outer = relation if fresh else last.outer
    return _Last(span.end, relation, nested, outer, last.outer_kind if nested else _kind(low, span))


def _judged(text: str, low: str, last: _Last, span: Span) -> tuple[Relation, bool, bool]:
    """Return the relation, whether a title names the document, and whether its relation is a new one."""
    gap = low[last.end : span.start]
    if last.nested and ";" in gap and _BETWEEN.match(gap):
        return last.outer, False, False
    if _AMENDED_BY.search(gap[-200:]):
        # "Nghị định A quy định chi tiết Luật X được sửa đổi bởi Nghị định B": B amends A, as its kind tells.
        own_kind = last.nested and _kind(low, span) == last.outer_kind
        return (last.outer, False, False) if own_kind else (last.relation, last.nested, False)
    if _BETWEEN.match(gap):
        return last.relation, last.nested, False
    if _FURTHER_CHARGE.match(gap):
        return last.outer, False, False
    fresh = _fresh_clause(text[last.end : span.start])
    own = governed(gap[fresh:][-REACH * 2 :]) if fresh is not None else None
    if own is not None:
        return own, False, True
    if _AFTER_LIST.search(gap[-30:]):
        return last.outer, False, False
    if _NO_TITLE.match(gap) is None or last.nested:
        return Relation.CITES, True, False
    return governed(gap[-REACH * 2 :]) or Relation.CITES, False, True


def _kind(low: str, span: Span) -> str:
    words = low[span.start : span.end].split()[:2]
    return words[0] if words[0] == "luật" else " ".join(words)


_FRESH = re.compile(
    r"[;”»\"]|,\s+(?=[^\W\d_])|\.\s|\bgắn với\s|\bvà\s+(?=(?:thay thế|bãi bỏ|hủy bỏ|sửa đổi|căn cứ))"
)


def _fresh_clause(gap: str) -> int | None:
    """Return where the words stop describing the document before and the sentence goes on."""
    begins = None
    for found in _FRESH.finditer(gap):
        sign = gap[found.start()]
        after = gap[found.end() : found.end() + 1]
        if sign == "," and not (
            after.isupper() or re.match(r"(?:thay thế|bãi bỏ|hủy bỏ|căn cứ)", gap[found.end() :])
        ):
            continue
        begins = found.end()
    return begins


def governed(before: str) -> Relation | None:
    """Return the relation that the words before a citation state, None when they state none."""
    words = [found for found in _WORD.finditer(before) if len(before) - found.end() <= REACH]
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        relation = _GOVERNING[int((word.lastgroup or "g0")[1:])][1]
        between = before[word.end() :]
        if relation is Relation.BASED_ON and not _BASIS_GAP.match(between):
            if word.start() == 0 and between.rstrip().endswith(":"):
                return relation
            continue
        if relation in {Relation.AMENDS, Relation.REPLACES, Relation.REPEALS} and _PASSIVE.search(
            before[max(0, word.start() - 12) : word.start()]
        ):
            continue
        if relation in {Relation.ATTACHES, Relation.CITES}:
            return _through(before, words[:at], relation)
        if relation is Relation.IMPLEMENTS and _AGAIN.search(
            before[max(0, word.start() - 110) : word.start()]
        ):
            return Relation.CONTINUES
        return relation
    return None


def _through(before: str, earlier: list[re.Match[str]], near: Relation) -> Relation:
    """Look behind "kèm theo" and "tại" for the act that is done to the document itself."""
    for word in reversed(earlier):
        relation = _GOVERNING[int((word.lastgroup or "g0")[1:])][1]
        between = before[word.end() :]
        if ";" in between or ". " in between:
            break
        if relation in {Relation.AMENDS, Relation.REPEALS, Relation.REPLACES}:
            passive = _PASSIVE.search(before[max(0, word.start() - 12) : word.start()])
            far = near is Relation.CITES and (len(between) > 90 or _MEASURE_OF.search(between))
            return near if passive or far else relation
        if relation is Relation.IMPLEMENTS and near is Relation.CITES:
            direct = _CHARGE.search(between) and not re.search(r"(?<!\w)(?:theo|quy định)(?!\w)", between)
            again = _AGAIN.search(before[max(0, word.start() - 110) : word.start()])
            return (Relation.CONTINUES if again else Relation.IMPLEMENTS) if direct else near
        if relation is Relation.BASED_ON and near is Relation.CITES and _BASIS_GAP.match(between):
            return relation
    return near


def _later(after: str) -> Relation | None:
    if _LATER_REPLACE.match(after):
        return Relation.REPLACES
    if _LATER_REPEAL.match(after) and "kể từ ngày ban hành" not in after[:60]:
        return Relation.REPEALS
    return None
