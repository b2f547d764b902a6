"""Typing slips put right: leftovers of Telex keys ("nghij quyeets") and swapped neighbours ("qaun").

Only what can be no Vietnamese syllable is touched, and only where the syllable it becomes was counted beside
one of its neighbours: names, foreign words and abbreviations stay as they were typed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from models.restorer_table import ID_BITS, SyllableTable
from models.syllables import ABBREVIATION, Unit, cased, has_shape, in_symbols, is_bare, units
from models.textkeys import accented_key, fold

_SHORTEST, _LONGEST = 3, 11  # letters of a word that is looked at: "nghieengx" is the keys of "nghiễng"
_SHORTEST_SWAPPED = 4  # of three letters nearly any order is some syllable: "evn" is no "ven"
_UNSEEN = -12.0  # nats of a pair that was never counted; about the least of those that were
_FORMS = 16  # syllables that a bare word is tried as, commonest first

_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_KEYS = (
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_LATE_W = (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))  # the key w at the end of the word: "truongw"
_WORD = re.compile(r"[^\W\d_]+")
_ONSET = re.compile(r"[^aeiouy]*")


class Slips:
    """Mends the mistyped words of a question; holds no state of a text."""

    def __init__(self, table: SyllableTable) -> None:
        self._table = table

    def mended(self, text: str) -> str | None:
        """Return `text` with its typing slips put right, or None where there are none."""
        text = unicodedata.normalize("NFC", text)
        if not any(map(self._is_slip, _WORD.findall(text))):
            return None
        found, symbols = list(units(text)), in_symbols(text)
        words = [unit.text for unit in found]
        meant = {
            i: list(dict.fromkeys(self._meant(unit.text)))
            for i, unit in enumerate(found)
            if unit.start not in symbols and self._is_slip(unit.text)
        }
        ids = [self._any_of(meant[i]) if i in meant else self._ids(word) for i, word in enumerate(words)]
        for i, syllables in meant.items():
            best = self._best(
                syllables, ids[i - 1] if i else (), ids[i + 1] if i + 1 < len(ids) else (), words[i]
            )
            if best is not None:
                words[i], ids[i] = cased(best, words[i]), self._ids(best)
        written = _written(text, found, words)
        return written if written != text else None

    def _is_slip(self, word: str) -> bool:
        if not (word.isalpha() and _SHORTEST <= len(word) <= _LONGEST) or self._is_known(word):
            return False
        return not (word.isupper() and len(word) <= ABBREVIATION)

    def _is_known(self, word: str) -> bool:
        return word.lower() in self._table.forms or accented_key(word) in self._table.ids

    def _best(
        self, syllables: Sequence[str], left: Sequence[int], right: Sequence[int], typed: str
    ) -> str | None:
        """Return the likeliest syllable that was counted beside a neighbour; None where none was.

        A tone's key alone may as well be the end of a foreign word ("bus", "gas"): that takes the neighbour
        before it.
        """
        scored = []
        for syllable in syllables:
            middle = self._ids(syllable)
            before, behind = self._best_pair(left, middle), self._best_pair(middle, right)
            is_weak = len(syllable) == len(typed) - 1 and fold(syllable) == typed[:-1].lower()
            if before is None and (behind is None or (is_weak and left)):
                continue
            score = (_UNSEEN if before is None else before) + (_UNSEEN if behind is None else behind)
            scored.append((score, syllable))
        return max(scored)[1] if scored else None

    def _meant(self, word: str) -> Iterator[str]:
        """Yield the syllables that may have been meant, in lower case."""
        word = word.lower()
        if has_shape(word) and not is_bare(word):
            return  # a syllable that was never counted
        decoded = decode_telex(word)
        if decoded is not None:
            yield from (syllable for syllable in _toned(*decoded) if self._ids(syllable))
        if len(word) >= _SHORTEST_SWAPPED and not has_shape(word):
            for i in range(len(word) - 1):
                swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
                if self._ids(swapped):
                    yield swapped

    def _ids(self, word: str) -> Sequence[int]:
        """Return the counted syllables that a word is, or may be where it is bare."""
        if is_bare(word) and (forms := self._table.forms.get(word.lower())):
            return forms[:_FORMS]
        id_ = self._table.ids.get(accented_key(word))
        return [] if id_ is None else [id_]

    def _any_of(self, syllables: Sequence[str]) -> list[int]:
        return [id_ for syllable in syllables for id_ in self._ids(syllable)]

    def _best_pair(self, firsts: Sequence[int], seconds: Sequence[int]) -> float | None:
        keys = np.array([a << ID_BITS | b for a in firsts for b in seconds], dtype=np.uint32)
        at = self._table.pair_keys.searchsorted(keys)
        known = at[self._table.pair_keys[at] == keys]
        return float(self._table.pairs[known].max()) if known.size else None


def decode_telex(word: str) -> tuple[str, str] | None:
    """Return the letters that lower-case Telex keys type, and the tone mark; None where they are no keys."""
    onset = _ONSET.match(word)
    head = onset[0] if onset else ""
    rest = word[len(head) :]
    tone = ""
    for at in range(len(rest) - 1, 0, -1):
        if rest[at] in _TONES:
            tone, rest = _TONES[rest[at]], rest[:at] + rest[at + 1 :]
            break
    if head.startswith("dd"):
        head = "đ" + head[2:]
    for keys, letters in _KEYS:
        rest = rest.replace(keys, letters)
    if rest.endswith("w"):
        rest = next((rest[:-1].replace(a, b, 1) for a, b in _LATE_W if a in rest), rest)
    return None if head + rest == word else (head + rest, tone)


def _toned(letters: str, tone: str) -> Iterator[str]:
    """Yield the letters with the tone mark on each vowel; those that are no syllables are never counted."""
    if not tone:
        yield letters
        return
    for i, letter in enumerate(letters):
        if fold(letter) in "aeiouy":
            yield accented_key(unicodedata.normalize("NFC", letters[: i + 1] + tone + letters[i + 1 :]))


def _written(text: str, found: Sequence[Unit], words: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    for unit, word in zip(found, words, strict=True):
        parts += text[at : unit.start], word
        at = unit.end
    return "".join(parts) + text[at:]
