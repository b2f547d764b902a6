"""Tell two files of one document from two documents of one template.

Texts of one template share nearly all their words; what they do not share decides. See `facts` for the
headers, and `differences` for the words.
"""

from dataclasses import dataclass

from corpus.duplicates.differences import Differences, differences, is_part
from corpus.duplicates.facts import Agreement, agreement
from corpus.duplicates.witness import is_better
from corpus.types import Document

# The figures behind these: python -m benchmarks.quality.duplicates
MIN_RESEMBLANCE = 0.45  # of fingerprints, below which no text is read
MAX_LOST = 0.10  # share of the linked file's words that stand nowhere in the document: page furniture, stamps
MAX_LOST_LIKELY = 0.05  # where the date is not there to prove it
MAX_NOISE = 0.20  # share of misread words; 3 % of wrong letters spoil 8 to 12 % of the words
MAX_NOISE_TEXT = 0.01  # where nothing was recognised: words that a line break cut


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
    if agreed is Agreement.CONTRADICTORY and not is_part(linked.text, kept.text):
        return None  # soon told: a collection of forms is full of these
    found = differences(linked.text, kept.text)
    recognised = bool(new.provenance.ocr_pages or old.provenance.ocr_pages)
    if found is None or not _is_one(found, agreed, recognised):
        return None
    return Match(found.similarity, better)


def _is_one(found: Differences, agreed: Agreement, recognised: bool) -> bool:
    """Tell whether the linked text says nothing that the kept one does not say."""
    other = found.numbers or found.words
    if not (other or found.own_numbers or found.noise or found.lost):
        return True  # a part of it, whatever was taken for its header
    if agreed is Agreement.CONTRADICTORY or found.lost > MAX_LOST:
        return False
    if not recognised:
        limit = 0.0 if agreed is Agreement.SILENT else MAX_NOISE_TEXT
        return not other and found.noise <= limit
    if found.noise > MAX_NOISE:
        return False
    if agreed is Agreement.LIKELY:
        return not found.years and found.lost <= MAX_LOST_LIKELY
    return agreed is Agreement.AGREEING or not other
