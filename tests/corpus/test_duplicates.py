"""Which two files hold one document; all texts are made up."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicates import Fingerprint, fingerprint, is_better, match
from corpus.duplicates.differences import differences
from corpus.duplicates.facts import Agreement, agreement
from corpus.types import Document, Fact, Form, Header, Provenance, Span

AT = Span(0, 1)
WORDS = """
    giao cho sở ban ngành địa phương rà soát báo cáo kết quả thực hiện nhiệm vụ chuyển đổi số kế hoạch
    phối hợp theo dõi đôn đốc kiểm tra hướng dẫn đơn vị cơ sở tổng hợp kinh phí nguồn lực đầu tư công trình
    """.split()  # noqa: SIM905  # a word list reads better as words


def prose(seed: int, length: int = 400) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def document(text: str, ocr: bool = False, **facts: object) -> Document:
    header = Header(**{name: Fact(value, AT) for name, value in facts.items()})
    recognised = Provenance("pdf", (), (1,), 0.9) if ocr else Provenance()
    return Document("0" * 16, "", "a.txt", "/a.txt", text, "", header, (), recognised)


def letter(number: str, day: str, task: str = "", seed: int = 1) -> str:
    return f"Số: {number} ngày {day} {prose(seed, 200)} {task} {prose(seed + 1, 200)}"


def misread(text: str, share: float, seed: int = 3) -> str:
    chance = random.Random(seed)
    letters = (
        chance.choice("aeiounhcmtl") if one.isalpha() and chance.random() < share else one for one in text
    )
    return "".join(letters)


# Fingerprints


def test_a_fingerprint_is_the_same_on_every_machine():
    found = fingerprint("Giao Sở Tài chính chủ trì, báo cáo trước ngày 15/6/2021.")
    assert found.values[:4].tolist() == [306648667, 146807919, 544606463, 476507030]
    assert found.bands()[:2] == (-3339811214502418916, 7176422467916274503)


@given(st.text(max_size=200))
def test_fingerprints_survive_packing(text):
    found = fingerprint(text)
    again = Fingerprint.unpack(found.pack())
    assert np.array_equal(again.values, found.values)
    assert again.bands() == found.bands()
    assert found.resemblance(again) == 1.0


def test_marks_case_and_punctuation_do_not_count():
    one, other = fingerprint("Giao Sở Tài chính, chủ trì."), fingerprint("GIAO SO TAI CHINH chu tri")
    assert one.resemblance(other) == 1.0


def test_resemblance_is_the_share_of_common_shingles():
    text = prose(1, 3000)
    half = " ".join(text.split()[:1500])
    assert fingerprint(text).resemblance(fingerprint(half)) == pytest.approx(0.5, abs=0.15)
    assert fingerprint(text).resemblance(fingerprint(prose(2, 3000))) < 0.15


def test_a_misread_text_shares_bands():
    text = prose(1, 800)
    ours, theirs = fingerprint(text), fingerprint(misread(text, 0.03))
    assert ours.resemblance(theirs) > 0.4
    assert set(ours.bands()) & set(theirs.bands())


# Differences


def test_equal_texts_differ_in_nothing():
    found = differences("Giao Sở Y tế, chủ trì", "giao so y te chu tri")
    assert found is not None
    assert (found.similarity, found.lost, found.noise, found.words, found.numbers) == (1.0, 0.0, 0.0, 0, 0)


def test_an_empty_text_is_compared_with_nothing():
    assert differences("", "a b") is None
    assert differences("a b", "...") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "counted"),
    [
        ("trước ngày 30", "trước ngày 15", (1, 0, 0, 0)),
        ("trong năm 2024", "trong năm 2025", (1, 1, 0, 0)),
        ("sở y tế", "sở tài chính", (0, 0, 1, 0)),
        ("sở y tế", "", (0, 0, 0, 0)),
        ("gồm 14 điểm", "", (0, 0, 0, 1)),
        ("", "sở y tế 2024", (0, 0, 0, 0)),  # what only the kept text has is not lost
    ],
)
def test_what_stands_in_the_place_of_what(ours, theirs, counted):
    one, other = prose(1), prose(2)
    found = differences(f"{one} {ours} {other}", f"{one} {theirs} {other}")
    assert found is not None
    assert (found.numbers, found.years, found.words, found.own_numbers) == counted


def test_misread_words_are_noise_and_not_other_words():
    text = prose(1)
    found = differences(text.replace("nguồn", "nquồn"), text)
    assert found is not None
    assert found.noise > 0
    assert (found.words, found.numbers, found.lost) == (0, 0, 0.0)


def test_a_number_cited_elsewhere_does_not_hide_that_it_differs():
    text, cited = letter("72/QĐ-UBND", "1/2/2025"), "thay thế Số: 72/QĐ-UBND ngày 1/2/2025 của tỉnh"
    found = differences(text, letter("73/QĐ-UBND", "1/2/2025") + " " + cited)
    assert found is not None
    assert found.numbers == 1


# Headers


@pytest.mark.parametrize(
    ("ours", "theirs", "ocr", "expected"),
    [
        ({"number": "5/KH-UBND"}, {"number": "5/KH-UBND"}, False, Agreement.LIKELY),
        ({"number": "5/KH-UBND"}, {"number": "6/KH-UBND"}, False, Agreement.CONTRADICTORY),
        ({"number": "5/KH-UBND"}, {}, False, Agreement.SILENT),
        ({"number": "37951/GHQ-GSQI"}, {"number": "37951/CHQ-GSQL"}, True, Agreement.LIKELY),
        ({"number": "37951/GHQ-GSQI"}, {"number": "37951/CHQ-GSQL"}, False, Agreement.CONTRADICTORY),
        ({"number": "37951/CHQ-GSQL"}, {"number": "37952/CHQ-GSQL"}, True, Agreement.CONTRADICTORY),
        ({"issuer": "UBND tỉnh Hà Nam"}, {"issuer": "Ủy ban nhân dân tỉnh Hà Nam"}, False, Agreement.SILENT),
        ({"issuer": "Sở Y tế"}, {"issuer": "Sở Tài chính"}, False, Agreement.CONTRADICTORY),
        ({"issuer": "Ủy ban nhân dân"}, {"issuer": "UBND tỉnh Hà Nam"}, False, Agreement.SILENT),
        ({"signer": "Nguyễn Văn A"}, {"signer": "Trần Thị Bình"}, False, Agreement.CONTRADICTORY),
        ({"issued_on": date(2024, 1, 5)}, {"issued_on": date(2025, 1, 5)}, False, Agreement.CONTRADICTORY),
    ],
)
def test_headers(ours, theirs, ocr, expected):
    one, other = document("a", ocr, **ours), document("b", **theirs)
    assert agreement(one, other) is expected
    assert agreement(other, one) is expected


def test_number_and_date_agree():
    facts = {"number": "5/KH-UBND", "issued_on": date(2024, 1, 5)}
    assert agreement(document("a", **facts), document("b", **facts)) is Agreement.AGREEING


# Matches


def test_a_scan_of_a_letter_is_the_letter():
    text = letter("1023-CV/TU", "1/6/2021")
    facts = {"number": "1023-CV/TU", "issued_on": date(2021, 6, 1)}
    scan, original = document(misread(text, 0.02), ocr=True, **facts), document(text, **facts)
    linked, displaced = match(scan, original), match(original, scan)
    assert linked is not None
    assert displaced is not None
    assert (linked.new_is_better, displaced.new_is_better) == (False, True)
    assert 0.8 < linked.similarity < 1.0


@pytest.mark.parametrize("ocr", [False, True])
def test_letters_of_one_template_are_two(ocr):
    """With and without headers, as text and as scans."""
    ours, theirs = letter("72/QĐ-UBND", "1/2/2025"), letter("73/QĐ-UBND", "1/2/2025")
    assert match(document(ours, ocr), document(theirs)) is None
    named = document(ours, ocr, number="72/QĐ-UBND"), document(theirs, number="73/QĐ-UBND")
    assert match(*named) is None
    assert match(document(letter("", "", "Sở Y tế"), ocr), document(letter("", "", "Sở Tài chính"))) is None


def test_versions_of_two_years_are_two():
    number = {"number": "5/KH-UBND"}
    old, new = letter("5/KH-UBND", "5/1", "năm 2024"), letter("5/KH-UBND", "5/1", "năm 2025")
    assert match(document(old, **number), document(new, **number)) is None
    assert match(document(old, ocr=True, **number), document(new, **number)) is None


def test_a_corrected_deadline_is_another_text():
    facts = {"number": "5/KH-UBND", "issued_on": date(2024, 1, 5)}
    old, new = (
        letter("5/KH-UBND", "5/1/2024", "trước ngày 30/6"),
        letter("5/KH-UBND", "5/1/2024", "trước ngày 31/7"),
    )
    assert match(document(old, **facts), document(new, **facts)) is None


def test_a_text_that_lost_its_header_is_linked():
    whole = letter("5/KH-UBND", "5/1/2024")
    part = " ".join(whole.split()[4:])
    found = match(document(part), document(whole, number="5/KH-UBND", issued_on=date(2024, 1, 5)))
    assert found is not None
    assert (found.similarity, found.new_is_better) == (1.0, False)


def test_a_text_with_an_annex_more_is_not_dropped():
    facts = {"number": "5/KH-UBND", "issued_on": date(2024, 1, 5)}
    short = letter("5/KH-UBND", "5/1/2024")
    assert match(document(short + " " + prose(9, 300), **facts), document(short, **facts)) is None


# Witnesses


def test_the_better_witness():
    text, scan = document("a", number="1"), document("a", ocr=True, number="1", issuer="b", signer="c")
    assert is_better(text, scan)
    assert not is_better(scan, text)
    assert is_better(document("a", number="1", issuer="b"), text)
    report = replace(text, header=replace(text.header, form=Form.REPORT))
    assert is_better(text, report)
    assert not is_better(text, text)
    clear = replace(scan, provenance=Provenance("pdf", (), (1,), 0.99))
    assert is_better(clear, scan)
    assert not is_better(scan, clear)
