"""What the table, the sheet and the calendar say, in Vietnamese."""

from api.wording import day_of
from corpus.types import Role
from search.register import RegisterFilter, RegisterRow, Registrar, Via
from search.types import DocumentCard

ROLES = {
    Role.LEAD: "chủ trì",
    Role.COORDINATE: "phối hợp",
    Role.ADVISE: "tham mưu",
    Role.DIRECT: "chỉ đạo",
    Role.SUPERVISE: "theo dõi",
    Role.REPORT_TO: "nhận báo cáo",
    Role.IMPLEMENT: "thực hiện",
}
VIAS = {
    Via.NAME: "đích danh",
    Via.POST: "qua người đứng đầu",
    Via.GROUP: "theo nhóm cơ quan",
    Via.CONCERNED: "theo nhóm, nếu có liên quan",
}
COLUMNS = (
    "Cơ quan",
    "Mã cơ quan",
    "Cách nêu",
    "Vai trò",
    "Nhiệm vụ",
    "Thời hạn",
    "Ngày đến hạn",
    "Định kỳ",
    "Sản phẩm",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Mục",
    "Trang",
    "Trích dẫn",
    "Từ ký tự",
    "Đến ký tự",
    "Tệp",
)
NO_LEAD = "không nêu ai chủ trì"
NOTHING = "Không có nhiệm vụ nào khớp với điều kiện."
_NOT_NAMED = (
    "Không nhiệm vụ nào nêu đích danh “{agency}”: các dòng này giao cho nhóm cơ quan. "
    "Nếu tên gõ nhầm thì không dòng nào là của cơ quan này."
)
_EVERY = {
    "R/P1D": "hằng ngày",
    "R/P1W": "hằng tuần",
    "R/P1M": "hằng tháng",
    "R/P3M": "hằng quý",
    "R/P6M": "6 tháng một lần",
    "R/P1Y": "hằng năm",
}


def document_of(card: DocumentCard) -> str:
    """Name a document with its day: "1023-CV/TU ngày 18/6/2024"."""
    name = card.number or card.title
    return f"{name} ngày {day_of(card.issued_on)}" if card.issued_on else name


def deadline_of(row: RegisterRow) -> str:
    """Say when a task is due, in the words of its document and as a day where that says more."""
    told = row.deadline or ""
    day = day_of(row.due)
    return f"{told} ({day})" if day and day not in told else told


def role_of(row: RegisterRow) -> str:
    """Say an agency's role, and that nobody is named who leads."""
    return ROLES[row.role] if row.led else f"{ROLES[row.role]}; {NO_LEAD}"


def caution_on(registrar: Registrar, agency: str | None) -> str:
    """Say that a body which rows are listed for is named nowhere itself: its name may be mistyped."""
    if agency is None or registrar.page(RegisterFilter(agency=agency, groups=False), limit=1).total:
        return ""
    return _NOT_NAMED.format(agency=agency.strip())


def cells_of(row: RegisterRow) -> tuple[str, ...]:
    """Return a row's cells, one for each of `COLUMNS`."""
    citation, card = row.citation, row.citation.document
    return (
        row.agency,
        row.agency_id or "",
        VIAS[row.via] if row.via else "",
        role_of(row),
        row.task,
        row.deadline or "",
        row.due.isoformat() if row.due else "",
        _EVERY.get(row.recurrence, row.recurrence) if row.recurrence else "",
        row.product or "",
        card.number or "",
        card.issued_on.isoformat() if card.issued_on else "",
        card.issuer or "",
        citation.section,
        str(citation.page) if citation.page else "",
        citation.quote,
        str(citation.start),
        str(citation.end),
        card.source,
    )
