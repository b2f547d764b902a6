"""How a body stands in its sentence: as the one that acts, or only in the name of something else."""

import re

from corpus.types import Span
from search.answer.choices.values import Features
from search.answer.choices.wanted import Read

_BEFORE, _BEHIND = 80, 40  # characters looked at
_CITED = re.compile(r"(?:\d{4}|\d+[/-][\w/.-]+|\bso \d+)[^;:]{0,60}\bcua $")
_TERM = re.compile(r" khoa [ixv\d]")
_OPENS = re.compile(r"(?:^|[;:.]|- |\d\. |[a-z]\) )$")
_AIMED_AT = re.compile(r"\b(?:thuoc|tai|o|cho|voi|ve|gui|den|trinh) $")
_DOES = re.compile(
    r",? (?:co trach nhiem|chiu trach nhiem|chu tri|phoi hop|to chuc|xay dung|thuc hien|huong dan|tham muu"
    r"|theo doi|kiem tra|ra soat|bao cao|quyet dinh|phe duyet|ban hanh|cap|thanh lap|xem xet|chi dao|quan ly"
    r"|tiep nhan|thong bao|bo tri)\b"
)


def standing(read: Read, body: Span) -> Features:
    """Return what the words around a body tell of its part in the sentence."""
    before = read.folded[max(0, body.start - _BEFORE) : max(0, body.start)].replace("\n", " ; ")
    behind = read.folded[body.end : body.end + _BEHIND]
    opens, does = _OPENS.search(before) is not None, _DOES.match(behind) is not None
    return {
        "of": float(before.endswith("cua ")),
        "of_cited": float(_CITED.search(before) is not None),
        "of_term": float(_TERM.match(behind) is not None),
        "by": float(before.endswith((" do ", " duoc "))),
        "aimed_at": float(_AIMED_AT.search(before) is not None),
        "does": float(does),
        "opens": float(opens),
        "opens_and_does": float(opens and does),
    }
