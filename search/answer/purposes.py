"""Purposes where documents state them: under a heading "Mục đích" or "Mục tiêu", or in the opening clause."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from corpus.clauses import clauses
from corpus.letters import fold_letters
from corpus.types import Passage, Span
from search.answer.context import Context
from search.answer.fit import without_numbers
from search.answer.sentences import Sentence, without_marker
from search.directory import KIND_WORDS
from search.terms import TermSet, content_terms

_LABEL = r"^(?:[ivx\d]+[.)-]*\s*)*"
_END = r"\s*[:.]?$"
_AIMS = re.compile(rf"{_LABEL}muc tieu[^.;:]{{0,30}}{_END}")
_PURPOSES = re.compile(rf"{_LABEL}muc dich(?:, (?:yeu cau|y nghia|muc tieu))*{_END}")
_DEMANDS = re.compile(rf"{_LABEL}(?:yeu cau|nguyen tac|quan diem){_END}")
_OPENING = re.compile(r"^(?:nham|de) ")
_OPENING_PASSAGES = 6
_LONGEST_HEADING = 120
_SHORTEST = 15
_SURE = 0.7  # how well what stands under the heading answers
_CERTAIN = 0.3
_AIM = re.compile(r"\bnham\b|\bde\b|\bphuc vu\b|\bgop phan\b|\bmuc dich\b|\bchuc nang\b|\bgiup\b")
_IDLE = frozenset(
    """
    muc dich tieu nham lam gi phuc vu lap ra dung viec vi sao tai y nghia chinh nhu nao ly do tp hcm tinh
    thanh pho ubnd xa
    """.split()  # noqa: SIM905  # a word list reads better as words
)
_WHY = re.compile(r"\b(?:vi|tai) sao\b|\bly do\b")
_LEAST_REST = 2  # words that no title says
_LEAST_SHARE, _LEAST_SHARE_WHY = 0.65, 0.5  # of them, that the clause repeats
_WORD = re.compile(r"\w+")


def stated_purposes(context: Context) -> list[Sentence]:
    """Return what the document asked about states as its purpose, in its order; may be empty."""
    for document_id in context.document_ids():
        if not context.is_whole(document_id) or context.certainty(document_id) < _CERTAIN:
            continue
        passages = context.catalog.passages(document_id)
        for heading in _wanted_headings(context.query.folded):
            if found := _under(heading, passages):
                return found
        if opening := _openings(passages):
            return opening
    return []


def asks_of_part(context: Context) -> bool:
    """Tell whether a question asks what one thing in a document is for: a clause names both.

    "Mục đích của Kế hoạch 5/KH-UBND" asks about the document, "phòng đọc lập ra để làm gì" does not.
    """
    least = _LEAST_SHARE_WHY if _WHY.search(context.query.folded) else _LEAST_SHARE
    said = {term for term in content_terms(without_numbers(context.query), KIND_WORDS) if " " not in term}
    for document_id in context.document_ids():
        if not context.is_whole(document_id) or context.certainty(document_id) < _CERTAIN:
            continue
        rest = said - context.directory.entry(document_id).terms.terms - _IDLE
        if len(rest) >= _LEAST_REST and _has_aim(context.catalog.passages(document_id), rest, least):
            return True
    return False


def _has_aim(passages: Sequence[Passage], rest: Set[str], least: float) -> bool:
    """Tell whether a clause says what something is for and repeats `least` of `rest`."""
    for passage in passages:
        folded = fold_letters(passage.text)
        if sum(f" {term} " in f" {folded} " for term in rest) < least * len(rest):
            continue
        for span in clauses(folded):
            words = span.of(folded)
            held = set(_WORD.findall(words))
            if _AIM.search(words) and len(rest & held) >= least * len(rest):
                return True
    return False


def _wanted_headings(folded: str) -> tuple[re.Pattern[str], ...]:
    return (_AIMS, _PURPOSES) if "muc tieu" in folded else (_PURPOSES, _AIMS)


def _under(heading: re.Pattern[str], passages: tuple[Passage, ...]) -> list[Sentence]:
    found: list[Sentence] = []
    for passage in passages:
        inside = bool(passage.headings) and bool(heading.search(fold_letters(passage.headings[-1])))
        for span in _lines(passage):
            line = fold_letters(span.of(passage.text))
            if len(line) <= _LONGEST_HEADING and heading.search(line):
                inside = True
            elif len(line) <= _LONGEST_HEADING and _DEMANDS.search(line):
                inside = False
            elif inside:
                found += _sentences(passage, span)
        if found and not inside:
            break
    return found


def _openings(passages: tuple[Passage, ...]) -> list[Sentence]:
    """Return the clauses that begin with "Nhằm" or "Để" before the tasks begin."""
    found = [s for p in passages[:_OPENING_PASSAGES] for line in _lines(p) for s in _sentences(p, line)]
    return [s for s in found if _OPENING.search(fold_letters(s.text))]


def _lines(passage: Passage) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(r"[^\n]+", passage.text)]


def _sentences(passage: Passage, line: Span) -> list[Sentence]:
    pieces = [piece.shifted(line.start) for piece in clauses(line.of(passage.text))]
    spans = [without_marker(passage.text, piece) for piece in pieces]
    empty = TermSet(frozenset())
    whole = Sentence(passage, line, empty, empty, _SURE)
    return [replace(whole, span=span) for span in spans if span.end - span.start >= _SHORTEST]
