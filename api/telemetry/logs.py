"""Logging: lines on stderr, plain or JSON, each with the id of its request."""

import hashlib
import json
import logging
import os
import secrets
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

from api.engine.verify import Verified
from search.types import SearchResult

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")

OURS = ("corpus", "models", "indexer", "search", "api")
FACTS = "facts"  # the attribute of a record that holds members for its JSON line

LogFormat = Literal["text", "json"]
LogQueries = Literal["off", "hashed", "plain"]

_QUERIES = logging.getLogger("api.queries")


class _WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        return True


class _JsonLines(logging.Formatter):
    """One JSON object a line: time in UTC, level, logger, request id, message, the facts of the record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        line |= getattr(record, FACTS, {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging(level: str, style: LogFormat = "text") -> None:
    """Write our own lines from `level` up; other libraries' only where they are errors, unless debugging."""
    others = logging.WARNING if level.lower() == "debug" else logging.ERROR
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", logging.getLevelName(others).lower())
    logging.captureWarnings(True)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_WithRequestId())
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")
    handler.setFormatter(_JsonLines() if style == "json" else plain)
    logging.basicConfig(level=others, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())


class QueryLog:
    """Writes a line for each question and search: its words, or a hash that only links equal ones.

    The hash is keyed with a secret of this process, so that nobody can find a question by hashing guesses.
    """

    def __init__(self, how: Literal["hashed", "plain"]) -> None:
        self._how = how
        self._key = secrets.token_bytes(32)

    def asked(self, verified: Verified) -> None:
        """Write what was asked and what became of it."""
        result = verified.result
        facts = {"type": result.query.type, "status": result.status, "reason": result.reason}
        self._write("ask", result.query.original, facts)

    def searched(self, result: SearchResult) -> None:
        """Write what was searched for."""
        self._write("search", result.query.original, {"hits": len(result.hits)})

    def _write(self, action: str, query: str, facts: Mapping[str, object]) -> None:
        shown = query if self._how == "plain" else self._hash(query)
        told = " ".join(f"{name}={value}" for name, value in facts.items() if value is not None)
        extra = {FACTS: {"action": action, "query": shown, **facts}}
        _QUERIES.info("%s %s %s", action, told, json.dumps(shown, ensure_ascii=False), extra=extra)

    def _hash(self, query: str) -> str:
        words = " ".join(query.lower().split())
        return hashlib.blake2b(words.encode(), key=self._key, digest_size=8).hexdigest()
