"""Documents that several bodies issue together: "BỘ TÀI CHÍNH - BỘ CÔNG THƯƠNG"."""

import re

from corpus.agencies import resolve_agency
from corpus.header.recase import recased
from corpus.letters import fold_letters

_TOGETHER = re.compile(r"\W*lien (?:bo|nganh|so|tich|co quan)\b\W*")
_BODY = (
    r"(?:bo|so|cong an|toa an|vien kiem sat|uy ban|chinh phu|quoc hoi|doan chu tich|hoi dong nhan dan"
    r"|ban (?:thuong truc|thuong vu|tuyen giao|dan van|to chuc|noi chinh|dan toc|can su)|mat tran"
    r"|tong lien doan|lien doan lao dong|hoi (?:nong dan|cuu chien binh|lien hiep)|ngan hang nha nuoc"
    r"|thanh tra chinh phu|kiem toan nha nuoc|bao hiem xa hoi|trung uong (?:doan|hoi)|tinh doan|thanh doan)\b"
)
_SHARED = re.compile(r"\W*lien (?P<head>bo|so) (?!\W|(?:bo|so) )")
_FIRST = re.compile(_BODY)
_NEXT = re.compile(
    rf"(?:\s+[-–—]+\s*|\s*[-–—]+\s+|\s*;\s*)(?={_BODY})"
    r"|(?<=\w)\s+(?=(?:bo|so) (?!doi|truong|chi huy|tu lenh|phan))|(?<=quoc hoi)\s+(?=chinh phu\b)"
)
_UNITS = ("so", "cong an")  # they stand under a committee or a ministry, too


def joint_issuers(letterhead: str) -> tuple[str, ...]:
    """Return the bodies that a letterhead sets side by side.

    They stand beside each other after a dash, and ministries and departments also without one: none of them
    is under another. One body, or one and its superior, gives ().

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
            pieces.append(f"{head} {field}")
    names = _names(pieces)
    return names if len(names) > 1 else ()


def joined(names: tuple[str, ...]) -> str:
    """Return several bodies as one issuer, as their number's letters are joined."""
    return " - ".join(names)


def issuers_of(issuer: str) -> tuple[str, ...]:
    """Return each of the bodies that an issuer names, most often the one."""
    return joint_issuers(issuer) or (issuer,)


def _side_by_side(names: tuple[str, ...]) -> bool:
    """Tell bodies of one rank from a unit under its superior."""
    heads = [m[0] for name in names if (m := _FIRST.match(fold_letters(name)))]
    units = [head for head in heads[1:] if head in _UNITS]
    return not units or (heads[0] == "so") or (heads[0] not in ("bo", "uy ban", *_UNITS))
