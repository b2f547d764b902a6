"""What can go wrong for a client.

ClientError
├── Unreachable        no answer: connection refused, broken off, timed out
├── Unexpected         an answer that is none of this interface
├── TaskTimeout        an upload is still at work
├── NumberAmbiguous    several documents bear a number
└── Problematic        a problem that the server tells
    ├── BadRequest 400, Unauthorized 401, Forbidden 403, NotFound 404, Conflict 409
    ├── Invalid 422, TooManyRequests 429
    └── ServerFailed 5xx
        └── Unavailable 503
"""

from http import HTTPStatus

from httpx2 import Response
from pydantic import ValidationError

from api.wire.problemshapes import FieldProblem, Problem


class ClientError(Exception):
    """Base of all errors of the client."""


class Unreachable(ClientError):
    """No answer came."""


class Unexpected(ClientError):
    """The answer is not one of this interface: another server, or a version far apart."""


class TaskTimeout(ClientError):
    """A task had not ended in time; it goes on."""

    def __init__(self, task_id: str, seconds: float) -> None:
        super().__init__(task_id, seconds)
        self.task_id, self.seconds = task_id, seconds

    def __str__(self) -> str:
        return f"task {self.task_id} had not ended after {self.seconds:g} seconds"


class NumberAmbiguous(ClientError):
    """Several documents bear a number where one is needed; `ids` are theirs."""

    def __init__(self, number: str, ids: list[str]) -> None:
        super().__init__(number, ids)
        self.number, self.ids = number, ids

    def __str__(self) -> str:
        return f"several documents bear the number {self.number}; name one by its id: {', '.join(self.ids)}"


class Problematic(ClientError):
    """The server refused or failed.

    Attributes:
        status: of the response.
        detail: what went wrong, in English.
        request_id: names the request in the server's log.
        slug: names the kind of problem: "document-not-found".
        errors: what is wrong with which field.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.status, self.detail, self.request_id = problem.status, problem.detail, problem.request_id
        self.slug = problem.type.rpartition(":")[2]
        self.errors: tuple[FieldProblem, ...] = tuple(problem.errors or ())

    def __str__(self) -> str:
        return f"{self.status} {self.slug}: {self.detail} (request {self.request_id})"


class BadRequest(Problematic):
    """The request could not be read."""


class Unauthorized(Problematic):
    """A key is needed, or the one given is not known."""


class Forbidden(Problematic):
    """The key may not do this."""


class NotFound(Problematic):
    """There is no such thing, as far as the key may see."""


class Conflict(Problematic):
    """The state of the thing does not allow it."""


class Invalid(Problematic):
    """The server understood the request and found it wrong."""


class TooManyRequests(Problematic):
    """The key has used up its share for now."""


class ServerFailed(Problematic):
    """Something broke on the server."""


class Unavailable(ServerFailed):
    """The server is still loading or has too much to do."""


_BY_STATUS: dict[int, type[Problematic]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Invalid,
    429: TooManyRequests,
    503: Unavailable,
}


def problem_of(response: Response) -> Problematic:
    """Return what a response tells as an error; its body must have been read."""
    problem = _problem(response)
    usual = ServerFailed if problem.status >= 500 else Problematic
    return _BY_STATUS.get(problem.status, usual)(problem)


def _problem(response: Response) -> Problem:
    """Read a problem; proxies answer in other shapes, of which the status is kept."""
    try:
        return Problem.model_validate_json(response.content)
    except ValidationError:
        status = response.status_code
        phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
        return Problem(
            type=phrase.lower().replace(" ", "-"),
            title=phrase,
            status=status,
            detail=response.text[:200] or phrase,
            instance=response.request.url.path,
            request_id=response.headers.get("x-request-id", "-"),
        )
