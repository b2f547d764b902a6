"""Made collections: deterministic, one the beginning of the other, with facts that stand where they say."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benchmarks.speed.corpora.compose import PASSAGES, Composer, plans
from benchmarks.speed.corpora.documents import Maker
from benchmarks.speed.corpora.facts import Facts, read_facts
from benchmarks.speed.corpora.headers import COMMON, KINDS, Heads
from benchmarks.speed.corpora.pieces import Pool, embedded, load, save, sources
from benchmarks.speed.corpora.terms import JoinedAnalyzer
from benchmarks.speed.ten_million import NEAREST, Stream
from corpus.catalog.rows import check
from indexer.texts import passage_text
from models.analyzer import VietnameseAnalyzer
from models.hashing import HashingEmbedder


@pytest.fixture(scope="module")
def pool() -> Pool:
    return embedded(sources(None), HashingEmbedder())


@pytest.fixture(scope="module")
def facts(pool: Pool) -> list[Facts]:
    bounds = zip(pool.first[:-1], pool.first[1:], strict=True)
    return [found for start, end in bounds for found in read_facts(pool.texts[start:end])]


def test_a_smaller_collection_is_the_beginning_of_a_larger_one(pool: Pool) -> None:
    small, large = list(plans(pool, 1_200)), list(plans(pool, 2_500))
    assert [len(plan.source) for plan in small] == [1_000, 200]
    for one, other in zip(small, large, strict=False):
        assert np.array_equal(one.parts, other.parts[: len(one.parts)])
    composer = Composer(pool)
    few = composer.vectors(small[1])
    assert np.allclose(few, composer.vectors(large[1])[: len(few)], atol=1e-6)


def test_vectors_are_of_length_one_and_no_two_are_equal(pool: Pool) -> None:
    vectors = Composer(pool).vectors(next(plans(pool, 300)))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert len(np.unique(vectors, axis=0)) == len(vectors) == 300 * PASSAGES


def test_what_lies_nearest_is_noted_while_vectors_pass(pool: Pool, tmp_path: Path) -> None:
    save(pool, tmp_path / "pool.npz")
    vectors = np.concatenate([Composer(pool).vectors(plan) for plan in plans(pool, 1_030)])
    queries = vectors[[3, 10_200]]
    stream = Stream(tmp_path / "pool.npz", len(vectors), queries)
    passed = list(stream.documents())
    assert np.allclose(np.concatenate([rows for _, _, rows in passed]), vectors, atol=1e-6)
    assert len({passage for _, ids, _ in passed for passage in ids}) == len(vectors)
    scores, places = stream.truth()
    assert np.allclose(scores, -np.sort(-(queries @ vectors.T), axis=1)[:, :NEAREST], atol=1e-6)
    assert places[:, 0].tolist() == [3, 10_200]


def test_facts_stand_where_they_say(pool: Pool, facts: list[Facts]) -> None:
    plan, maker = next(plans(pool, 40)), Maker(pool, facts)
    records = [maker.record(plan, document) for document in range(40)]
    assert len({record.document.id for record in records}) == 40
    assert sum(len(record.assignments) for record in records) > 0
    for record in records:
        check(record)
        text, header = record.document.text, record.document.header
        assert header.number is not None
        assert text[header.number.span.start : header.number.span.end] == header.number.value
        assert all(text[one.span.start : one.span.end] == one.text for one in record.passages)
        for assignment in record.assignments:
            for party in assignment.parties:
                span = party.mention.span
                assert text[span.start : span.end] == party.mention.name


def test_joined_terms_are_those_of_the_analyzer_but_for_the_seam_of_the_title(
    pool: Pool, facts: list[Facts]
) -> None:
    analyzer = VietnameseAnalyzer()
    joined = JoinedAnalyzer(analyzer, pool.texts)
    record = Maker(pool, facts).record(next(plans(pool, 1)), 0)
    assert joined.name == analyzer.name
    for passage in record.passages:
        text = passage_text(record.document.title, passage)
        whole, parts = Counter(analyzer.analyze(text).accented), Counter(joined.analyze(text).accented)
        assert not parts - whole
        assert (whole - parts).total() <= 2


def test_kinds_and_issuers_have_the_shares_that_filters_are_named_after() -> None:
    heads = Heads()
    drawn = [heads[document] for document in range(4_000)]
    kinds, issuers = Counter(head.kind for head in drawn), Counter(head.issuer for head in drawn)
    for (name, _), share in KINDS.items():
        assert kinds[name] / len(drawn) == pytest.approx(share, abs=0.025)
    for (name, _), share in COMMON.items():
        assert issuers[name] / len(drawn) == pytest.approx(share, abs=0.025)


def test_a_kept_pool_is_read_as_it_was(pool: Pool, tmp_path: Path) -> None:
    save(pool, tmp_path / "pool.npz")
    again = load(tmp_path / "pool.npz")
    assert again.texts == pool.texts
    assert np.array_equal(again.vectors, pool.vectors)
    assert np.array_equal(again.near, pool.near)
