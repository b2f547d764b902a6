"""All values of the fitting shape in the likeliest passages, each with what speaks for it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.letters import fold_letters
from corpus.types import Assignment, Passage, Span
from search.answer.choices.asking import Asking
from search.answer.choices.bodies import bodies
from search.answer.choices.changes import of_change
from search.answer.choices.clues import Clues
from search.answer.choices.counted import Counted
from search.answer.choices.documents import Cited
from search.answer.choices.focus import Focus, behind_the_best
from search.answer.choices.grid import Grid
from search.answer.choices.groups import only_such
from search.answer.choices.moments import lengths, moments
from search.answer.choices.named import named_values, only_asked
from search.answer.choices.ordinals import ordinal_asked, ordinals
from search.answer.choices.parties import parties_of, party_values, with_roles
from search.answer.choices.pieces import Clause, clauses_of, lists_of, opening_bodies, sentences_in
from search.answer.choices.places import MOST_DOCUMENTS, Document, cover, of_passage, parents_of, said_above
from search.answer.choices.values import Features, Value, amounts, fits_kind, in_unit
from search.answer.choices.wanted import Mask, Read, Weighing, wanted_of
from search.answer.context import Context, Draft
from search.asking.shapes import Shape
from search.retrieve import Candidate
from search.types import Scores

_PASSAGES = 20
_FOCUSED = (Shape.BODY, Shape.AMOUNT)
_IN_CELLS = (Shape.AMOUNT, Shape.LENGTH, Shape.MOMENT)
_LONGEST_VALUE = 80
_TABLED = re.compile(r"^ *\|?[ \d.,]+\|? *$|^ *\|", re.MULTILINE)
_REACH = 6000  # characters before a passage in which its table may begin
_ASKS_LIST = re.compile(r"\b(?:nhung|cac)\b.*\b(?:nao|gi)\b|\bgom\b|\bnhung gi\b|\bgi\b")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be the answer; offsets into its document."""

    passage: Passage
    clause: Span
    value: Span
    features: Features
    normalized: dict[str, str]

    @property
    def key(self) -> tuple[object, ...]:
        """Return what choices that say the same in one document share."""
        said = self.normalized
        named = said.get("agency_id") or said.get("number") or said.get("date") or said.get("ordinal")
        measured = (said["value"], said.get("unit", "")) if "value" in said else None
        return self.passage.document_id, named or measured or self.value


def gather(context: Context, shape: Shape, drafts: Sequence[Draft] = ()) -> list[Choice]:
    """Return the choices of a shape in the likeliest documents; the values of `drafts` are choices too."""
    documents = [entry.card.id for entry in context.documents[:MOST_DOCUMENTS]]
    if not documents:
        return []
    asking = Asking.of(context.query)
    found = looked_at(context, drafts)
    cited = Cited(context, documents, asking) if shape is Shape.DOCUMENT else None
    if cited is not None:
        found += cited.passages(context, documents[0], {c.passage.id for c in found})
    wanted = wanted_of(context.query, asking.wanted)
    reads = [Read.of(c.passage.text, wanted) for c in found]
    above = said_above(found, wanted)
    weighing = Weighing(wanted, [r.mask | over for r, over in zip(reads, above, strict=True)])
    assignments = context.catalog.assignments(documents) if shape is Shape.BODY else ()
    counted = Counted.of(context, documents, asking, wanted) if shape is Shape.AMOUNT else None
    focus = Focus.of(context.query.folded) if shape in _FOCUSED else None
    parents = parents_of(context, found, wanted)
    asked = frozenset(re.findall(r"\w+", context.query.folded))
    ordinal = ordinal_asked(asking.form)
    text = cache(context.catalog.text)
    said: dict[str, Mask] = {}  # of the question, by each document
    for candidate, read, over in zip(found, reads, above, strict=True):
        own = candidate.passage.document_id
        said[own] = said.get(own, 0) | read.mask | over
    at_hand = {i: Document(context, documents, i, wanted, weighing) for i in said}
    choices: list[Choice] = []
    for candidate, read, over in zip(found, reads, above, strict=True):
        document = at_hand[candidate.passage.document_id]
        base = document.features | of_passage(candidate, found) | cover(weighing, document, read, over)
        base["known_here"] = weighing.share(said[candidate.passage.document_id] | document.title)
        reader = _Reader(
            cited,
            counted,
            asking,
            shape,
            text,
            ordinal,
            Clues(weighing, focus, document, over, shape is Shape.BODY, wanted, asked),
            base,
            parents.get(candidate.passage.id, 0),
        )
        drafted = [draft.value for draft in drafts if draft.passage_id == candidate.passage.id]
        choices += reader.choices(candidate.passage, read, assignments, drafted)
    if shape is Shape.BODY:
        choices = _of_asked_kind(choices, asking.body_kind)
    choices = _with(choices, (only_such(asking) if shape is Shape.BODY else "") or only_asked(asking.form))
    if shape in (Shape.AMOUNT, Shape.LENGTH):
        choices = of_change(choices, asking.form)
    return _compared(choices) if focus is not None else choices


