import pytest

from search.assemble import highlights
from search.terms import content_terms


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("ngân sách tỉnh", "Thu NGÂN SÁCH tỉnh năm 2025", ["NGÂN SÁCH tỉnh"]),  # pairs that meet are one
        ("ngân sách", "ngân hàng, sách; ngân - sách", ["ngân - sách"]),  # and a pair is what follows at once
        ("số 12/2024 và 7", "ngày 7, theo 12/2024/QĐ, 12/2024", ["7", "12/2024"]),
        ("năm 2025 giao", "năm 2025 giao; 2025", ["năm 2025 giao", "2025"]),  # numbers in a pair are in it
        ("ngân sách", "sách ngân", []),
        ("ngân sách", "", []),
    ],
)
def test_what_a_text_repeats_is_marked(question, text, marked):
    found = highlights(text, content_terms(question))
    assert [text[one.start : one.end] for one in found] == marked


def test_words_within_words_are_not_taken_for_them():
    text = "an toàn, dân an toàn"
    assert [(m.start, m.end) for m in highlights(text, frozenset({"dan an", "an toan"}))] == [(0, 7), (9, 20)]
