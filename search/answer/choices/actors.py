"""Those who act and are no agency: "người đứng đầu cơ quan", "chủ đầu tư", "bộ phận một cửa"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.letters import fold_letters, lower_letters
from corpus.types import Span

_HEAD = (
    r"(?:(?:các |mỗi |từng )?(?:thủ trưởng|người đứng đầu|người đại diện|người \w+|(?:phó )?giám đốc"
    r"|hiệu trưởng"
    r"|(?:phó )?(?:tổ|nhóm) trưởng|(?:phó )?trưởng \w+|chánh \w+|(?:phó )?chủ tịch|chủ nhiệm"
    r"|chủ (?:đầu tư|sở hữu|cơ sở|hộ|rừng|tàu|xe|phương tiện|nhà|tài khoản|dự án|thể|hàng|nguồn thải"
    r"|trang trại"
    r"|công trình|nợ)"
    r"|bí thư|thư ký|kế toán trưởng|thủ quỹ|văn thư|chuyên viên|cán bộ|công chức|viên chức"
    r"|(?:kiểm toán|điều tra|giám định|kiểm soát|thanh tra|hòa giải|tuyên truyền|cộng tác|giáo) viên"
    r"|giảng viên"
    r"|lãnh đạo|hội đồng|ban giám \w+|đoàn (?:kiểm tra|công tác|thanh tra|giám sát)"
    r"|tổ (?:công tác|giúp việc|thẩm định|kiểm tra|công nghệ số cộng đồng|biên tập|soạn thảo)"
    r"|lực lượng|bộ phận|(?:cơ quan|cấp) (?:nhà nước )?có thẩm quyền|cơ quan|đơn vị|tổ chức|cá nhân"
    r"|doanh nghiệp|công ty|ngân hàng|quỹ|trung tâm|bệnh viện"
    r"|hộ (?:gia đình|kinh doanh|nghèo|dân)|nhà (?:đầu tư|thầu|trường|cung cấp|sản xuất)"
    r"|trường (?:học|mầm non|tiểu học|trung học|đại học)|cơ sở (?:giáo dục|đào tạo|y tế|sản xuất|khám|thu gom"
    r"|kinh doanh|chăn nuôi|chế biến|lưu trú|trợ giúp|bảo trợ|kiểm nghiệm|dịch vụ)"
    r"|học sinh|sinh viên|phụ huynh|thí sinh|bên (?:\w+ )?(?:giao|nhận|mua|bán|thuê)|thành viên"
    r"|ủy viên))(?!\w)"
)
_WORD = r"(?:[^\W\d_]+(?:-[^\W\d_]+)*)"
# Where the name of an actor ends: what it does, must or is told begins, or another actor.
_STOP = (
    r"(?:có (?:trách nhiệm|thẩm quyền|quyền|nhiệm vụ|thể)|chịu|phải|sẽ|cần|đã|thì|là|và|hoặc|hay|cùng"
    r"|được (?!giao|phân công|ủy quyền|thành lập|cử|kiểm tra)|phối hợp|thực hiện|tổ chức(?= \w+ )"
    r"|quyết định"
    r"|ban hành|trình|gửi|báo cáo|xem xét|phê duyệt|(?<!đăng )(?<!chữ )(?<!thư )ký|(?<!công )(?<!dân )lập"
    r"|tiếp nhận(?! hồ sơ| và trả)"
    r"|căn cứ|theo|khi|để|nhằm|trong|từ|đến|trước|sau|với|cho|về|tại|kịp thời|chủ động|thường xuyên"
    r"|tiến hành"
    r"|đề nghị|đề xuất|không|tự|chỉ đạo|hướng dẫn|bố trí|cung cấp|rà soát|triển khai|thông báo"
    r"|làm(?! công tác| nhiệm vụ)|nộp|bảo đảm|đảm bảo|định kỳ)(?!\w)"
)
_NAME = rf"{_HEAD}(?: (?!{_STOP}){_WORD}){{0,9}}"
_LED_BY = (
    r"(?:do|giao(?: cho)?|bởi|đề nghị|yêu cầu|phân công|ủy quyền(?: cho)?|(?:gửi|nộp)(?: đến| cho| về"
    r"| tại)?"
    r"|(?<!quy )(?<!chương )(?<!lộ )(?<!quá )trình|báo cáo(?: với| cho| lên)?|chịu trách nhiệm trước"
    r"|phối hợp (?:chặt chẽ )?với|cùng(?: với)?|tại(?= bộ phận)"
    r"|(?:thông báo|phản ánh|phản hồi|báo)(?: [^\W\d_]+){0,3}? (?:cho|đến|tới|về)|liên hệ(?: với)?|thì)"
)
_ACTOR = re.compile(
    rf"(?:(?:^|(?<=[\n|;:.]))(?P<opens>[\s\-–+*•]*(?:(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]|[a-zđ]\)"
    rf"|[-–+*•])\s*)?)"
    rf"|(?<!\w)(?P<led>{_LED_BY})\s+|(?<=, )|(?<=và )|(?<=hoặc ))(?P<name>{_NAME})",
)
_ACTS = re.compile(
    r"\s*(?:có (?:trách nhiệm|thẩm quyền|nhiệm vụ)|chịu trách nhiệm|phải|chủ trì|quyết định|thực hiện"
    r"|ban hành|trình"
    r"|phê duyệt|ký|lập|tiếp nhận|báo cáo|gửi|xem xét|căn cứ|kịp thời|chủ động|sẽ|đề xuất|thông báo"
    r"|được giao)(?!\w)"
)
_ALONE = re.compile(r"(?:tổ chức|cơ quan|cá nhân|đơn vị|quỹ|thành viên|lực lượng|người \w+|đơn vị tính)")
_TRAILS = re.compile(r"(?: (?:có|được|của|thuộc))+\Z")
_ENDS = ("\n", "|", ":", "")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor named in a text.

    Attributes:
        led: the folded word that leads to it ("do", "giao"), "" for none.
        opens: whether it opens a line or a sentence.
        acts: whether a word of acting or owing follows.
    """

    span: Span
    led: str
    opens: bool
    acts: bool


def find_actors(text: str, taken: Sequence[Span]) -> Iterator[Actor]:
    """Find those who act, except where a span of `taken` stands in their name."""
    low = lower_letters(text)
    for match in _ACTOR.finditer(low):
        name = _TRAILS.sub("", match["name"])
        span = Span(match.start("name"), match.start("name") + len(name))
        if any(map(span.meets, taken)):
            continue
        acts = _ACTS.match(low, span.end) is not None
        opens, led = match["opens"] is not None, match["led"] or ""
        # a cell, a heading over tasks; but "tổ chức hội nghị" is a task itself
        heads = opens and low[span.end : span.end + 1] in _ENDS and not name.startswith("tổ chức")
        if (acts or heads or led) and not (_ALONE.fullmatch(name) and not led):
            yield Actor(span, fold_letters(led), opens, acts)
