"""Put right the diacritics that a program misread on the image of a page.

A noisy channel (Kernighan, Church and Gale 1990) whose source is the syllable trigrams of the restorer: what
stands in the text is likely to be right by some nats, and everything with the same letters under the marks
competes with it in its context.
"""

from pathlib import Path

from models.restorer_table import OPAQUE, START, SyllableTable
from models.restorer_trellis import Trellis, ids_of
from models.syllables import Unit, cased, units
from models.textkeys import accented_key, fold

AS_READ = 6.0  # nats in favour of a syllable as it was read ...
AS_NAME = 10.0  # ... of one with a capital, which names have ...
UNKNOWN = -3.0  # ... and of what has the shape of a syllable, but is none that official texts have
CANDIDATES = 16  # forms tried for a syllable, commonest first


class SyllableProofreader:
    """Corrects line by line; letters, numbers and symbols stay, and so does the length of the text."""

    def __init__(self, path: Path) -> None:
        self._table = SyllableTable(path)

    def corrected(self, text: str) -> str:
        """Return NFC `text` with the diacritics that its syllables most likely have on paper."""
        return "\n".join(map(self._line, text.split("\n")))

    def _line(self, line: str) -> str:
        found = list(units(line))
        if not any(unit.is_word for unit in found):
            return line
        columns, favours = [[START]], [[0.0]]
        for unit in found:
            column, favour = self._candidates(unit)
            columns.append(column)
            favours.append(favour)
        trellis = Trellis(self._table, [*columns, [START]], [*favours, [0.0]])
        return self._written(line, found, ids_of(trellis.readings(1)[0][1]))

    def _candidates(self, unit: Unit) -> tuple[list[int], list[float]]:
        """Return the ids that may stand for a unit, and how much speaks for each beforehand."""
        if not unit.is_word:
            return [START if unit.is_stop else OPAQUE], [0.0]
        read = self._table.ids.get(accented_key(unit.text), OPAQUE)
        forms = self._table.forms.get(fold(unit.text), [])[:CANDIDATES]
        column = forms if read in forms else [*forms, read]
        trust = UNKNOWN if read == OPAQUE else AS_NAME if unit.text.istitle() else AS_READ
        return column, [trust if id_ == read else 0.0 for id_ in column]

    def _written(self, line: str, found: list[Unit], ids: list[int]) -> str:
        parts: list[str] = []
        at = 0
        for unit, id_ in zip(found, ids, strict=True):
            meant = self._table.syllables[id_]
            if unit.is_word and id_ > OPAQUE and meant != accented_key(unit.text):
                parts += line[at : unit.start], cased(meant, unit.text)
                at = unit.end
        return "".join(parts) + line[at:]
