"""Make collections of any size out of real sentences.

    python -m benchmarks.speed.corpora --data ../shared/data --folder build/scale --sizes 6k 60k 1m
    python -m benchmarks.speed.corpora --data ../shared/data --folder build/scale --check CATALOG

A document is ten passages of two or three sentences of one real document or of its neighbours, under a head
with kind, issuer and date drawn in known shares; what the sentences say (assignments, references, figures) is
put into the catalog with them. A smaller collection is the beginning of a larger one, and the same command
makes the same collection. The sentences are embedded once, with the shipped model (some 24 thousand, four
minutes of one core), and kept in FOLDER/pool.npz.

The vector of a passage is composed of those of its sentences and its title. What that is worth, by `--check`
with 500 passages embedded for real, medians (5th to 95th percentile):

    cosine of composed and true                    .929 (.901 to .953)
    nearest, 10th, 100th among 500 true            .970, .807, .757
    nearest, 10th, 100th among 500 composed        .954, .819, .749
    the same among 10,108 passages of real files   .971, .942, .825
    the same among as many composed                .955, .880, .812

So neighbourhoods are alike and a little wider. Quality is not measured on these collections: a passage's
vector is .93 from its true one.

Without --data the sentences are those of the shipped samples: enough to try the command, too few to look
real.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.corpora.check import report
from benchmarks.speed.corpora.collection import build, write_vectors
from benchmarks.speed.corpora.facts import Facts, read_facts
from benchmarks.speed.corpora.pieces import Pool, embedded, load, save, sources
from models.load import DEFAULT, load_embedder

SIZES = {"1k": 1_000, "6k": 6_000, "60k": 60_000, "300k": 300_000, "1m": 1_000_000}


def main(argv: Sequence[str] | None = None) -> None:
    """Make what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.corpora")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="development data; without it the shipped samples")
    parser.add_argument("--sizes", nargs="*", choices=sorted(SIZES), default=[])
    parser.add_argument("--vectors", choices=sorted(SIZES), help="write these vectors alone, as .npy")
    parser.add_argument("--check", type=Path, metavar="CATALOG", help="compare with a catalog of real files")
    options = parser.parse_args(argv)
    options.folder.mkdir(parents=True, exist_ok=True)
    pool = _pool(options.folder / "pool.npz", options.data)
    if options.check:
        print(*report(pool, load_embedder(DEFAULT), 500, options.check), sep="\n")
    if options.vectors:
        write_vectors(pool, SIZES[options.vectors], options.folder / f"vectors_{options.vectors}.npy")
    facts = _facts(pool) if options.sizes else []
    for name in options.sizes:
        build(options.folder / name, SIZES[name], pool, facts, lambda line: print(line, flush=True))


def _pool(path: Path, data: Path | None) -> Pool:
    """Return the kept pool, or make it."""
    if not path.exists():
        save(embedded(sources(data), load_embedder(DEFAULT)), path)
    return load(path)


def _facts(pool: Pool) -> list[Facts]:
    """Return what every piece says."""
    bounds = zip(pool.first[:-1], pool.first[1:], strict=True)
    return [found for start, end in bounds for found in read_facts(pool.texts[start:end])]


if __name__ == "__main__":
    main()
