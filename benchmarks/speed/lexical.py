"""Time the lexical leg of a data directory: words left out, filters, clearances, and beside the dense leg.

    python -m benchmarks.speed.lexical --data-dir DIR [--questions 100] [--runs 3]

Variants are run question by question in turn, so that a busy machine slows all of them alike. `all words` is
the search without a limit on postings; overlap is the share of its first hits that the limited search finds.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

import indexer.words as words
import search.retrieve as retrieve
from benchmarks.speed.suite.machine import description
from benchmarks.speed.suite.opened import opened
from benchmarks.speed.suite.questions import questions
from indexer.lexical import LexicalIndex
from indexer.local import LocalIndex
from indexer.protocols import Scored
from models.load import load_analyzer
from models.protocols import Terms
from search.engine import Engine

DEPTH = retrieve.DEPTH
SHARES = (0.001, 0.01, 0.1, 0.5, 0.9)
_SEED = 3

Variants = Mapping[str, Callable[[Terms], object]]


def in_turn(variants: Variants, asked: Sequence[Terms], runs: int) -> dict[str, dict[str, float]]:
    """Return milliseconds at the percentiles for each variant; the first run warms up and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for run in range(runs + 1):
        for terms in asked:
            for name, work in variants.items():
                start = time.perf_counter()
                work(terms)
                if run:
                    taken[name].append((time.perf_counter() - start) * 1e3)
    return {name: at_percentiles(found) for name, found in taken.items()}


def at_percentiles(found: Sequence[float]) -> dict[str, float]:
    """Return the percentiles that are reported."""
    return {f"p{q}_ms": round(float(np.percentile(found, q)), 2) for q in (50, 95, 99)}


def unlimited(index: LexicalIndex, terms: Terms) -> list[Scored]:
    """Search with all words of a question."""
    with patch.object(words, "ALL_POSTINGS", 1 << 60):
        return index.search(terms, DEPTH, None)


def overlap(index: LexicalIndex, asked: Sequence[Terms], first: int) -> float:
    """Return the mean share of the first hits of all words that the limited search finds among as many."""
    shares = []
    for terms in asked:
        wanted = {hit.passage_id for hit in unlimited(index, terms)[:first]}
        found = {hit.passage_id for hit in index.search(terms, DEPTH, None)[:first]}
        if wanted:
            shares.append(len(wanted & found) / len(wanted))
    return round(float(np.mean(shares)), 3)


def filters(index: LexicalIndex, ids: Sequence[str], asked: Sequence[Terms], runs: int) -> dict[str, object]:
    """Search within drawn shares of the documents, then as one who may see half of them."""
    drawn = {
        share: frozenset(random.Random(_SEED).sample(ids, max(1, round(share * len(ids)))))
        for share in SHARES
    }

    def inside(chosen: frozenset[str]) -> Callable[[Terms], object]:
        return lambda terms: index.search(terms, DEPTH, chosen)

    variants = {f"{share:.1%}": inside(chosen) for share, chosen in drawn.items()}
    found: dict[str, object] = {"within": in_turn(variants, asked, runs)}
    half = drawn[0.5]
    cold = []
    for terms in asked:
        start = time.perf_counter()
        index.search(terms, DEPTH, half, half)
        cold.append((time.perf_counter() - start) * 1e3)
    warm = in_turn({"cleared": lambda terms: index.search(terms, DEPTH, half, half)}, asked, runs)
    return found | {"cleared for half, first time": at_percentiles(cold), "then": warm["cleared"]}


def legs(engine: Engine, asked: Sequence[str], runs: int) -> dict[str, dict[str, float]]:
    """Search with the legs one after the other and beside each other, in turn."""
    taken: dict[str, list[float]] = {"one after the other": [], "beside": []}
    for run in range(runs + 1):
        for question in asked:
            for name, seconds in (("one after the other", 1e9), ("beside", 0.0)):
                with patch.object(retrieve, "_WORTH_A_THREAD", seconds):
                    start = time.perf_counter()
                    engine.search(question)
                    if run:
                        taken[name].append((time.perf_counter() - start) * 1e3)
    return {name: at_percentiles(found) for name, found in taken.items()}


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    texts = questions(args.questions)
    analyzer = load_analyzer()
    asked = [analyzer.analyze(text) for text in texts]
    with opened(args.data_dir) as (runtime, engine):
        local = engine._index
        if not isinstance(local, LocalIndex):
            raise TypeError("only the local index has a lexical leg of its own")
        index = local._now.lexical
        kept = [sum(map(len, words.choose(one, index._searcher.doc_freq).by_field.values())) for one in asked]
        both = {
            "limited": lambda terms: index.search(terms, DEPTH, None),
            "all words": lambda terms: unlimited(index, terms),
        }
        told = {
            "machine": description(),
            "passages": index.count,
            "segments": index._searcher.num_segments,
            "words looked up": round(float(np.mean(kept)), 1),
            "words": in_turn(both, asked, args.runs),
            "overlap@10": overlap(index, asked, 10),
            "overlap@100": overlap(index, asked, 100),
            "filters": filters(index, sorted(runtime.catalog.stamps()), asked, args.runs),
            "legs": legs(engine, texts, args.runs),
        }
    print(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
