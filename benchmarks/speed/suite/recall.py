"""How many of the exact ten nearest the dense leg finds in a made collection, with and without filters."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.speed.corpora.compose import PASSAGES, Composer, plans
from benchmarks.speed.corpora.pieces import Floats, load
from benchmarks.speed.suite.latency import filters_by_share
from benchmarks.speed.suite.machine import JSON
from benchmarks.speed.suite.opened import opened
from indexer.protocols import Scored
from search.types import Filters

DEPTH = 10
_SLACK = 1e-5  # ties at the end may go either way
_WRONG = 1e-4  # of a score
_PORTION = 50_000  # passages compared at a time


def recall(folder: Path, pool: Path, questions: Sequence[str]) -> list[JSON]:
    """Return recall@10 without a filter and with each; the vectors are composed anew from the pool."""
    ids, kinds, issuers = _documents(folder)
    rows_of = {name: i for i, name in enumerate(ids)}
    choices = [("none", Filters()), *filters_by_share()]
    masks = [np.repeat(_allowed(filters, kinds, issuers), PASSAGES) for _, filters in choices]
    with opened(folder) as (runtime, engine):
        asked = runtime.embedder().embed_queries(list(questions))
        found = [
            [
                engine._index.search_dense(row[None], DEPTH, engine._directory.allowed(filters))[0]
                for row in asked
            ]
            for _, filters in choices
        ]
    best = _nearest(pool, asked, masks)
    return [
        {"filter": name, "passages": int(mask.sum()), **_compared(hits, exact, rows_of)}
        for (name, _), mask, hits, exact in zip(choices, masks, found, best, strict=True)
        if mask.any()
    ]


def _compared(
    hits: list[list[Scored]], exact: list[tuple[Floats, np.ndarray]], rows_of: dict[str, int]
) -> JSON:
    """Return which share of the exact best was found, and how many scores are not the exact ones."""
    shares, wrong = [], 0
    for own, (scores, rows) in zip(hits, exact, strict=True):
        least = scores[-1] - _SLACK
        shares.append(sum(hit.score >= least for hit in own) / len(scores))
        known = dict(zip(rows.tolist(), scores.tolist(), strict=True))
        pairs = ((hit.score, known.get(_row(hit.passage_id, rows_of), hit.score)) for hit in own)
        wrong += sum(abs(told - true) > _WRONG for told, true in pairs)
    return {
        "recall": round(float(np.mean(shares)), 4),
        "worst": round(float(min(shares)), 2),
        "wrong_scores": wrong,
    }


def _row(passage_id: str, rows_of: dict[str, int]) -> int:
    document, _, ordinal = passage_id.rpartition("-")
    return rows_of[document] * PASSAGES + int(ordinal)


def _documents(folder: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return ids, kinds and issuers of the made documents, in the order in which they were made."""
    with sqlite3.connect(f"file:{folder / 'catalog.sqlite'}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT id, source, kind, issuer FROM documents").fetchall()
    rows.sort(key=lambda row: int(row[1].removesuffix(".txt")))
    return [row[0] for row in rows], np.array([row[2] for row in rows]), np.array([row[3] for row in rows])


def _allowed(filters: Filters, kinds: np.ndarray, issuers: np.ndarray) -> np.ndarray:
    """Return which documents pass."""
    passes = np.ones(len(kinds), bool)
    if filters.kinds:
        passes &= np.isin(kinds, filters.kinds)
    if filters.issuers:
        passes &= np.isin(issuers, filters.issuers)
    return passes


def _nearest(pool: Path, questions: Floats, masks: list[np.ndarray]) -> list[list[tuple[Floats, np.ndarray]]]:
    """Return, for each filter and question, exact scores of the best passages and their rows."""
    kept: list[list[tuple[Floats, np.ndarray]]] = [
        [(np.empty(0, np.float32), np.empty(0, np.int64))] * len(questions) for _ in masks
    ]
    start = 0
    for vectors in _portions(pool, len(masks[0])):
        scores = questions @ vectors.T
        for mask, best in zip(masks, kept, strict=True):
            rows = np.flatnonzero(mask[start : start + len(vectors)])
            for i, own in enumerate(scores[:, rows]):
                together = np.concatenate([best[i][0], own])
                places = np.concatenate([best[i][1], rows + start])
                top = np.argsort(-together, kind="stable")[:DEPTH]
                best[i] = together[top], places[top]
        start += len(vectors)
    return kept


def _portions(pool: Path, passages: int) -> Iterator[Floats]:
    """Yield the vectors of a made collection, those of several blocks at a time."""
    pieces = load(pool)
    composer, held, rows = Composer(pieces), [], 0
    for plan in plans(pieces, passages // PASSAGES):
        held.append(composer.vectors(plan))
        rows += len(held[-1])
        if rows >= _PORTION:
            yield np.concatenate(held)
            held, rows = [], 0
    if held:
        yield np.concatenate(held)
