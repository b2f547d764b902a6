import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.load import load_analyzer
from models.textkeys import fold


@pytest.fixture(scope="module")
def analyzer():
    return load_analyzer()


def test_syllables_and_bigrams_in_order(analyzer):
    assert analyzer.analyze("Thành ủy, chủ trì").accented == (
        "thành",
        "ủy",
        "thành_ủy",
        "chủ",
        "trì",
        "chủ_trì",
    )


def test_words_longer_than_a_bigram_are_added(analyzer):
    assert "ban_nhân_dân" in analyzer.analyze("Ủy ban nhân dân").accented


def test_tone_placement_does_not_matter(analyzer):
    assert analyzer.analyze("Hoà Bình, Uỷ ban") == analyzer.analyze("Hòa Bình, Ủy ban")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1023-CV/TU", ["1023", "1023-cv/tu", "cv/tu"]),
        ("59 - NQ/TW", ["59", "59-nq/tw", "nq/tw"]),
        ("45/2022/QH15", ["45", "45/2022/qh15", "45/2022", "qh15"]),
        ("30/2020/NĐ-CP", ["30", "30/2020/nđ-cp", "30/2020", "nđ-cp"]),
        ("03-CTr/TU", ["3", "03-ctr/tu", "3-ctr/tu", "ctr/tu"]),
        ("09/CT-UBND.", ["9", "09/ct-ubnd", "9/ct-ubnd", "ct-ubnd"]),
        ("05/8/2020", ["2020-08-05", "2020-08", "2020"]),
        ("5-8-2020;", ["2020-08-05", "2020-08", "2020"]),
        ("31/13/2020", ["31", "31_13", "13", "13_2020", "2020"]),
        ("1.200 2,5", ["1200", "2,5", "1200_2,5"]),
    ],
)
def test_numbers_and_dates(analyzer, text, expected):
    assert sorted(analyzer.analyze(text).accented) == sorted(expected)


def test_a_spelt_date_meets_a_written_one(analyzer):
    spelt = analyzer.analyze("ngày 05 tháng 8 năm 2020").accented
    assert {"2020-08-05", "2020-08", "tháng_8", "năm_2020"} <= set(spelt)


def test_a_kind_and_a_serial_make_a_bigram(analyzer):
    assert "văn_1023" in analyzer.analyze("công văn 1023-CV/TU").accented
    assert "van_1023" in analyzer.analyze("cong van 1023").folded


def test_bare_questions_meet_folded_passages(analyzer):
    passage = analyzer.analyze("Nghị định 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020")
    question = analyzer.analyze("nghi dinh 30/2020/nd-cp ngay 5/3/2020")
    assert {"nghi_dinh", "30/2020/nd-cp", "2020-03-05"} <= set(question.folded) & set(passage.folded)


def test_nothing_to_analyze(analyzer):
    assert analyzer.analyze("").accented == ()
    assert analyzer.analyze(" .,;?! \n").folded == ()


@given(st.text(max_size=80))
def test_folded_is_the_folded_accented(text):
    terms = load_analyzer().analyze(text)
    assert terms.folded == tuple(map(fold, terms.accented))
    assert not any(term == "" or term.split() != [term] for term in terms.accented)
