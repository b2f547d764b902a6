"""The contract of PassageIndex; every implementation is compared with plain exact search."""

import uuid

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.protocols import Terms
from tests.contracts.backends import ENGINES, LABELS, LOCAL, RECORDS, WITH_WORDS, in_engine, local
from tests.contracts.oracle import Oracle
from tests.indexer.fakes import DIM, WORDS, FakeAnalyzer, FakeEmbedder, fold

ORACLE = Oracle(RECORDS)
DOCUMENTS = [record.document.id for record in RECORDS]


@pytest.fixture(scope="module")
def built(tmp_path_factory, stack, engine_url):
    """Build each kind of index once."""
    known = {}

    def of(kind):
        if kind not in known:
            folder = tmp_path_factory.mktemp(kind)
            name = f"contract_{uuid.uuid4().hex[:8]}"  # an engine that was given may hold others
            known[kind] = (
                local(folder)
                if kind == LOCAL
                else in_engine(stack, folder, engine_url(kind), name, lexical=kind != "server")
            )
        return known[kind]

    return of


@pytest.fixture(scope="module", params=[LOCAL, *ENGINES])
def held(request, built):
    """Return each kind that finds by meaning."""
    return built(request.param)


@pytest.fixture(scope="module", params=[LOCAL, *WITH_WORDS])
def complete(request, built):
    """Return each kind that finds by words, too."""
    return built(request.param)


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
labels = sorted(set(LABELS.values()))
of_labels = st.sets(st.sampled_from(labels)).map(
    lambda some: {key for key in DOCUMENTS if LABELS[key] in some}
)
# All documents of some labels, as a rule; a few that were labelled anew since, or left, at times.
clearances = st.tuples(of_labels, st.sets(st.sampled_from(DOCUMENTS), max_size=4)).map(
    lambda two: two[0] ^ two[1]
)
many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def same_dense(held, found, k, query, allowed):
    scores = ORACLE.dense(query)
    ids = ORACLE.rank(scores, k, allowed)
    if held.exact:
        assert [hit.passage_id for hit in found] == ids
    same_ranking(found, scores, ids, 2e-6)


@many
@given(queries, st.integers(1, 100), filters)
def test_dense_agrees_with_exact_search(held, query, k, allowed):
    (found,) = held.index.search_dense(query[None, :], k, allowed)
    same_dense(held, found, k, query, allowed)


@many
@given(questions, st.integers(1, 100), filters)
def test_lexical_agrees_with_bm25(complete, terms, k, allowed):
    scores = ORACLE.lexical(terms, complete.means)
    found = complete.index.search_lexical(terms, k, allowed)
    same_ranking(found, scores, ORACLE.rank(scores, k, allowed), 2e-5)


@many
@given(queries, st.integers(1, 40), filters, clearances)
def test_who_sees_some_documents_finds_nothing_of_the_others(held, query, k, allowed, seen):
    view = held.index.seen_with(frozenset(seen), "v")
    within = seen if allowed is None else seen & allowed
    (found,) = view.search_dense(query[None, :], k, allowed)
    same_dense(held, found, k, query, within)
    assert view.count(allowed) == sum(owner in within for owner in ORACLE.owner.values())
    assert view.version == "v"


@many
@given(questions, st.integers(1, 40), filters, clearances)
def test_words_are_as_rare_as_in_what_is_seen(complete, terms, k, allowed, seen):
    view = complete.index.seen_with(frozenset(seen), "v")
    within = seen if allowed is None else seen & allowed
    means = complete.means or ORACLE.means
    scores = ORACLE.lexical(terms, means, seen)
    same_ranking(view.search_lexical(terms, k, allowed), scores, ORACLE.rank(scores, k, within), 2e-5)


@many
@given(queries, questions, filters, st.integers(1, 10))
def test_rankings_are_sorted_with_ties_by_id(complete, query, terms, allowed, k):
    index = complete.index
    for found in (index.search_dense(query[None, :], k, allowed)[0], index.search_lexical(terms, k, allowed)):
        keys = [(-hit.score, hit.passage_id) for hit in found]
        assert keys == sorted(keys)


