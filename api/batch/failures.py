"""What is wrong with a line, as problem details."""

from pydantic import ValidationError

from api.batch.inbox import MAX_LINE_BYTES, MAX_LINES, Fault
from api.batch.items import NotJson
from api.rules import FALLBACK, rule_for
from api.wire.bodies import BATCH_PATH
from api.wire.problemshapes import (
    CRASH,
    TYPE_PREFIX,
    FieldProblem,
    Problem,
    detail_of,
    field_problem,
    sentence,
)

_FAULTS = {
    Fault.TOO_LONG: f"The line has more than {MAX_LINE_BYTES} bytes.",
    Fault.TOO_MANY: f"A batch may have {MAX_LINES} lines at most; this one and those after it were not done.",
    Fault.BODY_TOO_LARGE: "The body is too large; what was cut off was not done.",
}


def of_fault(fault: Fault, request_id: str) -> Problem:
    """Tell a line that is too long or one too many."""
    return _problem(413, "content-too-large", "Content Too Large", _FAULTS[fault], request_id)


def of_unreadable(error: NotJson | ValidationError, request_id: str) -> Problem:
    """Tell a line that is no question."""
    if isinstance(error, NotJson):
        detail = "The line is not a JSON object in UTF-8."
        return _problem(400, "unreadable-json", "Bad Request", detail, request_id)
    found = error.errors(include_url=False)
    fields = [field_problem(("body", *each["loc"]), each["type"], each["msg"]) for each in found]
    return _problem(422, "invalid-request", "The request is not valid", detail_of(fields), request_id, fields)


def of_error(error: Exception, request_id: str) -> Problem:
    """Tell an error by the rules that hold for single requests."""
    rule = rule_for(error)
    detail = CRASH if rule.status == FALLBACK.status else sentence(str(error))
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
        instance=BATCH_PATH,
        request_id=request_id,
        errors=errors,
    )
