"""The errors of this package: of requests, keys, chatbots, uploads and commands."""

from collections.abc import Mapping

import api.errors as api_errors
import api.errors.access as access_errors
import api.errors.chat as chat_errors
import api.errors.uploads as uploads_errors
from api.rules.rule import FAIL, FALLBACK, USAGE, Rule

_QUESTION = (422, "invalid-request", "The request is not valid", USAGE)

EDGE: Mapping[type[Exception], Rule] = {
    api_errors.ApiError: FALLBACK,
    api_errors.SettingsError: Rule(500, "settings", "Wrong settings", USAGE, "Cấu hình sai: {e}"),
    api_errors.NotReady: Rule(
        503, "not-ready", "Not ready yet", FAIL, "Mô hình và chỉ mục đang được nạp, xin thử lại sau."
    ),
    api_errors.Overloaded: Rule(
        503, "overloaded", "Too many requests", FAIL, "Máy chủ đang quá tải, xin thử lại sau."
    ),
    api_errors.RequestTooLong: Rule(
        503, "request-timeout", "The request took too long", FAIL, "Yêu cầu xử lý quá lâu, đã dừng."
    ),
    api_errors.Stopping: Rule(
        503, "stopping", "The server is stopping", FAIL, "Máy chủ đang dừng, xin thử lại sau."
    ),
    api_errors.BodyTooSlow: Rule(
        408, "slow-body", "The request came too slowly", FAIL, "Dữ liệu gửi lên quá chậm, đã dừng."
    ),
    api_errors.RangeNotInText: Rule(
        422, "range-not-in-text", "No such part of the text", USAGE,
        "Đoạn [{e.start}, {e.end}) nằm ngoài văn bản dài {e.length} ký tự.",
    ),
    api_errors.PageNotInDocument: Rule(
        404, "page-not-in-document", "No such page", USAGE,
        "Không có trang {e.page}: văn bản có {e.pages} trang.",
    ),
    api_errors.VersionNotFound: Rule(
        404, "version-not-found", "No such version", FAIL,
        "Văn bản {e.document_id} không có bản cũ số {e.version}.",
    ),
    api_errors.DocumentUnknown: Rule(
        404, "document-unknown", "No such document", FAIL,
        "Kho không có văn bản nào mang mã, số hay đọc từ tệp {e.named}.",
    ),
    api_errors.NumberUnknown: Rule(
        404, "number-unknown", "No such document number", FAIL,
        "Không văn bản nào trong kho mang hay nhắc đến số {e.number}.",
    ),
    api_errors.NumberAmbiguous: Rule(
        409, "number-ambiguous", "Several documents of this number", FAIL,
        "Nhiều văn bản cùng mang số {e.number}; hãy nêu mã của một văn bản.",
    ),
    chat_errors.ModelNotFound: Rule(
        404, "model-not-found", "No such model", USAGE, "Không có mô hình {e.name}."
    ),
    chat_errors.StoreNotFound: Rule(
        404, "store-not-found", "No such collection", USAGE,
        "Không có kho {e.name}; kho ở đây tên là {e.known}.",
    ),
    chat_errors.DimensionsFixed: Rule(
        422, "dimensions-fixed", "No vectors of this length", USAGE,
        "Véc-tơ có {e.dim} chiều, không cắt còn {e.asked}.",
    ),
    access_errors.AccessError: Rule(403, "forbidden", "Forbidden", FAIL, "Không được phép: {e}"),
    access_errors.KeyMissing: Rule(401, "key-missing", "A key is needed", FAIL, "Cần có khóa truy cập."),
    access_errors.KeyRefused: Rule(
        401, "key-refused", "The key opens nothing", FAIL,
        "Khóa không dùng được: không có, đã hết hạn hoặc đã bị thu hồi.",
    ),
    access_errors.HostRefused: Rule(
        403, "host-refused", "Not this machine's name", FAIL,
        "Khi chưa có khóa, máy chủ chỉ trả lời theo tên của chính máy này; {e.host} không phải.",
    ),
    access_errors.ScopeMissing: Rule(
        403, "scope-missing", "The key is not for this", FAIL, "Khóa này không có quyền {e.scope}."
    ),
    access_errors.LabelWithheld: Rule(
        403, "label-withheld", "The key does not reach so far", FAIL,
        "Khóa này không được xem nhãn {e.label} nên không cấp được nhãn ấy.",
    ),
    access_errors.RateExceeded: Rule(
        429, "rate-exceeded", "Too many requests", FAIL, "Hỏi quá nhiều, xin thử lại sau {e.seconds} giây."
    ),
    access_errors.KeysByCommand: Rule(
        409, "keys-by-command", "The first key is made on the server", FAIL,
        "Máy chủ chưa dùng khóa; hãy tạo khóa đầu tiên bằng lệnh chidao keys create.",
    ),
    access_errors.KeyNotFound: Rule(404, "key-not-found", "No such key", FAIL, "Không có khóa {e.key_id}."),
    uploads_errors.UploadsOff: Rule(
        403, "uploads-off", "No uploads here", FAIL, "Máy chủ này không nhận tệp."
    ),
    uploads_errors.NoFiles: Rule(422, "no-files", "No files", USAGE, "Không có tệp nào được gửi lên."),
    uploads_errors.UploadNotStored: Rule(
        507, "upload-not-stored", "The upload could not be stored", FAIL,
        "Không lưu được tệp gửi lên ({system}).",
    ),
    api_errors.FeedbackNotStored: Rule(
        507, "feedback-not-stored", "The feedback could not be stored", FAIL,
        "Không lưu được ý kiến ({system}).",
    ),
    api_errors.OriginalNotKept: Rule(
        404,
        "original-not-kept",
        "The original file is not kept here",
        FAIL,
        "Không còn tệp gốc của văn bản {e.document_id}.",
    ),
    uploads_errors.TaskNotFound: Rule(
        404, "task-not-found", "No such task", FAIL, "Không có lượt nạp {e.task_id}."
    ),
    uploads_errors.TaskFinished: Rule(
        409, "task-finished", "The task has ended", FAIL, "Lượt nạp {e.task_id} đã xong."
    ),
    api_errors.QuestionRefused: Rule(*_QUESTION, "{e.vietnamese}"),
    api_errors.QuestionsUnusable: Rule(
        422, "questions-unusable", "Unusable questions", USAGE, "{e.path}: {e.problem}"
    ),
    api_errors.OutputFailed: Rule(
        500, "output", "Results cannot be written", FAIL,
        "{e.path}: không ghi tiếp được ({system}); phần đã ghi còn nguyên, chạy lại lệnh này để ghi tiếp.",
    ),
    api_errors.ReportFailed: Rule(
        500, "output", "The report cannot be written", FAIL,
        "Không ghi được báo cáo {e.path} ({system}); hãy chọn tệp khác cho --report.",
    ),
    api_errors.BatchStopped: Rule(500, "batch-stopped", "The batch was stopped", FAIL, "{e.problem}"),
    api_errors.IndexMoved: Rule(
        500, "index-moved", "The documents have changed", FAIL,
        "Kho văn bản đã thay đổi trong khi chạy (chỉ mục {e.expected}, nay là {e.found}); hãy xóa tệp kết "
        "quả rồi chạy lại từ đầu.",
    ),
    api_errors.MeasureUnknown: Rule(
        422, "measure-unknown", "No such measure", USAGE,
        "Không có độ đo {e.name}; dùng tên của ir_measures, ví dụ nDCG@10, R@100, RR@10, AP.",
    ),
    api_errors.NoDocuments: Rule(
        503, "no-documents", "No documents here", USAGE,
        "Không có văn bản nào trong {e.place}; hãy nạp bằng chidao ingest, hoặc xem lại --data-dir.",
    ),
    api_errors.ExtraMissing: Rule(
        500, "extra-missing", "An optional package is missing", FAIL,
        "Lệnh này cần gói tùy chọn; cài bằng: pip install 'chidao[{e.extra}]'",
    ),
    api_errors.AddressElsewhere: Rule(
        500, "address-elsewhere", "Cannot listen", FAIL,
        "Máy này không có địa chỉ {e.host}; hãy chọn địa chỉ khác bằng --host, như 127.0.0.1.",
    ),
    api_errors.AddressInUse: Rule(
        500, "address-in-use", "Cannot listen", FAIL,
        "Không mở được địa chỉ {e.host}:{e.port} ({system}); hãy chọn cổng khác bằng --port.",
    ),
}  # fmt: skip
