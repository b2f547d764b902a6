"""Probes and metrics."""

from fastapi import APIRouter, Response

from api.access.caller import Scope
from api.access.guard import needs
from api.routes.context import MetricsIn, ServerIn
from api.telemetry.metrics import CONTENT_TYPE
from api.wire.schemas import Ready

router = APIRouter(tags=["operation"])


@router.get("/livez", response_model=Ready)
async def livez() -> Ready:
    """Tell that the process serves requests."""
    return Ready(status="ok")


@router.get("/healthz", response_model=Ready, include_in_schema=False)  # by the name that others look for
@router.get("/readyz", response_model=Ready)
async def readyz(runtime: ServerIn) -> Ready:
    """Tell whether questions can be answered; 503 with the reason until then."""
    runtime.require_ready()
    return Ready(status="ready")


@router.get(
    "/metrics",
    response_class=Response,
    dependencies=[needs(Scope.METRICS)],
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(counts: MetricsIn) -> Response:
    """Return the counters in Prometheus' text format."""
    return Response(counts.render(), media_type=CONTENT_TYPE)
