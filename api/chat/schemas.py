"""Chat completions in OpenAI's shape, with what we add to it."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from api.chat.conversation import MAX_MESSAGES, Message, history_in, question_in
from api.wire.days import Day
from api.wire.schemas import AskRequest, CitationOut, Depth, FiltersIn
from search.types import AnswerType, Reason, Status

_FROZEN = ConfigDict(frozen=True)


class StreamOptions(BaseModel):
    """What a stream tells besides the text."""

    model_config = _FROZEN

    include_usage: StrictBool | None = None


class ResponseFormat(BaseModel):
    """The form of the answer; only text can be had."""

    model_config = _FROZEN

    type: str = "text"


class ChatRequest(BaseModel):
    """A conversation whose last user message is asked.

    Answers are looked up, not written, so what steers a writing model (temperature, max_tokens, stop ...) is
    ignored. What would change the form of the answer is refused: n above 1, tools, logprobs, other response
    formats and modalities.
    """

    model_config = _FROZEN

    model: Annotated[str, Field(max_length=200, description="`chidao`.", examples=["chidao"])]
    messages: Annotated[
        tuple[Message, ...],
        Field(
            max_length=MAX_MESSAGES,
            json_schema_extra={"contains": {"required": ["role"], "properties": {"role": {"const": "user"}}}},
            description="The last user message is the question; earlier ones lend document and task to one "
            "that leans on them. System messages are not read.",
        ),
    ]
    stream: Annotated[StrictBool | None, Field(description="Answer as server-sent events.")] = None
    stream_options: StreamOptions | None = None
    n: StrictInt | None = None
    tools: list[JsonValue] | None = None
    tool_choice: JsonValue = None
    functions: list[JsonValue] | None = None
    response_format: ResponseFormat | None = None
    logprobs: StrictBool | None = None
    modalities: list[str] | None = None
    k: Annotated[Depth, Field(description="Ours: how many passages are read.")] = 5
    filters: Annotated[FiltersIn, Field(description="Ours: as in /v1/ask.")] = FiltersIn()
    as_of: Annotated[Day | None, Field(description="Ours: as in /v1/ask.")] = None

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        refused = {
            "n": self.n not in (None, 1),
            "tools": bool(self.tools or self.functions) and self.tool_choice != "none",
            "response_format": self.response_format is not None and self.response_format.type != "text",
            "logprobs": bool(self.logprobs),
            "modalities": bool(self.modalities) and self.modalities != ["text"],
        }
        if asked := [name for name, is_refused in refused.items() if is_refused]:
            told = {"names": ", ".join(asked)}
            raise PydanticCustomError(
                "not_supported", "Not supported: {names}. One answer is given, as text, without tools.", told
            )
        question_in(self.messages)
        return self

    @property
    def asked(self) -> AskRequest:
        """Return what is asked."""
        return AskRequest(
            question=question_in(self.messages),
            k=self.k,
            filters=self.filters,
            as_of=self.as_of,
            history=history_in(self.messages),
        )


class UrlCitation(BaseModel):
    """Where a citation is referred to in the content: `content[start_index:end_index]` is "[1]"."""

    start_index: Annotated[int, Field(description="In code points.")]
    end_index: Annotated[int, Field(description="In code points; the first one after it.")]
    title: str
    url: Annotated[str, Field(description="Of the web page, with the document open at the quote.")]


class Annotation(BaseModel):
    """A reference to a citation."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class NumberedCitation(CitationOut):
    """The proof of an answer as in /v1/ask, with its number in the text."""

    index: Annotated[int, Field(description="From 1.")]
    label: Annotated[str, Field(description="Document and place as the text names them.")]


class ChatAnswer(BaseModel):
    """A typed answer as in /v1/ask; its proof is the citation of that number."""

    type: AnswerType
    value: str
    normalized: dict[str, str]
    confidence: float
    citation: Annotated[int | None, Field(description="Null for those past the ones the text tells.")]


class Outcome(BaseModel):
    """What became of the question, for programs."""

    status: Status
    reason: Reason | None
    answers: tuple[ChatAnswer, ...]
    body_end: Annotated[int, Field(description="Where the list of sources begins, in code points.")]
    phrased: Annotated[bool, Field(description="Whether a language model put the sentences in other words.")]
    index_version: str


class Usage(BaseModel):
    """Words and punctuation marks of all messages and of the answer."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AssistantMessage(BaseModel):
    """What is answered."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: tuple[Annotation, ...]


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class ChatCompletion(BaseModel):
    """An answer, or why there is none; `citations` is empty exactly when nothing was answered."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: Annotated[int, Field(description="Seconds since 1970.")]
    model: str
    system_fingerprint: Annotated[str, Field(description="Version of the index.")]
    choices: tuple[Choice]
    usage: Usage
    citations: tuple[NumberedCitation, ...]
    chidao: Outcome


class ModelCard(BaseModel):
    """A model."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelList(BaseModel):
    """What may be named as `model`."""

    object: Literal["list"] = "list"
    data: tuple[ModelCard, ...]
