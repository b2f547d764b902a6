"""What two headers say of each other."""

from difflib import SequenceMatcher
from enum import StrEnum

from corpus.letters import fold_letters
from corpus.numbers import number_key
from corpus.types import Document, Fact, Form

_ALIKE = 0.8  # of the letters of two names that recognition may have spoilt
_CONFUSED = str.maketrans("oilsbzg", "0115829")  # letters that are recognised for digits


class Agreement(StrEnum):
    """Whether two headers may be of one document."""

    AGREEING = "agreeing"  # number and date are there on both sides, and equal
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
    if number and day:
        return Agreement.AGREEING  # who signed and who is addressed is harder to read than that
    rest = (_alike(ours.signer, theirs.signer), _alike_all(ours.addressees, theirs.addressees))
    return Agreement.CONTRADICTORY if False in rest else Agreement.SILENT


def _same_number(one: Fact[str] | None, other: Fact[str] | None, recognised: bool) -> bool | None:
    if one is None or other is None:
        return None
    keys = [number_key(fact.value) for fact in (one, other)]
    if recognised:
        keys = [fold_letters(key).translate(_CONFUSED) for key in keys]
    return keys[0] == keys[1]


def _alike(one: Fact[str] | None, other: Fact[str] | None) -> bool | None:
    if one is None or other is None:
        return None
    return _near(one.value, other.value)


def _alike_all(ours: tuple[Fact[str], ...], theirs: tuple[Fact[str], ...]) -> bool | None:
    if not ours or not theirs:
        return None
    return _near(" ".join(fact.value for fact in ours), " ".join(fact.value for fact in theirs))


def _near(one: str, other: str) -> bool:
    return SequenceMatcher(None, fold_letters(one), fold_letters(other), autojunk=False).ratio() >= _ALIKE
