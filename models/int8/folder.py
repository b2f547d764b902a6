"""Read a sentence-transformers folder without its library: which ones are understood, shape and weights."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.checks import WEIGHTS
from models.errors import BadModelFile

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
_LIMITS = "sentence_bert_config.json"
_WORDS = "embeddings.word_embeddings.weight"
_TYPES = ("F16", "F32")  # what NumPy can read
_LARGEST_HEADER = 2**24  # bytes; a real one takes some thousands

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder, from its config.json."""

    layers: int
    hidden: int
    inner: int
    heads: int
    positions: int
    pieces: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Shape and weights; a matrix has the shape (outputs, inputs)."""

    shape: Shape
    tensors: dict[str, Array]

    def __getitem__(self, name: str) -> npt.NDArray[np.float32]:
        """Return a tensor in float32."""
        return self.tensors[name].astype(np.float32)


def reason_not_understood(folder: Path) -> str | None:
    """Say why this package cannot compute the model of a folder; None where it can.

    Understood is what `sentence_transformers` builds of a BertModel with absolute positions and exact GELU,
    mean pooling and, or not, normalisation, stored in float16 or float32.
    """
    try:
        return next((reason for check in _CHECKS if (reason := check(folder))), None)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        return f"its files cannot be read ({error})"


def read_shape(folder: Path) -> Shape:
    """Read config.json; raises BadModelFile."""
    path = folder / CONFIG
    try:
        config = _json(path)
        return Shape(
            layers=int(config["num_hidden_layers"]),
            hidden=int(config["hidden_size"]),
            inner=int(config["intermediate_size"]),
            heads=int(config["num_attention_heads"]),
            positions=int(config["max_position_embeddings"]),
            pieces=int(config["vocab_size"]),
            types=int(config["type_vocab_size"]),
            epsilon=float(config["layer_norm_eps"]),
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadModelFile(path, str(error)) from error


def read_limit(folder: Path) -> int:
    """Return how many tokens the folder's own settings allow a text; without any, its number of positions."""
    path = folder / _LIMITS
    try:
        found = _json(path).get("max_seq_length") if path.exists() else None
        return int(found) if found else read_shape(folder).positions
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BadModelFile(path, str(error)) from error


def read_checkpoint(folder: Path) -> Checkpoint:
    """Read shape and weights; raises BadModelFile."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    shape, path = read_shape(folder), folder / WEIGHTS
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError) as error:
        raise BadModelFile(path, str(error)) from error
    for name, wanted in _sizes(shape).items():
        if (found := tensors[name].shape if name in tensors else None) != wanted:
            raise BadModelFile(path, f"{name} has shape {found}, {CONFIG} asks for {wanted}")
    return Checkpoint(shape, tensors)


def layer(index: int) -> str:
    """Return what the names of a layer's tensors begin with."""
    return f"encoder.layer.{index}."


def _sizes(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Return the tensors that there must be, with their shapes."""
    hidden, inner = shape.hidden, shape.inner
    sizes: dict[str, tuple[int, ...]] = {
        _WORDS: (shape.pieces, hidden),
        "embeddings.position_embeddings.weight": (shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": (shape.types, hidden),
    }
    norms = ["embeddings.LayerNorm"]
    for index in range(shape.layers):
        name = layer(index)
        norms += [f"{name}attention.output.LayerNorm", f"{name}output.LayerNorm"]
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            sizes |= _linear(f"{name}attention.{part}", hidden, hidden)
        sizes |= _linear(f"{name}intermediate.dense", inner, hidden)
        sizes |= _linear(f"{name}output.dense", hidden, inner)
    return sizes | {f"{norm}.{part}": (hidden,) for norm in norms for part in ("weight", "bias")}


def _linear(name: str, outputs: int, inputs: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (outputs, inputs), f"{name}.bias": (outputs,)}


def _json(path: Path) -> Any:  # noqa: ANN401  # whatever the file holds; callers catch what does not fit
    return json.loads(path.read_text(encoding="utf-8"))


def _files(folder: Path) -> str | None:
    names = ("modules.json", CONFIG, TOKENIZER, WEIGHTS)
    missing = next((name for name in names if not (folder / name).is_file()), None)
    return f"it has no {missing}" if missing else None


def _modules(folder: Path) -> str | None:
    found = [
        (str(one["type"]).rpartition(".")[2], str(one["path"])) for one in _json(folder / "modules.json")
    ]
    kinds = [kind for kind, _ in found]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]) or found[0][1]:
        return f"its modules are {', '.join(kinds) or 'none'}"
    pooling = _json(folder / found[1][1] / CONFIG)
    if "pooling_mode" in pooling:  # since sentence-transformers 6
        modes = pooling["pooling_mode"]
        return None if modes in ("mean", ["mean"]) else f"it pools by {modes}"
    on = [name for name, value in pooling.items() if name.startswith("pooling_mode_") and value]
    return None if on == ["pooling_mode_mean_tokens"] else f"it pools by {', '.join(on) or 'nothing'}"


def _config(folder: Path) -> str | None:
    config = _json(folder / CONFIG)
    wanted = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "is_decoder": False,
    }
    for name, value in wanted.items():
        if (found := config.get(name, None if name == "model_type" else value)) != value:
            return f"{CONFIG} has {name} {found!r}, not {value!r}"
    limits = folder / _LIMITS
    lower = limits.is_file() and _json(limits).get("do_lower_case")
    return "it lower-cases its input" if lower else None


def _stored(folder: Path) -> str | None:
    """Look at the header of the weights alone: eight bytes of length, then JSON."""
    with (folder / WEIGHTS).open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(min(length, _LARGEST_HEADER)))
    if _WORDS not in header:
        return f"its weights have no {_WORDS}"
    kinds = {entry["dtype"] for name, entry in header.items() if name != "__metadata__"}
    other = sorted(kinds.difference(_TYPES, ("I64",)))  # I64: position ids that old versions stored
    return f"its weights are stored as {', '.join(other)}" if other else None


_CHECKS: tuple[Callable[[Path], str | None], ...] = (_files, _modules, _config, _stored)
