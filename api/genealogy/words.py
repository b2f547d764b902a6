"""What the tree and the drawing say, in Vietnamese."""

from datetime import date

from corpus.types import Relation, Role
from search.genealogy import Validity, ValidityStatus, Work

RELATIONS = {
    Relation.IMPLEMENTS: "thực hiện",
    Relation.BASED_ON: "căn cứ",
    Relation.REPLACES: "thay thế",
    Relation.AMENDS: "sửa đổi",
    Relation.REPEALS: "bãi bỏ",
    Relation.CONTINUES: "tiếp tục thực hiện",
    Relation.ATTACHES: "ban hành kèm",
    Relation.CITES: "nhắc đến",
}
ROLES = {
    Role.LEAD: "chủ trì",
    Role.COORDINATE: "phối hợp",
    Role.ADVISE: "tham mưu",
    Role.DIRECT: "chỉ đạo",
    Role.SUPERVISE: "theo dõi",
    Role.REPORT_TO: "nhận báo cáo",
    Role.IMPLEMENT: "thực hiện",
}
_STATES = {
    ValidityStatus.IN_FORCE: "còn hiệu lực",
    ValidityStatus.NOT_YET: "chưa có hiệu lực",
    ValidityStatus.REPLACED: "đã bị thay thế",
    ValidityStatus.REPEALED: "đã bị bãi bỏ",
    ValidityStatus.UNKNOWN: "",  # what nothing tells is not told
}


def day_of(day: date | None) -> str:
    """Write a day as official documents do: 05/8/2020."""
    return (
        f"{day.day:02d}/{day.month:02d}/{day.year}"
        if day and day.month < 3
        else (f"{day.day:02d}/{day.month}/{day.year}" if day else "")
    )


def name_of(work: Work) -> str:
    """Name a work: "Nghị quyết 59-NQ/TW", or its title where it has no number."""
    if work.number is None:
        return work.title or work.id
    kind = work.kind or "văn bản"
    return f"{kind[:1].upper()}{kind[1:]} {work.number}"


def note_of(work: Work, validity: Validity) -> str:
    """Say what else there is to know: the day, the issuer, whether it is held and in force."""
    told = [
        f"ngày {day_of(work.issued_on)}" if work.issued_on else "",
        work.issuer or "",
        "không có trong kho" if work.is_absent else "",
        _STATES[validity.status],
    ]
    return ", ".join(part for part in told if part)
