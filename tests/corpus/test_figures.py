import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.figures import breakdowns, find_figures
from corpus.figures.quantities import find_quantities, number_value
from corpus.types import Document, Fact, Header, Passage, Span

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def read(*paragraphs, issued_on=None):
    """Return the text and the figures of a document with one passage a paragraph."""
    text = "\n".join(paragraphs)
    passages, start = [], 0
    for at, paragraph in enumerate(paragraphs):
        span = Span(start, start + len(paragraph))
        passages.append(Passage(f"d-{at:04d}", "d", at, "", (), span, paragraph))
        start = span.end + 1
    header = Header(issued_on=Fact(issued_on, Span(0, 0)) if issued_on else None)
    return text, find_figures(Document("d", "", "a.txt", "/a.txt", text, "", header), passages)


def summed(figures):
    return [
        (one.total.value, [part.value for part in one.parts], one.complete) for one in breakdowns(figures)
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("79,5", 79.5),
        ("3.200.000", 3_200_000),
        ("1.364.329,25", 1_364_329.25),
        ("98.5", 98.5),
        ("07", 7),
        ("1.500", 1500),
    ],
)
def test_vietnamese_numbers(written, value):
    assert number_value(written) == value


@pytest.mark.parametrize(
    ("text", "quoted", "value", "unit"),
    [
        ("Có 20 nhiệm vụ trọng tâm.", "20 nhiệm vụ", 20, "nhiệm vụ"),
        ("Kinh phí là 3.200.000 đồng.", "3.200.000 đồng", 3_200_000, "đồng"),
        ("Tổng vốn 1.500 tỷ đồng.", "1.500 tỷ đồng", 1500, "tỷ đồng"),
        ("Kim ngạch đạt 2,6 tỷ USD.", "2,6 tỷ USD", 2.6, "tỷ USD"),
        ("Mức chi 200.000 đồng/người/ngày.", "200.000 đồng/người/ngày", 200_000, "đồng/người/ngày"),
        ("Lập 05 (năm) bộ hồ sơ.", "05 (năm) bộ hồ sơ", 5, "bộ hồ sơ"),
        ("Đã xong 14/20 nhiệm vụ.", "14/20 nhiệm vụ", 14, "nhiệm vụ"),
        ("Tăng 10 - 15% mỗi năm.", "10 - 15%", 10, "%"),
        ("Sắp xếp 12 xã, phường.", "12 xã, phường", 12, "xã, phường"),
        ("Ban hành 7 Nghị quyết chuyên đề.", "7 Nghị quyết", 7, "nghị quyết"),
    ],
)
def test_quantities(text, quoted, value, unit):
    found = [one for one in find_quantities(text) if one.unit]
    assert [(one.span.of(text), one.value, one.unit) for one in found] == [(quoted, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 05/8/2020, Nghị quyết số 59-NQ/TW và Nghị quyết số 45/2022/QH15 được ban hành.",
        "Theo khoản 2 Điều 5 và điểm a mục 3.",
        "Nhiệm kỳ 2020 - 2025, đại hội lần thứ 14.",
        "Trong thời hạn 15 ngày làm việc, 06 tháng đầu năm 2025.",
        "Điện thoại: 0292.3812345.",
        "Nhà máy Nhơn Trạch 4 tỉnh Đồng Nai.",
        "Theo Điều 28, 29 Nghị định số 30/2020/NĐ-CP.",
        "Ban Chỉ đạo 389 quốc gia họp.",
        "15 Đồng Tháp",
        "2 Dự án Xây dựng trường",
        "826 lượt xem",
        "Điều 3 dự án này.",
        "Đơn vị tính: 1.000 đồng",
        "Tại các điều 3, 5, 7 Nghị quyết này.",
        "Số thứ tự 01, 02, 03 quy định tại phụ lục.",
        "Công việc thứ hai dự án này.",
        "Mức thu = 3,6% x (0,15d + 1,5d)",
    ],
)
def test_not_figures(text):
    assert read(text)[1] == ()


def test_count_with_its_qualifiers_and_state():
    text, (found,) = read(
        "Đến nay 12 dự án trọng điểm đang triển khai thực hiện.", issued_on=date(2022, 11, 21)
    )
    assert found.indicator == "dự án trọng điểm"
    assert found.status == "đang triển khai thực hiện"
    assert found.as_of == date(2022, 11, 21)
    assert found.value_span.of(text) == "12 dự án"
    assert found.clause.of(text) == text
    assert found.id == "d-f0000"


