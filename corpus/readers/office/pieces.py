"""Pieces of a paragraph: how text is set, and the legacy font it was typed for."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.legacy_fonts import LegacyFont, font_of, to_unicode
from corpus.readers.office.symbols import without_private

Piece = tuple[str, LegacyFont | None]


@dataclass(frozen=True, slots=True)
class Look:
    """What is set for text; None where it is left to the style below."""

    font: str | None = None
    hidden: bool | None = None
    capitals: bool | None = None

    def over(self, below: "Look") -> "Look":
        """Lay these settings over those of the style below."""
        return Look(
            below.font if self.font is None else self.font,
            below.hidden if self.hidden is None else self.hidden,
            below.capitals if self.capitals is None else self.capitals,
        )


def piece_of(text: str, look: Look) -> Piece:
    """Return a text of a file as it is shown; fonts of the past draw their own capitals."""
    legacy = font_of(look.font or "")
    text = without_private(text, look.font)
    return (text.upper() if look.capitals and legacy is None else text), legacy


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
