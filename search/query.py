"""A question as it was understood: diacritics, abbreviations, numbers, dates, agencies, type."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.agencies import expand_abbreviations, find_agencies, provinces_in, resolve_agency
from corpus.dates import find_dates, find_periods
from corpus.letters import fold_letters
from corpus.numbers import find_loose_numbers, find_numbers, number_key
from corpus.text import canonical
from corpus.types import AgencyMention, Span
from models.protocols import Restorer
from search.asking.forms import is_out_of_scope
from search.asking.learned import Reading, read_asking
from search.asking.patterns import patterned_type
from search.asking.shapes import Shape, patterned_shape
from search.errors import EmptyQuestion, QuestionTooLong
from search.types import AnswerType, Expansion, QueryAnalysis

MAX_QUESTION = 2_000
_SECTION = re.compile(r"\b(?:(diem|dieu|khoan|muc|phan) (?:so |thu )?(\d{1,3}|[ivx]{1,5}|[a-z])\b)")
_SHORT_NAME = re.compile(r"[A-ZĐ]{2,}|&")
_HO_CHI_MINH = re.compile(r"(?i)\bTP\.? ?HCM\b")
_SERIAL = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A document named by number in a question.

    Attributes:
        key: match key of a full number, None where only kind and serial are given.
        kind: of a loose mention ("NQ 59"), None for a full number.
        serial: the number proper.
        text: as it is shown: normalised number or the words of the question.
        span: in `Query.text`.
    """

    key: str | None
    kind: str | None
    serial: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready for retrieval; `text` has diacritics and abbreviations restored."""

    original: str
    normalized: str
    restored: str | None
    text: str
    folded: str
    expansions: tuple[Expansion, ...]
    numbers: tuple[NumberMention, ...]
    dates: tuple[date, ...]
    periods: tuple[tuple[date, date], ...]
    agencies: tuple[AgencyMention, ...]
    sections: tuple[str, ...]
    provinces: frozenset[str]  # as they are called now
    patterned: AnswerType  # what the patterns of askings tell, one witness to `type`
    type: AnswerType
    shape: Shape | None  # of the value asked for; None where the header, a reference or a person answers
    other: Reading | None  # the next likeliest asking, where type and shape are unsure
    is_out_of_scope: bool

    def asking(self, kind: AnswerType) -> "Query":
        """Return the query as one for another type of answer."""
        if kind is self.type:
            return self
        return replace(self, type=kind, shape=patterned_shape(self.text, kind), other=None)

    def disclosed(self) -> QueryAnalysis:
        """Return what the response says of the question."""
        periods = tuple(f"{start.isoformat()}/{end.isoformat()}" for start, end in self.periods)
        return QueryAnalysis(
            original=self.original,
            normalized=self.normalized,
            restored=self.restored,
            expansions=self.expansions,
            numbers=tuple(mention.text for mention in self.numbers),
            dates=tuple(day.isoformat() for day in self.dates) + periods,
            agencies=tuple(mention.name for mention in self.agencies),
            type=self.type,
        )


@dataclass(frozen=True, slots=True)
class Spelt:
    """A question as it is looked for, before anything is read out of it; see `Query`."""

    original: str
    normalized: str
    restored: str | None
    text: str
    expansions: tuple[Expansion, ...]


def analyze(question: str, restorer: Restorer | None = None) -> Query:
    """Understand a question; raises like `spell`."""
    return understand(spell(question, restorer))


def spell(question: str, restorer: Restorer | None = None) -> Spelt:
    """Put the spelling of a question right, and its abbreviations into words.

    Raises:
        EmptyQuestion: no letter or digit in it.
        QuestionTooLong: more than `MAX_QUESTION` code points.
    """
    normalized = canonical(question).text.replace("\n", " ")
    if not any(c.isalnum() for c in normalized):
        raise EmptyQuestion
    if len(normalized) > MAX_QUESTION:
        raise QuestionTooLong(len(normalized), MAX_QUESTION)
    restored = _restored(normalized, restorer) if restorer else None
    text, expansions = _expand(restored or normalized)
    return Spelt(question, normalized, restored, text, expansions)


def understand(spelt: Spelt) -> Query:
    """Read out of a question what it asks for, and what it names."""
    text, folded = spelt.text, fold_letters(spelt.text)
    typed = _expand(spelt.normalized)[0] if spelt.restored else None
    patterned = patterned_type(text, typed) if typed is not None else patterned_type(text)
    reading = read_asking(text, patterned)
    return Query(
        original=spelt.original,
        normalized=spelt.normalized,
        restored=spelt.restored,
        text=text,
        folded=folded,
        expansions=spelt.expansions,
        numbers=_numbers(text),
        dates=tuple(fact.value for fact in find_dates(text)),
        periods=tuple((period.start, period.end) for period in find_periods(text)),
        agencies=tuple(find_agencies(text)),
        sections=tuple(
            match[2].upper() if match[2] in "ivx" else match[2] for match in _SECTION.finditer(folded)
        ),
        provinces=provinces_in(folded),
        patterned=patterned,
        type=reading.type,
        shape=reading.shape,
        other=reading.other,
        is_out_of_scope=is_out_of_scope(text),
    )


def _restored(text: str, restorer: Restorer) -> str | None:
    """Put slips of the keys right, then the diacritics back; None where there is nothing to do."""
    mended = restorer.mended(text)
    return restorer.restore(mended or text) or mended


def _expand(text: str) -> tuple[str, tuple[Expansion, ...]]:
    """Spell abbreviations out: those of words first, then those of whole agencies ("Sở KH&CN")."""
    text = _HO_CHI_MINH.sub("Thành phố Hồ Chí Minh", text)
    spelt, words = _replaced(text, expand_abbreviations(text))
    short = [(m.span, known.name) for m in find_agencies(spelt) if (known := resolve_agency(m.name))]
    short = [
        (span, name) for span, name in short if _SHORT_NAME.search(span.of(spelt)) and name != span.of(spelt)
    ]
    whole, agencies = _replaced(spelt, short)
    return whole, (*words, *agencies)


def _replaced(text: str, found: Sequence[tuple[Span, str]]) -> tuple[str, list[Expansion]]:
    expansions, pieces, at = [], [], 0
    for span, expansion in found:
        pieces += [text[at : span.start], expansion]
        expansions.append(Expansion(span.of(text), expansion))
        at = span.end
    return "".join([*pieces, text[at:]]), expansions


def _numbers(text: str) -> tuple[NumberMention, ...]:
    full = [
        NumberMention(
            number_key(fact.value), None, int(_SERIAL.findall(fact.value)[0]), fact.value, fact.span
        )
        for fact in find_numbers(text)
    ]
    loose = [
        NumberMention(None, found.kind, found.serial, found.span.of(text), found.span)
        for found in find_loose_numbers(text)
    ]
    return tuple(sorted(full + loose, key=lambda mention: mention.span))
