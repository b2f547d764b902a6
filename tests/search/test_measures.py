"""Amounts of another kind than a question asks for are no answers."""

import pytest

from search.answer.choices.asking import Asking
from search.answer.choices.values import amounts, fits_kind
from search.query import analyze


def asking(question):
    return Asking.of(analyze(question))


@pytest.mark.parametrize(
    ("question", "asks_money", "counts_things"),
    [
        ("Lệ phí thi cấp chứng chỉ là bao nhiêu?", True, False),
        ("Mỗi giấy khen kèm tiền thưởng bao nhiêu?", True, False),
        ("Đỗ xe sai chỗ bị phạt bao nhiêu theo quy định mới?", True, False),
        ("Lệ phí chiếm bao nhiêu phần trăm?", False, False),
        ("Xã hỗ trợ bao nhiêu hộ?", False, True),
        ("Dự kiến có bao nhiêu cháu được hưởng?", False, True),
        ("Giá trị sản xuất tăng bao nhiêu?", False, False),
        ("Máy tính mua với giá tối đa bao nhiêu?", False, False),
        ("Nhà máy được cấp mấy giấy phép?", False, True),
    ],
)
def test_what_an_amount_is_asked_of(question, asks_money, counts_things):
    asked = asking(question)
    assert (asked.asks_money, asked.counts_things) == (asks_money, counts_things)


@pytest.mark.parametrize(
    ("question", "unit", "fits"),
    [
        ("Lệ phí là bao nhiêu?", "dong/ho so", True),
        ("Được thưởng bao nhiêu?", "lan muc luong co so", True),
        ("Lệ phí là bao nhiêu?", "met", False),
        ("Lệ phí là bao nhiêu?", "", False),
        ("Có bao nhiêu hộ được vay?", "trieu dong/ho", False),
        ("Có bao nhiêu hộ được vay?", "trieu ho", True),
    ],
)
def test_a_unit_fits_what_is_asked(question, unit, fits):
    assert fits_kind(asking(question), unit) is fits


def test_a_bare_number_is_money_only_in_a_cell():
    text = "| Họp | 150 |\nKèm theo 12 biểu mẫu, mục 7."
    found = amounts(text, asking("Chi bao nhiêu tiền?"), lengths_only=False)
    assert [value.span.of(text) for value in found] == ["150"]


def test_a_year_counts_no_schools():
    text = "Giai đoạn 2026, xây 14 trường"
    found = amounts(text, asking("Xây bao nhiêu trường?"), lengths_only=False)
    assert [value.span.of(text) for value in found] == ["14 trường"]


def test_a_share_counts_things_where_it_says_of_what():
    text = "Giải ngân 95% kế hoạch, cấp thẻ cho 80% số hộ nghèo"
    found = amounts(text, asking("Cấp thẻ cho bao nhiêu hộ nghèo?"), lengths_only=False)
    assert [value.span.of(text) for value in found] == ["80%"]


def test_a_rate_is_asked_without_its_unit():
    assert asking("Tốc độ tăng tổng sản phẩm ước đạt bao nhiêu?").asks_share
    assert not asking("Tổng sản phẩm tăng bao nhiêu tỷ?").asks_share
