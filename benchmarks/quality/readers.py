"""Compare what the readers make of the same document in two formats.

    python -m benchmarks.quality.readers FOLDER FOLDER

Files of equal names (without their endings) are pairs; the first folder's are the truth. For each pair: the
share of its syllables that the other has in order, pages, seconds of computing, header facts that differ.
"""

import argparse
import re
import time
from difflib import SequenceMatcher
from pathlib import Path

from corpus.errors import ReadError
from corpus.header import read_header
from corpus.letters import one_tone
from corpus.readers import read

FACTS = ("kind", "number", "issuer", "place", "issued_on", "subject", "signer", "signer_post")


def compare(truth: Path, other: Path) -> str:
    wanted = read(truth.read_bytes(), truth.name).mapped.text
    start = time.process_time()
    reading = read(other.read_bytes(), other.name)
    seconds = time.process_time() - start
    found = reading.mapped.text
    share = same_syllables(wanted, found)
    before, after = facts(wanted), facts(found)
    differing = [name for name in FACTS if before[name] != after[name]]
    pages = len(reading.page_starts)
    return f"{share:7.4f} {pages:5} pages {seconds:7.2f} s  {other.name}  {' '.join(differing)}"


def same_syllables(wanted: str, found: str) -> float:
    first, second = (re.findall(r"\w+", one_tone(text.lower())) for text in (wanted, found))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(first), 1)


def facts(text: str) -> dict[str, object]:
    header = read_header(text)
    return {name: fact.value if (fact := getattr(header, name)) else None for name in FACTS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("other", type=Path)
    arguments = parser.parse_args()
    others = {path.stem: path for path in sorted(arguments.other.iterdir()) if path.is_file()}
    for truth in sorted(arguments.truth.iterdir()):
        if truth.is_file() and truth.stem in others:
            try:
                print(compare(truth, others[truth.stem]), flush=True)
            except ReadError as error:
                print(f"failed: {error}", flush=True)


if __name__ == "__main__":
    main()
