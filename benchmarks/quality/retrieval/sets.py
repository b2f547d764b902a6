"""The sets: statutes, headings, web and regulations of the held-out parts, samples of the repository."""

import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from benchmarks.quality.retrieval.duplicates import Contained
from benchmarks.quality.retrieval.samples import samples
from benchmarks.quality.retrieval.types import RetrievalSet
from corpus.letters import fold_letters
from models.training.pairs import Pair, Part, read_pairs

SEED = 20_261_122
MAX_QUERIES = 400
MAX_DOCUMENTS = 1_200  # embedding 7,000 passages takes minutes
_LONGEST = 12_000  # characters of an article; what is longer has annexes glued to it
_SHORTEST_HEADING = 4  # syllables; "Nguyên tắc" names any article
_NAMESAKES = 3  # articles of one heading at most

NAMES = ("statutes", "headings", "web", "regulations", "samples")


def read_set(name: str, data: Path, part: Part) -> RetrievalSet:
    """Build one set of a part; `data` is the folder of the development data."""
    if name == "samples":
        return samples()
    if name == "regulations":
        return _regulations(data / "training", part)
    parts = pairs_of(data / "training")
    ways = {"statutes": _statutes, "headings": _headings, "web": _web}
    return ways[name](parts, part)


@cache
def pairs_of(folder: Path) -> dict[Part, list[Pair]]:
    """Return all pairs by parts; reading them takes many seconds and is done once."""
    return read_pairs(folder)


def text_id(text: str) -> str:
    """Name a text by its content."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _of(pairs: Iterable[Pair], source: str) -> list[Pair]:
    return [pair for pair in pairs if pair.source == source and len(pair.body) <= _LONGEST]


def _held_out(parts: dict[Part, list[Pair]], source: str, part: Part) -> list[Pair]:
    """Return what may be searched: of both held-out parts, or of the training part where that is asked."""
    chosen = parts["train"] if part == "train" else parts["dev"] + parts["test"]
    return _of(chosen, source)


def _sample(items: Sequence[Pair], count: int, salt: str) -> list[Pair]:
    """Return a sample that does not depend on the order of `items`."""
    ordered = sorted(items, key=lambda pair: text_id(pair.query + pair.body))
    return random.Random(f"{SEED}/{salt}").sample(ordered, min(count, len(ordered)))


def _build(
    name: str,
    golds: Iterable[Pair],
    gold_texts: Iterable[str],
    others: Iterable[str],
    also: dict[str, set[str]],
) -> RetrievalSet:
    """Judge every text of the pool: what says the same as a gold text is right too.

    Args:
        name: of the set.
        golds: the questions.
        gold_texts: what answers each.
        others: what else is searched.
        also: ids that are right for a query besides, by query id.
    """
    wanted = [(text_id(pair.query), pair.query, text) for pair, text in zip(golds, gold_texts, strict=True)]
    pool = {text_id(text): text for _, _, text in wanted}
    for text in others:
        if len(pool) < MAX_DOCUMENTS:
            pool.setdefault(text_id(text), text)
    contained = Contained(pool)
    relevant: dict[str, frozenset[str]] = defaultdict(frozenset)
    for query_id, _, text in wanted:
        right = contained.like(text) | {text_id(text)} | (also.get(query_id, set()) & pool.keys())
        relevant[query_id] |= right
    return RetrievalSet(name, {key: query for key, query, _ in wanted}, pool, dict(relevant))


def _statutes(parts: dict[Part, list[Pair]], part: Part) -> RetrievalSet:
    """Questions and statements -> clauses, among articles of other statutes."""
    golds = _sample(_of(parts[part], "law"), MAX_QUERIES, "law")
    clauses = [pair.passage for pair in _held_out(parts, "law", part)]
    articles = [pair.passage for pair in _sample(_held_out(parts, "headings", part), MAX_DOCUMENTS, "pool")]
    return _build("statutes", golds, [pair.passage for pair in golds], clauses + articles, {})


def _headings(parts: dict[Part, list[Pair]], part: Part) -> RetrievalSet:
    """Headings of articles -> the articles without them."""
    pool = _of(parts[part], "headings")
    if part == "train":
        pool = _sample(pool, MAX_DOCUMENTS, "train")
    named: dict[str, set[str]] = defaultdict(set)
    for pair in pool:
        named[fold_letters(pair.heading)].add(text_id(pair.body))
    usable = [
        pair
        for pair in pool
        if len(pair.heading.split()) >= _SHORTEST_HEADING
        and len(named[fold_letters(pair.heading)]) <= _NAMESAKES
    ]
    golds = _sample(usable, MAX_QUERIES, "headings")
    also = {text_id(pair.query): named[fold_letters(pair.heading)] for pair in golds}
    others = [pair.body for pair in _sample(pool, MAX_DOCUMENTS, "bodies")]
    return _build("headings", golds, [pair.body for pair in golds], others, also)


def _web(parts: dict[Part, list[Pair]], part: Part) -> RetrievalSet:
    """Questions -> the pages that answer them, among others of the same sites."""
    golds = _sample(_of(parts[part], "web"), MAX_QUERIES, "web")
    others = [pair.body for pair in _held_out(parts, "web", part)]
    others += [pair.body for pair in _sample(_of(parts["train"], "web"), 400, "distractors")]
    return _build("web", golds, [pair.body for pair in golds], others[:1_500], {})


def _regulations(folder: Path, part: Part) -> RetrievalSet:
    """Questions on university regulations -> their paragraphs; half of the titles are of each part."""
    pool: dict[str, str] = {}
    golds: dict[str, tuple[str, str]] = {}
    for name in ("train", "test"):
        with gzip.open(folder / f"regulations_squad_{name}.json.gz", "rt", encoding="utf-8") as file:
            content = json.load(file)
        for entry in content["data"]:
            mine = (text_id(entry["title"])[0] in "01234567") == (part == "test")
            for paragraph in entry["paragraphs"]:
                text = re.sub(r"[ \t]+", " ", paragraph["context"]).strip()
                pool[text_id(text)] = text
                for asked in paragraph["qas"]:
                    question = " ".join(asked["question"].split())
                    if mine or part == "train":
                        golds[text_id(question)] = (question, text_id(text))
    return _with_duplicates("regulations", golds, pool)


def _with_duplicates(name: str, golds: dict[str, tuple[str, str]], pool: dict[str, str]) -> RetrievalSet:
    contained = Contained(pool)
    asked = Counter(question.lower() for question, _ in golds.values())
    clear = {key: gold for key, gold in golds.items() if asked[gold[0].lower()] == 1}
    keys = random.Random(f"{SEED}/{name}").sample(sorted(clear), min(MAX_QUERIES, len(clear)))
    relevant = {key: contained.like(pool[clear[key][1]]) | {clear[key][1]} for key in keys}
    return RetrievalSet(name, {key: clear[key][0] for key in keys}, pool, relevant)
