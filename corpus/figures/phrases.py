"""The words around a quantity: what it counts and in what state that is."""

import re

from corpus.figures.quantities import Quantity
from corpus.types import Span

LONGEST_PHRASE = 160

_STATE_WORDS = r"đã|đang|chưa|sắp|quá hạn|đúng hạn|trong hạn|trước hạn|còn hạn|hoàn thành|chậm"
_STATUS = re.compile(
    rf"\s*(?:(?:này|nêu trên|trên)\s+)?(?P<status>(?:{_STATE_WORDS}|được|bị|đạt)(?!\w)[^,;.:()“”\n]{{0,110}})"
)
_STATUS_LATER = re.compile(r"(?<!\w)(?:đã|đang|chưa|quá hạn|đúng hạn)(?!\w)[^,;.:()“”\n]{0,110}")
_STATUS_CUT = re.compile(
    r"\s+(?:(?:và\s+|còn\s+)?(?:có|còn)\s*\Z|và\s*\Z|trong đó(?!\w)|gồm(?!\w)|với\s*\Z|theo(?!\w)"
    r"|tại(?!\w))|\s+\Z"
)
_STATUS_BEFORE = re.compile(
    r"(?<!\w)(?P<status>(?:đã|đang|chưa)\s[^;.:()“”\n\d]{2,45}?)\s+(?:được\s+|có\s+|là\s+|gồm\s+)*\Z"
)
_NO_STATUS = re.compile(
    r"(?:đã|đang|chưa)\s+(?:có|là|được|đạt|với|qua|trên|làm|gây|khiến|gây ra|trình|nêu)\Z"
)

_BOUNDARY = re.compile(
    r"[;:()“”\"\n•|\t]|[.…](?=\s|\Z)|,|\s[-–]\s|(?<!\w)(?:trong đó|bao gồm|gồm|đến nay|tính đến|thì"
    r"|trong khi|cụ thể"
    r"|đồng thời|nhằm|hiện nay)(?!\w)"
)
# A comma inside such a list does not end the phrase: "các bộ, ngành Trung ương".
_LIST_BEFORE = re.compile(
    r"(?<!\w)(?:bộ|sở|ban|xã|phường|tỉnh|quận|huyện|thị xã|cơ quan|tổ chức|cấp ủy|cán bộ|công chức"
    r"|thành phố|ngành"
    r"|doanh nghiệp|nhiệm vụ|mục tiêu|chương trình|nghị quyết|văn hóa|kinh tế|chính trị|khoa học)\Z"
)
_LIST_AFTER = re.compile(
    r",\s*(?:ban|ngành|cơ quan|phường|thị trấn|đặc khu|thành phố|huyện|thị xã|xã|tỉnh|đơn vị|cá nhân"
    r"|địa phương"
    r"|tổ chức|công chức|viên chức|giải pháp|chỉ tiêu|kế hoạch|đề án|chỉ thị|xã hội|thể thao|công nghệ"
    r"|người lao động)(?!\w)"
)
_TRAILING = re.compile(
    r"(?:\s+|\A)(?:và|có|còn|với|là|đạt|gồm|hoặc|của|cho|trong|thì|để|do|từ|đến|tại|về|bằng|khoảng|trên"
    r"|dưới|hơn|gần|tăng"
    r"|(?<!cắt )giảm|chiếm|được|đã|đang|các|những|(?<!xổ )(?<!tổng )(?<!chỉ )(?<!dân )số|theo|trong đó"
    r"|tương đương|ước|vượt|xuống|lên|ít nhất"
    r"|tối thiểu|tối đa|này)\s*\Z"
)
_LEADING = re.compile(
    r"\A[\s,\-–+*•.]*(?:(?:và|có|còn|trong đó|thì|nhưng|đồng thời|ngoài ra|riêng|đối với|về|phấn đấu"
    r"|được|đạt|là"
    r"|tính đến nay|đến nay)"
    r"(?!\w)[\s,:]*|(?:(?:từ|đến|trong|vào)\s+)?(?:(?:hết\s+)?năm\s+)?(?:19"
    r"|20)\d\d(?:\s+trở đi)?(?!\w)[\s,:]*)*"
)
_AMOUNT_VERB = re.compile(
    r"(?<!\w)(?:\s*(?<!\w)(?:tăng|giảm|chiếm|vượt|đạt|bằng|là|khoảng|ước|ước đạt|trên|dưới|hơn"
    r"|gần|còn|xuống|lên"
    r"|thêm|tối thiểu|tối đa|ít nhất|từ|đến|với|tới|không quá|được|mức|xuống còn|lên đến|tương đương"
    r"|tương ứng|bình quân"
    r"|mỗi năm|hằng năm|đã|sẽ|có))*\s*\Z"
)
_COMPARISON = re.compile(r"(?<!\w)(?:bằng|tăng|giảm|chiếm|vượt)(?!\w)")
_ENUMERATOR = re.compile(r"\A\s*(?:\d{1,2}(?:\.\d{1,2})*[.)\-]|[a-zđ]\)|[-–+*•])\s*")


_JOINED = re.compile(r"(?:và|hoặc|còn|nhưng)\s")
_COMPARED = re.compile(r"(?:so\s|dự toán|kế hoạch|mục tiêu|cùng kỳ|tổng|kịch bản|chỉ tiêu|nghị quyết)")
_UNTIL = re.compile(r"\s*,?\s*(?:tính\s+)?(?:đến|tới)\s+(?:hết|nay|ngày|thời điểm|cuối|năm|tháng)(?!\w).*\Z")


