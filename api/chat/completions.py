"""Chat completions, whole or cut into events."""

import json
import re
import time
from collections.abc import Iterator, Mapping

from api.chat.composition import Composed, head_of, key_of
from api.chat.links import reader_link
from api.chat.schemas import (
    Annotation,
    AssistantMessage,
    ChatAnswer,
    ChatCompletion,
    ChatRequest,
    Choice,
    NumberedCitation,
    Outcome,
    UrlCitation,
    Usage,
)
from api.chat.tokens import count_tokens
from api.wire.schemas import CitationOut
from api.wording import dated_name_of
from search.types import Answer, AskResult

MODEL = "chidao"
DONE = "data: [DONE]\n\n"
_PIECE = re.compile(r"\S+\s*|\s+")
_WORDS_AT_ONCE = 8


def completion(
    request: ChatRequest,
    result: AskResult,
    composed: Composed,
    *,
    request_id: str,
    base_url: str,
    phrased: bool,
) -> ChatCompletion:
    """Return the answer to a request.

    Args:
        request: what was asked.
        result: the verified answers.
        composed: the same in words.
        request_id: the completion is named after it, so that logs and feedback find each other.
        base_url: of the web page that the citations are linked to.
        phrased: whether a language model wrote the sentences.
    """
    content = composed.content
    prompt = sum(count_tokens(message.text) for message in request.messages)
    told = count_tokens(content)
    return ChatCompletion(
        id=f"chatcmpl-{request_id}",
        created=int(time.time()),
        model=MODEL,
        system_fingerprint=result.index_version,
        choices=(
            Choice(message=AssistantMessage(content=content, annotations=_annotations(composed, base_url))),
        ),
        usage=Usage(prompt_tokens=prompt, completion_tokens=told, total_tokens=prompt + told),
        citations=_citations(composed),
        chidao=Outcome(
            status=result.status,
            reason=result.reason,
            answers=tuple(_answers(result.answers, composed)),
            body_end=len(composed.body),
            phrased=phrased,
            index_version=result.index_version,
        ),
    )


def events(whole: ChatCompletion, *, with_usage: bool) -> Iterator[str]:
    """Cut a completion into server-sent events; the last one with a choice carries the citations."""
    message = whole.choices[0].message
    usage: Mapping[str, object] = {"usage": None} if with_usage else {}
    yield _event(whole, {"role": "assistant", "content": ""}, usage)
    for piece in pieces(message.content):
        yield _event(whole, {"content": piece}, usage)
    told = whole.model_dump(mode="json", include={"citations", "chidao"})
    annotations = [each.model_dump() for each in message.annotations]
    yield _event(whole, {"annotations": annotations} if annotations else {}, {**told, **usage}, "stop")
    if with_usage:
        yield _data(_chunk(whole) | {"choices": [], "usage": whole.usage.model_dump()})
    yield DONE


def pieces(content: str) -> Iterator[str]:
    """Cut a text after every few words; together the pieces are the text."""
    words = _PIECE.findall(content)
    for i in range(0, len(words), _WORDS_AT_ONCE):
        yield "".join(words[i : i + _WORDS_AT_ONCE])


def _event(
    whole: ChatCompletion, delta: Mapping[str, object], more: Mapping[str, object], finish: str | None = None
) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _data(_chunk(whole) | {"choices": [choice], **more})


def _chunk(whole: ChatCompletion) -> dict[str, object]:
    kept = whole.model_dump(include={"id", "created", "model", "system_fingerprint"})
    return {**kept, "object": "chat.completion.chunk"}


def _data(value: Mapping[str, object]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _citations(composed: Composed) -> tuple[NumberedCitation, ...]:
    return tuple(
        NumberedCitation(
            **dict(CitationOut.model_validate(each.citation)), index=each.index, label=head_of(each.citation)
        )
        for each in composed.cited
    )


def _annotations(composed: Composed, base_url: str) -> tuple[Annotation, ...]:
    cited = {each.index: each.citation for each in composed.cited}
    return tuple(
        Annotation(
            url_citation=UrlCitation(
                start_index=mark.start,
                end_index=mark.end,
                title=dated_name_of(cited[mark.index].document),
                url=reader_link(base_url, cited[mark.index]),
            )
        )
        for mark in composed.marks
    )


def _answers(answers: tuple[Answer, ...], composed: Composed) -> Iterator[ChatAnswer]:
    numbers = {key_of(each.citation): each.index for each in composed.cited}
    for answer in answers:
        yield ChatAnswer(
            type=answer.type,
            value=answer.value,
            normalized=answer.normalized,
            confidence=answer.confidence,
            citation=numbers.get(key_of(answer.citation)),
        )
