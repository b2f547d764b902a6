"""Small rules by which answers that look alike are told apart."""

import pytest

from corpus.types import Span
from search.answer.kinds import is_of_asked_kind
from search.answer.quotes import words_between

CLAUSE = "đạt thấp như: Điện Biên (13%); Khánh Hòa (22,3%), Quảng Trị (33,8%)"


@pytest.mark.parametrize(("value", "place"), [("13%", "Điện Biên"), ("22,3%", "Khánh Hòa")])
def test_the_words_of_a_value_end_where_its_neighbours_begin(value, place):
    spans = [Span(at, at + len(one)) for one in ("13%", "22,3%", "33,8%") for at in (CLAUSE.index(one),)]
    own = next(span for span in spans if span.of(CLAUSE) == value)
    words = words_between(CLAUSE, Span(0, len(CLAUSE)), own, spans)
    assert place in words
    assert ("Điện Biên" in words) is (place == "Điện Biên")


def test_a_cell_is_counted_by_what_stands_before_it():
    text = "Chi đóng hòm phiếu\n500.000 đồng"
    value = Span(text.index("500"), len(text))
    assert "hòm phiếu" in words_between(text, value, value, [value])


@pytest.mark.parametrize(
    ("name", "question", "fits"),
    [
        ("Sở Y tế", "Giao sở nào chủ trì?", True),
        ("Ủy ban nhân dân tỉnh", "Giao sở nào chủ trì?", False),
        ("Giám đốc Sở Nội vụ", "Sở nào tham mưu?", True),
        ("Ủy ban nhân dân tỉnh", "Các sở, ngành nào phối hợp?", True),
        ("Văn phòng Chính phủ", "Bộ phận nào tiếp nhận?", True),
        ("Văn phòng Chính phủ", "Cơ quan nào theo dõi?", True),
    ],
)
def test_kind_of_body(name, question, fits):
    assert is_of_asked_kind(name, question) is fits
