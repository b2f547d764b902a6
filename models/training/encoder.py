"""The encoder while it is trained: texts to unit vectors, with gradients."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import torch
from torch.nn.functional import normalize
from transformers import AutoModel, AutoTokenizer, logging

QUERY, PASSAGE = "query: ", "passage: "


class Encoder:
    """A BERT with mean pooling, computed in bfloat16 with float32 weights and without dropout.

    Args:
        folder: sentence-transformers folder of a single Transformer module.
        device: "cpu" or "cuda".
        frozen: this many of the lowest layers, and all embeddings, keep their weights.
    """

    def __init__(self, folder: Path, device: str, frozen: int = 0) -> None:
        # The pooler, which mean pooling never asks, is left out on purpose.
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False).to(
            device
        )
        self.device = device
        if frozen:
            for module in (self.model.embeddings, *self.model.encoder.layer[:frozen]):
                module.requires_grad_(False)

    def trained(self) -> list[torch.nn.Parameter]:
        """Return the parameters that training changes."""
        return [p for p in self.model.parameters() if p.requires_grad]

    def encode(self, texts: Sequence[str], prefix: str, max_tokens: int, tokens: int = 4_096) -> torch.Tensor:
        """Return unit vectors, float32, shape (n, dim), in the order of `texts`.

        Texts of like length go through the model together, about `tokens` tokens at a time.
        """
        ids = self.tokenizer([prefix + t for t in texts], truncation=True, max_length=max_tokens)["input_ids"]
        parts, order = [], []
        for rows in _by_length([len(i) for i in ids], tokens):
            padded = self.tokenizer.pad({"input_ids": [ids[row] for row in rows]}, return_tensors="pt")
            padded = padded.to(self.device)
            with self._half():
                hidden = self.model(**padded).last_hidden_state
            mask = padded["attention_mask"].unsqueeze(-1)
            parts.append((hidden.float() * mask).sum(1) / mask.sum(1))
            order += rows
        back = torch.tensor(order, device=self.device).argsort()
        return normalize(torch.cat(parts)[back], dim=-1)

    def _half(self) -> AbstractContextManager[None]:
        return torch.autocast(self.device, dtype=torch.bfloat16)


def _by_length(lengths: list[int], tokens: int) -> Iterator[list[int]]:
    """Yield row numbers of texts of like length, at most `tokens` padded tokens together."""
    group: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if group and lengths[row] * (len(group) + 1) > tokens:
            yield group
            group = []
        group.append(row)
    yield group
