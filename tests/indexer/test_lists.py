"""Segments that are searched by lists, against plain exact search."""

import shutil
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog
from indexer.dense import DenseIndex, Scale, bury, heavy, read_segment, verify, write_segment
from indexer.dense.segment import write_listed
from indexer.errors import IndexDamaged
from indexer.local import open_index
from indexer.manifest import Approximation, SegmentEntry, read_manifest
from indexer.sync import sync
from tests.indexer.fakes import DIM, WORDS, FakeAnalyzer, FakeEmbedder, random_records, record

SCALE = Scale(portion=500, sealed=64, large=1000, probed=24, first=6, scanned=100)
EAGER = Scale(portion=8, sealed=2, large=6, probed=2, first=1, scanned=3)
COUNT, OF_DOCUMENT, WIDTH = 6000, 5, 32


def clustered(count: int, seed: int) -> np.ndarray:
    """Return unit vectors around a hundred centres, some of them equal."""
    centres = np.random.default_rng(3).standard_normal((100, WIDTH))
    chance = np.random.default_rng(seed)
    found = centres[chance.integers(100, size=count)] + 0.7 * chance.standard_normal((count, WIDTH))
    found[::50] = found[0]
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


VECTORS, QUERIES = clustered(COUNT, 1), clustered(150, 2)[1:50]
DOCUMENTS = [f"{i:08x}" for i in range(COUNT // OF_DOCUMENT)]
IDS = [f"{document}-{i:04d}" for document in DOCUMENTS for i in range(OF_DOCUMENT)]


def rows_of(documents: Sequence[int]):
    for i in documents:
        place = slice(i * OF_DOCUMENT, (i + 1) * OF_DOCUMENT)
        yield DOCUMENTS[i], tuple(IDS[place]), VECTORS[place]


def truth(query: np.ndarray, k: int, documents=None) -> list[tuple[str, float]]:
    scores = np.round(VECTORS.astype(np.float64) @ query.astype(np.float64), 6)
    chosen = [i for i in range(COUNT) if documents is None or IDS[i][:8] in documents]
    return [(IDS[i], scores[i]) for i in sorted(chosen, key=lambda i: (-scores[i], IDS[i]))[:k]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="module")
def entry(folder) -> SegmentEntry:
    return write_listed(folder, rows_of(range(1100)), WIDTH, SCALE)


@pytest.fixture(scope="module")
def index(folder, entry):
    """A large segment and a small one behind it."""
    tail = write_segment(folder, list(rows_of(range(1100, 1200))), WIDTH)
    return DenseIndex([read_segment(folder, one) for one in (entry, tail)], WIDTH)


def recall(index, documents, k=10) -> float:
    found = index.search(QUERIES, k, documents)
    wanted = [truth(query, k, documents) for query in QUERIES]
    kept = [
        len({hit.passage_id for hit in a} & {key for key, _ in b}) / len(b)
        for a, b in zip(found, wanted, strict=True)
    ]
    return float(np.mean(kept))


def test_the_bytes_are_the_file_that_the_library_would_write(folder, entry, tmp_path):
    """It is written row by row, so that large collections need not lie in memory."""
    import faiss

    written = folder / f"{entry.name}.bytes"
    index = faiss.read_index(str(written))
    place = read_segment(folder, entry).body._place.astype(np.int64)
    index.reset()
    rows = np.ascontiguousarray(VECTORS[:5500])
    index.add_core(len(rows), faiss.swig_ptr(rows), None, faiss.swig_ptr(place))
    faiss.write_index(index, str(tmp_path / "whole"))
    assert (tmp_path / "whole").read_bytes() == written.read_bytes()


def test_not_all_rows_are_looked_at(entry):
    assert entry.approximate == Approximation(lists=148, budget=892, reach=0.24, scanned=100, first=223)


@pytest.mark.parametrize("share", [None, 0.01, 0.1, 0.5, 1.0])
def test_little_is_missed_with_any_filter(index, share):
    chance = np.random.default_rng(5)
    chosen = None
    if share is not None:
        chosen = frozenset(chance.choice(DOCUMENTS, int(share * len(DOCUMENTS)), replace=False).tolist())
    assert recall(index, chosen) >= 0.95
    for hits in index.search(QUERIES, 10, chosen):
        assert len(hits) == 10
        assert chosen is None or all(hit.passage_id[:8] in chosen for hit in hits)


def test_a_filter_that_leaves_only_what_is_far_away_finds_it(index):
    """The lists nearest to the query hold nothing that may be returned."""
    query = QUERIES[0]
    order = np.argsort(VECTORS @ query)
    far = frozenset({IDS[i][:8] for i in order[: COUNT // 5]} - {IDS[i][:8] for i in order[COUNT // 2 :]})
    assert far
    far |= {IDS[i][:8] for i in order[:600]}
    (found,) = index.search(query[None, :], 10, far)
    wanted = {key for key, _ in truth(query, 10, far)}
    assert len(wanted & {hit.passage_id for hit in found}) >= 9


def test_scores_are_exact_and_sorted_with_ties_by_id(index):
    for query, hits in zip(QUERIES, index.search(QUERIES, 30, None), strict=True):
        scores = dict(truth(query, COUNT))
        assert [hit.score for hit in hits] == [scores[hit.passage_id] for hit in hits]
        keys = [(-hit.score, hit.passage_id) for hit in hits]
        assert keys == sorted(keys)


def test_a_tie_longer_than_the_candidates_is_cut_by_id(index):
    same = sorted(IDS[::50])
    for k in (1, 5, 60):
        (found,) = index.search(VECTORS[:1], k, None)
        assert [hit.passage_id for hit in found] == same[:k]


def test_a_query_is_answered_alike_alone_and_among_others(index):
    together = index.search(QUERIES, 10, None)
    assert together == [index.search(query[None, :], 10, None)[0] for query in QUERIES]


def test_all_rows_can_be_asked_for(index):
    (found,) = index.search(QUERIES[:1], COUNT, None)
    assert {hit.passage_id for hit in found} == set(IDS)


def test_the_dead_are_not_found(folder, entry):
    gone = DOCUMENTS[:550]
    buried = bury(folder, entry, gone)
    assert buried.dead_rows == 550 * OF_DOCUMENT
    index = DenseIndex([read_segment(folder, buried)], WIDTH)
    living = frozenset(DOCUMENTS[550:1100])
    assert recall_among(index, living) >= 0.95
    assert index.count(gone) == 0
    assert not index.holds(IDS[0])
    assert index.holds(IDS[5400])


def recall_among(index, living) -> float:
    found = index.search(QUERIES, 10, None)
    assert all(hit.passage_id[:8] in living for hits in found for hit in hits)
    wanted = [{key for key, _ in truth(query, 10, living)} for query in QUERIES]
    pairs = zip(found, wanted, strict=True)
    return float(np.mean([len({hit.passage_id for hit in a} & b) / 10 for a, b in pairs]))


def test_the_same_rows_give_the_same_files(entry, tmp_path):
    again = write_listed(tmp_path, rows_of(range(1100)), WIDTH, SCALE)
    assert again == entry
    other = write_listed(tmp_path, rows_of(range(1100)), WIDTH, Scale(probed=501))
    assert other.name != entry.name


def test_everything_is_read_to_verify(folder, entry, tmp_path):
    verify(folder, entry)
    for stamp in entry.files:
        shutil.copytree(folder, tmp_path / stamp.name)
        path = tmp_path / stamp.name / stamp.name
        blob = bytearray(path.read_bytes())
        blob[len(blob) // 3] ^= 1
        path.write_bytes(blob)
        with pytest.raises(IndexDamaged, match=f"{stamp.name} was changed"):
            verify(tmp_path / stamp.name, entry)


def test_a_large_file_is_opened_after_a_look_at_some_pages(tmp_path, monkeypatch):
    monkeypatch.setattr("indexer.dense.files._LARGE", 100_000)
    entry = write_listed(tmp_path, rows_of(range(1100)), WIDTH, SCALE)
    assert {stamp.name.split(".")[1] for stamp in entry.files if stamp.sample} == {"vectors", "bytes"}
    read_segment(tmp_path, entry)
    path = next(tmp_path.glob("*.vectors"))
    with path.open("r+b") as file:
        file.seek(-8, 2)
        file.write(b"\xff\xff")
    with pytest.raises(IndexDamaged, match="changed after it was written"):
        read_segment(tmp_path, entry)


# Which segments are merged to lists


def exact(rows: int, dead: int = 0) -> SegmentEntry:
    return SegmentEntry(f"e{rows}", rows, dead, ())


def listed(rows: int, dead: int = 0) -> SegmentEntry:
    return SegmentEntry(f"l{rows}", rows, dead, (), (), Scale().approximation(rows))


@pytest.mark.parametrize(
    ("entries", "merged"),
    [
        ([], []),
        ([exact(30_000), exact(19_999)], []),
        ([exact(30_000), exact(19_000), exact(1000)], [30_000, 19_000]),
        ([listed(1_000_000), exact(9000)], []),
        ([listed(1_000_000), exact(17_000)], [17_000]),
        ([listed(1_000_000), listed(40_000), exact(17_000)], [17_000]),
        ([listed(1_000_000), listed(30_000), exact(17_000)], [30_000, 17_000]),
        ([listed(1_000_000, 250_000)], []),
        ([listed(1_000_000, 250_001)], [1_000_000]),
    ],
)
def test_large_amounts_are_searched_by_lists(entries, merged):
    assert [one.rows for one in heavy(entries, Scale())] == merged


# Keeping up with the catalog


def found_ids(index) -> set[str]:
    query = np.random.default_rng(1).standard_normal((1, DIM)).astype(np.float32)
    return {hit.passage_id for hit in index.search_dense(query, 1000)[0]}


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ppds"), st.integers(1, 12), st.integers(0, 3)), max_size=20))
def test_whatever_happens_the_lists_hold_the_catalog(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("any")
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    living: dict[str, set[str]] = {}
    with Catalog.open(folder) as catalog:
        for step, key, size in [*steps, ("s", 1, 0)]:
            made = record(key, [" ".join(WORDS[i : i + 4]) for i in range(size)], title=f"t{size}")
            if step == "p":
                catalog.put(made)
                living[made.document.id] = {one.id for one in made.passages}
            elif step == "d" and living.pop(made.document.id, None) is not None:
                catalog.delete(made.document.id)
            elif step == "s":
                sync(catalog, folder / "index", embedder, analyzer, scale=EAGER)
                index = open_index(folder / "index", embedder.spec, analyzer.name)
                assert found_ids(index) == set().union(*living.values())
                assert index.count() == index.count(living) == len(found_ids(index))


def test_what_came_in_is_found_before_it_is_merged_and_a_killed_merge_loses_nothing(tmp_path, monkeypatch):
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    records = random_records(12)
    with Catalog.open(tmp_path) as catalog:
        for one in records:
            catalog.put(one)

        def killed(*args: object) -> None:
            assert found_ids(open_index(tmp_path / "index", embedder.spec, analyzer.name)) == everything
            raise KeyboardInterrupt

        everything = {one.id for each in records for one in each.passages}
        with monkeypatch.context() as patch:
            patch.setattr("indexer.dense.segment.train", killed)
            with pytest.raises(KeyboardInterrupt):
                sync(catalog, tmp_path / "index", embedder, analyzer, scale=EAGER)
        report = sync(catalog, tmp_path / "index", embedder, analyzer, scale=EAGER)
        assert (report.rebuilt, report.indexed) == (False, 0)
        manifest = read_manifest(tmp_path / "index")
        assert any(entry.approximate for entry in manifest.segments)
        assert {path.name for path in (tmp_path / "index" / "dense").iterdir()} == set(manifest.file_names)
        assert found_ids(open_index(tmp_path / "index", embedder.spec, analyzer.name)) == everything


def test_a_segment_that_cannot_be_merged_is_written_anew(tmp_path):
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    with Catalog.open(tmp_path) as catalog:
        for one in random_records(12):
            catalog.put(one)
        sync(catalog, tmp_path / "index", embedder, analyzer)
        (path,) = (tmp_path / "index" / "dense").glob("*.faiss")
        blob = bytearray(path.read_bytes())
        blob[-3] ^= 1
        path.write_bytes(blob)
        assert sync(catalog, tmp_path / "index", embedder, analyzer, scale=EAGER).rebuilt
        index = open_index(tmp_path / "index", embedder.spec, analyzer.name)
        assert len(found_ids(index)) == catalog.count_passages()
