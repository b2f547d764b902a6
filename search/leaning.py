"""How a question leans on those before it: by its first word, by a pointer, or by telling too little.

Questions typed with marks are read with marks: "đó" points at what was said before and the "đồ" of "bản đồ"
does not; "của" asks nothing and "cửa" tells something.
"""

import re
from collections.abc import Sequence

from corpus.letters import has_marks
from corpus.types import AgencyMention
from search.asking.forms import QUESTION_WORDS, asking_form
from search.query import Query
from search.types import AnswerType

_LEANS = re.compile(
    r"^(?:thế|vậy|còn|rồi|the|con|roi|và|va(?=\s+(?:ai|co quan|thoi han|bao gio)))\b", re.IGNORECASE
)
_KIND = (
    r"(?:vanban|van ban|cong van|nghi quyet|chi thi|quyet dinh|ke hoach|chuong trinh|thong bao|ket luan"
    r"|cong dien|huong dan|thong tu|nghi dinh|luat|quy dinh|quy che|de an)"
)
# "trên địa bàn" and "trên môi trường mạng" are places
_ON = r"tren(?! (?:dia ban|toan|ca nuoc|co so|moi truong|mang|cong|khong gian|nen|dat|bien|cac|pham vi)\b)"
_POINTER = rf" (?P<pointer>nay|do|ay|day|{_ON}|noi tren|vua roi|vua neu)\b(?! (?:ai|co quan|don vi)\b)"
_THIS_DOCUMENT = re.compile(rf"\b{_KIND}{_POINTER}")
_THIS = re.compile(rf"\b(?:viec|nhiem vu|noi dung|co quan|don vi|cai|dieu|so|ban|ho|{_KIND}){_POINTER}")
_POINTERS = frozenset(("này", "đó", "ấy", "đấy", "trên", "nói trên", "vừa rồi", "vừa nêu"))
_A_DOCUMENT = re.compile(rf"\b{_KIND}\b")
_A_TASK = re.compile(r"\b(?:nhiem vu|viec|noi dung|cong tac|hang muc)\b")
_WORD = re.compile(r"\w+")
# Words in which roles, times and facts are asked for; they tell no task.
_ASKING = tuple(
    word.replace("_", " ")
    for word in """
    chủ_trì phối_hợp tham_mưu giao nhiệm_vụ trách_nhiệm thực_hiện triển_khai đầu_mối báo_cáo thời_hạn
    thời_gian hạn_chót hạn hoàn_thành chậm_nhất yêu_cầu ngày tháng quý năm ký chức_vụ chức_danh kính gửi
    trích_yếu số_hiệu ký_hiệu hiệu_lực ban_hành căn_cứ sản_phẩm kết_quả làm cuối_cùng chính số_lượng lâu
    lần định_kỳ đôn_đốc giám_sát công_văn công_điện nghị_quyết chỉ_thị thông_báo kết_luận hướng_dẫn
    chương_trình kế_hoạch quyết_định ai nào gì đâu mấy bao_nhiêu bao_giờ sao thế là có không và với của
    cho đến từ trong ngoài ở tại về theo do được bị bởi thì mà các những một này kia ấy đó đấy hay hoặc
    nếu khi rồi đã đang sẽ phải cần xin hỏi biết nói rõ vậy à ơi ạ nhé cơ_quan đơn_vị văn_bản số người
    việc giờ lúc trước sau vào ra lên xuống còn trên cụ_thể
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_ASKING_MARKED = re.compile(rf"\b(?:{'|'.join(sorted(_ASKING, key=len, reverse=True))})\b")
_ASKING_FOLDED = QUESTION_WORDS | frozenset(
    """
    chu tri phoi hop tham muu giao nhiem vu trach nhiem thuc hien trien khai dau moi bao cao thoi han hoan
    thanh cham nhat yeu cau ngay thang quy nam ky chuc kinh gui trich hieu ban hanh can cu san pham ket qua
    the vay con tren ay lam thi sao van theo cuoi cung chinh luong bao lau lan dinh kii vanban cong nghi quyet
    chi thong luan dien huong dan chuong trinh ke hoach don doc giam sat
    """.split()  # noqa: SIM905
)
_ENOUGH = 4  # of what a question tells, so that it is understood without those before it
A_TASK = 2
"""How much of what a question tells makes a task."""


def stands_alone(query: Query) -> bool:
    """Tell whether a question is understood without those before it."""
    if query.numbers:
        return True
    if leans(query):
        return False
    says_when = bool(query.dates or query.periods or any(c.isdigit() for c in query.text))
    names = bool(_A_DOCUMENT.search(query.folded)) + bool(query.agencies) + says_when
    return told(query) + 2 * names >= _ENOUGH


def leans(query: Query) -> bool:
    """Tell whether a question says that it leans on what was said before."""
    return bool(_LEANS.match(query.normalized)) or _points(query, _THIS)


def points_at_document(query: Query) -> bool:
    """Tell whether a question points at the document spoken of: "văn bản này"."""
    return _points(query, _THIS_DOCUMENT)


def _points(query: Query, pattern: re.Pattern[str]) -> bool:
    return any(_is_pointer(query, *m.span("pointer")) for m in pattern.finditer(query.folded))


def _is_pointer(query: Query, start: int, end: int) -> bool:
    """Tell whether a word points; where nothing is marked, its letters are all there is to go by."""
    word = query.text[start:end].lower()
    if word in _POINTERS or (word == "nay" and not has_marks(query.normalized)):
        return True
    return not has_marks(query.text) and word != "day"


def names_only_document(query: Query) -> bool:
    """Tell whether a question asks the last one of another document: "còn công văn 906?"."""
    return bool(query.numbers) and not query.agencies and _asks_nothing(query) and not told(query)


def names_only_agency(query: Query) -> bool:
    """Tell whether a question asks the last one of another agency: "còn Sở Y tế?"."""
    asks_for = (AnswerType.SPAN, AnswerType.ASSIGNEE)
    return bool(query.agencies) and not told(query) and query.patterned in asks_for


def names_only_task(query: Query) -> bool:
    """Tell whether a question asks the last one of another task: "còn nhiệm vụ khảo sát?"."""
    task = _A_TASK.search(query.folded)
    return bool(task) and not query.agencies and _asks_nothing(query) and told(query) > 0


def _asks_nothing(query: Query) -> bool:
    return bool(_LEANS.match(query.normalized)) and query.patterned is AnswerType.SPAN


def told(query: Query) -> int:
    """Count the syllables in which a question tells its task."""
    text = without(query, query.agencies)
    if has_marks(query.normalized):
        words = set(_WORD.findall(_ASKING_MARKED.sub(" ", text.lower())))
    else:
        words = set(_WORD.findall(asking_form(text))) - _ASKING_FOLDED
    return sum(not word.isdigit() for word in words)


def without(query: Query, agencies: Sequence[AgencyMention]) -> str:
    """Return a question without its numbers of documents and without some of its agencies."""
    text = query.text
    spans = [mention.span for mention in query.numbers] + [mention.span for mention in agencies]
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + text[span.end :]
    return " ".join(text.rstrip("?!. ").split())
