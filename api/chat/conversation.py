"""The messages of a chat as one question and what came before it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from api.wire.questions import MAX_QUESTION_CHARS
from api.wire.schemas import MAX_TURNS, TurnIn, asked_text

MAX_MESSAGES = 1000
# What was quoted before names documents that were not asked about.
_QUOTED = re.compile(r"“[^”]*”")


class Part(BaseModel):
    """A piece of a message; only text is read."""

    model_config = ConfigDict(frozen=True)

    type: Annotated[str, Field(max_length=50, description="`text`; anything else is refused.")]
    text: str = ""

    @model_validator(mode="after")
    def _is_text(self) -> Self:
        if self.type not in ("text", "input_text", "refusal"):
            raise PydanticCustomError("content_not_text", "Only text is read: no images, sound or files.")
        return self


def _shape(content: object) -> str:
    """Tell text from parts, so that only what is wrong with the one that was sent is told."""
    return "parts" if isinstance(content, (list, tuple)) else "text"


Content = Annotated[
    Annotated[str, Tag("text")] | Annotated[tuple[Part, ...], Field(max_length=100), Tag("parts")],
    Discriminator(_shape),
]


class Message(BaseModel):
    """One message; those of other roles than user and assistant are not read."""

    model_config = ConfigDict(frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Content | None = None

    @property
    def text(self) -> str:
        """Return what it says."""
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        return "\n".join(part.text for part in self.content if part.type != "refusal")


def question_in(messages: Sequence[Message]) -> str:
    """Return the last user message; raises PydanticCustomError where it cannot be asked."""
    last = next((each for each in reversed(messages) if each.role == "user"), None)
    if last is None:
        raise PydanticCustomError("no_user_message", "The messages hold none of the role user.")
    return asked_text(last.text)


def history_in(messages: Sequence[Message]) -> tuple[TurnIn, ...]:
    """Return what user and assistant said before the last user message."""
    last = max(i for i, each in enumerate(messages) if each.role == "user")
    turns = [_turn(each) for each in messages[:last] if each.role in ("user", "assistant")]
    return tuple(turn for turn in turns if turn.content)[-MAX_TURNS:]


def _turn(message: Message) -> TurnIn:
    text = unicodedata.normalize("NFC", message.text)
    if message.role == "assistant":
        text = _QUOTED.sub("", text)
    return TurnIn(role=message.role, content=text.strip()[:MAX_QUESTION_CHARS])
