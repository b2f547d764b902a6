"""Whether other words still say the verified answers, and nothing else.

What is verified is masked first: the values, the names of the documents and their places, letter by letter.
In what is left no fact may stand: no digit, no number in words, no agency, no name, no role, no negation, and
no word that is neither in the question nor a plain connecting word. So nothing can be invented, only joined.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.chat.composition import MARKER, Cited, Composed
from api.wording import dated_name_of, day_of, name_of, place_of
from corpus.agencies import find_agencies
from corpus.letters import lower_letters


class Fault(StrEnum):
    """Why a text is not taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    CITATION_LOST = "citation_lost"
    CITATION_INVENTED = "citation_invented"
    CITATION_MOVED = "citation_moved"
    VALUE_LOST = "value_lost"
    NUMBER = "number"
    AGENCY = "agency"
    NAME = "name"
    ROLE = "role"
    NEGATION = "negation"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Phrased:
    """A text of a model, with what it may rest on.

    Attributes:
        text: of the model.
        composed: the verified answers.
        question: in all its readings; its words may be used, its facts may not.
    """

    text: str
    composed: Composed
    question: str


_NO_PROSE = re.compile(r"""[^\w \n.,;:!?()“”"'…–-]|_""")
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_FIRST_VALUE, _FIRST_NAME = 0xE000, 0xF000  # letters of nobody, put for what is verified
_MASKS = re.compile(r"[\ue000-\uf8ff]")
_SENTENCE = re.compile(r"(?:^|[.!?:;\n]\s*|-\s+)$")
_NUMBER_WORDS = frozenset(
    """
    không một hai ba bốn tư năm sáu bảy tám chín mười mươi trăm nghìn ngàn vạn triệu tỷ tỉ rưỡi nửa lăm mốt
    đôi vài dăm mấy phần chục tá quý tuần
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_NEGATIONS = frozenset("không chưa chẳng chả đừng chớ trừ ngoại ngoài phi cấm thôi miễn".split())  # noqa: SIM905
# They join and address; none of them tells who, when, how much, whether or in which order.
_CONNECTING = frozenset(
    """
    là và của cho với trong theo thì mà các những về tại được do bởi này đó nêu như gồm cụ thể ở để việc
    cơ quan đơn vị văn bản nội dung thông tin câu hỏi trả lời xin thưa dạ vâng ạ nhé anh chị bạn
    tôi chúng ta người ngày
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_ROLES = (
    "chủ trì", "phối hợp", "tham mưu", "chỉ đạo", "theo dõi", "đôn đốc", "giám sát", "kiểm tra", "báo cáo",
    "ban hành", "thay thế", "bãi bỏ", "sửa đổi", "bổ sung", "hiệu lực", "đầu mối", "ký", "phê duyệt",
    "thẩm định",
)  # fmt: skip


def fault_of(phrased: Phrased) -> Fault | None:
    """Return the first fault of a text; None where it may be told."""
    text, composed = phrased.text, phrased.composed
    if not text.strip():
        return Fault.EMPTY
    if len(text) > 2 * len(composed.body) + 400:
        return Fault.TOO_LONG
    if "](" in text or _MASKS.search(text):
        return Fault.MARKUP
    numbers = {each.index for each in composed.cited}
    told = {int(each[1]) for each in MARKER.finditer(text)}
    if told - numbers:
        return Fault.CITATION_INVENTED
    if numbers - told:
        return Fault.CITATION_LOST
    values = sorted(set(composed.values), key=lambda value: (-len(value), value))
    masked = _mask(text, values, _FIRST_VALUE)
    if any(chr(_FIRST_VALUE + i) not in masked for i in range(len(values))):
        return Fault.VALUE_LOST
    if _is_moved(masked, values, composed):
        return Fault.CITATION_MOVED
    names = sorted(set(_names(composed.cited)), key=lambda name: (-len(name), name))
    return _fault_of_rest(MARKER.sub(" ", _mask(masked, names, _FIRST_NAME)), phrased)


def _mask(text: str, known: Iterable[str], first: int) -> str:
    """Put one letter of nobody for each occurrence of what is known."""
    for i, each in enumerate(known):
        text = re.sub(_whole(each), chr(first + i), text, flags=re.IGNORECASE)
    return text


def _is_moved(masked: str, values: list[str], composed: Composed) -> bool:
    """Tell whether the first marker after some value is not one of its own."""
    for i, value in enumerate(values):
        own = {
            mark.index for mark, told in zip(composed.marks, composed.values, strict=True) if told == value
        }
        for place in re.finditer(chr(_FIRST_VALUE + i), masked):
            after = MARKER.search(masked, place.end())
            if after is None or int(after[1]) not in own:
                return True
    return False


def _names(cited: Iterable[Cited]) -> Iterator[str]:
    """Return the ways in which documents and places may be named."""
    for each in cited:
        card, page = each.citation.document, each.citation.page
        yield dated_name_of(card)
        yield name_of(card)
        if card.number:
            yield f"số {card.number}"
            yield card.number
            if card.kind:
                yield f"{card.kind} số {card.number}"
        if card.issuer:
            yield f"của {card.issuer}"
        if card.issued_on:
            yield f"ngày {day_of(card.issued_on)}"
        yield place_of(each.citation)
        if page:
            yield f"trang {page}"


def _fault_of_rest(rest: str, phrased: Phrased) -> Fault | None:
    """Return the fault of what stands between the verified parts."""
    without_masks = _MASKS.sub(" ", rest)
    if re.search(r"\d", without_masks):
        return Fault.NUMBER
    if _NO_PROSE.search(without_masks):
        return Fault.MARKUP
    lowered = lower_letters(without_masks)
    if _has_other_role(lowered, phrased):
        return Fault.ROLE
    if find_agencies(without_masks):
        return Fault.AGENCY
    if any(_has_name(each, rest) for each in _CAPITALS.finditer(rest)):
        return Fault.NAME
    own = set(_WORD.findall(lower_letters(phrased.composed.body)))
    words = set(_WORD.findall(lowered)) - own
    if words & _NEGATIONS:
        return Fault.NEGATION
    if words & _NUMBER_WORDS:
        return Fault.NUMBER
    asked = set(_WORD.findall(lower_letters(phrased.question)))
    return Fault.WORD if words - _CONNECTING - asked else None


def _has_other_role(lowered: str, phrased: Phrased) -> bool:
    """Tell whether something is said to be done that was not answered.

    What was asked may be said again with its object: "chủ trì đôn đốc, kiểm tra" where the question has it.
    """
    body, question = lower_letters(phrased.composed.body), _spaced(lower_letters(phrased.question))
    text = _spaced(lowered)
    own = [role for role in _ROLES if _is_said(role, body)]
    for role in _ROLES:
        for place in re.finditer(_whole(role), text) if role not in own else ():
            start = max((text.rfind(each, 0, place.start()) for each in own), default=-1)
            if start < 0 or text[start : place.end()] not in question:
                return True
    return False


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _whole(words: str) -> str:
    return rf"(?<!\w){re.escape(words)}(?!\w)"


def _is_said(words: str, text: str) -> bool:
    return re.search(_whole(words), text) is not None


def _has_name(run: re.Match[str], rest: str) -> bool:
    """Tell whether a run of words holds a capital that no beginning of a sentence explains."""
    words = run[0].split(" ")
    if _SENTENCE.search(rest[: run.start()]):
        words = words[1:]
    return any(word[:1].isupper() for word in words)
