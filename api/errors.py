"""The edge's own errors, and the one table that says every error to the caller.

    ApiError
    ├── SettingsError       CHIDAO_* variables that make no sense
    ├── NotReady            the models are still loading, or could not be loaded
    ├── RangeNotInText      start and end are no part of the text
    ├── PageNotInDocument   a document without this page
    ├── UploadsOff          this server takes no files
    ├── NoFiles             an upload without files
    ├── UploadNotStored     the disk did not take an upload
    ├── TaskNotFound        no such upload
    ├── TaskFinished        an upload that has ended cannot be cancelled
    ├── QuestionRefused     a text that cannot be asked (command line)
    ├── QuestionsUnusable   a file of questions that cannot be worked on
    ├── OutputFailed        results cannot be written any more
    ├── ExtraMissing        an optional package is not installed
    └── AddressInUse        somebody else listens there

HTTP speaks English, the command line Vietnamese; both read the table below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import corpus.errors as corpus_errors
import indexer.errors as indexer_errors
import models.errors as models_errors
import search.errors as search_errors
from api.questions import VIETNAMESE, QuestionFault
from api.system import system_said
from corpus.errors import DataDirFault


class ExitCode(IntEnum):
    """What a command tells the shell."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    PARTIAL = 3


class ApiError(Exception):
    """Base of all errors of this package."""


class SettingsError(ApiError):
    """The CHIDAO_* variables make no sense; `problems` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(self.problems)


class NotReady(ApiError):
    """Questions cannot be answered yet; `cause` is what stopped the loading, if anything did."""

    def __init__(self, cause: Exception | None = None) -> None:
        super().__init__(cause)
        self.cause = cause

    def __str__(self) -> str:
        if self.cause is not None:
            rule = rule_for(self.cause)
            return f"{rule.title}: {self.cause}" if rule is not FALLBACK else "loading failed; see the log"
        return "the models and indexes are still being loaded; try again in a few seconds"


class RangeNotInText(ApiError):
    """The asked range is no part of the text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        super().__init__(start, end, length)
        self.start, self.end, self.length = start, end, length

    def __str__(self) -> str:
        return f"[{self.start}, {self.end}) is no part of a text of {self.length} characters"


class PageNotInDocument(ApiError):
    """The document has no such page; `pages` counts those it has."""

    def __init__(self, page: int, pages: int) -> None:
        super().__init__(page, pages)
        self.page, self.pages = page, pages

    def __str__(self) -> str:
        return f"page {self.page} is not in a document of {self.pages} pages"


class UploadsOff(ApiError):
    """This server takes no files."""

    def __str__(self) -> str:
        return "this server takes no files; it was started with CHIDAO_UPLOADS=off or for other machines"


class NoFiles(ApiError):
    """An upload without files."""

    def __str__(self) -> str:
        return "the form holds no files; send them as multipart/form-data parts named files"


class UploadNotStored(ApiError):
    """The disk did not take an upload; `errno` is what the system said."""

    def __init__(self, errno: int | None) -> None:
        super().__init__(errno)
        self.errno = errno

    def __str__(self) -> str:
        return "the files could not be stored, nothing was taken; free some space or correct the permissions"


class TaskNotFound(ApiError):
    """No upload has this id."""

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id)
        self.task_id = task_id

    def __str__(self) -> str:
        return f"no task {self.task_id}"


class TaskFinished(ApiError):
    """An upload that has ended cannot be cancelled."""

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id)
        self.task_id = task_id

    def __str__(self) -> str:
        return f"task {self.task_id} has ended already"


class QuestionRefused(ApiError):
    """A text that cannot be asked."""

    def __init__(self, fault: QuestionFault) -> None:
        super().__init__(fault)
        self.fault = fault

    @property
    def vietnamese(self) -> str:
        """Say the fault to a person at the terminal."""
        return VIETNAMESE[self.fault]


