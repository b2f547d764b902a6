"""Pieces of a paragraph, each with the legacy font it was typed for."""

from collections.abc import Sequence

from corpus.readers.legacy_fonts import LegacyFont, to_unicode

Piece = tuple[str, LegacyFont | None]


def text_of(pieces: Sequence[Piece]) -> tuple[str, bool]:
    """Return the paragraph in Unicode, and whether anything had to be converted.

    Pieces of one font are joined first: a letter of VNI may begin in one and end in the next.
    """
    if all(font is None for _, font in pieces):
        return "".join(text for text, _ in pieces), False
    joined: list[Piece] = []
    for text, font in pieces:
        if joined and (joined[-1][1] is font or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, font))
    before = "".join(text for text, _ in joined)
    after = "".join(text if font is None else to_unicode(text, font) for text, font in joined)
    return after, after != before
