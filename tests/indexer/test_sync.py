import errno
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog
from indexer.dense import Scale
from indexer.errors import IndexBusy, IndexDamaged, IndexInaccessible, IndexMissing, ManifestMismatch
from indexer.feed import Feed
from indexer.lexicalfiles import LexicalWriter, telling
from indexer.local import open_index
from indexer.manifest import Options, read_manifest
from indexer.sync import sync
from models.protocols import Terms
from tests.indexer.fakes import DIM, WORDS, FakeAnalyzer, FakeEmbedder, fold, random_records, record

ROOT = Path(__file__).resolve().parents[2]
QUERY = np.random.default_rng(1).standard_normal((1, DIM)).astype(np.float32)
TERMS = Terms(WORDS[:5], tuple(map(fold, WORDS[:5])))


class House:
    """A catalog with its index, and what a reader finds there."""

    def __init__(self, folder: Path) -> None:
        self.catalog = Catalog.open(folder)
        self.index_dir = folder / "index"
        self.embedder, self.analyzer = FakeEmbedder(), FakeAnalyzer()

    def sync(self, **options):
        return sync(self.catalog, self.index_dir, self.embedder, self.analyzer, **options)

    def open(self):
        return open_index(self.index_dir, self.embedder.spec, self.analyzer.name)

    def files(self) -> dict[str, bytes]:
        paths = [path for path in self.index_dir.rglob("*") if path.is_file()]
        return {str(path): path.read_bytes() for path in paths}


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.catalog.close()


def answers(index):
    return index.search_dense(QUERY, 1000), index.search_lexical(TERMS, 1000), index.count()


def found_ids(index) -> set[str]:
    return {hit.passage_id for hit in index.search_dense(QUERY, 1000)[0]}


def fill(house: House, count: int = 12) -> None:
    for one in random_records(count):
        house.catalog.put(one)


def test_other_facts_of_the_same_passages_are_no_work(house):
    """They are no part of an index; who follows the catalog hears of them by the number alone."""
    fill(house)
    house.sync()
    before = answers(house.open())
    one = random_records(12)[3]
    changed = replace(one.document, provenance=replace(one.document.provenance, reader="docx"))
    number = house.catalog.put(replace(one, document=changed))
    report = house.sync()
    assert (report.change, report.embedded, report.indexed, report.rebuilt) == (number, 0, 0, False)
    assert answers(house.open()) == before
    house.catalog.put(replace(one, document=replace(changed, title="Another")))
    assert house.sync().indexed == len(one.passages)


def test_first_sync_reports_what_it_did(house):
    fill(house)
    seen = []
    report = house.sync(progress=lambda done, total: seen.append((done, total)))
    passages = house.catalog.count_passages()
    assert (report.passages, report.embedded, report.indexed) == (passages, passages, passages)
    assert (report.rebuilt, report.change) == (True, 12)
    assert report.version == house.open().version
    assert seen[-1] == (2 * passages, 2 * passages)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_portions_give_the_same_index_as_one_go(house, monkeypatch):
    fill(house, 30)
    house.sync()
    at_once = answers(house.open())
    shutil.rmtree(house.index_dir)
    monkeypatch.setattr("indexer.feed._DOCUMENTS", 4)
    monkeypatch.setattr("indexer.sync.to_merge", lambda entries, scale: [])
    seen = []
    house.sync(progress=lambda done, total: seen.append((done, total)), scale=Scale(portion=7))
    assert len(read_manifest(house.index_dir).segments) > 5
    assert answers(house.open()) == at_once
    assert seen[-1] == (house.catalog.count_passages(),) * 2


def test_a_later_state_shares_what_did_not_change(house):
    fill(house, 12)
    house.sync()
    before = house.open()
    house.catalog.put(record(99, ["ban tuyên giáo chủ trì"]))
    house.sync()
    for path in (house.index_dir / "dense").glob("*.faiss"):
        if path.stem in before._now.segments:
            path.unlink()  # it is not read again
    after = open_index(house.index_dir, house.embedder.spec, house.analyzer.name, before)
    assert after.count() == before.count() + 1
    assert f"{99:016x}-0000" in found_ids(after)
    assert f"{99:016x}-0000" not in found_ids(before)


