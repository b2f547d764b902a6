"""Split a matching key into tokens, document numbers and dates kept whole."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

# The parts of a number's symbol: "cv/tu", "nq-cp", "qh15", "qđ-ubnd". Spaces may stand around the first
# hyphen ("59 - NQ/TW") where a "/" follows.
_PART = r"[^\W\d_][\w&.]*?"
_TOKEN = re.compile(
    rf"""
    (?P<date>(?<![\w/])(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}})(?![\w]|[/-]\w))
  | (?P<prose>(?:ng[àa]y\s+(?P<day2>\d{{1,2}})\s+)?
      th[áa]ng\s+(?P<month2>\d{{1,2}})\s+n[ăa]m\s+(?P<year2>\d{{4}})\b)
  | (?P<monthly>(?<![\w/-])(?P<month3>\d{{1,2}})/(?P<year3>\d{{4}})(?![\w]|[/-]\w))
  | (?P<number>(?<![\w/])(?P<serial>\d{{1,5}}[a-z]?)(?P<of_year>/\d{{4}})?
      (?:[-–/]|\s[-–]\s?(?=[^\W\d_]+/)|[-–]\s(?=[^\W\d_]+/))
      (?P<symbol>{_PART}(?:[-–/]{_PART})*)(?![\w&-]|/\w))
  | (?P<digits>\d+(?:[.,]\d+)*)
  | (?P<word>[^\W_]+)
  | (?P<stop>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


class Kind(Enum):
    """What a token may do: syllables make bigrams with their neighbours, a stop comes between them."""

    SYLLABLE = auto()
    EXTRA = auto()
    STOP = auto()


class Token(NamedTuple):
    """A term of the text, or a stop."""

    kind: Kind
    term: str


STOP = Token(Kind.STOP, "")


def tokens(key: str) -> Iterator[Token]:
    """Yield the tokens of `key`, which is lower-case NFC text, in order.

    "1023-cv/tu" gives itself, "1023" and "cv/tu"; "05/8/2020" gives "2020-08-05", "2020-08" and "2020";
    "09" counts as "9" and "1.200" as "1200", and a number with a leading zero is given both ways.
    """
    for match in _TOKEN.finditer(key):
        group = match.lastgroup
        if group == "word":
            yield Token(Kind.SYLLABLE, match[0])
        elif group == "stop":
            yield STOP
        elif group == "digits":
            yield Token(Kind.SYLLABLE, _plain(match[0]))
        elif group == "number":
            yield from _number(match)
        else:
            yield from _date(match)


def _plain(digits: str) -> str:
    """Drop leading zeros and the points between thousands."""
    if digits.isdigit():
        return digits.lstrip("0") or "0"
    return digits.replace(".", "") if _THOUSANDS.fullmatch(digits) else digits


def _number(match: re.Match[str]) -> Iterator[Token]:
    """Give a document number whole and in parts; its serial may follow a kind: "công văn 1023"."""
    serial, year, symbol = match["serial"], match["of_year"] or "", match["symbol"].replace("–", "-")
    separator = "-" if match["number"][len(serial) + len(year) :].lstrip()[0] in "-–" else "/"
    short = serial.lstrip("0") or "0"
    yield Token(Kind.SYLLABLE, short)
    yield STOP
    for form in dict.fromkeys((serial, short)):
        yield Token(Kind.EXTRA, f"{form}{year}{separator}{symbol}")
    if year:
        yield Token(Kind.EXTRA, short + year)
    yield Token(Kind.EXTRA, symbol)


def _date(match: re.Match[str]) -> Iterator[Token]:
    """Give a date in one form, its month and its year; words that spell it stay syllables."""
    day = match["day"] or match["day2"]
    month = int(match["month"] or match["month2"] or match["month3"])
    year = match["year"] or match["year2"] or match["year3"]
    real = 1 <= month <= 12 and (day is None or 1 <= int(day) <= 31)
    if real and day is not None:
        yield Token(Kind.EXTRA, f"{year}-{month:02}-{int(day):02}")
    if real:
        yield Token(Kind.EXTRA, f"{year}-{month:02}")
    if match["prose"]:
        for word in match["prose"].split():
            yield Token(Kind.SYLLABLE, _plain(word))
    elif real and day is not None:
        yield STOP
        yield Token(Kind.EXTRA, year)
    else:
        for part in re.findall(r"\d+", match[0]):
            yield Token(Kind.SYLLABLE, _plain(part))
