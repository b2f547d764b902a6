"""The errors of the catalog and of the files that are read."""

from collections.abc import Mapping

import corpus.errors as corpus_errors
from api.rules.rule import FAIL, Rule

_READ = (422, "unreadable-file", "The file could not be read", FAIL)

CORPUS: Mapping[type[Exception], Rule] = {
    corpus_errors.CorpusError: Rule(500, "corpus", "The catalog failed", FAIL, "Lỗi kho văn bản: {e}"),
    corpus_errors.DataDirError: Rule(
        503, "data-directory", "The data directory cannot be used", FAIL,
        "Không dùng được thư mục dữ liệu {e.path}: {fault}.",
    ),
    corpus_errors.CatalogServerError: Rule(
        503, "catalog-server", "The catalog's database cannot be used", FAIL,
        "Không dùng được cơ sở dữ liệu {e.path}: {fault}.",
    ),
    corpus_errors.WorkersUnreachable: Rule(
        503, "workers-unreachable", "The workers cannot be reached", FAIL,
        "Không dùng được cụm máy đọc {e.address} ({e.problem}); hãy bật bằng ray start --head, hoặc bỏ "
        "CHIDAO_WORKERS.",
    ),
    corpus_errors.DocumentNotFound: Rule(
        404, "document-not-found", "No such document", FAIL, "Không có văn bản {e.document_id} trong kho."
    ),
    corpus_errors.DocumentConflict: Rule(
        409, "document-conflict", "Another version is in the catalog", FAIL,
        "{e.source}: kho đã có một bản khác của tệp này; dùng --on-conflict replace để thay.",
    ),
    corpus_errors.StampedStronger: Rule(
        409, "stamped-stronger", "The document is stamped with more secrecy", FAIL,
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
    corpus_errors.PathTooLong: Rule(
        *_READ,
        "{e.source}: đường dẫn dài hơn {e.limit} byte, kho PostgreSQL không nhận; hãy rút ngắn tên thư mục.",
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
}  # fmt: skip