def test_sync_twice_is_sync_once(house):
    fill(house)
    first = house.sync()
    before = house.files()
    second = house.sync()
    assert house.files() == before
    assert (second.version, second.embedded, second.indexed, second.rebuilt) == (first.version, 0, 0, False)


def test_an_empty_catalog_has_an_index(house):
    house.sync()
    assert answers(house.open()) == ([[]], [], 0)


def test_a_document_without_passages(house):
    house.catalog.put(record(1, []))
    house.catalog.put(record(2, ["ban chủ trì"]))
    house.sync()
    assert house.open().count() == 1


def test_reopened_index_answers_as_before(house):
    fill(house)
    house.sync()
    assert answers(house.open()) == answers(house.open())


def test_steps_give_the_same_index_as_one_go(tmp_path):
    steps, whole = House(tmp_path / "steps"), House(tmp_path / "whole")
    for one in random_records(25):
        steps.catalog.put(one)
        steps.sync()
        whole.catalog.put(one)
    whole.sync()
    dense, lexical, count = answers(steps.open())
    other_dense, other_lexical, other_count = answers(whole.open())
    assert (dense, count) == (other_dense, other_count)
    assert [hit.score for hit in lexical] == pytest.approx([hit.score for hit in other_lexical], abs=1e-5)
    assert {hit.passage_id for hit in lexical} == {hit.passage_id for hit in other_lexical}
    assert steps.embedder.embedded == whole.embedder.embedded == count
    manifest = steps.open().manifest
    assert len(manifest.segments) <= 5
    assert {path.name for path in (steps.index_dir / "dense").iterdir()} == set(manifest.file_names)
    assert [path.name for path in steps.index_dir.glob("lexical-*")] == [manifest.lexical]
    for house in (steps, whole):
        house.catalog.close()


def test_adding_one_document_rewrites_no_other(house):
    for one in random_records(200):
        house.catalog.put(one)
    house.sync()
    (big,) = house.open().manifest.segments
    house.catalog.put(record(999, ["ban mới"]))
    assert house.sync().indexed == 1
    assert house.open().manifest.segments[0] == big


def test_deleted_documents_are_never_found(house):
    fill(house)
    house.sync()
    gone = random_records(12)[3]
    house.catalog.delete(gone.document.id)
    assert not house.sync().rebuilt
    index = house.open()
    ids = {one.id for one in gone.passages}
    assert not ids & (found_ids(index) | {hit.passage_id for hit in index.search_lexical(TERMS, 1000)})
    assert index.count([gone.document.id]) == 0
    assert index.search_dense(QUERY, 9, [gone.document.id]) == [[]]
    house.catalog.put(gone)
    house.sync()
    assert ids <= found_ids(house.open())


def test_a_changed_document_is_found_as_it_is_now(house):
    fill(house, 3)
    house.sync()
    old = random_records(3)[0]
    passage = replace(old.passages[0], text="nội dung hoàn toàn mới")
    house.catalog.put(replace(old, passages=(passage,)))
    assert not house.sync().rebuilt
    index = house.open()
    assert index.count([old.document.id]) == 1
    assert [hit.passage_id for hit in index.search_lexical(Terms(("hoàn",), ("hoan",)), 9)] == [passage.id]
    assert index.search_lexical(TERMS, 9, [old.document.id]) == []


