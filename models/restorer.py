"""Put diacritics back: a trigram model over syllables, searched in a trellis thinned by its pairs."""

import math
import unicodedata
from pathlib import Path

from models.protocols import Restoration
from models.restorer_table import OPAQUE, START, SyllableTable
from models.restorer_trellis import Trail, Trellis, ids_of
from models.slips import Slips
from models.syllables import Unit, cased, is_bare, units
from models.textkeys import accented_key

CANDIDATES = 16  # accented forms tried for one bare syllable, commonest first
ENOUGH = 0.7  # share of words with diacritics above which a text is left alone
MOSTLY = 0.5  # above this share one changed word is sooner a name than a slip: there must be `CHANGES`
CHANGES = 2
AS_TYPED = 10.0  # nats in favour of a bare form, times the share of words with diacritics


class SyllableRestorer:
    """Restores the bare syllables of a text; what has diacritics stays as it was typed."""

    def __init__(self, path: Path) -> None:
        self._table = SyllableTable(path)
        self._slips = Slips(self._table)

    def mended(self, text: str) -> str | None:
        """Return `text` with its typing slips put right, or None where there are none."""
        return self._slips.mended(text)

    def restore(self, text: str) -> str | None:
        """Return the restored text, or None where `text` needs none."""
        text = unicodedata.normalize("NFC", text)
        found = list(units(text))
        trellis = self._trellis(found)
        if trellis is None:
            return None
        restored = self._written(text, found, trellis.readings(1)[0][1])
        return restored if restored != text else None

    def alternatives(self, text: str, n: int = 5) -> list[Restoration]:
        """Return up to `n` distinct readings of `text`, likeliest first.

        Scores are probabilities among all readings of the text; they add up to at most 1. A text that
        needs no restoring has one reading, itself. The first is what `restore` returns.
        """
        text = unicodedata.normalize("NFC", text)
        found = list(units(text))
        trellis = self._trellis(found)
        if trellis is None:
            return [Restoration(text, 1.0)][:n]
        mass = trellis.mass()
        return [
            Restoration(self._written(text, found, trail), math.exp(min(score - mass, 0.0)))
            for score, trail in trellis.readings(n)
        ]

    def _trellis(self, found: list[Unit]) -> Trellis | None:
        """Lay out the readings of every unit, or return None where the text is best left alone."""
        words = [unit for unit in found if unit.is_word]
        if not words:
            return None
        share = sum(not is_bare(unit.text) for unit in words) / len(words)
        if share > ENOUGH:
            return None
        columns, favours = [[START]], [[0.0]]
        for unit in found:
            column = self._candidates(unit)
            typed = self._table.ids.get(unit.text.lower()) if share and len(column) > 1 else None
            columns.append(column)
            favours.append([AS_TYPED * share if id_ == typed else 0.0 for id_ in column])
        trellis = Trellis(self._table, [*columns, [START]], [*favours, [0.0]])
        if share > MOSTLY and len(self._changes(found, trellis.readings(1)[0][1])) < CHANGES:
            return None
        return trellis

    def _candidates(self, unit: Unit) -> list[int]:
        """Return the ids that may stand for a unit."""
        if unit.is_stop:
            return [START]
        if not unit.is_word:
            return [OPAQUE]
        if is_bare(unit.text):
            return self._table.forms.get(unit.text.lower(), [OPAQUE])[:CANDIDATES]
        return [self._table.ids.get(accented_key(unit.text), OPAQUE)]

    def _changes(self, found: list[Unit], trail: Trail) -> set[str]:
        """Return the different bare words that a reading gives diacritics."""
        pairs = zip(found, ids_of(trail), strict=True)
        return {
            unit.text.lower()
            for unit, id_ in pairs
            if unit.is_word
            and id_ > OPAQUE
            and is_bare(unit.text)
            and not is_bare(self._table.syllables[id_])
        }

    def _written(self, text: str, found: list[Unit], trail: Trail) -> str:
        """Return `text` with the bare words of a reading put in."""
        parts: list[str] = []
        at = 0
        for unit, id_ in zip(found, ids_of(trail), strict=True):
            if unit.is_word and id_ > OPAQUE and is_bare(unit.text):
                parts += text[at : unit.start], cased(self._table.syllables[id_], unit.text)
                at = unit.end
        return "".join(parts) + text[at:]
