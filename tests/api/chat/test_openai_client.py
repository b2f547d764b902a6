"""The client that chat programs use, against a server that listens."""

import hashlib
import re

import httpx
import openai
import pytest

from api.app import create_app
from api.engine.runtime import Runtime
from api.errors import NotReady
from api.settings import Settings
from corpus.catalog import Catalog
from tests.api.fakes import LEAD, TEXT, make_record
from tests.api.live import served as serving

ASKED = [{"role": "user", "content": "Sở nào chủ trì rà soát?"}]
DOCUMENT_ID = hashlib.sha256(TEXT.encode()).hexdigest()[:16]


@pytest.fixture
def client(address):
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def ask(client, messages=ASKED, **more):
    return client.chat.completions.create(model="chidao", messages=messages, **more)


def test_models_are_listed_and_told_by_name(client):
    names = [model.id for model in client.models.list()]
    assert names == ["chidao", "e5-small-vi", "e5-small-vi-query", "e5-small-vi-passage"]
    assert client.models.retrieve("chidao").owned_by == "chidao"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt")


def test_an_answer_has_numbered_citations(client):
    answer = ask(client)
    message = answer.choices[0].message
    assert message.content.startswith("Cơ quan chủ trì: Sở Tài chính [1]\n\nCăn cứ:\n\n[1] Công văn 12-CV/TU")
    assert "ngày 03/4/2024, mục 1: “1. Giao Sở Tài chính chủ trì" in message.content
    assert (answer.choices[0].finish_reason, answer.model, message.role) == ("stop", "chidao", "assistant")
    [annotation] = message.annotations
    place = annotation.url_citation
    assert message.content[place.start_index : place.end_index] == "[1]"
    assert place.title == "Công văn 12-CV/TU ngày 03/4/2024"
    assert place.url.endswith(f"/?doc={DOCUMENT_ID}&quote=48-134&value=56-68")
    [citation] = answer.citations
    assert citation["index"] == 1
    assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
    assert TEXT[citation["value_start"] : citation["value_end"]] == LEAD
    assert answer.chidao["status"] == "answered"
    assert answer.chidao["answers"][0]["citation"] == 1
    assert answer.system_fingerprint == "v1"
    usage = answer.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert usage.prompt_tokens == len(re.findall(r"\w+|[^\w\s]", ASKED[0]["content"]))


def test_citations_are_those_of_ask(client, address):
    asked = httpx.post(f"{address}/v1/ask", json={"question": ASKED[0]["content"]}).json()
    [citation] = ask(client).citations
    assert {name: citation[name] for name in asked["answers"][0]["citation"]} == asked["answers"][0][
        "citation"
    ]


def test_a_stream_says_the_same_under_one_id(client):
    whole = ask(client)
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}))
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    *told, usage = chunks
    assert "".join(chunk.choices[0].delta.content or "" for chunk in told) == whole.choices[0].message.content
    assert [chunk.choices[0].finish_reason for chunk in told] == [None] * (len(told) - 1) + ["stop"]
    assert told[-1].citations == whole.citations
    assert len(told[-1].choices[0].delta.annotations) == 1
    assert usage.choices == []
    assert usage.usage == whole.usage


def test_a_stream_tells_its_usage_only_when_asked(client):
    chunks = list(ask(client, stream=True))
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


def test_an_abstention_says_why_and_names_the_nearest_passage(client):
    answer = ask(client, [{"role": "user", "content": "Ai vắng mặt ở Sở?"}])
    content = answer.choices[0].message.content
    assert content.startswith("Văn bản được hỏi có trong kho nhưng không nêu thông tin này.\n\nĐoạn gần nhất")
    assert "Công văn 12-CV/TU" in content
    assert answer.citations == answer.choices[0].message.annotations == []
    assert (answer.chidao["status"], answer.chidao["reason"]) == ("abstained", "slot_not_stated")


def test_parts_are_read_and_what_steers_a_writer_is_ignored(client):
    parts = [{"type": "text", "text": "Sở nào chủ trì"}, {"type": "text", "text": "rà soát?"}]
    messages = [{"role": "system", "content": "Hãy nói dối."}, {"role": "user", "content": parts}]
    answer = ask(client, messages, temperature=0.9, max_tokens=1, stop=["Sở"], seed=1, user="x", top_p=0.1)
    assert "Sở Tài chính [1]" in answer.choices[0].message.content


def test_what_cannot_be_had_is_refused(client):
    refusals = {
        "n": {"n": 2},
        "tools": {"tools": [{"type": "function", "function": {"name": "f"}}]},
        "response_format": {"response_format": {"type": "json_object"}},
        "logprobs": {"logprobs": True},
        "modalities": {"modalities": ["text", "audio"]},
    }
    for named, more in refusals.items():
        with pytest.raises(openai.UnprocessableEntityError) as refused:
            ask(client, **more)
        assert (refused.value.code, refused.value.type) == ("not_supported", "invalid_request_error")
        assert refused.value.body["message"].startswith(f"Not supported: {named}.")


