"""What every reader returns, and how raw text becomes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpus.errors import EmptyFile
from corpus.reflow import reflow
from corpus.text import MappedText, TextBuilder, canonical
from corpus.types import Provenance, Remark

_CELL_BREAK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's text: canonical, one paragraph a line, table rows as `| a | b |` lines.

    Attributes:
        mapped: the text, and the way back to the raw text that was taken out of the file.
        page_starts: where each page begins in the text, ascending from 0; () where the format has no pages.
        provenance: how the text was come by.
    """

    mapped: MappedText
    page_starts: tuple[int, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    def remarked(self, remark: Remark) -> "Reading":
        """Return the reading with one more remark."""
        remarks = {*self.provenance.remarks, remark}
        ordered = tuple(known for known in Remark if known in remarks)
        return replace(self, provenance=replace(self.provenance, remarks=ordered))


def reading_of(
    raw: str,
    source: str,
    provenance: Provenance,
    page_starts: Sequence[int] = (),
    *,
    wrapped: bool = True,
) -> Reading:
    """Make canonical paragraphs of the raw text of a file.

    Args:
        raw: one paragraph a line where `wrapped` is False; else lines as they stand, which are then joined.
        source: the file's name, for the error.
        provenance: how the raw text was come by.
        page_starts: where each page begins in `raw`; () where there are no pages.
        wrapped: whether lines may be broken inside paragraphs.

    Raises:
        EmptyFile: nothing but white space.
    """
    clean = canonical(raw)
    flowed = reflow(clean.text) if wrapped else _without_blank_lines(clean.text)
    if not flowed.text:
        raise EmptyFile(source)
    mapped = MappedText(flowed.text, clean.offsets.then(flowed.offsets))
    return Reading(mapped, _moved(page_starts, mapped), provenance)


def table_line(cells: Sequence[str]) -> str:
    """Return a table row as the line that `corpus.tables` reads; bars inside cells become broken bars."""
    return f"| {' | '.join(map(cell_text, cells))} |"


def cell_text(text: str) -> str:
    """Return the text of a table's cell as it stands in the table's line."""
    return _CELL_BREAK.sub(" ", text).strip().replace("|", "¦")


def _moved(page_starts: Sequence[int], mapped: MappedText) -> tuple[int, ...]:
    """Move page starts from the raw text into the text made from it."""
    text, origins = mapped.text, mapped.offsets.origins[:-1]
    moved = (int(at) for at in np.searchsorted(origins, np.asarray(page_starts, np.int64)))
    # The break before a page may come from blank lines on top of it; it still ends the page before.
    return tuple(at + 1 if text[at : at + 1] == "\n" else at for at in moved)


def _without_blank_lines(text: str) -> MappedText:
    out, at = TextBuilder(), 0
    for line in text.split("\n"):
        if line:
            if at:  # canonical text never begins with a blank line
                out.add("\n", at - 1)
            out.copy(text, at, at + len(line))
        at += len(line) + 1
    return out.build(len(text))
