"""The bytes of all rows as FAISS keeps them in a file, written without holding them in memory.

FAISS itself would gather all lists first: four gigabytes for ten million rows. Where each row goes is
known, so it is put there; the file is the one that FAISS would write (`tests/indexer/test_lists.py`).
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.dense.files import VectorFile
from indexer.dense.library import load_faiss
from indexer.dense.lists import Place

_LISTS, _FULL = b"ilar", b"full"  # how FAISS begins its lists, and says that the size of each is told
_NUMBER = np.dtype("<u8")


def write_codes(index: Any, vectors: VectorFile, place: Place, target: Path) -> None:  # noqa: ANN401
    """Write a trained, empty index of lists to `target`, as if all rows had been added to their lists."""
    faiss = load_faiss()
    index.ntotal = vectors.count
    head = faiss.serialize_index(index).tobytes()
    width, lists = int(index.code_size), int(index.nlist)
    sizes = np.bincount(place, minlength=lists)
    head = head[: head.rindex(_LISTS)] + b"".join(
        [
            _LISTS,
            np.array([lists, width], _NUMBER).tobytes(),
            _FULL,
            np.array([lists, *sizes.tolist()], _NUMBER).tobytes(),
        ]
    )
    starts = len(head) + np.concatenate([[0], np.cumsum(sizes * (width + _NUMBER.itemsize))])
    with target.open("wb") as file:
        file.write(head)
        file.truncate(int(starts[-1]))
    nth = _nth_of_list(place, sizes)
    whole = np.memmap(target, np.uint8, "r+")
    for start, block in vectors.blocks():
        own = place[start : start + len(block)].astype(np.int64)
        codes = np.empty((len(block), width), np.uint8)
        rows = np.ascontiguousarray(block)
        index.encode_vectors(len(rows), faiss.swig_ptr(rows), faiss.swig_ptr(own), faiss.swig_ptr(codes))
        at = nth[start : start + len(block)].astype(np.int64)
        _put(whole, starts[own] + at * width, codes)
        numbers = np.arange(start, start + len(block), dtype=_NUMBER).view(np.uint8).reshape(len(block), -1)
        _put(whole, starts[own] + sizes[own] * width + at * _NUMBER.itemsize, numbers)
    whole.flush()


def _nth_of_list(place: Place, sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """Return how many rows of its list each row has before it."""
    order = np.argsort(place, kind="stable")
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    found = np.empty(len(place), np.uint32)
    found[order] = np.arange(len(place)) - np.repeat(before, sizes)
    return found


def _put(
    whole: npt.NDArray[np.uint8], at: npt.NDArray[np.int64], bytes_of_rows: npt.NDArray[np.uint8]
) -> None:
    whole[at[:, None] + np.arange(bytes_of_rows.shape[1])] = bytes_of_rows
