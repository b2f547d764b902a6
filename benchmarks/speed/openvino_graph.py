"""The encoder for OpenVINO, for the comparison alone; needs `pip install openvino`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import openvino
import openvino.opset13 as op

from models.int8.folder import Checkpoint, layer
from models.protocols import Vectors


def compiled(
    checkpoint: Checkpoint, int8: bool, settings: dict[str, str], threads: int
) -> Callable[[Vectors], Vectors]:
    """Return a function from embeddings (1, tokens, hidden) to a unit vector (1, hidden)."""
    given = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "f32",
        **settings,
    }
    model = openvino.Core().compile_model(_model(checkpoint, int8), "CPU", given)
    request = model.create_infer_request()
    return lambda embeddings: request.infer({0: embeddings})[0].copy()


def _model(checkpoint: Checkpoint, int8: bool) -> Any:  # noqa: ANN401  # the library has no types
    start = op.parameter([1, -1, checkpoint.shape.hidden], np.float32, name="embeddings")
    value = _norm(checkpoint, "embeddings.LayerNorm", start)
    for index in range(checkpoint.shape.layers):
        name = layer(index)
        attended = _attention(checkpoint, f"{name}attention.", value, int8)
        value = _norm(checkpoint, f"{name}attention.output.LayerNorm", op.add(value, attended))
        inner = op.gelu(_linear(checkpoint, f"{name}intermediate.dense", value, int8), "erf")
        outer = _linear(checkpoint, f"{name}output.dense", inner, int8)
        value = _norm(checkpoint, f"{name}output.LayerNorm", op.add(value, outer))
    mean = op.reduce_mean(value, op.constant(np.array([1])), False)
    unit = op.normalize_l2(mean, op.constant(np.array([1])), 1e-12, "max")
    return openvino.Model([unit], [start], "encoder")


def _norm(checkpoint: Checkpoint, name: str, value: Any) -> Any:  # noqa: ANN401
    last = op.constant(np.array([-1], np.int64))
    normal = op.mvn(value, last, True, checkpoint.shape.epsilon, "inside_sqrt")
    scaled = op.multiply(normal, op.constant(checkpoint[f"{name}.weight"]))
    return op.add(scaled, op.constant(checkpoint[f"{name}.bias"]))


def _linear(checkpoint: Checkpoint, name: str, value: Any, int8: bool) -> Any:  # noqa: ANN401
    matrix, bias = checkpoint[f"{name}.weight"], op.constant(checkpoint[f"{name}.bias"])
    if not int8:
        return op.add(op.matmul(value, op.constant(matrix), False, True), bias)
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True) / 127, 1e-12)
    stored = op.convert(op.constant(np.rint(matrix / scale).astype(np.int8)), "f32")
    return op.add(op.matmul(value, op.multiply(stored, op.constant(scale)), False, True), bias)


def _attention(checkpoint: Checkpoint, name: str, value: Any, int8: bool) -> Any:  # noqa: ANN401
    heads, swap = checkpoint.shape.heads, op.constant(np.array([0, 2, 1, 3]))
    split = op.constant(np.array([0, 0, heads, checkpoint.shape.hidden // heads]))
    parts = [
        op.transpose(op.reshape(_linear(checkpoint, f"{name}self.{part}", value, int8), split, True), swap)
        for part in ("query", "key", "value")
    ]
    mixed = op.transpose(op.scaled_dot_product_attention(*parts), swap)
    joined = op.reshape(mixed, op.constant(np.array([0, 0, checkpoint.shape.hidden])), True)
    return _linear(checkpoint, f"{name}output.dense", joined, int8)
