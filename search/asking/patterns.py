"""What a question asks for, judged by patterns of the words in which it asks.

Patterns match the asking form of a question (`asking_form`): lower case, no diacritics, abbreviations
expanded, so that a question typed without diacritics is read like any other. The first pattern that matches
wins: narrower askings stand first.
"""

import re

from search.asking.cues import CITED_ONE, SLOWEST, STILL_VALID, WHICH_TASKS, YES_OR_NO
from search.asking.forms import asking_form
from search.types import AnswerType as T

_BODY = (
    r"(?:co quan|don vi|so|bo|ban|nganh|cap|phong|cuc|chi cuc|to chuc|uy ban|dia phuong|ben|cq|dv|luc luong"
    r"|hiep hoi|trung tam|tap doan|cong ty|doanh nghiep|(?<!giai )doan(?= nao))"
)
_PERSON = (
    r"(?:nguoi|dong chi|ong|ba|lanh dao|can bo|pho thu tuong|bo truong|thu truong|chu tich|giam doc|ca nhan)"
)
_NO_BODY = (
    r"(?!khi\b|luc\b|ngay\b|thang\b|bao\b|thoi\b"
    r"|quyet dinh nao|nghi quyet nao|chi thi nao|vanban nao|thong tu nao|cong van nao|quy dinh nao)"  # "bỏ văn bản nào"
)
_WHICH_BODY = rf"(?:\bai\b|\b{_BODY}(?: \w+){{0,2}} nao\b)"
WHO = (
    rf"(?:\bai\b|\b{_BODY}(?: {_NO_BODY}\w+){{0,2}} nao\b|\b{_BODY} gi\b|\bnhung {_BODY}\b|\b{_PERSON} nao\b)"
)
_WHEN = (
    r"(?:khi nao|bao gio|luc nao|hom nao"
    r"|(?<!\bmoi )(?<!\bmot )(?<!\bhang )\b(?:ngay|thang|quy|nam|thoi gian|thoi diem|han) (?:nao|may|gi|bao nhieu))"
)
_DOCUMENT = (
    r"(?:vanban|cong van|nghi quyet|chi thi|quyet dinh|ke hoach|chuong trinh|thong bao|ket luan|cong dien|huong dan"
    r"|thong tu|nghi dinh|luat|quy dinh|bao cao|to trinh)"
)
# Who is told to issue what a document asks for, and not who issued that document.
TOLD_TO_ISSUE = re.compile(
    rf"\b(?:giao|phan cong|yeu cau|de nghi)(?: cho)? {WHO}[^?,]{{0,20}}\bban hanh\b(?! (?:no|vanban nay)\b)"
)
_OVERSEE = r"(?:theo doi|don doc|kiem tra|giam sat)"