def indicator_of(
    text: str, low: str, quantity: Quantity, before: Span, after: Span, subject: str
) -> tuple[str, str]:
    """Return what the quantity counts, and the subject that the next measure may share."""
    follows = _qualifier(text, low, after)
    if quantity.counted:
        if quantity.unit is None:
            return "", subject
        return (f"{_unit_words(text, quantity)} {follows}" if follows else ""), subject
    if _JOINED.match(follows):
        follows = ""
    own, verb = _subject(text, low, before)
    if not own and follows and not _COMPARED.match(follows.lower()):
        return f"{verb} {follows}".strip(), subject  # "giảm 60% số vụ": the words after say it all
    subject = own or subject
    joint = verb
    compared = _COMPARED.match(follows.lower())
    if verb in {"", "bằng"}:  # "đạt 72,4% kế hoạch"
        joint = "so với" if follows and (verb or compared) and not follows.lower().startswith("so ") else ""
    return " ".join(part for part in (subject, joint, follows) if part)[: LONGEST_PHRASE * 2], subject


def status_of(text: str, low: str, after: Span) -> str | None:
    """Return the state stated after a quantity: "đang triển khai thực hiện"."""
    found = _STATUS.match(low, after.start, after.end)
    begin = found.start("status") if found else None
    if found is None:
        stop = _phrase_end(low, after)
        later = _STATUS_LATER.search(low, after.start, stop)
        if later is None:
            return None
        found, begin = later, later.start()
    end = min(found.end(), after.end)
    status = text[begin:end]
    cut = _STATUS_CUT.search(low[begin:end] if begin is not None else "")
    status = status[: cut.start()] if cut else status
    status = _without_ends(status)
    return status if len(status.split()) > 1 else None


def status_before(text: str, low: str, before: Span, quantity: Quantity) -> str | None:
    """Return the state stated just before a count: "đã cập nhật, triển khai cụ thể 25 dự án"."""
    if not quantity.counted:
        return None
    start = max(before.start, before.end - 90)
    found = _STATUS_BEFORE.search(low, start, before.end)
    if found is None:
        return None
    status = text[found.start("status") : found.end("status")].strip(" ,")
    return None if _NO_STATUS.fullmatch(status.lower()) or len(status.split()) < 2 else status


def _unit_words(text: str, quantity: Quantity) -> str:
    words = quantity.span.of(text)
    unit = quantity.unit or ""
    at = words.lower().rfind(unit.split("/")[0])
    return words[at:] if at >= 0 else unit


def _phrase_end(low: str, span: Span) -> int:
    """Return where the words that qualify a counted thing end."""
    limit = min(span.end, span.start + LONGEST_PHRASE)
    for found in _BOUNDARY.finditer(low, span.start, limit):
        if low[found.start()] == ",":
            listed = _LIST_AFTER.match(low, found.start()) and _LIST_BEFORE.search(
                low, max(0, found.start() - 14), found.start()
            )
            if listed:
                continue
        return found.start()
    if limit < span.end:  # never in the middle of a word
        limit = max(low.rfind(" ", span.start, limit), span.start)
    return limit


def _qualifier(text: str, low: str, after: Span) -> str:
    end = _phrase_end(low, after)
    if _STATUS.match(low, after.start, end):
        return ""
    later = _STATUS_LATER.search(low, after.start, end)
    return _without_ends(text[after.start : later.start() if later else end])


def _without_ends(words: str) -> str:
    words = " ".join(words.split()).strip(" ,.;:/")
    for _ in range(6):
        found = _TRAILING.search(words.lower())
        if found is None:
            break
        words = words[: found.start()].rstrip(" ,")
    return words


def _subject(text: str, low: str, before: Span) -> tuple[str, str]:
    """Return the noun phrase before a measure and the verb of comparison between them."""
    start = max(before.start, before.end - LONGEST_PHRASE)
    if start > before.start:
        start = low.find(" ", start, before.end) + 1 or start
    begin, whole = start, start  # `whole`: the same, with the items of a list left together
    edges = [(start, start)]
    for found in _BOUNDARY.finditer(low, start, before.end):
        comma = low[found.start()] == ","
        if low.startswith(("đến nay", "tính đến"), found.start()):
            continue
        if not (comma and _LIST_AFTER.match(low, found.start())):
            begin = found.end()
        whole = whole if comma else found.end()
        edges.append((begin, whole))
    words, verb = _noun_phrase(text, low, Span(begin, before.end))
    if words or begin == start or low[begin - 1] not in "(:)":
        return words, verb
    # "Tổng mức đầu tư: 1.500 tỷ đồng", "tăng trưởng (8%)", "thu từ xổ số (kể cả điện toán) đạt 5 tỷ đồng"
    opening = low.rfind("(", start, begin) if low[begin - 1] == ")" else begin - 1
    outer = [edge for edge in edges if max(edge) <= opening] or edges[:1]
    last = outer[-1][1] if low[begin - 1] == ":" else outer[-1][0]
    return _noun_phrase(text, low, Span(last, max(last, opening)))[0], verb


def _noun_phrase(text: str, low: str, span: Span) -> tuple[str, str]:
    verb = _AMOUNT_VERB.search(low, span.start, span.end)
    words = _ENUMERATOR.sub("", text[span.start : verb.start() if verb else span.end])
    leading = _LEADING.match(words.lower())
    words = words[leading.end() :] if leading else words
    said = _UNTIL.sub("", words)
    compared = _COMPARISON.search(verb.group()) if verb else None
    return _without_ends(said or words), compared.group() if compared else ""
