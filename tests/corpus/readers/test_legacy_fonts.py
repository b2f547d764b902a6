"""Texts typed for TCVN3 and VNI fonts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UndecodableText
from corpus.readers import read
from corpus.readers.legacy_fonts import LegacyFont, font_of, recognise, to_unicode
from corpus.types import Remark

SHARED = Path(__file__).resolve().parents[4] / "shared"

GOOD = [
    "Ủy ban nhân dân xã giao Trạm Y tế rà soát, báo cáo kết quả trước ngày 15 tháng 7.",
    "Có và là cá, bà có gà; chú có dê, bé có bò.",
    "The quick brown fox jumps over the naïve façade at a café.",
    "Les élèves déjà présents à l'école où l'été a été très agréable près de Besançon.",
    "Größe, Übung, Straße, Mädchen, Köln, für, schön, natürlich, Äpfel, Öl",
    "2850÷3800 m; 3 × 4; 5 µg; ± 2 %; « trích dẫn »; 30 °C; § 12; 4500÷6000; 1÷2; 3÷4; 5÷6",
    "1.234.567,89 đồng",
    "Ö\næ\nþ\nâ\nò\nô\nø\në\në",
    "",
]
# The same words as they look where the font is unknown.
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam. §¶ng ñy yªu cÇu c¸c ®¬n vÞ thùc hiÖn nghiªm tóc chØ thÞ nµy."
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. "
VNI += "Ñaûng uûy yeâu caàu caùc ñôn vò thöïc hieän nghieâm tuùc chæ thò naøy."
UNICODE = "Cộng hòa xã hội chủ nghĩa Việt Nam. Đảng ủy yêu cầu các đơn vị thực hiện nghiêm túc chỉ thị này."


@pytest.mark.parametrize(
    ("name", "font"),
    [
        (".VnTime", LegacyFont.TCVN3),
        (".vnarial", LegacyFont.TCVN3),
        (".VnTimeH", LegacyFont.TCVN3_CAPITALS),
        (".VnArial NarrowH", LegacyFont.TCVN3_CAPITALS),
        ("BCDEFG+.VnTimeH,Bold", LegacyFont.TCVN3_CAPITALS),
        (".VnTime-BoldItalic", LegacyFont.TCVN3),
        ("VNI-Times", LegacyFont.VNI),
        ("VNI Helve", LegacyFont.VNI),
        ("Times New Roman", None),
        ("Vni", None),
        ("", None),
    ],
)
def test_fonts_by_name(name, font):
    assert font_of(name) is font


@pytest.mark.parametrize(("text", "font"), [(TCVN3, LegacyFont.TCVN3), (VNI, LegacyFont.VNI)])
def test_letters_tell_the_font(text, font):
    assert recognise(text) is font
    assert to_unicode(text, font) == UNICODE


@pytest.mark.parametrize("text", GOOD)
def test_other_texts_are_not_taken_for_legacy(text):
    assert recognise(text) is None


def test_a_few_words_are_not_enough_for_a_verdict():
    assert recognise("Sè 12/2001, ViÖt Nam") is None


def test_capitals_of_tcvn3():
    assert to_unicode("céng hßa x· héi", LegacyFont.TCVN3_CAPITALS) == "CỘNG HÒA XÃ HỘI"
    assert to_unicode("Uû ban", LegacyFont.TCVN3_CAPITALS) == "UỶ BAN"
    assert to_unicode("CéNG HOµ X· HéI, Tæ quèc", LegacyFont.TCVN3) == "CỘNG HOÀ XÃ HỘI, Tổ quốc"


def test_signs_stay_signs():
    text = "tõ 2÷3 kg, 5 µg, xe « t« vµ 4 × 5"
    assert to_unicode(text, LegacyFont.TCVN3) == "từ 2÷3 kg, 5 µg, xe ô tô và 4 × 5"


def test_capitals_of_vni():
    assert to_unicode("ÑAÛNG UÛY, QUYEÁT ÑÒNH, Ö Y", LegacyFont.VNI) == "ĐẢNG ỦY, QUYẾT ĐỊNH, Ư Y"


def test_lines_in_unicode_stay():
    mixed = f"{UNICODE}\n{TCVN3}\n{UNICODE}"
    assert recognise(mixed) is LegacyFont.TCVN3
    assert to_unicode(mixed, LegacyFont.TCVN3) == f"{UNICODE}\n{UNICODE}\n{UNICODE}"


_WORDS = sorted(set(" ".join(GOOD).split()))


# Each word once: "où" alone, again and again, reads as "ó" written in VNI.
@given(st.lists(st.sampled_from(_WORDS), max_size=60, unique=True).map(" ".join))
def test_no_mixture_of_good_words_is_converted(text):
    assert recognise(text) is None


@given(st.text(max_size=200), st.sampled_from(LegacyFont))
def test_any_text_can_be_converted(text, font):
    assert to_unicode(text, font).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "data", [TCVN3.encode("latin-1"), VNI.encode("cp1252"), TCVN3.encode(), VNI.encode()]
)
def test_text_files_for_legacy_fonts(data):
    reading = read(data, "a.txt")
    assert reading.mapped.text == UNICODE
    assert reading.provenance.remarks == (Remark.LEGACY_FONT,)


def test_a_code_that_cp1252_lacks_leaves_the_others_as_they_are():
    data = b"\x93" + TCVN3.encode("latin-1") + b"\x94 \x81"
    assert read(data, "a.txt").mapped.text.startswith(f"“{UNICODE}”")


def test_text_files_in_cp1258():
    data = "Cộng hòa xã hội chủ nghĩa Việt Nam: các đơn vị thực hiện"
    split = (
        data.replace("ộ", "ô\u0323").replace("ò", "o\u0300").replace("ệ", "ê\u0323").replace("ị", "i\u0323")
    )
    split = (
        split.replace("ự", "ư\u0323").replace("ủ", "u\u0309").replace("ĩ", "i\u0303").replace("ã", "a\u0303")
    )
    assert read(split.encode("cp1258"), "a.txt").mapped.text == data


def test_text_encoded_twice_is_repaired():
    twice = "".join(
        chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
        for b in UNICODE.encode()
    )
    assert read(twice.encode(), "a.txt").mapped.text == UNICODE


def test_text_cut_inside_a_letter():
    assert (
        read("Đảng ủy giao nhiệm vụ ở xã ế".encode()[:-1], "a.txt").mapped.text
        == "Đảng ủy giao nhiệm vụ ở xã"
    )


def test_french_bytes_are_refused():
    with pytest.raises(UndecodableText):
        read(GOOD[3].encode("latin-1"), "a.txt")


@pytest.mark.shared
def test_no_line_of_real_texts_is_taken_for_legacy():
    files = sorted((SHARED / "data" / "directives").glob("*.txt")) + sorted((SHARED / "seeds").glob("*.txt"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert recognise(text) is None, path
        assert all(recognise(line) is None for line in text.splitlines()), path
