"""How many spoilt copies of a document are linked to it, and how many other documents are by mistake.

    python -m benchmarks.quality.duplicates --data FOLDER [--limit 100]

Each text of the folder is compared with all others, then spoilt in several ways and looked for among all.
"""

import argparse
import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from corpus.duplicates import Fingerprint, fingerprint, match
from corpus.duplicates.compare import MIN_RESEMBLANCE
from corpus.header import read_header, title_of
from corpus.readers import read
from corpus.types import Document, Provenance, Remark

_LETTERS = "abcdeghiklmnopqrstuvxyàáảãạêôơưđ01"
_RECOGNISED = Provenance("pdf", (Remark.OCR,), (1,), 0.9)
Spoil = Callable[[Document, random.Random], Document]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its fingerprint."""

    document: Document
    print: Fingerprint
    bands: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> "Entry":
        """Compute the fingerprint of a document."""
        found = fingerprint(document.text)
        return cls(document, found, frozenset(found.bands()))

    def may_be(self, other: "Entry") -> bool:
        """Tell whether the catalog would compare the two texts."""
        shared = self.bands & other.bands
        return bool(shared) and self.print.resemblance(other.print) >= MIN_RESEMBLANCE


def document(text: str, source: str) -> Document:
    """Read the header of a text."""
    header, key = read_header(text), hashlib.sha256(text.encode()).hexdigest()
    return Document(key[:16], key, source, source, text, title_of(header, text), header)


def noisy(text: str, share: float, chance: random.Random) -> str:
    """Lose, change or misread a share of the letters and digits."""
    out = []
    for one in text:
        if not one.isalnum() or chance.random() >= share:
            out.append(one)
        elif chance.random() >= 0.25:
            out.append(chance.choice("0123456789" if one.isdigit() and chance.random() < 0.5 else _LETTERS))
    return "".join(out)


def scanned(share: float, whole: bool = True) -> Spoil:
    """Return what makes a scan with a share of wrong letters, with its header or without."""

    def spoil(one: Document, chance: random.Random) -> Document:
        text = one.text if whole else body(one)
        return replace(document(noisy(text, share, chance), one.source), provenance=_RECOGNISED)

    return spoil


def body(one: Document) -> str:
    """Return a text without its header."""
    return one.text[one.header.body.start :] if one.header.body else one.text


def paged(one: Document, _chance: random.Random) -> Document:
    """Put a page number after every eighth line."""
    lines = one.text.split("\n")
    numbered = (line + (f"\n{i // 8 + 1}" if i % 8 == 7 else "") for i, line in enumerate(lines))
    return document("\n".join(numbered), one.source)


WAYS: Mapping[str, Spoil] = {
    "page numbers": paged,
    "lost header": lambda one, _chance: document(body(one), one.source),
    "scan, 0.5 % wrong": scanned(0.005),
    "scan, 1 % wrong": scanned(0.01),
    "scan, 3 % wrong": scanned(0.03),
    "scan, 1 % wrong, lost header": scanned(0.01, whole=False),
}


def measure(entries: Sequence[Entry], tried: int, way: str) -> None:
    """Spoil the first documents in one way and look for them among all."""
    chance = random.Random(1)
    candidates = found = wrong = 0
    for entry in entries[:tried]:
        spoilt = Entry.of(WAYS[way](entry.document, chance))
        for other in filter(spoilt.may_be, entries):
            linked = match(spoilt.document, other.document) is not None
            candidates += other is entry
            found += linked and other is entry
            wrong += linked and other is not entry
    print(
        f"{way}: {found} of {tried} linked ({candidates} compared), {wrong} to another document", flush=True
    )


def main() -> None:
    """Compare all with all, then look for spoilt copies."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10**9)
    args = parser.parse_args()
    paths = sorted(args.data.glob("*.txt"))
    entries = [Entry.of(document(read(p.read_bytes(), p.name).mapped.text, p.name)) for p in paths]
    pairs = [(one, other) for one, other in combinations(entries, 2) if one.may_be(other)]
    print(f"{len(entries)} documents; {len(pairs)} pairs compared")
    for one, other in pairs:
        if match(one.document, other.document):
            print(f"  one document: {one.document.source} {other.document.source}")
    for way in WAYS:
        measure(entries, min(args.limit, len(entries)), way)


if __name__ == "__main__":
    main()
