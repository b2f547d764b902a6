"""Embed with any sentence-transformers model on torch; the library is imported at first use."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from models.checks import check_weights
from models.errors import BadModelFile, LibraryMissing, UnknownModel
from models.protocols import Vectors
from models.segmenter import Segmenter
from models.spec import ModelSpec

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16  # passages; sorted by length, so that little is padded


class SentenceTransformerEmbedder:
    """A sentence-transformers model on the CPU, in float32, one call at a time.

    `source` is a folder or a hub name. From a folder nothing is ever downloaded. The model is loaded at
    the first use, or by `warm()`; a `spec` with dim 0 is completed then, and `spec` loads to know it.
    """

    def __init__(self, spec: ModelSpec, source: Path | str, segmenter: Segmenter | None = None) -> None:
        self._spec = spec
        self._source = source
        self._segmenter = segmenter or Segmenter()
        self._lock = RLock()
        self._model: SentenceTransformer | None = None

    @property
    def spec(self) -> ModelSpec:
        """Describe the model; vectors under equal specs may be compared."""
        if not self._spec.dim:
            self.warm()
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

    def _embed(self, texts: list[str], prefix: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.spec.dim), dtype=np.float32)
        if self._spec.segmented:
            texts = [self._segmenter.joined(text) for text in texts]
        with self._lock:
            vectors = self._loaded().encode(
                [prefix + text for text in texts],
                prompt="",  # the prefix is here already, whatever the folder's own prompts say
                batch_size=BATCH,
                convert_to_numpy=True,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _loaded(self) -> "SentenceTransformer":
        """Return the model, loading it once; call with the lock held."""
        if self._model is None:
            if isinstance(self._source, Path):
                check_weights(self._source, self._spec.sha256)
            model = _load(self._source)
            if self._spec.dim:
                _check_dim(self._source, self._spec.dim, model)
                model.max_seq_length = self._spec.max_tokens
            else:
                self._spec = _completed(self._spec, model)
            self._model = model
        return self._model


def _load(source: Path | str) -> "SentenceTransformer":
    """Load the model; from a folder with every way to the network shut."""
    local = isinstance(source, Path)
    if local and "huggingface_hub" not in sys.modules:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise LibraryMissing("sentence-transformers", "an embedding model") from error
    try:
        with _without_progress_bars():
            model = SentenceTransformer(str(source), device="cpu", local_files_only=local)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        if isinstance(source, Path):
            raise BadModelFile(source, str(error)) from error
        raise UnknownModel(source, (), str(error)) from error
    return model.float().eval()


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """Keep the loading bars of transformers off stderr."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _dim(model: "SentenceTransformer") -> int:
    """Return the length of the model's vectors; the method was renamed in sentence-transformers 5.4."""
    method = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
    return int(method() or 0)


def _check_dim(source: Path | str, expected: int, model: "SentenceTransformer") -> None:
    if (found := _dim(model)) != expected:
        raise BadModelFile(Path(source), f"vectors of {found} numbers, spec.json says {expected}")


def _completed(spec: ModelSpec, model: "SentenceTransformer") -> ModelSpec:
    """Fill in what only the loaded model knows."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    return replace(
        spec, sha256=digest.hexdigest(), dim=_dim(model), max_tokens=int(model.max_seq_length or 512)
    )
