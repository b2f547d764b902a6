import math
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalog import Catalog
from corpus.types import Passage, Span
from indexer.dense import DenseIndex, bury, read_segment, to_merge, write_segment
from indexer.lexical import LexicalIndex
from indexer.lexicalfiles import LexicalWriter
from indexer.local import open_index
from indexer.manifest import (
    FileStamp,
    Manifest,
    Options,
    Recipe,
    SegmentEntry,
    read_manifest,
    write_manifest,
)
from indexer.sync import sync
from indexer.texts import model_key, passage_text
from indexer.words import MOST_WORDS
from models.protocols import Terms
from models.spec import ModelSpec
from tests.indexer.fakes import FakeAnalyzer, FakeEmbedder, random_records

SPEC = ModelSpec("small", "1", "ab" * 32, 4, "query: ", "passage: ", True, 128)


def entry(name: str, rows: int, dead: int = 0) -> SegmentEntry:
    return SegmentEntry(name, rows, dead, ())


# Which segments are merged


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([], []),
        ([1], []),
        ([1, 1], [1, 1]),
        ([10, 1], []),
        ([10, 1, 1], [1, 1]),
        ([11, 4, 1], []),  # 11 > 2*5
        ([10, 4, 1], [10, 4, 1]),
        ([10, 4, 2, 1], [10, 4, 2, 1]),  # 2 <= 2*1, then 4 <= 2*3, then 10 <= 2*7
        ([60_000, 60_000], []),  # sealed
        ([60_000, 16_384], []),
        ([60_000, 14_000, 13_000], [14_000, 13_000]),
    ],
)
def test_small_segments_are_merged(rows, merged):
    entries = [entry(str(i), size) for i, size in enumerate(rows)]
    assert [one.rows for one in to_merge(entries)] == merged


def test_hollow_segments_are_written_anew():
    hollow, whole = entry("a", 60_000, 15_001), entry("b", 60_000, 15_000)
    assert to_merge([hollow, whole]) == [hollow]


@given(st.lists(st.integers(1, 400), max_size=60))
def test_few_segments_stay_and_little_is_rewritten(sizes):
    segments: list[SegmentEntry] = []
    written = 0
    for i, size in enumerate(sizes):
        segments.append(entry(str(i), size))
        written += size
        merging = to_merge(segments)
        if merging:
            rows = sum(one.rows for one in merging)
            segments = [one for one in segments if one not in merging] + [entry(f"m{i}", rows)]
            written += rows
    total = sum(sizes)
    assert sum(one.rows for one in segments) == total
    levels = math.log(max(total, 3), 1.5) + 2
    assert len(segments) <= levels
    assert written <= total * levels


# Dense segments


def test_a_segment_is_named_after_its_contents(tmp_path):
    vectors = np.eye(4, dtype=np.float32)
    documents = [("a", ("a-0000", "a-0001"), vectors[:2]), ("b", ("b-0000",), vectors[2:3])]
    first = write_segment(tmp_path, documents, 4)
    assert write_segment(tmp_path, documents, 4) == first
    assert write_segment(tmp_path, documents[:1], 4).name != first.name
    segment = read_segment(tmp_path, first)
    assert [segment.listing.span(i) for i in (0, 1)] == [(0, 2), (2, 3)]
    found = DenseIndex([segment], 4).search(np.array([[0.0, 0.5, 0.25, 0.0]], np.float32), 2, None)
    assert [(hit.passage_id, hit.score) for hit in found[0]] == [("a-0001", 0.5), ("b-0000", 0.25)]


