"""Tell two files of one document from two documents of one template.

Texts of one template share nearly all their words; what they do not share decides. See `facts` for the
headers, and `differences` for the words.
"""

from dataclasses import dataclass

from corpus.duplicates.differences import Differences, differences
from corpus.duplicates.facts import Agreement, agreement
from corpus.duplicates.witness import is_better
from corpus.types import Document

# Shares of the words of the file that would only be linked; see benchmarks/quality/duplicates.md.
MAX_LOST = 0.10  # that stand nowhere in the document
MAX_NOISE = 0.35  # that are misread ones of the document
MIN_RESEMBLANCE = 0.45  # of fingerprints, below which no text is read


@dataclass(frozen=True, slots=True)
class Match:
    """Two files hold one document.

    Attributes:
        similarity: share of the words of the linked file that stand in the document as they are.
        new_is_better: whether the new file should be the document and the old one be linked to it.
    """

    similarity: float
    new_is_better: bool


def match(new: Document, old: Document) -> Match | None:
    """Return how two files hold one document; None where they hold two, or where that is in doubt."""
    agreed = agreement(new, old)
    better = is_better(new, old)
    kept, linked = (new, old) if better else (old, new)
    found = differences(linked.text, kept.text)
    recognised = bool(new.provenance.ocr_pages or old.provenance.ocr_pages)
    if found is None or not _is_one(found, agreed, recognised):
        return None
    return Match(found.similarity, better)


def _is_one(found: Differences, agreed: Agreement, recognised: bool) -> bool:
    """Tell whether the linked text says nothing that the kept one does not say."""
    if not (found.numbers or found.words or found.own_numbers or found.noise or found.lost):
        return True  # a part of it, whatever was taken for its header
    if agreed is Agreement.CONTRADICTORY or found.lost > MAX_LOST or found.noise > MAX_NOISE:
        return False
    if agreed is Agreement.AGREEING and recognised:
        return True
    if found.numbers or (found.noise and not recognised):
        return False
    return agreed is Agreement.AGREEING or not found.words
