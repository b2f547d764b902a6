"""Are the weights of a folder the ones that its spec describes?"""

import hashlib
from pathlib import Path

from models.errors import WeightsChanged

WEIGHTS = "model.safetensors"


def check_weights(folder: Path, expected: str) -> None:
    """Raise WeightsChanged where the weights are not the ones of the spec; an empty sum is not checked."""
    path = folder / WEIGHTS
    if not expected or not path.exists():
        return
    if (found := weights_sha256(folder)) != expected:
        raise WeightsChanged(path, expected, found)


def weights_sha256(folder: Path) -> str:
    """Return the SHA-256 of a folder's weights, in hex."""
    with (folder / WEIGHTS).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