def test_state_before_the_count():
    _, (found,) = read("Sở Tài chính đã tổ chức 2 lớp tập huấn.")
    assert (found.indicator, found.status) == ("lớp tập huấn", "đã tổ chức")


def test_comma_inside_a_list_of_agencies_does_not_end_the_indicator():
    _, (found,) = read("Giao 6 nhiệm vụ do các bộ, ngành Trung ương chủ trì, báo cáo hằng quý.")
    assert found.indicator == "nhiệm vụ do các bộ, ngành Trung ương chủ trì"


def test_measures_take_the_words_before_them():
    _, found = read("Tổng thu ngân sách đạt 13.966 tỷ đồng, bằng 79,5% dự toán, tăng 12% so với cùng kỳ.")
    assert [(one.value, one.indicator) for one in found] == [
        (13966, "Tổng thu ngân sách"),
        (79.5, "Tổng thu ngân sách so với dự toán"),
        (12, "Tổng thu ngân sách tăng so với cùng kỳ"),
    ]


def test_share_of_what_follows():
    _, (found,) = read("- 100% hộ dân được dùng nước sạch.")
    assert found.indicator == "hộ dân được dùng nước sạch"


def test_amount_after_a_colon():
    _, (found,) = read("Tổng mức đầu tư: 1.500 tỷ đồng.")
    assert found.indicator == "Tổng mức đầu tư"


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Thu từ xổ số (kể cả điện toán) ước đạt 18 tỷ đồng.", "Thu từ xổ số"),
        ("Phấn đấu đạt tốc độ tăng trưởng (8%).", "tốc độ tăng trưởng"),
        ("Hỗ trợ hằng tháng cho cán bộ, chiến sĩ: 500.000 đồng.", "Hỗ trợ hằng tháng cho cán bộ, chiến sĩ"),
        ("Từ năm 2025 trở đi, tỷ lệ hộ nghèo giảm còn 2%.", "tỷ lệ hộ nghèo giảm"),
    ],
)
def test_subject_of_an_amount(text, indicator):
    assert read(text)[1][0].indicator == indicator


def test_a_state_of_its_own_does_not_inherit_what_was_counted_before():
    _, found = read("Mưa lũ làm 12 người chết và mất tích, 19 người bị thương.")
    assert [(one.indicator, one.status) for one in found] == [
        ("người chết và mất tích", None),
        ("người", "bị thương"),
    ]


def test_numbers_in_words():
    _, (found,) = read("Triển khai hai dự án trọng điểm.")
    assert (found.value, found.unit, found.indicator) == (2, "dự án", "dự án trọng điểm")


def test_stated_day_is_kept():
    _, (found,) = read("Giải ngân vốn đầu tư công tính đến hết ngày 31 tháng 10 năm 2025 đạt 72,4% kế hoạch.")
    assert found.as_of == date(2025, 10, 31)
    assert found.indicator == "Giải ngân vốn đầu tư công so với kế hoạch"


def test_now_is_unknown_where_the_document_has_no_date():
    _, (found,) = read("Đến nay có 2 đề án được duyệt.")
    assert found.as_of is None


def test_parts_in_one_sentence():
    _, found = read("Có 35 việc khác, trong đó có 22 việc đã làm xong, 11 việc đang làm, 2 việc đang xét.")
    assert summed(found) == [(35, [22, 11, 2], True)]
    assert [one.status for one in found] == [None, "đã làm xong", "đang làm", "đang xét"]


def test_parts_of_a_part_are_told_by_their_sum():
    _, found = read(
        "Về 30 đề án, trong đó có 9 đề án do tỉnh trình, đến nay có 5 đề án đã duyệt, 4 đề án chưa duyệt."
    )
    assert summed(found) == [(30, [9], False), (9, [5, 4], True)]
    assert found[2].indicator == "đề án do tỉnh trình"


def test_remainder_told_in_the_next_paragraph():
    _, found = read(
        "Kế hoạch có 30 đề án, trong đó có 9 đề án do sở trình.",
        "Trong 21 đề án do huyện trình có 20 đề án đã duyệt, 1 đề án chưa duyệt.",
    )
    assert summed(found) == [(30, [9, 21], True), (21, [20, 1], True)]


def test_remainder_that_does_not_fit_is_not_attached():
    _, found = read(
        "Kế hoạch có 30 đề án, trong đó có 9 đề án do sở trình.",
        "Trong 20 đề án do huyện trình có 20 đề án đã duyệt.",
    )
    assert found[2].part_of is None


