"""Documents that several bodies issue together: "BỘ TÀI CHÍNH - BỘ CÔNG THƯƠNG"."""

import re

from corpus.agencies import resolve_agency
from corpus.header.recase import recased
from corpus.letters import fold_letters

_TOGETHER = re.compile(r"\W*lien (?:bo|nganh|so|tich|co quan)\b\W*")
_BODY = (
    r"(?:bo(?! truong\b)|so(?! \d)|cong an|toa an|vien kiem sat|uy ban|chinh phu|quoc hoi|doan chu tich"
    r"|hoi dong nhan dan|ban (?:thuong truc|thuong vu|tuyen giao|dan van|to chuc|noi chinh|dan toc|can su)"
    r"|mat tran|tong lien doan|lien doan lao dong|hoi (?:nong dan|cuu chien binh|lien hiep)"
    r"|ngan hang nha nuoc|thanh tra chinh phu|kiem toan nha nuoc|bao hiem xa hoi|trung uong (?:doan|hoi)"
    r"|tinh doan|thanh doan)\b"
)
_SHARED = re.compile(r"\W*lien (?P<head>bo|so) (?!\W|(?:bo|so) )")
_FIRST = re.compile(_BODY)
_NEXT = re.compile(
    rf"(?:\s+[-–—]+\s*|\s*[-–—]+\s+|\s*;\s*)(?={_BODY})"
    r"|(?<=\w)(?<!\bco)(?P<bare>\s+)(?=(?:bo|so) (?!doi|truong|chi huy|tu lenh|phan|\d))"
    r"|(?<=quoc hoi)\s+(?=chinh phu\b)"
)
_ALIKE = re.compile(r"(?:bo|so) ")
_UNIT = re.compile(r"(?:so|cong an|bo (?:chi huy|tu lenh))\b")
_OVER_UNITS = re.compile(r"(?:bo(?! chi huy| tu lenh)|uy ban)\b")


def joint_issuers(letterhead: str) -> tuple[str, ...]:
    """Return the bodies that a letterhead sets side by side.

    They stand beside each other after a dash; ministries after a ministry and departments after a department
    also without one: none of them is under another. One body, or one and its superior, gives ().

    Args:
        letterhead: the lines of the issuer joined by spaces, or what `joined` made of them.
    """
    folded = fold_letters(letterhead)
    if sharing := _SHARED.match(folded):
        return _sharing(letterhead[sharing.start("head") : sharing.end("head")], letterhead[sharing.end() :])
    together = _TOGETHER.match(folded)
    at = together.end() if together else 0
    if not _FIRST.match(folded, at):
        return ()
    pieces: list[str] = []
    for m in _NEXT.finditer(folded, at):
        if m["bare"] and not _ALIKE.match(folded, at):
            continue
        pieces.append(letterhead[at : m.start()])
        at = m.end()
    pieces.append(letterhead[at:])
    names = _names(pieces)
    return names if len(names) > 1 and _side_by_side(names) else ()


def _names(pieces: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(recased(piece.strip(" -–—;,."), name=True) for piece in pieces))


def _sharing(head: str, fields: str) -> tuple[str, ...]:
    """Read "LIÊN BỘ TÀI CHÍNH - Y TẾ", where the bodies share their first word."""
    pieces: list[str] = []
    for field in re.split(r"\s*[-–—]+\s+|\s+[-–—]+\s*", fields):
        longer = resolve_agency(recased(f"{pieces[-1]} - {field}", name=True)) if pieces else None
        if longer and longer.aliases:  # "LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI" is one
            pieces[-1] += f" - {field}"
        else:
            pieces.append(f"{head[:1].upper()}{head[1:]} {field}")
    names = _names(pieces)
    return names if len(names) > 1 else ()


def joined(names: tuple[str, ...]) -> str:
    """Return several bodies as one issuer, as their number's letters are joined."""
    return " - ".join(names)


def issuers_of(issuer: str) -> tuple[str, ...]:
    """Return each of the bodies that an issuer names, most often the one."""
    return joint_issuers(issuer) or (issuer,)


def _side_by_side(names: tuple[str, ...]) -> bool:
    """Tell bodies of one rank from a superior and its units."""
    first, *others = map(fold_letters, names)
    return not (_OVER_UNITS.match(first) and any(map(_UNIT.match, others)))
