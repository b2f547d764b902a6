"""Real questions on law, matched by the lexical search with the clauses of official texts that answer them.

    python -m models.training.questions --data DATA/training --out build/matched.jsonl

Only passages to train on are searched, and no held-out question is asked. A question that the best passage
does not cover well is left out: its answer is hardly in the texts.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from models.training.clauses import clauses
from models.training.lexical import Lexical
from models.training.pairs import Pair, read_pairs
from models.training.shingles import Shingled

SOURCE = "matched"
_SURE = 0.28  # share of the most a lexical score can be, set by eye: below it, most answers were not there
_AN_ARTICLE = 40  # runs of clauses searched, at most


def main(arguments: Sequence[str] | None = None) -> None:
    """Match and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the training sources")
    parser.add_argument("--out", type=Path, required=True, help="file to write, one pair a line")
    options = parser.parse_args(arguments)
    parts = read_pairs(options.data)
    held_out = parts["dev"] + parts["test"]
    seen = Shingled(pair.query for pair in held_out)
    asked = [pair.query for pair in parts["train"] if pair.source == "web"] + zalo(options.data)
    asked = [question for question in asked if not seen.contains(question)]
    bodies = Shingled(pair.body for pair in held_out)
    searched = clauses(parts["train"], _AN_ARTICLE, random.Random(0), bodies)
    print(f"{len(asked)} questions, {len(searched)} passages", flush=True)
    write(options.out, matched(asked, searched))


def zalo(folder: Path) -> list[str]:
    """Return the questions of the Zalo legal text retrieval set; its articles are not used."""
    with gzip.open(folder / "zalo_questions.json.gz", "rt", encoding="utf-8") as file:
        return [" ".join(row["text"].split()) for row in json.load(file)]


def matched(asked: Sequence[str], searched: Sequence[Pair]) -> Iterator[Pair]:
    """Yield question -> its best passage, where that covers the question."""
    lexical = Lexical([pair.passage for pair in searched])
    for question in asked:
        for row, covered in lexical.nearest(question, 1):
            if covered >= _SURE:
                best = searched[row]
                yield Pair(SOURCE, best.document, question, best.title, best.heading, best.body)


def write(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs, one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for pair in pairs:
            file.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def read(path: Path) -> list[Pair]:
    """Read pairs as `write` writes them."""
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
