"""The same document from several files: found by fingerprints, told from its look-alikes by what differs."""

from corpus.duplicates.compare import Match, match
from corpus.duplicates.fingerprint import Fingerprint, fingerprint
from corpus.duplicates.witness import is_better

__all__ = ["Fingerprint", "Match", "fingerprint", "is_better", "match"]
