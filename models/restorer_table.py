"""The counted model of the diacritic restorer: log probabilities of syllables in a row."""

import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.errors import BadModelFile

START, OPAQUE = 0, 1  # ids of "a sentence starts here" and "a number, an abbreviation, an unknown word"
ID_BITS = 13
STEP = 16  # a stored log probability is so many to a nat
LOWEST = -255 / STEP
BACKOFF_ZERO = 192  # a stored backoff of this is 0

Keys = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


class SyllableTable:
    """Syllables, and log P of one, of one after another, and of one after two others.

    Ids are places in `syllables`. A pair's key is first << ID_BITS | second; a triple's is the place of its
    first two among the pairs << ID_BITS | third. Keys are sorted, and end with one that nothing equals.
    """

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path) as data:
                self.syllables: list[str] = data["syllables"].tobytes().decode().split("\n")
                folded: list[str] = data["folded"].tobytes().decode().split("\n")
                self.singles = _logs(data["singles"])
                self.single_backoff = _backoff(data["single_backoff"])
                self.pair_keys = _keys(data["pair_steps"])
                self.pairs = _logs(data["pairs"])
                self.pair_backoff = _backoff(data["pair_backoff"])
                self.triple_keys = _keys(data["triple_steps"])
                self.triples = _logs(data["triples"])
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise BadModelFile(path, str(error)) from error
        self.ids = {syllable: i for i, syllable in enumerate(self.syllables)}
        self.forms: dict[str, list[int]] = {}
        for i, key in enumerate(folded[OPAQUE + 1 :], OPAQUE + 1):
            self.forms.setdefault(key, []).append(i)

    def pair_scores(self, keys: Keys) -> tuple[Scores, Keys]:
        """Return log P(second | first), and the places of the pairs, len(pairs) - 1 where there is none."""
        at = self.pair_keys.searchsorted(keys)
        known = self.pair_keys[at] == keys
        at[~known] = len(self.pair_keys) - 1
        alone = self.single_backoff[keys >> ID_BITS] + self.singles[keys & ((1 << ID_BITS) - 1)]
        return np.where(known, self.pairs[at], alone), at.astype(np.uint32)

    def triple_scores(self, contexts: Keys, thirds: Keys, backed_off: Scores) -> Scores:
        """Return log P(third | the pair at `contexts`); `backed_off` is log P(third | second)."""
        keys = contexts << np.uint32(ID_BITS) | thirds
        at = self.triple_keys.searchsorted(keys)
        known = self.triple_keys[at] == keys
        return np.where(known, self.triples[at], self.pair_backoff[contexts] + backed_off)


def _keys(planes: Bytes) -> Keys:
    """Put the byte planes of the differences together, and a last key that nothing equals."""
    steps = np.ascontiguousarray(planes.T).view("<u4").ravel()
    keys = np.empty(len(steps) + 1, dtype=np.uint32)
    np.cumsum(steps, out=keys[:-1])
    keys[-1] = np.iinfo(np.uint32).max
    return keys


def _logs(steps: Bytes) -> Scores:
    return np.append(steps, np.uint8(0)).astype(np.float32) / np.float32(-STEP)


def _backoff(steps: Bytes) -> Scores:
    values = np.append(steps, np.uint8(BACKOFF_ZERO)).astype(np.float32)
    return (values - np.float32(BACKOFF_ZERO)) / np.float32(STEP)
