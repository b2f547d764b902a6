"""What is wrong with a line, as problem details."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from api.batch.inbox import MAX_LINE_BYTES, MAX_LINES, Fault
from api.batch.items import NotJson
from api.problemshapes import TYPE_PREFIX, FieldProblem, Problem
from api.rules import FALLBACK, rule_for

PATH = "/v1/batch"
_CRASH = "Something went wrong on the server; the log has the details under this request id."
_FAULTS = {
    Fault.TOO_LONG: f"The line has more than {MAX_LINE_BYTES} bytes.",
    Fault.TOO_MANY: f"A batch may have {MAX_LINES} lines at most; this one and those after it were not done.",
    Fault.BODY_TOO_LARGE: "The body is too large; what was cut off was not done.",
}


class BatchFailure(BaseModel):
    """A line that has no answer."""

    id: Annotated[str | int | None, Field(description="Null where the line has none that can be used.")]
    line: Annotated[int, Field(description="Of the request, from 1, blank ones counted.")]
    error: Problem


def of_fault(fault: Fault, request_id: str) -> Problem:
    """Tell a line that is too long or one too many."""
    return _problem(413, "content-too-large", "Content Too Large", _FAULTS[fault], request_id)


def of_unreadable(error: NotJson | ValidationError, request_id: str) -> Problem:
    """Tell a line that is no question."""
    if isinstance(error, NotJson):
        detail = "The line is not a JSON object in UTF-8."
        return _problem(400, "unreadable-json", "Bad Request", detail, request_id)
    fields = [_field(each["loc"], each["type"], each["msg"]) for each in error.errors(include_url=False)]
    detail = " ".join(dict.fromkeys(_sentence(field.detail) for field in fields))
    return _problem(422, "invalid-request", "The request is not valid", detail, request_id, fields)


def of_error(error: Exception, request_id: str) -> Problem:
    """Tell an error by the rules that hold for single requests."""
    rule = rule_for(error)
    detail = _CRASH if rule.status == FALLBACK.status else _sentence(str(error))
    return _problem(rule.status, rule.slug, rule.title, detail, request_id)


def _problem(
    status: int,
    slug: str,
    title: str,
    detail: str,
    request_id: str,
    errors: list[FieldProblem] | None = None,
) -> Problem:
    return Problem(
        type=TYPE_PREFIX + slug,
        title=title,
        status=status,
        detail=detail,
        instance=PATH,
        request_id=request_id,
        errors=errors,
    )


def _field(location: Sequence[str | int], code: str, message: str) -> FieldProblem:
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
    return FieldProblem(where="body", pointer=pointer, code=code, detail=message)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
