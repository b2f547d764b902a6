"""What the words around a value, in its clause, line and table, say of the question."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from corpus.types import Span
from search.answer.choices.focus import Focus
from search.answer.choices.grid import Grid, Place
from search.answer.choices.pieces import Clause
from search.answer.choices.places import Document, repeats
from search.answer.choices.standing import standing
from search.answer.choices.values import Features
from search.answer.choices.wanted import Mask, Read, Wanted, Weighing
from search.answer.sentences import is_heading
from search.asking.forms import QUESTION_WORDS

_NEAR_BEFORE, _NEAR_BEHIND, _LEFT, _RIGHT = 70, 60, 60, 40
_CELL = 6  # characters that a cell may hold besides its value
_BEFORE_CELL = 160
_FORMULA = re.compile(r"can cu|theo de nghi|xet\b")
_ENACTS = re.compile(
    r"(?:quyet dinh|nghi quyet|thong tu|nghi dinh|quy dinh|quy che|ke hoach|chi thi|cong dien|huong dan)"
    r" nay (?:quy dinh|huong dan|ap dung|co hieu luc|thay the)|ban hanh kem theo|pham vi dieu chinh"
    r"|doi tuong ap dung|^dieu 1\b|co hieu luc (?:thi hanh )?(?:ke )?tu|chiu trach nhiem thi hanh"
)
_WORD = re.compile(r"\w+")
_COMMA = re.compile(r"[,;](?!\d)")
# "8 dự án còn hoàn chỉnh hồ sơ và 2 dự án lùi lại": what stands before "và" belongs to the 8.
_NEXT_OF_SERIES = re.compile(r"(?:\b(?:va|con|hoac|trong do|cung)|[,;(:])\s*(?:\w+\s+)?$")


@dataclass(frozen=True, slots=True)
class Clues:
    """Tells of the values of one passage what stands around them."""

    weighing: Weighing
    focus: Focus | None
    document: Document
    above: Mask
    of_bodies: bool
    wanted: Wanted
    asked: Collection[str]  # the words of the question, folded
    known: dict[str, Mask] = field(default_factory=dict)  # what was read of cells

    def of_clause(self, read: Read, clause: Clause) -> Features:
        """Return how a clause, with the line that opens its list and the headings, repeats the question."""
        share, rest, title = self.weighing.share, self.weighing.rest, self.document.title
        own, led = read.terms(clause.span), read.terms(clause.span) | clause.lead
        words = clause.span.of(read.text)
        return {
            "clause": share(own),
            "clause_rest": rest(own, title),
            "clause_titled": share(own | title),
            "clause_before": share(own | read.terms(clause.before)),
            "led": share(led),
            "led_rest": rest(led, title),
            "headed": share(led | self.above),
            "headed_rest": rest(led | self.above, title),
            "precision": read.precision(clause.span, 3),
            "length": math.log(1 + len(words)),
            "heading": float(is_heading(read.text, clause.span)),
            "formula": float(_FORMULA.match(clause.span.of(read.folded)) is not None),
            **(self.focus.of_clause(read, clause.span) if self.focus is not None else {}),
        }

    def news(self, read: Read, span: Span) -> Features:
        """Return how much a sentence says that neither the question nor the title of its document does."""
        words = [word for word in _WORD.findall(span.of(read.folded)) if word not in QUESTION_WORDS]
        titled = sum(word in self.document.words for word in words)
        new = sum(word not in self.document.words and word not in self.asked for word in words)
        folded = span.of(read.folded)
        return {
            "new": new / (len(words) + 2),
            "new_words": math.log(1 + new),
            "retitles": titled / (len(words) + 2),
            "enacts": float(_ENACTS.search(folded) is not None),
            "opens_own": float(read.text[span.end - 1] == ":"),
        }

    def beside(self, read: Read, value: Span) -> Features:
        """Return what the words next to a value tell, of its part in the sentence and of the question."""
        own = standing(read, value) if self.of_bodies else {}
        return own | self.focus.around(read, value) if self.focus is not None else own

    def in_table(self, grid: Grid, place: Place) -> Features:
        """Return how the names of a value's row and column repeat the question."""
        share = self.weighing.share
        row = self._said(grid, place.row)
        over = 0
        for span in place.over:
            over |= self._said(grid, span)
        column = self._said(grid, place.column) if place.column else 0
        head = self._said(grid, place.head) if place.head else 0
        return {
            "in_table": 1.0,
            "row": share(row | over),
            "row_alone": share(row),
            "column": share(column),
            "other_column": share(head & ~column),
            "row_and_column": share(row | over | column),
        }

    def _said(self, grid: Grid, span: Span) -> Mask:
        words = grid.words(span)
        if words not in self.known:
            self.known[words] = repeats(words, self.wanted)
        return self.known[words]

    def around(self, read: Read, clause: Clause, value: Span, others: Sequence[Span]) -> Features:
        """Return how the words nearest to a value, and no nearer to another, repeat the question."""
        share, rest, title = self.weighing.share, self.weighing.rest, self.document.title
        start, end = clause.span.start, clause.span.end
        before = max((other.end for other in others if other.end <= value.start), default=start)
        if before > start:
            before = _own_start(read, before, value.start)
        behind = min((other.start for other in others if other.start >= value.end), default=end)
        near = Span(max(before, value.start - _NEAR_BEFORE), min(behind, value.end + _NEAR_BEHIND))
        left = Span(max(before, value.start - _LEFT), value.start)
        right = Span(value.start, min(behind, value.end + _RIGHT))
        features = {
            "near": share(read.terms(near)),
            "near_rest": rest(read.terms(near), title),
            "left_rest": rest(read.terms(left), title),
            "left_precision": read.precision(left, 2),
            "right": share(read.terms(right)),
        }
        if end - start - (value.end - value.start) < _CELL:
            above = share(read.terms(Span(max(0, value.start - _BEFORE_CELL), value.start)))
            features |= {"cell": 1.0, "before_cell": above, "near": max(features["near"], above)}
        return features


def _own_start(read: Read, before: int, value: int) -> int:
    """Return where the words between two values begin to be about the second."""
    if comma := _COMMA.search(read.text, before, value):
        return comma.end()
    following = _NEXT_OF_SERIES.search(read.folded[before:value])
    return before if following is None else before + following.start()
