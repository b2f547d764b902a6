"""Small rules by which answers that look alike are told apart."""

from dataclasses import replace

import pytest

from corpus.types import Span
from search.answer.kinds import is_of_asked_kind, kind_asked
from search.answer.quotes import words_between
from search.asking.shapes import Shape
from search.query import analyze

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
        ("Bộ Chính trị", "Giao bộ nào chủ trì?", False),
        ("Bộ trưởng Bộ Y tế", "Giao bộ nào chủ trì?", True),
        ("Ban Pháp chế", "Ban nào thẩm tra?", True),
        ("Ủy ban nhân dân tỉnh", "Ban nào thẩm tra?", False),
        ("Phòng Kinh tế", "Giao cho phòng nào giữ?", True),
        ("Bộ Quốc phòng", "Giao cho phòng nào giữ?", False),
        ("Văn phòng tỉnh", "Giao cho phòng nào giữ?", False),
        ("Sở Xây dựng", "Công trình nằm trong hành lang đường bộ do sở nào cấp phép?", True),
        ("Phó Chủ nhiệm", "Ông ấy giữ chức vụ nào?", True),
    ],
)
def test_kind_of_body(name, question, fits):
    assert is_of_asked_kind(name, analyze(question)) is fits


@pytest.mark.parametrize(
    ("question", "restored", "kind"),
    [
        ("bi vuong thi bao ve so nao", "bị vương thì bảo vệ số nào", "sở"),
        ("bi vuong thi bao ve co so nao", "bị vướng thì báo về cơ sở nào", None),
        ("Vướng thì báo về số nào", None, None),
    ],
)
def test_a_department_is_asked_for_though_its_marks_come_back_wrong(question, restored, kind):
    query = replace(analyze(question), restored=restored, text=restored or question, shape=Shape.BODY)
    assert kind_asked(query) == kind