class QuestionsUnusable(ApiError):
    """A file of questions, or the output beside it, cannot be worked on; `problem` is Vietnamese."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem


class OutputFailed(ApiError):
    """A result cannot be written any more; what was written before stays."""

    def __init__(self, path: str, errno: int) -> None:
        super().__init__(path, errno)
        self.path, self.errno = path, errno


class ExtraMissing(ApiError):
    """A command needs an optional extra of the distribution."""

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra


class AddressInUse(ApiError):
    """The address cannot be listened on; `errno` is what the system said."""

    def __init__(self, host: str, port: int, errno: int) -> None:
        super().__init__(host, port, errno)
        self.host, self.port, self.errno = host, port, errno


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

_FAIL, _USAGE = ExitCode.FAILURE, ExitCode.USAGE
_READ = (422, "unreadable-file", "The file could not be read", _FAIL)
_MODEL = (503, "model", "The model cannot be loaded", _FAIL)
_QUESTION = (422, "invalid-request", "The request is not valid", _USAGE)

RULES: Mapping[type[Exception], Rule] = {
    ApiError: FALLBACK,
    SettingsError: Rule(500, "settings", "Wrong settings", _USAGE, "Cấu hình sai: {e}"),
    NotReady: Rule(
        503, "not-ready", "Not ready yet", _FAIL, "Mô hình và chỉ mục đang được nạp, xin thử lại sau."
    ),
    RangeNotInText: Rule(
        422, "range-not-in-text", "No such part of the text", _USAGE,
        "Đoạn [{e.start}, {e.end}) nằm ngoài văn bản dài {e.length} ký tự.",
    ),
    PageNotInDocument: Rule(
        404, "page-not-in-document", "No such page", _USAGE,
        "Không có trang {e.page}: văn bản có {e.pages} trang.",
    ),
    UploadsOff: Rule(403, "uploads-off", "No uploads here", _FAIL, "Máy chủ này không nhận tệp."),
    NoFiles: Rule(422, "no-files", "No files", _USAGE, "Không có tệp nào được gửi lên."),
    UploadNotStored: Rule(
        507, "upload-not-stored", "The upload could not be stored", _FAIL,
        "Không lưu được tệp gửi lên ({system}).",
    ),
    TaskNotFound: Rule(404, "task-not-found", "No such task", _FAIL, "Không có lượt nạp {e.task_id}."),
    TaskFinished: Rule(409, "task-finished", "The task has ended", _FAIL, "Lượt nạp {e.task_id} đã xong."),
    QuestionRefused: Rule(*_QUESTION, "{e.vietnamese}"),
    QuestionsUnusable: Rule(422, "questions-unusable", "Unusable questions", _USAGE, "{e.path}: {e.problem}"),
    OutputFailed: Rule(
        500, "output", "Results cannot be written", _FAIL,
        "{e.path}: không ghi tiếp được ({system}); phần đã ghi còn nguyên, chạy lại lệnh này để ghi tiếp.",
    ),
    ExtraMissing: Rule(
        500, "extra-missing", "An optional package is missing", _FAIL,
        "Lệnh này cần gói tùy chọn; cài bằng: pip install 'chidao[{e.extra}]'",
    ),
    AddressInUse: Rule(
        500, "address-in-use", "Cannot listen", _FAIL,
        "Không mở được địa chỉ {e.host}:{e.port} ({system}); hãy chọn cổng khác bằng --port.",
    ),
    corpus_errors.CorpusError: Rule(500, "corpus", "The catalog failed", _FAIL, "Lỗi kho văn bản: {e}"),
    corpus_errors.DataDirError: Rule(
        503, "data-directory", "The data directory cannot be used", _FAIL,
        "Không dùng được thư mục dữ liệu {e.path}: {fault}.",
    ),
    corpus_errors.DocumentNotFound: Rule(
        404, "document-not-found", "No such document", _FAIL, "Không có văn bản {e.document_id} trong kho."
    ),
    corpus_errors.DocumentConflict: Rule(
        409, "document-conflict", "Another version is in the catalog", _FAIL,
        "{e.source}: kho đã có một bản khác của tệp này; dùng --on-conflict replace để thay.",
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


def vietnamese(error: Exception) -> str:
    """Say an error to a person at the terminal."""
    if isinstance(error, OSError) and rule_for(error) is FALLBACK:
        return f"Hệ thống báo lỗi: {system_said(error.errno)}."
    fault, code = getattr(error, "fault", None), getattr(error, "errno", None)
    said = FAULTS[fault] if isinstance(fault, DataDirFault) else ""
    return rule_for(error).message.format(e=error, fault=said, system=system_said(code))
