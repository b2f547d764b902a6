"""Keys as chat programs and Dify send them."""

import httpx
import openai
import pytest

from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.access.store import AccessStore
from api.app import create_app
from corpus.labels import Label
from tests.api.fakes import make_record
from tests.api.live import served

ASKED = [{"role": "user", "content": "Sở nào chủ trì rà soát?"}]
RETRIEVAL = {
    "knowledge_id": "chidao",
    "query": "rà soát",
    "retrieval_setting": {"top_k": 1, "score_threshold": 0},
}


@pytest.fixture
def token(settings):
    """Make a key that may ask and search what is public, so that keys are asked for."""
    issued = issue(Grant("chatbot", frozenset((Scope.ASK, Scope.SEARCH)), frozenset((Label.PUBLIC,))))
    store = AccessStore(settings.data_dir)
    store.put(issued.key)
    store.close()
    return issued.token


@pytest.fixture
def address(token, settings, runtime):
    with served(create_app(settings, runtime)) as address:
        yield address


def client_with(address, key):
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)


def test_chat_programs_send_their_key_as_they_always_do(address, token):
    with client_with(address, token) as client:
        assert client.chat.completions.create(model="chidao", messages=ASKED).citations
        assert client.models.list().data
    with client_with(address, "sk-wrong") as client:
        for call in (
            client.models.list,
            lambda: client.chat.completions.create(model="chidao", messages=ASKED),
        ):
            with pytest.raises(openai.AuthenticationError) as refused:
                call()
            assert refused.value.type == "authentication_error"


def test_dify_is_told_what_is_wrong_with_its_key(address, token):
    def retrieve(headers):
        return httpx.post(f"{address}/retrieval", json=RETRIEVAL, headers=headers)

    assert retrieve({"Authorization": f"Bearer {token}"}).json()["records"]
    assert retrieve({}).json()["error_code"] == 1001
    assert retrieve({"Authorization": token}).json()["error_code"] == 1001
    assert retrieve({"Authorization": "Bearer wrong"}).json()["error_code"] == 1002


def test_what_a_key_may_not_see_is_in_no_answer(address, token, catalog, runtime):
    catalog.set_label(make_record().document.id, Label.INTERNAL)
    with client_with(address, token) as client:
        answer = client.chat.completions.create(model="chidao", messages=ASKED)
    assert answer.citations == []
    assert "Công văn" not in answer.choices[0].message.content
