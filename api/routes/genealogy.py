"""`/v1/genealogy`: what a document rests on, and what rests on it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.errors import NumberUnknown
from api.genealogy.schemas import GenealogyOut, family_out
from api.genealogy.svg import draw
from api.genealogy.tasks import assignments_in
from api.routes.context import RuntimeIn
from api.routes.unchanged import UNCHANGED, TaggedRoute
from api.wire.days import Day

router = APIRouter(tags=["genealogy"], route_class=TaggedRoute, responses=UNCHANGED)

_DRAWN = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}

Number = Annotated[
    str,
    Query(min_length=1, max_length=100, description="As documents write it.", examples=["59-NQ/TW"]),
]
IssuedOn = Annotated[Day | None, Query(description="One document of those that share the number.")]
AsOf = Annotated[Day | None, Query(description="Day whose validity is told; today where it is left out.")]


@router.get("/v1/genealogy", response_model=GenealogyOut)
def get_genealogy(
    runtime: RuntimeIn,
    number: Number,
    issued_on: IssuedOn = None,
    as_of: AsOf = None,
    tasks: Annotated[bool, Query(description="Tell also what each body was told to do.")] = False,
) -> Response:
    """Return one family for each document of a number: homonyms stay apart."""
    families = runtime.storyteller().families(number, issued_on, as_of or date.today())
    if not families:
        raise NumberUnknown(number)
    shown = tuple(family_out(family, assignments_in(runtime, family) if tasks else ()) for family in families)
    return Response(GenealogyOut(families=shown).model_dump_json(), media_type="application/json")


@router.get(
    "/v1/genealogy.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
def get_drawing(
    runtime: RuntimeIn, number: Number, issued_on: IssuedOn = None, as_of: AsOf = None
) -> Response:
    """Draw the families of a number."""
    families = runtime.storyteller().families(number, issued_on, as_of or date.today())
    if not families:
        raise NumberUnknown(number)
    return Response(draw(families), media_type="image/svg+xml", headers=_DRAWN)
