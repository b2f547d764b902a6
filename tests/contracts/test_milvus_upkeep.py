"""Keeping an engine up with the catalog: what comes, changes, leaves, is labelled anew, and is lost."""

import threading
import time
import uuid
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest

from corpus.catalog import Catalog
from corpus.labels import Label
from indexer.errors import EngineLacks, IndexBusy, IndexDamaged, IndexMissing, ManifestMismatch
from indexer.manifest import Options
from indexer.milvus.collection import Collection, Registry
from indexer.milvus.ledger import Ledger
from indexer.milvus.target import DenseKind
from models.protocols import Terms
from tests.contracts.backends import RECORDS, house, take_in
from tests.contracts.oracle import WEIGHTS, Oracle
from tests.indexer.fakes import DIM, FakeEmbedder, record

pytestmark = pytest.mark.milvus
QUESTION = Terms(("ban", "giáo", "kế"), ("ban", "giao", "ke"))
VECTOR = FakeEmbedder().embed_queries(["ban tuyên giáo"])


@pytest.fixture
def held(tmp_path, stack, engine_url):
    return house(stack, tmp_path, engine_url("small"), f"upkeep_{uuid.uuid4().hex[:8]}")


def agrees(held, records):
    """Compare words and vectors with the oracle over these records."""
    index, oracle = held.open(), Oracle(records)
    assert index.count() == len(oracle.owner)
    scores = oracle.lexical(QUESTION, index.state.means)
    found = index.search_lexical(QUESTION, 500)
    assert {hit.passage_id: hit.score for hit in found} == pytest.approx(scores, abs=2e-5)
    dense = oracle.dense(VECTOR[0])
    (near,) = index.search_dense(VECTOR, 500)
    assert {hit.passage_id: hit.score for hit in near} == pytest.approx(dense, abs=2e-6)


def test_nothing_was_built_yet(held):
    with pytest.raises(IndexMissing):
        held.open()


def test_an_empty_catalog_has_an_index(held):
    report = held.sync(options=WEIGHTS)
    assert (report.passages, report.rebuilt) == (0, True)
    assert held.open().search_lexical(QUESTION, 5) == []
    assert held.open().search_dense(VECTOR, 5) == [[]]


def test_it_follows_the_catalog(held):
    take_in(held.catalog, RECORDS[:20])
    assert held.sync(options=WEIGHTS).rebuilt
    agrees(held, RECORDS[:20])
    version = held.open().version
    assert held.sync().version == version

    changed = record(3, ["ban tuyên giáo báo cáo kế hoạch"], source="3.txt")
    held.catalog.put(changed)  # fewer passages than before
    held.catalog.delete(RECORDS[5].document.id)
    take_in(held.catalog, RECORDS[20:25])
    report = held.sync()
    assert not report.rebuilt
    assert held.open().version != version
    agrees(held, [*rest_of(RECORDS[:25], changed, RECORDS[5]), changed])

    held.catalog.put(record(3, [], source="3.txt"))  # nothing is left of it
    assert not held.sync().rebuilt
    agrees(held, rest_of(RECORDS[:25], changed, RECORDS[5]))


def rest_of(records, *others):
    left = {one.document.id for one in others}
    return [one for one in records if one.document.id not in left]


def test_the_catalog_may_stand_on_a_server(new_url, engine_url):
    with ExitStack() as own:
        held = house(own, new_url(), engine_url("small"), f"upkeep_{uuid.uuid4().hex[:8]}")
        take_in(held.catalog, RECORDS[:6])
        held.sync(options=WEIGHTS)
        held.catalog.delete(RECORDS[5].document.id)
        take_in(held.catalog, RECORDS[6:8])
        assert not held.sync().rebuilt
        agrees(held, [*RECORDS[:5], *RECORDS[6:8]])


