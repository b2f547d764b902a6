"""Which kind of body a question asks for: an answer of another kind is none."""

import re
from collections.abc import Sequence

from corpus.agencies import same_agency
from corpus.letters import fold_letters
from corpus.types import AgencyMention
from search.asking.shapes import Shape
from search.query import Query

_OF_HEAD = re.compile(
    r"^(?:bo truong|giam doc|chu tich|thu truong|cuc truong|chanh) (?=bo |so |uy ban|cuc |van phong)"
)

# "sở nào", "bộ khác nào"; not "sở, ngành nào", "bộ phận nào". A minister stands for the ministry.
_ASKED_KIND = re.compile(
    r"\b(sở|bộ|vụ|chi cục|cục|ủy ban|trung tâm|viện|hội đồng|ban(?= nào)|phòng(?= nào))"
    r"(?: trưởng(?= nào)|(?! trưởng| phận| máy| đội| luật))"
    r"(?: (?!nào|gì|ngành|ban|do|sở|bộ|vụ|cục|phòng)\w+){0,2} (?:nào|gì)\b"
)
# "cơ sở nào", "nhiệm vụ nào" ask for no body.
_OTHER_WORDS = re.compile(
    r"\b(?:cơ|trụ) sở\b|\b(?:cán|nội|toàn|đồng) bộ\b"
    r"|\b(?:nhiệm|dịch|chức|nghiệp|công|thời|nghĩa|cảng|học|mùa) vụ\b"
)
# Without diacritics "sở" may come back as "số"; where a body is asked for, it can be nothing else.
_ASKED_KIND_FOLDED = re.compile(r"(?<!co )(?<!tru )(?<!can )(?<!noi )\b(so|bo|cuc) nao\b")
_WRITTEN = {"so": "sở", "bo": "bộ", "cuc": "cục"}
# Where the word that names a kind is part of the names of others.
_KIND_WRITTEN = {
    "bộ": r"\bbộ\b(?! chính trị| tư lệnh| chỉ huy| phận| đội)",
    "ban": r"(?<!ủy )(?<!ủy viên )\bban\b(?! ngành)",
    "phòng": r"(?<!quốc )(?<!văn )\bphòng\b",
}


def without_other_words(text: str) -> str:
    """Return a text in small letters, with a dash where what names a kind of body is part of another word."""
    return _OTHER_WORDS.sub("-", text.lower())


def kind_asked(query: Query) -> str | None:
    """Return the kind of body that a question asks for ("sở", "bộ"), None for any."""
    text = without_other_words(query.text)
    if found := _ASKED_KIND.search(text):
        return found[1]
    if query.restored is not None and query.shape is Shape.BODY:
        found = _ASKED_KIND_FOLDED.search(query.folded)
        return _WRITTEN[found[1]] if found else None
    return None


def is_of_kind(name: str, kind: str | None) -> bool:
    """Tell whether a body is of a kind; True where it may be of any."""
    if kind is None:
        return True
    written = _KIND_WRITTEN.get(kind, rf"\b{kind}\b")
    return re.search(written, name.lower()) is not None


def is_of_asked_kind(name: str, query: Query) -> bool:
    """Tell whether a body is of the kind that a question asks for; True where it asks for any."""
    return is_of_kind(name, kind_asked(query))


def without_head(name: str) -> str:
    """Return the folded name of a body without the post of its head: "bo truong bo y te" is "bo y te"."""
    return _OF_HEAD.sub("", name)


def is_told(told: Sequence[AgencyMention], query: Query) -> bool:
    """Tell whether one of those who must act is a body that the question names, or its head."""
    asked = [mention.agency_id or fold_letters(mention.name) for mention in query.agencies]
    names = [without_head(fold_letters(mention.name)) for mention in told]
    keys = [mention.agency_id or name for mention, name in zip(told, names, strict=True)]
    return any(same_agency(key, one) for key in (*keys, *names) for one in asked) or any(
        f" {name} " in f" {query.folded} " for name in names
    )