def _of_asked_kind(choices: list[Choice], kind: str | None) -> list[Choice]:
    """Return the bodies of the kind that a question asks for ("sở nào")."""
    return choices if kind is None else [one for one in choices if one.features.get("kind_as_asked")]


def _with(choices: list[Choice], feature: str) -> list[Choice]:
    """Return the choices with a feature; all, where none has it."""
    return [one for one in choices if feature and one.features.get(feature)] or choices


def _compared(choices: list[Choice]) -> list[Choice]:
    """Add how far each choice is behind the best in the words next to the asked one."""
    rows = behind_the_best([choice.features for choice in choices])
    return [
        replace(choice, features=choice.features | row) for choice, row in zip(choices, rows, strict=True)
    ]


def looked_at(context: Context, drafts: Sequence[Draft] = ()) -> list[Candidate]:
    """Return the passages in which values are looked for, with those in which `drafts` stand."""
    documents = [entry.card.id for entry in context.documents[:MOST_DOCUMENTS]]
    return _with_passages(context, _likeliest(context, documents), drafts)


def _likeliest(context: Context, documents: Sequence[str]) -> Sequence[Candidate]:
    """Return the best passages of some documents; those of documents that a question names are at hand."""
    found = context.passages if context.is_named else context.retrieve_within(documents)
    return [c for c in found if c.passage.document_id in documents][:_PASSAGES]