def test_a_label_reaches_the_engine_without_embedding(held):
    take_in(held.catalog, RECORDS[:9])
    held.sync(options=WEIGHTS)
    public = frozenset(one.document.id for one in RECORDS[:9:3])
    before = held.open().seen_with(public, "v").search_lexical(QUESTION, 50)
    moved = RECORDS[0].document.id
    held.catalog.set_label(moved, Label.UTMOST_SECRET)
    left = public - {moved}
    early = held.open().seen_with(left, "v").search_lexical(QUESTION, 50)  # the engine has the old label
    report = held.sync()
    assert (report.embedded, report.indexed) == (0, len(RECORDS[0].passages))
    late = held.open().seen_with(left, "v").search_lexical(QUESTION, 50)
    assert {hit.passage_id: hit.score for hit in early} == pytest.approx(
        {hit.passage_id: hit.score for hit in late}, abs=2e-6
    )
    assert {hit.passage_id for hit in before} > {hit.passage_id for hit in late}
    agrees(held, RECORDS[:9])


def test_ranking_options_are_kept(held):
    take_in(held.catalog, RECORDS[:3])
    held.sync(options=WEIGHTS)
    assert held.sync().rebuilt is False
    assert held.open().state.options == WEIGHTS
    held.sync(options=Options(accented=0.5, folded=0.5))
    assert held.open().state.options.accented == 0.5


def test_another_model_is_refused(held):
    take_in(held.catalog, RECORDS[:3])
    held.sync()
    with pytest.raises(ManifestMismatch):
        held.sync(embedder=FakeEmbedder("other"))
    with pytest.raises(ManifestMismatch):
        type(held.open()).open(held.connection, held.ledger, FakeEmbedder("other").spec, "fake/1")


def test_an_emptied_engine_is_filled_again_without_embedding(held):
    take_in(held.catalog, RECORDS[:12])
    held.sync(options=WEIGHTS)
    index = held.open()
    Collection(held.connection, index.state.collection).drop()
    with pytest.raises(IndexDamaged):
        index.search_dense(VECTOR, 5)
    report = held.sync()
    assert (report.rebuilt, report.embedded) == (True, 0)
    agrees(held, RECORDS[:12])


def test_two_catalogs_live_in_one_engine(held, tmp_path, stack, engine_url):
    take_in(held.catalog, RECORDS[:6])
    held.sync(options=WEIGHTS)
    other = house(stack, tmp_path / "other", engine_url("small"), held.connection.target.collection)
    take_in(other.catalog, RECORDS[6:12])
    assert other.sync(options=WEIGHTS).rebuilt
    agrees(other, RECORDS[6:12])
    agrees(held, RECORDS[:6])


def test_lost_rows_are_noticed(held):
    take_in(held.catalog, RECORDS[:12])
    held.sync(options=WEIGHTS)
    Collection(held.connection, held.open().state.collection).remove([RECORDS[2].document.id])
    take_in(held.catalog, RECORDS[12:14])
    assert held.sync().rebuilt
    agrees(held, RECORDS[:14])


def test_texts_that_grow_longer_bring_new_vectors(held):
    take_in(held.catalog, RECORDS[:6])
    held.sync(options=WEIGHTS)
    before = held.open().state.means
    longer = [record(100 + key, ["ban giáo kế hoạch " * 20]) for key in range(12)]
    for one in longer:
        held.catalog.put(one)
    report = held.sync()
    assert report.rebuilt
    assert held.open().state.means.accented > before.accented
    agrees(held, [*RECORDS[:6], *longer])


def test_a_rebuild_is_not_noticed_by_who_is_searching(held, monkeypatch):
    take_in(held.catalog, RECORDS[:20])
    held.sync(options=WEIGHTS)
    expected = [hit.passage_id for hit in held.open().search_dense(VECTOR, 10)[0]]
    wrong, asked, stop = [], [0], threading.Event()

    def search():
        while not stop.is_set():
            index = held.open()
            for _ in range(5):
                found = [hit.passage_id for hit in index.search_dense(VECTOR, 10)[0]]
                asked[0] += 1
                if found != expected:
                    wrong.append(found)

    failed = []

    def guarded():
        try:
            search()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(2)]
    for thread in threads:
        thread.start()
    monkeypatch.setattr("indexer.milvus.sync._DRIFT", 0.5)  # every run builds anew
    seen = {held.open().state.collection}
    for key in range(3):
        far = record(200 + key, ["xa lạ"])  # never among the nearest
        held.catalog.put(far)
        assert held.sync().rebuilt
        seen.add(held.open().state.collection)
        time.sleep(0.2)
    stop.set()
    for thread in threads:
        thread.join()
    assert (failed, wrong) == ([], [])
    assert len(seen) == 4
    assert asked[0] > 20


