import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.textkeys import accented_key, fold

LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạềếểễệòóỏõọÙÚỦŨỤĐ -/1023.", max_size=60)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("hoà", "hòa"),
        ("HÒA", "hòa"),
        ("tuỵ", "tụy"),
        ("khoẻ", "khỏe"),
        ("Uỷ ban", "ủy ban"),
        ("qúy", "quý"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("ngoài", "ngoài"),
        ("của", "của"),
        ("thuế", "thuế"),
    ],
)
def test_tone_marks_have_one_place(typed, key):
    assert accented_key(typed) == key


def test_fold_takes_marks_and_bar_off():
    assert fold("Đường Ủy ban NGHỊ QUYẾT") == "duong uy ban nghi quyet"


@given(LETTERS)
def test_keys_are_idempotent_and_blind_to_normal_form(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert accented_key(accented_key(text)) == accented_key(text) == accented_key(decomposed)
    assert fold(fold(text)) == fold(text) == fold(decomposed) == fold(accented_key(text))
