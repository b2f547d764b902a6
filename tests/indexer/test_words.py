"""What is done in large collections alone: the limits from which on it is done are lowered here."""

import math
import random

import pytest
import tantivy

import indexer.lexical as lexical
import indexer.lexicalfiles as lexicalfiles
import indexer.rarity as rarity
import indexer.words as words
from indexer.lexical import LexicalIndex
from indexer.lexicalfiles import LexicalWriter
from indexer.manifest import Options
from indexer.words import ACCENTED, FOLDED, choose
from models.protocols import Terms

OCCURRENCES = {
    (ACCENTED, "của"): 900,
    (ACCENTED, "chỉ"): 40,
    (ACCENTED, "hiếm"): 2,
    (FOLDED, "cua"): 990,
    (FOLDED, "chi"): 400,
    (FOLDED, "hiem"): 3,
    (FOLDED, "dao"): 60,
}
QUESTION = Terms(("của", "chỉ", "hiếm", "đạo"), ("cua", "chi", "hiem", "dao"))


def limit(monkeypatch, most: int) -> None:
    """Lower the limits of postings."""
    monkeypatch.setattr(words, "ALL_POSTINGS", most)
    monkeypatch.setattr(words, "MOST_POSTINGS", most)


def counted(field: str, word: str) -> int:
    return OCCURRENCES.get((field, word), 0)


def test_all_words_that_occur_are_looked_up_while_they_are_few():
    found = choose(QUESTION, counted)
    assert not found.pruned
    assert found.by_field == {ACCENTED: ("của", "chỉ", "hiếm"), FOLDED: ("cua", "chi", "hiem", "dao")}


@pytest.mark.parametrize(
    ("most", "accented", "folded"),
    [
        (1, ("hiếm",), ()),
        (50, ("hiếm", "chỉ"), ()),
        (105, ("hiếm", "chỉ"), ("dao",)),
        (1010, ("hiếm", "chỉ", "của"), ("dao",)),
    ],
)
def test_the_rarest_come_first_and_without_marks_only_what_does_not_occur_with_them(
    monkeypatch, most, accented, folded
):
    limit(monkeypatch, most)
    found = choose(QUESTION, counted)
    assert found.pruned
    assert found.by_field == {ACCENTED: accented, FOLDED: folded}


def test_a_question_typed_without_marks_is_looked_up_both_ways(monkeypatch):
    limit(monkeypatch, 500)
    occurring = {(ACCENTED, "chi"): 5, (FOLDED, "chi"): 400, (FOLDED, "cua"): 990}
    found = choose(Terms(("chi", "cua"), ("chi", "cua")), lambda name, word: occurring.get((name, word), 0))
    assert found.by_field == {ACCENTED: ("chi",), FOLDED: ("chi",)}


def test_no_more_words_than_the_limit_are_looked_up(monkeypatch):
    monkeypatch.setattr(words, "MOST_POSTINGS", 10**6)
    many = tuple(f"w{i}" for i in range(words.MOST_WORDS + 40))
    found = choose(Terms(many, ()), lambda name, word: 4000)
    assert found.pruned
    assert len(found.by_field[ACCENTED]) == 250  # as many as stand in a million passages
    few = choose(Terms(many, ()), lambda name, word: 1)
    assert len(few.by_field[ACCENTED]) == words.MOST_WORDS


VOCABULARY = [f"w{i}" for i in range(60)]
ODDS = [1 / (i + 1) for i in range(60)]


DOCUMENTS = tuple(f"{document:016x}" for document in range(120))
OF_BEFORE = "index of before there were columns"


def odd(document: str) -> bool:
    """Tell the documents whose passages are called otherwise than the corpus calls them."""
    return int(document, 16) % 3 == 0


def called(document: str, passage: int) -> str:
    return f"{document}-p{passage}" if odd(document) else f"{document}-{passage:04d}"


