"""Runs that something happens to: a text that changes meanwhile, a model that fails, an old copy."""

import gc
import math
import shutil
import weakref
from contextlib import suppress
from dataclasses import replace

import pytest

import indexer.sync as syncing
from corpus.catalog import Catalog
from indexer import rarity
from indexer.errors import IndexBusy, IndexInaccessible
from indexer.lexical import LexicalIndex
from indexer.lexicalfiles import LexicalWriter
from indexer.manifest import Options, Recipe, read_manifest, write_manifest
from indexer.texts import model_key
from models.protocols import Terms
from tests.indexer.fakes import FakeAnalyzer, FakeEmbedder, record
from tests.indexer.test_sync import House

KEY = f"{1:016x}"


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.catalog.close()


def words(text: str) -> Terms:
    return FakeAnalyzer().analyze(text)


def meanwhile(house, monkeypatch, act) -> None:
    """Let something happen once while passages are embedded."""
    embed, left = house.embedder.embed_passages, [act]

    def embedding(texts):
        while left:
            left.pop()()
        return embed(texts)

    monkeypatch.setattr(house.embedder, "embed_passages", embedding)


def failing(house, monkeypatch, error):
    """Let the model fail from now on; return what makes it whole again."""
    embed = house.embedder.embed_passages

    def broken(texts):
        raise error

    monkeypatch.setattr(house.embedder, "embed_passages", broken)
    return lambda: monkeypatch.setattr(house.embedder, "embed_passages", embed)


@pytest.mark.parametrize("title", ["", "another title"])
def test_what_is_read_anew_while_it_is_embedded_is_embedded_anew(house, monkeypatch, title):
    house.catalog.put(record(1, ["giao ban"]))
    text = "giao ban" if title else "báo cáo"
    meanwhile(house, monkeypatch, lambda: house.catalog.put(record(1, [text], title)))
    house.sync()
    house.sync()
    stored = house.catalog.vectors([f"{KEY}-0000"], model_key(house.embedder.spec))
    assert stored[f"{KEY}-0000"] @ house.embedder._one(f"{title} {text}") == pytest.approx(1)


def test_other_facts_that_come_while_a_passage_is_embedded_cost_nothing(house, monkeypatch):
    one = record(1, ["giao ban"])
    house.catalog.put(one)
    changed = replace(one.document, provenance=replace(one.document.provenance, reader="docx"))
    meanwhile(house, monkeypatch, lambda: house.catalog.put(replace(one, document=changed)))
    assert (house.sync().embedded, house.sync().embedded) == (1, 0)


@pytest.mark.parametrize("how", ["model", "words", "files"])
def test_after_a_failure_the_next_run_goes_on_at_once(house, monkeypatch, how):
    house.catalog.put(record(1, ["giao ban"]))
    house.sync()
    house.catalog.put(record(2, ["báo cáo"]))
    gc.disable()
    try:
        with monkeypatch.context() as broken:
            owner, name = {
                "model": (house.embedder, "embed_passages"),
                "words": (house.analyzer, "analyze"),
                "files": (syncing, "write_segment"),
            }[how]

            def fail(*args):
                raise RuntimeError("out of memory")

            broken.setattr(owner, name, fail)
            with pytest.raises(RuntimeError) as kept:
                house.sync()
        report = house.sync()
    finally:
        gc.enable()
    assert kept
    assert (report.rebuilt, report.indexed) == (False, 1)
    assert len(house.open().search_lexical(words("báo cáo"), 9)) == 1


def test_nothing_of_a_failed_run_waits_for_the_collector(house, monkeypatch):
    """A failure that nobody keeps is gone, and with it all that it held."""

    class Failure(RuntimeError):
        pass

    house.catalog.put(record(1, ["giao ban"]))

    raised = []

    def broken(texts):
        failure = Failure("out of memory")
        raised.append(weakref.ref(failure))
        try:
            raise failure
        finally:
            del failure  # its traceback holds this frame

    monkeypatch.setattr(house.embedder, "embed_passages", broken)
    gc.disable()
    try:
        with suppress(Failure):
            house.sync()
        assert [one() for one in raised] == [None]
    finally:
        gc.enable()


def test_an_index_that_another_writes_is_busy_and_not_damaged(house):
    house.catalog.put(record(1, ["giao ban"]))
    house.sync()
    house.catalog.put(record(2, ["báo cáo"]))
    folder = house.index_dir / read_manifest(house.index_dir).lexical
    with LexicalWriter(folder, create=False), pytest.raises(IndexBusy):
        house.sync()
    report = house.sync()
    assert (report.rebuilt, report.indexed) == (False, 1)


def test_words_are_weighed_right_where_the_first_document_has_no_passages(house):
    house.catalog.put(record(0, []))
    for key in range(1, 31):
        house.catalog.put(record(key, ["giao giao giao ban" if key == 5 else "giao lại"]))
    house.sync()
    for key in set(range(1, 31)) - {5, 6, 7}:
        house.catalog.delete(f"{key:016x}")
    house.sync()
    index = house.open()
    ids = frozenset(card.id for card in house.catalog.all_headers())
    seen = index.seen_with(ids, "v").search_lexical(words("giao"), 9)
    alone = index.seen_with(ids - {f"{0:016x}"}, "v").search_lexical(words("giao"), 9)
    assert seen == alone
    assert seen[0].passage_id == f"{5:016x}-0000"
    assert seen[0].score > seen[-1].score > 0


