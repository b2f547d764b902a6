"""What the operating system says, in Vietnamese."""

import errno
import os
from collections.abc import Mapping

_SAID: Mapping[int, str] = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không tồn tại",
    errno.EEXIST: "đã có tệp trùng tên",
    errno.ENOTDIR: "có phần của đường dẫn không phải thư mục",
    errno.EISDIR: "là thư mục, không phải tệp",
    errno.ELOOP: "liên kết vòng",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "đã hết hạn mức ổ đĩa",
    errno.EIO: "ổ đĩa báo lỗi",
    errno.EADDRINUSE: "địa chỉ đang có chương trình khác dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ ấy",
}


def system_said(code: int | None) -> str:
    """Say an error code of the system; its own words where the table has none."""
    if code is None:
        return "không rõ nguyên nhân"
    return _SAID.get(code) or os.strerror(code)
