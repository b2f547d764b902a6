"""A typed client of the HTTP interface, for scripts and notebooks; brings none of the server's libraries in.

from api.client import Client

with Client("http://127.0.0.1:8000") as client:
    for answer in client.ask("Ai ký Công văn 1023?").answers:
        print(answer.value, answer.citation.quote)
"""

from api.client.asynchronous import AsyncClient
from api.client.errors import (
    BadRequest,
    ClientError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NumberAmbiguous,
    Problematic,
    ServerFailed,
    TaskTimeout,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unexpected,
    Unreachable,
)
from api.client.retries import Retries
from api.client.streams import AskEvent, BatchLine
from api.client.synchronous import Client
from api.client.wanted import AssignmentsWanted

__all__ = [
    "AskEvent",
    "AssignmentsWanted",
    "AsyncClient",
    "BadRequest",
    "BatchLine",
    "Client",
    "ClientError",
    "Conflict",
    "Forbidden",
    "Invalid",
    "NotFound",
    "NumberAmbiguous",
    "Problematic",
    "Retries",
    "ServerFailed",
    "TaskTimeout",
    "TooManyRequests",
    "Unauthorized",
    "Unavailable",
    "Unexpected",
    "Unreachable",
]