PATTERNS: tuple[tuple[T, str], ...] = (
    (
        T.SIGNER_POST,
        r"chuc (?:vu|danh)\b.*\bky\b|\bky\b.*(?:chuc (?:vu|danh)|tu cach)|nguoi ky (?:giu|lam) chuc",
    ),
    (
        T.ASSIGNEE,
        rf"(?:giao|uy quyen|phan cong) (?:cho )?{WHO}(?: thay mat)?(?: \w+){{0,3}}? ky\b"
        rf"|{WHO} (?:duoc )?(?:uy quyen|phan cong)[^?]{{0,20}}\bky\b",
    ),
    (
        T.ASSIGNEE,
        rf"(?:de nghi|to trinh) cua (?:\w+ )?{WHO}"
        rf"|(?:{WHO}|\bvu nao\b)(?: cua (?:\w+ ){{1,4}}?)? ?(?:de nghi|de xuat|kien nghi|xin)\b",
    ),
    # the number or the day of a document that another one cites
    (T.SPAN, CITED_ONE.pattern),
    (
        T.ASSIGNEE,
        rf"\b(?:viec|phan viec|trach nhiem|tham quyen|nhiem vu) (?:cua|thuoc)(?: ve)? {_WHICH_BODY}",
    ),
    (T.REPLACED_BY, STILL_VALID.pattern),
    (T.TASK, WHICH_TASKS.pattern),
    (T.ASSIGNEE, TOLD_TO_ISSUE.pattern),
    # which document this one ends or replaces, however that one is described
    (
        T.SPAN,
        rf"(?:\bboo?(?! luat)|bai boo?|huy boo?|thay(?: the| cho)?)(?: toan boo?)?(?: nhung| cac)? {_DOCUMENT}(?: cu)? nao\b",
    ),
    (T.SPAN, r"\b(?:y kien|chi dao|ket luan) cua (?:\w+ ){0,2}?(?:pho thu tuong|dong chi|lanh dao) nao$"),
    # which documents this one ends, and not which one ends it
    (T.SPAN, rf"{_DOCUMENT} (?:\w+ ){{0,5}}?nao (?:\w+ )?(?:bi|het hieu luc)\b"),
    (T.SUBJECT, rf"{_DOCUMENT}[^?]{{0,60}}\bnoi dung (?:la )?gi$"),
    (
        T.SPAN,
        r"\b(?:lay|trich|chi) tu (?:dau|nguon)\b|tu nguon nao|nguon (?:kinh phi|von|luc) (?:nao|tu dau)",
    ),
    (
        T.DEADLINE,
        r"(?:truoc|cham nhat|muon nhat)(?: luc)? may gio|(?:truoc|cham nhat) (?:ngay|thang) (?:nao|may|bao nhieu)",
    ),
    (T.SPAN, r"\bmay gio\b"),
    (T.REQUIREMENT, r"\bphai (?!lam\b)[^?]{1,40}(?:\bthe nao|ra sao|hinh thuc (?:nao|gi))$"),
    # "bao nhiêu nhiệm vụ do bộ chủ trì" counts, whatever else it mentions; not "số bao nhiêu", "bao nhiêu ngày"
    (
        T.FIGURE,
        r"(?<!\bso )(?<!\bngay )(?<!\bthang )(?<!\bnam )bao nhieu (?!ngay\b|thang\b|lan\b|nam\b)(?!.*\b(?:nao|ai)\b)",
    ),
    (
        T.TASK,
        r"\b(?:viec|nhiem vu) (?:nao|gi)\b[^?]{0,15}(?:(?:den|het|toi|qua) han|phai (?:xong|hoan thanh))"
        r"|(?:chu tri|phoi hop|tham muu|theo doi)(?: thuc hien)? (?:nhung|cac) (?:viec|nhiem vu)",
    ),
    (T.SIGNER, rf"{WHO}[^,]{{0,25}}\bky\b|nguoi ky|\bky (?:boi|la) ai|do ai ky"),
    (
        T.EFFECTIVE_ON,
        rf"(?:hieu luc|ap dung tu|thi hanh tu)[^?]*{_WHEN}|{_WHEN}[^?]*hieu luc|ngay (?:co )?hieu luc|hieu luc (?:tu|ke tu|thi hanh)|bat dau (?:duoc )?(?:ap dung|thi hanh)[^?]*{_WHEN}|{_WHEN}[^?]*bat dau (?:duoc )?(?:ap dung|thi hanh)|\bboo?\b[^?]*\bke tu {_WHEN}",
    ),
    (
        T.REPLACED_BY,
        rf"bi (?:{_DOCUMENT} nao )?(?:thay the|bai boo?)(?!.*(?:bao nhieu|\bmay\b))|(?:duoc|bi) thay (?:the )?(?:boi|bang)|{_DOCUMENT} nao (?:da )?(?:thay the|bai boo?)|con hieu luc",
    ),
    (T.SPAN, YES_OR_NO.pattern),
    (T.RECIPIENTS, rf"kinh gui|noi nhan|(?:dien|tra loi) cho (?:nhung )?{WHO}"),
    (
        T.DEADLINE,
        r"(?:thoi han|trong|sau|cham nhat)(?: (?:la|vong|thoi gian))* (?:bao lau|(?:bao nhieu|may) (?:ngay|tuan|thang))",
    ),
    (
        T.REPORT_TO,
        rf"bao cao[^?]*(?:cho|ve|len|den|toi|gui|voi|qua)(?: cho)? (?:{WHO}|dau\b)|bao cao (?:\w+ ){{0,4}}{WHO}|gui (?:\w+ ){{0,6}}ve dau|(?<!chuong )\b(?:trinh|phan anh)\b(?:(?!phoi hop)[^?])*\bvoi {WHO}|chiu trach nhiem truoc {WHO}|{WHO} (?:nhan|tiep nhan|nghe|tong hop) bao cao|(?:bao|bao cao|phan anh) (?:ve|len|cho|den|toi) (?:dau|ai)\b|\bbao (?!nhieu|gio|lau|dam)(?:(?!phoi hop)\w+ ){{0,4}}(?:qua|ve|cho|voi) {WHO}|\b(?:nop|lien he)\b(?: \w+){{0,5}} (?:ve|cho|tai|voi|o) {WHO}",
    ),
    (
        T.COORDINATING_AGENCY,
        rf"phoi hop(?: chat che| thuc hien)?(?: (?:voi|cung))?[^,?]{{0,25}}{WHO}|{WHO}(?! chu tri)[^,?]{{0,30}}phoi hop|(?:voi|cung) {WHO}|\b{_BODY} phoi hop|phoi hop (?:la|gom)",
    ),
    (
        T.LEAD_AGENCY,
        rf"\bhay (?:la )?{_BODY}\b[^?]*chu tri|{WHO}[^?]{{0,60}}(?:chu tri|dau moi|lam chu|dung (?:dau|ra)|chiu trach nhiem chinh)|(?:chu tri|dau moi)[^?]{{0,80}}{WHO}|\b{_BODY} (?:chu tri|dau moi)\b",
    ),
    (
        T.RECURRENCE,
        r"bao lau (?:mot|1) lan|(?<!gap )(?<!tang )(?<!giam )may (?:lan\b(?! so voi)|thang mot lan)|dinh kii? (?:nhu the nao|bao lau|khi nao|the nao|ra sao)|tan suat|(?:mot|moi) (?:nam|thang|quy) may lan|(?:ngay|thang) (?:nao|may|bao nhieu) (?:hang|moi|cua moi) (?:thang|quy|nam|tuan)",
    ),
    (
        T.DEADLINE,
        rf"thoi han|han chot|\bhan\b(?! che)|^(?!.*{SLOWEST.pattern}).*cham nhat|deadline|thoi gian hoan thanh|(?:xong|hoan thanh|\bbao cao|\bgui|(?<!chuong )\btrinh|\bnop|dat duoc)\b[^?]*{_WHEN}|{_WHEN}[^?]*(?:\bphai|xong|hoan thanh|\bnop\b|\bgui\b|(?<!chuong )\btrinh\b)|truoc {_WHEN}|\bden {_WHEN}|bao gio xong|\bphai\b[^?]*{_WHEN}$|\bphai\b[^?]*\bvao (?:nhung |cac )?{_WHEN}|^(?!.*(?:ban hanh|\bky\b|thong qua|phat hanh|ra doi)).*\b(?:trien khai|thuc hien|dat)\b[^?]*\b(?:vao|den) {_WHEN}$",
    ),
    # the day of what a document tells of, and not its own
    (
        T.SPAN,
        rf"^(?!.*(?:ban hanh|\bky\b|thong qua|phat hanh)).*(?:(?<!buoi )lam viec|(?<!cuoc )(?<!phien )\bhop|dien ra"
        rf"|xay ra|khai mac|di tham|thi sat)\b[^?]{{0,60}}{_WHEN}$",
    ),
    (
        T.ISSUED_ON,
        rf"(?:ban hanh|thong qua|phat hanh)[^?]*{_WHEN}|{_WHEN}[^?]*(?:ban hanh|thong qua)|ngay (?:ban hanh|ky|ra)\b|\bra (?:doi )?(?:tu |vao )?{_WHEN}|(?:\bky|\bde|\bco|\bcua)\b[^?]{{0,20}} {_WHEN}|ngay thang (?:nam )?(?:cua|ban hanh)|{_DOCUMENT}[^?]*{_WHEN}$",
    ),
    (
        T.NUMBER,
        rf"\bso[ ,]*(?:va )?(?:ky )?hieu|(?<!goi )(?<!dien thoai )(?<!lien he )(?<!lien lac )\bso (?:may|bao nhieu|nao|gi)\b|mang so|co so (?:nao|gi|may)|so cua {_DOCUMENT}|\bso {_DOCUMENT}",
    ),
    (
        T.RECIPIENTS,
        rf"(?:gui|ban hanh|chuyen|dong gui|tra loi) (?:cho|den|toi|ve)?(?: nhung| cac)? ?(?:{WHO}|dau|cong ty nao)|{WHO} (?:nhan|duoc nhan|duoc gui) (?:duoc )?{_DOCUMENT}|gui (?:cho |den )?(?:nhung|cac) {_BODY}",
    ),
    (
        T.LEGAL_BASIS,
        rf"can cu (?:vao )?(?:phap ly|nao|gi|nhung|cac|{_DOCUMENT}|dau)|co so phap ly|dua (?:tren|vao) (?:nhung |cac |can cu )?(?:{_DOCUMENT}|can cu)|can cu (?:ban hanh|cua)|tren co so {_DOCUMENT} nao",
    ),
    (
        T.IMPLEMENTED_BY,
        rf"{_DOCUMENT} nao[^?]*(?:thuc hien|trien khai|cu the hoa)|nhung {_DOCUMENT}[^?]*(?:thuc hien|trien khai|cu the hoa)|(?:thuc hien|trien khai|cu the hoa) bang {_DOCUMENT} nao",
    ),
    (
        T.IMPLEMENTS,
        rf"(?:thuc hien|trien khai|cu the hoa|quan triet|de thi hanh)(?: theo)?(?: nhung| cac)? {_DOCUMENT} (?:nao|gi)|thuc hien theo {_DOCUMENT} nao",
    ),
    (
        T.ISSUER,
        rf"{WHO}[^?]{{0,15}} (?:ban hanh|phat hanh)|(?:do|cua) {WHO} (?:ban hanh|ra|phat hanh|gui)|\b{_BODY} (?:da )?ban hanh|cua {_WHICH_BODY}$",
    ),
    (
        T.SUBJECT,
        r"trich yeu|ve (?:viec|van de|noi dung|chuyen) gi|noi (?:ve )?(?:dieu |cai |noi dung )?gi\b|(?:la )?ve gi\b|chu de|de cap (?:den )?(?:van de |noi dung )?gi|ban hanh ve gi",
    ),
    (T.SPAN, r"(?:bao nhieu|\bmay) (?:ngay|tuan|thang|nam)\b(?! nao)|bao lau\b(?! (?:mot|1) lan)"),
    (
        T.PROGRESS,
        r"ra sao|(?<!tu dau )(?<!gui )(?<!nop )(?<!tim )(?<!chuyen )(?<!pho bien )(?<!quan triet )den dau\b|tien do|the nao roi|(?:ket qua|tinh hinh)[^?]*(?:the nao|ra sao|gi\b)|(?:da|dang) (?:lam|thuc hien|trien khai|hoan thanh)[^?]*(?:the nao|chua\b)",
    ),
    (
        T.FIGURE,
        rf"bao nhieu|\bmay\b|so luong|ty le|tong so|^(?!.*(?:{_WHICH_BODY}|khoan gi)).*muc (?:chi|ho tro|thu|phi|phat|tien|luong|hoc phi)|^(?!.*(?:{_WHICH_BODY}|khoan gi)).*(?:kinh phi|ngan sach|\bvon)[^?]*\b(?:bao nhieu|gi|nao)\b|tong (?:kinh phi|von|muc)",
    ),
    # a body asked for is the answer, whatever product or purpose its task is about
    (
        T.PRODUCT,
        rf"^(?!.*{_WHICH_BODY}).*(?:san pham|ket qua dau ra|hinh thuc vanban|ban hanh (?:loai )?vanban gi)",
    ),
    (
        T.SPAN,
        r"\bai (?:la|lam|giu)\b[^?]*(?:truong|pho|chu tich|bi thu)|(?:truong|pho|chu tich|bi thu)[^?]* la ai\b",
    ),
    (T.ADVISING_AGENCY, rf"{WHO}[^?]{{0,40}}tham muu|tham muu[^?]{{0,60}}{WHO}"),
    (
        T.SUPERVISING_AGENCY,
        rf"{WHO}[^?]{{0,40}}{_OVERSEE}|{_OVERSEE}[^?]{{0,60}}(?:do|la|thuoc|giao)[^?]{{0,10}}{WHO}|\b{_BODY} {_OVERSEE}",
    ),
    (
        T.PURPOSE,
        rf"^(?!.*{_WHICH_BODY}).*muc dich|nham (?:muc dich |lam )?gi|de lam gi|muc tieu (?:gi|nao|la|cua|chung|cu the)"
        r"|tai sao|vi sao",
    ),
    (
        T.ASSIGNEE,
        rf"(?:giao|phan cong|uy quyen|de nghi|yeu cau|trach nhiem)[^?]{{0,30}}{WHO}|{WHO}|thuoc ve ai",
    ),
    (
        T.TASK,
        r"(?:giao|phai|can|co|thuc hien)\b[^?]{0,25}(?:viec gi|nhiem vu|lam gi|lam nhung gi|nhung gi|viec nao)|nhiem vu (?:cua|gi|nao)|trach nhiem (?:gi|cua)|lam (?:nhung )?gi",
    ),
    (T.ISSUED_ON, rf"^(?=[^?]*(?:{_DOCUMENT}|\d[-/]\w))(?:\S+ ){{0,12}}{_WHEN}"),
    (
        T.REQUIREMENT,
        r"yeu cau|dieu kien|phai\b[^?]*(?:gi|the nao|nao)|can (?:dam bao|bao dam|dap ung)|nguyen tac|tieu chuan",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in PATTERNS)


def patterned_type(*readings: str) -> T:
    """Return what a question asks for; SPAN where nothing more exact is asked.

    Of several readings of one question (as typed, with diacritics restored) the narrowest asking counts.
    """
    forms = [asking_form(text) for text in readings]
    return next((kind for kind, pattern in _COMPILED if any(map(pattern.search, forms))), T.SPAN)
