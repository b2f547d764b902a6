"""FAISS: imported when it is needed, on as many threads as the work deserves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def load_faiss() -> Any:  # noqa: ANN401  # the library has no types
    """Import FAISS when it is needed."""
    import faiss

    return faiss


@contextmanager
def on_threads(count: int) -> Iterator[Any]:
    """Give FAISS on so many threads; for one short search, waking other cores costs more than it gives.

    The count is put back: torch shares the OpenMP runtime and would embed on one core from then on.
    """
    faiss = load_faiss()
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield faiss
    finally:
        faiss.omp_set_num_threads(before)


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
