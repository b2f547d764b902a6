"""Which groups a body belongs to: "các sở, ban, ngành" takes in Sở Y tế, "các huyện ủy" Huyện ủy Phong Điền.

A group is told by its id, the folded words of its name; a body by the base of its id.
"""

import re
from enum import StrEnum
from functools import cache


class Reach(StrEnum):
    """How much of a group is meant."""

    ALL = "all"
    CONCERNED = "concerned"  # "các sở, ngành liên quan": whom it concerns is left open


# A plural, or at least two nouns in a row ("sở, ban, ngành").
_GROUP = re.compile(
    r"(?:^|-)cac-|^(?:so|bo|cap-uy|co-quan|xa|phuong|quan|huyen|tinh|thanh-pho)-"
    r"(?:ban|nganh|phuong|xa|dac-khu|chinh-quyen|to-chuc-dang|huyen|thi-xa|thanh-pho)(?:-|$)"
    r"|(?:^|-)(?:cap-xa|cap-huyen|cap-tinh|cac-cap|xa-phuong|phuong-xa)(?:-|$)"
)
_CONCERNED = re.compile(r"-lien-quan(?:-|$)")
_PLACE = r"[a-z-]+"
# What a body's base looks like, and what the groups that take it in say.
_MEMBERS: tuple[tuple[str, str], ...] = (
    (
        r"so-(?!huu)[a-z-]+|thanh-tra",
        r"(?<!co-)\bso\b(?!-(?:huu|y|noi|tai|tu|cong|giao|khoa|xay|nong|van|ngoai|dan|du|quy|lao|thong|ke))"
        r"|(?<!bo-)ban-nganh(?!.*trung-uong)|co-quan-chuyen-mon",
    ),
    (
        r"bo-(?!chi-huy|tu-lenh|doi|truong)[a-z-]+|ngan-hang-nha-nuoc|thanh-tra-chinh-phu",
        r"(?:cac|trung-uong)-bo\b(?!-(?:chi-huy|tu-lenh|doi|phan))|^bo-nganh|co-quan-ngang-bo",
    ),
    (
        r"ban-(?:tuyen-giao|dan-van|to-chuc|noi-chinh|kinh-te)[a-z-]*|van-phong|uy-ban-kiem-tra",
        r"cac-ban-(?:cua-)?(?:dang|thanh-uy|tinh-uy|xay-dung-dang)|ban-dang\b|ban-xay-dung-dang"
        r"|co-quan-tham-muu|co-quan-dang|co-quan-chuyen-trach",
    ),
    (
        rf"uy-ban-nhan-dan-(?:xa|phuong|dac-khu|thi-tran)-{_PLACE}|(?:xa|phuong|dac-khu)-{_PLACE}",
        r"cap-xa|uy-ban-nhan-dan-(?:cac-)?(?:xa|phuong|dac-khu)\b|(?:^|-)(?:cac-)?(?:xa|phuong)-(?:phuong|xa|dac-khu)"
        r"|cac-(?:xa|phuong|dac-khu)\b|dia-phuong",
    ),
    (
        rf"uy-ban-nhan-dan-(?:quan|huyen|thi-xa)-{_PLACE}|(?:quan|huyen|thi-xa)-(?!uy){_PLACE}",
        r"cap-huyen|uy-ban-nhan-dan-(?:cac-)?(?:quan|huyen)\b|cac-(?:quan|huyen)\b(?!-uy)|dia-phuong",
    ),
    (
        r"uy-ban-nhan-dan",
        r"uy-ban-nhan-dan-(?:cac-)?(?:tinh|thanh-pho)-(?:thanh-pho|tinh|truc)|uy-ban-nhan-dan-(?:cac-tinh|cap-tinh)"
        r"|cac-tinh-thanh-pho\b(?!-uy)|(?:bo-nganh|bo)-(?:co-quan-)?(?:va-)?dia-phuong",
    ),
    (
        rf"(?:quan|huyen|thi)-uy(?:-{_PLACE})?",
        r"cac-(?:[a-z-]+-)?(?:quan|huyen|thi)-uy|cap-uy|to-chuc-dang|(?:quan|huyen|thi)-uy-(?:quan|huyen|thi)-uy",
    ),
    (r"(?:tinh|thanh)-uy", r"cac-(?:tinh-uy|thanh-uy)|cap-uy|to-chuc-dang"),
    (rf"dang-uy(?:-{_PLACE})?", r"cac-(?:[a-z-]+-)?dang-uy|cap-uy|to-chuc-dang|dang-uy-truc-thuoc"),
    (
        rf"(?:ban-can-su-dang|dang-doan)(?:-{_PLACE})?",
        r"cac-(?:[a-z-]+-)?(?:ban-can-su|dang-doan)|to-chuc-dang",
    ),
    (
        r"mat-tran-to-quoc|lien-doan-lao-dong|hoi-(?:nong-dan|lien-hiep-phu-nu|cuu-chien-binh)(?:-viet-nam)?"
        r"|doan-thanh-nien[a-z-]*|tinh-doan|thanh-doan",
        r"doan-the|to-chuc-chinh-tri-xa-hoi",
    ),
)
_COMPILED = tuple((re.compile(body), re.compile(group)) for body, group in _MEMBERS)


@cache
def reach_of(group: str, base: str, parent: str = "") -> Reach | None:
    """Tell whether a group takes in a body, by their ids; None where it does not or is no group."""
    if not _GROUP.search(group):
        return None
    whole = f"{base}-{parent}" if parent and base.startswith(("xa", "phuong")) else base
    for body, named in _COMPILED:
        if body.fullmatch(whole):
            if not named.search(group):
                return None
            return Reach.CONCERNED if _CONCERNED.search(group) else Reach.ALL
    return None
