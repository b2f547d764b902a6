"""Spans: half-open, so those that only touch share nothing."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Span

places = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda at: Span(at[0], at[0] + at[1]))


@given(places, places)
def test_spans_meet_where_they_share_a_character(one, other):
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.meets(other) == other.meets(one) == bool(shared)
