"""Time the encoder on one core: the vectors that the libraries are handed over, as if each had computed them.

    python -m benchmarks.peers.encode --jobs DIR... --out FILE [--core N]

`int8` is the model as this project runs it; `torch` the same weights by sentence-transformers, as a
library would that loads the model itself.
"""

import argparse
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.peers.engines.base import Asked
from benchmarks.peers.job import Job
from benchmarks.peers.worker import timed
from models.load import DEFAULT, TORCH, load_embedder

PASSAGES = {"int8": 240, "torch": 48}
_TRIES = 3  # the middle one counts: a question is embedded in milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--core", type=int)
    args = parser.parse_args()
    if args.core is not None:
        os.sched_setaffinity(0, {args.core})
    embedders = {"int8": load_embedder(), "torch": load_embedder(TORCH + DEFAULT)}
    found: dict[str, dict[str, Any]] = {}
    for job in map(Job, args.jobs):
        texts = [one.text for one in job.passages]
        asked = [Asked(*pair) for pair in zip(job.questions, job.question_vectors, strict=True)]
        questions = [one.question for one in timed(asked)]
        found[job.name] = {}
        for name, embedder in embedders.items():
            embedder.embed_queries([questions[0].text])
            sample = texts[:: max(1, len(texts) // PASSAGES[name])][: PASSAGES[name]]
            started = time.perf_counter()
            embedder.embed_passages(sample)
            found[job.name][name] = {"passages_s": len(sample) / (time.perf_counter() - started)}
        found[job.name]["int8"]["question_ms"] = {
            one.id: statistics.median(_milliseconds(embedders["int8"], one.text) for _ in range(_TRIES))
            for one in questions
        }
    args.out.write_text(json.dumps(found), encoding="utf-8")


def _milliseconds(embedder: Any, text: str) -> float:  # noqa: ANN401 - any embedder
    started = time.perf_counter()
    embedder.embed_queries([text])
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
