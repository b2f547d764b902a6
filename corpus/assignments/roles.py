"""The grammar of one clause: which agencies stand in it, and in what role.

A clause of a directive names a subject ("Sở Y tế", "Giao Sở Y tế", "đề nghị Sở Y tế"), cue words
("chủ trì", "phối hợp với", "tham mưu", "báo cáo") and objects ("phối hợp với Công an tỉnh"). The subject
may stand in a heading above the clause or in the clause before it.
"""

import re
from dataclasses import dataclass

from corpus.types import AgencyMention, Party, Role, Span

_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.LEAD,
        re.compile(
            r"(?:là (?:cơ quan|đơn vị)(?: được giao)? )?chủ trì(?! cuộc| hội nghị| phiên| buổi)"
            r"|(?:là |làm )?(?:cơ quan |đơn vị )?đầu mối(?! liên hệ)|chịu trách nhiệm chính",
            re.IGNORECASE,
        ),
    ),
    (Role.COORDINATE, re.compile(r"phối hợp", re.IGNORECASE)),
    (Role.ADVISE, re.compile(r"tham mưu", re.IGNORECASE)),
    (Role.DIRECT, re.compile(r"lãnh đạo(?:, | và )chỉ đạo|(?<!, )lãnh đạo|chỉ đạo", re.IGNORECASE)),
    (
        Role.SUPERVISE,
        re.compile(r"theo dõi|đôn đốc|kiểm tra|giám sát", re.IGNORECASE),
    ),
    (Role.REPORT_TO, re.compile(r"báo cáo|gửi|thông tin|phản ánh", re.IGNORECASE)),
)
_LIST_LINK = re.compile(r"\s*(?:[,;/-]|,? ?(?:và|cùng(?: với)?|hoặc))\s*$")
_ASSIGNING = re.compile(
    r"(?:(?:(?<!không )\b(?:giao|đề nghị|yêu cầu|phân công|ủy nhiệm|ủy quyền(?: cho)?|chỉ đạo|kiến nghị)"
    r"|^trách nhiệm của)(?: cho)?(?: đồng chí)?|^đối với):?\s*$",
    re.IGNORECASE,
)
# Before a cue word, what makes it a noun or somebody else's act.
_NO_CUE_AFTER = re.compile(
    r"(?:công tác|phong cách|phương thức|phương pháp|cơ quan|kết quả|năng lực|vai trò|sự|ban|để|theo|ý kiến"
    r"|chịu sự|đoàn|kế hoạch|chương trình|biên bản|qua|văn bản|nội dung)\s*$",
    re.IGNORECASE,
)
_NO_ACTOR_AFTER = re.compile(
    r"(?:không giao(?: cho)?|của|với|cho|về|tại|từ|trước|theo|đến)\s*$", re.IGNORECASE
)
_LEAD_IN = re.compile(
    r"^(?:[-–+*•(\d.)a-zđ]{0,4}\s*)?(?:(?:đồng thời|trong đó|theo đó|riêng|ngoài ra|đối với|trên cơ sở đó|"
    r"bên cạnh đó)[,:]?\s*)?$",
    re.IGNORECASE,
)
# After an agency, what tells that it is told to do something (and not that it did, or is described).
_DUTY = re.compile(
    r"^\s*(?:\([^)]{1,80}\)\s*)?"
    r"(?:(?:có|chịu) trách nhiệm|(?:có )?nhiệm vụ|,|căn cứ|theo chức năng|tiếp tục|chủ động|tập trung"
    r"|khẩn trương|kịp thời|thường xuyên|tăng cường|tổ chức|xây dựng|thực hiện|triển khai|rà soát|bố trí"
    r"|hướng dẫn|tổng hợp|tham mưu|chủ trì|phối hợp|lãnh đạo|chỉ đạo|theo dõi|đôn đốc|kiểm tra|giám sát"
    r"|báo cáo|đẩy mạnh|phát huy|quán triệt|nghiên cứu|đề xuất|trình|ban hành(?! [A-ZĐ])|hoàn thành"
    r"|bảo đảm|đảm bảo"
    r"|cân đối|thẩm định|công bố|công khai|cập nhật|tuyên truyền|cần|phải|phát hiện|xử lý|bổ sung)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"\s*(?:\([^)]{0,80}\))?\s*:\s*\S")  # "Sở Tài chính: Bố trí kinh phí ..."
