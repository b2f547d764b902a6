"""Put diacritics back: a trigram model over syllables, searched with a beam."""

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.errors import BadModelFile
from models.syllables import Unit, is_bare, units
from models.textkeys import accented_key, fold

BEAM = 8
CANDIDATES = 12  # accented forms tried for one bare syllable, commonest first
ENOUGH = 0.5  # share of words with diacritics above which a text is left alone
START, OPAQUE = 0, 1  # ids of "a sentence starts here" and "a number, an abbreviation, an unknown word"
UNSEEN = -16.0  # log probability of a syllable that was never counted

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Beam:
    """The best readings so far, best first: their last two ids, scores, and what backing off costs them."""

    first: Ids
    second: Ids
    scores: Scores
    backoff: Scores

    @classmethod
    def start(cls) -> "Beam":
        """Return the one empty reading."""
        id_, zero = np.array([START], dtype=np.int64), np.zeros(1, dtype=np.float32)
        return cls(id_, id_, zero, zero)

    def closed(self, id_: int) -> "Beam":
        """Return the best reading alone, after a stop or an opaque unit."""
        last, zero = np.array([id_], dtype=np.int64), np.zeros(1, dtype=np.float32)
        return Beam(self.second[:1], last, self.scores[:1], zero)


@dataclass(frozen=True, slots=True)
class Extension:
    """Scores of each row of a beam with each option, and the cost of backing off after them."""

    scores: Scores
    backoff: Scores


class SyllableTable:
    """The counted model: syllables and the log probabilities of one, two and three in a row.

    Ids are places in `syllables`; a pair's key is first << 16 | second, a triple's first << 32 | second
    << 16 | third. Keys are stored as sorted differences, which compress well.
    """

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path) as data:
                self.syllables: list[str] = data["syllables"].tobytes().decode().split("\n")
                self.unigrams = data["unigrams"].astype(np.float32)
                self.single_backoff = data["single_backoff"].astype(np.float32)
                self.pair_keys = _keys(data["pair_steps"])
                self.pairs = _padded(data["pairs"])
                self.pair_backoff = _padded(data["pair_backoff"])
                self.triple_keys = _keys(data["triple_steps"])
                self.triples = _padded(data["triples"])
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise BadModelFile(path, str(error)) from error
        self.ids = {syllable: i for i, syllable in enumerate(self.syllables)}
        self.forms: dict[str, list[int]] = {}
        for i in np.argsort(-self.unigrams, kind="stable").tolist():
            if i > OPAQUE:
                self.forms.setdefault(fold(self.syllables[i]), []).append(i)

    def extend(self, beam: "Beam", options: Ids) -> "Extension":
        """Return log P(option | the beam's last two) for every row of the beam, shape (rows, options)."""
        pair = (beam.second << 16)[:, None] | options
        at = self.pair_keys.searchsorted(pair)
        hit = self.pair_keys[at] == pair
        alone = self.single_backoff[beam.second][:, None] + self.unigrams[options]
        scores = np.where(hit, self.pairs[at], alone) + beam.backoff[:, None]
        triple = (beam.first << 32)[:, None] | pair
        place = self.triple_keys.searchsorted(triple)
        known = self.triple_keys[place] == triple
        scores = np.where(known, self.triples[place], scores)
        return Extension(scores, np.where(hit, self.pair_backoff[at], np.float32(0)))


def _keys(steps: npt.NDArray[np.int64]) -> Ids:
    """Add the steps up, and a last key that nothing equals, so that every search ends inside."""
    return np.append(np.cumsum(steps), np.iinfo(np.int64).max)


def _padded(values: npt.NDArray[np.float16]) -> Scores:
    return np.append(values, np.float16(0)).astype(np.float32)


class SyllableRestorer:
    """Restores the bare syllables of a text; what has diacritics stays as it was typed."""

    def __init__(self, path: Path) -> None:
        self._table = SyllableTable(path)

    def restore(self, text: str) -> str | None:
        """Return the restored text, or None where `text` needs none."""
        text = unicodedata.normalize("NFC", text)
        found = list(units(text))
        words = [unit for unit in found if unit.is_word]
        accented = sum(not is_bare(unit.text) for unit in words)
        if not words or accented > ENOUGH * len(words):
            return None
        parts: list[str] = []
        at = 0
        for unit, syllable in zip(found, self._best(found), strict=True):
            if unit.is_word and is_bare(unit.text) and syllable > OPAQUE:
                parts += text[at : unit.start], _cased(self._table.syllables[syllable], unit.text)
                at = unit.end
        restored = "".join(parts) + text[at:]
        return restored if restored != text else None

    def _candidates(self, unit: Unit) -> list[int]:
        """Return the ids that may stand for a unit."""
        if unit.is_stop:
            return [START]
        if not unit.is_word:
            return [OPAQUE]
        if is_bare(unit.text):
            return self._table.forms.get(unit.text.lower(), [OPAQUE])[:CANDIDATES]
        return [self._table.ids.get(accented_key(unit.text), OPAQUE)]

    def _best(self, found: list[Unit]) -> list[int]:
        """Return the likeliest id of every unit."""
        beam = Beam.start()
        history: list[tuple[list[int], list[int]]] = []
        for unit in found:
            candidates = self._candidates(unit)
            if candidates[0] <= OPAQUE:  # nothing to choose between, and the chain starts anew
                beam = beam.closed(candidates[0])
                history.append(([0], candidates))
                continue
            options = np.array(candidates, dtype=np.int64)
            extension = self._table.extend(beam, options)
            total = (beam.scores[:, None] + extension.scores).ravel()
            best = np.argsort(-total, kind="stable")[:BEAM]
            rows, columns = np.divmod(best, len(options))
            history.append((rows.tolist(), options[columns].tolist()))
            beam = Beam(beam.second[rows], options[columns], total[best], extension.backoff[rows, columns])
        return _read_back(history)


def _read_back(history: list[tuple[list[int], list[int]]]) -> list[int]:
    """Follow the best row of the last step back to the first."""
    chosen: list[int] = []
    at = 0
    for parents, ids in reversed(history):
        chosen.append(ids[at])
        at = parents[at]
    return chosen[::-1]


def _cased(syllable: str, like: str) -> str:
    """Give a lower-case syllable the capitals of what was typed."""
    if like.isupper() and len(like) > 1:
        return syllable.upper()
    return syllable[0].upper() + syllable[1:] if like[0].isupper() else syllable