@pytest.fixture(scope="module", params=["columns", "odd ids", OF_BEFORE])
def index(request, tmp_path_factory) -> LexicalIndex:
    """Build 120 documents of five passages of words as unevenly common as those of a language."""
    chance = random.Random(3)
    folder = tmp_path_factory.mktemp("lexical")
    if request.param == OF_BEFORE:
        tantivy.Index(lexicalfiles._schema(columns=False), path=str(folder))
    for part in range(3):
        writer = LexicalWriter(folder, create=part == 0 and request.param != OF_BEFORE)
        for document in DOCUMENTS[part * 40 : part * 40 + 40]:
            for passage in range(5):
                said = tuple(chance.choices(VOCABULARY, ODDS, k=12))
                plainly = f"{document}-{passage:04d}"
                passage_id = called(document, passage) if request.param == "odd ids" else plainly
                writer.add(document, passage_id, Terms(said, said))
        writer.commit()
    found = LexicalIndex(folder, Options())
    assert found._told.columns is (request.param != OF_BEFORE)
    return found


def questions(count: int) -> list[Terms]:
    chance = random.Random(5)
    drawn = [tuple(chance.choices(VOCABULARY, k=9)) for _ in range(count)]
    return [Terms(one, one) for one in drawn]


def some_documents(share: float, seed: int) -> frozenset[str]:
    chance = random.Random(seed)
    return frozenset(one for one in DOCUMENTS if chance.random() < share)


@pytest.mark.parametrize("most", [10**6, 400], ids=["all words", "rarest words"])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.97])
def test_hits_of_other_documents_are_left_out_afterwards_with_the_same_result(
    index, monkeypatch, share, most
):
    limit(monkeypatch, most)
    allowed = some_documents(share, 11)
    for terms in questions(25):
        looked_up = index.search(terms, 20, allowed)
        everything = index.search(terms, 1000, None)
        with monkeypatch.context() as sifting:
            sifting.setattr(lexical, "_FEW", 0)
            sifted = index.search(terms, 20, allowed)
        assert sifted == looked_up
        assert sifted == [hit for hit in everything if hit.passage_id[:16] in allowed][:20]


def test_passages_are_called_as_they_were_put_in(tmp_path):
    names = [
        "0a1b2c3d4e5f6071-0000",
        "0a1b2c3d4e5f6071-12345",
        "0a1b2c3d4e5f6071-012345",
        "0a1b2c3d4e5f6071-7",
    ]
    names += [
        "0A1B2C3D4E5F6071-0001",
        "d1-0000",
        "tài-liệu-0003",
        "ffffffffffffffff-0000",
        "0000000000000000-9999",
    ]
    names += [
        f"0a1b2c3d4e5f6071-{2**64 - 1}",
        f"0a1b2c3d4e5f6071-{2**64}",
        "0a1b2c3d4e5f6071-\u0661\u0661\u0661\u0661",
    ]
    writer = LexicalWriter(tmp_path / "it", create=True)
    for name in names:
        writer.add(name.rpartition("-")[0], name, Terms(("a",), ("a",)))
    writer.commit()
    index = LexicalIndex(tmp_path / "it", Options())
    found = index.search(Terms(("a",), ("a",)), 50, None)
    assert [hit.passage_id for hit in found] == sorted(names)


def test_documents_far_below_others_are_looked_up_after_all(index, monkeypatch):
    terms, allowed = questions(1)[0], some_documents(0.05, 2)
    wanted = index.search(terms, 20, allowed)
    monkeypatch.setattr(lexical, "_FEW", 0)
    monkeypatch.setattr(lexical, "_DEEPEST", 80)
    assert wanted
    assert index.search(terms, 20, allowed) == wanted


