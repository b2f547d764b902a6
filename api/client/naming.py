"""Documents as callers name them: by their id, or by their number, which the server is asked about first."""

import re

from api.client.calls import Call, as_model
from api.client.errors import NotFound, NumberAmbiguous
from api.genealogy.schemas import GenealogyOut
from api.wire.problemshapes import TYPE_PREFIX, Problem

_ID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"(?=.*\d).{1,100}")  # longer ones the interface refuses


def may_be_number(name: str) -> bool:
    """Tell whether a name is worth a look among the numbers; ids never are."""
    return bool(_NUMBER.fullmatch(name)) and not _ID.fullmatch(name)


def numbered(number: str) -> Call[tuple[str, ...]]:
    """Find the ids of the documents that bear a number."""
    read = as_model(GenealogyOut)
    return Call(
        "GET",
        "/v1/genealogy",
        lambda response: _bearers(read(response)),
        {"number": number},
        absent=("number-unknown", ()),
    )


def the_one(number: str, ids: tuple[str, ...]) -> str:
    """Return the id of the one document of a number; raises NotFound, NumberAmbiguous."""
    if not ids:
        detail = f"no document has the id or the number {number}"
        kind = TYPE_PREFIX + "document-not-found"
        raise NotFound(
            Problem(
                type=kind,
                title="No such document",
                status=404,
                detail=detail,
                instance="/v1/genealogy",
                request_id="-",
            )
        )
    if len(ids) > 1:
        raise NumberAmbiguous(number, list(ids))
    return ids[0]


def _bearers(found: GenealogyOut) -> tuple[str, ...]:
    """Return the documents asked for; those that are only cited have none here."""
    own = (work for family in found.families for work in family.works if work.id == family.work)
    return tuple(dict.fromkeys(one for work in own for one in work.documents))