def test_deleting_the_index_is_safe_and_embeds_nothing_again(house):
    fill(house)
    house.sync()
    before = answers(house.open())
    shutil.rmtree(house.index_dir)
    with pytest.raises(IndexMissing, match="build it"):
        house.open()
    report = house.sync()
    assert (report.rebuilt, report.embedded) == (True, 0)
    assert answers(house.open()) == before


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ppds"), st.integers(1, 8), st.integers(0, 3)), max_size=14))
def test_whatever_happens_the_index_holds_the_catalog(tmp_path_factory, steps):
    house = House(tmp_path_factory.mktemp("any"))
    living = {}
    for step, key, size in steps:
        made = record(key, [" ".join(WORDS[i : i + 4]) for i in range(size)], title=f"t{size}")
        if step == "p":
            house.catalog.put(made)
            living[key] = made
        elif step == "d" and key in living:
            house.catalog.delete(made.document.id)
            del living[key]
        elif step == "s":
            house.sync()
    house.sync()
    index = house.open()
    ids = {one.id for made in living.values() for one in made.passages}
    assert found_ids(index) == ids
    every = Terms(WORDS, ())
    assert {hit.passage_id for hit in index.search_lexical(every, 1000)} == ids
    assert index.count() == len(ids)
    house.catalog.close()


# Another recipe, another catalog, damage


def test_another_model_is_refused_with_the_way_out(house):
    fill(house, 2)
    house.sync()
    before = house.files()
    house.embedder = FakeEmbedder("other")
    for call in (house.open, house.sync):
        with pytest.raises(
            ManifestMismatch, match=r"built with model fake, not other; .*CHIDAO_MODEL=fake.*delete"
        ) as at:
            call()
        assert (at.value.expected, at.value.found) == ("other", "fake")
    assert house.files() == before


def test_a_model_that_moved_is_the_same_model(house):
    fill(house, 2)
    house.sync()
    house.embedder.spec = replace(house.embedder.spec, name="/elsewhere/fake")
    assert house.sync().embedded == 0
    assert house.open().count() > 0


def test_another_analyzer_is_refused(house):
    fill(house, 2)
    house.sync()
    house.analyzer.name = "fake/2"
    with pytest.raises(ManifestMismatch, match="analyzer fake/1, not fake/2; delete"):
        house.open()


def test_options_change_without_a_rebuild(house):
    fill(house, 2)
    house.sync()
    report = house.sync(options=Options(folded=0.0))
    assert (report.rebuilt, report.indexed) == (False, 0)
    assert house.open().manifest.options.folded == 0.0
    assert house.open().search_lexical(Terms((), ("ban",)), 9) == []
    assert house.sync().version == report.version


def test_another_catalog_in_its_place(house, tmp_path):
    fill(house)
    house.sync()
    with Catalog.open(tmp_path / "other") as other:
        for key in range(50, 70):
            other.put(record(key, ["ban chủ trì"]))
        assert sync(other, house.index_dir, house.embedder, house.analyzer).rebuilt
    assert house.open().count() == 20


def test_another_catalog_of_the_same_size(house, tmp_path):
    house.catalog.put(record(1, ["ban chủ trì"]))
    house.sync()
    with Catalog.open(tmp_path / "other") as other:
        other.put(record(2, ["ban chủ trì"]))
        assert sync(other, house.index_dir, house.embedder, house.analyzer).rebuilt
    assert found_ids(house.open()) == {record(2, ["ban"]).passages[0].id}


def test_an_older_copy_of_the_catalog(house, tmp_path):
    fill(house, 3)
    house.catalog.close()
    shutil.copy(tmp_path / "catalog.sqlite", tmp_path / "copy")
    house.catalog = Catalog.open(tmp_path)
    house.catalog.put(record(50, ["ban chủ trì"]))
    house.sync()
    house.catalog.close()
    shutil.copy(tmp_path / "copy", tmp_path / "catalog.sqlite")
    house.catalog = Catalog.open(tmp_path)
    house.catalog.put(record(60, ["ban", "chủ", "trì"]))  # the same change number as the lost one
    assert house.sync().rebuilt
    assert house.open().count([record(60, []).document.id]) == 3
    assert house.open().count([record(50, []).document.id]) == 0


