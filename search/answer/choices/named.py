"""Names, addresses and codes that a question asks for: "phường nào", "địa chỉ ở đâu", "mã số bao nhiêu"."""

import re
from collections.abc import Iterator

from corpus.letters import fold_letters
from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.values import Value
from search.asking.cues import ASKS_CODE

_NOUN = (
    r"phuong|xa|dac khu|thi tran|huyen|tinh|thanh pho|cao toc|cua khau|san bay|cong vien|benh vien|ngan hang"
    r"|cong ty|tap doan|du an|danh hieu|giai thuong|he thong|phan mem|ung dung|nen tang|khu cong nghiep"
    r"|khu du lich|di tich|toa an"
)
_SHORT_NOUN = (
    r"quan|duong|tuyen|cang|cho|truong|cong|trang|nhan hieu|quy|song|ho|dao"  # parts of other words too
)
_ASKS_NAME = re.compile(rf"\b(?:(?P<noun>{_NOUN})(?: \w+){{0,2}}|(?P<short>{_SHORT_NOUN})) (?:nao|gi)\b")
_ASKS_PLACE = re.compile(
    r"\bo dau\b|\bdia chi\b|\b(?:cho|noi) nao\b|dia diem nao|ve dau\b|(?:dat|dong|nam) (?:o|tai) "
)
_CAPITALS = r"(?:[A-ZĐÀ-Ỹ0-9][\wÀ-ỹ]*(?:[ \-–]+(?=[A-ZĐÀ-Ỹ0-9]))?)+"
_QUOTED = r"[“\"][^”\"\n]{2,80}[”\"]"
_NAME = re.compile(rf"{_CAPITALS}|{_QUOTED}")
_ADDRESS = re.compile(
    r"(?:(?:[Ss]ố(?: nhà)?|[Tt]ổ dân phố|[Tt]ổ|[Tt]hôn|[Ấấ]p|[Bb]ản|[Kk]hóm|[Kk]hu phố|[Ll]ô|[Tt]ầng"
    r"|[Đđ]ường|[Kk]m) "
    r"[^\n|;:]{1,60}, )?(?:[Pp]hường|[Xx]ã|[Tt]hị trấn|[Đđ]ặc khu) [^\n|;:,.]{2,30}"
    r"(?:, (?:(?:[Qq]uận|[Hh]uyện|[Tt]hành phố|[Tt]hị xã|TP\.?|[Tt]ỉnh) ?[^\n|;:,.]{2,30}))*"
)
_CODE = re.compile(
    r"(?:https?://|www\.)[^\s)\]”\"]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.])(?:[\w-]+\.)+(?:gov|com|org|net|vn)(?:\.vn)?(?:/[\w/-]*)?"
    r"|(?<![\w.,/])(?:\(?0\d{1,3}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}(?:[ .-]?\d{2,4})?|1[89]00[ .]?\d{4,6}"
    r"|\d{1,4}(?:\.\d{2,6}){1,3}|\d{5,})"
    r"(?![\w/]|[.,]\d)"
    r"|(?<![\w.,/])[A-ZĐ]{1,5}[.-]?\d{2,6}(?:[.-]\d+)*(?!\w)"
)
_DIGITS = re.compile(r"\d")


def named_values(text: str, asking: Asking) -> Iterator[Value]:
    """Find the names, addresses or codes of a text, where the question asks for such."""
    taken: list[Span] = []
    for kind, span in _found(text, asking):
        if span.end > span.start and not any(map(span.meets, taken)):
            taken.append(span)
            yield Value(span, {"named": 1.0, kind: 1.0})


def _found(text: str, asking: Asking) -> Iterator[tuple[str, Span]]:
    form = asking.form
    if ASKS_CODE.search(form):
        for match in _CODE.finditer(text):
            if _DIGITS.search(match[0]) or "." in match[0]:
                yield "named_code", Span(*match.span())
    if _ASKS_PLACE.search(form):
        for match in _ADDRESS.finditer(text):
            yield "named_place", Span(*match.span())
    if asked := _ASKS_NAME.search(form):
        folded = fold_letters(text)
        for match in re.finditer(rf"(?<!\w){asked['noun'] or asked['short']} ", folded):
            named = _NAME.match(text, match.end())
            if named is not None:
                span = Span(match.start(), match.end() + len(named[0].rstrip(" -–")))
                if fold_letters(span.of(text)) not in asking.query.folded:
                    yield "named_thing", span
