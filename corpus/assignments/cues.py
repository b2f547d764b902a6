"""Words that give an agency a role, and the runs of agencies that stand between them."""

import re
from dataclasses import dataclass

from corpus.types import AgencyMention, Role, Span

_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.LEAD,
        re.compile(
            r"(?:là (?:cơ quan|đơn vị)(?: được giao)? )?"
            r"chủ trì(?!(?: và điều hành)? (?:cuộc|hội nghị|phiên|buổi|họp))"
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
# Before a cue word, what makes it a noun or somebody else's act.
_NO_CUE_AFTER = re.compile(
    r"(?:công tác|phong cách|phương thức|phương pháp|cơ quan|kết quả|năng lực|vai trò|sự|ban|để|theo|ý kiến"
    r"|chịu sự|đoàn|kế hoạch|chương trình|biên bản|qua|văn bản|nội dung|quy chế|cơ chế|việc)\s*$",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(
    r"(?<!\w)(?:đã|đang)(?:\s+(?:tiếp tục|chủ động|tích cực|thường xuyên))?\s*$", re.IGNORECASE
)
_LIST_LINK = re.compile(
    r"(?: (?:ở|của|thuộc|trực thuộc|cấp|có liên quan|liên quan|trên địa bàn)(?!\w)[^,;.:()]{0,30})?"
    r"\s*(?:[,;/-]|,? ?(?:và|cùng(?: với)?|hoặc))"
    # "Bộ Công Thương và Ủy ban nhân dân các tỉnh: Lào Cai, Gia Lai"
    r"\s*(?:(?:(?:chủ tịch |giám đốc )?(?:ubnd|ủy ban nhân dân|sở) )?các [^,;.:()]{2,30}:\s*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies named one after another."""

    mentions: tuple[AgencyMention, ...]

    @property
    def start(self) -> int:
        """Return where the first name begins."""
        return self.mentions[0].span.start

    @property
    def end(self) -> int:
        """Return where the last name ends."""
        return self.mentions[-1].span.end


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that gives a role."""

    role: Role
    start: int
    end: int


def groups_of(text: str, mentions: list[AgencyMention]) -> list[Group]:
    """Join mentions that only a comma or "và" parts."""
    groups: list[list[AgencyMention]] = []
    for mention in mentions:
        between = text[groups[-1][-1].span.end : mention.span.start] if groups else None
        if between is not None and between.strip() == "(" and text.startswith(")", mention.span.end):
            continue  # the abbreviation of the name before it
        if between is not None and len(between) < 60 and _LIST_LINK.match(between):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [Group(tuple(group)) for group in groups]


def cues_in(text: str, clause: Span, mentions: list[AgencyMention]) -> list[Cue]:
    """Find the cue words of a clause outside the names of agencies, in order."""
    cues = [
        Cue(role, match.start(), match.end())
        for role, pattern in _CUES
        for match in pattern.finditer(text, clause.start, clause.end)
        if not any(m.span.start <= match.start() < m.span.end for m in mentions)
        and (role is Role.REPORT_TO or not _is_noun(text, clause, match.start()))
        and not (role is Role.COORDINATE and _is_told(text, clause, match.start()))
    ]
    return sorted(cues, key=lambda cue: cue.start)


def _is_noun(text: str, clause: Span, at: int) -> bool:
    return _NO_CUE_AFTER.search(text[max(clause.start, at - 20) : at]) is not None


def _is_told(text: str, clause: Span, at: int) -> bool:
    """Tell what is reported ("thành phố đang phối hợp với") from what is ordered."""
    return _TOLD_OF.search(text[max(clause.start, at - 30) : at]) is not None
