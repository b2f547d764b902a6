"""Processes that read files, kept from one test to the next: each start of one takes most of a second.

What is kept is lent again to runs with the same limits in the same environment. Runs with readers of their
own, and commands, start theirs as ever; so do the tests of starting and stopping.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pytest

from corpus.ingest import IngestOptions, open_pool
from corpus.ingest.reports import HERE
from corpus.sandbox.pool import Pool

_OURS = ("corpus.", "api.")  # what tests let read files instead stands elsewhere
_CHANGING = "PYTEST_CURRENT_TEST"
_MOST = 3  # pools at rest


class KeptWorkers:
    """Pools that nobody uses now, each with what it was started for; the last one used comes last."""

    def __init__(self) -> None:
        self._idle: list[tuple[object, Pool]] = []
        self._lock = Lock()  # some tests run several servers

    @contextmanager
    def lent(self, options: IngestOptions) -> Iterator[Pool]:
        """Stand in for `open_pool` during one run."""
        if not options.build.startswith(_OURS) or options.workers != HERE:
            with open_pool(options) as pool:
                yield pool
            return
        environment = tuple(sorted(pair for pair in os.environ.items() if pair[0] != _CHANGING))
        like = (options.build, options.limits, options.jobs, os.getcwd(), environment)
        pool = self._taken(like) or open_pool(options)
        try:
            yield pool
        except BaseException:
            pool.close()
            raise
        if not pool.is_idle:
            pool.close()
            return
        with self._lock:
            self._idle.append((like, pool))
        self._close_all_but(_MOST)

    def _taken(self, like: object) -> Pool | None:
        with self._lock:
            found = next((one for one in reversed(self._idle) if one[0] == like), None)
            if found is not None:
                self._idle.remove(found)
            return found and found[1]

    def _close_all_but(self, most: int) -> None:
        with self._lock:
            cut = max(0, len(self._idle) - most)
            these, self._idle = self._idle[:cut], self._idle[cut:]
        for _, pool in these:
            pool.close()

    def close(self) -> None:
        """End all processes."""
        self._close_all_but(0)


@pytest.fixture(scope="session")
def kept_workers() -> Iterator[KeptWorkers]:
    """Keep processes until the last test."""
    kept = KeptWorkers()
    yield kept
    kept.close()
