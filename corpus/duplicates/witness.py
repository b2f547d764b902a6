"""Which of two files that hold one document is the better witness to it."""

from corpus.types import Document, Form

_FORMS = {Form.ORIGINAL: 2, Form.REPORT: 1, Form.NEWS: 0}
_CLEARER = 0.05  # by which one recognition must be surer than the other to take its place


def is_better(new: Document, old: Document) -> bool:
    """Tell whether `new` should take the place of `old`.

    Text before recognised images, the document before a report of it, a whole header before a poor one;
    where all that is equal the older stays, so that two files never take turns.
    """
    ours, theirs = _rank(new), _rank(old)
    if ours != theirs:
        return ours > theirs
    sure, before = new.provenance.ocr_confidence, old.provenance.ocr_confidence
    return sure is not None and before is not None and sure > before + _CLEARER


def _rank(document: Document) -> tuple[bool, int, int]:
    header = document.header
    told = (header.number, header.issued_on, header.issuer, header.signer)
    facts = sum(fact is not None for fact in told)
    return not document.provenance.ocr_pages, _FORMS[header.form], facts