@pytest.mark.parametrize("pattern", ["dense/*.faiss", "dense/*.json", "manifest.json", "lexical-*/meta.json"])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_damage_is_noticed_and_repaired(house, pattern, damage):
    fill(house)
    house.sync()
    before = answers(house.open())
    for path in house.index_dir.glob(pattern):
        if damage == "cut":
            path.write_bytes(path.read_bytes()[:-7])
        else:
            path.unlink()
    with pytest.raises((IndexDamaged, IndexMissing)):
        house.open()
    house.catalog.put(record(99, []))
    assert house.sync().rebuilt
    assert answers(house.open()) == before


def test_a_flipped_bit_is_noticed(house):
    fill(house)
    house.sync()
    (path,) = house.index_dir.glob("dense/*.faiss")
    blob = bytearray(path.read_bytes())
    blob[-3] ^= 1
    path.write_bytes(blob)
    with pytest.raises(IndexDamaged, match="changed after it was written; delete"):
        house.open()


def test_a_manifest_of_another_format(house):
    fill(house, 2)
    house.sync()
    path = house.index_dir / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(IndexDamaged, match="format 99"):
        house.open()
    assert house.sync().rebuilt


# Processes


def test_an_open_reader_keeps_its_state_until_it_refreshes(house):
    fill(house)
    house.sync()
    index = house.open()
    before, version = answers(index), index.version
    assert not index.refresh()
    for key in range(50, 90):
        house.catalog.put(record(key, ["ban tuyên giáo báo cáo"]))
    house.catalog.delete(random_records(12)[0].document.id)
    house.sync()
    dense, lexical, count = answers(index)
    assert (dense, count, index.version) == (before[0], before[2], version)
    assert lexical == before[1]
    assert index.refresh()
    assert answers(index) == answers(house.open())
    assert index.version != version


def test_a_reader_hides_what_the_manifest_does_not_contain_yet(house):
    fill(house)
    house.sync()
    before = house.open().search_lexical(TERMS, 1000)
    ahead = LexicalWriter(house.index_dir / house.open().manifest.lexical, create=False)
    ahead.add("9", "9-0000", TERMS)
    ahead.commit()
    assert {hit.passage_id for hit in house.open().search_lexical(TERMS, 1000)} == {
        hit.passage_id for hit in before
    }


def test_a_search_leaves_the_thread_count_alone(house):
    fill(house, 2)
    house.sync()
    faiss = pytest.importorskip("faiss")
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(3)
    house.open().search_dense(QUERY, 5)
    assert faiss.omp_get_max_threads() == 3
    faiss.omp_set_num_threads(before)


def test_a_reader_survives_that_the_index_is_deleted(house):
    fill(house)
    house.sync()
    index = house.open()
    before = answers(index)
    shutil.rmtree(house.index_dir)
    assert answers(index) == before
    with pytest.raises(IndexMissing):
        index.refresh()
    house.sync()
    index.refresh()
    assert answers(index) == before


@pytest.mark.parametrize("name", ["index", "index.lock"])
def test_a_place_that_cannot_be_written_is_told(house, name):
    path = house.index_dir.with_name(name)
    if name == "index":
        path.write_text("a file")
    else:
        path.mkdir()
    with pytest.raises(IndexInaccessible, match="delete it to rebuild") as caught:
        house.sync()
    assert caught.value.path == str(house.index_dir)
    assert caught.value.errno in (errno.EEXIST, errno.EISDIR)


def test_what_the_system_refuses_is_not_called_damage(house):
    with pytest.raises(IndexInaccessible) as caught, telling(house.index_dir / "lexical-1"):
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")
    assert caught.value.errno == errno.ENOSPC
    with pytest.raises(IndexDamaged), telling(house.index_dir / "lexical-1"):
        raise ValueError("Data corrupted")


def test_one_process_at_a_time(house):
    fill(house, 2)
    house.index_dir.mkdir()
    with FileLock(house.index_dir.with_name("index.lock")), pytest.raises(IndexBusy, match="another process"):
        house.sync(wait=0.1)
    assert house.sync(wait=0.1).rebuilt


