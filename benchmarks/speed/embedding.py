"""Compare the ways to compute the embedding model, side by side, in one process.

    python -m benchmarks.speed.embedding [--model FOLDER] [--texts FOLDER] [--threads 1 2] [--rounds 5]

Every engine embeds the same questions, one at a time, and the same passages; the engines take turns round by
round, so that whatever else the machine does falls on all of them, and the medians over the rounds are
printed. Times run from str to vector, tokenisation included. `x` compares with torch fp32 on as many threads.
CPU is the processor time of all threads, spinning included: look at it, at one thread, where the
machine is busy. Cosines are with torch fp32 over all texts of the run. Questions are those of tests/golden,
passages those of the sample documents or of the .txt files in --texts. Engines whose library is not installed
are left out by name.

oneDNN, which torch and OpenVINO use, obeys ONEDNN_MAX_CPU_ISA=AVX2 or AVX512_CORE in the environment; ONNX
Runtime has no such switch.
"""

import argparse
import json
import os
import platform
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.speed.engines import Engine, engines
from corpus.record import build_record
from indexer.texts import passage_text
from models.load import DEFAULT, WEIGHTS, load_embedder
from models.spec import ModelSpec

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "golden" / "samples_questions.jsonl"
SAMPLES = ROOT / "corpus" / "samples"
PAUSE = 0.1  # seconds between engines: threads of the last one may still be spinning


@dataclass(slots=True)
class Times:
    """Seconds of one engine: for each question of all rounds, and for each round of passages."""

    questions: list[float] = field(default_factory=list)
    passages: list[float] = field(default_factory=list)
    question_cpu: list[float] = field(default_factory=list)  # mean over the questions of a round
    passages_cpu: list[float] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> None:
    options = _options(argv)
    spec = load_embedder(str(options.model)).spec
    questions, passages = _texts(options.texts, spec, options.questions, options.passages)
    found, left_out = [], []
    for engine in engines(options.model, spec, tuple(options.threads)):
        (left_out if isinstance(engine, str) else found).append(engine)
    times = [Times() for _ in found]
    vectors = [_vectors(engine, questions + passages) for engine in found]  # warms up, too
    for _ in range(options.rounds):
        for engine, taken in zip(found, times, strict=True):
            time.sleep(PAUSE)
            _measure(engine, questions, passages, taken)
    _print(options.model, questions, passages, found, times, vectors)
    print(*left_out, sep="\n")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.embedding")
    parser.add_argument("--model", type=Path, default=WEIGHTS / DEFAULT)
    parser.add_argument("--texts", type=Path, default=SAMPLES)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--passages", type=int, default=64)
    return parser.parse_args(argv)


def _texts(folder: Path, spec: ModelSpec, questions: int, passages: int) -> tuple[list[str], list[str]]:
    """Return questions and passages with their prefixes, drawn with a fixed seed."""
    draw = random.Random(11)
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    asked = draw.sample([spec.query_prefix + json.loads(line)["question"] for line in lines], questions)
    found: list[str] = []
    for path in draw.sample(paths := sorted(folder.glob("*.txt")), len(paths)):
        if len(found) >= 8 * passages:
            break
        record = build_record(path, path.read_bytes()).record
        found += [spec.passage_prefix + passage_text(record.document.title, each) for each in record.passages]
    return asked, draw.sample(found, min(passages, len(found)))


def _vectors(engine: Engine, texts: list[str]) -> np.ndarray:
    return np.concatenate([engine.embed([text]) for text in texts])


def _measure(engine: Engine, questions: list[str], passages: list[str], taken: Times) -> None:
    spent = time.process_time()
    for question in questions:
        start = time.perf_counter()
        engine.embed([question])
        taken.questions.append(time.perf_counter() - start)
    taken.question_cpu.append((time.process_time() - spent) / len(questions))
    start, spent = time.perf_counter(), time.process_time()
    engine.embed(passages)
    taken.passages.append(time.perf_counter() - start)
    taken.passages_cpu.append(time.process_time() - spent)


def _print(
    model: Path,
    questions: list[str],
    passages: list[str],
    found: list[Engine],
    times: list[Times],
    vectors: list[np.ndarray],
) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokens = [statistics.mean(len(tokenizer.encode(t).ids) for t in each) for each in (questions, passages)]
    isa = os.environ.get("ONEDNN_MAX_CPU_ISA", "any")
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, oneDNN ISA {isa}; {len(questions)} questions of"
    )
    print(f"{tokens[0]:.0f} tokens and {len(passages)} passages of {tokens[1]:.0f} on average\n")
    print(
        "| engine | threads | question p50 / p95, ms | passages/s | x "
        "| CPU ms, question / passage | cosine min / mean |"
    )
    print("|---|---|---|---|---|---|---|")
    rate = [len(passages) / statistics.median(taken.passages) for taken in times]
    base = {each.threads: row for row, each in enumerate(found) if each.name == "torch fp32"}
    for row, (engine, taken) in enumerate(zip(found, times, strict=True)):
        reference = base[engine.threads]
        cosines = np.sum(vectors[row] * vectors[reference], axis=1)
        cpu = statistics.median(taken.question_cpu), statistics.median(taken.passages_cpu) / len(passages)
        p50, p95 = np.percentile(taken.questions, [50, 95]) * 1e3
        print(
            f"| {engine.name} | {engine.threads} | {p50:.1f} / {p95:.1f} | {rate[row]:.1f} "
            f"| {rate[row] / rate[reference]:.2f} | {cpu[0] * 1e3:.1f} / {cpu[1] * 1e3:.1f} "
            f"| {cosines.min():.4f} / {cosines.mean():.4f} |"
        )
    print()


if __name__ == "__main__":
    main()
