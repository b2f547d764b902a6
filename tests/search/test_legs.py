"""The legs of a search, one after the other and beside each other."""

import threading

import pytest

import search.retrieve as retrieve
from corpus.types import Passage, Span
from indexer.protocols import Scored
from models.protocols import Terms
from search.retrieve import Retriever, Weights
from search.stages import Stage
from search.types import Mode


class Models:
    def embed_queries(self, texts):
        return [[float(len(text))] for text in texts]

    def analyze(self, text):
        return Terms((text,), (text,))


class Index:
    """Finds three passages with either leg, and notes the thread that asked."""

    def __init__(self):
        self.threads = {}
        self.fails = False

    def search_dense(self, vectors, k, allowed=None):
        self.threads["dense"] = threading.current_thread()
        return [[Scored("a-0", vectors[0][0]), Scored("b-0", 1.0)]]

    def search_lexical(self, terms, k, allowed=None, weighed_in=None):
        self.threads["lexical"] = threading.current_thread()
        if self.fails:
            raise LookupError(terms.accented[0])
        return [Scored("b-0", 9.0), Scored("c-0", 2.0)]


class Catalog:
    def passages_by_id(self, ids):
        return {one: Passage(one, one[0], 0, "", (), Span(0, 1), one) for one in ids}


@pytest.fixture
def index():
    return Index()


@pytest.fixture
def retriever(index):
    return Retriever(Catalog(), index, Models(), Models(), Weights(0.5, 0.5))


def test_a_slow_lexical_leg_runs_beside_the_other_with_the_same_result(retriever, index, monkeypatch):
    threads = retrieve.ThreadPoolExecutor(1)
    monkeypatch.setattr(retrieve, "_THREADS", threads)
    monkeypatch.setattr(retrieve, "_WORTH_A_THREAD", 1.0)
    first = retriever.asked("năm")
    one_by_one = retriever.retrieve(first, 3)
    assert set(index.threads.values()) == {threading.current_thread()}
    monkeypatch.setattr(retrieve, "_WORTH_A_THREAD", 0.0)
    second = retriever.asked("năm")
    assert retriever.retrieve(second, 3) == one_by_one
    assert index.threads["dense"] is threading.current_thread()
    assert index.threads["lexical"] is not threading.current_thread()
    for asked in (first, second):
        assert {lap.stage for lap in asked.clock.laps} == {Stage.DENSE, Stage.LEXICAL, Stage.FUSE}
    threads.shutdown()


def test_one_leg_alone_needs_no_thread(retriever, index, monkeypatch):
    monkeypatch.setattr(retrieve, "_WORTH_A_THREAD", 0.0)
    retriever.retrieve(retriever.asked("năm"), 3, Mode.LEXICAL)
    assert index.threads == {"lexical": threading.current_thread()}


@pytest.mark.parametrize("worth", [0.0, 1.0])
def test_what_goes_wrong_in_a_leg_is_told(retriever, index, monkeypatch, worth):
    monkeypatch.setattr(retrieve, "_WORTH_A_THREAD", worth)
    index.fails = True
    with pytest.raises(LookupError, match="năm"):
        retriever.retrieve(retriever.asked("năm"), 3)


class Prepared(Models):
    """A model that reads a question before it computes, and notes which thread had begun by then."""

    def __init__(self, index):
        self._index = index
        self.begun = []

    def prepared_query(self, text):
        self.begun.append(dict(self._index.threads))
        return lambda: self.embed_queries([text])


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("worth", [0.0, 100.0])
def test_what_is_done_meanwhile_is_done_once_in_every_mode(retriever, monkeypatch, mode, worth):
    monkeypatch.setattr(retrieve, "_WORTH_A_THREAD", worth)
    done = []
    asked = retriever.asked("năm")
    retriever.retrieve(asked, 3, mode, meanwhile=lambda: done.append(threading.current_thread()))
    assert len(done) == 1
    beside = mode is Mode.HYBRID and worth == 0 and retrieve._THREADS is not None
    assert (done[0] is not threading.current_thread()) == beside
    assert Stage.NORMALIZE in {lap.stage for lap in asked.clock.laps}


def test_a_question_is_read_for_the_model_before_the_other_leg_begins(index, monkeypatch):
    monkeypatch.setattr(retrieve, "_WORTH_A_THREAD", 0.0)
    model = Prepared(index)
    prepared = Retriever(Catalog(), index, model, Models(), Weights(0.5, 0.5))
    plain = Retriever(Catalog(), index, Models(), Models(), Weights(0.5, 0.5))
    asked = prepared.asked("năm")
    assert prepared.retrieve(asked, 3) == plain.retrieve(plain.asked("năm"), 3)
    prepared.retrieve(asked, 3)
    assert model.begun == [{}]
