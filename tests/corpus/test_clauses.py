import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clauses import clause_at, clauses, sentences
from corpus.types import Span


def texts(paragraph):
    return [span.of(paragraph) for span in clauses(paragraph)]


def test_sentences_end_at_a_stop_before_a_capital():
    assert texts("Sở Y tế báo cáo. Sở Tài chính thẩm định.") == [
        "Sở Y tế báo cáo.",
        "Sở Tài chính thẩm định.",
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "Nghị quyết ngày 05/8/2020 thu được 1.364.329.243 đồng trên địa bàn TP. Cần Thơ.",
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.",
        "1. Giao Sở Nội vụ chủ trì.",
        "a) Giao Sở Nội vụ.",
        "II. NHIỆM VỤ VÀ GIẢI PHÁP",
        "2.1. Mục tiêu chung",
        "Đề án “Chuyển đổi số. Tầm nhìn 2030” đã duyệt.",
        "Phiên họp (Sở Y tế trình. Sở Tài chính đọc) đã xong.",
        "PGS. TS. Nguyễn và GS. Trần dự họp tại Q. Ninh Kiều.",
        "Ông Lê T. Bình ký thay.",
        "Có lúa, ngô, khoai... 20 ha đất.",
        "Tỷ lệ đạt 98.5 phần trăm; tăng so cùng kỳ.",
    ],
)
def test_kept_whole(whole):
    assert texts(whole) == [whole]


def test_a_section_named_at_the_end_closes_its_sentence():
    assert texts("Thực hiện theo Điều 3. Sở Tài chính cấp kinh phí.") == [
        "Thực hiện theo Điều 3.",
        "Sở Tài chính cấp kinh phí.",
    ]


def test_label_after_a_colon_opens_a_sentence():
    assert texts("QUYẾT ĐỊNH: Điều 1. Ban hành Kế hoạch.") == ["QUYẾT ĐỊNH: Điều 1. Ban hành Kế hoạch."]


def test_long_sentence_is_cut_at_semicolons_outside_quotes():
    first = "Sở Y tế chủ trì " + "việc kiểm tra, " * 10 + "bảo đảm an toàn"
    second = "tuyên truyền khẩu hiệu “Sạch nhà; sạch ngõ”"
    third = "đồng thời báo cáo Ủy ban nhân dân thành phố."
    assert texts(f"{first}; {second}; {third}") == [first, second, third]


def test_short_sentence_keeps_its_semicolons():
    assert texts("Tăng thu; giảm chi.") == ["Tăng thu; giảm chi."]


def test_quote_that_never_closes_shelters_nothing():
    assert texts("Đề án “Một cửa. Sở Nội vụ trình.") == ["Đề án “Một cửa.", "Sở Nội vụ trình."]


def test_lines_always_part():
    assert texts("Tăng cường quản lý\nSở Y tế chủ trì") == ["Tăng cường quản lý", "Sở Y tế chủ trì"]


def test_sentences_are_not_cut_at_semicolons():
    text = "a" * 150 + "; " + "b" * 150 + ". Hết."
    assert [span.of(text) for span in sentences(text)] == [text[:-5], "Hết."]


def test_clause_at_joins_what_the_span_crosses():
    assert clause_at([Span(0, 5), Span(6, 9), Span(10, 12)], Span(4, 7)) == Span(0, 9)


@given(st.text(alphabet='aĐ1 .;:()“”"\n-/…vI', max_size=400))
def test_spans_are_ordered_trimmed_and_lose_only_spaces_and_semicolons(text):
    spans = clauses(text)
    last = 0
    for span in spans:
        piece = span.of(text)
        assert span.start >= last
        assert piece == piece.strip()
        assert piece
        assert text[last : span.start].strip(" \n;") == ""
        last = span.end
    assert text[last:].strip(" \n;") == ""


@pytest.mark.parametrize("unit", ["(", "“", "a. ", "; ", "Điều 1. ", ". A", '"', "…"])
def test_hostile_text_is_linear(unit):
    began = time.process_time()
    clauses(unit * (60_000 // len(unit)))
    assert time.process_time() - began < 1.0
