"""When a document takes effect, read from its own words where its header tells no day."""

import re
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_dates
from corpus.header.effect import quoted
from corpus.letters import lower_letters
from corpus.types import Span

_OWN = (
    r"(?:nghị quyết|quyết định|thông tư|nghị định|quy định|quy chế|kế hoạch|chỉ thị|chương trình|hướng dẫn"
    r"|văn bản)"
)
_FROM = r"(?:kể\s+)?(?:từ\s+)?"
_EFFECT = re.compile(
    rf"{_OWN}(?:\s+này)?(?:\s+(?:bắt đầu\s+)?có)?\s+hiệu lực(?:\s+thi hành)?\s*,?\s*"
    rf"(?P<when>{_FROM}(?:sau\s+\d+\s+ngày\s+)?ngày\s[^.;\n]{{2,60}})"
)
_APPLIED = re.compile(rf"(?:và|được)\s+(?:thực hiện|áp dụng)\s+(?P<when>{_FROM}ngày\s[^.;\n]{{2,60}})")
_SIGNED = re.compile(rf"{_FROM}ngày\s+(?:ký|ban hành|được thông qua)(?:\s*,?\s*ban hành)?")
_BEFORE = 12  # characters of "kể từ "


@dataclass(frozen=True, slots=True)
class Effect:
    """A day of effect: `value` is None where it is the day of signing and that is not known."""

    span: Span
    value: date | None


def effect_of(text: str, issued: date | None, applied: bool) -> Effect | None:
    """Return when a text says that it takes effect, or is applied where it tells both.

    Args:
        text: of the document.
        issued: its day of issue, which "kể từ ngày ký" means.
        applied: whether the day of application is asked for.
    """
    low = lower_letters(text)
    said = _EFFECT.finditer(low)
    found = next((one for one in said if not quoted(text, Span(0, one.start()))), None)
    if found is None:
        return None
    if applied and (later := _APPLIED.search(low, found.start(), found.end())):
        return _read(text, low, later, issued) or _read(text, low, found, issued)
    return _read(text, low, found, issued)


def _read(text: str, low: str, found: re.Match[str], issued: date | None) -> Effect | None:
    start, end = found.span("when")
    if signed := _SIGNED.match(low, start, end):
        return Effect(Span(*signed.span()), issued)
    days = find_dates(text[start:end])
    if not days or days[0].span.start > _BEFORE:
        return None
    return Effect(Span(start, start + days[0].span.end), days[0].value)
