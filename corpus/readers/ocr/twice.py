"""Parts of a page to words; a line that was read doubtfully is read again, alone and smaller."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from PIL import Image

from corpus.readers.ocr.boxes import Box, Word, hull, mean_confidence
from corpus.readers.ocr.dates import dates_read_again
from corpus.readers.ocr.tesseract import Segmentation, recognise_words

_DOUBTFUL = 0.8  # mean confidence of a line
_BETTER = 0.04  # by which the second reading must be surer
_AS_LONG = 0.6  # share of the first reading's letters that the second must have
_MOST_LINES = 60  # a page with more doubtful lines is a bad scan throughout
_SCALE = 2 / 3
_BESIDE, _ABOVE = 20, 7  # pixels around a line
_PAPER = 16


def read_parts(parts: Sequence[Image.Image], source: str, dpi: int) -> list[Word]:
    """Return the words on the images of parts, each image one column of text; raises as `recognise_words`."""
    words = recognise_words(parts, source, dpi, Segmentation.BLOCK)
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    doubtful = [at for at, line in enumerate(lines) if mean_confidence(line) < _DOUBTFUL and _long(line)]
    if len(doubtful) <= _MOST_LINES:
        _read_again(doubtful, lines, parts, source, round(dpi * _SCALE))
        lines = dates_read_again(lines, parts, source, dpi)
    return [word for line in lines for word in line]


def _read_again(
    doubtful: Sequence[int], lines: list[list[Word]], parts: Sequence[Image.Image], source: str, dpi: int
) -> None:
    """Put a better reading in place of doubtful lines."""
    cuts = [_cut(parts[lines[at][0].image], hull([word.box for word in lines[at]])) for at in doubtful]
    again = recognise_words([image for image, _ in cuts], source, dpi, Segmentation.LINE)
    for number, group in groupby(again, key=lambda word: word.image):
        at, (_, place) = doubtful[number], cuts[number]
        second = [_placed(word, place, lines[at][0]) for word in group]
        if _is_better(second, lines[at]):
            lines[at] = second


def _long(line: Sequence[Word]) -> bool:
    return sum(len(word.text) for word in line) >= 2


def _cut(part: Image.Image, box: Box) -> tuple[Image.Image, Box]:
    """Cut a line out, smaller and on more paper; also return where the cut stands."""
    place = Box(
        max(box.left - _BESIDE, 0),
        max(box.top - _ABOVE, 0),
        min(box.right + _BESIDE, part.width),
        min(box.bottom + _ABOVE, part.height),
    )
    line = part.crop((place.left, place.top, place.right, place.bottom))
    size = (max(1, round(line.width * _SCALE)), max(1, round(line.height * _SCALE)))
    paper = Image.new("L", (size[0] + 2 * _PAPER, size[1] + 2 * _PAPER), 255)
    paper.paste(line.resize(size, Image.Resampling.BICUBIC), (_PAPER, _PAPER))
    return paper, place


def _placed(word: Word, place: Box, first: Word) -> Word:
    """Move a word of a cut to where it stands on its part."""
    left, top, right, bottom = (
        round((edge - _PAPER) / _SCALE)
        for edge in (word.box.left, word.box.top, word.box.right, word.box.bottom)
    )
    box = Box(left, top, right, bottom).shifted(place.left, place.top)
    return replace(word, box=box, image=first.image, line=first.line)


def _is_better(second: Sequence[Word], first: Sequence[Word]) -> bool:
    letters = [sum(len(word.text) for word in line) for line in (second, first)]
    surer = mean_confidence(second) > mean_confidence(first) + _BETTER
    return surer and letters[0] >= _AS_LONG * letters[1]
