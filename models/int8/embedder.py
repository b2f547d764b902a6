"""Embed with a BERT encoder in 8-bit integers; onnx and onnxruntime are imported at first use."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from models.checks import check_weights, weights_sha256
from models.errors import BadModelFile
from models.int8.folder import TOKENIZER, read_checkpoint, read_limit, read_shape
from models.protocols import Vectors
from models.segmenter import Segmenter
from models.spec import ModelSpec

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_THREADS = "OMP_NUM_THREADS"  # what CHIDAO_THREADS sets, and what torch obeys


@dataclass(frozen=True, slots=True)
class _Encoder:
    """The parts that a text goes through; safe to share between threads."""

    tokenizer: "Tokenizer"
    words: npt.NDArray[Any]  # (pieces, hidden), as stored: a text needs a few of its rows only
    places: Vectors  # (positions, hidden): positions and the one token type
    session: "InferenceSession"
    input: str  # the name of the graph's input

    def vector(self, text: str) -> Vectors:
        """Return the unit vector of a text, of shape (hidden,)."""
        return self.run(self.embeddings(text))

    def embeddings(self, text: str) -> Vectors:
        """Return what the graph takes of a text, of shape (1, tokens, hidden)."""
        ids = self.tokenizer.encode(text).ids
        return (self.words[ids].astype(np.float32) + self.places[: len(ids)])[None]

    def run(self, embeddings: Vectors) -> Vectors:
        """Return the unit vector of what `embeddings` returned; other threads go on meanwhile."""
        (found,) = self.session.run(None, {self.input: embeddings})
        return np.asarray(found[0], dtype=np.float32)


class Int8Embedder:
    """A sentence-transformers folder on the CPU, in 8-bit integers; `reason_not_understood` says which.

    A text is run alone and on one thread, so that its vector depends on nothing but the text: neither on its
    neighbours nor on the number of threads, and nothing is padded. Several texts are shared out between
    threads, the longest first. The vectors may be compared with those of `SentenceTransformerEmbedder` for
    the same folder: both have the same spec.

    Args:
        spec: as in spec.json; with dim 0 it is completed from the folder when asked for.
        folder: where the model stands.
        segmenter: joins words, where the model wants that.
        threads: texts at a time; unset takes OMP_NUM_THREADS, else the processors of this process.
    """

    def __init__(
        self, spec: ModelSpec, folder: Path, segmenter: Segmenter | None = None, threads: int | None = None
    ) -> None:
        self._spec = spec
        self._folder = folder
        self._segmenter = segmenter or Segmenter()
        self._threads = threads or _threads()
        self._lock = RLock()
        self._encoder: _Encoder | None = None
        self._pool: ThreadPoolExecutor | None = None  # made when several texts come at once

    @property
    def spec(self) -> ModelSpec:
        """Describe the model; vectors under equal specs may be compared."""
        if not self._spec.dim:
            with self._lock:
                self._spec = _completed(self._spec, self._folder)
        return self._spec

    def warm(self) -> None:
        """Load the model and run it once, so that the first question does not wait."""
        self.embed_queries(["chỉ đạo"])

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Embed texts to be found; unit float32 vectors of shape (n, dim)."""
        return self._embed(texts, self._spec.passage_prefix)

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed texts to search with; unit float32 vectors of shape (n, dim)."""
        return self._embed(texts, self._spec.query_prefix)

    def prepared_query(self, text: str) -> Callable[[], Vectors]:
        """Return what computes the vector of a question, shape (1, dim), its text read already."""
        encoder = self._loaded()
        joined = self._segmenter.joined(text) if self._spec.segmented else text
        embeddings = encoder.embeddings(self._spec.query_prefix + joined)
        return lambda: encoder.run(embeddings)[None]

    def _embed(self, texts: list[str], prefix: str) -> Vectors:
        vectors = np.zeros((len(texts), self.spec.dim), dtype=np.float32)
        if not texts:
            return vectors
        if self._spec.segmented:
            texts = [self._segmenter.joined(text) for text in texts]
        encoder = self._loaded()

        def fill(row: int) -> None:
            vectors[row] = encoder.vector(prefix + texts[row])

        # The longest first: no thread is left alone with a long text at the end.
        rows = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        if len(rows) == 1 or self._threads == 1:
            for row in rows:
                fill(row)
        else:
            _share(fill, rows, self._shared_pool())
        return vectors

    def _shared_pool(self) -> ThreadPoolExecutor:
        """Return the threads of this model: callers who come together share them and never add to them."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, "int8")
            return self._pool

    def _loaded(self) -> _Encoder:
        """Return the encoder, loading it once."""
        with self._lock:
            if self._encoder is None:
                check_weights(self._folder, self.spec.sha256)
                self._encoder = _load(self._folder, self.spec)
            return self._encoder


def _share(work: Callable[[int], None], rows: list[int], pool: ThreadPoolExecutor) -> None:
    """Call `work` for every row, on the threads of a pool; the first failure is raised and ends the rest."""
    begun = [pool.submit(work, row) for row in rows]
    try:
        for one in begun:
            one.result()
    finally:
        for one in begun:
            one.cancel()


def _load(folder: Path, spec: ModelSpec) -> _Encoder:
    from models.int8.graph import INPUT, build

    checkpoint = read_checkpoint(folder)
    if (found := checkpoint.shape.hidden) != spec.dim:
        raise BadModelFile(folder, f"vectors of {found} numbers, spec.json says {spec.dim}")
    words = checkpoint.tensors["embeddings.word_embeddings.weight"]
    places = checkpoint["embeddings.position_embeddings.weight"]
    places += checkpoint["embeddings.token_type_embeddings.weight"][0]
    tokenizer = _tokenizer(folder, min(spec.max_tokens, len(places)))
    if (pieces := tokenizer.get_vocab_size()) > len(words):
        raise BadModelFile(folder / TOKENIZER, f"{pieces} pieces, {len(words)} in the weights")
    return _Encoder(tokenizer, words, places, _session(build(checkpoint)), INPUT)


def _session(model: bytes) -> "InferenceSession":
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # one text, one thread; none spins
    options.enable_mem_pattern = False  # a plan for each length would be kept, and gains nothing
    options.log_severity_level = 3
    # The extended level would fuse Add with LayerNormalization into an operator five to ten times as slow.
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path, limit: int) -> "Tokenizer":
    from tokenizers import Tokenizer

    path = folder / TOKENIZER
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise BadModelFile(path, str(error)) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(limit)
    return tokenizer


def _completed(spec: ModelSpec, folder: Path) -> ModelSpec:
    """Fill in what the files tell, where there is no spec.json."""
    return replace(
        spec, sha256=weights_sha256(folder), dim=read_shape(folder).hidden, max_tokens=read_limit(folder)
    )


def _threads() -> int:
    """Return the number asked for, else that of the processors this process may use."""
    asked = os.environ.get(_THREADS, "").split(",")[0]
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1
