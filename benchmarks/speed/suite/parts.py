"""The parts of a search on their own: encoder, analyzer, the two indexes; and several questions at once."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.speed.suite.machine import JSON, seconds_of, spread
from models.load import load_analyzer
from models.protocols import Embedder
from search.engine import Engine
from search.retrieve import DEPTH


def parts(engine: Engine, embedder: Embedder, questions: Sequence[str], runs: int) -> JSON:
    """Return milliseconds a question of each part, means over the questions."""
    analyzer, index = load_analyzer(), engine._index
    vectors = [embedder.embed_queries([one]) for one in questions]
    terms = [analyzer.analyze(one) for one in questions]
    works: dict[str, Callable[[], object]] = {
        "encoder": lambda: [embedder.embed_queries([one]) for one in questions],
        "analyzer": lambda: [analyzer.analyze(one) for one in questions],
        "dense index": lambda: [index.search_dense(one, DEPTH) for one in vectors],
        "lexical index": lambda: [index.search_lexical(one, DEPTH) for one in terms],
        "whole search": lambda: [engine.search(one) for one in questions],
    }
    return {name: spread(_each(work, len(questions), runs), 3) for name, work in works.items()}


def at_once(engine: Engine, embedder: Embedder, questions: Sequence[str], runs: int) -> JSON:
    """Return questions a second: a thread for each core, and parts given all questions in one call."""
    cores = len(os.sched_getaffinity(0))
    vectors = embedder.embed_queries(list(questions))

    def threads(work: Callable[[str], object]) -> None:
        with ThreadPoolExecutor(cores) as pool:
            list(pool.map(work, questions))

    works: dict[str, Callable[[], object]] = {
        f"search, {cores} threads": lambda: threads(engine.search),
        f"ask, {cores} threads": lambda: threads(engine.ask),
        "encoder, one call": lambda: embedder.embed_queries(list(questions)),
        "dense index, one call": lambda: engine._index.search_dense(vectors, DEPTH),
    }
    return {
        name: spread([len(questions) / seconds for seconds in seconds_of(work, runs)], 1)
        for name, work in works.items()
    }


def _each(work: Callable[[], object], count: int, runs: int) -> list[float]:
    return [seconds / count * 1e3 for seconds in seconds_of(work, runs)]
