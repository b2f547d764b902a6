"""Training examples out of pairs: a query as somebody might type it, a passage as the index holds it."""

import random
import re
from dataclasses import dataclass

from models.training.augment import any_form
from models.training.clauses import cropped
from models.training.pairs import Pair

_TEMPLATES = (
    (0.50, "{}"),
    (0.18, "{} được quy định như thế nào?"),
    (0.08, "{} gồm những gì?"),
    (0.08, "Pháp luật quy định thế nào về {}?"),
    (0.08, "Quy định về {}"),
    (0.08, "{} ra sao"),
)
_CLAUSE = 0.5  # share of headings replaced by a clause of the article (inverse cloze, Lee et al., ACL 2019)
_CLAUSE_STAYS = 0.4  # share of those whose passage keeps the clause, so that the model also learns to match
_WITHOUT_HEADING = 0.5  # else the heading as query would be found by its words alone
_LATER_CHUNK = 0.3
_CHUNK = 1_200  # characters, as the index cuts passages
_LABEL = re.compile(r"^(?:\d{1,2}\s*[.)]|[a-zđ]\)|[-–+•])\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """A query and its passage, both without the model's prefixes.

    Attributes:
        typed: the query in some form that people type.
        shown: the passage, maybe without what asks for it.
        asked: the query before it was put into that form.
        right: the passage with what was taken from it.
    """

    typed: str
    shown: str
    asked: str
    right: str


def example(pair: Pair, chance: random.Random) -> Example:
    """Return a query and its passage."""
    right = pair.passage[:_CHUNK]
    if pair.source == "headings":
        query, shown = _of_article(pair, chance)
        right = f"{query}\n{shown}"
    elif pair.source == "clauses":
        query, shown = cropped(pair, chance)
    elif pair.source == "matched":
        query, shown = pair.query, pair.passage if chance.random() < 0.5 else pair.body
    else:
        query, shown = _question(pair.query, chance), right
    return Example(any_form(query, chance), shown, query, right)


def _of_article(pair: Pair, chance: random.Random) -> tuple[str, str]:
    clauses = [line for line in pair.body.split("\n") if 8 <= len(line.split()) <= 60]
    if len(clauses) > 1 and chance.random() < _CLAUSE:
        clause = chance.choice(clauses)
        keep = chance.random() < _CLAUSE_STAYS
        body = pair.body if keep else pair.body.replace(clause, "", 1)
        start = max(0, body.find(clause) - _CHUNK // 2) if keep else 0
        return _LABEL.sub("", clause).rstrip(";.:"), f"{pair.heading}\n{body[start : start + _CHUNK]}"
    shares, templates = zip(*_TEMPLATES, strict=True)
    template = chance.choices(templates, shares)[0]
    heading = pair.heading if template.startswith("{}") else pair.heading[:1].lower() + pair.heading[1:]
    body = _chunk(pair.body, chance)
    shown = body if chance.random() < _WITHOUT_HEADING else f"{pair.heading}\n{body}"
    return template.format(heading), shown


def _chunk(body: str, chance: random.Random) -> str:
    """Return the beginning, or a later part that starts at a clause."""
    if len(body) > _CHUNK and chance.random() < _LATER_CHUNK:
        start = body.find("\n", chance.randrange(len(body) - _CHUNK // 2)) + 1
        return body[start : start + _CHUNK]
    return body[:_CHUNK]


def _question(text: str, chance: random.Random) -> str:
    """Return the first of two questions in one, now and then."""
    first = text.find("?") + 1
    return text[:first] if 20 < first < len(text) and chance.random() < 0.5 else text
