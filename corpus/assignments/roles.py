"""The grammar of one clause: which agencies stand in it, and in what role.

A clause of a directive names a subject ("Sở Y tế", "Giao Sở Y tế", "đề nghị Sở Y tế"), cue words
("chủ trì", "phối hợp với", "tham mưu", "báo cáo") and objects ("phối hợp với Công an tỉnh"). The subject
may stand in a heading above the clause or in the clause before it.
"""

import re
from dataclasses import dataclass

from corpus.assignments.cues import Cue, Group, cues_in, groups_of
from corpus.assignments.subjects import is_of_others, second_subjects, subject_of
from corpus.types import AgencyMention, Party, Role, Span

_BRACKETS = re.compile(r"^\s*\([^)]{1,80}\)")  # "Đài Truyền hình Việt Nam (VTV) chủ trì"
_WITH = re.compile(
    r"^(?: chặt chẽ| đồng bộ| thường xuyên| kịp thời| hiệu quả|,| thống nhất)*(?: (?:với|cùng))?:? *"
    # "phối hợp các lực lượng và Ủy ban nhân dân các xã": partners that are no agencies may stand first
    r"(?:(?:các )?lực lượng[^.;:]{0,40}?(?:,|\svà) *)?$"
)
_REPORT_LINK = re.compile(
    r"^(?:[^.;:]{0,70}?(?<!\w)(?:về|gửi|cho|lên|với|đến|tới|qua|để)|(?:,? ?(?:đề xuất|kiến nghị|tham mưu"
    r"|trình|kịp thời|kết quả|định kỳ|giải trình|xin ý kiến|gửi|cáo))*)[: ]*$",
    re.IGNORECASE,
)
_NOT_A_REPORT = re.compile(
    r"(?:theo|tại|trong|qua|các|những|công tác|nội dung|xây dựng|văn bản)\s*$", re.IGNORECASE
)
_THROUGH = re.compile(r"\s*\(?(?:thông )?qua\s+")  # "báo cáo Ủy ban nhân dân tỉnh (qua Sở Tư pháp)"
_NO_ACTOR_AFTER = re.compile(
    r"(?:không giao(?: cho)?|của|với|cho|về|tại|từ|trước|theo|đến)\s*$", re.IGNORECASE
)
_ADJACENT = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one clause; `task` begins behind the cue words."""

    parties: tuple[Party, ...]
    subject: tuple[AgencyMention, ...]
    task: Span


def read_clause(
    text: str, clause: Span, mentions: list[AgencyMention], inherited: tuple[AgencyMention, ...]
) -> Reading | None:
    """Read who does what in `clause`; `mentions` are the agencies inside it, in order.

    All spans are offsets into `text`. Returns None where no agency is told anything.
    """
    groups = groups_of(text, mentions)
    cues = cues_in(text, clause, mentions)
    told = subject_of(text, clause, groups, bool(inherited))
    subject_group = told.group if told else None
    subject = told.group.mentions if told else inherited
    if told is None and is_of_others(text, clause, groups):
        subject = ()
    parties: list[Party] = []
    used: set[int] = set()
    task_start = subject_group.end if subject_group else clause.start
    for cue in cues:
        object_group = _object(text, cue, groups, cues)
        found, reached = _apply(text, cue, object_group, subject, groups, used)
        parties += found
        if cue.role in (Role.LEAD, Role.COORDINATE, Role.ADVISE) and cue.start <= task_start + _ADJACENT:
            task_start = max(task_start, reached)
    if subject and not any(party.role is Role.LEAD for party in parties):
        parties = [Party(Role.IMPLEMENT, m) for m in subject] + parties
    if told is not None:
        others = second_subjects(text, clause, groups, told.group)
        named = {party.mention.span for party in parties}
        parties += [Party(Role.IMPLEMENT, m) for g in others for m in g.mentions if m.span not in named]
    if not parties:
        return None
    return Reading(tuple(_unique(parties)), subject, _trim(text, task_start, clause.end))


def _object(text: str, cue: Cue, groups: list[Group], cues: list[Cue]) -> Group | None:
    """Return the group that the cue governs: the next one, when only link words stand between."""
    following = next((group for group in groups if group.start >= cue.end), None)
    if following is None:
        return None
    between = text[cue.end : following.start]
    if cue.role is Role.COORDINATE:
        return following if _WITH.match(between) else None
    if cue.role is Role.REPORT_TO:
        crossed = any(
            cue.end <= other.start < following.start for other in cues if other.role is not cue.role
        )
        if crossed or _NOT_A_REPORT.search(text[max(0, cue.start - 20) : cue.start]):
            return None
        linked = _REPORT_LINK.match(between)
        # "gửi" alone sends things; it reports only where the receiver follows with "về" or "cho".
        if text[cue.start : cue.end].lower() != "báo cáo" and not re.search(r"(?:về|cho)\s*$", between):
            return None
        return following if linked else None
    if cue.role is Role.DIRECT:
        return following if not between.strip() else None
    return None


def _apply(
    text: str,
    cue: Cue,
    governed: Group | None,
    subject: tuple[AgencyMention, ...],
    groups: list[Group],
    used: set[int],
) -> tuple[list[Party], int]:
    """Return the parties a cue yields and how far the cue and its object reach."""
    reached = governed.end if governed else cue.end
    if cue.role is Role.COORDINATE:
        if governed is None:  # "Sở A chủ trì; Sở B phối hợp"
            partners = [m for m in _actor(text, cue, groups, used) if m not in subject]
            return [Party(cue.role, m) for m in partners], cue.end
        used.add(governed.start)
        return [Party(cue.role, m) for m in governed.mentions], reached
    if cue.role is Role.REPORT_TO:
        if governed is None:
            return [], cue.end
        used.add(governed.start)
        through = [g for g in groups if _THROUGH.fullmatch(text[governed.end : g.start])]
        receivers = [*governed.mentions[:1], *(m for g in through for m in g.mentions[:1])]
        return [Party(cue.role, m) for m in receivers], cue.end
    if _is_described(text, cue, groups):
        return [], reached
    actor = _actor(text, cue, groups, used) or subject
    parties = [Party(cue.role, m) for m in actor]
    if cue.role is Role.DIRECT and governed is not None:
        used.add(governed.start)
        parties += [Party(Role.IMPLEMENT, m) for m in governed.mentions]
    return parties, reached


def _is_described(text: str, cue: Cue, groups: list[Group]) -> bool:
    """Tell "báo cáo của các Bộ chủ trì dự án", which says of the ministries what they do and tells nobody."""
    nearest = next((group for group in reversed(groups) if group.end <= cue.start), None)
    if cue.role is not Role.LEAD or nearest is None or text[nearest.end : cue.start].strip():
        return False
    return text.endswith("của ", 0, nearest.start)


def _actor(text: str, cue: Cue, groups: list[Group], used: set[int]) -> tuple[AgencyMention, ...]:
    """Return the agency right before the cue ("giao Sở X chủ trì", "do Sở X theo dõi")."""
    before = [group for group in groups if group.end <= cue.start and group.start not in used]
    if not before:
        return ()
    nearest = before[-1]
    if _NO_ACTOR_AFTER.search(text[max(0, nearest.start - 20) : nearest.start]):
        return ()
    between = _BRACKETS.sub("", text[nearest.end : cue.start])
    if len(between) <= _ADJACENT and re.fullmatch(
        r"(?:[\s,]|là|có trách nhiệm|chịu trách nhiệm|tiếp tục|chủ động|thường xuyên|tăng cường|trực tiếp"
        r"|theo (?:chức năng|thẩm quyền|nhiệm vụ|phân công)(?:, (?:nhiệm vụ|thẩm quyền))*"
        r"|được giao|được phân công|cơ quan|đơn vị)*",
        between,
    ):
        return nearest.mentions
    return ()


def _unique(parties: list[Party]) -> list[Party]:
    seen: set[tuple[Role, int]] = set()
    kept = []
    for party in parties:
        key = (party.role, party.mention.span.start)
        if key not in seen:
            seen.add(key)
            kept.append(party)
    return kept


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " ,:;-–":
        start += 1
    while end > start and text[end - 1] in " ,:;./":
        end -= 1
    return Span(start, end)
