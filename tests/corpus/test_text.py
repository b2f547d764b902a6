import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.letters import fold_letters
from corpus.text import OffsetMap, canonical
from corpus.types import Span

VIETNAMESE = st.text(
    st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ÔƠƯĐ0123456789.,;/-\n\r\t \u00a0\u200b\ufeff\u0301\u0323"
    )
)


@given(st.text() | VIETNAMESE)
def test_canonical_is_idempotent(raw):
    once = canonical(raw).text
    assert canonical(once).text == once


@given(st.text() | VIETNAMESE)
def test_canonical_is_nfc_with_single_spaces(raw):
    text = canonical(raw).text
    assert unicodedata.is_normalized("NFC", text)
    assert "  " not in text
    assert "\n\n\n" not in text
    assert text == text.strip()


@given(st.text() | VIETNAMESE)
def test_every_word_comes_from_where_the_offsets_say(raw):
    mapped = canonical(raw)
    at = 0
    for word in mapped.text.split():
        start = mapped.text.index(word, at)
        at = start + len(word)
        origin = mapped.offsets.to_origin(Span(start, at))
        assert canonical(origin.of(raw)).text == word


@given(st.text() | VIETNAMESE)
def test_offsets_survive_packing_and_never_run_backwards(raw):
    offsets = canonical(raw).offsets
    assert OffsetMap.unpack(offsets.pack()).origins.tolist() == offsets.origins.tolist()
    assert offsets.origins.tolist() == sorted(offsets.origins.tolist())
    assert offsets.origins[-1] == len(raw)


def test_composing_maps_leads_back_to_the_first_text():
    first = canonical("a\u200b  b\r\n\r\n\r\n\r\nc")
    assert first.text == "a b\n\nc"
    second = canonical(first.text)
    whole = first.offsets.then(second.offsets)
    assert whole.to_origin(Span(2, 3)) == Span(4, 11)  # with the line breaks that were dropped behind it
    assert whole.to_origin(Span(5, 6)) == Span(13, 14)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Tuye\u0302n gia\u0301o", "Tuyên giáo"),
        ("a\x00b\x07c", "abc"),
        ("một\u00a0 \t hai", "một hai"),
        ("dòng một\x0cdòng hai", "dòng một\ndòng hai"),
        ("a\u200b\u0301", "á"),
        ("\ud800x", "x"),
    ],
)
def test_canonical_cleans(raw, text):
    assert canonical(raw).text == text


def test_fold_takes_marks_off_and_keeps_the_length():
    assert fold_letters("Ủy ban nhân dân THÀNH PHỐ Đà Nẵng") == "uy ban nhan dan thanh pho da nang"
    assert len(fold_letters("Đường Nguyễn Huệ")) == len("Đường Nguyễn Huệ")


@given(st.text() | VIETNAMESE)
def test_folding_keeps_every_offset(text):
    assert len(fold_letters(text)) == len(text)
