"""The contract of PassageIndex; every implementation is compared with plain exact search."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog
from indexer.local import open_index
from indexer.manifest import Options
from indexer.sync import sync
from indexer.texts import passage_text
from models.protocols import Terms
from tests.indexer.fakes import DIM, WORDS, FakeAnalyzer, FakeEmbedder, fold, random_records

K1, B = 1.2, 0.75
WEIGHTS = Options(accented=1.0, folded=0.25)


class Oracle:
    """What the index must say, worked out passage by passage."""

    def __init__(self, records):
        embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
        pairs = [(one, record.document.title) for record in records for one in record.passages]
        texts = [passage_text(title, one) for one, title in pairs]
        self.owner = {one.id: one.document_id for one, _ in pairs}
        self.vectors = dict(zip(self.owner, embedder.embed_passages(texts), strict=True))
        self.terms = dict(zip(self.owner, map(analyzer.analyze, texts), strict=True))

    def rank(self, scores, k, allowed):
        chosen = [key for key in scores if allowed is None or self.owner[key] in allowed]
        return sorted(chosen, key=lambda key: (-scores[key], key))[:k]

    def dense(self, query):
        wide = query.astype(np.float64)
        return {
            key: round(float(vector.astype(np.float64) @ wide), 6) for key, vector in self.vectors.items()
        }

    def lexical(self, terms):
        scores = {}
        for field, weight in (("accented", WEIGHTS.accented), ("folded", WEIGHTS.folded)):
            bags = {key: Counter(getattr(one, field)) for key, one in self.terms.items()}
            mean = sum(bag.total() for bag in bags.values()) / len(bags)
            for word in set(getattr(terms, field)):
                having = [key for key, bag in bags.items() if word in bag]
                idf = math.log(1 + (len(bags) - len(having) + 0.5) / (len(having) + 0.5))
                for key in having:
                    count, length = bags[key][word], bags[key].total()
                    gain = count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean))
                    scores[key] = scores.get(key, 0.0) + weight * idf * gain
        return scores


RECORDS = random_records(40)
ORACLE = Oracle(RECORDS)
DOCUMENTS = [record.document.id for record in RECORDS]


@pytest.fixture(scope="module", params=["local"])
def index(request, tmp_path_factory):
    """Build each implementation in two steps, so that it holds more than one segment."""
    folder = tmp_path_factory.mktemp(request.param)
    embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
    with Catalog.open(folder) as catalog:
        for part in (RECORDS[:30], RECORDS[30:37], RECORDS[37:]):
            for record in part:
                catalog.put(record)
            sync(catalog, folder / "index", embedder, analyzer, options=WEIGHTS)
    return open_index(folder / "index", embedder.spec, analyzer.name)


def same_ranking(found, scores, ids, tolerance):
    """Two rankings agree; passages whose scores differ by rounding only may change places."""
    assert [hit.score for hit in found] == pytest.approx([scores[key] for key in ids], abs=tolerance)
    assert [scores[hit.passage_id] for hit in found] == pytest.approx(
        [hit.score for hit in found], abs=tolerance
    )
    assert len({hit.passage_id for hit in found}) == len(found)


filters = st.none() | st.sets(st.sampled_from([*DOCUMENTS, "unknown"]), max_size=12)
queries = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
)
questions = st.lists(st.sampled_from([*WORDS, *map(fold, WORDS), "lạ"]), max_size=8).map(
    lambda words: Terms(tuple(words), tuple(map(fold, words)))
)
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(queries, st.integers(1, 100), filters)
def test_dense_agrees_with_exact_search(index, query, k, allowed):
    scores = ORACLE.dense(query)
    (found,) = index.search_dense(query[None, :], k, allowed)
    assert [(hit.passage_id, hit.score) for hit in found] == [
        (key, pytest.approx(scores[key], abs=2e-6)) for key in ORACLE.rank(scores, k, allowed)
    ]


@many
@given(questions, st.integers(1, 100), filters)
def test_lexical_agrees_with_bm25(index, terms, k, allowed):
    scores = ORACLE.lexical(terms)
    found = index.search_lexical(terms, k, allowed)
    same_ranking(found, scores, ORACLE.rank(scores, k, allowed), 2e-5)


@many
@given(queries, questions, filters, st.integers(1, 10))
def test_rankings_are_sorted_with_ties_by_id(index, query, terms, allowed, k):
    for found in (index.search_dense(query[None, :], k, allowed)[0], index.search_lexical(terms, k, allowed)):
        keys = [(-hit.score, hit.passage_id) for hit in found]
        assert keys == sorted(keys)


@many
@given(queries, questions, filters)
def test_a_filter_takes_hits_away_and_changes_nothing_else(index, query, terms, allowed):
    searches = (
        lambda chosen: index.search_dense(query[None, :], 500, chosen)[0],
        lambda chosen: index.search_lexical(terms, 500, chosen),
    )
    for search in searches:
        everything = [(hit.passage_id, hit.score) for hit in search(None)]
        inside = [hit for hit in everything if allowed is None or ORACLE.owner[hit[0]] in allowed]
        assert [(hit.passage_id, hit.score) for hit in search(allowed)] == inside


@many
@given(queries, st.integers(1, 30))
def test_fewer_is_the_beginning_of_more(index, query, k):
    (more,) = index.search_dense(query[None, :], k + 7)
    assert index.search_dense(query[None, :], k)[0] == more[:k]


def test_equal_passages_are_ordered_by_id_also_at_the_cut(index):
    vector = FakeEmbedder().embed_queries([" báo cáo ban tuyên giáo"])
    same = sorted(key for key, one in ORACLE.terms.items() if one.accented[:3] == ("báo", "cáo", "ban"))
    same = [key for key in same if len(ORACLE.terms[key].accented) == 5]
    assert len(same) > 5
    for k in range(1, len(same) + 1):
        assert [hit.passage_id for hit in index.search_dense(vector, k)[0]] == same[:k]
        terms = FakeAnalyzer().analyze("báo cáo ban tuyên giáo")
        best = [hit.passage_id for hit in index.search_lexical(terms, k)]
        assert best == [hit.passage_id for hit in index.search_lexical(terms, 500)][:k]


def test_each_row_is_answered_for_itself(index):
    vectors = FakeEmbedder().embed_queries([f"{word} trì" for word in WORDS] * 3)
    together = index.search_dense(vectors, 7)
    assert together == [index.search_dense(row[None, :], 7)[0] for row in vectors]


def test_count(index):
    assert index.count() == len(ORACLE.owner)
    assert index.count(["unknown"]) == 0
    assert index.count([]) == 0
    two = DOCUMENTS[:2]
    assert index.count([*two, two[0], "unknown"]) == sum(owner in two for owner in ORACLE.owner.values())


def test_nothing_asked_nothing_found(index):
    vector = np.ones((1, DIM), np.float32)
    terms = Terms(("ban",), ("ban",))
    assert index.search_dense(vector, 0) == [[]]
    assert index.search_dense(vector[:0], 5) == []
    assert index.search_dense(vector, 5, []) == [[]]
    assert index.search_lexical(terms, 0) == []
    assert index.search_lexical(terms, 5, []) == []
    assert index.search_lexical(Terms((), ()), 5) == []
    assert index.search_lexical(Terms(("lạ",), ("la",)), 5) == []


def test_a_vector_of_another_model_is_refused(index):
    with pytest.raises(ValueError, match=r"\(n, 16\)"):
        index.search_dense(np.ones((1, DIM + 1), np.float32), 5)


@pytest.mark.parametrize(
    "word", ['"', "ban AND", "accented:ban", "*", "ban~2", "(", "[a TO b]", "\x1f", " ", ""]
)
def test_terms_are_no_query_syntax(index, word):
    assert index.search_lexical(Terms((word,), (word,)), 5) == []


def test_version_names_the_contents(index):
    assert index.version == index.version
    assert index.version.isalnum()
