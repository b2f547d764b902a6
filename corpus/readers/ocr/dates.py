"""Dates that were read in pieces are read again, alone and in several ways: what two ways agree on stands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from PIL import Image

from corpus.letters import fold_letters
from corpus.readers.ocr.boxes import Box, Word, hull
from corpus.readers.ocr.tesseract import Segmentation, recognise_words

_DAY, _MONTH, _YEAR = "nga", "thang", "nam"  # what is left of "ngày" when a stamp has crossed its tail
_REACH = 2  # words that may stand between two of them
_SHEER = re.compile(r"\d{1,2}")
_YEAR_NUMBER = re.compile(r"[12]\d{3}(?!\d)")
_SAID = re.compile(r"(?<!\d)(\d{1,2})\W* thang\W* (\d{1,2})\W* nam\W* ([12]\d{3})(?!\d)")
_SCALES = (2 / 3, 1.0)
_WHITER = [min(255, value * 255 // 215) for value in range(256)]  # without the grain of the paper
_WAYS = 2 * len(_SCALES)  # in which a date is read
_AGREEING = 2
_BESIDE, _ABOVE, _PAPER = 8, 7, 16  # pixels

Day = tuple[int, int]  # of the month, and its month


@dataclass(frozen=True, slots=True)
class _Broken:
    """A date in a line of words, from "ngày" to the year."""

    line: int
    first: int
    end: int
    year: str


def dates_read_again(
    lines: Sequence[list[Word]], parts: Sequence[Image.Image], source: str, dpi: int
) -> list[list[Word]]:
    """Return the lines with dates put right whose numbers could not be read; raises as `recognise_words`.

    The numbers between "ngày", "tháng" and "năm" alone are too small for Tesseract, so the whole date is
    read. A date left blank or written by hand is read in different ways, if at all, and stays as it was.
    """
    broken = [one for at, line in enumerate(lines) if (one := _broken_date(at, line))]
    ways = [way for one in broken for way in _ways(one, lines, parts)]
    words = recognise_words(ways, source, dpi, Segmentation.WORD)
    told: dict[int, Counter[Day]] = {}
    for image, group in groupby(words, key=lambda word: word.image):
        number = image // _WAYS
        day = _day(" ".join(word.text for word in group), broken[number].year)
        if day:
            told.setdefault(number, Counter())[day] += 1
    out = [list(line) for line in lines]
    for number, days in told.items():
        best, *others = days.most_common(2)
        if best[1] >= _AGREEING and not (others and others[0][1] == best[1]):
            out[broken[number].line] = _with_day(lines[broken[number].line], broken[number], best[0])
    return out


def _broken_date(at: int, line: Sequence[Word]) -> _Broken | None:
    """Return a date of a line whose day or month is no number."""
    folded = [fold_letters(word.text) for word in line]
    for month in (i for i, text in enumerate(folded) if text == _MONTH):
        before, after = range(max(0, month - _REACH - 1), month), range(month + 1, len(line) - 1)
        first = next((i for i in reversed(before) if folded[i].startswith(_DAY)), None)
        last = next((i for i in after[: _REACH + 1] if folded[i] == _YEAR), None)
        year = _YEAR_NUMBER.match(folded[last + 1]) if last else None
        if first is None or last is None or year is None:
            continue
        if not (_is_number(folded[first + 1 : month]) and _is_number(folded[month + 1 : last])):
            return _Broken(at, first, last + 2, year[0])
    return None


def _is_number(words: Sequence[str]) -> bool:
    return len(words) == 1 and _SHEER.fullmatch(words[0]) is not None


def _ways(one: _Broken, lines: Sequence[list[Word]], parts: Sequence[Image.Image]) -> Iterator[Image.Image]:
    """Yield the image of a date in different sizes, with the grain of the paper and without."""
    words = lines[one.line][one.first : one.end]
    part, box = parts[words[0].image], hull([word.box for word in words])
    date = part.crop(
        (
            max(box.left - _BESIDE, 0),
            max(box.top - _ABOVE, 0),
            min(box.right + _BESIDE, part.width),
            min(box.bottom + _ABOVE, part.height),
        )
    )
    for image in (date, date.point(_WHITER)):
        for scale in _SCALES:
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            paper = Image.new("L", (size[0] + 2 * _PAPER, size[1] + 2 * _PAPER), 255)
            paper.paste(image.resize(size, Image.Resampling.BICUBIC), (_PAPER, _PAPER))
            yield paper


def _day(text: str, year: str) -> Day | None:
    said = _SAID.search(fold_letters(text))
    if said is None or said[3] != year:
        return None
    day, month = int(said[1]), int(said[2])
    return (day, month) if 1 <= day <= 31 and 1 <= month <= 12 else None


def _with_day(line: Sequence[Word], one: _Broken, day: Day) -> list[Word]:
    """Write a date in place of what was read; its words share the room between "ngày" and the year."""
    old = line[one.first : one.end]
    texts = ["ngày", str(day[0]), "tháng", str(day[1]), "năm", old[-1].text]
    whole = hull([word.box for word in old])
    step = whole.width / len(texts)
    boxes = [
        Box(whole.left + round(at * step), whole.top, whole.left + round((at + 1) * step), whole.bottom)
        for at in range(len(texts))
    ]
    sure = max(word.confidence for word in old)
    new = [
        replace(old[0], text=text, box=box, confidence=sure) for text, box in zip(texts, boxes, strict=True)
    ]
    return [*line[: one.first], *new, *line[one.end :]]