WORKER = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from corpus.catalog import Catalog
from indexer.sync import sync
from tests.indexer.fakes import FakeAnalyzer, FakeEmbedder

class Slow(FakeEmbedder):
    def embed_passages(self, texts):
        time.sleep(0.02)
        return super().embed_passages(texts)

data = Path(sys.argv[1])
with Catalog.open(data) as catalog:
    print("ready", flush=True)
    sync(catalog, data / "index", Slow(), FakeAnalyzer())
"""


def test_killed_at_any_point_nothing_is_lost(house, tmp_path):
    for one in random_records(150, size=6):
        house.catalog.put(one)
    expected = House(tmp_path / "expected")
    chance = random.Random(3)
    killed = 0
    for attempt in range(6):
        command = [sys.executable, "-c", WORKER, str(tmp_path)]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        worker.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=30)
        killed += worker.returncode == -signal.SIGKILL
        for one in random_records(8, seed=attempt, size=4):
            document_id = f"{1000 + attempt * 8 + int(one.document.id, 16):016x}"
            moved = record(int(document_id, 16), [each.text for each in one.passages])
            house.catalog.put(moved)
    assert killed >= 3
    house.sync()
    for card in house.catalog.all_headers():
        expected.catalog.put(house.catalog.record(card.id))
    expected.sync()
    index, other = house.open(), expected.open()
    assert index.search_dense(QUERY, 1000) == other.search_dense(QUERY, 1000)
    assert {hit.passage_id for hit in index.search_lexical(TERMS, 1000)} == {
        hit.passage_id for hit in other.search_lexical(TERMS, 1000)
    }
    assert house.embedder.embedded < house.catalog.count_passages()
    names = {path.name for path in (house.index_dir / "dense").iterdir()}
    assert names == set(read_manifest(house.index_dir).file_names)
    expected.catalog.close()


def test_progress_is_told_by_the_thread_that_asked(house, monkeypatch):
    monkeypatch.setattr("indexer.feed._TELL_S", 0.001)
    fill(house, 40)
    threads = set()
    house.sync(progress=lambda done, total: threads.add(threading.current_thread()))
    assert threads == {threading.current_thread()}


def test_a_model_that_fails_ends_the_run_and_the_next_goes_on(house, monkeypatch):
    fill(house, 60)
    monkeypatch.setattr("indexer.feed._DOCUMENTS", 4)
    monkeypatch.setattr("indexer.feed._BATCH", 3)
    embed, left = house.embedder.embed_passages, [5]

    def failing(texts):
        left[0] -= 1
        if left[0] < 0:
            raise MemoryError("no more")
        return embed(texts)

    monkeypatch.setattr(house.embedder, "embed_passages", failing)
    with pytest.raises(MemoryError):
        house.sync()
    done = house.embedder.embedded
    assert 0 < done < house.catalog.count_passages()
    monkeypatch.setattr(house.embedder, "embed_passages", embed)
    report = house.sync()
    assert report.embedded == house.catalog.count_passages() - done
    assert house.open().count() == house.catalog.count_passages()


def test_who_stops_taking_documents_stops_the_embedding(house, monkeypatch):
    monkeypatch.setattr("indexer.feed._DOCUMENTS", 1)
    fill(house, 60)
    feed = Feed(house.catalog, house.embedder, house.analyzer)
    held = threading.Event()
    embed = house.embedder.embed_passages

    def held_up(texts):
        if house.embedder.embedded:
            held.wait(10)
        return embed(texts)

    monkeypatch.setattr(house.embedder, "embed_passages", held_up)
    documents = feed.documents(house.catalog.stamps())
    next(documents)
    threading.Timer(0.05, held.set).start()
    documents.close()
    assert house.embedder.embedded < house.catalog.count_passages()
    assert not [one for one in threading.enumerate() if one.name.startswith("embedding")]