def _with_passages(context: Context, found: Sequence[Candidate], drafts: Sequence[Draft]) -> list[Candidate]:
    """Add the passages in which drafts stand to those that were found."""
    known = {c.passage.id for c in found}
    missing = [d.passage_id for d in drafts if d.passage_id and d.passage_id not in known]
    added = context.catalog.passages_by_id(missing) if missing else {}
    return [*found, *(Candidate(passage, 0.0, Scores()) for passage in added.values())]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the choices of one passage."""

    cited: Cited | None
    counted: Counted | None
    asking: Asking
    shape: Shape
    text: Callable[[str], str]  # of a document
    ordinal: str  # the noun whose place in an order is asked for
    clues: Clues
    base: Features
    parent: Mask

    def choices(
        self, passage: Passage, read: Read, assignments: Sequence[Assignment], known: Sequence[Span]
    ) -> Iterator[Choice]:
        by = passage.span.start
        values = self._all_values(passage, read, known)
        rivals = () if self.shape is Shape.BODY else tuple(value.span for value in values)
        roles = parties_of(assignments, passage)
        in_cells = self.shape in _IN_CELLS or (self.shape is Shape.SENTENCE and bool(values))
        grid = Grid(read.text, self._before(passage)) if in_cells else None
        found = list(clauses_of(read, self.parent))
        if self.shape is Shape.SENTENCE:
            yield from self._lists(passage, read, found)
        for clause in found:
            inside = [v for v in values if clause.span.contains(v.span)]
            far: list[Value] = []
            if self.shape is Shape.SENTENCE:
                inside += sentences_in(read, clause.span, self.asking)
            elif self.shape is Shape.BODY:
                far = party_values(clause.span.shifted(by), roles, self.asking)
                far += opening_bodies(values, clause, {value.span for value in far}, by)
            if not inside and not far:
                continue
            features = self.base | self.clues.of_clause(read, clause)
            for value in self._in_tables(inside, grid):
                own = value.features | self.clues.around(read, clause, value.span, rivals)
                own |= self.clues.beside(read, value.span)
                own |= self.clues.news(read, value.span) if self.shape is Shape.SENTENCE else {}
                if grid is not None and (place := grid.place(value.span)):
                    own |= self.clues.in_table(grid, place)
                if self.counted is not None:
                    own |= self.counted.features(
                        passage.document_id, value.span.start + by, self.clues.weighing
                    )
                if value.mention is not None:
                    own |= with_roles(value.span.shifted(by), roles, self.asking)
                span = value.span.shifted(by)
                yield Choice(passage, clause.span.shifted(by), span, features | own, value.normalized)
            for value in far:
                yield self._far(passage, read, clause, value, features)

    def _far(self, passage: Passage, read: Read, clause: Clause, value: Value, features: Features) -> Choice:
        """Return a choice whose value stands outside its clause."""
        by = passage.span.start
        own = value.features | {"near": features["clause"]}
        if passage.span.contains(value.span):
            own |= self.clues.beside(read, value.span.shifted(-by))
        return Choice(passage, clause.span.shifted(by), value.span, features | own, value.normalized)

    def _all_values(self, passage: Passage, read: Read, known: Sequence[Span]) -> list[Value]:
        """Return the values of a passage and the spans of `known` that touch none of them."""
        values = list(self._values(read.text)) if self.cited is None else self.cited.values(passage)
        if self.ordinal:
            placed = list(ordinals(read.text, self.ordinal))
            values = [v for v in values if not any(v.span.meets(one.span) for one in placed)] + placed
        by = passage.span.start
        known = [s.shifted(-by) for s in known if passage.span.contains(s) and self._is_short(s)]
        return values + _added(values, known)

    def _before(self, passage: Passage) -> str:
        """Return the text in front of a passage that may lie within a table."""
        if _TABLED.search(passage.text) is None:
            return ""
        return self.text(passage.document_id)[max(0, passage.span.start - _REACH) : passage.span.start]

    def _in_tables(self, values: Sequence[Value], grid: Grid | None) -> Iterator[Value]:
        """Give amounts of tables the unit of their column and leave out what numbers the rows."""
        for value in values:
            place = grid.place(value.span) if grid is not None else None
            if grid is None or place is None:
                yield value
            elif not grid.is_numbering(place):
                bare = "unit" not in value.normalized and "value" in value.normalized
                unit = grid.unit(value.span, place) if bare and self.shape is Shape.AMOUNT else ""
                if not unit or fits_kind(self.asking, fold_letters(unit)):
                    yield in_unit(value, unit, self.asking) if unit else value

    def _lists(self, passage: Passage, read: Read, found: Sequence[Clause]) -> Iterator[Choice]:
        asked = float(_ASKS_LIST.search(self.asking.form) is not None)
        for clause, value in lists_of(read, found, self.asking):
            features = self.base | self.clues.of_clause(read, clause) | value.features | {"list_asked": asked}
            items = read.terms(value.span)
            features["near"] = self.clues.weighing.share(items | clause.lead)
            features |= self.clues.news(read, value.span)
            by = passage.span.start
            yield Choice(passage, clause.span.shifted(by), value.span.shifted(by), features, {})

    def _is_short(self, span: Span) -> bool:
        return self.shape is Shape.SENTENCE or span.end - span.start < _LONGEST_VALUE

    def _values(self, text: str) -> Iterable[Value]:
        if self.shape is Shape.MOMENT:
            return moments(text, self.asking, self.clues.document.issued)
        if self.shape is Shape.BODY:
            return bodies(text, self.asking)
        if self.shape is Shape.LENGTH:
            return lengths(text, self.asking)
        if self.shape is Shape.SENTENCE:
            return named_values(text, self.asking)
        return amounts(text, self.asking, lengths_only=False)


def _added(values: Sequence[Value], spans: Sequence[Span]) -> list[Value]:
    """Return the spans that no value touches."""
    return [Value(span, {}) for span in dict.fromkeys(spans) if not any(span.meets(v.span) for v in values)]
