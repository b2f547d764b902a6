"""The held-out documents and questions by their ids: what no training may see.

    python -m benchmarks.quality.retrieval.heldout --data ../shared/data [--write]

Without --write it tells what differs from the list in the repository, and ends with 1 where anything does.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality.retrieval.sets import NAMES, pairs_of, read_set
from models.training.pairs import Part

LIST = Path(__file__).with_name("heldout.tsv")
PARTS: tuple[Part, ...] = ("dev", "test")


def listed() -> list[str]:
    """Return the lines of the list."""
    return LIST.read_text(encoding="utf-8").splitlines()[1:]


def computed(data: Path) -> list[str]:
    """Return the lines that the data gives: kind, source or set, part, id."""
    return sorted({*_documents(data), *_questions(data)})


def _documents(data: Path) -> Iterator[str]:
    for part, pairs in pairs_of(data / "training").items():
        if part in PARTS:
            for pair in pairs:
                yield "\t".join(("document", pair.source, part, pair.document.replace("\t", " ")))


def _questions(data: Path) -> Iterator[str]:
    for name in NAMES:
        for part in PARTS if name != "samples" else ():
            for query_id in read_set(name, data, part).queries:
                yield "\t".join(("query", name, part, query_id))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="replace the list")
    args = parser.parse_args()
    lines = computed(args.data)
    if args.write:
        LIST.write_text("\n".join(("kind\tset\tpart\tid", *lines)) + "\n", encoding="utf-8")
        return
    differing = sorted(set(lines) ^ set(listed()))
    print("\n".join(differing[:20]) or "as listed")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
