"""What two headers say of each other."""

import re
from difflib import SequenceMatcher
from enum import StrEnum

from corpus.letters import fold_letters
from corpus.numbers import number_key
from corpus.types import Document, Fact, Form

_ALIKE = 0.8  # of the letters of two names that recognition may have spoilt
_ALIKE_SYMBOL = 0.7  # of the letters of two numbers' symbols: "GHQ-GSQI" is "CHQ-GSQL"
_SERIAL = re.compile("[0-9]+")
_CONFUSED = str.maketrans("oilsbzg", "0115829")  # letters that are recognised for digits
_SHORT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))


class Agreement(StrEnum):
    """Whether two headers may be of one document."""

    AGREEING = "agreeing"  # number and date are there on both sides, and equal
    LIKELY = "likely"  # the number is; a date is missing
    SILENT = "silent"  # nothing that both sides say differs, but they do not say enough
    CONTRADICTORY = "contradictory"


def agreement(one: Document, other: Document) -> Agreement:
    """Compare the facts that tell documents apart: number, date, issuer, signer, addressees."""
    ours, theirs = one.header, other.header
    if Form.NEWS in (ours.form, theirs.form) and ours.form is not theirs.form:
        return Agreement.CONTRADICTORY  # news relates a document, whatever it quotes
    recognised = bool(one.provenance.ocr_pages or other.provenance.ocr_pages)
    number = _same_number(ours.number, theirs.number, recognised)
    day = ours.issued_on.value == theirs.issued_on.value if ours.issued_on and theirs.issued_on else None
    if False in (number, day, _alike(ours.issuer, theirs.issuer)):
        return Agreement.CONTRADICTORY
    if number:  # who signed and who is addressed is harder to read than that
        return Agreement.AGREEING if day else Agreement.LIKELY
    rest = (_alike(ours.signer, theirs.signer), _alike_all(ours.addressees, theirs.addressees))
    return Agreement.CONTRADICTORY if False in rest else Agreement.SILENT


def _same_number(one: Fact[str] | None, other: Fact[str] | None, recognised: bool) -> bool | None:
    if one is None or other is None:
        return None
    ours, theirs = number_key(one.value), number_key(other.value)
    if ours == theirs or not recognised:
        return ours == theirs
    serial, symbol = _parts(ours)
    their_serial, their_symbol = _parts(theirs)
    return serial == their_serial and _ratio(symbol, their_symbol) >= _ALIKE_SYMBOL


def _parts(number: str) -> tuple[list[str], str]:
    """Return the digits of a number as they may have been meant, and its letters."""
    serial, _, symbol = fold_letters(number).partition("-")
    return _SERIAL.findall(serial.translate(_CONFUSED)) + _SERIAL.findall(symbol), _SERIAL.sub("", symbol)


def _alike(one: Fact[str] | None, other: Fact[str] | None) -> bool | None:
    """Compare two names; None where one of them is missing or only a part of the other."""
    if one is None or other is None:
        return None
    ours, theirs = _short(one.value), _short(other.value)
    if ours != theirs and (ours in theirs or theirs in ours):
        return None
    return _ratio(ours, theirs) >= _ALIKE


def _alike_all(ours: tuple[Fact[str], ...], theirs: tuple[Fact[str], ...]) -> bool | None:
    if not ours or not theirs:
        return None
    joined, other = (" ".join(_short(fact.value) for fact in some) for some in (ours, theirs))
    return _ratio(joined, other) >= _ALIKE


def _short(name: str) -> str:
    name = fold_letters(name)
    for long, short in _SHORT:
        name = name.replace(long, short)
    return name


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
