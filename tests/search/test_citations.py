from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Span
from search.citations import cite, is_true
from search.types import DocumentCard

CARD = DocumentCard("d", "1-CV/TU", "công văn", "Công văn", "Tỉnh ủy", None, "a.txt")


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_citation_holds_for_its_own_text_and_for_no_other(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = cite(CARD, text, Span(start, end), Span(start, end), None, "")
    assert text[citation.start : citation.end] == citation.quote
    assert is_true(citation, text)
    moved = "x" * len(text) + text  # the same words, elsewhere
    assert not is_true(citation, moved) or moved[start:end] == citation.quote


def test_a_value_outside_its_quote_is_no_proof():
    text = "Sở Y tế chủ trì"
    citation = cite(CARD, text, Span(8, 15), Span(8, 11), None, "")
    assert is_true(citation, text)
    assert not is_true(replace(citation, value_start=0), text)
    assert not is_true(replace(citation, quote="chu tri"), text)
