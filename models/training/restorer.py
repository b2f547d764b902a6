"""Count the diacritic restorer's table over folders of text, and measure it on what was held out.

python -m models.training.restorer --texts PATH... --out models/data/restorer.npz --questions PATH...
"""

import argparse
import hashlib
import random
import time
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.restorer import OPAQUE, START, UNSEEN, SyllableRestorer
from models.syllables import units
from models.textkeys import accented_key, fold
from models.training.texts import read_texts

SEEN = 5  # times before a syllable counts
PAIRS = 1
TRIPLES = 2
DISCOUNT = 0.75  # absolute discounting (Ney, Essen and Kneser 1994)
TELLING = 0.3  # a triple is kept where its log probability differs from its backoff's by this much
HELD_OUT = 20  # one text in so many

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the table, then print how well it restores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="*", default=[], help="measured, never counted")
    parser.add_argument("--measure-only", action="store_true")
    options = parser.parse_args(arguments)
    if not options.measure_only:
        build((t for t in read_texts(options.texts) if not held_out(t)), options.out)
        print(f"{options.out}: {options.out.stat().st_size} bytes")
    restorer = SyllableRestorer(options.out)
    passages = [line for t in read_texts(options.texts) if held_out(t) for line in t.split("\n")]
    random.Random(0).shuffle(passages)
    measure("held-out lines", restorer, passages[:4000])
    if options.questions:
        measure("questions", restorer, [q for q in read_texts(options.questions) if "?" in q])


def held_out(text: str) -> bool:
    """Tell whether a text is kept for measuring; depends on its beginning alone."""
    return hashlib.sha256(text[:2000].encode()).digest()[0] % HELD_OUT == 0


def encode(texts: Iterable[str]) -> tuple[list[str], Ids]:
    """Return the syllables and the texts as one row of ids; rare syllables become OPAQUE."""
    names: dict[str, int] = {"<s>": START, "<?>": OPAQUE}
    row = array("i", [START, START])
    for text in texts:
        for unit in units(unicodedata.normalize("NFC", text)):
            name = "<s>" if unit.is_stop else accented_key(unit.text) if unit.is_word else "<?>"
            row.append(names.setdefault(name, len(names)))
        row.append(START)
    ids = np.array(row, dtype=np.int64)
    counts = np.bincount(ids, minlength=len(names))
    kept = [name for name, i in names.items() if i <= OPAQUE or counts[i] >= SEEN]
    place = np.full(len(names), OPAQUE, dtype=np.int64)
    for new, name in enumerate(kept):
        place[names[name]] = new
    return kept, place[ids]


def build(texts: Iterable[str], out: Path) -> None:
    """Write the table: interpolated absolute discounting, cut to what is seen often enough."""
    names, ids = encode(texts)
    size = len(names)
    ones = np.bincount(ids, minlength=size).astype(np.float64)
    unigrams = ones / ones.sum()
    pair_keys, pair_counts = np.unique(ids[:-1] << 16 | ids[1:], return_counts=True)
    first, second = pair_keys >> 16, pair_keys & 0xFFFF
    single_backoff = DISCOUNT * np.bincount(first, minlength=size) / np.maximum(ones, 1)
    pairs = (pair_counts - DISCOUNT) / ones[first] + single_backoff[first] * unigrams[second]

    triple_keys, triple_counts = np.unique(ids[:-2] << 32 | ids[1:-1] << 16 | ids[2:], return_counts=True)
    context = np.searchsorted(pair_keys, triple_keys >> 16)
    inner = np.searchsorted(pair_keys, triple_keys & 0xFFFFFFFF)
    pair_backoff = DISCOUNT * np.bincount(context, minlength=len(pair_keys)) / pair_counts
    triples = (triple_counts - DISCOUNT) / pair_counts[context] + pair_backoff[context] * pairs[inner]

    choices = Counter(map(fold, names))
    open_ended = np.array([choices[fold(name)] > 1 for name in names])
    backed_off = pair_backoff[context] * pairs[inner]
    useful = (triple_counts >= TRIPLES) & open_ended[triple_keys & 0xFFFF]
    useful &= np.abs(np.log(triples) - np.log(backed_off)) > TELLING
    # a pair that is a kept triple's context must stay too: its backoff belongs to it
    often = (pair_counts >= PAIRS) & (second > OPAQUE)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out,
        syllables=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        unigrams=_logs(unigrams),
        single_backoff=_logs(single_backoff),
        pair_steps=_steps(pair_keys[often]),
        pairs=_logs(pairs[often]),
        pair_backoff=_logs(pair_backoff[often]),
        triple_steps=_steps(triple_keys[useful]),
        triples=_logs(triples[useful]),
    )
    print(f"{len(ids)} syllables, {size} kept, {often.sum()} pairs, {useful.sum()} triples")


def _logs(values: Floats) -> npt.NDArray[np.float16]:
    """Return logarithms to 1/16, which is enough to choose by and compresses well."""
    logs = np.log(np.maximum(values, np.exp(UNSEEN)))
    return (np.round(logs * 16) / 16).astype(np.float16)


def _steps(keys: Ids) -> npt.NDArray[np.int64]:
    return np.diff(keys, prepend=0)


def measure(name: str, restorer: SyllableRestorer, texts: list[str]) -> None:
    """Strip the texts, restore them, and print the share of syllables that came back."""
    right = total = whole = 0
    texts = [t for t in (unicodedata.normalize("NFC", t) for t in texts) if len(t.split()) >= 5]
    bare = ["".join(fold(c) if c.islower() else fold(c).upper() for c in text) for text in texts]
    started = time.perf_counter()
    answers = [restorer.restore(text) or text for text in bare]
    took = time.perf_counter() - started
    for text, answer in zip(texts, answers, strict=True):
        pairs = [
            (accented_key(a.text), accented_key(b.text))
            for a, b in zip(units(text), units(answer), strict=False)
            if a.is_word
        ]
        hits = sum(a == b for a, b in pairs)
        right, total, whole = right + hits, total + len(pairs), whole + (hits == len(pairs))
    print(
        f"{name}: {len(texts)} texts, {right / total:.4f} of {total} syllables right, "
        f"{whole / len(texts):.3f} of texts wholly, {1000 * took / len(texts):.2f} ms each"
    )


if __name__ == "__main__":
    main()
