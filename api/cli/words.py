"""What the terminal calls things: Vietnamese words for types and reasons."""

from search.types import AnswerType, Reason

TYPES: dict[AnswerType, str] = {
    AnswerType.LEAD_AGENCY: "cơ quan chủ trì",
    AnswerType.COORDINATING_AGENCY: "cơ quan phối hợp",
    AnswerType.ADVISING_AGENCY: "cơ quan tham mưu",
    AnswerType.SUPERVISING_AGENCY: "cơ quan theo dõi, đôn đốc, giám sát",
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
    AnswerType.IMPLEMENTS: "văn bản được triển khai",
    AnswerType.IMPLEMENTED_BY: "văn bản triển khai",
    AnswerType.REPLACED_BY: "văn bản thay thế",
    AnswerType.FIGURE: "số liệu",
    AnswerType.PROGRESS: "tiến độ",
    AnswerType.TASK: "nhiệm vụ",
    AnswerType.REQUIREMENT: "yêu cầu",
    AnswerType.PURPOSE: "mục đích",
    AnswerType.SPAN: "trích đoạn",
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
