"""Documents that a text cites as answers: "bãi bỏ quyết định nào", "theo tờ trình nào"."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.letters import fold_letters
from corpus.numbers import number_key, parse_number
from corpus.types import Passage, Reference, Relation
from search.answer.choices.asking import Asking
from search.answer.choices.values import Value
from search.answer.cited import as_said, document_asked
from search.answer.context import Context
from search.answer.references import normalized
from search.retrieve import Candidate
from search.types import Scores

_MOST_PASSAGES = 40


class Cited:
    """The documents that some documents cite, by passage."""

    def __init__(self, context: Context, documents: Sequence[str], asking: Asking) -> None:
        own = {key for i in documents if (key := context.directory.entry(i).key)}
        self._asking = asking
        self._known = own | {mention.key for mention in context.query.numbers if mention.key}
        self._loose = {(m.serial, m.kind) for m in context.query.numbers if m.key is None}
        self.by_passage: dict[str, list[Reference]] = {}
        found = [r for r in context.catalog.references(documents) if not self._is_given(r)]
        asked = document_asked(context.query)
        for reference in as_said(found, asked) if asked else found:
            if reference.passage_id is not None:
                self.by_passage.setdefault(reference.passage_id, []).append(reference)
        self._counts = Counter(_key(r) for held in self.by_passage.values() for r in held)

    def passages(self, context: Context, document_id: str, known: set[str]) -> list[Candidate]:
        """Return the passages of a document that cite others and were not found."""
        wanted = [i for i, held in self.by_passage.items() if held[0].document_id == document_id]
        missing = [i for i in wanted if i not in known][:_MOST_PASSAGES]
        added: Mapping[str, Passage] = context.catalog.passages_by_id(missing) if missing else {}
        return [Candidate(passage, 0.0, Scores()) for passage in added.values()]

    def values(self, passage: Passage) -> list[Value]:
        """Return the documents cited in a passage; offsets into it."""
        return [
            Value(r.span.shifted(-passage.span.start), self._features(r), normalized(r))
            for r in self.by_passage.get(passage.id, ())
        ]

    def _is_given(self, reference: Reference) -> bool:
        """Tell whether a reference is the document asked about, or one that the question names."""
        if reference.number is None:
            return False
        parsed = parse_number(reference.number)
        loose = parsed is not None and (parsed.serial, reference.kind) in self._loose
        return loose or number_key(reference.number) in self._known

    def _features(self, reference: Reference) -> dict[str, float]:
        asked = self._asking
        kind = fold_letters(reference.kind or "")
        as_asked = reference.relation in asked.relations
        return {
            "kind_as_asked": float(bool(asked.document) and kind == asked.document),
            "other_kind": float(bool(asked.document and kind) and kind != asked.document),
            "relation": float(as_asked),
            "other_relation": float(
                bool(asked.relations) and not as_asked and reference.relation is not Relation.CITES
            ),
            "only_cited": float(reference.relation is Relation.CITES),
            "law": float(kind in ("luat", "bo luat", "nghi dinh") and asked.document != kind),
            "numbered": float(reference.number is not None),
            "often": math.log(self._counts[_key(reference)]),
        }


def _key(reference: Reference) -> tuple[str, str]:
    said = number_key(reference.number) if reference.number else reference.id
    return reference.document_id, said