def test_a_segment_tells_what_it_lacks_without_its_listing(tmp_path):
    vectors = np.eye(4, dtype=np.float32)
    documents = [("a", ("a-0000", "a-0001"), vectors[:2]), ("b", ("b-0000",), vectors[2:3])]
    whole = write_segment(tmp_path, documents, 4)
    assert bury(tmp_path, whole, ["a"]).dead_rows == 2
    assert bury(tmp_path, bury(tmp_path, whole, ["b"]), ["a"]).dead == ("a", "b")
    (tmp_path / f"{whole.name}.json").unlink()
    assert bury(tmp_path, whole, ["c", "d"]) == whole
    assert bury(tmp_path, whole, []) == whole
    with pytest.raises(FileNotFoundError):
        bury(tmp_path, whole, ["a"])


def test_a_long_tie_is_cut_by_id(tmp_path):
    count = 300  # far more equal rows than the margin of candidates
    order = np.random.default_rng(5).permutation(count)
    documents = [(f"{i:03d}", (f"{i:03d}-0",), np.full((1, 4), 0.5, np.float32)) for i in order]
    segments = [read_segment(tmp_path, write_segment(tmp_path, documents[i::2], 4)) for i in (0, 1)]
    (found,) = DenseIndex(segments, 4).search(np.ones((1, 4), np.float32), 3, None)
    assert [hit.passage_id for hit in found] == ["000-0", "001-0", "002-0"]


# The lexical index


def build(folder, texts: dict[str, str], gone=(), create=True) -> LexicalIndex:
    analyzer = FakeAnalyzer()
    writer = LexicalWriter(folder, create)
    writer.remove(gone)
    for key, text in texts.items():
        writer.add(key.split("-")[0], key, analyzer.analyze(text))
    writer.commit()
    return LexicalIndex(folder, Options())


def test_a_long_question_keeps_its_rarest_terms(tmp_path):
    common = [f"chung{i}" for i in range(MOST_WORDS)]
    texts = {f"{i}-0": " ".join(common) for i in range(3)} | {"9-0": "hiếm"}
    index = build(tmp_path / "lexical", texts)
    terms = (*common, "hiếm")
    found = index.search(Terms(terms, ()), 9, None)
    assert "9-0" in {hit.passage_id for hit in found}
    assert len(found) == 4


def _written(folder, documents):
    writer = LexicalWriter(folder, create=True)
    for key, words in documents.items():
        for number, text in enumerate(words):
            writer.add(key, f"{key}-{number:04}", Terms(tuple(text.split()), tuple(text.split())))
    writer.commit()
    return LexicalIndex(folder, Options())


def test_words_are_as_rare_as_in_the_documents_that_are_seen(tmp_path):
    """The scores are those of an index that holds nothing else: all passages here are equally long."""
    seen = {"a": ["giao sở tài chính", "rà soát dự án"], "b": ["giao sở y tế", "báo cáo dự án"]}
    hidden = {"c": ["dự án dự án", "rà soát rà soát"], "d": ["mật mã sở khóa"] * 30}
    both, alone = _written(tmp_path / "both", seen | hidden), _written(tmp_path / "alone", seen)
    question = Terms(tuple("rà soát dự án mật của sở".split()), ("du", "an"))  # noqa: SIM905
    among = frozenset(seen)
    found, wanted = both.search(question, 9, among, among), alone.search(question, 9, None)
    assert [hit.passage_id for hit in found] == [hit.passage_id for hit in wanted]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], rel=1e-5)
    assert [hit.score for hit in both.search(question, 9, among)] != pytest.approx(
        [hit.score for hit in wanted], rel=1e-2
    )
    assert both.search(question, 9, among, among) == found  # what was counted is kept
    assert both.search(question, 9, among, frozenset()) == []


def test_repeating_a_word_in_a_question_changes_nothing(tmp_path):
    index = build(tmp_path / "lexical", {"a-0": "ban chủ trì", "b-0": "ban ban"})
    assert index.search(Terms(("ban",) * 5, ()), 9, None) == index.search(Terms(("ban",), ()), 9, None)


