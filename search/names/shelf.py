"""The names of all documents in a file: a copy of what the catalog says, to be read in a moment."""

import hashlib
import logging
import os
import zipfile
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from corpus.numbers import number_key, parse_number
from search.names.block import Block, parts_of
from search.names.columns import Column, packed, unpacked
from search.names.occurrences import Occurrences
from search.terms import tokens_of

log = logging.getLogger(__name__)

FORMAT = 2
_COLUMNS = ("keys", "numbers", "kinds", "issuers", "titles", "subjects", "forms")
_RUNS = ("stamps", "days", "effective", "serials")
_NUMBER = "Số: 1023 - cv/tu"
_PROBE = f"{_NUMBER}, 45/2022/QH15 và 59-NQ/TW: Ủy ban nhân dân tỉnh Cà Mau (V/v “đất đai”) 1.234,5 %"

_Arrays = dict[str, npt.NDArray[Any]]  # of the types that they were saved with


def save(path: Path, catalog: str, change: int, block: Block) -> None:
    """Replace the file at once; nothing happens where another process is about to, or it cannot be written.

    Args:
        path: of the file; its folder is made.
        catalog: identity of the catalog that the names are of.
        change: the last change of it that they contain.
        block: the names of all documents.
    """
    draft = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(path.name + ".lock"), timeout=0):
            with draft.open("wb") as file:
                np.savez(file, allow_pickle=False, **_arrays(catalog, change, block))
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
    except Timeout:
        log.debug("%s is being written by another process", path)
    except OSError as error:  # a copy that can be done without
        log.debug("%s cannot be written: %s", path, error)


def load(path: Path, catalog: str) -> Block | None:
    """Return what a file holds of a catalog; None where it is missing, damaged or of another version."""
    found = _read(path, catalog, None)
    if found is None:
        return None
    try:
        return _block(found)
    except (ValueError, KeyError) as error:
        log.info("%s is made anew: %s", path, error)
        return None


def last_change(path: Path, catalog: str) -> int:
    """Return the last change of a catalog that a file contains; 0 where it counts for nothing."""
    found = _read(path, catalog, ("head",))
    return int(unpacked(found["head"])[-1]) if found else 0


def _read(path: Path, catalog: str, names: Collection[str] | None) -> _Arrays | None:
    """Return some or all arrays of a file; None where it is missing, damaged or of another version."""
    try:
        with path.open("rb") as stream, np.load(stream) as file:
            if unpacked(file["head"])[:-1] != _head(catalog):
                return None
            return {name: file[name] for name in names or file.files}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        log.info("%s is made anew: %s", path, error)
        return None


def _head(catalog: str) -> list[str]:
    """Name what a file must agree with: another way to read names makes other columns of the same catalog."""
    parts = parts_of("title", "subject", "kind", "issuer", "place", date(2024, 3, 5))
    read = repr((tokens_of(_PROBE), parts, number_key(_NUMBER), parse_number(_NUMBER)))
    return [str(FORMAT), catalog, hashlib.sha256(read.encode()).hexdigest()[:16]]


def _arrays(catalog: str, change: int, block: Block) -> _Arrays:
    found: _Arrays = {"head": packed([*_head(catalog), str(change)]), "ids": packed(block.ids)}
    found |= {name: getattr(block, name) for name in _RUNS}
    for name in _COLUMNS:
        column: Column = getattr(block, name)
        found |= {name: column.codes, f"{name}.texts": column.texts}
    terms = block.terms
    return found | {
        "said": terms.said,
        "lengths": terms.lengths,
        "places": terms.places,
        "terms.texts": terms.texts,
    }


def _block(found: _Arrays) -> Block:
    """Return the block of a file; raises ValueError where its parts do not fit each other."""
    terms = Occurrences(found["said"], found["lengths"], found["places"], found["terms.texts"])
    columns = {name: Column(found[name], found[f"{name}.texts"]) for name in _COLUMNS}
    block = Block(
        ids=tuple(unpacked(found["ids"])),
        stamps=found["stamps"],
        days=found["days"],
        effective=found["effective"],
        serials=found["serials"],
        terms=terms,
        **columns,
    )
    lengths = {len(block), len(terms), *map(len, columns.values()), *(len(found[name]) for name in _RUNS)}
    if len(lengths) > 1 or not len(terms.said) == len(terms.places) == int(terms.lengths.sum()):
        raise ValueError("columns differ in length")
    return block