def test_parts_without_their_unit_borrow_it():
    _, found = read("Giao 20 nhiệm vụ, trong đó 6 đã hoàn thành, 14 đang thực hiện.")
    assert summed(found) == [(20, [6, 14], True)]
    assert {one.unit for one in found} == {"nhiệm vụ"}


def test_number_without_unit_and_total_is_nothing():
    assert read("Năm nay 6 đã hoàn thành.")[1] == ()


def test_trong_do_at_the_head_of_the_next_sentence():
    _, found = read("Toàn tỉnh có 100 xã. Trong đó, có 60 xã đạt chuẩn, 40 xã chưa đạt chuẩn.")
    assert summed(found) == [(100, [60, 40], True)]


def test_sums_that_differ_are_reported():
    _, found = read("Có 10 hồ sơ, trong đó 6 hồ sơ đúng hạn, 3 hồ sơ quá hạn.")
    (only,) = breakdowns(found)
    assert (only.complete, only.rest) == (False, 1)


def test_other_units_are_no_parts():
    _, found = read("Có 10 dự án, trong đó vốn trung ương 5 tỷ đồng.")
    assert breakdowns(found) == []


def test_abbreviated_unit_is_the_same_unit():
    _, found = read("Công bố 08 thủ tục hành chính (trong đó: 02 TTHC cấp tỉnh; 06 TTHC cấp xã).")
    assert summed(found) == [(8, [2, 6], True)]


def test_comparison_in_parentheses_is_no_part():
    _, found = read(
        "Tổng thu đạt 90 tỷ đồng, trong đó thu nội địa 60 tỷ đồng, cùng kỳ (50 tỷ đồng), thu khác 30 tỷ đồng."
    )
    assert summed(found) == [(90, [60, 30], True)]


def test_shares_of_different_things_are_no_parts():
    _, found = read("Số hóa 100% hồ sơ, trong đó phấn đấu giảm 50% thời gian, 30% chi phí.")
    assert breakdowns(found) == []


def test_new_number_of_projects_in_place_of_the_old():
    _, found = read("Đối với danh mục 19 dự án do huyện quản lý, thành phố đã cập nhật 25 dự án.")
    assert [(one.value, one.indicator, one.status) for one in found] == [
        (19, "dự án do huyện quản lý", None),
        (25, "dự án do huyện quản lý", "đã cập nhật"),
    ]


_PIECES = st.sampled_from(
    [
        "Có ",
        "20 ",
        "nhiệm vụ",
        ", ",
        "trong đó ",
        "6 ",
        "14 ",
        "đã xong",
        "; ",
        ". ",
        "79,5%",
        " dự toán",
        "\n",
        "3.200.000 đồng",
        "(",
        ")",
        " đến nay ",
        "Trong ",
        "tăng ",
        "đang làm ",
        "1/2/2024 ",
        "10 - 15% ",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_spans_are_exact_and_parts_come_after_their_totals(text):
    text, found = read(text or "a")
    ids = [one.id for one in found]
    assert ids == [f"d-f{at:04d}" for at in range(len(found))]
    for one in found:
        quoted = one.value_span.of(text)
        assert quoted[0].isdigit()
        assert one.clause.contains(one.value_span)
        assert one.part_of is None or one.part_of < one.id
        assert one.unit
        assert one.indicator


@pytest.mark.parametrize(
    "unit",
    [
        "20 nhiệm vụ, trong đó ",
        "1 xã, ",
        "1.",
        "1 ",
        "20% ",
        "đã ",
        "20 nhiệm vụ đã ",
        "(1 xã ",
        "trong 5 xã ",
        "1-",
        "a ",
    ],
)
def test_hostile_text_is_bounded(unit):
    began = time.process_time()
    read(unit * (60_000 // len(unit)))
    assert time.process_time() - began < 5.0


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.exists(), reason="needs the development data")
def test_seed_of_the_steering_committee():
    text = (SEEDS / "003_97296ecf0f1d24b6.txt").read_text(encoding="utf-8")
    _, found = read(*[line for line in text.split("\n") if line.strip()])
    assert summed(found) == [
        (20, [6, 14], True),
        (6, [2, 4], True),
        (14, [7, 7], True),
        (25, [10, 5, 8, 2], True),
        (35, [22, 11, 2], True),
    ]
