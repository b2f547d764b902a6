import pytest

from benchmarks.quality.retrieval.forms import Form, telex, typed, without_diacritics


def form(text, form, query_id="q1"):
    return typed(text, form, query_id)


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("nghị", "nghij"),
        ("quyết", "quyeets"),
        ("đường", "dduwowngf"),
        ("Đất", "DDaats"),
        ("năm", "nawm"),
        ("ba", "ba"),
    ],
)
def test_telex(word, keys):
    assert telex(word) == keys


def test_bare_keeps_capitals_and_numbers():
    assert form("Ủy ban Đường sắt, số 59-NQ/TW?", Form.BARE) == "Uy ban Duong sat, so 59-NQ/TW?"


def test_plain_keeps_what_stands_inside_a_number():
    assert form("Nghị quyết (số 59-NQ/TW) là gì?", Form.PLAIN) == "nghị quyết số 59-nq/tw là gì"


def test_short_takes_the_longest_long_form():
    given = "Uỷ ban nhân dân cấp Giấy chứng nhận quyền sử dụng đất theo quyết định nào"
    assert form(given, Form.SHORT) == "UBND cấp GCNQSDĐ theo QĐ nào"


def test_short_minds_the_tones():
    assert form("họ quyết định, hộ quyệt đỉnh", Form.SHORT) == "họ QĐ, hộ quyệt đỉnh"


def test_noise_is_the_same_each_time_and_differs_between_questions():
    given = "Trình tự, thủ tục thu hồi đất và bồi thường được quy định như thế nào?"
    assert form(given, Form.NOISY) == form(given, Form.NOISY)
    assert len({form(given, Form.NOISY, f"q{i}") for i in range(20)}) > 10
    assert form(given, Form.NOISY) != given


def test_noise_moves_the_tone_mark():
    assert "tuỵ" in form("tận tụy", Form.NOISY) or "tuyj" in form("tận tụy", Form.NOISY)


def test_noise_swaps_two_letters_of_one_long_word():
    assert sorted(form("nghiêng", Form.NOISY, "a")) == sorted("nghiêng")


def test_as_is_only_joins_white_space():
    assert form("  Điều   kiện ", Form.AS_IS) == "Điều kiện"


def test_marks_come_off_every_letter():
    assert without_diacritics("ắằẳẵặ ượữ ĐđỄ") == "aaaaa uou DdE"
