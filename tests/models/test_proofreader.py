import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.load import load_proofreader
from models.textkeys import fold


@pytest.fixture(scope="module")
def proofreader():
    found = load_proofreader()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (  # "câp" is no word, "phổ" is one that does not fit
            "nhiệm vụ khoa học và công nghệ câp thành phổ",
            "nhiệm vụ khoa học và công nghệ cấp thành phố",
        ),
        ("Tiếp tục chỉ trả hỗ trợ đối với người lao động", "Tiếp tục chi trả hỗ trợ đối với người lao động"),
        ("THỂ THỨC VÀ KỸ THUẬT TRÌNH BÀY VĂN BAN", "THỂ THỨC VÀ KỸ THUẬT TRÌNH BÀY VĂN BẢN"),
        ("bảo hiêm xã hội\nbắt buộc", "bảo hiểm xã hội\nbắt buộc"),
    ],
)
def test_misread_diacritics_are_put_right(proofreader, read, meant):
    assert proofreader.corrected(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế chủ trì, phối hợp với các sở, ngành báo cáo trước ngày 15/6/2024.",
        "Đồng chí Nguyễn Văn Đông, Trưởng phòng",  # "đồng" would be likelier, were it no name
        "| 1 | Rà soát dự án | 12/QĐ-UBND | Krông Pắc |",
        "hoà giải, uỷ quyền",  # either place of a tone is right
        "",
    ],
)
def test_what_is_right_stays(proofreader, text):
    assert proofreader.corrected(text) == text


@given(st.text(st.sampled_from("aăâáảộđthngi NĐ-12/.\n|ệưởy"), max_size=60))
def test_letters_and_length_stay(proofreader, text):
    corrected = proofreader.corrected(text)
    assert len(corrected) == len(text)
    assert fold(corrected) == fold(text)
    assert corrected.isupper() == text.isupper()
