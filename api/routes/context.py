"""What routes share: the runtime and the metrics of the application that they run in."""

from typing import Annotated

from fastapi import Depends, Header, Request

from api.access.guard import caller_of
from api.engine.runtime import Runtime
from api.engine.view import View
from api.errors.uploads import UploadsOff
from api.telemetry.metrics import Metrics
from api.uploads.service import Uploads
from search.stages import Lap, seconds_by_stage


def server_of(request: Request) -> Runtime:
    """Return the runtime itself, which sees everything: for probes and administration alone."""
    runtime = request.app.state.runtime
    assert isinstance(runtime, Runtime)
    return runtime


def view_of(request: Request) -> View:
    """Return what the caller of a request may see; raises AccessError."""
    return server_of(request).seen_with(caller_of(request).clearance)


def _metrics(request: Request) -> Metrics:
    metrics = request.app.state.metrics
    assert isinstance(metrics, Metrics)
    return metrics


def _uploads(request: Request) -> Uploads:
    uploads = request.app.state.uploads
    if uploads is None:
        raise UploadsOff
    assert isinstance(uploads, Uploads)
    return uploads


RuntimeIn = Annotated[View, Depends(view_of)]  # what the caller may see, and nothing else
ServerIn = Annotated[Runtime, Depends(server_of)]
MetricsIn = Annotated[Metrics, Depends(_metrics)]
UploadsIn = Annotated[Uploads, Depends(_uploads)]
IfNoneMatch = Annotated[str | None, Header(description="An ETag; where it still holds, the answer is 304.")]


def weak_etag(version: str) -> str:
    """Return the tag of a response that is equal in substance while `version` stays."""
    return f'W/"{version}"'


def strong_etag(content: str) -> str:
    """Return the tag of a response whose bytes `content` names."""
    return f'"{content}"'


def server_timing(took_ms: float, laps: tuple[Lap, ...]) -> str:
    """Return what the engine spent its time on, as a Server-Timing header."""
    stages = [f"{stage};dur={1000 * seconds:.1f}" for stage, seconds in seconds_by_stage(laps).items()]
    return ", ".join([f"engine;dur={took_ms:.1f}", *stages])


def matches(if_none_match: str | None, etag: str) -> bool:
    """Compare weakly, as RFC 9110 wants for If-None-Match."""
    if if_none_match is None:
        return False
    asked = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in asked or etag.removeprefix("W/") in asked
