"""Which reason an abstention has when the question names no document."""

from search.answer.context import Context, Finding, nothing
from search.answer.fit import without_numbers
from search.terms import Coverage, TermSet, content_terms
from search.types import Reason

_LEAST_TOPIC = 0.5
_MOST_PASSAGES = 10


def without_document(context: Context) -> Finding:
    """Tell a topic that is not in the collection from one whose slot is not stated.

    The topic is there when one passage, with its title and headings, repeats most of what the question is
    about. Words that no passage at hand contains weigh most, so one missing name is enough.
    """
    passages = [candidate.passage for candidate in context.passages[:_MOST_PASSAGES]]
    texts = [
        TermSet(
            TermSet.of(" . ".join((*passage.headings, passage.text))).terms
            | context.directory.entry(passage.document_id).terms.terms
        )
        for passage in passages
    ]
    coverage = Coverage(content_terms(without_numbers(context)), texts)
    known = coverage.empty or max((coverage(text) for text in texts), default=0.0) >= _LEAST_TOPIC
    return nothing(Reason.SLOT_NOT_STATED if known else Reason.NOT_IN_CORPUS)
