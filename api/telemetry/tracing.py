"""OpenTelemetry spans: one for each request, and in it one for each stage of a question.

The packages are optional (extra `otel`); nothing is imported unless OTEL_EXPORTER_OTLP_ENDPOINT is set. No
attribute holds the words of a question.
"""

import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.engine.verify import Verified
from search.stages import Lap
from search.types import SearchResult

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

_LOG = logging.getLogger("api.telemetry.tracing")
_WANTED = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class Tracing:
    """Makes spans; an observer of questions."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("chidao")

    def close(self) -> None:
        """Send what has not been sent yet."""
        self._provider.shutdown()

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator["Span"]:
        """Trace a request; it belongs to the trace that its headers name, if they do."""
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind

        with self._tracer.start_as_current_span(
            method, extract(headers), SpanKind.SERVER, {"http.request.method": method}
        ) as span:
            yield span

    def asked(self, verified: Verified) -> None:
        """Add the stages of a question to the span of its request."""
        from opentelemetry.trace import get_current_span

        result = verified.result
        span = get_current_span()
        span.set_attribute("chidao.answer.type", result.query.type.value)
        span.set_attribute("chidao.answer.status", result.status.value)
        span.set_attribute("chidao.answer.reason", result.reason.value if result.reason else "")
        self._add(result.laps)

    def searched(self, result: SearchResult) -> None:
        """Add the stages of a search to the span of its request."""
        self._add(result.laps)

    def _add(self, laps: tuple[Lap, ...]) -> None:
        epoch = time.time_ns() - int(time.perf_counter() * 1e9)
        for lap in laps:
            span = self._tracer.start_span(lap.stage.value, start_time=epoch + int(lap.start * 1e9))
            span.end(epoch + int(lap.end * 1e9))


def note_response(span: "Span", route: str, status: int, request_id: str) -> None:
    """Tell a request's span how the request ended."""
    from opentelemetry.trace import StatusCode

    span.update_name(f"{span.attributes['http.request.method']} {route}")  # type: ignore[attr-defined]
    span.set_attributes(
        {"http.route": route, "http.response.status_code": status, "chidao.request_id": request_id}
    )
    if status >= 500:
        span.set_status(StatusCode.ERROR)


def open_tracing(version: str) -> Tracing | None:
    """Return tracing where the environment names a collector and the packages are there."""
    if not any(os.environ.get(name) for name in _WANTED):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        _LOG.warning("no traces: the collector is set but chidao[otel] is not installed")
        return None
    name = os.environ.get("OTEL_SERVICE_NAME", "chidao")
    provider = TracerProvider(resource=Resource.create({"service.name": name, "service.version": version}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider)
