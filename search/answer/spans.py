"""Answers without a type of their own: the sentence that says it."""

import re
from dataclasses import dataclass, replace

from corpus.clauses import clauses
from corpus.letters import fold_letters
from corpus.types import Passage, Span
from search.answer.context import Context, Draft, Finding, nothing
from search.answer.fit import without_numbers
from search.terms import Coverage, TermSet, content_terms
from search.types import AnswerType, Reason

# Words by which a sentence shows that it states what is asked.
_SIGNS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.PURPOSE: re.compile(
        r"\bnham\b|muc dich|muc tieu|\bde (?:\w+ ){0,3}(?:thuc hien|bao dam|dam bao|nang cao|tiep tuc)"
    ),
    AnswerType.REQUIREMENT: re.compile(
        r"yeu cau|\bphai\b|\bcan\b|bao dam|dam bao|dieu kien|nguyen tac|tang cuong"
    ),
}
_SIGN_WEIGHT = 0.12
_BY_TITLE = re.compile(r"\b(?:nguoi|dong chi|ong|ba|pho thu tuong|can bo|lanh dao) nao\b")
_ASKS_PERSON = re.compile(rf"\bai\b|{_BY_TITLE.pattern}")
_NAME = r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,4}"
_PERSON = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c|Phó Thủ tướng(?: Thường trực)?(?: Chính phủ)?)"
    rf" (?!Phó |Chủ tịch|Bí thư|Bộ trưởng|Thủ tướng|Giám đốc)(?P<name>{_NAME})"
)
_LEAST_FIT_NAMED, _LEAST_FIT_FOUND = 0.3, 0.5
_MOST_PASSAGES = 12
_MOST_ANSWERS = 3
_TIE = 0.1
_MARKER = re.compile(r"(?:\d+(?:\.\d+)*[.)-]|[a-zđ]\)|[-–+•*]|[IVX]+[.-])\s+")
_SHORTEST = 15
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    span: Span
    terms: TermSet
    around: TermSet


def answer(context: Context) -> Finding:
    """Answer with the sentences that say most of what the question asks."""
    sentences = [s for c in context.passages[:_MOST_PASSAGES] for s in _sentences(c.passage)]
    if not sentences:
        return nothing(Reason.NOT_IN_CORPUS)
    coverage = Coverage(content_terms(without_numbers(context)), [sentence.terms for sentence in sentences])
    ranks = context.rank_of()
    best = max(ranks.values(), default=1.0) or 1.0
    sign = _SIGNS.get(context.query.type)
    scored = []
    for sentence in sentences:
        score = (
            0.6 * coverage(sentence.terms)
            + 0.2 * coverage(sentence.around)
            + 0.2 * ranks[sentence.passage.id] / best
        )
        if sign and sign.search(fold_letters(sentence.span.of(sentence.passage.text))):
            score += _SIGN_WEIGHT
        scored.append((score, sentence))
    scored.sort(key=lambda item: (-item[0], item[1].passage.id, item[1].span))
    kept = [
        (score, s)
        for score, s in scored
        if score >= context.least_fit(_LEAST_FIT_NAMED, _LEAST_FIT_FOUND, s.passage.document_id)
    ]
    if _ASKS_PERSON.search(context.query.folded):
        named = [(score, s) for score, s in kept if _PERSON.search(s.span.of(s.passage.text))]
        return _persons(context, named)
    if not kept:
        covered_at_all = max(coverage(sentence.around) for sentence in sentences)
        known = context.is_named or covered_at_all >= _LEAST_FIT_FOUND
        return nothing(Reason.SLOT_NOT_STATED if known else Reason.NOT_IN_CORPUS)
    close = [(score, s) for score, s in kept if score >= kept[0][0] - _TIE]
    return Finding(tuple(_draft(context, score, s) for score, s in close[:_MOST_ANSWERS]))


def asks_person(context: Context) -> bool:
    """Tell whether a question asks for a person rather than a body: "đồng chí nào", "Phó Thủ tướng nào"."""
    return _BY_TITLE.search(context.query.folded) is not None


def _persons(context: Context, kept: list[tuple[float, _Sentence]]) -> Finding:
    """Answer a question about a person with the names that the sentences give."""
    drafts = []
    for score, sentence in kept[:_MOST_ANSWERS]:
        whole = _draft(context, score, sentence)
        for person in _PERSON.finditer(sentence.span.of(sentence.passage.text)):
            value = Span(*person.span("name")).shifted(whole.quote.start)
            drafts.append(replace(whole, value=value))
    return Finding(tuple(drafts)) if drafts else nothing(Reason.SLOT_NOT_STATED)


def _sentences(passage: Passage) -> list[_Sentence]:
    around = TermSet.of(" . ".join((*passage.headings, passage.text)))
    return [
        _Sentence(passage, span, TermSet.of(span.of(passage.text)), around)
        for span in (_without_marker(passage.text, piece) for piece in clauses(passage.text))
        if span.end - span.start >= _SHORTEST and not _is_heading(passage.text, span)
    ]


def _without_marker(text: str, span: Span) -> Span:
    marker = _MARKER.match(text, span.start, span.end)
    return Span(marker.end(), span.end) if marker else span


def _is_heading(text: str, span: Span) -> bool:
    """Tell whether a sentence is a short line without an end, under which the answer stands."""
    ends_line = span.end == len(text) or text[span.end] == "\n"
    return ends_line and span.end - span.start < _LONGEST_HEADING and text[span.end - 1] not in ".;!?"


def _draft(context: Context, score: float, sentence: _Sentence) -> Draft:
    span = sentence.span.shifted(sentence.passage.span.start)
    return Draft(
        type=context.query.type,
        document_id=sentence.passage.document_id,
        quote=span,
        value=span,
        confidence=round(min(0.8, (0.3 if context.is_named else 0.2) + 0.5 * score), 2),
        passage_id=sentence.passage.id,
        section=sentence.passage.section,
    )