def test_no_word_weighs_less_than_nothing(tmp_path, monkeypatch):
    """Were the library to tell another number of passages, those that hold a word are no fewer."""
    monkeypatch.setattr(rarity, "_size", lambda *args: 1)
    with LexicalWriter(tmp_path, create=True) as writer:
        for key in "abc":
            writer.add(key, f"{key}-0000", words("giao"))
        writer.commit()
    index = LexicalIndex(tmp_path, Options())
    factor = rarity.Rarity(index._schema, index._searcher, frozenset("abc")).factor("accented", "giao")
    assert factor > 0
    assert math.isfinite(factor)


def test_hits_that_are_hidden_yet_leave_none_out_that_may_be_shown(house, monkeypatch):
    for key in (1, 2, 3):
        house.catalog.put(record(key, ["giao ban tuyên giáo"]))
    house.sync()
    for key in range(10, 80):
        house.catalog.put(record(key, ["giao"]))
    write, found = syncing.write_manifest, []

    def looking(*args):
        index = house.open()
        found.append(index.search_lexical(words("giao"), 2))
        found.append(index.search_lexical(words("giao"), 50))
        write(*args)

    monkeypatch.setattr(syncing, "write_manifest", looking)
    house.sync()
    assert [len(hits) for hits in found[:2]] == [2, 3]


@pytest.mark.parametrize(
    "error", [BrokenPipeError(32, "Broken pipe"), FileNotFoundError(2, "gone", "/weights")]
)
def test_what_a_caller_or_a_model_raises_is_not_the_index(house, monkeypatch, error):
    def tell(done, total):
        raise error

    house.catalog.put(record(1, ["giao ban"]))
    with pytest.raises(type(error)) as caught:
        house.sync(progress=tell)
    assert caught.value is error
    house.sync()
    before = read_manifest(house.index_dir)
    house.catalog.put(record(2, ["báo cáo"]))
    whole = failing(house, monkeypatch, error)
    with pytest.raises(type(error)):
        house.sync()
    whole()
    assert read_manifest(house.index_dir) == before
    assert not house.sync().rebuilt


def test_what_the_system_refuses_of_the_index_is_told_of_it(house, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    house.catalog.put(record(1, ["giao ban"]))
    monkeypatch.setattr(syncing, "write_segment", full)
    with pytest.raises(IndexInaccessible) as caught:
        house.sync()
    assert caught.value.errno == 28


def test_a_rebuild_keeps_the_options(house):
    house.catalog.put(record(1, ["giao ban"]))
    house.sync(options=Options(folded=0.9))
    next((house.index_dir / "dense").iterdir()).unlink()
    assert house.sync().rebuilt
    assert read_manifest(house.index_dir).options.folded == 0.9


def test_a_catalog_restored_from_a_copy_that_went_on_since(house, tmp_path):
    """As many came as were lost: numbers and counts are the same, the documents are not."""
    for key in (1, 2, 3):
        house.catalog.put(record(key, [f"chung {key}"]))
    house.catalog.close()
    shutil.copy(tmp_path / "catalog.sqlite", tmp_path / "copy")
    house.catalog = Catalog.open(tmp_path)
    for key in (4, 5):
        house.catalog.put(record(key, [f"mất {key}"]))
    house.sync()
    house.catalog.close()
    for path in tmp_path.glob("catalog.sqlite*"):
        path.unlink()
    shutil.copy(tmp_path / "copy", tmp_path / "catalog.sqlite")
    house.catalog = Catalog.open(tmp_path)
    for key in (6, 7, 8):
        house.catalog.put(record(key, [f"mới {key}"]))
    house.sync()
    index = house.open()
    assert index.count() == house.catalog.count_passages()
    assert not index.search_lexical(words("mất"), 9)
    assert len(index.search_lexical(words("mới"), 9)) == 3


def test_the_last_document_of_an_index_may_change_or_leave(house):
    for key in (1, 2):
        house.catalog.put(record(key, ["giao ban"]))
    house.sync()
    house.catalog.put(record(2, ["báo cáo"]))
    assert not house.sync().rebuilt
    house.catalog.delete(f"{2:016x}")
    assert not house.sync().rebuilt
    house.catalog.put(record(3, ["báo cáo"]))
    assert not house.sync().rebuilt


def test_an_index_from_before_the_last_document_was_noted_goes_on(house):
    house.catalog.put(record(1, ["giao ban"]))
    house.sync()
    old = replace(read_manifest(house.index_dir), last="")
    assert '"last"' not in old.to_json()  # it is called what it was called
    write_manifest(house.index_dir, old)
    assert house.sync().version == old.version
    house.catalog.put(record(2, ["báo cáo"]))
    assert not house.sync().rebuilt
    assert read_manifest(house.index_dir).last == f"{2:016x}"


def test_other_weights_of_one_name_cannot_be_chosen_by_it():
    spec = FakeEmbedder().spec
    other = replace(spec, sha256="0" * 64)
    with pytest.raises(Exception, match="delete") as caught:
        Recipe(spec, "a").check(Recipe(other, "a"), "/data/index")
    assert "CHIDAO_MODEL" not in str(caught.value)
    with pytest.raises(Exception, match="CHIDAO_MODEL=other, or delete"):
        Recipe(spec, "a").check(Recipe(replace(other, name="other"), "a"), "/data/index")


def test_who_sees_nothing_finds_nothing(house):
    house.catalog.put(record(1, ["giao ban"]))
    house.sync()
    index = house.open()
    assert index.search_lexical(words("giao"), 9, weighed_in=frozenset()) == []
    assert index.seen_with(frozenset(), "v").search_lexical(words("giao"), 9) == []
