"""One measurement in a process of its own, so that memory is its own; prints JSON on its last line.

python -m benchmarks.speed.suite.child machine|start|building|questions|recall|adding ...
"""

import argparse
import json
from pathlib import Path

from benchmarks.speed.suite.questions import questions

_START = "Cơ quan nào chủ trì, báo cáo ai trước ngày nào?"


def main() -> None:
    """Measure one thing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.suite.child")
    parser.add_argument("what", choices=tuple(_WHAT))
    parser.add_argument("--folder", type=Path, help="a data directory")
    parser.add_argument("--pool", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--asks", type=int, default=60)
    parser.add_argument("--files", type=int, default=40)
    options = parser.parse_args()
    print(json.dumps(_WHAT[options.what](options), ensure_ascii=False))


def _machine(_: argparse.Namespace) -> object:
    from benchmarks.speed.suite.machine import best, description
    from benchmarks.speed.suite.roofline import encoder_work
    from models.load import load_embedder

    work = encoder_work(load_embedder().spec, questions(200))
    return {"machine": description(), "best": best(), "question": work}


def _start_up(options: argparse.Namespace) -> object:
    from benchmarks.speed.suite.start import cold_start

    return cold_start(options.folder, _START, options.runs)


def _building(options: argparse.Namespace) -> object:
    from benchmarks.speed.suite.building import by_command, by_stage, files_of

    files = files_of(options.data, options.files)
    return {"by_stage": by_stage(files), "by_command": by_command(files)}


def _questions(options: argparse.Namespace) -> object:
    from benchmarks.speed.suite.latency import measured

    return measured(options.folder, questions(options.questions), options.runs, options.asks)


def _recall(options: argparse.Namespace) -> object:
    from benchmarks.speed.suite.recall import recall

    return recall(options.folder, options.pool, questions(options.questions))


def _adding(options: argparse.Namespace) -> object:
    from benchmarks.speed.suite.adding import adding

    return adding(options.folder, options.pool, 5 * options.runs)


_WHAT = {
    "machine": _machine,
    "start": _start_up,
    "building": _building,
    "questions": _questions,
    "recall": _recall,
    "adding": _adding,
}

if __name__ == "__main__":
    main()
