"""One URL names an engine and how it is used."""

import pytest

from indexer.errors import TargetWrong
from indexer.milvus.sparse import MOST, Lengths, bag_of, dimension
from indexer.milvus.target import Consistency, DenseKind, parse_target
from models.protocols import Terms


def test_what_is_not_said_has_a_default():
    found = parse_target("milvus://engine", "secret")
    assert (found.uri, found.database, found.collection) == ("http://engine:19530", "", "chidao")
    assert (found.dense, found.consistency, found.lexical) == (DenseKind.HNSW, Consistency.BOUNDED, True)
    assert found.token == "secret"
    assert "secret" not in found.name


def test_all_is_said_in_the_url():
    url = "https://[::1]:5/docs?collection=c_1&dense=FLAT&consistency=Strong&timeout=2.5&lexical=0"
    found = parse_target(url)
    assert (found.uri, found.database, found.collection) == ("https://[::1]:5", "docs", "c_1")
    assert (found.dense, found.consistency) == (DenseKind.FLAT, Consistency.STRONG)
    assert (found.timeout, found.lexical) == (2.5, False)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://engine", "milvus://", "milvus://user:word@engine", "milvus://engine:port", "milvus://e?colection=x",
        "milvus://e?collection=a-b", "milvus://e?collection=văn", "milvus://e?dense=IVF", "milvus://e?timeout=long",
        "milvus://e?lexical=maybe",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(url):
    with pytest.raises(TargetWrong):
        parse_target(url)


def test_dimensions_are_the_same_for_ever():
    assert dimension("accented", "đất_đai") == 3878626723
    assert dimension("accented", "dat") != dimension("folded", "dat")
    assert all(0 <= dimension("folded", str(key)) < MOST for key in range(1000))


def test_a_word_of_mean_length_weighs_one_and_less_in_longer_texts():
    bag = bag_of(Terms(("a", "b", "b"), ("c",)))
    short = bag.weights(Lengths(3.0, 1.0))
    assert short[dimension("accented", "a")] == pytest.approx(1.0)
    assert short[dimension("accented", "b")] > 1.0
    assert bag.weights(Lengths(1.0, 1.0))[dimension("accented", "a")] < 1.0
    assert bag_of(Terms((), ())).weights(Lengths(1.0, 1.0)) == {}
