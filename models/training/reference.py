"""Pin vectors of a model, computed in float32 on torch, for the tests to compare every engine with.

python -m models.training.reference --model e5-small-vi --pinned tests/models/reference_vectors.json
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from models.load import TORCH, load_embedder

DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Replace the vectors in the file; its texts stay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", required=True, help="name or folder of the model")
    parser.add_argument("--pinned", type=Path, required=True, help="JSON file with passages and queries")
    options = parser.parse_args(arguments)
    embedder = load_embedder(TORCH + options.model)
    pinned = json.loads(options.pinned.read_text(encoding="utf-8"))
    for kind, embed in (("passages", embedder.embed_passages), ("queries", embedder.embed_queries)):
        texts = [row["text"] for row in pinned[kind]]
        pinned[kind] = [
            {"text": text, "vector": [round(float(number), DIGITS) for number in vector]}
            for text, vector in zip(texts, embed(texts), strict=True)
        ]
    options.pinned.write_text(json.dumps(pinned, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
