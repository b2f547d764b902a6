"""What answers, documents and places are called in Vietnamese: one table for terminal, chat and exports."""

from datetime import date

from search.types import Answer, AnswerType, Citation, DocumentCard, Hit, Reason

TYPES: dict[AnswerType, str] = {
    AnswerType.LEAD_AGENCY: "cơ quan chủ trì",
    AnswerType.COORDINATING_AGENCY: "cơ quan phối hợp",
    AnswerType.ADVISING_AGENCY: "cơ quan tham mưu",
    AnswerType.SUPERVISING_AGENCY: "cơ quan theo dõi, kiểm tra",
    AnswerType.REPORT_TO: "nơi nhận báo cáo",
    AnswerType.ASSIGNEE: "cơ quan thực hiện",
    AnswerType.DEADLINE: "thời hạn",
    AnswerType.RECURRENCE: "định kỳ",
    AnswerType.PRODUCT: "sản phẩm",
    AnswerType.SIGNER: "người ký",
    AnswerType.SIGNER_POST: "chức vụ người ký",
    AnswerType.ISSUED_ON: "ngày ban hành",
    AnswerType.EFFECTIVE_ON: "ngày có hiệu lực",
    AnswerType.NUMBER: "số, ký hiệu",
    AnswerType.SUBJECT: "trích yếu",
    AnswerType.ISSUER: "cơ quan ban hành",
    AnswerType.RECIPIENTS: "nơi nhận",
    AnswerType.LEGAL_BASIS: "căn cứ",
    AnswerType.IMPLEMENTS: "thực hiện văn bản",
    AnswerType.IMPLEMENTED_BY: "văn bản triển khai",
    AnswerType.REPLACED_BY: "văn bản thay thế",
    AnswerType.FIGURE: "số liệu",
    AnswerType.PROGRESS: "tiến độ",
    AnswerType.TASK: "nhiệm vụ",
    AnswerType.REQUIREMENT: "yêu cầu",
    AnswerType.PURPOSE: "mục đích",
    AnswerType.SPAN: "nội dung",
}

REASONS: dict[Reason, str] = {
    Reason.NOT_IN_CORPUS: "Kho văn bản không có nội dung được hỏi.",
    Reason.SLOT_NOT_STATED: "Văn bản được hỏi có trong kho nhưng không nêu thông tin này.",
    Reason.AMBIGUOUS_DOCUMENT: "Có thể hỏi về nhiều văn bản; hãy nêu thêm số, ngày hoặc cơ quan ban hành.",
    Reason.AMBIGUOUS_TASK: "Câu hỏi có thể nói về nhiều nhiệm vụ; hãy nêu rõ nội dung nhiệm vụ.",
    Reason.OUT_OF_SCOPE: "Câu hỏi nằm ngoài phạm vi của các văn bản chỉ đạo.",
}

NO_REASON = "Không tìm thấy câu trả lời có căn cứ."
EDGE_OF_DOCUMENT = "phần đầu hoặc phần ký của văn bản"
_DOUBTFUL = 0.5


def day_of(day: date | None) -> str:
    """Write a day: 05/8/2020, 09/02/2021; nothing where there is none."""
    if day is None:
        return ""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def section_of(section: str) -> str:
    """Say a section the way people do: "mục 4", but "Điều 3.2.a"."""
    is_bare = section[:1].isdigit() or section.split(".")[0].isupper()
    return f"mục {section}" if is_bare else section


def name_of(card: DocumentCard) -> str:
    """Name a document in a few words: kind and number, or the title of one without a number."""
    if not card.number:
        return card.title
    return f"{capital(card.kind or '')} {card.number}".strip()


def dated_name_of(card: DocumentCard) -> str:
    """Name a document with its day and issuer: a number alone is borne by several."""
    when = f" ngày {day_of(card.issued_on)}" if card.issued_on else ""
    issuer = f", {card.issuer}" if card.issuer else ""
    return one_line(f"{name_of(card)}{when}{issuer}")


def full_name_of(card: DocumentCard) -> str:
    """Name a document so that it is not taken for another of the same number."""
    about = about_of(card.title, name_of(card))
    return dated_name_of(card) + (f": {about}" if about else "")


def about_of(title: str, name: str) -> str:
    """Return what a title says beyond the name that it begins with."""
    rest = title[len(name) :] if title.casefold().startswith(name.casefold()) else title
    return one_line(rest).strip(" :,")


def place_of(citation: Citation) -> str:
    """Say where in its document a quote stands: "mục 4", or at the edge of it."""
    return section_of(citation.section) if citation.passage_id else EDGE_OF_DOCUMENT


def source_of(citation: Citation) -> str:
    """Say where a quote stands: document, section and page."""
    return _joined(dated_name_of(citation.document), place_of(citation), citation.page)


def source_of_hit(hit: Hit) -> str:
    """Say where a passage stands: document, section and page."""
    return _joined(dated_name_of(hit.document), section_of(hit.section), hit.page)


def _joined(document: str, place: str, page: int | None) -> str:
    return ", ".join(filter(None, (document, place, f"trang {page}" if page else "")))


def reason_of(reason: Reason | None) -> str:
    """Say why there is no answer."""
    return REASONS[reason] if reason else NO_REASON


def is_doubtful(answer: Answer) -> bool:
    """Tell whether whoever relies on an answer should look it up."""
    return answer.confidence < _DOUBTFUL


def one_line(text: str) -> str:
    """Put spaces for line breaks; one character stands for one, so that ranges keep their places."""
    return "".join(" " if char.isspace() else char for char in text)


def capital(text: str) -> str:
    """Put the first letter in upper case."""
    return text[:1].upper() + text[1:]
