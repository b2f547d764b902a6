"""References of which only what they cite is read: there are hundreds of thousands, and few are looked at."""

import json
from datetime import date
from typing import NamedTuple

from corpus.catalog.codec import from_json
from corpus.types import Reference


class Cited(NamedTuple):
    """What a document cites; the fields are those of `Reference`."""

    id: str
    document_id: str
    number: str | None
    kind: str | None
    issuer: str | None
    issued_on: date | None
    payload: str

    def whole(self) -> Reference:
        """Return the reference with its place and its relation."""
        return from_json(Reference, self.payload)


def cited(payload: str) -> Cited:
    """Read what is cited out of a stored reference."""
    told = json.loads(payload)
    day = told.get("issued_on")
    return Cited(
        told["id"],
        told["document_id"],
        told.get("number"),
        told.get("kind"),
        told.get("issuer"),
        date.fromisoformat(day) if day else None,
        payload,
    )
