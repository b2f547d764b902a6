"""What clients of other systems look for in an error, put beside the members of RFC 9457.

A problem may have members of its own, so every error has one shape, and the programs that speak to OpenAI or
Dify find theirs in it, whatever refused the request: a route, a limit or the keys.
"""

from collections.abc import Sequence

from pydantic import BaseModel

_OPENAI = ("/v1/models", "/v1/chat/", "/v1/embeddings", "/v1/vector_stores/")
_DIFY = "/retrieval"
_BAD_HEADER, _NOT_LET_IN, _NO_KNOWLEDGE = 1001, 1002, 2001


class OpenAIError(BaseModel):
    """An error as OpenAI's clients read it."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


def openai_error(
    path: str, status: int, slug: str, detail: str, fields: Sequence[tuple[str, str]] = ()
) -> OpenAIError | None:
    """Return the member `error`; None where the path is none of OpenAI's.

    Args:
        path: of the request.
        status: of the response.
        slug: of the problem.
        detail: of the problem.
        fields: JSON pointer and code of each field that is wrong.
    """
    if not path.startswith(_OPENAI):
        return None
    pointer, code = fields[0] if fields else ("", slug.replace("-", "_"))
    param = pointer.strip("/").replace("/", ".") or None
    return OpenAIError(message=detail, type=_type(status), param=param, code=code)


def dify_code(path: str, status: int, slug: str, authorization: str | None) -> int | None:
    """Return Dify's number of the error; None where it has none or the path is not Dify's."""
    if path != _DIFY:
        return None
    if slug == "store-not-found":
        return _NO_KNOWLEDGE
    if status not in (401, 403):
        return None
    scheme, _, key = (authorization or "").partition(" ")
    return _NOT_LET_IN if scheme.lower() == "bearer" and key.strip() else _BAD_HEADER


def _type(status: int) -> str:
    if status == 401:
        return "authentication_error"
    if status == 403:
        return "permission_error"
    if status == 429:
        return "rate_limit_error"
    return "server_error" if status >= 500 else "invalid_request_error"
