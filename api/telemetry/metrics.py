"""Counters for Prometheus; one registry for each application, none global.

No label holds the words of a question, the id of a document or who asked.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from api.engine.verify import Verified
from search.stages import Lap, Stage, seconds_by_stage
from search.types import SearchResult

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0, 30.0)
_STAGE_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5)


class Refusal(StrEnum):
    """Why a request was not served."""

    BUSY = "busy"  # the queue is full
    WAITED = "waited"  # it waited in the queue until its time was over
    TIMEOUT = "timeout"  # it was at work until its time was over
    SLOW_BODY = "slow_body"  # the client did not send on
    STOPPED = "stopped"  # it was at work when the server's time to stop was over


class Metrics:
    """What the application counts of itself; an observer of questions."""

    def __init__(self) -> None:
        self._registry = here = CollectorRegistry()
        ProcessCollector(registry=here)
        PlatformCollector(registry=here)
        GCCollector(registry=here)
        self._requests = Counter(
            "chidao_http_requests", "Requests.", ["method", "route", "status"], registry=here
        )
        self._seconds = Histogram(
            "chidao_http_request_duration_seconds", "Time to the end of the response.", ["route"],
            buckets=_BUCKETS, registry=here,
        )  # fmt: skip
        self._in_flight = Gauge(
            "chidao_http_requests_in_flight", "Requests that are waiting or being served.", registry=here
        )
        self._at_work = Gauge(
            "chidao_http_requests_at_work", "Requests that hold one of the places to work.", registry=here
        )
        self._waiting = Gauge(
            "chidao_http_requests_waiting", "Requests in the queue for a place to work.", registry=here
        )
        self._refused = Counter(
            "chidao_http_requests_refused", "Requests refused to keep the server alive.", ["reason"],
            registry=here,
        )  # fmt: skip
        self._answers = Counter(
            "chidao_answers", "Questions by outcome.", ["type", "status", "reason"], registry=here
        )
        self._searches = Counter("chidao_searches", "Searches for passages.", registry=here)
        stages = Histogram(
            "chidao_search_stage_duration_seconds", "Time in a stage of a question or a search.", ["stage"],
            buckets=_STAGE_BUCKETS, registry=here,
        )  # fmt: skip
        self._stages = {stage: stages.labels(stage) for stage in Stage}
        self._dropped = Counter(
            "chidao_citations_dropped", "Answers withheld, their quote not being in the text.", registry=here
        )
        self._ingest_errors = Counter(
            "chidao_ingest_errors", "Files of uploads that could not be taken in.", ["kind"], registry=here
        )
        self._phrasings = Counter(
            "chidao_phrasings", "Answers given to a language model, by what became of them.", ["outcome"],
            registry=here,
        )  # fmt: skip
        for reason in Refusal:
            self._refused.labels(reason)

    def watch(self, read: Callable[[], list[Metric]]) -> None:
        """Ask `read` for more at each scrape."""
        self._registry.register(_Sampled(read))

    def begin_request(self) -> None:
        """Count a request that is in flight from now on."""
        self._in_flight.inc()

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has ended."""
        known = method if method in _METHODS else "other"
        self._in_flight.dec()
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def refuse(self, reason: Refusal) -> None:
        """Count a request that was not served."""
        self._refused.labels(reason).inc()

    def note_load(self, at_work: int, waiting: int) -> None:
        """Tell how many requests work and wait."""
        self._at_work.set(at_work)
        self._waiting.set(waiting)

    def asked(self, verified: Verified) -> None:
        """Count a question by what became of it."""
        result = verified.result
        self._answers.labels(result.query.type, result.status, result.reason or "").inc()
        self._dropped.inc(verified.dropped)
        self._time(result.laps)

    def searched(self, result: SearchResult) -> None:
        """Count a search."""
        self._searches.inc()
        self._time(result.laps)

    def phrased(self, outcome: str) -> None:
        """Count an answer that was given to a language model."""
        self._phrasings.labels(outcome).inc()

    def ingest_failed(self, kind: str) -> None:
        """Count a file that could not be taken in."""
        self._ingest_errors.labels(kind).inc()

    def render(self) -> bytes:
        """Return the text exposition."""
        return generate_latest(self._registry)

    def _time(self, laps: tuple[Lap, ...]) -> None:
        for stage, seconds in seconds_by_stage(laps).items():
            self._stages[stage].observe(seconds)


class _Sampled(Collector):
    """Metrics that are read when they are asked for."""

    def __init__(self, read: Callable[[], list[Metric]]) -> None:
        self._read = read

    def describe(self) -> list[Metric]:
        """Tell nothing before the first scrape: names are known when values are."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._read()
