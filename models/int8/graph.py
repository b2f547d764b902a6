"""The ONNX graph of a BERT encoder with 8-bit matrices, built in memory.

Weights are quantised per output, symmetrically, to 7 of the 8 bits: processors without VNNI add two products
of an unsigned and a signed byte in 16 bits, and 2 * 255 * 64 still fits there. With 8 bits they would
saturate and give other vectors than processors that have it.

Activations are quantised when they are known (dynamic quantisation), with one scale a text, since a text is
run alone: what else is embedded at the time cannot touch its vector. After GELU single tokens have outliers
(Bondarenko et al. 2021, "Understanding and Overcoming the Challenges of Efficient Transformer Quantization",
EMNLP), so there every token has a scale of its own.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper, numpy_helper

from models.int8.folder import Checkpoint, layer

INPUT = "embeddings"
OUTPUT = "vector"
_CONTRIB = "com.microsoft"  # operators that ONNX Runtime adds
_OPSET = 18
_IR = 8
_WEIGHT_LIMIT = 64
_GELU_LEAST = 0.17  # GELU is nowhere below -0.17
_GELU_ZERO = 32  # the byte that stands for 0 after GELU: most of the range is for what is positive

Matrix = npt.NDArray[np.float32]


class Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}
        self._counted = ""

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        """Store a constant under its name, once."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(
        self,
        operator: str,
        inputs: list[str],
        out: str,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401
    ) -> str:
        """Append a node with one result."""
        self.nodes.append(helper.make_node(operator, inputs, [out], domain=domain, **attributes))
        return out

    def quantised(self, name: str, matrix: Matrix) -> tuple[str, str]:
        """Store (outputs, inputs) weights as int8 of shape (inputs, outputs) with a scale an output."""
        scale = np.abs(matrix).max(axis=1) / _WEIGHT_LIMIT
        scale[scale == 0] = 1
        bytes_ = np.rint(matrix / scale[:, None]).astype(np.int8)
        return self.constant(f"{name}.int8", bytes_.T), self.constant(f"{name}.scale", scale)

    def linear(self, name: str, value: str, matrix: Matrix, bias: Matrix) -> str:
        """Multiply with one scale for all of `value`."""
        weights, scale = self.quantised(name, matrix)
        inputs = [value, weights, scale, "", self.constant(f"{name}.bias", bias)]
        return self.add("DynamicQuantizeMatMul", inputs, name, _CONTRIB)

    def linear_after_gelu(self, name: str, value: str, matrix: Matrix, bias: Matrix) -> str:
        """Multiply with a scale for each row of `value`, whose numbers are at least -0.17."""
        weights, scale = self.quantised(name, matrix)
        one = self.constant("one", np.array(1, np.float32))
        zero = self.constant("gelu.zero", np.array(_GELU_ZERO, np.uint8))
        minus_one = self.constant("minus.one", np.array([-1]))
        step = self.constant("gelu.step", np.array(1 / (255 - _GELU_ZERO), np.float32))
        least = self.constant("gelu.least", np.array(_GELU_LEAST / _GELU_ZERO, np.float32))
        top = self.add("ReduceMax", [value, minus_one], f"{name}.top", keepdims=1)
        rows = self.add("Max", [self.add("Mul", [top, step], f"{name}.steps"), least], f"{name}.rows")
        scales = self.add("Reshape", [rows, minus_one], f"{name}.scales")
        bytes_ = self.add("QuantizeLinear", [value, scales, self._zeros()], f"{name}.bytes", axis=1)
        product = self.add(
            "MatMulIntegerToFloat", [bytes_, weights, one, scale, zero], f"{name}.product", _CONTRIB
        )
        product = self.add("Mul", [product, rows], f"{name}.rescaled")
        return self.add("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def _zeros(self) -> str:
        """Return the byte that stands for 0 after GELU, once for each token."""
        if not self._counted:
            self.add("Shape", [INPUT], "tokens.count", start=1, end=2)
            zero = helper.make_tensor("zero", TensorProto.UINT8, [1], [_GELU_ZERO])
            self._counted = self.add("ConstantOfShape", ["tokens.count"], "tokens.zeros", value=zero)
        return self._counted


def build(checkpoint: Checkpoint, graph: Graph | None = None) -> bytes:
    """Return a serialised model: embeddings (1, tokens, hidden) in, one unit vector (1, hidden) out.

    `graph` says how matrices are multiplied, where that is to be another way than `Graph`'s.
    """
    graph, hidden = graph or Graph(), checkpoint.shape.hidden
    value = _norm(graph, checkpoint, "embeddings.LayerNorm", INPUT)
    for index in range(checkpoint.shape.layers):
        value = _layer(graph, checkpoint, layer(index), value)
    mean = graph.add("ReduceMean", [value, graph.constant("tokens", np.array([1]))], "mean", keepdims=0)
    graph.add("LpNormalization", [mean], OUTPUT, axis=-1, p=2)
    floats = TensorProto.FLOAT
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(INPUT, floats, [1, "tokens", hidden])],
        [helper.make_tensor_value_info(OUTPUT, floats, [1, hidden])],
        list(graph.constants.values()),
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=_IR)
    return bytes(model.SerializeToString())


def _norm(graph: Graph, checkpoint: Checkpoint, name: str, value: str) -> str:
    weights = [graph.constant(f"{name}.{part}", checkpoint[f"{name}.{part}"]) for part in ("weight", "bias")]
    return graph.add("LayerNormalization", [value, *weights], name, axis=-1, epsilon=checkpoint.shape.epsilon)


def _layer(graph: Graph, checkpoint: Checkpoint, name: str, value: str) -> str:
    """Add a layer: attention and feed-forward, each added to its input and then normalised."""
    attended = _attention(graph, checkpoint, f"{name}attention.", value)
    summed = graph.add("Add", [value, attended], f"{name}attention.sum")
    value = _norm(graph, checkpoint, f"{name}attention.output.LayerNorm", summed)
    inner = graph.linear(f"{name}inner", value, *_weights(checkpoint, f"{name}intermediate.dense"))
    inner = graph.add("Gelu", [inner], f"{name}gelu", _CONTRIB)
    outer = graph.linear_after_gelu(f"{name}outer", inner, *_weights(checkpoint, f"{name}output.dense"))
    summed = graph.add("Add", [value, outer], f"{name}sum")
    return _norm(graph, checkpoint, f"{name}output.LayerNorm", summed)


def _attention(graph: Graph, checkpoint: Checkpoint, name: str, value: str) -> str:
    """Add self-attention over all tokens: a text is alone in its run, so that nothing is masked."""
    shape = checkpoint.shape
    parts = [_weights(checkpoint, f"{name}self.{part}") for part in ("query", "key", "value")]
    matrix, bias = (np.concatenate(each) for each in zip(*parts, strict=True))
    together = graph.linear(f"{name}in", value, matrix, bias)
    sizes = graph.constant("thirds", np.array([shape.hidden] * 3))
    names = [f"{name}q", f"{name}k", f"{name}v"]
    graph.nodes.append(helper.make_node("Split", [together, sizes], names, axis=-1))
    mixed = graph.add("MultiHeadAttention", names, f"{name}mixed", _CONTRIB, num_heads=shape.heads)
    return graph.linear(f"{name}out", mixed, *_weights(checkpoint, f"{name}output.dense"))


def _weights(checkpoint: Checkpoint, name: str) -> tuple[Matrix, Matrix]:
    return checkpoint[f"{name}.weight"], checkpoint[f"{name}.bias"]
