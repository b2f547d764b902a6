"""The one table that says every error to the caller: English for HTTP, Vietnamese for the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

import api.access.errors as access_errors
import api.chat.errors as chat_errors
import api.errors as api_errors
import api.uploads.errors as uploads_errors
import corpus.errors as corpus_errors
import indexer.errors as indexer_errors
import models.errors as models_errors
import search.errors as search_errors
from api.errors import ExitCode
from api.questions import VIETNAMESE, QuestionFault
from api.system import system_said
from corpus.errors import DataDirFault, ServerFault


@dataclass(frozen=True, slots=True)
class Rule:
    """How one class of errors is told.

    Attributes:
        status: of the HTTP response.
        slug: names the problem type.
        title: of the problem, English; the same for every occurrence.
        exit_code: of the command.
        message: Vietnamese; `{e}` is the error, whose fields may be named, `{fault}` says its fault
            and `{system}` what the operating system said.
    """

    status: int
    slug: str
    title: str
    exit_code: ExitCode
    message: str


FALLBACK = Rule(500, "internal", "Internal error", ExitCode.FAILURE, "Lỗi nội bộ: {e}")

FAULTS: Mapping[DataDirFault, str] = {
    DataDirFault.NOT_CREATED: "không tạo được; hãy chọn thư mục khác bằng --data-dir",
    DataDirFault.NOT_WRITABLE: "không đọc, ghi được; hãy sửa quyền hoặc chọn thư mục khác bằng --data-dir",
    DataDirFault.NOT_A_CATALOG: "catalog.sqlite không phải kho văn bản; hãy khôi phục từ bản sao lưu hoặc "
    "chuyển tệp đi nơi khác",
    DataDirFault.DAMAGED: "catalog.sqlite bị hỏng; hãy khôi phục từ bản sao lưu, hoặc chuyển tệp đi nơi khác "
    "rồi nạp lại văn bản",
    DataDirFault.DISK: "ổ đĩa báo lỗi; hãy kiểm tra ổ đĩa và dung lượng trống",
    DataDirFault.FULL: "ổ đĩa đã đầy; hãy giải phóng dung lượng rồi thử lại",
    DataDirFault.LOCKED: "một tiến trình khác đã giữ kho quá một phút; hãy đợi hoặc dừng tiến trình ấy",
    DataDirFault.VERSION: "kho do phiên bản khác của chương trình lập; hãy nâng cấp chương trình hoặc chọn "
    "thư mục khác bằng --data-dir",
    DataDirFault.OTHER: "cơ sở dữ liệu báo lỗi",
}

SERVER_FAULTS: Mapping[ServerFault, str] = {
    ServerFault.UNREACHABLE: "không nối được máy chủ; hãy xem máy chủ có chạy, tên máy và cổng có đúng không",
    ServerFault.LOGIN: "máy chủ từ chối tên hoặc mật khẩu; hãy sửa trong CHIDAO_CATALOG",
    ServerFault.NO_DATABASE: "không có cơ sở dữ liệu hoặc schema này; hãy tạo (createdb) hoặc sửa tên",
    ServerFault.FORBIDDEN: "người dùng này không có quyền; hãy cấp quyền, và đừng trỏ vào bản sao chỉ đọc",
    ServerFault.BUSY: "hết kết nối; hãy tăng max_connections hoặc chạy ít tiến trình hơn",
    ServerFault.LOCKED: "một tiến trình khác đã giữ kho quá một phút; hãy đợi hoặc dừng tiến trình ấy",
    ServerFault.FULL: "ổ đĩa của máy chủ đã đầy; hãy giải phóng dung lượng ở đó rồi thử lại",
    ServerFault.DAMAGED: "thiếu bảng hoặc bảng hỏng; hãy khôi phục cơ sở dữ liệu từ bản sao lưu",
    ServerFault.VERSION: "kho do phiên bản khác của chương trình lập; hãy chạy cùng một phiên bản ở mọi nơi",
    ServerFault.NO_DRIVER: "thiếu trình điều khiển; cài bằng: pip install 'chidao[postgres]'",
    ServerFault.BAD_URL: "không phải địa chỉ kho; hãy viết postgresql://tên:mật-khẩu@máy:5432/cơ-sở-dữ-liệu",
    ServerFault.OTHER: "cơ sở dữ liệu báo lỗi",
}

_FAIL, _USAGE = ExitCode.FAILURE, ExitCode.USAGE
_READ = (422, "unreadable-file", "The file could not be read", _FAIL)
_MODEL = (503, "model", "The model cannot be loaded", _FAIL)
_QUESTION = (422, "invalid-request", "The request is not valid", _USAGE)

RULES: Mapping[type[Exception], Rule] = {
    api_errors.ApiError: FALLBACK,
    api_errors.SettingsError: Rule(500, "settings", "Wrong settings", _USAGE, "Cấu hình sai: {e}"),
    api_errors.NotReady: Rule(
        503, "not-ready", "Not ready yet", _FAIL, "Mô hình và chỉ mục đang được nạp, xin thử lại sau."
    ),
    api_errors.Overloaded: Rule(
        503, "overloaded", "Too many requests", _FAIL, "Máy chủ đang quá tải, xin thử lại sau."
    ),
    api_errors.RequestTooLong: Rule(
        503, "request-timeout", "The request took too long", _FAIL, "Yêu cầu xử lý quá lâu, đã dừng."
    ),
    api_errors.Stopping: Rule(
        503, "stopping", "The server is stopping", _FAIL, "Máy chủ đang dừng, xin thử lại sau."
    ),
    api_errors.BodyTooSlow: Rule(
        408, "slow-body", "The request came too slowly", _FAIL, "Dữ liệu gửi lên quá chậm, đã dừng."
    ),
    api_errors.RangeNotInText: Rule(
        422, "range-not-in-text", "No such part of the text", _USAGE,
        "Đoạn [{e.start}, {e.end}) nằm ngoài văn bản dài {e.length} ký tự.",
    ),
    api_errors.PageNotInDocument: Rule(
        404, "page-not-in-document", "No such page", _USAGE,
        "Không có trang {e.page}: văn bản có {e.pages} trang.",
    ),
    api_errors.VersionNotFound: Rule(
        404, "version-not-found", "No such version", _FAIL,
        "Văn bản {e.document_id} không có bản cũ số {e.version}.",
    ),
    api_errors.DocumentUnknown: Rule(
        404, "document-unknown", "No such document", _FAIL,
        "Kho không có văn bản nào mang mã, số hay đọc từ tệp {e.named}.",
    ),
    api_errors.NumberUnknown: Rule(
        404, "number-unknown", "No such document number", _FAIL,
        "Không văn bản nào trong kho mang hay nhắc đến số {e.number}.",
    ),
    api_errors.NumberAmbiguous: Rule(
        409, "number-ambiguous", "Several documents of this number", _FAIL,
        "Nhiều văn bản cùng mang số {e.number}; hãy nêu mã của một văn bản.",
    ),
    chat_errors.ModelNotFound: Rule(
        404, "model-not-found", "No such model", _USAGE, "Không có mô hình {e.name}."
    ),
    chat_errors.StoreNotFound: Rule(
        404, "store-not-found", "No such collection", _USAGE,
        "Không có kho {e.name}; kho ở đây tên là {e.known}.",
    ),
    chat_errors.DimensionsFixed: Rule(
        422, "dimensions-fixed", "No vectors of this length", _USAGE,
        "Véc-tơ có {e.dim} chiều, không cắt còn {e.asked}.",
    ),
    access_errors.AccessError: Rule(403, "forbidden", "Forbidden", _FAIL, "Không được phép: {e}"),
    access_errors.KeyMissing: Rule(401, "key-missing", "A key is needed", _FAIL, "Cần có khóa truy cập."),
    access_errors.KeyRefused: Rule(
        401, "key-refused", "The key opens nothing", _FAIL,
        "Khóa không dùng được: không có, đã hết hạn hoặc đã bị thu hồi.",
    ),
    access_errors.HostRefused: Rule(
        403, "host-refused", "Not this machine's name", _FAIL,
        "Khi chưa có khóa, máy chủ chỉ trả lời theo tên của chính máy này; {e.host} không phải.",
    ),
    access_errors.ScopeMissing: Rule(
        403, "scope-missing", "The key is not for this", _FAIL, "Khóa này không có quyền {e.scope}."
    ),
    access_errors.LabelWithheld: Rule(
        403, "label-withheld", "The key does not reach so far", _FAIL,
        "Khóa này không được xem nhãn {e.label} nên không cấp được nhãn ấy.",
    ),
    access_errors.RateExceeded: Rule(
        429, "rate-exceeded", "Too many requests", _FAIL, "Hỏi quá nhiều, xin thử lại sau {e.seconds} giây."
    ),
    access_errors.KeysByCommand: Rule(
        409, "keys-by-command", "The first key is made on the server", _FAIL,
        "Máy chủ chưa dùng khóa; hãy tạo khóa đầu tiên bằng lệnh chidao keys create.",
    ),
    access_errors.KeyNotFound: Rule(404, "key-not-found", "No such key", _FAIL, "Không có khóa {e.key_id}."),
    uploads_errors.UploadsOff: Rule(
        403, "uploads-off", "No uploads here", _FAIL, "Máy chủ này không nhận tệp."
    ),
    uploads_errors.NoFiles: Rule(422, "no-files", "No files", _USAGE, "Không có tệp nào được gửi lên."),
    uploads_errors.UploadNotStored: Rule(
        507, "upload-not-stored", "The upload could not be stored", _FAIL,
        "Không lưu được tệp gửi lên ({system}).",
    ),
    api_errors.FeedbackNotStored: Rule(
        507, "feedback-not-stored", "The feedback could not be stored", _FAIL,
        "Không lưu được ý kiến ({system}).",
    ),
    api_errors.OriginalNotKept: Rule(
        404,
        "original-not-kept",
        "The original file is not kept here",
        _FAIL,
        "Không còn tệp gốc của văn bản {e.document_id}.",
    ),
    uploads_errors.TaskNotFound: Rule(
        404, "task-not-found", "No such task", _FAIL, "Không có lượt nạp {e.task_id}."
    ),
    uploads_errors.TaskFinished: Rule(
        409, "task-finished", "The task has ended", _FAIL, "Lượt nạp {e.task_id} đã xong."
    ),
    api_errors.QuestionRefused: Rule(*_QUESTION, "{e.vietnamese}"),
    api_errors.QuestionsUnusable: Rule(
        422, "questions-unusable", "Unusable questions", _USAGE, "{e.path}: {e.problem}"
    ),
    api_errors.OutputFailed: Rule(
        500, "output", "Results cannot be written", _FAIL,
        "{e.path}: không ghi tiếp được ({system}); phần đã ghi còn nguyên, chạy lại lệnh này để ghi tiếp.",
    ),
    api_errors.ReportFailed: Rule(
        500, "output", "The report cannot be written", _FAIL,
        "Không ghi được báo cáo {e.path} ({system}); hãy chọn tệp khác cho --report.",
    ),
    api_errors.BatchStopped: Rule(500, "batch-stopped", "The batch was stopped", _FAIL, "{e.problem}"),
    api_errors.IndexMoved: Rule(
        500, "index-moved", "The documents have changed", _FAIL,
        "Kho văn bản đã thay đổi trong khi chạy (chỉ mục {e.expected}, nay là {e.found}); hãy xóa tệp kết "
        "quả rồi chạy lại từ đầu.",
    ),
    api_errors.MeasureUnknown: Rule(
        422, "measure-unknown", "No such measure", _USAGE,
        "Không có độ đo {e.name}; dùng tên của ir_measures, ví dụ nDCG@10, R@100, RR@10, AP.",
    ),
    api_errors.ExtraMissing: Rule(
        500, "extra-missing", "An optional package is missing", _FAIL,
        "Lệnh này cần gói tùy chọn; cài bằng: pip install 'chidao[{e.extra}]'",
    ),
    api_errors.AddressInUse: Rule(
        500, "address-in-use", "Cannot listen", _FAIL,
        "Không mở được địa chỉ {e.host}:{e.port} ({system}); hãy chọn cổng khác bằng --port.",
    ),
    corpus_errors.CorpusError: Rule(500, "corpus", "The catalog failed", _FAIL, "Lỗi kho văn bản: {e}"),
    corpus_errors.DataDirError: Rule(
        503, "data-directory", "The data directory cannot be used", _FAIL,
        "Không dùng được thư mục dữ liệu {e.path}: {fault}.",
    ),
    corpus_errors.CatalogServerError: Rule(
        503, "catalog-server", "The catalog's database cannot be used", _FAIL,
        "Không dùng được cơ sở dữ liệu {e.path}: {fault}.",
    ),
    corpus_errors.WorkersUnreachable: Rule(
        503, "workers-unreachable", "The workers cannot be reached", _FAIL,
        "Không dùng được cụm máy đọc {e.address} ({e.problem}); hãy bật bằng ray start --head, hoặc bỏ "
        "CHIDAO_WORKERS.",
    ),
    corpus_errors.DocumentNotFound: Rule(
        404, "document-not-found", "No such document", _FAIL, "Không có văn bản {e.document_id} trong kho."
    ),
    corpus_errors.DocumentConflict: Rule(
        409, "document-conflict", "Another version is in the catalog", _FAIL,
        "{e.source}: kho đã có một bản khác của tệp này; dùng --on-conflict replace để thay.",
    ),
    corpus_errors.StampedStronger: Rule(
        409, "stamped-stronger", "The document is stamped with more secrecy", _FAIL,
        "Văn bản {e.document_id} có dấu độ mật ({e.stamp}) cao hơn nhãn {e.label}; chỉ hạ khi nói rõ bằng "
        "--below-stamp.",
    ),
    corpus_errors.ReadError: Rule(*_READ, "{e.source}: không đọc được tệp"),
    corpus_errors.UnsupportedFormat: Rule(*_READ, "{e.source}: chưa hỗ trợ loại tệp này"),
    corpus_errors.EmptyFile: Rule(*_READ, "{e.source}: tệp không có nội dung"),
    corpus_errors.BinaryFile: Rule(*_READ, "{e.source}: tệp là dữ liệu nhị phân, không phải văn bản"),
    corpus_errors.UndecodableText: Rule(*_READ, "{e.source}: không rõ bảng mã; hãy lưu tệp theo UTF-8"),
    corpus_errors.FileVanished: Rule(*_READ, "{e.source}: tệp không tồn tại hoặc đã bị xóa"),
    corpus_errors.FileRefused: Rule(*_READ, "{e.source}: không mở được ({system}); hãy kiểm tra quyền đọc"),
    corpus_errors.NotAFile: Rule(*_READ, "{e.source}: không phải tệp thường (ống dẫn hoặc thiết bị)"),
    corpus_errors.Encrypted: Rule(*_READ, "{e.source}: tệp có mật khẩu; hãy lưu lại không mật khẩu"),
    corpus_errors.Damaged: Rule(*_READ, "{e.source}: tệp bị hỏng hoặc bị cắt cụt; hãy lấy lại tệp"),
    corpus_errors.ProgramFile: Rule(
        *_READ, "{e.source}: đây là chương trình, không phải văn bản; hãy quét vi-rút"
    ),
    corpus_errors.ToolMissing: Rule(
        *_READ, "{e.source}: cần {e.tool} để đọc tệp này; hãy cài gói {e.package}"
    ),
    corpus_errors.FileTooLarge: Rule(*_READ, "{e.source}: tệp lớn hơn {e.limit} MiB"),
    corpus_errors.Bomb: Rule(
        *_READ, "{e.source}: tệp nén bung ra quá lớn so với cỡ của nó, có thể là bom nén; không đọc"
    ),
    corpus_errors.NestedTooDeep: Rule(
        *_READ, "{e.source}: tệp nén nằm trong quá {e.limit} lớp tệp nén khác; hãy giải nén rồi nạp lại"
    ),
    corpus_errors.TimedOut: Rule(*_READ, "{e.source}: đọc quá {e.seconds:g} giây, đã dừng"),
    corpus_errors.OutOfMemory: Rule(*_READ, "{e.source}: đọc tốn quá {e.limit} MiB bộ nhớ, đã dừng"),
    corpus_errors.ReaderFailed: Rule(
        *_READ, "{e.source}: chương trình lỗi khi đọc tệp này ({e.problem}); xin báo lại kèm tệp"
    ),
    indexer_errors.IndexerError: Rule(500, "index", "The index failed", _FAIL, "Lỗi chỉ mục: {e}"),
    indexer_errors.IndexMissing: Rule(
        503, "index-missing", "No index yet", _FAIL, "Chưa có chỉ mục tại {e.path}."
    ),
    indexer_errors.IndexDamaged: Rule(
        503, "index-damaged", "The index is damaged", _FAIL,
        "Chỉ mục bị hỏng; hãy xóa {e.path}, lần hỏi sau sẽ lập lại từ kho văn bản.",
    ),
    indexer_errors.IndexBusy: Rule(
        503, "index-busy", "The index is being built", _FAIL,
        "Một tiến trình khác đang lập chỉ mục {e.path}; xin thử lại sau.",
    ),
    indexer_errors.IndexInaccessible: Rule(
        503, "index-inaccessible", "The index cannot be read or written", _FAIL,
        "Không đọc, ghi được chỉ mục {e.path} ({system}); hãy sửa quyền, giải phóng ổ đĩa, hoặc xóa {e.path} "
        "để lập lại từ kho văn bản.",
    ),
    indexer_errors.ManifestMismatch: Rule(
        503, "index-of-another-model", "The index was built with another recipe", _FAIL,
        "Chỉ mục được lập với {e.found}, nay đang chạy với {e.expected}; đặt lại CHIDAO_MODEL như cũ "
        "hoặc xóa {e.path} để lập lại từ kho văn bản.",
    ),
    indexer_errors.TargetWrong: Rule(
        500, "index-target", "Wrong settings", _USAGE, "CHIDAO_INDEX sai: {e.problem}"
    ),
    indexer_errors.IndexUnreachable: Rule(
        503, "index-unreachable", "The index does not answer", _FAIL,
        "Máy chủ chỉ mục {e.engine} không trả lời ({e.problem}); dữ liệu không mất, xin thử lại khi máy chủ "
        "chạy lại.",
    ),
    indexer_errors.EngineLacks: Rule(
        503, "index-engine-too-old", "The index engine is too old", _FAIL,
        "Máy chủ chỉ mục {e.engine} là phiên bản {e.version}; cần từ phiên bản {e.since} ({e.feature}).",
    ),
    indexer_errors.EmbeddingFailed: Rule(
        503, "embedding-failed", "A worker could not compute vectors", _FAIL,
        "Một máy trong cụm không tính được vectơ ({e.problem}); mọi máy phải có cùng phiên bản và mô hình.",
    ),
    models_errors.ModelError: Rule(*_MODEL, "Lỗi mô hình: {e}"),
    models_errors.UnknownModel: Rule(
        *_MODEL, "Không có mô hình {e.name}; dùng {e.known[0]} hoặc đường dẫn của một thư mục mô hình."
    ),
    models_errors.WeightsMissing: Rule(
        *_MODEL, "Thiếu trọng số của mô hình {e.name} trong {e.folder}; hãy lấy lại đầy đủ mã nguồn."
    ),
    models_errors.WeightsChanged: Rule(
        *_MODEL, "Tệp trọng số {e.path} đã bị thay đổi (SHA-256 không khớp spec.json); hãy khôi phục tệp này."
    ),
    models_errors.BadModelFile: Rule(
        *_MODEL, "Không dùng được tệp mô hình {e.path}; hãy khôi phục từ mã nguồn. ({e.reason})"
    ),
    models_errors.LibraryMissing: Rule(
        *_MODEL, "Thiếu thư viện {e.library}; cài bằng: pip install {e.library}"
    ),
    search_errors.SearchError: Rule(500, "search", "The search failed", _FAIL, "Lỗi tìm kiếm: {e}"),
    search_errors.QuestionError: Rule(*_QUESTION, "Câu hỏi không dùng được: {e}"),
    search_errors.EmptyQuestion: Rule(*_QUESTION, VIETNAMESE[QuestionFault.NO_WORDS]),
    search_errors.QuestionTooLong: Rule(
        *_QUESTION, "Câu hỏi dài {e.length} ký tự; chỉ cho phép nhiều nhất {e.limit}."
    ),
}  # fmt: skip


def rule_for(error: Exception) -> Rule:
    """Return the rule of the error's class, or of the nearest class above it."""
    return next((RULES[kind] for kind in type(error).__mro__ if kind in RULES), FALLBACK)


def english(error: Exception) -> str:
    """Say an error in English where the table knows it; what else went wrong is for the log alone."""
    rule = rule_for(error)
    return f"{rule.title}: {error}" if rule is not FALLBACK else "loading failed; see the log"


def vietnamese(error: Exception) -> str:
    """Say an error to a person at the terminal."""
    if isinstance(error, OSError) and rule_for(error) is FALLBACK:
        return f"Hệ thống báo lỗi: {system_said(error.errno)}."
    fault, code = getattr(error, "fault", None), getattr(error, "errno", None)
    said = FAULTS[fault] if isinstance(fault, DataDirFault) else ""
    said = SERVER_FAULTS[fault] if isinstance(fault, ServerFault) else said
    return rule_for(error).message.format(e=error, fault=said, system=system_said(code))
