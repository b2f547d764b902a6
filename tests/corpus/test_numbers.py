import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import (
    all_kinds,
    find_loose_numbers,
    find_numbers,
    kind_of_symbol,
    normalise_number,
    number_key,
    parse_number,
    symbol_of_kind,
)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("Số: 1023 - CV/TU", "1023-CV/TU"),
        ("Số 1023-CV/TU", "1023-CV/TU"),
        ("45/2022/QH15", "45/2022/QH15"),
        ("09/CT-UBND", "09/CT-UBND"),
        ("59 -NQ/TW", "59-NQ/TW"),
        ("59-NQ/TƯ", "59-NQ/TW"),
        ("552-cv/tu", "552-CV/TU"),
        ("56-CTR/TU", "56-CTr/TU"),
        ("Số:\n63/2025/QĐ-UBND", "63/2025/QĐ-UBND"),
        ("98/nd-cp", "98/NĐ-CP"),
        ("231/cđ-ttg", "231/CĐ-TTg"),
        ("48/2017/TT- BYT", "48/2017/TT-BYT"),
        ("0134/KH-UBND", "0134/KH-UBND"),
    ],
)
def test_normal_form(raw, normal):
    assert normalise_number(raw) == normal
    assert normalise_number(normal) == normal


def test_parts_of_a_number():
    n = parse_number("Số: 63/2025/QĐ-UBND")
    assert (n.serial, n.year, n.symbol, n.kind) == (63, 2025, "QĐ-UBND", "quyết định")
    n = parse_number("03-CTr/TU")
    assert (n.serial, n.year, n.symbol, n.kind) == (3, None, "CTr/TU", "chương trình")
    assert parse_number("3241/UBND-KT").kind is None


@pytest.mark.parametrize("s", ["05/8/2020", "24/7", "1/3", "xin chào", "", "2020-2025", "km/h", "12,5/QH"])
def test_not_a_number(s):
    assert parse_number(s) is None
    assert find_numbers(s) == []


def test_keys_meet():
    assert number_key("0134/KH-UBND") == number_key("134/kh-ubnd")
    assert number_key("12/2020/ND-CP") == number_key("12/2020/NĐ-CP")
    assert number_key("59/NQ-TW") == number_key("59-NQ/TW")
    assert number_key("59-NQ/TW") != number_key("98/NQ-CP")


def test_numbers_in_text():
    text = (
        "Nghị quyết số 59-NQ/TW ngày 05/8/2020, Nghị quyết 98/NQ-CP, Nghị quyết số 45/2022/QH15, "
        "Thông tư số 48/2017/TT- BYT và công văn 3241/UBND-KT.TH; tỷ lệ 1/3, năm 2020-2025, Luật số 9/2008."
    )
    facts = find_numbers(text)
    assert [f.value for f in facts] == [
        "59-NQ/TW",
        "98/NQ-CP",
        "45/2022/QH15",
        "48/2017/TT-BYT",
        "3241/UBND-KT.TH",
    ]
    assert [f.span.of(text) for f in facts][3] == "48/2017/TT- BYT"


def test_a_sentence_that_follows_stays_outside():
    assert [f.value for f in find_numbers("Quyết định 12/QĐ-UBND - Ban hành")] == ["12/QĐ-UBND"]
    assert [f.value for f in find_numbers("(63/2025/QĐ-UBND).")] == ["63/2025/QĐ-UBND"]


def test_lower_case_question():
    text = "ai ký 1023-cv/tu và 45/2022/qh15, 98/nq-cp?"
    assert [f.value for f in find_numbers(text)] == ["1023-CV/TU", "45/2022/QH15", "98/NQ-CP"]
    assert find_numbers("giá 12/kg-hàng hoặc 5-con/gà") == []


@pytest.mark.parametrize(
    ("question", "kind", "serial", "covered"),
    [
        ("NQ 59 nói gì", "nghị quyết", 59, "NQ 59"),
        ("nghị quyết 59 của Bộ Chính trị", "nghị quyết", 59, "nghị quyết 59"),
        ("CV 1023 ai ký", "công văn", 1023, "CV 1023"),
        ("cong van so 1023 ai ky", "công văn", 1023, "cong van so 1023"),
        ("Chỉ thị số 15 ban hành khi nào", "chỉ thị", 15, "Chỉ thị số 15"),
        ("CTr 03 làm gì", "chương trình", 3, "CTr 03"),
        ("qd 2666 cua ai", "quyết định", 2666, "qd 2666"),
        ("công văn1023", "công văn", 1023, "công văn1023"),
    ],
)
def test_loose_numbers(question, kind, serial, covered):
    (n,) = find_loose_numbers(question)
    assert (n.kind, n.serial, n.span.of(question)) == (kind, serial, covered)


def test_full_numbers_are_not_loose():
    assert find_loose_numbers("Nghị quyết số 59-NQ/TW và Nghị quyết 45/2022/QH15") == []


def test_kind_table_goes_both_ways():
    assert kind_of_symbol("CTr") == "chương trình"
    assert symbol_of_kind("chương trình") == "CTr"
    assert kind_of_symbol("qđ") == "quyết định"
    assert kind_of_symbol("UBND") is None
    assert len(all_kinds()) >= 29
    assert all(kind_of_symbol(symbol_of_kind(k)) == k for k in all_kinds() if k != "thông tri")
    assert kind_of_symbol("TT") == "thông tư"
    assert kind_of_symbol("TT", party=True) == "thông tri"
    assert parse_number("12-TT/TW").kind == "thông tri"
    assert parse_number("12/2025/TT-BTC").kind == "thông tư"


@given(st.text(alphabet="0123456789/-ABCĐNQTWabc \nềố.", max_size=40))
def test_spans_and_idempotence(text):
    for fact in find_numbers(text):
        assert normalise_number(fact.span.of(text)) == fact.value
    once = normalise_number(text)
    assert normalise_number(once) == once


@pytest.mark.parametrize(
    "unit", ["59-NQ/TW ", "số 1/QĐ-UBND, ", "1/" + "ABCDEFGH" * 6 + "!", "1-" + "Aa" * 30 + " "]
)
def test_hostile_text_is_read_in_linear_time(unit):
    text = unit * (60_000 // len(unit))
    start = time.process_time()
    find_numbers(text)
    find_loose_numbers(text)
    assert time.process_time() - start < 5


def test_a_number_with_a_decimal_is_read_in_small_letters_too():
    assert [fact.value for fact in find_numbers("nghi quyet 66.8/2025/nq-cp ai ky")] == ["66.8/2025/NQ-CP"]
