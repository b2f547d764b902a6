"""Who is told to act: in the clause, in a heading that names nobody else, or in the lead-in of a list."""

import re
from dataclasses import dataclass

from corpus.assignments.cues import Group
from corpus.types import AgencyMention, Span

_ASSIGNING = re.compile(
    r"(?:(?:(?<!không )(?<!chuyển )(?<!bàn )\b(?P<verb>giao|đề nghị|yêu cầu|phân công"
    r"|ủy nhiệm|ủy quyền(?: cho)?|chỉ đạo|kiến nghị)|^trách nhiệm của)(?: cho)?(?: (?:các )?đồng chí)?"
    r"|^đối với):?(?:\s+(?:trong )?thời gian tới,)?\s*"
    # heads that say no name: "yêu cầu Bộ trưởng, Thủ trưởng cơ quan ngang bộ"
    r"(?:(?:(?:các )?đồng chí )?(?:bộ trưởng|thủ trưởng|giám đốc|bí thư|người đứng đầu)(?:,| và)\s*)*$",
    re.IGNORECASE,
)
_MARKER = r"^(?:[-–+*•(\d.)a-zđ]{0,4}\s*)?"
_LEAD_IN = re.compile(
    _MARKER
    + r"(?:(?:đồng thời|trong đó|theo đó|riêng|ngoài ra|đối với|trên cơ sở đó|bên cạnh đó)[,:]?\s*)?$",
    re.IGNORECASE,
)
# "Trên cơ sở kết quả rà soát, Sở Y tế ...": circumstances, after which the subject comes.
_CIRCUMSTANCE = re.compile(
    _MARKER
    + r"(?:căn cứ|trên cơ sở|trong (?:quá trình|thời gian|thời hạn|trường hợp|phạm vi)|trường hợp|đối với"
    r"|định kỳ|hằng|hàng|sau khi|khi|để|nhằm|theo|nếu|trước ngày|chậm nhất|từ|cùng với|tùy|riêng)(?!\w)"
    r"[^;]{0,400}(?<!bộ trưởng)(?:,|\sthì)\s*$",
    re.IGNORECASE,
)
# "Báo cáo tháng: Sở Tài chính tổng hợp ..."
_TITLED = re.compile(_MARKER + r"[^:;.]{2,40}:\s*$")
_ACTS = (
    r"(?:(?:có|chịu) trách nhiệm|(?:có )?nhiệm vụ|căn cứ|trên cơ sở"
    r"|theo (?:chức năng|thẩm quyền|nhiệm vụ|phân công|lĩnh vực)|tiếp tục|chủ động"
    r"|tập trung"
    r"|khẩn trương|kịp thời|thường xuyên(?! (?-i:[A-ZĐ]))|tăng cường"
    r"|tổ chức|xây dựng|thực hiện|triển khai|rà soát|bố trí"
    r"|hướng dẫn|tổng hợp|tham mưu|chủ trì|phối hợp|lãnh đạo|chỉ đạo|theo dõi|đôn đốc|kiểm tra|giám sát"
    r"|báo cáo|đẩy mạnh|phát huy|quán triệt|nghiên cứu|đề xuất|trình|ban hành(?! [A-ZĐ])|hoàn thành"
    r"|bảo đảm|đảm bảo|cân đối|thẩm định|công bố|công khai|cập nhật|tuyên truyền|cần|phải|phát hiện|xử lý"
    r"|bổ sung|thành lập|huy động|chuẩn bị|niêm yết|tiếp thu|duy trì|quan tâm|chấp hành|nâng cao|xem xét"
    r"|tạo điều kiện|hoàn thiện|tích cực|nghiêm túc|chấn chỉnh|lồng ghép|phản ánh|được giao|trong phạm vi"
    r"|hỗ trợ|khôi phục|khắc phục|kiểm soát|tiếp nhận|giải quyết|cung cấp|gửi|thống kê|đánh giá|bám sát"
    r"|nêu cao|đề cao|phân công|phổ biến|sắp xếp|vận động|điều phối|nhanh chóng|sớm|quyết liệt|dự báo"
    r"|quản lý(?! nhà nước)|lập(?! pháp)|đăng ký|không được|bàn giao|thu thập|vận hành)"
)
_ACT = re.compile(rf"(?<!\w){_ACTS}(?!\w)|(?<!\w)(?:quyết định|đã|được|là)(?!\w)|\d", re.IGNORECASE)
_LONGEST_REST = 8  # words of a name that the table does not know to its end
# After an agency, what tells that it is told to do something (and not that it did, or is described). Bodies
# that no table knows may stand between it and the verb.
_DUTY = re.compile(
    rf"^\s*(?:\([^)]{{1,80}}\)\s*)?(?:,?\s*(?:trực tiếp |sẽ |cùng )?{_ACTS}(?!\w)"
    # "Chủ tịch Ủy ban nhân dân các tỉnh từ Hà Tĩnh đến Lâm Đồng chỉ đạo", "Phó Thủ tướng Trần Văn A kịp thời"
    r"|\s(?:nêu trên|tại|từ|ở|thuộc|trực thuộc|có liên quan|liên quan|khác|khu vực"
    r"|(?-i:[A-ZĐ])\w+(?! (?:số|này)))(?:(?!(?:đã|đang|là|được|bị|về|của)\s)[^,;:.()]){0,90}?"
    rf"\s{_ACTS}(?!\w)"
    # "Các đơn vị nêu tại Điều 2 có trách nhiệm", "Sở A là cơ quan quản lý hệ thống, có trách nhiệm"
    r"|\s(?:(?!(?:đã|đang)\s)[^,;:.()]){1,140}?\s(?:có|chịu) trách nhiệm(?!\w)"
    r"|\slà (?:cơ quan|đơn vị)[^.;:]{0,140}?\s(?:có|chịu) trách nhiệm(?!\w)"
    rf"|(?:,| và)(?=\s(?:(?!(?:đã|đang|được)\s)[^.;:()]){{0,160}}?\s{_ACTS}(?!\w)))",
    re.IGNORECASE,
)
# What an issuer says of itself after a circumstance: "Căn cứ ..., Sở Y tế báo cáo ..."
_OWN_ACT = re.compile(
    r"\s*(?:báo cáo|trình|ban hành|công bố|tổng hợp|đề xuất|triển khai|xây dựng)", re.IGNORECASE
)
_ANNOUNCED = re.compile(r"\s*(?:\([^)]{0,80}\))?\s*:\s*\S")  # "Sở Tài chính: Bố trí kinh phí ..."
_CHARGED = re.compile(r"\s*(?:\([^)]{1,80}\)\s*)?(?:chủ trì|có trách nhiệm|chịu trách)", re.IGNORECASE)
_NEXT_POINT = re.compile(r"(?:[,:]|\sdo|[.;]\s*[a-zđ\d]{1,2}\))\s*$")
# The last article: "Chánh Văn phòng, Giám đốc Sở A và các tổ chức có liên quan chịu trách nhiệm thi hành ..."
_CLOSING = re.compile(
    r"chịu trách nhiệm (?:thi hành|tổ chức thực hiện|thực hiện|tổ chức triển khai)[^.;,]{0,30}\snày(?!\w)",
    re.IGNORECASE,
)
_CONDITION = re.compile(_MARKER + r"(?:trường hợp|nếu|khi)(?!\w)[^,]*$", re.IGNORECASE)
_MEANS = re.compile(
    r"(?:dự toán|kinh phí|ngân sách|biên chế|chỉ tiêu|nhiệm vụ)[^,;.:]{0,40}$", re.IGNORECASE
)  # "dự toán giao cho Công an tỉnh" tells of money
_WORK = re.compile(
    r"chủ trì|phối hợp|chỉ đạo|trách nhiệm (?:thi hành|tổ chức|thực hiện|triển khai)", re.IGNORECASE
)
_MOST_GROUPS = 40  # a sentence with more names is a list, and its subject stands before
_SHORTEST_PART = 25  # of a sentence that goes on with another subject
_REQUEST = re.compile(
    r"(?:theo|xét|căn cứ|kính gửi|nơi nhận|giúp|trình|báo cáo|thay mặt)(?!\w)", re.IGNORECASE
)
_BRACKETED = re.compile(r"\([^)]*\)")
_HEADING_WORDS = re.compile(
    r"giao|đề nghị|yêu cầu|trách nhiệm|nhiệm vụ|của|với|cho|và|đối với|có|sau|các",
    re.IGNORECASE,
)
# Verbs that also tell what a known subject is to do with others.
_AMONG_TASKS = frozenset({"chỉ đạo", "yêu cầu", "đề nghị", "kiến nghị"})