def test_builds_of_before_are_dropped_by_the_run_after_the_next(held, monkeypatch):
    take_in(held.catalog, RECORDS[:4])
    held.sync()
    monkeypatch.setattr("indexer.milvus.sync._DRIFT", 0.5)
    for key in range(2):
        held.catalog.put(record(300 + key, ["ban"]))
        held.sync()
    assert len(held.ledger.builds()) == 2
    assert len(Registry(held.connection).builds(held.catalog.identity())) == 2
    alias = held.connection.target.collection
    described = held.connection.read(lambda client, left: client.describe_alias(alias, timeout=left))
    assert described["collection_name"] == held.open().state.collection


def test_one_writer_at_a_time(held):
    take_in(held.catalog, RECORDS[:3])
    with held.ledger.writing(0.0), pytest.raises(IndexBusy):
        held.sync(wait=0.3)
    assert held.sync().passages


def test_a_writer_who_was_thought_dead_changes_nothing(held):
    take_in(held.catalog, RECORDS[:3])
    slow = Ledger(held.catalog.database, held.connection.target.key, lease=-1.0)
    with slow.writing(0.0) as late:
        assert held.sync().passages  # took over
        with pytest.raises(IndexBusy):
            slow.enter("any", {}, ["0" * 16], late)


def test_many_documents_are_told_apart_in_several_searches(held, monkeypatch):
    """What is too much for one condition is asked for in parts, or found and sorted out."""
    take_in(held.catalog, RECORDS)
    held.sync(options=WEIGHTS)
    oracle = Oracle(RECORDS)
    monkeypatch.setattr("indexer.milvus.selection.MOST_NAMED", 2)
    chance = np.random.default_rng(3)
    for size in (1, 3, 9, 20, 33, 39):
        index = held.open()
        some = {str(one) for one in chance.choice([r.document.id for r in RECORDS], size, replace=False)}
        scores = oracle.dense(VECTOR[0])
        (found,) = index.search_dense(VECTOR, 10, some)
        expected = [scores[key] for key in oracle.rank(scores, 10, some)]
        assert [hit.score for hit in found] == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("dense", [DenseKind.HNSW, DenseKind.AUTOINDEX])
def test_approximate_indexes_find_the_same_in_a_small_collection(tmp_path, stack, engine_url, dense):
    held = house(stack, tmp_path, engine_url("small"), f"kind_{uuid.uuid4().hex[:8]}", dense=dense)
    take_in(held.catalog, RECORDS)
    held.sync(options=WEIGHTS)
    agrees(held, RECORDS)


def test_an_old_server_says_what_it_lacks(tmp_path, stack, engine_url):
    old = house(stack, tmp_path, engine_url("server"), f"old_{uuid.uuid4().hex[:8]}")
    take_in(old.catalog, RECORDS[:3])
    with pytest.raises(EngineLacks, match=r"sparse vectors need version 2\.4"):
        old.sync()
    old.connection.target = replace(old.connection.target, lexical=False)
    old.sync()
    with pytest.raises(EngineLacks):
        old.open().search_lexical(QUESTION, 5)
    assert old.open().search_dense(np.ones((1, DIM), np.float32), 5)[0]


def test_a_restored_catalog_is_not_taken_for_the_same(held, tmp_path):
    take_in(held.catalog, RECORDS[:6])
    held.sync(options=WEIGHTS)
    with Catalog.open(tmp_path / "elsewhere") as other:
        take_in(other, RECORDS[:2])
        held.catalog = other
        assert held.sync().rebuilt
