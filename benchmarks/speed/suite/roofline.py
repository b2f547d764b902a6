"""What a question and a passage ask of the machine, and how near the machine's best they come."""

import json
from collections.abc import Sequence

from models.load import DEFAULT, WEIGHTS
from models.spec import ModelSpec

JSON = dict[str, object]


def encoder_work(spec: ModelSpec, texts: Sequence[str]) -> JSON:
    """Return tokens a text and 10^9 multiplications and additions a text, means over the texts."""
    from tokenizers import Tokenizer

    folder = WEIGHTS / DEFAULT
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(spec.max_tokens)
    lengths = [len(tokenizer.encode(spec.query_prefix + one).ids) for one in texts]
    shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    each = [_operations(length, shape) for length in lengths]
    return {
        "tokens": round(sum(lengths) / len(lengths), 1),
        "gop": round(sum(each) / len(each) / 1e9, 3),
    }


def _operations(tokens: int, shape: dict[str, int]) -> float:
    """Count the operations of a BERT encoder: two for each weight and token, and attention."""
    hidden, inner = shape["hidden_size"], shape["intermediate_size"]
    weights = 4 * hidden * hidden + 2 * hidden * inner
    attention = 2 * tokens * hidden  # scores and their sum, for each token
    return float(shape["num_hidden_layers"] * tokens * 2 * (weights + attention))
