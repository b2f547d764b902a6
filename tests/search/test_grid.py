"""The row and the column of a value in a table."""

import re

import pytest

from corpus.types import Span
from search.answer.choices.grid import Grid

STACKED = """\
Mức thu như sau:
STT
Cấp học
Nông thôn
Phường
1
Mẫu giáo
70
110
2
Phổ thông
Tiểu học
80
120
Trung học
90
130
2. Trường hợp học trực tuyến thu bằng 75%"""
BORDERED = """\
| STT | Loại xe | Phí qua trạm | Phí gửi |
| 1 | Xe khách | 35.000 | 9.000 |
| 2 | Xe tải | 52.000 | 12.000 |"""


def place_of(text, value):
    at = re.search(re.escape(value), text)
    place = Grid(text).place(Span(*at.span()))
    if place is None:
        return None
    return place.row.of(text).strip("| "), place.column.of(text).strip() if place.column else None


@pytest.mark.parametrize(
    ("value", "row", "column"),
    [
        ("70", "Mẫu giáo", "Nông thôn"),
        ("110", "Mẫu giáo", "Phường"),
        ("120", "Phổ thông\nTiểu học", "Phường"),
        ("90", "Trung học", "Nông thôn"),
        ("130", "Trung học", "Phường"),
    ],
)
def test_a_table_of_one_cell_a_line(value, row, column):
    assert place_of(STACKED, value) == (row, column)


def test_a_number_in_a_sentence_stands_in_no_table():
    assert place_of(STACKED, "75") is None


def test_a_table_with_borders():
    assert place_of(BORDERED, "52.000") == ("2 | Xe tải", "Phí qua trạm")
    assert place_of(BORDERED, "12.000")[1] == "Phí gửi"


def test_without_the_names_of_columns_there_is_a_row_alone():
    assert place_of("Xe khách\n35.000\nXe tải\n52.000", "52.000") == ("Xe tải", None)


def named(text, before, value):
    grid = Grid(text, before)
    at = text.rindex(value)
    place = grid.place(Span(at, at + len(value)))
    return (
        grid.words(place.row),
        place.column and grid.words(place.column),
        [grid.words(o) for o in place.over],
    )


def test_a_table_may_begin_in_front_of_the_passage_and_its_rows_have_parts():
    before = (
        "TT\nTên trường\nHọc phí\nGhi chú\nI\nTRƯỜNG CÔNG LẬP\n1\nTrường Hoa Mai\n900\n2\nTrường Hoa Cúc\n"
    )
    text = "2.1\nKhối 6\n700\n2.2\nKhối 7\n800"
    assert named(text, before, "800") == ("Khối 7", "Học phí", ["Trường Hoa Cúc", "TRƯỜNG CÔNG LẬP"])
    assert named(text, "", "800") == ("Khối 7", None, [])


def test_the_columns_of_a_table_whose_rows_have_no_numbers():
    text = "Thời gian\nNhà gỗ (%)\nNhà gạch (%)\n- Dưới 5 năm\n80\n90\n- Trên 5 năm\n60\n70"
    assert named(text, "", "60") == ("- Trên 5 năm", "Nhà gỗ (%)", [])
    assert named(text, "", "70") == ("- Trên 5 năm", "Nhà gạch (%)", [])


def test_the_row_of_a_code():
    text = "7\n1.012345.H07\nCấp thẻ đọc sách\nX\n8\n1.012346.H07\nCấp lại thẻ"
    assert named(text, "", "1.012345.H07")[0] == "Cấp thẻ đọc sách"
