"""The texts of the restorer: what is counted, what chooses, what is published."""

from dataclasses import dataclass, field
from pathlib import Path

from models.training.restorer.splits import (
    Split,
    question_key,
    sentence_keys,
    split_documents,
    split_of,
    split_questions,
    without,
)
from models.training.restorer.texts import read_articles, read_documents, read_names, read_questions

PHRASES = Path(__file__).parent / "phrases.txt"
DOCUMENTS = 0.05  # share of the documents kept for dev, and for test
QUESTIONS = 0.1


@dataclass(frozen=True, slots=True)
class Paths:
    """Files and folders by role; `unseen` questions are measured, never counted."""

    documents: list[Path]
    articles: list[Path] = field(default_factory=list)
    questions: list[Path] = field(default_factory=list)
    names: list[Path] = field(default_factory=list)
    unseen: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts by split; `articles`, `names` and `phrases` are only counted."""

    prose: dict[Split, list[str]]
    articles: list[str]
    questions: dict[Split, dict[str, list[str]]]
    names: list[str]
    phrases: list[str]


def read_corpus(paths: Paths) -> Corpus:
    """Read and part everything; nothing held out stands anywhere in what is counted."""
    sources = {_stem(path): list(read_questions([path])) for path in paths.questions}
    articles = {question: passage for question, passage in read_articles(paths.articles)}
    if articles:
        sources["articles"] = list(articles)
    questions: dict[Split, dict[str, list[str]]] = {split: {} for split in Split}
    for name, found in sources.items():
        for split, part in split_questions(found, QUESTIONS).items():
            questions[split][name] = part
    for path in paths.unseen:
        questions[Split.TEST][_stem(path)] = list(dict.fromkeys(read_questions([path])))
    held_out = sentence_keys(
        text for split in (Split.DEV, Split.TEST) for part in questions[split].values() for text in part
    )
    for name, part in questions[Split.TRAIN].items():
        questions[Split.TRAIN][name] = [text for text in part if question_key(text) not in held_out]
    counted = [
        without(passage, held_out)
        for question, passage in articles.items()
        if split_of(question_key(question), QUESTIONS) is Split.TRAIN
    ]
    prose = split_documents(list(dict.fromkeys(read_documents(paths.documents))), DOCUMENTS)
    names = list(dict.fromkeys(read_names(paths.names)))
    spoken = [phrase for phrase in phrases() if question_key(phrase) not in held_out]
    return Corpus(prose, counted, questions, names, spoken)


def phrases() -> list[str]:
    """Return ways of asking about a document, each with every kind of document ("{}" stands for it)."""
    first, *frames = PHRASES.read_text(encoding="utf-8").splitlines()
    kinds = first.split(", ")
    return [frame.format(kind) for frame in frames for kind in (kinds if "{}" in frame else kinds[:1])]


def _stem(path: Path) -> str:
    return path.name.split(".")[0]
