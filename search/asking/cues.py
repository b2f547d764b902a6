"""How a question asks for a document that another one cites."""

import re

from corpus.types import Relation

_KIND = (
    r"(?:vanban|cong van|nghi quyet|chi thi|quyet dinh|ke hoach|chuong trinh|thong bao|ket luan|cong dien"
    r"|huong dan|thong tu|nghi dinh|bo luat|luat|quy dinh|bao cao|to trinh|quy che|hiep dinh|phap lenh)"
)
WHICH_DOCUMENT = re.compile(rf"\b(?P<kind>{_KIND})(?: (?:cu|moi|truoc))?(?: so)? (?:nao|gi|may|bao nhieu)\b")
# The number or the day of a document that another one cites: proposals are laid before those who then decide.
CITED_ONE = re.compile(
    r"\bto trinh (?!so \d|\d)[^?]*\b(?:so (?:may|nao|gi|bao nhieu)|(?:ngay|hom) (?:nao|may|gi|bao nhieu))\b"
    rf"|\b{_KIND}\b[^?]*\b(?:duoc|co) (?:nhac|dan|vien dan|neu)\b[^?]*"
    r"(?:so (?:may|nao|gi|bao nhieu)|(?:ky|ra|ban hanh|de) (?:vao )?(?:ngay|hom) (?:nao|may|bao nhieu))\b"
)
YES_OR_NO = re.compile(
    r"^(?!.*\b(?:nao|gi|ai|dau|may|sao|bao nhieu|bao gio|bao lau|thoi han)\b)"
    r".*\b(?:co|duoc|phai|can|con|da)\b.*\b(?:khong|ko)$"
)
# Whether a document is still in force: it is until another ends it, so what ended it is the answer.
STILL_VALID = re.compile(
    rf"^(?!.*\b(?:nao|gi|ai|dau|may|sao|bao nhieu|bao gio|bao lau)\b).*\b{_KIND}\b[^?]*"
    r"\b(?:con (?:nguyen )?(?:hieu luc|gia tri|duoc ap dung)|(?:het|mat) hieu luc"
    r"|bi (?:thay the|bai boo?|huy boo?))\b[^,?]{0,25}\b(?:khong|ko|chua|nua)$"
)
# Tasks, whoever is named in the question: "nhiệm vụ nào do Sở Y tế chủ trì", "liệt kê các nhiệm vụ".
WHICH_TASKS = re.compile(
    r"^(?:xin |cho |hay |hoi |biet )*"
    r"(?:(?:nhung |cac |co )*(?:nhiem vu|cong viec|dau viec|phan viec|viec) (?:nao|gi)"
    r" (?:(?:duoc )?(?:do|giao|phan cong)(?: cho)? )(?!ai\b)(?!(?:\w+ ){1,4}(?:nao|gi)\b)"
    r"|liet ke (?:\w+ ){0,2}?(?:nhiem vu|cong viec|dau viec|phan viec)\b(?!.*\b(?:nao|gi|ai)\b))"
)
# What is slowest of several, and no time: "dự án nào chậm nhất", but "phải nộp ngày nào chậm nhất".
SLOWEST = re.compile(
    r"\b(?!(?:khi|luc|hom|bua|ngay|thang|quy|nam|dip|gian|diem|han)\b)\w+ nao "
    r"(?:(?!phai|nop|gui|trinh|xong)\w+ ){0,4}cham nhat\b"
    r"(?! (?:la|vao|den|toi|trong|truoc|sau|khi|luc|hom|bua|ngay|thang|quy|nam|may|bao|\d))"
)
# A number to call, a code, an address of the net: no amount, whatever it is counted in.
ASKS_CODE = re.compile(
    r"\bma (?:so|ho so|hang|thu tuc|tthc|hs|ngach|dinh danh)\b|\bma nao\b|so (?:dien thoai|may)"
    r"|duong day nong|hotline"
    r"|goi so|email|thu dien tu|hop thu|website|trang web|so tai khoan|dia chi (?:web|truy cap|thu)"
    r"|ten mien|\blink\b"
)
_ASKED: tuple[tuple[re.Pattern[str], tuple[Relation, ...]], ...] = (
    (
        re.compile(rf"\bboo\b|bai bo|huy bo|het hieu luc|\bbo (?:nhung |cac )?{_KIND}|\bbi\b"),
        (Relation.REPEALS, Relation.REPLACES),
    ),
    (re.compile(rf"thay the|thay cho|\bthay {_KIND}"), (Relation.REPLACES, Relation.REPEALS)),
    (re.compile(r"\bsua\b|dieu chinh|bo sung"), (Relation.AMENDS,)),
    (re.compile(r"can cu|co so phap ly|dua (?:tren|vao)"), (Relation.BASED_ON,)),
    (
        re.compile(rf"(?:thuc hien|trien khai|cu the hoa|quan triet|thi hanh)(?: theo)? {_KIND}"),
        (Relation.IMPLEMENTS, Relation.CONTINUES),
    ),
    (re.compile(rf"\b(?:theo|bang|dan|nhac|de nghi|tra loi)\b[^?]{{0,20}}{_KIND}"), (Relation.CITES,)),
)


def relations_asked(form: str) -> tuple[Relation, ...]:
    """Return what the document asked for is to the one that cites it; () where nothing tells."""
    return next((relations for cue, relations in _ASKED if cue.search(form)), ())


def kind_asked(form: str) -> str:
    """Return the kind of document asked for, folded; "" for any."""
    asked = WHICH_DOCUMENT.search(form)
    return asked["kind"] if asked and asked["kind"] != "vanban" else ""
