"""Logging: plain lines on stderr, each with the id of its request."""

import logging
import os
import sys
from contextvars import ContextVar

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")

OURS = ("corpus", "models", "indexer", "search", "api")


class _WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        return True


def configure_logging(level: str) -> None:
    """Write our own lines from `level` up; other libraries' only where they are errors, unless debugging."""
    others = logging.WARNING if level.lower() == "debug" else logging.ERROR
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", logging.getLevelName(others).lower())
    logging.captureWarnings(True)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_WithRequestId())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"))
    logging.basicConfig(level=others, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
