"""What the document and the passage in which a value stands say of the question."""

import re
from collections.abc import Mapping, Sequence

from corpus.letters import fold_letters
from corpus.numbers import all_kinds
from search.answer.choices.values import Features
from search.answer.choices.wanted import Mask, Read, Wanted, Weighing
from search.answer.context import Context
from search.retrieve import Candidate

MOST_DOCUMENTS = 3
_FARTHEST = 0.15  # below the best cosine: what a passage counts for that the dense leg did not find
_NO_MEANING = 0.75
_PARENT = 300
_TOKEN = re.compile(r"\d+(?:[./-]\w+)+|\w+")  # as `Read` splits a text
_KIND = re.compile(
    rf"\b(?:{'|'.join(re.escape(fold_letters(kind)) for kind in all_kinds())})\b(?! (?:nao|gi|so \d|\d))"
)


class Document:
    """What a document's title says of the question."""

    def __init__(
        self, context: Context, documents: Sequence[str], own: str, wanted: Wanted, weighing: Weighing
    ) -> None:
        entry = context.directory.entry(own)
        self.issued = entry.shown.issued_on
        self.words = entry.terms.terms  # of its title, folded
        self.title = wanted.mask(term for term in wanted.terms if fold_letters(term) in entry.terms.terms)
        self.features = {
            "first_document": float(own == documents[0]),
            "third_document": float(len(documents) == MOST_DOCUMENTS and own == documents[-1]),
            "title": weighing.share(self.title),
            "title_fit": context.title_fits.get(own, 0.0),
            "kind_fits": _kind_fits(context, entry.shown.kind),
        }


def _kind_fits(context: Context, kind: str | None) -> float:
    """Return 1 where a document is of the kind that a question speaks of first, -1 where it is of another."""
    asked = _KIND.search(context.query.folded)
    if asked is None or kind is None:
        return 0.0
    return 1.0 if fold_letters(kind) == asked[0] else -1.0


def of_passage(candidate: Candidate, found: Sequence[Candidate]) -> Features:
    """Return how well the legs of the search found a passage."""
    dense = candidate.scores.dense
    nearest = max((c.scores.dense or 0.0 for c in found), default=0.0)
    most = max((c.scores.lexical or 0.0 for c in found), default=0.0) or 1.0
    return {
        "dense": dense - nearest if dense is not None else -_FARTHEST,
        "meaning": dense if dense is not None else _NO_MEANING,
        "lexical": (candidate.scores.lexical or 0.0) / most,
    }


def said_above(found: Sequence[Candidate], wanted: Wanted) -> list[Mask]:
    """Return what the headings above each passage say of the question."""
    read = {
        headings: repeats(" . ".join(headings), wanted) for headings in {c.passage.headings for c in found}
    }
    return [read[c.passage.headings] for c in found]


def repeats(text: str, wanted: Wanted) -> Mask:
    """Return the terms that a text repeats, which is all that is asked of what stands above a passage."""
    folded = fold_letters(text)
    read = text.lower() if wanted.exact else folded
    if len(read) != len(folded):
        read = folded
    words = f" {' '.join(read[m.start() : m.end()] for m in _TOKEN.finditer(folded))} "
    return wanted.mask(term for term in wanted.terms if f" {term} " in words)


def cover(weighing: Weighing, document: Document, read: Read, above: Mask) -> Features:
    """Return how much of the question a passage, its headings and its title repeat."""
    own = read.mask | above
    return {
        "passage": weighing.share(own),
        "passage_titled": weighing.share(own | document.title),
        "passage_rest": weighing.rest(own, document.title),
        "headings": weighing.share(above),
    }


def parents_of(context: Context, found: Sequence[Candidate], wanted: Wanted) -> Mapping[str, Mask]:
    """Return for each passage what the end of the passage says of which it is a part ("2" of "2.a")."""
    numbered = {c.passage.id: c.passage for c in found if c.passage.section}
    ends: dict[tuple[str, str], str] = {}
    for document_id in {passage.document_id for passage in numbered.values()}:
        for passage in context.catalog.passages(document_id):
            ends.setdefault((document_id, passage.section), passage.text[-_PARENT:])
    repeated: dict[str, Mask] = {}  # many passages are parts of one
    parents = {}
    for passage in numbered.values():
        above, _, _ = passage.section.rpartition(".")
        if above and (end := ends.get((passage.document_id, above))):
            if end not in repeated:
                repeated[end] = repeats(end, wanted)
            parents[passage.id] = repeated[end]
    return parents
