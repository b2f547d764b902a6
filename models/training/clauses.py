"""Short passages: articles cut into runs of whole clauses, and clauses asked for by a part of their own text.

Questions on law ask for a clause (khoản, điểm), while headings ask for articles; a model that sees articles
alone forgets clauses.
"""

import random
import re
from collections.abc import Iterator, Sequence

from models.training.pairs import Pair
from models.training.shingles import Shingled

LONGEST = 450  # characters of a run; about 110 tokens
_SHORTEST = 60
_LABEL = re.compile(r"^(?:\d{1,2}\s*[.)]|[a-zđ]\)|[-–+•])\s*")
_CROP = (7, 22)  # words of a question made of a clause
_DROPPED = 0.15  # share of words left out, in half of the questions: people do not quote
_STAYS = (
    0.6  # share of passages that keep what asks for them; the others are told by the rest (inverse cloze)
)


def clauses(pairs: Sequence[Pair], an_article: int, chance: random.Random, held_out: Shingled) -> list[Pair]:
    """Return up to `an_article` runs of clauses of every article, as pairs of their own.

    A run may stand in a held-out passage where its article, most of which does not, is trained on.
    """
    found = []
    for pair in pairs:
        if pair.source == "headings":
            cut = [run for run in runs(pair.body) if is_prose(run) and not held_out.contains(run)]
            chosen = chance.sample(cut, min(an_article, len(cut)))
            found += [
                Pair("clauses", pair.document, part[:LONGEST], pair.title, pair.heading, part)
                for part in chosen
            ]
    return found


def is_prose(text: str) -> bool:
    """Tell sentences from tables, forms and coordinates."""
    words = text.split()
    return len(words) > _CROP[1] and sum(word.strip(".,;:()").isalpha() for word in words) > 0.8 * len(words)


def runs(body: str) -> Iterator[str]:
    """Yield the lines of an article in runs of at most LONGEST characters; a longer line is cut at a word."""
    run = ""
    for line in body.split("\n"):
        for part in _parts(line):
            if run and len(run) + len(part) >= LONGEST:
                yield run
                run = ""
            run = f"{run}\n{part}" if run else part
    if len(run) >= _SHORTEST:
        yield run


def _parts(line: str) -> Iterator[str]:
    while len(line) > LONGEST:
        end = line.rfind(" ", _SHORTEST, LONGEST)
        end = end if end > 0 else LONGEST
        yield line[:end]
        line = line[end:].lstrip()
    yield line


def cropped(pair: Pair, chance: random.Random) -> tuple[str, str]:
    """Return a part of a clause as the question, and its run of clauses with that part or without.

    Source: independent cropping and word deletion (Izacard et al., "Unsupervised Dense Information Retrieval
    with Contrastive Learning", TMLR 2022).
    """
    line = chance.choice([line for line in pair.body.split("\n") if line.strip()])
    words = _LABEL.sub("", line).split()
    length = chance.randint(*_CROP)
    start = chance.randrange(max(1, len(words) - length + 1))
    part = words[start : start + length]
    query = [word for word in part if chance.random() >= _DROPPED] if chance.random() < 0.5 else part
    alone = len(part) > 0.6 * len(pair.body.split())
    stays = alone or chance.random() < _STAYS
    body = pair.body if stays else pair.body.replace(" ".join(part), " ", 1)
    shown = f"{pair.heading}\n{body}" if chance.random() < 0.5 else body
    return " ".join(query or part).strip(" ,;.:"), shown
