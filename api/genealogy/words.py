"""What the tree and the drawing say, in Vietnamese."""

from api.wording import capital, day_of
from corpus.types import Relation
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
_STATES = {
    ValidityStatus.IN_FORCE: "còn hiệu lực",
    ValidityStatus.NOT_YET: "chưa có hiệu lực",
    ValidityStatus.REPLACED: "đã bị thay thế",
    ValidityStatus.REPEALED: "đã bị bãi bỏ",
    ValidityStatus.UNKNOWN: "",  # what nothing tells is not told
}


def name_of(work: Work) -> str:
    """Name a work: "Nghị quyết 59-NQ/TW", or its title where it has no number."""
    if work.number is None:
        return work.title or work.id
    return f"{capital(work.kind or 'văn bản')} {work.number}"


def note_of(work: Work, validity: Validity) -> str:
    """Say what else there is to know: the day, the issuer, whether it is held and in force."""
    told = [
        f"ngày {day_of(work.issued_on)}" if work.issued_on else "",
        work.issuer or "",
        "không có trong kho" if work.is_absent else "",
        _STATES[validity.status],
    ]
    return ", ".join(part for part in told if part)
