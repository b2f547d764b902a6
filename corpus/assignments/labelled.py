"""Tasks followed by labelled lines: "Đơn vị chủ trì: ...", "Đơn vị phối hợp: ...", "Thời gian: ..."."""

import re
from collections.abc import Sequence
from datetime import date

from corpus.assignments.found import Found
from corpus.assignments.mentions import deadlines_in, mentions_in
from corpus.assignments.roles import read_clause
from corpus.structure import Unit
from corpus.types import Deadline, Party, Role, Span

_LABEL = re.compile(
    r"(?:(?P<coordinate>(?:(?:cơ quan|đơn vị|các đơn vị|sở, ngành) )?phối hợp[^:;.]{0,30})"
    r"|(?P<lead>(?:(?:giao )?(?:cơ quan|đơn vị|sở, ngành)(?: được giao)? )?"
    r"(?:chủ trì|thực hiện|tham mưu|đầu mối(?! hỗ trợ| liên hệ))[^:;.]{0,30})"
    r"|(?P<deadline>(?:thời gian|thời hạn|tiến độ|hoàn thành)[^:;.]{0,30})"
    r"|(?P<product>(?:sản phẩm|kết quả)[^:;.]{0,25})):\s*(?=\S)",
    re.IGNORECASE,
)
_LONGEST_CLAUSE = 1_200
_SHORTEST_TASK = 15


def labels_of(text: str, unit: Unit) -> re.Match[str] | None:
    """Return the label that a paragraph begins with."""
    return _LABEL.match(text, unit.content.start, unit.content.end)


def read_labelled(text: str, units: Sequence[Unit], issued_on: date | None) -> list[Found]:
    """Return the tasks whose labels name who leads or co-ordinates them."""
    found: list[Found] = []
    task: Unit | None = None
    lines: list[tuple[re.Match[str], Unit]] = []
    for unit in (*units, None):
        label = labels_of(text, unit) if unit is not None and unit.row is None else None
        if unit is not None and label is not None:
            lines.append((label, unit))
            continue
        if task is not None and lines:
            read = _read(text, task, lines, issued_on)
            if read is not None:
                found.append(read)
        lines = []
        long_enough = unit is not None and unit.content.end - unit.content.start >= _SHORTEST_TASK
        task = unit if long_enough else None
    return found


def _read(
    text: str, task: Unit, lines: Sequence[tuple[re.Match[str], Unit]], issued_on: date | None
) -> Found | None:
    parties: list[Party] = []
    deadline: Deadline | None = None
    product: Span | None = None
    for label, unit in lines:
        value = Span(label.end(), unit.content.end)
        if label["lead"] or label["coordinate"]:
            parties += _parties(text, value, Role.LEAD if label["lead"] else Role.COORDINATE)
        elif label["deadline"]:
            stated = deadlines_in(text, value, issued_on)
            deadline = stated[0] if stated else Deadline(value.of(text), value)
        else:
            product = value
    if not parties:
        return None
    whole = Span(task.content.start, lines[-1][1].span.end)
    proof = whole if whole.end - whole.start <= _LONGEST_CLAUSE else Span(lines[0][1].span.start, whole.end)
    return Found(proof, task.content, tuple(parties), deadline, product, task)


def _parties(text: str, value: Span, role: Role) -> list[Party]:
    """Read the agencies behind a label; "Sở A chủ trì, phối hợp với Sở B" says the roles itself."""
    mentions = mentions_in(text, value)
    reading = read_clause(text, value, mentions, ())
    told = [p for p in reading.parties if p.role in (Role.LEAD, Role.COORDINATE)] if reading else []
    return told or [Party(role, mention) for mention in mentions]
