"""The ways to compute the embedding model that are compared; each takes texts with their prefix."""

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from models.int8.embedder import Int8Embedder
from models.int8.folder import TOKENIZER, Checkpoint, read_checkpoint
from models.int8.graph import INPUT, Graph, Matrix, build
from models.protocols import Vectors
from models.spec import ModelSpec

Embed = Callable[[list[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Engine:
    """One row of the table."""

    name: str
    threads: int
    embed: Embed


class Float32Graph(Graph):
    """The same encoder without integers."""

    def linear(self, name: str, value: str, matrix: Matrix, bias: Matrix) -> str:
        """Multiply in float32."""
        product = self.add("MatMul", [value, self.constant(f"{name}.f32", matrix.T)], f"{name}.product")
        return self.add("Add", [product, self.constant(f"{name}.bias", bias)], name)

    linear_after_gelu = linear


class OneScaleGraph(Graph):
    """8-bit integers with one scale a text everywhere, after GELU too."""

    def linear_after_gelu(self, name: str, value: str, matrix: Matrix, bias: Matrix) -> str:
        """Multiply as everywhere else."""
        return self.linear(name, value, matrix, bias)


def engines(folder: Path, spec: ModelSpec, threads: tuple[int, ...]) -> Iterator[Engine | str]:
    """Yield the engines whose libraries are there, and a line for each that is left out."""
    spec = replace(spec, query_prefix="", passage_prefix="")
    checkpoint = read_checkpoint(folder)
    yield from _torch(folder, spec, threads)
    for count in threads:
        yield Engine("onnxruntime fp32", count, _onnx(folder, checkpoint, Float32Graph(), count))
        yield Engine("onnxruntime int8, one scale", count, _onnx(folder, checkpoint, OneScaleGraph(), count))
        # One text on all threads, where the default gives a thread a text.
        if count > 1:
            split = _onnx(folder, checkpoint, Graph(), count, inside=True)
            yield Engine("onnxruntime int8, text split", count, split)
        yield Engine("int8 (the default)", count, Int8Embedder(spec, folder, threads=count).embed_passages)
    if find_spec("openvino") is None:
        yield "openvino: not installed, left out"
        return
    from benchmarks.speed.openvino_graph import compiled

    for name, int8, settings in (
        ("openvino fp32", False, {"INFERENCE_PRECISION_HINT": "f32"}),
        ("openvino bf16", False, {"INFERENCE_PRECISION_HINT": "bf16"}),
        ("openvino int8, groups of 32", True, {"DYNAMIC_QUANTIZATION_GROUP_SIZE": "32"}),
        ("openvino int8, groups of 128", True, {"DYNAMIC_QUANTIZATION_GROUP_SIZE": "128"}),
    ):
        for count in threads:
            try:
                run = compiled(checkpoint, int8, settings, count)
            except RuntimeError as error:  # the plugin asks for more than ONEDNN_MAX_CPU_ISA allows
                yield f"{name}, {count} threads: left out ({str(error).strip().splitlines()[-1]})"
                continue
            yield Engine(name, count, _one_by_one(folder, checkpoint, run))


def _torch(folder: Path, spec: ModelSpec, threads: tuple[int, ...]) -> Iterator[Engine | str]:
    import torch

    from models.embedder import SentenceTransformerEmbedder

    plain, quantised = SentenceTransformerEmbedder(spec, folder), SentenceTransformerEmbedder(spec, folder)
    quantize = getattr(torch.ao.quantization, "quantize_dynamic", None)
    if quantize is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library is about to lose this, and says so
            quantize(quantised._loaded(), {torch.nn.Linear}, dtype=torch.qint8, inplace=True)

    def on(embedder: SentenceTransformerEmbedder, count: int, context: AbstractContextManager[None]) -> Embed:
        def embed(texts: list[str]) -> Vectors:
            torch.set_num_threads(count)
            with context:
                return embedder.embed_passages(texts)

        return embed

    for count in threads:
        yield Engine("torch fp32", count, on(plain, count, nullcontext()))
        yield Engine("torch bf16 autocast", count, on(plain, count, torch.autocast("cpu", torch.bfloat16)))
        if quantize is not None:
            yield Engine("torch dynamic int8", count, on(quantised, count, nullcontext()))
    if quantize is None:
        yield "torch dynamic int8: this torch has none, left out"


def _onnx(folder: Path, checkpoint: Checkpoint, graph: Graph, threads: int, *, inside: bool = False) -> Embed:
    """Run texts alone: `threads` at a time, or, `inside`, one at a time on all threads."""
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads if inside else 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = InferenceSession(build(checkpoint, graph), options, providers=["CPUExecutionProvider"])
    run = _one_by_one(folder, checkpoint, lambda array: session.run(None, {INPUT: array})[0])
    if inside or threads == 1:
        return run
    pool = ThreadPoolExecutor(threads)

    def embed(texts: list[str]) -> Vectors:
        rows = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        found = dict(zip(rows, pool.map(lambda row: run([texts[row]])[0], rows), strict=True))
        return np.stack([found[row] for row in range(len(texts))])

    return embed


def _one_by_one(folder: Path, checkpoint: Checkpoint, run: Callable[[Vectors], Vectors]) -> Embed:
    """Return an engine that tokenises, looks up and runs text after text."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    words = checkpoint.tensors["embeddings.word_embeddings.weight"]
    places = checkpoint["embeddings.position_embeddings.weight"]
    places += checkpoint["embeddings.token_type_embeddings.weight"][0]
    tokenizer.enable_truncation(len(places))

    def one(text: str) -> Vectors:
        ids = tokenizer.encode(text).ids
        return run((words[ids].astype(np.float32) + places[: len(ids)])[None])[0]

    return lambda texts: np.stack([one(text) for text in texts])
