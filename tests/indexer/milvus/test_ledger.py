"""Counting terms by label: whatever happened before, the counts are those of what stands there now."""

import uuid
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog
from indexer.errors import IndexDamaged
from indexer.milvus.ledger import Holding, Ledger, summed
from indexer.milvus.rarity import EngineRarity
from indexer.milvus.writers import may_live, new_writer

TERMS = [0, 1, 7, 2**31, 2**32 - 3]
documents = st.sampled_from([f"{key:016x}" for key in range(5)])
labels = st.sampled_from(["public", "mat"])
held = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 9), max_size=5)
steps = st.lists(st.tuples(documents, st.none() | st.tuples(labels, held)), max_size=12)


@pytest.fixture(params=["folder", pytest.param("server", marks=pytest.mark.postgres)])
def database(request, tmp_path):
    place = tmp_path if request.param == "folder" else request.getfixturevalue("new_url")()
    with Catalog.open(place) as catalog:
        yield catalog.database


def counts_of(terms):
    keys = np.array(sorted(terms), dtype=np.uint32)
    return keys, np.array([terms[int(key)] for key in keys], dtype=np.int64)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.randoms())
def test_counts_are_those_of_what_stands_there(database, steps, chance):
    build, present = uuid.uuid4().hex, {}
    ledger = Ledger(database, build)
    with ledger.writing(5.0) as writer:
        for document, what in steps:
            for _ in range(chance.choice([1, 2])):  # twice is once
                if what is None:
                    ledger.enter(build, {}, [document], writer)
                else:
                    holding = Holding(document, what[0], 3, 10)
                    ledger.enter(build, {holding: counts_of(what[1])}, [], writer)
            present[document] = what
    present = {document: what for document, what in present.items() if what is not None}
    by_label = defaultdict(Counter)
    for label, terms in present.values():
        by_label[label].update(terms)
    for chosen in (["public"], ["mat"], ["mat", "public"], []):
        expected = sum((by_label[label] for label in chosen), Counter())
        assert ledger.holding(build, TERMS, chosen) == dict(expected)
    assert ledger.holdings(build).keys() == present.keys()
    terms, passages = ledger.terms_of(build, present.keys())
    assert dict(zip(terms.tolist(), passages.tolist(), strict=True)) == dict(
        sum((Counter(terms) for _, terms in present.values()), Counter())
    )


def test_documents_named_apart_are_taken_off_and_added(database):
    ledger = Ledger(database, "apart")
    found = {
        Holding("a" * 16, "public", 1, 4): counts_of({1: 4, 7: 1}),
        Holding("b" * 16, "public", 1, 2): counts_of({1: 2}),
        Holding("c" * 16, "mat", 1, 3): counts_of({7: 3}),
    }
    with ledger.writing(5.0) as writer:
        ledger.enter("apart", found, (), writer)
    rarity = EngineRarity(ledger, "apart", 5, ["public"], without=["a" * 16], besides=["c" * 16])
    plain = EngineRarity(ledger, "apart", 5, [], besides=["b" * 16, "c" * 16])
    assert rarity.rarest([1, 7, 99], 10) == plain.rarest([1, 7, 99], 10)
    assert rarity.rarest([1, 7, 99], 10).keys() == {1, 7}
    assert list(rarity.rarest([7, 1], 1)) == [1]  # stands in two passages, the other in three


def test_a_state_of_another_version_is_no_state(database):
    ledger = Ledger(database, "old")
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO index_states (key, state) VALUES ('old', '{}')")
    with pytest.raises(IndexDamaged):
        ledger.state()


def test_no_counts_sum_up_to_nothing():
    terms, passages = summed([])
    assert (len(terms), len(passages)) == (0, 0)


def test_a_writer_of_this_machine_is_known_to_be_dead():
    writer = new_writer()
    house, _, _ = writer.partition("-")
    assert may_live(writer)
    assert not may_live(f"{house}-999999999-x")
    assert may_live("elsewhere-999999999-x")
