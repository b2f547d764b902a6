import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.letters import fold_letters, lower_letters
from corpus.lookalikes import _ALWAYS, right_letters
from corpus.numbers import find_numbers
from corpus.text import canonical
from corpus.types import Span

TRICKY = st.text(
    st.sampled_from(
        "aeoêAĂéãẹ \u0300\u0301\u0302\u0306\u0309\u0323\u031b\u0340Ððþ АВеорстжийъΑΟοα１Ａ‑\uf0b7\u200b\n𝐔"
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("QÐ-UBND, ÐẢNG BỘ, ðồng chí", "QĐ-UBND, ĐẢNG BỘ, đồng chí"),
        ("Số 12/СТ-UBND", "Số 12/CT-UBND"),  # the first two letters are Cyrillic
        ("Тhành рhố Сần Thơ", "Thành phố Cần Thơ"),
        ("ΗĐND xã", "HĐND xã"),  # a Greek eta
        ("５９‑ＮＱ/ＴＷ", "59-NQ/TW"),
        ("12∕QĐ⁄UBND", "12/QĐ/UBND"),
        ("tiê\u0301n đô\u0323, e\u0301\u0302, é\u0302, a\u0301\u0306", "tiến độ, ế, ế, ắ"),
        ("𝐔𝐁𝐍𝐃 𝟏𝟐", "UBND 12"),
        ("\uf0b7 Các sở", "• Các sở"),
    ],
)
def test_what_looks_right_is_made_right(typed, meant):
    assert canonical(typed).text == meant


@pytest.mark.parametrize(
    "text",
    ["Москва, Хабаровск", "það er þorp", "α = 5 μm, Ω", "Sở Y tế chủ trì, phối hợp.", "Ö, ü, ñ", "\ue000"],
)
def test_other_languages_and_signs_stay(text):
    assert right_letters(text) == text


@given(st.text() | TRICKY)
def test_it_is_one_for_one_and_idempotent(text):
    once = right_letters(text)
    assert len(once) == len(text)
    assert right_letters(once) == once


@given(TRICKY)
@example("А\u0436\u0306")  # two Cyrillic letters; with its mark the second is one code point
def test_canonical_stays_idempotent_and_true_to_its_offsets(raw):
    mapped = canonical(raw)
    assert canonical(mapped.text).text == mapped.text
    assert unicodedata.is_normalized("NFC", mapped.text)
    at = 0
    for word in mapped.text.split():
        start = mapped.text.index(word, at)
        at = start + len(word)
        assert canonical(mapped.offsets.to_origin(Span(start, at)).of(raw)).text == word


@pytest.mark.parametrize(
    "typed", ["Quyết định số 12/QÐ-UBND", "Quyết định số 12/QĐ‑UBND", "Quyết định số １２/QĐ-UBND"]
)
def test_a_number_is_found_however_it_was_typed(typed):
    assert [fact.value for fact in find_numbers(canonical(typed).text)] == ["12/QĐ-UBND"]


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("Uỷ", "Ủy"), ("quý", "quý")]
)
def test_both_places_of_a_tone_are_one_word(one, other):
    assert lower_letters(one) == lower_letters(other)
    assert fold_letters(one) == fold_letters(other)


@pytest.mark.parametrize(("code", "plain"), list(_ALWAYS.items())[::7])
def test_letters_of_the_table_are_looked_for(code, plain):
    plain = plain if isinstance(plain, str) else chr(plain)
    assert right_letters(f"ạ {chr(code)}") == f"ạ {plain}"
