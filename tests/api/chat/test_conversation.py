import pytest
from pydantic import TypeAdapter, ValidationError

from api.chat.conversation import Message, history_in, question_in
from api.chat.schemas import ChatRequest

MESSAGES = TypeAdapter(tuple[Message, ...])


def messages(*pairs):
    return MESSAGES.validate_python([{"role": role, "content": content} for role, content in pairs])


def test_the_last_user_message_is_the_question_and_what_was_before_is_history():
    said = messages(
        ("system", "Bạn là trợ lý."), ("user", "Ai ký?"),
        ("assistant", "Ông A [1]\n\n[1] CV 1: “theo 9-NQ/TW”"),
        ("tool", "x"), ("user", "  Thế ngày nào? "), ("assistant", "Ngày"),
    )  # fmt: skip
    assert question_in(said) == "Thế ngày nào?"
    turns = [(turn.role, turn.content) for turn in history_in(said)]
    assert turns == [("user", "Ai ký?"), ("assistant", "Ông A [1]\n\n[1] CV 1:")]


def test_history_is_bounded():
    said = messages(*[("user", "a" * 5000), ("assistant", "")] * 30, ("user", "b"))
    turns = history_in(said)
    assert len(turns) == 20
    assert {len(turn.content) for turn in turns} == {2000}


def test_a_request_asks_as_ask_does():
    body = {
        "model": "chidao", "messages": [{"role": "user", "content": "Ai ký?"}], "k": 7, "as_of": "2024-01-01",
        "filters": {"numbers": ["1-CV/TU"]}, "unheard_of": 1,
    }  # fmt: skip
    asked = ChatRequest.model_validate(body).asked
    assert (asked.question, asked.k, asked.filters.numbers, str(asked.as_of)) == (
        "Ai ký?", 7, ("1-CV/TU",), "2024-01-01",
    )  # fmt: skip
    with pytest.raises(ValidationError):
        ChatRequest.model_validate(body | {"filters": {"number": ["1"]}})
