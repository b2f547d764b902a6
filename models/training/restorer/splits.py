"""Part texts into train, dev and test, the same way on every machine."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import combinations

from models.textkeys import fold

SHINGLE = 8  # syllables
SAMPLED = 32  # one shingle in so many stands for all
ALIKE = 0.3  # of the smaller document's shingles shared: one and the same document
BOILERPLATE = 20  # documents; a shingle of more says nothing
SHORTEST = 5  # syllables of a question worth looking for
LONGEST = 60

_SYLLABLE = re.compile(r"[^\W_]+")
_END = re.compile(r"(?<=[?\n])")


class Split(StrEnum):
    """What a text is for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


def split_of(text: str, share: float) -> Split:
    """Return the split of a text by its hash; `share` of the texts go to dev, and as many to test."""
    place = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64
    return Split.DEV if place < share else Split.TEST if place < 2 * share else Split.TRAIN


def split_documents(documents: Sequence[str], share: float) -> dict[Split, list[str]]:
    """Part documents; near-duplicates (versions, drafts, reprints) stay together."""
    parts: dict[Split, list[str]] = {split: [] for split in Split}
    for text, key in zip(documents, _groups(documents), strict=True):
        parts[split_of(key, share)].append(text)
    return parts


def split_questions(questions: Iterable[str], share: float) -> dict[Split, list[str]]:
    """Part questions, each once; those that differ only in case, marks or punctuation stay together."""
    parts: dict[Split, list[str]] = {split: [] for split in Split}
    for question in dict.fromkeys(questions):
        parts[split_of(question_key(question), share)].append(question)
    return parts


def question_key(text: str) -> str:
    """Return the folded syllables of a text, one space between."""
    return " ".join(_SYLLABLE.findall(fold(text)))


def without(text: str, held_out: set[str]) -> str:
    """Return `text` without the questions whose keys are in `held_out`, and what stands before them."""
    return "".join(piece for piece in _END.split(text) if not _ends_with(piece, held_out))


def sentence_keys(questions: Iterable[str]) -> set[str]:
    """Return the keys of questions and of every sentence in them."""
    pieces = (piece for question in questions for piece in (question, *_END.split(question)))
    return {key for piece in pieces if (key := question_key(piece)).count(" ") >= SHORTEST - 1}


def _ends_with(piece: str, keys: set[str]) -> bool:
    if not piece.rstrip().endswith("?"):
        return False
    words = question_key(piece).split()[-LONGEST:]
    return any(" ".join(words[at:]) in keys for at in range(len(words) - SHORTEST + 1))


def _groups(documents: Sequence[str]) -> list[str]:
    """Return for every document the least hash among those like it."""
    names = [hashlib.sha256(text.encode()).hexdigest() for text in documents]
    sketches = [_sketch(text) for text in documents]
    holders: dict[int, list[int]] = defaultdict(list)
    for i, sketch in enumerate(sketches):
        for shingle in sketch:
            holders[shingle].append(i)
    shared = Counter(
        pair for found in holders.values() if len(found) <= BOILERPLATE for pair in combinations(found, 2)
    )
    parent = list(range(len(documents)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for (a, b), count in shared.items():
        if count > ALIKE * min(len(sketches[a]), len(sketches[b])):
            low, high = sorted((root(a), root(b)), key=names.__getitem__)
            parent[high] = low
    return [names[root(i)] for i in range(len(documents))]


def _sketch(text: str) -> set[int]:
    """Return the hashes of a sample of a document's shingles."""
    words = _SYLLABLE.findall(fold(text))
    values = (
        int.from_bytes(hashlib.blake2b(" ".join(words[i : i + SHINGLE]).encode(), digest_size=8).digest())
        for i in range(max(1, len(words) - SHINGLE + 1))
    )
    return {value for value in values if value % SAMPLED == 0}
