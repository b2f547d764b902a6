"""Strip texts, restore them, and count what came back."""

import random
import re
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.restorer import SyllableRestorer
from models.syllables import Unit, is_bare, units
from models.textkeys import accented_key, fold

WORDS = 4  # a shorter text is not measured
MARKED = 0.4  # share of words with diacritics below which a text was typed without, and has no truth
LINES = 2000  # of official texts

_PUNCTUATION = re.compile(r"[.,;:?!…\"'“”‘’()]+")

Form = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Figures:
    """How one form of one set was restored.

    Attributes:
        texts: how many were measured.
        words: how many syllables they have.
        right: share of the syllables that are as they should be.
        whole: share of the texts without a wrong syllable.
        unchanged: share of the texts that came back as they were typed.
        ms: mean milliseconds a text.
    """

    texts: int
    words: int
    right: float
    whole: float
    unchanged: float
    ms: float


def bare(text: str, chance: random.Random | None = None) -> str:
    """Return `text` without diacritics, case kept."""
    return "".join(fold(c).upper() if c.isupper() else fold(c) if not c.isascii() else c for c in text)


def half(text: str, chance: random.Random) -> str:
    """Return `text` with every other word without diacritics, drawn by lot."""
    letters = list(text)
    for unit in units(text):
        if chance.random() < 0.5:
            letters[unit.start : unit.end] = bare(unit.text)
    return "".join(letters)


def as_is(text: str, chance: random.Random) -> str:
    """Return `text` itself."""
    return text


def plain(text: str) -> str:
    """Return `text` in lower case without punctuation; what joins a document number stays."""
    return " ".join(_PUNCTUATION.sub(" ", text).lower().split())


def measurable(texts: Iterable[str]) -> list[str]:
    """Return the texts in NFC that are long enough and were typed with diacritics."""
    composed = (unicodedata.normalize("NFC", text) for text in texts)
    return [text for text in composed if _is_measurable(words(text))]


def lines_of(documents: Iterable[str]) -> list[str]:
    """Return a sample of lines, the same each time."""
    lines = measurable(line for text in documents for line in text.split("\n"))
    random.Random(0).shuffle(lines)
    return lines[:LINES]


def figures(restorer: SyllableRestorer, texts: list[str], form: Form) -> Figures:
    """Restore a form of every text and compare with the text."""
    chance = random.Random(0)
    typed = [form(text, chance) for text in texts]
    started = time.perf_counter()
    answers = [restorer.restore(text) for text in typed]
    took = time.perf_counter() - started
    right = total = whole = 0
    for text, seen, answer in zip(texts, typed, answers, strict=True):
        read = answer or seen
        true = words(text)
        hits = sum(accented_key(u.text) == accented_key(read[u.start : u.end]) for u in true)
        right, total, whole = right + hits, total + len(true), whole + (hits == len(true))
    unchanged = sum(answer is None for answer in answers)
    n = len(texts)
    return Figures(n, total, right / total, whole / n, unchanged / n, 1000 * took / n)


def words(text: str) -> list[Unit]:
    """Return the words of `text`."""
    return [unit for unit in units(text) if unit.is_word]


def _is_measurable(found: list[Unit]) -> bool:
    marked = sum(not is_bare(unit.text) for unit in found)
    return len(found) >= WORDS and marked >= MARKED * len(found)
