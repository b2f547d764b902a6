"""What a document states of itself: kind, number, issuer, place, date, subject, signer, recipients."""

from corpus.header.joint import issuers_of
from corpus.header.reader import read_header, title_of

__all__ = ["issuers_of", "read_header", "title_of"]
