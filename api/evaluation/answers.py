"""Typed answers against gold: is the first value right, in the right document, and is silence right?"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.batch.textfiles import BadLine, json_object, parsed_lines, text_field
from api.errors import QuestionsUnusable
from api.evaluation.measures import Values
from corpus.letters import fold_letters
from search.types import Status

_NOISE = re.compile(r"[^\w%]+")
_LEAST_PART = 4  # characters of a value that may stand for the whole of another
_DEPTH = 5  # hits among which the right document must be


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """A question with what a right answer must say.

    Attributes:
        values: any of them is right; one may contain what is answered, or be contained in it.
        documents: sources, ids or numbers of documents that may prove it; empty where any may.
        answered: False where only silence is right.
    """

    id: str
    values: tuple[str, ...]
    documents: frozenset[str]
    answered: bool


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer of a system, with what its document may be named by."""

    values: tuple[str, ...]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a system said to a question."""

    answers: tuple[GivenAnswer, ...]
    abstained: bool
    hits: tuple[frozenset[str], ...]


SILENT = Given((), False, ())  # a question that has no line: wrong either way


def read_gold(path: Path) -> dict[str, GoldAnswer]:
    """Read gold answers, .jsonl; raises QuestionsUnusable."""
    found: dict[str, GoldAnswer] = {}
    for number, gold in parsed_lines(path, _gold):
        if gold.id in found:
            raise QuestionsUnusable(f"{path}, dòng {number}", f"câu {gold.id} đã có ở trên")
        found[gold.id] = gold
    if not found:
        raise QuestionsUnusable(str(path), "tệp không có câu nào")
    return found


def read_given(path: Path) -> dict[str, Given]:
    """Read what `chidao batch --task ask` wrote; raises QuestionsUnusable."""
    found: dict[str, Given] = {}
    for number, (query, given) in parsed_lines(path, _given):
        if query in found:
            raise QuestionsUnusable(f"{path}, dòng {number}", f"câu {query} đã có ở trên")
        found[query] = given
    return found


def judge(gold: dict[str, GoldAnswer], given: dict[str, Given]) -> Values:
    """Return measure -> question -> 0 or 1; each measure over the questions that it is about.

    right@1: the first answer is right; right: one of them is; document@5: a right document is among the
    first five hits; answered: not abstained from, though answerable; abstained: rightly; correct: right@1 or
    abstained, whichever is wanted.
    """
    values: Values = {name: {} for name in (*_OF_ANSWERABLE, "abstained", "correct")}
    for key, wanted in gold.items():
        said = given.get(key, SILENT)
        if wanted.answered:
            for name, measure in _OF_ANSWERABLE.items():
                values[name][key] = float(measure(wanted, said))
            values["correct"][key] = values["right@1"][key]
        else:
            values["abstained"][key] = values["correct"][key] = float(said.abstained)
    return values


def _first(gold: GoldAnswer, given: Given) -> bool:
    return any(_agrees(gold, answer) for answer in given.answers[:1])


def _any(gold: GoldAnswer, given: Given) -> bool:
    return any(_agrees(gold, answer) for answer in given.answers)


def _document(gold: GoldAnswer, given: Given) -> bool:
    return any(hit & gold.documents or not gold.documents for hit in given.hits[:_DEPTH])


_OF_ANSWERABLE: dict[str, Callable[[GoldAnswer, Given], bool]] = {
    "right@1": _first,
    "right": _any,
    f"document@{_DEPTH}": _document,
    "answered": lambda _, given: bool(given.answers),
}


def _agrees(gold: GoldAnswer, answer: GivenAnswer) -> bool:
    if gold.documents and not gold.documents & answer.documents:
        return False
    return any(_same(plain(one), plain(value)) for value in gold.values for one in answer.values)


def _same(one: str, other: str) -> bool:
    part = f" {one} " in f" {other} " or f" {other} " in f" {one} "
    return one == other or (part and min(len(one), len(other)) >= _LEAST_PART)


def plain(text: str) -> str:
    """Return a value without marks, case and punctuation."""
    return _NOISE.sub(" ", fold_letters(text)).strip()


def _gold(line: str) -> GoldAnswer:
    value = json_object(line)
    values = _texts(value, "values") or _texts(value, "value")
    named = [_texts(value, name) for name in ("source", "alternative_sources", "document_id", "number")]
    answered = value.get("status", Status.ANSWERED if values else Status.ABSTAINED)
    if answered not in set(Status):
        raise BadLine('"status" phải là answered hoặc abstained')
    if answered == Status.ANSWERED and not values:
        raise BadLine('câu trả lời được phải có "values"')
    documents = frozenset(name for names in named for name in names)
    return GoldAnswer(text_field(value, "id"), values, documents, answered == Status.ANSWERED)


def _texts(value: dict[str, object], name: str) -> tuple[str, ...]:
    found = value.get(name)
    if found is None:
        return ()
    texts = [found] if isinstance(found, str | int | float) else found
    if not isinstance(texts, list) or not all(isinstance(each, str | int | float) for each in texts):
        raise BadLine(f'"{name}" phải là chữ hoặc danh sách chữ')
    return tuple(map(str, texts))


def _given(line: str) -> tuple[str, Given]:
    value = json_object(line)
    answers, hits = value.get("answers"), value.get("hits")
    if not isinstance(answers, list) or not isinstance(hits, list):
        raise BadLine('thiếu trường "answers"; đây không phải kết quả của chidao batch --task ask')
    try:
        given = Given(
            tuple(
                GivenAnswer(
                    (each["value"], *each["normalized"].values()), _names(each["citation"]["document"])
                )
                for each in answers
            ),
            value.get("status") == Status.ABSTAINED,
            tuple(_names(hit["document"]) for hit in hits),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadLine('"answers" hoặc "hits" không đúng dạng') from error
    return text_field(value, "id"), given


def _names(document: dict[str, str | None]) -> frozenset[str]:
    return frozenset(found for name in ("id", "source", "number") if (found := document.get(name)))
