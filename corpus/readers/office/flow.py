"""From the lines of an office file, with marks where pages begin, to a reading."""

import re
from collections.abc import Sequence

from corpus.readers.legacy_fonts import recognise, to_unicode
from corpus.readers.office.columns import unfold_columns
from corpus.readers.reading import Reading, reading_of
from corpus.types import Provenance, Remark

PAGE = "\x00"  # stands where a page begins; no XML text can hold it
# A line that begins in lower case goes on from one that does not end: a heading over two paragraphs.
_GOES_ON = re.compile(
    r"(?<=[^\W_]|[,)”])[^\S\n]*\n[^\S\n]*(?!\x00?[a-zđ]{1,4}[.)])(?=\x00?(?P<next>[^\W\d_]))"
)
_LONG_LINE = 25  # code points; shorter lines may be items of a list
_AGAIN = re.compile(f"{PAGE}([\\s|]*){PAGE}")  # nothing but white space and borders between two marks


def reading_of_lines(
    lines: Sequence[str], source: str, reader: str, remarks: set[Remark], pages: int | None = None
) -> Reading:
    """Make a reading of paragraphs and rows, converting those typed for legacy fonts of unknown name.

    Args:
        lines: paragraphs, possibly of several lines, and table rows; with page marks.
        source: the file's name.
        reader: the format's name, for the provenance.
        remarks: what was met.
        pages: how many pages the file says it has; where the marks disagree, they are not relied on.

    Raises:
        EmptyFile: nothing but white space.
    """
    text = "\n".join(unfold_columns(lines))
    font = recognise(text)
    if font is not None:
        text = to_unicode(text, font)
        remarks = remarks | {Remark.LEGACY_FONT}
    raw, starts = _cut_pages(_joined(text), pages)
    provenance = Provenance(reader, tuple(remark for remark in Remark if remark in remarks))
    return reading_of(raw, source, provenance, starts, wrapped=False)


def _joined(text: str) -> str:
    """Join lines that were broken to be centred; code point for code point."""

    def join(m: re.Match[str]) -> str:
        begin = text.rfind("\n", 0, m.start()) + 1
        line = text[begin : m.start()]
        long = len(line) >= _LONG_LINE and not line.startswith("|") and not line.isupper()
        return m[0].replace("\n", " ") if long and m["next"].islower() else m[0]

    return _GOES_ON.sub(join, text)


def _cut_pages(text: str, pages: int | None) -> tuple[str, tuple[int, ...]]:
    """Take the marks out; return where pages begin, () where the marks are not all there."""
    merged = text
    while _AGAIN.search(merged):  # a page break typed in, then the one that Word drew
        merged = _AGAIN.sub(PAGE + r"\1", merged)
    marked = next((t for t in (merged, text) if t.count(PAGE) + 1 == pages), merged)
    raw = text.replace(PAGE, "")
    if pages is None and PAGE not in marked:
        return raw, ()
    if pages is not None and marked.count(PAGE) + 1 != pages:
        return raw, ()
    starts = [0]
    for piece in marked.split(PAGE)[:-1]:
        starts.append(starts[-1] + len(piece))
    return raw, tuple(starts)
