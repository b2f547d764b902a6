"""RFC 9457 problem details: the one shape of every HTTP error."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.edge.allowed import allowed_methods
from api.errors.access import AccessError
from api.rules import FALLBACK, Rule, rule_for
from api.wire.dialects import dify_code, openai_error
from api.wire.problemshapes import (
    CRASH,
    MEDIA_TYPE,
    TYPE_PREFIX,
    FieldProblem,
    Problem,
    detail_of,
    field_problem,
    sentence,
)

RETRY_AFTER_S = 2


def problem_response(
    request: Request,
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    errors: Sequence[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem as a response."""
    path = request.url.path
    wrong = [(error.pointer, error.code) for error in errors or ()]
    code = dify_code(path, status, slug, request.headers.get("authorization"))
    body = Problem(
        type=TYPE_PREFIX + slug,
        title=title,
        status=status,
        detail=detail,
        instance=path,
        request_id=getattr(request.state, "request_id", ""),
        errors=list(errors) if errors is not None else None,
        error=openai_error(path, status, slug, detail, wrong),
        error_code=code,
        error_msg=detail if code else None,
    )
    return Response(
        body.model_dump_json(exclude_none=True), status, dict(headers or {}), media_type=MEDIA_TYPE
    )


async def on_error(request: Request, error: Exception) -> Response:
    """Tell an error of ours by its rule."""
    rule = rule_for(error)
    told = sentence(str(error)) if rule.status != FALLBACK.status else None
    return _by_rule(request, rule, told, error.headers if isinstance(error, AccessError) else {})


def on_crash(request: Request) -> Response:
    """Tell that something broke, and nothing about how."""
    return _by_rule(request, FALLBACK, None)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Tell what the framework refuses: unknown paths, wrong methods, unreadable bodies."""
    assert isinstance(error, HTTPException)
    if error.status_code in (405, 415):  # a wrong method is told before a wrong type of body
        allowed = allowed_methods(request)
        if allowed and request.method not in allowed:
            error = HTTPException(405, headers={"Allow": ", ".join(allowed)})
    phrase = HTTPStatus(error.status_code).phrase
    is_form = request.headers.get("content-type", "").lower().startswith("multipart/")
    unreadable = "unreadable-form" if is_form else "unreadable-json"
    slug = unreadable if error.status_code == 400 else phrase.lower().replace(" ", "-")
    details = {
        404: f"There is nothing at {request.url.path}.",
        405: f"{request.method} is not allowed at {request.url.path}.",
        400: sentence(error.detail) if is_form else "The body could not be read as JSON in UTF-8.",
    }
    detail = details.get(error.status_code, error.detail)
    return problem_response(request, error.status_code, slug, phrase, detail, headers=error.headers)


async def on_invalid(request: Request, error: Exception) -> Response:
    """Tell which fields are wrong; input is not echoed."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        detail = "The body is not valid JSON."
        return problem_response(request, 400, "unreadable-json", "Bad Request", detail)
    fields = [field_problem(each["loc"], each["type"], each["msg"]) for each in found]
    return problem_response(
        request, 422, "invalid-request", "The request is not valid", detail_of(fields), errors=fields
    )


def _by_rule(
    request: Request, rule: Rule, detail: str | None, headers: Mapping[str, str] = MappingProxyType({})
) -> Response:
    later = {"Retry-After": str(RETRY_AFTER_S)} if rule.status == 503 else {}
    return problem_response(
        request, rule.status, rule.slug, rule.title, detail or CRASH, headers=later | dict(headers)
    )