@many
@given(queries, questions, filters)
def test_a_filter_takes_hits_away_and_changes_nothing_else(complete, query, terms, allowed):
    searches = (
        lambda chosen: complete.index.search_dense(query[None, :], 500, chosen)[0],
        lambda chosen: complete.index.search_lexical(terms, 500, chosen),
    )
    for search in searches:
        everything = search(None)
        inside = [hit for hit in everything if allowed is None or ORACLE.owner[hit.passage_id] in allowed]
        found = search(allowed)
        if complete.exact:
            assert found == inside
        scores = {hit.passage_id: hit.score for hit in inside}
        same_ranking(found, scores, [hit.passage_id for hit in inside], 2e-6)


@many
@given(queries, st.integers(1, 30))
def test_fewer_is_the_beginning_of_more(held, query, k):
    (more,) = held.index.search_dense(query[None, :], k + 7)
    assert held.index.search_dense(query[None, :], k)[0] == more[:k]


def test_equal_passages_are_ordered_by_id_also_at_the_cut(complete):
    index = complete.index
    vector = FakeEmbedder().embed_queries([" báo cáo ban tuyên giáo"])
    same = sorted(key for key, one in ORACLE.terms.items() if one.accented[:3] == ("báo", "cáo", "ban"))
    same = [key for key in same if len(ORACLE.terms[key].accented) == 5]
    assert len(same) > 5
    for k in range(1, len(same) + 1):
        assert [hit.passage_id for hit in index.search_dense(vector, k)[0]] == same[:k]
        terms = FakeAnalyzer().analyze("báo cáo ban tuyên giáo")
        best = [hit.passage_id for hit in index.search_lexical(terms, k)]
        assert best == [hit.passage_id for hit in index.search_lexical(terms, 500)][:k]


def test_each_row_is_answered_for_itself(held):
    index = held.index
    vectors = FakeEmbedder().embed_queries([f"{word} trì" for word in WORDS] * 3)
    together = index.search_dense(vectors, 7)
    alone = [index.search_dense(row[None, :], 7)[0] for row in vectors]
    if held.exact:
        assert together == alone
    for found, expected in zip(together, alone, strict=True):
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=2e-6)


def test_count(held):
    index = held.index
    assert index.count() == len(ORACLE.owner)
    assert index.count(["unknown"]) == 0
    assert index.count([]) == 0
    two = DOCUMENTS[:2]
    assert index.count([*two, two[0], "unknown"]) == sum(owner in two for owner in ORACLE.owner.values())


def test_nothing_asked_nothing_found(complete):
    index = complete.index
    vector = np.ones((1, DIM), np.float32)
    terms = Terms(("ban",), ("ban",))
    assert index.search_dense(vector, 0) == [[]]
    assert index.search_dense(vector[:0], 5) == []
    assert index.search_dense(vector, 5, []) == [[]]
    assert index.search_lexical(terms, 0) == []
    assert index.search_lexical(terms, 5, []) == []
    assert index.search_lexical(Terms((), ()), 5) == []
    assert index.search_lexical(Terms(("lạ",), ("la",)), 5) == []


def test_a_vector_of_another_model_is_refused(held):
    index = held.index
    with pytest.raises(ValueError, match=r"\(n, 16\)"):
        index.search_dense(np.ones((1, DIM + 1), np.float32), 5)


@pytest.mark.parametrize(
    "word", ['"', "ban AND", "accented:ban", "*", "ban~2", "(", "[a TO b]", "\x1f", " ", ""]
)
def test_terms_are_no_query_syntax(complete, word):
    index = complete.index
    assert index.search_lexical(Terms((word,), (word,)), 5) == []


def test_version_names_the_contents(held):
    index = held.index
    assert index.version == index.version
    assert index.version.isalnum()
