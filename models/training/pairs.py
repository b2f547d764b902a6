"""The training data: queries with the passage that answers each, split by document before training.

Sources (folder `data/training` as described in the model card): statutes cut into articles, web pages that
answer a question, questions on land, housing and construction law.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from models.training.articles import Article, articles
from models.training.shingles import Shingled

Part = Literal["train", "dev", "test"]
_DEV, _TEST = 10, 36  # of 256 values of a hash: 4 % dev, 10 % test
_LAWS: dict[str, Part] = {"Luật đất đai 2024": "test", "Luật xây dựng": "dev"}  # the others train
_QUOTED = re.compile(
    r"^.{0,160}?(?=Điều \d+[a-zđ]?\. )|^.{0,120}?[“\"](?=\s*(?:\d+|[a-zđ]\)|[A-ZĐ]))", re.DOTALL
)
_ANSWER = re.compile(
    r"(?:Căn cứ|Theo|Tại)(?: theo| vào| tại)? "
    r"(?:quy định|khoản|[Đđ]iều|điểm|Luật|Nghị|Thông|tiểu mục|Bộ luật)"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and the passage that answers it.

    Attributes:
        source: "headings", "web" or "law".
        document: id of the document the passage is from; the split goes by it.
        query: a question, a statement or an article's heading.
        title: of the document, "" where unknown.
        heading: over the passage; equals the query in "headings".
        body: the passage.
    """

    source: str
    document: str
    query: str
    title: str
    heading: str
    body: str

    @property
    def passage(self) -> str:
        """Return heading and body as one text."""
        return f"{self.heading}\n{self.body}" if self.heading else self.body


def read_pairs(folder: Path) -> dict[Part, list[Pair]]:
    """Read all sources and split them by document, then drop near-duplicates across the parts.

    A training passage goes where most of it stands in held-out ones, then a held-out passage where most of
    it stands in what is left to train on: a clause whose whole article is trained on is not held out.
    """
    parts: dict[Part, list[Pair]] = {"train": [], "dev": [], "test": []}
    for pair in (*headings(folder), *web_questions(folder), *law_questions(folder)):
        parts[part_of(pair)].append(pair)
    parts["dev"] = _without(parts["dev"], parts["test"])
    parts["train"] = _without(parts["train"], parts["dev"] + parts["test"])
    held_out = Shingled(pair.body for pair in parts["dev"] + parts["test"])
    trained_on = Shingled.shared((pair.body for pair in parts["train"]), held_out)
    for part in ("dev", "test"):
        parts[part] = [pair for pair in parts[part] if not trained_on.contains(pair.body)]
    return parts


def part_of(pair: Pair) -> Part:
    """Return the part a pair belongs to; depends on its document alone."""
    if pair.source == "law":
        return _LAWS.get(pair.document, "train")
    value = hashlib.sha256(pair.document.encode()).digest()[0]
    return "dev" if value < _DEV else "test" if value < _TEST else "train"


def _without(pairs: list[Pair], held_out: list[Pair]) -> list[Pair]:
    seen = Shingled(pair.body for pair in held_out)
    return [pair for pair in pairs if not seen.contains(pair.body)]


def headings(folder: Path) -> Iterator[Pair]:
    """Yield article heading -> article body out of official texts, each article once."""
    seen: set[tuple[str, str]] = set()
    for document in read_rows(folder / "official_texts.jsonl.gz"):
        for article in articles(document["text"]):
            key = (article.heading.lower(), article.body[:200].lower())
            if article.heading and key not in seen and not _boilerplate(article):
                seen.add(key)
                title = " ".join((document.get("title") or "").split())
                yield Pair("headings", document["id"], article.heading, title, article.heading, article.body)


def _boilerplate(article: Article) -> bool:
    """Tell the articles every document has: scope, entry into force, implementation."""
    return bool(
        re.match(
            r"(?:hiệu lực|điều khoản|tổ chức thực hiện|trách nhiệm (?:thi hành|tổ chức)|phạm vi điều chỉnh"
            r"|đối tượng áp dụng|giải thích từ ngữ|quy định chuyển tiếp)",
            article.heading.lower(),
        )
    )


def web_questions(folder: Path) -> Iterator[Pair]:
    """Yield question -> page, without the list of questions most pages begin with."""
    for row in read_rows(folder / "question_article.jsonl.gz"):
        question, text = " ".join(row["question"].split()), row["passage"]
        found = _ANSWER.search(text)
        body = text[found.start() :] if found and found.start() < len(text) // 2 else text
        if len(body) > 200:
            yield Pair("web", hashlib.sha256(question.encode()).hexdigest()[:12], question, "", "", body)


def law_questions(folder: Path) -> Iterator[Pair]:
    """Yield question or statement -> the clause that decides it, without what introduces the quotation."""
    for row in read_rows(folder / "law_questions.json.gz"):
        law = re.sub(r"_?_Q\d+.*$", "", row["id"]).rstrip("_")
        body = _QUOTED.sub("", row["positive"].strip(), count=1).strip(' "“”')
        if len(body) > 60:
            yield Pair("law", law, " ".join(row["query"].split()), "", "", body)


@cache
def read_rows(path: Path) -> Sequence[dict[str, Any]]:
    """Return the objects of a gzipped .json list or .jsonl file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines] if ".jsonl" in path.name else json.load(lines)
