import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.protocols import Scored
from search.fuse import Leg, fuse


def leg(weight, **scores):
    return Leg(weight, [Scored(name, score) for name, score in scores.items()])


def test_weighted_sum_of_normalised_scores():
    fused = fuse([leg(0.3, a=0.9, b=0.7, c=0.5), leg(0.7, b=12.0, c=4.0)])
    assert [(item.passage_id, pytest.approx(item.score)) for item in fused] == [
        ("b", 0.3 * 0.5 + 0.7 * 1.0),
        ("a", 0.3 * 1.0),
        ("c", 0.0),
    ]


def test_an_empty_leg_leaves_the_other_its_full_weight():
    assert fuse([leg(0.3), leg(0.7, a=2.0, b=1.0)])[0].score == pytest.approx(1.0)


def test_ties_break_by_id():
    assert [item.passage_id for item in fuse([leg(1.0, z=1.0, a=1.0, m=1.0)])] == ["a", "m", "z"]


SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-50, 50), max_size=8)


@given(st.lists(SCORES, min_size=1, max_size=4), st.integers(0, 1000))
def test_the_order_of_legs_does_not_matter(rankings, seed):
    legs = [leg(0.1 + i, **scores) for i, scores in enumerate(rankings)]
    shuffled = random.Random(seed).sample(legs, len(legs))
    assert fuse(legs) == fuse(shuffled)
    assert all(0 <= item.score <= 1 + 1e-9 for item in fuse(legs))
