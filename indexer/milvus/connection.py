"""The engine's client, with bounded waiting and our errors.

What the client tells of a failure is a code and a text; whether it is worth another try is decided here. A
dead engine costs one caller the whole waiting time and those right behind it none.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, TypeVar

from indexer.errors import ClientMissing, EngineLacks, IndexDamaged, IndexUnreachable
from indexer.milvus.target import Target

T = TypeVar("T")
_LOG = logging.getLogger("indexer.milvus")
_SPARSE_SINCE = (2, 4)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
_REST_S = 1.0  # after an engine did not answer, until it is asked again
_CONNECT_FAILED, _NOT_THERE, _RELEASED = 2, 100, 101  # codes of the engine and its client
_PASSING = re.compile(  # what it says while it starts, moves parts or has too much to do
    r"unavailable|deadline|timeout|timed out|not loaded|not fully loaded|no available|not ready|"
    r"not healthy|shard leader|node not|recover|goaway|cancelled|rate limit|too many",
    re.IGNORECASE,
)


class Fault(Enum):
    """Why a call failed that may succeed in a moment."""

    BROKEN = auto()  # the connection
    RELEASED = auto()  # a collection is not in memory
    PASSING = auto()  # whatever else the engine is at


class Connection:
    """One client of the engine, made when it is first needed and again after it broke; safe to share."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._client: Any = None  # the library's types are partial
        self._lock = threading.Lock()
        self._rest_until = 0.0
        self._version: str | None = None

    def close(self) -> None:
        """Let go of the engine."""
        self._drop(self._client)

    def _drop(self, client: Any) -> None:  # noqa: ANN401  # the library's types are partial
        """Close a client; one that another thread made meanwhile is left alone."""
        with self._lock:
            if self._client is client:
                self._client = None
        _shut(client)

    def read(self, ask: Callable[[Any, float], T], collection: str = "") -> T:
        """Ask the engine something that may be asked twice.

        Args:
            ask: gets the client and the seconds that are left.
            collection: loaded again where a restart of the engine has let it go.

        Raises:
            IndexUnreachable: it does not answer in the time of the target.
            IndexDamaged: what is asked for is not there.
        """
        if time.monotonic() < self._rest_until:
            raise IndexUnreachable(self.target.name, "it did not answer a moment ago")
        return self._persist(ask, self.target.timeout, collection)

    def write(self, tell: Callable[[Any, float], T], wait: float = 120.0, collection: str = "") -> T:
        """Tell the engine something that may be told twice; waits longer for it than a reader would."""
        return self._persist(tell, max(wait, self.target.timeout), collection)

    def version(self) -> str:
        """Return the version of the engine, as it calls itself."""
        if self._version is None:
            self._version = str(self.read(lambda client, left: client.get_server_version(timeout=left)))
        return self._version

    def require(self) -> None:
        """Raise EngineLacks where the engine is too old for what the target wants of it."""
        version = self.version()
        found = re.search(r"(\d+)\.(\d+)", version)
        if self.target.lexical and found and (int(found[1]), int(found[2])) < _SPARSE_SINCE:
            raise EngineLacks(self.target.name, version, "sparse vectors", "2.4")

    def _persist(self, ask: Callable[[Any, float], T], seconds: float, collection: str) -> T:
        deadline, pause = time.monotonic() + seconds, _FIRST_PAUSE
        while True:
            left, client = max(deadline - time.monotonic(), 0.1), None
            try:
                client = self._connected(min(left, self.target.timeout))
                return ask(client, left)
            except ClientMissing:
                raise
            except Exception as error:
                fault, problem = _judge(error, self.target.name)
                if fault is Fault.BROKEN:
                    self._drop(client)
                if time.monotonic() + pause >= deadline:
                    self._rest_until = time.monotonic() + _REST_S
                    _LOG.warning("%s: %s", self.target.name, problem)
                    raise IndexUnreachable(self.target.name, problem) from error
            time.sleep(pause)
            if fault is Fault.RELEASED and collection:
                self._load(collection, deadline)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _load(self, collection: str, deadline: float) -> None:
        """Have a collection loaded; whether it was shows at the next try."""
        try:
            left = max(deadline - time.monotonic(), 0.1)
            self._connected(left).load_collection(collection, timeout=left)
        except Exception as error:
            _judge(error, self.target.name)

    def _connected(self, seconds: float) -> Any:  # noqa: ANN401  # the library's types are partial
        with self._lock:
            if self._client is None:
                self._client = _connect(self.target, max(seconds, 0.1))
            return self._client


def _connect(target: Target, seconds: float) -> Any:  # noqa: ANN401  # the library's types are partial
    try:
        from pymilvus import MilvusClient
    except ModuleNotFoundError as error:
        raise ClientMissing(target.name) from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs a traceback for each failed try
    return MilvusClient(
        uri=target.uri, token=target.token, db_name=target.database, timeout=seconds, dedicated=True
    )


def _shut(client: Any) -> None:  # noqa: ANN401  # the library's types are partial
    if client is None:
        return
    try:
        client.close()
    except Exception as error:  # it is gone either way
        _LOG.debug("closing: %s", error)


def _judge(error: Exception, engine: str) -> tuple[Fault, str]:
    """Return why a call failed, and in which words; raise the error where trying again would not help."""
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    if isinstance(error, RpcError | OSError):
        return Fault.BROKEN, str(getattr(error, "details", lambda: error)())[:300]
    if isinstance(error, ValueError) and "closed" in str(error):
        return Fault.BROKEN, str(error)
    if not isinstance(error, MilvusException):
        raise error
    said = str(error.message)[:300]
    if error.code == _NOT_THERE:
        raise IndexDamaged(engine, "the engine has lost what was in it") from error
    if error.code == _CONNECT_FAILED or "closed channel" in said:  # also where another thread closed it
        return Fault.BROKEN, said
    if error.code == _RELEASED:
        return Fault.RELEASED, said
    if _PASSING.search(said):
        return Fault.PASSING, said
    raise error
