import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates, find_deadlines, find_periods


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 18 tháng 6 năm 2024", date(2024, 6, 18)),
        ("05/8/2020", date(2020, 8, 5)),
        ("6-11-2021", date(2021, 11, 6)),
        ("ngày 30/8/2021", date(2021, 8, 30)),
        ("ngay 18 thang 6 nam 2024", date(2024, 6, 18)),
        ("ngày 5.8.2020", date(2020, 8, 5)),
        ("ngày 18 tháng 11 năm\n2025", date(2025, 11, 18)),
    ],
)
def test_whole_dates(text, day):
    (fact,) = find_dates(f"Văn bản {text}, có hiệu lực.")
    assert fact.value == day
    assert fact.span.of(f"Văn bản {text}, có hiệu lực.") == text


@pytest.mark.parametrize(
    "text", ["31/2/2024", "45/2022/QH15", "63/2025/QĐ-UBND", "ngày tháng 6 năm 2024", "2020-2025", "1.2.2024"]
)
def test_not_dates(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("tháng 6/2024", date(2024, 6, 1), date(2024, 6, 30)),
        ("tháng 02 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("quý III/2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("Quý 4 năm 2025", date(2025, 10, 1), date(2025, 12, 31)),
        ("năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("6 tháng đầu năm 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("giai đoạn 2021 - 2025", date(2021, 1, 1), date(2025, 12, 31)),
        ("quy III/2025", date(2025, 7, 1), date(2025, 9, 30)),
    ],
)
def test_periods(text, start, end):
    (period,) = find_periods(text)
    assert (period.start, period.end, period.text) == (start, end, text)


def test_the_month_of_a_date_is_no_period():
    assert find_periods("ngày 18 tháng 6 năm 2024") == []


ISSUED = date(2025, 5, 12)  # a Monday


@pytest.mark.parametrize(
    ("text", "covered", "due", "recurrence"),
    [
        ("Báo cáo trước ngày 30/6/2025.", "trước ngày 30/6/2025", date(2025, 6, 30), None),
        (
            "gửi chậm nhất ngày 15 tháng 7 năm 2025;",
            "chậm nhất ngày 15 tháng 7 năm 2025",
            date(2025, 7, 15),
            None,
        ),
        ("hoàn thành xong trong tháng 12/2025", "trong tháng 12/2025", date(2025, 12, 31), None),
        ("Trình ban hành trong quý III/2025.", "trong quý III/2025", date(2025, 9, 30), None),
        ("báo cáo trước ngày 15 hằng tháng", "trước ngày 15 hằng tháng", None, "R/P1M"),
        ("định kỳ hằng quý tổng hợp báo cáo", "định kỳ hằng quý", None, "R/P3M"),
        ("Hàng tháng, họp giao ban", "Hàng tháng", None, "R/P1M"),
        ("sơ kết 6 tháng một lần", "6 tháng một lần", None, "R/P6M"),
        ("hoàn thành trước 31/12", "trước 31/12", date(2025, 12, 31), None),
        ("báo cáo trước 17 giờ ngày 27/11/2025", "trước 17 giờ ngày 27/11/2025", date(2025, 11, 27), None),
        ("Thời hạn hoàn thành: Quý IV/2025", "Quý IV/2025", date(2025, 12, 31), None),
        ("hoàn thành trước tháng 9/2025", "trước tháng 9/2025", date(2025, 8, 31), None),
        ("hằng năm (trước ngày 15 tháng 11) gửi về", "hằng năm (trước ngày 15 tháng 11)", None, "R/P1Y"),
        ("báo cáo trước 19h00’ hằng ngày", "trước 19h00’ hằng ngày", None, "R/P1D"),
        ("gửi báo cáo kết quả hằng quý", "hằng quý", None, "R/P3M"),
        ("nop truoc ngay 30/6/2025", "truoc ngay 30/6/2025", date(2025, 6, 30), None),
        ("hoàn thành trong tháng 3", "trong tháng 3", date(2026, 3, 31), None),
    ],
)
def test_deadlines(text, covered, due, recurrence):
    (d,) = find_deadlines(text, ISSUED)
    assert (d.text, d.due, d.recurrence) == (covered, due, recurrence)
    assert d.span.of(text) == covered


@pytest.mark.parametrize(
    ("text", "covered", "due"),
    [
        ("trong thời hạn 15 ngày kể từ ngày ký.", "trong thời hạn 15 ngày kể từ ngày ký", date(2025, 5, 27)),
        (
            "Trong thời hạn 05 ngày làm việc, kể từ ngày ban hành, các đơn vị",
            "Trong thời hạn 05 ngày làm việc, kể từ ngày ban hành",
            date(2025, 5, 19),
        ),
        ("sau 02 tháng kể từ ngày ký", "sau 02 tháng kể từ ngày ký", date(2025, 7, 12)),
        (
            "chậm nhất sau 07 ngày kể từ ngày có Quyết định công bố",
            "chậm nhất sau 07 ngày kể từ ngày có Quyết định công bố",
            None,
        ),
    ],
)
def test_relative_deadlines(text, covered, due):
    (d,) = find_deadlines(text, ISSUED)
    assert (d.text, d.due) == (covered, due)
    assert d.rule


def test_a_day_without_its_year_waits_for_the_issue_date():
    (d,) = find_deadlines("hoàn thành trước ngày 30/6", None)
    assert (d.due, d.rule) == (None, "không nêu năm")
    (d,) = find_deadlines("báo cáo hằng năm (trước ngày 15 tháng 11)", None)
    assert (d.text, d.recurrence) == ("hằng năm (trước ngày 15 tháng 11)", "R/P1Y")


def test_a_term_that_runs_from_another_event_is_not_resolved():
    (d,) = find_deadlines("trong 24 tháng kể từ ngày Nghị quyết này có hiệu lực.", ISSUED)
    assert d.due is None
    assert d.rule == "24 tháng kể từ ngày Nghị quyết này có hiệu lực"


def test_without_the_issue_date_a_relative_deadline_keeps_its_rule():
    (d,) = find_deadlines("trong thời hạn 15 ngày kể từ ngày ký", None)
    assert d.due is None
    assert d.rule == "15 ngày kể từ ngày ký"


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị",
        "phát triển thành phố đến năm 2030, tầm nhìn đến năm 2045",
        "Quyết định có hiệu lực kể từ ngày ký",
        "kinh phí hàng năm của đơn vị",
        "hưởng trợ cấp xã hội hằng tháng",
        "không để tiền, hàng quý hiếm qua đêm",
        "Thời gian hoàn thành: Tháng 11 - 12/2025",
        "đạt 8% trong năm 2024",
        "các dự án phê duyệt trước ngày 01/7/2020",
    ],
)
def test_no_deadline(text):
    assert find_deadlines(text, ISSUED) == []


PIECES = [
    *("trước ", "ngày 15", "/12", "/2025", " hằng tháng", "trong quý II", ", ", "(", ")", "hoàn thành "),
    *("định kỳ 6 tháng", " năm 2025", "15 ngày kể từ ngày ký", "trong thời hạn "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_spans_hold(parts):
    text = "".join(parts)
    found = find_deadlines(text, ISSUED)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert all(d.span.of(text) == d.text for d in found)


def test_hours_before_goods_are_no_deadline():
    assert find_deadlines("Trong 06 giờ hàng hóa phải được kiểm tra và bàn giao.", date(2024, 6, 1)) == []
