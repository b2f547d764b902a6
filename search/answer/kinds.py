"""Which kind of body a question asks for: an answer of another kind is none."""

import re
from collections.abc import Sequence

from corpus.agencies import same_agency
from corpus.letters import fold_letters
from corpus.types import AgencyMention
from search.query import Query

_OF_HEAD = re.compile(
    r"^(?:bo truong|giam doc|chu tich|thu truong|cuc truong|chanh) (?=bo |so |uy ban|cuc |van phong)"
)

# "sở nào", "bộ khác nào"; not "sở, ngành nào", "bộ phận nào". A minister stands for the ministry.
_ASKED_KIND = re.compile(
    r"\b(sở|bộ|vụ|cục|ủy ban|trung tâm|viện|hội đồng)(?: trưởng(?= nào)|(?! trưởng| phận| máy))"
    r"(?: (?!nào|gì|ngành|ban)\w+){0,2} (?:nào|gì)\b"
)


def is_of_asked_kind(name: str, question: str) -> bool:
    """Tell whether a body is of the kind that a question asks for; True where it asks for any."""
    kind = _ASKED_KIND.search(question.lower())
    return kind is None or re.search(rf"\b{kind[1]}\b", name.lower()) is not None


def asks_kind(question: str) -> bool:
    """Tell whether a question asks for a body of one kind: "sở nào", "bộ nào"."""
    return _ASKED_KIND.search(question.lower()) is not None


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
