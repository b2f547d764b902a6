"""The errors of what answers: indexes, models and search."""

from collections.abc import Mapping

import indexer.errors as indexer_errors
import models.errors as models_errors
import search.errors as search_errors
from api.rules.rule import FAIL, USAGE, Rule
from api.wire.questions import VIETNAMESE, QuestionFault

_MODEL = (503, "model", "The model cannot be loaded", FAIL)
_QUESTION = (422, "invalid-request", "The request is not valid", USAGE)

ANSWERING: Mapping[type[Exception], Rule] = {
    indexer_errors.IndexerError: Rule(500, "index", "The index failed", FAIL, "Lỗi chỉ mục: {e}"),
    indexer_errors.IndexMissing: Rule(
        503, "index-missing", "No index yet", FAIL, "Chưa có chỉ mục tại {e.path}."
    ),
    indexer_errors.IndexDamaged: Rule(
        503, "index-damaged", "The index is damaged", FAIL,
        "Chỉ mục bị hỏng; hãy xóa {e.path}, lần hỏi sau sẽ lập lại từ kho văn bản.",
    ),
    indexer_errors.IndexBusy: Rule(
        503, "index-busy", "The index is being built", FAIL,
        "Một tiến trình khác đang lập chỉ mục {e.path}; xin thử lại sau.",
    ),
    indexer_errors.IndexInaccessible: Rule(
        503, "index-inaccessible", "The index cannot be read or written", FAIL,
        "Không đọc, ghi được chỉ mục {e.path} ({system}); hãy sửa quyền, giải phóng ổ đĩa, hoặc xóa {e.path} "
        "để lập lại từ kho văn bản.",
    ),
    indexer_errors.ManifestMismatch: Rule(
        503, "index-of-another-model", "The index was built with another recipe", FAIL,
        "Chỉ mục được lập với {e.found}, nay đang chạy với {e.expected}; đặt lại CHIDAO_MODEL như cũ "
        "hoặc xóa {e.path} để lập lại từ kho văn bản.",
    ),
    indexer_errors.TargetWrong: Rule(
        500, "index-target", "Wrong settings", USAGE, "CHIDAO_INDEX sai: {e.problem}"
    ),
    indexer_errors.ClientMissing: Rule(
        503, "index-client-missing", "An optional package is missing", FAIL,
        "Máy chủ chỉ mục {e.engine} cần gói tùy chọn; cài bằng: pip install 'chidao[milvus]'",
    ),
    indexer_errors.IndexUnreachable: Rule(
        503, "index-unreachable", "The index does not answer", FAIL,
        "Máy chủ chỉ mục {e.engine} không trả lời ({e.problem}); dữ liệu không mất, xin thử lại khi máy chủ "
        "chạy lại.",
    ),
    indexer_errors.EngineLacks: Rule(
        503, "index-engine-too-old", "The index engine is too old", FAIL,
        "Máy chủ chỉ mục {e.engine} là phiên bản {e.version}; cần từ phiên bản {e.since} ({e.feature}).",
    ),
    indexer_errors.EmbeddingFailed: Rule(
        503, "embedding-failed", "A worker could not compute vectors", FAIL,
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
    search_errors.SearchError: Rule(500, "search", "The search failed", FAIL, "Lỗi tìm kiếm: {e}"),
    search_errors.QuestionError: Rule(*_QUESTION, "Câu hỏi không dùng được: {e}"),
    search_errors.EmptyQuestion: Rule(*_QUESTION, VIETNAMESE[QuestionFault.NO_WORDS]),
    search_errors.QuestionTooLong: Rule(
        *_QUESTION, "Câu hỏi dài {e.length} ký tự; chỉ cho phép nhiều nhất {e.limit}."
    ),
}  # fmt: skip
