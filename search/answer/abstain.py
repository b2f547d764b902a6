"""Which reason an abstention has when the question names no document."""

from corpus.types import Passage
from search.answer.context import Context, Finding, nothing
from search.answer.fit import without_numbers
from search.directory import KIND_WORDS
from search.terms import Coverage, TermSet, content_terms, phrases
from search.types import Reason

_LEAST_TOPIC = 0.5
_LEAST_DESCRIBED = 0.6
_LEAST_TOGETHER, _MEANING_COUNTS = 0.7, 0.5
_ASKING_WORDS = phrases(
    "ký|giữ|chức danh|chức vụ|hiệu lực|căn cứ|luật|mang|báo cáo|thực hiện|triển khai|thời hạn|mục đích|gửi"
    "|kính gửi|nơi nhận|trích yếu|nhằm|số"
)
_MOST_PASSAGES = 10


def asks_only(text: str) -> bool:
    """Tell whether words of a question do no more than ask: "ban hành ngày nào" is about nothing."""
    return not content_terms(text, KIND_WORDS | _ASKING_WORDS)


def not_described(context: Context) -> Reason | None:
    """Return why a question without a number points at no document, None where it describes its first one.

    The title and a retrieved passage of the document must repeat most of the syllables in which the question
    describes it, or fewer of them where a passage means nearly the same; the words that ask, and those that
    name kinds of documents, do not count.
    """
    if not context.documents:
        return Reason.NOT_IN_CORPUS
    first = context.documents[0]
    wanted = content_terms(without_numbers(context.query), KIND_WORDS | _ASKING_WORDS)
    wanted = frozenset(term for term in wanted if " " not in term)
    held = [(c.passage.document_id, _terms_of(context, c.passage)) for c in context.passages]
    coverage = Coverage(wanted, [terms for _, terms in held])
    if coverage.empty:
        # A number that no document bears is all that is said.
        return Reason.NOT_IN_CORPUS if context.scope.is_of_cited else Reason.AMBIGUOUS_DOCUMENT
    own = [first.terms, *(terms for document_id, terms in held if document_id == first.card.id)]
    said, meant = max(map(coverage, own)), context.nearness(first.card.id)
    described = said >= _LEAST_DESCRIBED or said + _MEANING_COUNTS * meant >= _LEAST_TOGETHER or meant >= 1.0
    return None if described else Reason.NOT_IN_CORPUS


def without_document(context: Context) -> Finding:
    """Tell a topic that is not in the collection from one whose slot is not stated.

    The topic is there when one passage, with its title and headings, repeats most of what the question is
    about. Words that no passage at hand contains weigh most, so one missing name is enough.
    """
    texts = [_terms_of(context, candidate.passage) for candidate in context.passages[:_MOST_PASSAGES]]
    coverage = Coverage(content_terms(without_numbers(context.query)), texts)
    known = coverage.empty or max((coverage(text) for text in texts), default=0.0) >= _LEAST_TOPIC
    return nothing(Reason.SLOT_NOT_STATED if known else Reason.NOT_IN_CORPUS)


def _terms_of(context: Context, passage: Passage) -> TermSet:
    words = TermSet.of(" . ".join((*passage.headings, passage.text)))
    return TermSet(words.terms | context.directory.entry(passage.document_id).terms.terms)
