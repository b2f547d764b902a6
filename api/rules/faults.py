"""What may be wrong with a data directory or a catalog's server, in Vietnamese, with what to do."""

from collections.abc import Mapping

from corpus.errors import DataDirFault, ServerFault

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
