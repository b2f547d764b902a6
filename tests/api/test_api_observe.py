"""Metrics, logs and traces: what they tell, and what they must not."""

import io
import json
import logging
import re
import sys
import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

import api.app
from api.app import create_app
from api.settings import Settings
from api.telemetry.logs import configure_logging
from api.telemetry.tracing import Tracing, open_tracing
from search.stages import Clock, Stage

SECRET = "bí mật nghìn chín trăm"


def timed(backend):
    """Make the small engine tell stages."""

    def with_laps(result):
        clock = Clock()
        with clock.stage(Stage.ANSWER), clock.stage(Stage.DENSE):
            pass
        return replace(result, laps=clock.laps)

    backend.spoil = with_laps


@pytest.fixture
def lines(monkeypatch):
    """Return what is logged as JSON lines so far."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    configure_logging("info", "json")
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_questions_searches_and_their_stages_are_counted(settings, catalog, backend):
    timed(backend)
    runtime = api.app.Runtime(settings, catalog, backend)
    runtime.engine()
    with TestClient(create_app(settings, runtime)) as client:
        client.post("/v1/ask", json={"question": "vắng"})
        client.post("/v1/search", json={"query": "dự án"})
        text = client.get("/metrics").text.splitlines()
    for line in (
        'chidao_answers_total{reason="slot_not_stated",status="abstained",type="lead_agency"} 1.0',
        "chidao_searches_total 1.0",
        'chidao_search_stage_duration_seconds_count{stage="dense"} 1.0',
        'chidao_search_stage_duration_seconds_count{stage="verify"} 1.0',
        "chidao_http_requests_in_flight 1.0",  # the scrape itself
        'chidao_http_requests_refused_total{reason="busy"} 0.0',
    ):
        assert line in text
    assert any(line.startswith("chidao_build_info{") and 'model="e5-small-vi"' in line for line in text)
    assert any(line.startswith("process_resident_memory_bytes ") for line in text)


def test_metrics_hold_no_words_of_questions(client):
    client.post("/v1/ask", json={"question": SECRET})
    client.get("/v1/search", params={"q": SECRET})
    client.get(f"/v1/documents/{SECRET}")
    text = client.get("/metrics").text
    assert "nghìn" not in text
    assert set(re.findall(r"(\w+)=\"", text)) <= {
        "method", "route", "status", "reason", "type", "stage", "version", "model", "revision", "le", "kind",
        "generation", "implementation", "major", "minor", "patchlevel",
    }  # fmt: skip


def test_a_request_logs_one_line_without_its_question(client, lines):
    client.post("/v1/ask", json={"question": SECRET}, headers={"X-Request-ID": "r-1"})
    client.get("/v1/search", params={"q": SECRET})
    asked, searched = (line for line in lines() if line["logger"] == "api.http")
    assert {name: asked[name] for name in ("request_id", "method", "route", "status", "level")} == {
        "request_id": "r-1", "method": "POST", "route": "/v1/ask", "status": 200, "level": "info",
    }  # fmt: skip
    assert asked["ms"] > 0
    assert searched["path"] == "/v1/search"
    assert "nghìn" not in json.dumps(lines(), ensure_ascii=False)


def test_probes_fill_no_log_while_they_are_well(client, lines):
    for path in ("/livez", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert lines() == []
    client.put("/livez")
    assert [line["status"] for line in lines()] == [405]


def test_a_crash_is_logged_with_its_request_and_traceback(client, lines):
    client.post("/v1/ask", json={"question": "crash"}, headers={"X-Request-ID": "r-2"})
    (line,) = (line for line in lines() if line["level"] == "error")
    assert line["request_id"] == "r-2"
    assert "RuntimeError" in line["exception"]


def test_lines_of_one_request_share_its_id_in_threads_too(client, lines, monkeypatch):
    def told(*_):
        logging.getLogger("search").info("within")
        raise RuntimeError

    monkeypatch.setattr("tests.api.fakes.FakeEngine.search", told)
    client.post("/v1/search", json={"query": "dự án"}, headers={"X-Request-ID": "r-3"})
    assert {line["request_id"] for line in lines()} == {"r-3"}
    assert "within" in {line["message"] for line in lines()}


@pytest.mark.parametrize(("how", "shown"), [("off", False), ("hashed", False), ("plain", True)])
def test_questions_are_logged_only_where_that_is_wanted(settings, runtime, lines, how, shown):
    wanted = Settings(data_dir=settings.data_dir, log_queries=how)
    with TestClient(create_app(wanted, runtime)) as client:
        for question in (SECRET, SECRET.upper() + " ", "ai ký"):
            client.post("/v1/ask", json={"question": question})
    found = [line for line in lines() if line["logger"] == "api.queries"]
    assert len(found) == (0 if how == "off" else 3)
    assert ("nghìn" in json.dumps(lines(), ensure_ascii=False)) is shown
    if how == "hashed":
        first, same, other = (line["query"] for line in found)
        assert first == same != other


def test_spans_of_a_request_and_its_stages(settings, catalog, backend, monkeypatch):
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(export.SimpleSpanProcessor(exporter))
    monkeypatch.setattr(api.app, "open_tracing", lambda version: Tracing(provider))
    timed(backend)
    runtime = api.app.Runtime(settings, catalog, backend)
    runtime.engine()
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with TestClient(create_app(settings, runtime), raise_server_exceptions=False) as client:
        client.post("/v1/ask", json={"question": SECRET}, headers={"traceparent": parent})
        client.post("/v1/ask", json={"question": "crash"})
    spans = exporter.get_finished_spans()
    dense, answer, verify, request, crashed = (
        next(span for span in spans if span.name == name) if name != "crash" else spans[-1]
        for name in ("dense", "answer", "verify", "POST /v1/ask", "crash")
    )
    assert request.context.trace_id == int("0af7651916cd43dd8448eb211c80319c", 16)
    assert request.attributes["http.response.status_code"] == 200
    assert {span.parent.span_id for span in (dense, answer, verify)} == {request.context.span_id}
    assert request.start_time <= answer.start_time <= dense.start_time <= dense.end_time <= request.end_time
    assert crashed.status.is_ok is False
    assert "nghìn" not in " ".join(span.to_json() for span in spans)


def test_nothing_is_traced_unless_a_collector_is_named(monkeypatch):
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", raising=False)
    assert open_tracing("1") is None
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    assert open_tracing("1") is None  # the packages are missing: told in the log


def test_files_that_could_not_be_taken_in_are_counted_by_kind(client):
    sent = client.post("/v1/documents", files={"files": ("a.txt", b"")})
    assert sent.status_code == 202
    path = sent.headers["location"]
    for _ in range(200):
        if client.get(path).json()["state"] not in ("queued", "running"):
            break
        time.sleep(0.05)
    code = client.get(path).json()["results"][0]["code"]
    assert f'chidao_ingest_errors_total{{kind="{code}"}} 1.0' in client.get("/metrics").text
