"""The client against a live server."""

from datetime import date

import httpx2
import pytest
from pydantic import ValidationError

from api.batch.items import AskItem, SearchItem
from api.client import (
    AssignmentsWanted,
    BatchLine,
    Invalid,
    NotFound,
    Retries,
    ServerFailed,
    TaskTimeout,
    Unreachable,
)
from api.feedback.schemas import FeedbackIn, Thumb
from api.uploads.tasks import OnSameName, TaskState
from api.wire.schemas import AnswerOut, AskResponse, FiltersIn, QueryOut, TurnIn
from search.genealogy import ValidityStatus
from search.types import Mode, Status
from tests.api.fakes import TEXT, make_record
from tests.api.live import served

QUESTION = "Sở Tài chính chủ trì việc gì?"


@pytest.fixture
def url(app):
    with served(app) as url:
        yield url


@pytest.fixture
def client(connect, url):
    return connect(url)


def plain(url, path, body):
    return httpx2.post(url + path, json=body).json()


def test_questions_and_searches_give_what_the_interface_gives(client, url):
    assert client.is_ready()
    answered = client.ask(QUESTION, k=2, as_of=date(2024, 5, 1), history=[TurnIn(role="user", content="a")])
    assert answered.model_dump(mode="json") == plain(url, "/v1/ask", {"question": QUESTION, "k": 2})
    assert answered.status is Status.ANSWERED
    found = client.search("dự án", k=1, mode=Mode.LEXICAL, filters=FiltersIn(kinds=("công văn",)))
    assert found.model_dump(mode="json") == plain(url, "/v1/search", {"query": "dự án", "k": 1})
    assert client.verify([answered.answers[0].citation]).valid
    kept = client.feedback(FeedbackIn(verdict=Thumb.UP, question=QUESTION))
    assert kept.id
    with pytest.raises(ValidationError, match="The question is empty"):
        client.ask(" ")


def test_a_stream_ends_in_what_a_plain_question_gives(client):
    query, answer, hits, whole = client.ask_stream(QUESTION)
    assert isinstance(query, QueryOut)
    assert isinstance(answer, AnswerOut)
    assert isinstance(whole, AskResponse)
    assert whole == client.ask(QUESTION)
    assert hits == whole.hits
    with pytest.raises(ServerFailed, match="internal"):
        list(client.ask_stream("crash"))


def test_a_batch_comes_in_order_and_its_problems_stay_in_their_lines(client, monkeypatch):
    monkeypatch.setattr("api.client.streams.BATCH_LINES", 2)
    lines = list(client.batch([QUESTION, "crash", SearchItem(id="s", task="search", query="quý error")]))
    assert [line.id for line in lines] == [0, 1, "s"]
    assert lines[0] == BatchLine(0, client.ask(QUESTION), None)
    assert lines[1].problem.status == 500
    assert lines[2].answer == client.search("quý error")
    assert list(client.batch([])) == []
    assert next(iter(client.batch([AskItem(id="q", question="vắng")]))).answer.status is Status.ABSTAINED


def test_only_line_feeds_end_lines(client):
    odd = f"{QUESTION}\u2028và\u2029ai?"
    whole = client.ask(odd)
    assert "\u2028" in whole.query.original
    assert list(client.ask_stream(odd))[-1] == whole
    assert [line.answer for line in client.batch([odd, odd])] == [whole, whole]


def test_documents_are_listed_read_and_deleted(client, catalog):
    for number in range(20, 25):
        catalog.put(
            make_record(TEXT.replace("12-CV/TU", f"{number}-CV/TU"), f"cv{number}.txt", f"{number}-CV/TU")
        )
    listed = list(client.documents(page_size=2))
    assert [one.number for one in listed] == ["12-CV/TU", *(f"{n}-CV/TU" for n in range(20, 25))]
    first = listed[0]
    assert client.document(first.id) == first
    assert client.text(first.id) == TEXT
    assert client.text(first.id, start=4, end=12) == TEXT[4:12]
    assert client.versions(first.id) == ()
    assert client.references(first.id).model_dump() == {"references": ()}
    assert [value.count for value in client.facets(kind="công văn", limit=5).kinds] == [6]
    with pytest.raises(NotFound, match="original"):
        client.original(first.id)
    client.delete(first.id)
    for gone in (client.delete, client.document, client.versions, client.text):
        with pytest.raises(NotFound) as told:
            gone(first.id)
        assert told.value.slug == "document-not-found"
        assert told.value.request_id in str(told.value)
    with pytest.raises(NotFound):
        client.document("../tasks")
    with pytest.raises(ValueError, match="names nothing"):
        client.document("..")


def test_registers_families_and_figures(client):
    assert list(client.assignments(AssignmentsWanted(agency="Sở Tài chính", roles=("lead",)))) == []
    assert client.assignments_csv().startswith("\ufeffCơ quan")
    assert client.assignments_ics().startswith("BEGIN:VCALENDAR")
    (family,) = client.genealogy("12-CV/TU", tasks=True, as_of=date(2025, 1, 1)).families
    assert family.works[0].validity.as_of == date(2025, 1, 1)
    assert client.genealogy_svg("12-CV/TU").startswith("<svg")
    assert list(client.figures("dự án", number="12-CV/TU")) == []
    assert list(client.figures(document="none")) == []
    assert client.facets(validity=ValidityStatus.UNKNOWN).kinds == client.facets().kinds != ()
    assert client.facets(validity=ValidityStatus.REPEALED).kinds == ()
    assert client.facets(agency="Sở Nội vụ").kinds == ()
    with pytest.raises(Invalid) as told:
        list(client.assignments(AssignmentsWanted(year=1)))
    assert [(error.where, error.pointer) for error in told.value.errors] == [("query", "/year")]


def test_files_are_sent_and_waited_for(client, tmp_path):
    letter = tmp_path / "cv30.txt"
    letter.write_text(TEXT.replace("12-CV/TU", "30-CV/TU"), encoding="utf-8")
    task = client.upload([letter, ("cv31.txt", b"\0\0")], on_same_name=OnSameName.SKIP)
    assert task.on_same_name is OnSameName.SKIP
    done = client.wait(task, timeout=60)
    assert (done.state, done.failed) == (TaskState.PARTIAL, 1)
    assert client.tasks(limit=1)[0].id == task.id
    taken = next(result.document_id for result in done.results if result.document_id)
    assert client.original(taken) == letter.read_bytes()
    with pytest.raises(NotFound):
        client.wait("none")
    with pytest.raises(FileNotFoundError):
        client.upload([tmp_path / "none"])


def test_a_task_that_takes_too_long_is_let_go(client, monkeypatch):
    task = client.upload([("cv32.txt", TEXT.encode())])
    monkeypatch.setattr("api.client.synchronous.FINISHED", frozenset())
    monkeypatch.setattr("api.client.asynchronous.FINISHED", frozenset())
    with pytest.raises(TaskTimeout, match=task.id):
        client.wait(task.id, timeout=0)


def test_a_server_that_is_not_there(connect, url):
    with pytest.raises(Unreachable, match="ConnectError"):
        connect("http://127.0.0.1:9", retries=Retries(0)).ask("ai ký")