def test_pruned_search_is_bm25_over_the_words_looked_up(index, monkeypatch):
    """The words that are left weigh what they weigh where nothing is left out."""
    limit(monkeypatch, 300)
    for terms in questions(25):
        kept = choose(terms, index._searcher.doc_freq)
        assert kept.pruned
        found = index.search(terms, 30, None)
        with monkeypatch.context() as undone:
            undone.setattr(words, "ALL_POSTINGS", 10**6)
            rest = Terms(kept.by_field[ACCENTED], kept.by_field[FOLDED])
            wanted = {hit.passage_id: hit.score for hit in index.search(rest, 1000, None)}
        best = sorted(wanted.values(), reverse=True)[:30]
        assert [hit.score for hit in found] == pytest.approx(best, abs=2e-4)
        assert [wanted[hit.passage_id] for hit in found] == pytest.approx(best, abs=2e-4)


def test_words_are_counted_in_some_of_many_documents(index, monkeypatch):
    among = some_documents(0.8, 4)
    exact = rarity.Rarity(index._schema, index._searcher, among)
    monkeypatch.setattr(rarity, "MOST_DOCUMENTS", 30)
    monkeypatch.setattr(rarity, "SOME_DOCUMENTS", 30)
    told = rarity.Rarity(index._schema, index._searcher, among)
    assert told._own == exact._own == 5 * len(among)
    common = [word for word in VOCABULARY if exact.count(ACCENTED, word) > 60]
    assert len(common) > 5
    for word in common:
        assert told.count(ACCENTED, word) == pytest.approx(exact.count(ACCENTED, word), rel=0.5)
    assert told.count(ACCENTED, "nowhere") == 0
    assert any(told.count(ACCENTED, word) != exact.count(ACCENTED, word) for word in common)


def test_a_word_that_none_of_those_counted_hold_is_counted_in_all(tmp_path, monkeypatch):
    monkeypatch.setattr(rarity, "MOST_DOCUMENTS", 2)
    monkeypatch.setattr(rarity, "SOME_DOCUMENTS", 2)
    writer = LexicalWriter(tmp_path, create=True)
    for key, said in {"a": "báo", "b": "báo", "c": "hiếm", "d": "hiếm", "e": "báo"}.items():
        writer.add(key, f"{key}-0000", Terms((said,), (said,)))
    writer.commit()
    index = LexicalIndex(tmp_path, Options())
    seen = rarity.Rarity(index._schema, index._searcher, frozenset("abce"))
    assert seen.count(ACCENTED, "hiếm") == 1  # d is not among them
    assert seen.count(ACCENTED, "báo") == 4  # two of the two that were counted, each standing for two
    assert seen.factor(ACCENTED, "hiếm") == pytest.approx(math.log(1 + 3.5 / 1.5) / math.log(1 + 3.5 / 2.5))


def test_hidden_documents_change_nothing_where_some_stand_for_all(tmp_path, monkeypatch):
    """Words are as rare, and as many of them looked up, as if the others were not there."""
    monkeypatch.setattr(rarity, "MOST_DOCUMENTS", 10)
    monkeypatch.setattr(rarity, "SOME_DOCUMENTS", 10)
    limit(monkeypatch, 150)
    monkeypatch.setattr(lexical, "_FEW", 5)
    chance = random.Random(8)
    said = {
        f"{d:016x}-{p:04d}": tuple(chance.choices(VOCABULARY, ODDS, k=8)) for d in range(60) for p in range(3)
    }
    seen = frozenset(f"{d:016x}" for d in range(0, 60, 2))
    whole, alone = (LexicalWriter(tmp_path / name, create=True) for name in ("whole", "alone"))
    for key, one in said.items():
        whole.add(key[:16], key, Terms(one, one))
        if key[:16] in seen:
            alone.add(key[:16], key, Terms(one, one))
    whole.commit()
    alone.commit()
    both, rest = LexicalIndex(tmp_path / "whole", Options()), LexicalIndex(tmp_path / "alone", Options())
    for terms in questions(20):
        found, wanted = both.search(terms, 9, seen, seen), rest.search(terms, 9, seen, seen)
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=3e-4)
        assert found
