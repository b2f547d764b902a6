"""Measures of runs by ir_measures, and whether two runs differ by more than chance."""

from collections.abc import Mapping, Sequence

import ir_measures
import numpy as np

from benchmarks.quality.retrieval.types import RetrievalSet, Run

MEASURES = ("nDCG@10", "R@10", "R@100", "MRR@10")
_ROUNDS = 10_000
_SEED = 0


def judgements(asked: RetrievalSet) -> list[ir_measures.Qrel]:
    """Return the judgements of a set."""
    return [
        ir_measures.Qrel(query_id, item, 1)
        for query_id, right in asked.relevant.items()
        for item in sorted(right)
    ]


def rows_of(run: Run) -> list[ir_measures.ScoredDoc]:
    """Return a run as ir_measures reads it."""
    return [
        ir_measures.ScoredDoc(q, item, score) for q, found in run.items() for item, score in found.items()
    ]


def per_query(asked: RetrievalSet, run: Run) -> dict[str, dict[str, float]]:
    """Return measure -> query id -> value; a query without results counts as zero."""
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    values = {name: dict.fromkeys(asked.relevant, 0.0) for name in MEASURES}
    names = dict(zip(map(str, measures), MEASURES, strict=True))  # it prints MRR@10 as RR@10
    for metric in ir_measures.iter_calc(measures, judgements(asked), rows_of(run)):
        values[names[str(metric.measure)]][metric.query_id] = metric.value
    return values


def mean(values: Mapping[str, float]) -> float:
    """Return the mean over queries."""
    return float(np.mean(list(values.values())))


def p_value(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """Return the p-value of a two-sided paired randomisation test over queries.

    Source: Smucker, Allan & Carterette, "A comparison of statistical significance tests for information
    retrieval evaluation", CIKM 2007.
    """
    differences = np.array([ours[key] - theirs[key] for key in ours])
    differences = differences[differences != 0]
    if not differences.size:
        return 1.0
    signs = np.random.default_rng(_SEED).integers(0, 2, (_ROUNDS, differences.size), dtype=np.int8) * 2 - 1
    reached = np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12
    return float((reached.sum() + 1) / (_ROUNDS + 1))


def ndcg(asked: RetrievalSet, rankings: Mapping[str, Sequence[str]], k: int = 10) -> float:
    """Return mean nDCG@k of rankings without ties; for grids, where ir_measures would take minutes."""
    discounts = 1 / np.log2(np.arange(2, k + 2))
    total = 0.0
    for query_id, right in asked.relevant.items():
        gains = sum(discounts[i] for i, item in enumerate(rankings.get(query_id, ())[:k]) if item in right)
        total += gains / discounts[: min(len(right), k)].sum()
    return float(total / len(asked.relevant))