# Somebody no table knows, who is told something of his own: "Chủ đầu tư có trách nhiệm ..."
_STRANGER = re.compile(
    _MARKER + r"(?:(?:chủ tịch|phó chủ tịch|hội đồng|tổ trưởng|đơn vị|bên|thành viên|cá nhân|tổ chức,"
    r"|trung tâm|giám đốc|trưởng)(?!\w)[^,;:.]{0,100}?"
    r"\s(?:chủ trì|có trách nhiệm|chịu trách nhiệm|phải|họp|được)(?!\w)"
    r"|(?:các (?!nhiệm vụ|nội dung|chỉ tiêu|giải pháp)|người|chủ đầu tư|chủ rừng|tập đoàn|công ty"
    r"|doanh nghiệp|(?-i:Văn phòng|Ban(?! hành)|Cục|Vụ|Viện|Đài|Tổng cục|Quỹ|Hội(?! nghị| thảo))"
    rf"|nhà thầu|hộ|lực lượng|đội)[^;:.]{{0,100}}?\s(?:{_ACTS}|họp|được)(?!\w))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The agencies told to act, and whether a verb ("giao", "đề nghị") assigns them."""

    group: Group
    assigned: bool


def subject_of(text: str, clause: Span, groups: list[Group], inherited: bool) -> Subject | None:
    """Return who is told to act in the clause; `inherited` tells that somebody above it is."""
    closing = _CLOSING.search(text, clause.start, clause.end)
    if closing and groups and groups[0].start < closing.start():
        named = (m for group in groups for m in group.mentions if m.span.end <= closing.start())
        return Subject(Group(tuple(named)), True)
    for group in groups[:_MOST_GROUPS]:
        before = text[clause.start : group.start]
        assigning = _ASSIGNING.search(before)
        if assigning and not _is_task(before, assigning, inherited):
            return Subject(group, True)
        after = text[group.end : clause.end]
        if _LEAD_IN.match(before) and _ANNOUNCED.match(after):
            return Subject(group, True)
        if (_LEAD_IN.match(before) or _TITLED.match(before)) and _DUTY.match(after):
            return Subject(group, False)
        if _NEXT_POINT.search(before) and _CHARGED.match(after):
            return Subject(group, False)
        if _CIRCUMSTANCE.match(before) and _DUTY.match(after) and not _is_own_act(group, after):
            return Subject(group, False)
    return None


def _is_own_act(group: Group, after: str) -> bool:
    """Tell what an issuer says of itself; a group of agencies issues nothing."""
    return _OWN_ACT.match(after) is not None and not group.mentions[0].name.lower().startswith("các ")


def is_of_others(text: str, clause: Span, groups: list[Group]) -> bool:
    """Tell whether the clause is not about those above it: it begins with somebody else."""
    end = groups[0].start if groups else clause.end
    if groups and _LEAD_IN.match(text[clause.start : end]):
        return True
    return _STRANGER.match(text[clause.start : end]) is not None


def second_subjects(text: str, clause: Span, groups: list[Group], first: Group) -> list[Group]:
    """Return further agencies told to act: "Bộ A huy động lực lượng, các địa phương bố trí nơi ở"."""
    return [
        group
        for group in groups
        if group.start > first.end + _SHORTEST_PART
        and text[first.end : group.start].rstrip().endswith((",", ";"))
        and _DUTY.match(text[group.end : clause.end])
        and not _is_own_act(group, text[group.end : clause.end])
    ]


def _is_task(before: str, assigning: re.Match[str], inherited: bool) -> bool:
    """Tell a task, "kiểm tra, yêu cầu các đơn vị khắc phục", from an order, "yêu cầu các đơn vị ..."."""
    verb = (assigning["verb"] or "").lower()
    words = before[: assigning.start()]
    if _CONDITION.match(words) and verb != "giao":
        return True
    if verb == "giao" and _MEANS.search(words):
        return True
    if not inherited or verb not in _AMONG_TASKS:
        return False
    return verb == "chỉ đạo" or _LEAD_IN.match(words) is None


def is_agency_heading(text: str, heading: Span, mentions: list[AgencyMention]) -> bool:
    """Tell whether a heading says nothing but who: "2. Sở Y tế:", "Giao Sở Y tế", "Trách nhiệm của ..."."""
    words = heading.of(text)
    brackets = [Span(*one.span()).shifted(heading.start) for one in _BRACKETED.finditer(words)]
    named = [m for m in mentions if not any(one.contains(m.span) for one in brackets)]
    if not named or _REQUEST.match(words) or _WORK.search(_BRACKETED.sub("", words)):
        return False
    covered = sum(m.span.end - m.span.start for m in named)
    for mention in reversed(named):
        at = mention.span.start - heading.start
        words = words[:at] + words[at + mention.span.end - mention.span.start :]
    rest = _HEADING_WORDS.sub("", _BRACKETED.sub("", words))
    if named[0].span.start == heading.start and _is_name(words):
        return True
    return covered >= 4 and len(re.findall(r"\w{2,}", rest)) <= 2 + covered // 40


def _is_name(rest: str) -> bool:
    """Tell the end of a long name ("... công nghệ cao và khu công nghiệp") from something that is said."""
    words = re.findall(r"\w+", rest)
    return len(words) <= _LONGEST_REST and not rest.rstrip().endswith((".", ";")) and not _ACT.search(rest)
