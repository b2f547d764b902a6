"""Counters for Prometheus; one registry for each application, none global."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from search.types import AskResult

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0)


class Metrics:
    """What the application counts of itself."""

    def __init__(self, version: str) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "chidao_http_requests", "Requests.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "chidao_http_request_duration_seconds", "Time to the end of the response.", ["route"],
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._asked = Counter(
            "chidao_ask", "Questions by outcome.", ["status", "reason", "type"], registry=self._registry
        )
        self._dropped = Counter(
            "chidao_citations_dropped", "Answers withheld, their quote not being in the text.",
            registry=self._registry,
        )  # fmt: skip
        build = Gauge("chidao_build_info", "Version of the program.", ["version"], registry=self._registry)
        build.labels(version).set(1)

    def watch(self, read: Callable[[], dict[str, float]]) -> None:
        """Sample gauges at each scrape; `read` returns help-less names with their values."""
        self._registry.register(_Sampled(read))

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def observe_ask(self, result: AskResult) -> None:
        """Count one question by what became of it."""
        self._asked.labels(result.status, result.reason or "", result.query.type).inc()

    def observe_dropped(self, count: int) -> None:
        """Count answers that were withheld."""
        self._dropped.inc(count)

    def render(self) -> bytes:
        """Return the text exposition."""
        return generate_latest(self._registry)


class _Sampled(Collector):
    """Gauges that are read when they are asked for."""

    def __init__(self, read: Callable[[], dict[str, float]]) -> None:
        self._read = read

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, value in self._read().items():
            yield GaugeMetricFamily(name, name.removeprefix("chidao_").replace("_", " ") + ".", value=value)