_CHARGED = re.compile(r"\s*(?:\([^)]{1,80}\)\s*)?(?:chủ trì|có trách nhiệm|chịu trách)", re.IGNORECASE)
_BRACKETS = re.compile(r"^\s*\([^)]{1,80}\)")  # "Đài Truyền hình Việt Nam (VTV) chủ trì"
_WITH = re.compile(
    r"^(?: chặt chẽ| đồng bộ| thường xuyên| kịp thời| hiệu quả|,| thống nhất)*(?: (?:với|cùng))?:? *$"
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
_SHARED_WORK = re.compile(r"chủ trì|phối hợp", re.IGNORECASE)
_HEADING_WORDS = re.compile(
    r"giao|đề nghị|yêu cầu|trách nhiệm|nhiệm vụ|của|chủ trì|phối hợp|với|cho|và|đối với|có|sau|các",
    re.IGNORECASE,
)
_ADJACENT = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one clause; `task` begins behind the cue words."""

    parties: tuple[Party, ...]
    subject: tuple[AgencyMention, ...]
    task: Span


@dataclass(frozen=True, slots=True)
class _Group:
    mentions: tuple[AgencyMention, ...]

    @property
    def start(self) -> int:
        return self.mentions[0].span.start

    @property
    def end(self) -> int:
        return self.mentions[-1].span.end


@dataclass(frozen=True, slots=True)
class _Cue:
    role: Role
    start: int
    end: int


def read_clause(
    text: str, clause: Span, mentions: list[AgencyMention], inherited: tuple[AgencyMention, ...]
) -> Reading | None:
    """Read who does what in `clause`; `mentions` are the agencies inside it, in order.

    All spans are offsets into `text`. Returns None where no agency is told anything.
    """
    groups = _groups(text, mentions)
    cues = _cues(text, clause, mentions)
    subject_group, assigned = _subject(text, clause, groups)
    subject = subject_group.mentions if subject_group else inherited
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
        duty = subject_group is None or assigned or _DUTY.match(text[subject_group.end : clause.end])
        if duty:
            parties = [Party(Role.IMPLEMENT, m) for m in subject] + parties
    if not parties:
        return None
    return Reading(tuple(_unique(parties)), subject, _trim(text, task_start, clause.end))


def is_agency_heading(text: str, heading: Span, mentions: list[AgencyMention]) -> bool:
    """Tell whether a heading says nothing but who: "2. Sở Y tế:", "Giao Sở Y tế", "Trách nhiệm của ..."."""
    words = heading.of(text)
    if not mentions or (_SHARED_WORK.search(words) and not words.rstrip().endswith(":")):
        return False
    covered = sum(m.span.end - m.span.start for m in mentions)
    for mention in reversed(mentions):
        at = mention.span.start - heading.start
        words = words[:at] + words[at + mention.span.end - mention.span.start :]
    rest = _HEADING_WORDS.sub("", re.sub(r"\([^)]*\)", "", words))
    return covered >= 4 and len(re.findall(r"\w{2,}", rest)) <= 2 + covered // 40


def _groups(text: str, mentions: list[AgencyMention]) -> list[_Group]:
    groups: list[list[AgencyMention]] = []
    for mention in mentions:
        between = text[groups[-1][-1].span.end : mention.span.start] if groups else None
        if between is not None and between.strip() == "(" and text.startswith(")", mention.span.end):
            continue  # the abbreviation of the name before it
        if between is not None and len(between) < 30 and _LIST_LINK.match(between):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [_Group(tuple(group)) for group in groups]


def _cues(text: str, clause: Span, mentions: list[AgencyMention]) -> list[_Cue]:
    cues = [
        _Cue(role, match.start(), match.end())
        for role, pattern in _CUES
        for match in pattern.finditer(text, clause.start, clause.end)
        if not any(m.span.start <= match.start() < m.span.end for m in mentions)
        and (role is Role.REPORT_TO or not _is_noun(text, clause, match.start()))
    ]
    return sorted(cues, key=lambda cue: cue.start)


def _is_noun(text: str, clause: Span, at: int) -> bool:
    return _NO_CUE_AFTER.search(text[max(clause.start, at - 20) : at]) is not None


def _subject(text: str, clause: Span, groups: list[_Group]) -> tuple[_Group | None, bool]:
    """Return the group that is told to act, and whether a verb ("giao", "đề nghị") assigns it."""
    for group in groups:
        before = text[clause.start : group.start]
        if _ASSIGNING.search(before):
            return group, True
        after = text[group.end : clause.end]
        if _LEAD_IN.match(before) and _ANNOUNCED.match(after):
            return group, True
        if _LEAD_IN.match(before) and _DUTY.match(after):
            return group, False
        if before.rstrip().endswith((",", ":")) and _CHARGED.match(after):
            return group, False
    return None, False


def _object(text: str, cue: _Cue, groups: list[_Group], cues: list[_Cue]) -> _Group | None:
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
    cue: _Cue,
    governed: _Group | None,
    subject: tuple[AgencyMention, ...],
    groups: list[_Group],
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
    actor = _actor(text, cue, groups, used) or subject
    parties = [Party(cue.role, m) for m in actor]
    if cue.role is Role.DIRECT and governed is not None:
        used.add(governed.start)
        parties += [Party(Role.IMPLEMENT, m) for m in governed.mentions]
    return parties, reached


def _actor(text: str, cue: _Cue, groups: list[_Group], used: set[int]) -> tuple[AgencyMention, ...]:
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
        r"|theo chức năng, nhiệm vụ(?: được giao)?|cơ quan|đơn vị|được giao)*",
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
