import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.syllables import is_bare, is_syllable, units


def words(text):
    return [unit.text for unit in units(text) if unit.is_word]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ai ký Công văn 1023-CV/TU?", ["ai", "ký", "Công", "văn"]),
        ("cv/tu, nd-cp, 59-NQ/TW", []),
        ("kinh tế-xã hội", ["kinh", "tế", "xã", "hội"]),
        ("CO QUAN NAO KY CV 12", ["CO", "QUAN", "NAO", "KY"]),
        ("BTV TU, Y TE", ["Y", "TE"]),
        ("UBND huyện, ubnd, hdnd, qd, NĐ", ["huyện"]),
        ("Đắk Lắk, Krông Nô", ["Đắk", "Lắk", "Krông", "Nô"]),
        ("internet", []),
        ("ngày 18/6/2024", ["ngày"]),
    ],
)
def test_words_and_what_is_opaque(text, found):
    assert words(text) == found


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "ở", "đi", "giữ", "ý", "khuya", "tu"])
def test_a_syllable_has_a_shape(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ubnd", "qđ", "đ", "btv", "ttg", "email", "hđnd"])
def test_an_abbreviation_has_none(word):
    assert not is_syllable(word)


def test_bare_is_without_diacritics():
    assert is_bare("Quan")
    assert not is_bare("Quân")
    assert not is_bare("di" + "\u0323")
    assert not is_bare("đi")


@given(st.text(max_size=80))
def test_units_are_stretches_of_the_text_in_order(text):
    end = 0
    for unit in units(text):
        assert end <= unit.start < unit.end
        assert text[unit.start : unit.end] == unit.text
        end = unit.end
