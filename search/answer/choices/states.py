"""How far what is counted has come: "đã hoàn thành bao nhiêu nhiệm vụ" is not how many there are."""

import re

from corpus.letters import fold_letters
from corpus.types import Span

TASKS = re.compile(r"\b(?:nhiem vu|viec)\b")  # what a count of tasks is told in
_DONE = r"\b(?:xong|hoan thanh)\b"
_DOING = r"\b(?:dang|chua (?:xong|hoan thanh))\b"
_LATE = r"\b(?:qua han|tre han|cham(?: tien do)?)\b"
_TO_BE = re.compile(r"\b(?:phai|can (?:phai|lam|xong|hoan thanh)|se|truoc|den han|cham nhat)\b")
_ASKED = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (r"\b(?:qua|tre) han\b|cham tien do", _LATE),
        (r"\bdang\b|\bchua (?:xong|hoan thanh)\b", _DOING),
        (rf"\b(?:da|moi|vua)\b[^?]*{_DONE}|\bhoan thanh (?:duoc )?(?:bao nhieu|may)\b|{_DONE}$", _DONE),
    )
)
_BREAK = re.compile(r"[,;:.\n|]")


def state_asked(form: str) -> re.Pattern[str] | None:
    """Return how texts tell the state that a question asks about; None where it asks about none."""
    if _TO_BE.search(form):
        return None
    return next((told for asked, told in _ASKED if asked.search(form)), None)


def tells_state(text: str, span: Span, state: re.Pattern[str]) -> bool:
    """Tell whether the words beside a number, up to the next mark, say that state of what it counts."""
    begin = max((one.end() for one in _BREAK.finditer(text, 0, span.start)), default=0)
    end = _BREAK.search(text, span.end)
    return state.search(fold_letters(text[begin : end.start() if end else len(text)])) is not None