def test_a_long_lexical_tie_is_cut_by_id(tmp_path):
    order = np.random.default_rng(5).permutation(300)
    index = build(tmp_path / "lexical", {f"{i:03d}-0": "ban chủ trì" for i in order})
    found = index.search(Terms(("ban",), ()), 3, None)
    assert [hit.passage_id for hit in found] == ["000-0", "001-0", "002-0"]


def test_a_term_may_hold_a_space(tmp_path):
    terms = Terms(("chủ trì", "phối hợp"), ("chu tri", "phoi hop"))
    writer = LexicalWriter(tmp_path / "lexical", create=True)
    writer.add("a", "a-0", terms)
    writer.commit()
    index = LexicalIndex(tmp_path / "lexical", Options())
    assert [hit.passage_id for hit in index.search(Terms(("chủ trì",), ()), 9, None)] == ["a-0"]
    assert index.search(Terms(("chủ",), ()), 9, None) == []


def test_putting_in_twice_is_putting_in_once(tmp_path):
    folder = tmp_path / "lexical"
    build(folder, {"a-0": "ban", "a-1": "trì", "b-0": "ban"})
    index = build(folder, {"a-0": "ban", "a-1": "trì"}, gone=["a"], create=False)
    assert index.count == 3


# The manifest and the recipe


def test_manifest_round_trip(tmp_path):
    stamp = FileStamp("x.faiss", 7, "00")
    segment = SegmentEntry("x", 3, 1, (stamp,), ("d",))
    manifest = Manifest(Recipe(SPEC, "words/1"), "id", 4, 2, "lexical-1", (segment,), Options(folded=0.3))
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert read_manifest(tmp_path).version == manifest.version
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_model_key_tells_apart_what_may_not_be_compared():
    def other(**changes):
        return model_key(ModelSpec(**(SPEC.to_json() | changes)))

    same = model_key(SPEC)
    assert other(name="/moved") == same
    assert same not in {
        other(sha256="cd" * 32),
        other(dim=5),
        other(query_prefix=""),
        other(segmented=False),
        other(max_tokens=64),
    }
    assert other(sha256="", name="a") != other(sha256="", name="b")


def test_passage_text_names_what_it_is_about_and_is_bounded():
    passage = Passage("d-0000", "d", 0, "1", ("I. Mục tiêu", "1. Chung"), Span(0, 5), "Đến năm 2030")
    assert passage_text("Kế hoạch", passage) == "Kế hoạch I. Mục tiêu 1. Chung Đến năm 2030"
    bare = Passage("d-0000", "d", 0, "", (), Span(0, 5), "Đến năm 2030")
    assert passage_text("", bare) == "Đến năm 2030"
    huge = Passage("d-0000", "d", 0, "", ("h" * 9_999,), Span(0, 5), "t" * 99_999)
    assert len(passage_text("k" * 9_999, huge)) < 8_500


# Threads


def test_threads_share_an_index_while_it_grows(tmp_path):
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    records = random_records(15)
    known = {one.id for record in records for one in record.passages}
    query = embedder.embed_queries(["ban chủ trì"])
    terms = analyzer.analyze("ban chủ trì")
    wrong: list[object] = []
    with Catalog.open(tmp_path) as catalog:
        catalog.put(records[0])
        sync(catalog, tmp_path / "index", embedder, analyzer)
        index = open_index(tmp_path / "index", embedder.spec, analyzer.name)
        done = threading.Event()

        def search() -> None:
            while not done.is_set():
                (dense,) = index.search_dense(query, 50)
                lexical = index.search_lexical(terms, 50)
                if not dense or not known >= {hit.passage_id for hit in (*dense, *lexical)}:
                    wrong.append((dense, lexical))
                done.wait(0.002)

        threads = [threading.Thread(target=search) for _ in range(3)]
        for thread in threads:
            thread.start()
        for record in records[1:]:
            catalog.put(record)
            sync(catalog, tmp_path / "index", embedder, analyzer)
            index.refresh()
        done.set()
        for thread in threads:
            thread.join()
    assert not wrong
    assert index.count() == len(known)
