"""Issuers as they are counted: a joint document counts under each of its bodies."""

from collections import Counter

from corpus.header import issuers_of
from search.names import Column, Mask


class Issuers:
    """A column of issuers, read as the bodies that each names.

    Args:
        column: the issuers as they are stored, those of joint documents joined to one.
    """

    def __init__(self, column: Column) -> None:
        self._column = column
        self._bodies = [issuers_of(issuer) for issuer in column.values]

    def mask_of(self, value: str) -> Mask:
        """Return which documents are of a body, or of several as they are stored."""
        stored = zip(self._column.values, self._bodies, strict=True)
        return self._column.mask([at for at, (one, bodies) in enumerate(stored) if value in (one, *bodies)])

    def counts(self, among: Mask | None = None) -> dict[str, int]:
        """Count the documents of each body, of those that a mask leaves."""
        counted: Counter[str] = Counter()
        stored = self._column.counts(among)
        for issuer, bodies in zip(self._column.values, self._bodies, strict=True):
            for body in bodies if issuer in stored else ():
                counted[body] += stored[issuer]
        return dict(counted)
