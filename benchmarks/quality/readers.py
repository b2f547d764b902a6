"""Compare what the readers make of the same document in two formats.

    python -m benchmarks.quality.readers FOLDER FOLDER

Files of equal names (without their endings) are pairs; the first folder's are the truth. For each pair: the
share of its syllables that the other has in order, the share that it has in any order (footnotes stand below
the page in one format and below the table in the other; both are right), pages, seconds of computing, header
facts that differ.
"""

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.quality.scans import in_common, processor_seconds, syllables
from corpus.errors import ReadError
from corpus.header import read_header
from corpus.letters import one_tone
from corpus.readers import read

FACTS = ("kind", "number", "issuer", "place", "issued_on", "subject", "signer", "signer_post")


def compare(truth: Path, other: Path) -> str:
    """Read a pair of files and return the line that tells how they compare."""
    wanted = read(truth.read_bytes(), truth.name).mapped.text
    start = processor_seconds()
    reading = read(other.read_bytes(), other.name)
    seconds = processor_seconds() - start
    found = reading.mapped.text
    shares = f"{same_syllables(wanted, found):7.4f} {syllables_anywhere(wanted, found):7.4f}"
    before, after = facts(wanted), facts(found)
    differing = [name for name in FACTS if before[name] != after[name]]
    pages = len(reading.page_starts)
    return f"{shares} {pages:5} pages {seconds:7.2f} s  {other.name}  {' '.join(differing)}"


def same_syllables(wanted: str, found: str) -> float:
    """Return the share of a text's syllables that another has in order, in any case and either spelling."""
    first, second = _spelt_alike(wanted), _spelt_alike(found)
    return in_common(first, second) / max(len(first), 1)


def syllables_anywhere(wanted: str, found: str) -> float:
    """Return the same share where the order does not count."""
    first, second = _spelt_alike(wanted), _spelt_alike(found)
    return (Counter(first) & Counter(second)).total() / max(len(first), 1)


def _spelt_alike(text: str) -> list[str]:
    return syllables(one_tone(text.lower()))


def facts(text: str) -> dict[str, object]:
    """Return the facts of a text's header by their names, None where it does not state one."""
    header = read_header(text)
    return {name: fact.value if (fact := getattr(header, name)) else None for name in FACTS}


def main() -> None:
    """Compare the files of two folders and print a line for each pair."""
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