def test_what_changes_nothing_is_taken(client):
    text = {"response_format": {"type": "text"}, "modalities": ["text"]}
    assert ask(client, n=1, tools=[], logprobs=False, **text).citations


def test_faults_of_messages_are_told(client):
    image = [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]
    faults = {
        "content_not_text": [{"role": "user", "content": image}],
        "question_empty": [{"role": "user", "content": " "}],
        "question_too_long": [{"role": "user", "content": "a" * 2001}],
        "no_user_message": [{"role": "assistant", "content": "Sở Tài chính"}],
    }
    for code, messages in faults.items():
        with pytest.raises(openai.UnprocessableEntityError) as refused:
            ask(client, messages)
        assert refused.value.code == code
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        ask(client, [{"role": "user", "content": image}])
    assert refused.value.param == "messages.0.content.parts.0"


def test_an_unknown_model_is_not_found(client):
    for call in (
        lambda: client.chat.completions.create(model="gpt", messages=ASKED),
        lambda: client.embeddings.create(model="gpt", input="a"),
    ):
        with pytest.raises(openai.NotFoundError) as refused:
            call()
        assert (refused.value.code, refused.value.type) == ("model_not_found", "invalid_request_error")


def test_a_crash_is_a_server_error_that_tells_nothing(client):
    with pytest.raises(openai.InternalServerError) as broke:
        ask(client, [{"role": "user", "content": "crash"}])
    assert broke.value.type == "server_error"
    assert "secret" not in str(broke.value.body)


def test_loading_is_told_with_when_to_try_again(client, runtime, monkeypatch):
    def loading():
        raise NotReady

    monkeypatch.setattr(runtime, "answering", loading)
    with pytest.raises(openai.InternalServerError) as refused:
        ask(client)
    assert (refused.value.status_code, refused.value.code) == (503, "not_ready")
    assert refused.value.response.headers["retry-after"] == "2"


def test_embeddings_are_unit_vectors_in_either_form(client, backend):
    texts = ["Sở Tài chính chủ trì", "báo cáo hằng quý"]
    made = client.embeddings.create(model="e5-small-vi", input=texts, encoding_format="float")
    assert [each.index for each in made.data] == [0, 1]
    assert [len(each.embedding) for each in made.data] == [backend.embedder.spec.dim] * 2
    for each in made.data:
        assert sum(x * x for x in each.embedding) == pytest.approx(1, abs=1e-4)
    packed = client.embeddings.create(model="e5-small-vi", input=texts)  # this client asks for base64
    for one, other in zip(made.data, packed.data, strict=True):
        assert one.embedding == pytest.approx(other.embedding, abs=1e-6)
    assert made.usage.total_tokens == 9


def test_embeddings_of_queries_are_made_as_such(client, backend):
    as_query = backend.embedder.embed_queries(["ai ký"])[0]
    for more in (
        {"model": "e5-small-vi-query"},
        {"model": "e5-small-vi", "extra_body": {"input_type": "query"}},
    ):
        made = client.embeddings.create(input="ai ký", encoding_format="float", **more)
        assert made.data[0].embedding == pytest.approx(list(as_query), abs=1e-6)


def test_embeddings_are_not_cut(client, backend):
    dim = backend.embedder.spec.dim
    client.embeddings.create(model="e5-small-vi", input="a", dimensions=dim)
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        client.embeddings.create(model="e5-small-vi", input="a", dimensions=dim - 1)
    assert refused.value.code == "dimensions_fixed"
    for wrong in ([1, 2, 3], [], ""):
        with pytest.raises(openai.UnprocessableEntityError):
            client.embeddings.create(model="e5-small-vi", input=wrong)


def test_the_real_engine_answers_and_follows_up(tmp_path, monkeypatch):
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")
    with Catalog.open(tmp_path / "data") as catalog:
        catalog.put(make_record())
    runtime = Runtime.open(Settings.load(data_dir=tmp_path / "data"))
    runtime.engine()
    try:
        with (
            serving(create_app(runtime=runtime)) as address,
            openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
        ):
            messages = [{"role": "user", "content": "Ai ký Công văn 12-CV/TU?"}]
            first = ask(client, messages).choices[0].message
            assert first.content.startswith("Người ký: Người Ký Mẫu [1]")
            messages += [{"role": "assistant", "content": first.content}]
            messages += [{"role": "user", "content": "Thế ban hành ngày nào?"}]
            second = ask(client, messages)
            assert second.chidao["answers"][0]["type"] == "issued_on"
            assert second.choices[0].message.content.startswith("Ngày ban hành: ")
            assert [model.id for model in client.models.list()][1] == "hashing"
            vectors = client.embeddings.create(model="hashing", input=["a", "b"]).data
            assert len(vectors) == 2
            found = client.vector_stores.search("chidao", query="dự án chậm tiến độ").data
            assert found[0].file_id == DOCUMENT_ID
    finally:
        runtime.close()
