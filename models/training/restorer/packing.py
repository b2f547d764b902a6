"""Write the restorer's table: the same model gives the same bytes."""

import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.restorer_table import BACKOFF_ZERO, ID_BITS, STEP
from models.textkeys import fold
from models.training.restorer.smoothing import Model

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip archive can tell

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def write_table(names: list[str], model: Model, path: Path) -> None:
    """Write a model and its syllables."""
    arrays = {
        "syllables": _text(names),
        "folded": _text([fold(name) for name in names]),
        "singles": _logs(model.singles),
        "single_backoff": _backoff(model.single_backoff),
        "pair_steps": _steps(model.pair_keys),
        "pairs": _logs(model.pairs),
        "pair_backoff": _backoff(model.pair_backoff),
        "triple_steps": _steps(model.triple_contexts << ID_BITS | model.triple_thirds),
        "triples": _logs(model.triples),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, values in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, values, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)


def _text(lines: list[str]) -> Bytes:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _logs(values: Floats) -> Bytes:
    return _bytes(-np.log(values) * STEP)


def _backoff(values: Floats) -> Bytes:
    return _bytes(np.log(values) * STEP + BACKOFF_ZERO)


def _bytes(values: Floats) -> Bytes:
    rounded: Floats = np.round(values)
    return np.minimum(np.maximum(rounded, 0), 255).astype(np.uint8)


def _steps(keys: npt.NDArray[np.int64]) -> Bytes:
    """Return the differences of sorted keys as four planes of bytes, lowest first, which deflate well."""
    steps = np.diff(keys, prepend=0).astype("<u4")
    return np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 4).T)
