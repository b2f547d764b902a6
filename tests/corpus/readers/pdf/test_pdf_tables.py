from itertools import pairwise

import pytest

from corpus.readers import read
from corpus.tables import Column, read_rows
from corpus.types import Span

EDGES = (60, 100, 280, 380, 480)
HEAD = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")


def grid(tops, edges=EDGES, joined=()):
    """Return the lines of a table; `joined` are (row, first column, last column) whose cells are one."""
    lines = [(edges[0], y, edges[-1], y) for y in tops]
    for row, (top, bottom) in enumerate(pairwise(tops)):
        inner = {c for r, first, last in joined if r == row for c in range(first + 1, last + 1)}
        lines += [(x, top, x, bottom) for column, x in enumerate(edges) if column not in inner]
    return lines


def row(y, cells, edges=EDGES):
    return [(x + 4, y, cell, 10) for x, cell in zip(edges, cells, strict=False) if cell]


def rows_of(pdf):
    return [line for line in read(pdf.build(), "a.pdf").mapped.text.split("\n") if line.startswith("|")]


def test_cells_become_rows_and_their_lines_are_joined(pdf):
    texts = [*row(114, HEAD), *row(134, ("1", "Ban hành kế hoạch 57-", "Sở Nội vụ", "15/3/2026"))]
    pdf.page(
        [(60, 80, "PHỤ LỤC"), *texts, *row(146, ("", "KH/TU của tỉnh", "tỉnh", "")), (60, 200, "Ghi chú.")],
        grid((100, 120, 160)),
    )
    assert read(pdf.build(), "a.pdf").mapped.text.split("\n") == [
        "PHỤ LỤC",
        "| TT | Nhiệm vụ | Chủ trì | Thời hạn |",
        "| 1 | Ban hành kế hoạch 57-KH/TU của tỉnh | Sở Nội vụ tỉnh | 15/3/2026 |",
        "Ghi chú.",
    ]


def test_a_group_over_all_columns_keeps_its_label_apart(pdf):
    texts = [*row(114, HEAD), *row(134, ("I. Hoàn thiện thể chế",)), *row(154, ("1", "Việc", "Sở A", "2026"))]
    pdf.page(texts, grid((100, 120, 140, 160), joined=[(1, 0, 3)]))
    text = read(pdf.build(), "a.pdf").mapped.text
    assert text.split("\n")[1] == "| I | Hoàn thiện thể chế | | |"
    (found,) = read_rows(text, Span(0, len(text))).values()
    assert found.cells[Column.LEAD].of(text) == "Sở A"


def test_a_cell_over_two_rows_stands_in_both(pdf):
    lines = [line for line in grid((100, 120, 140, 160)) if line[1] != 140 or line[3] != 140]
    lines += [(60, 140, 280, 140), (380, 140, 480, 140)]
    texts = [
        *row(114, HEAD),
        *row(134, ("1", "Việc một", "", "2026")),
        *row(154, ("2", "Việc hai", "", "2027")),
    ]
    pdf.page([*texts, (284, 144, "Sở Y tế", 10)], lines)
    assert rows_of(pdf)[1:] == ["| 1 | Việc một | Sở Y tế | 2026 |", "| 2 | Việc hai | Sở Y tế | 2027 |"]


def test_a_head_of_two_rows_becomes_one(pdf):
    lines = [(60, y, 480, y) for y in (100, 160, 180)] + [(280, 130, 480, 130)]
    lines += [(x, 100, x, 180) for x in (60, 100, 280, 480)] + [(380, 130, 380, 180)]
    texts = [*row(114, ("TT", "Nhiệm vụ", "Cơ quan thực hiện")), *row(150, ("", "", "Chủ trì", "Phối hợp"))]
    pdf.page([*texts, *row(174, ("1", "Việc", "Sở A", "Sở B"))], lines)
    assert rows_of(pdf) == [
        "| TT | Nhiệm vụ | Cơ quan thực hiện Chủ trì | Cơ quan thực hiện Phối hợp |",
        "| 1 | Việc | Sở A | Sở B |",
    ]


def test_a_table_goes_on_overleaf(pdf):
    first = [*row(714, HEAD), *row(734, ("1", "Rà soát các quy", "Sở Nội", "2026"))]
    pdf.page(first, grid((700, 720, 780)))
    second = [
        *row(74, HEAD),
        *row(94, ("", "trình nội bộ", "vụ", "")),
        *row(114, ("2", "Việc hai", "Sở A", "")),
    ]
    pdf.page(second, grid((60, 80, 100, 120)))
    reading = read(pdf.build(), "a.pdf")
    text = reading.mapped.text
    assert text.split("\n") == [
        "| TT | Nhiệm vụ | Chủ trì | Thời hạn |",
        "| 1 | Rà soát các quy trình nội bộ | Sở Nội vụ | 2026 |",
        "| 2 | Việc hai | Sở A | |",
    ]
    assert text[reading.page_starts[1] :].startswith("trình nội bộ")


def test_a_row_goes_on_overleaf_below_a_footnote(pdf):
    first = [*row(114, HEAD), *row(134, ("1", "Rà soát các quy", "Sở Nội", "2026"))]
    pdf.page([*first, (60, 780, "1", 6), (66, 784, "Ban hành năm 2024.", 9)], grid((100, 120, 140)))
    second = [*row(74, ("", "trình nội bộ", "vụ", "")), *row(94, ("2", "Việc hai", "Sở A", ""))]
    pdf.page(second, grid((60, 80, 100)))
    assert read(pdf.build(), "a.pdf").mapped.text.split("\n")[1:] == [
        "[1] Ban hành năm 2024.",
        "| 1 | Rà soát các quy trình nội bộ | Sở Nội vụ | 2026 |",
        "| 2 | Việc hai | Sở A | |",
    ]


def test_a_row_whose_cells_lie_otherwise_is_no_rest_of_the_last(pdf):
    pdf.page([*row(114, HEAD), *row(134, ("8.", "Tiền", "Có", "Không"))], grid((100, 120, 140)))
    second = [*row(74, ("", "Tổng giá trị", "100 đồng")), *row(94, ("9.", "Đồ cổ", "Có", "Không"))]
    pdf.page(second, grid((60, 80, 100), joined=[(0, 2, 3)]))
    assert rows_of(pdf)[1:] == [
        "| 8. | Tiền | Có | Không |",
        "| | Tổng giá trị | 100 đồng | |",
        "| 9. | Đồ cổ | Có | Không |",
    ]


@pytest.mark.parametrize("further", [[], [(430, 100, 430, 120)]], ids=["same columns", "one more"])
def test_a_label_over_rows_that_go_on_overleaf_stands_in_all(pdf, further):
    pdf.page([*row(114, HEAD), *row(134, ("8.", "Tiền", "Có", "Không"))], grid((100, 120, 140)))
    second = [
        *row(74, ("", "Tổng giá trị", "100 đồng")),
        *row(94, ("", "Tiền mặt", "Trái phiếu")),
        *row(114, ("9.", "Đồ cổ", "Có", "Không")),
    ]
    lines = [line for line in grid((60, 80, 100, 120), joined=[(0, 2, 3)]) if line[1] != 80 or line[3] != 80]
    pdf.page(second, [*lines, (100, 80, 480, 80), *further])
    labels = [found.split(" | ")[:2] for found in rows_of(pdf)[2:]]
    assert labels == [["| 8.", "Tổng giá trị"], ["| 8.", "Tiền mặt"], ["| 9.", "Đồ cổ"]]


def test_a_row_that_begins_a_page_begins_it_at_its_bar(pdf):
    pdf.page([*row(114, HEAD), *row(134, ("1", "Việc", "Sở A", "2026"))], grid((100, 120, 140)))
    pdf.page(row(114, ("2", "Việc hai", "Sở B", "2027")), grid((100, 120)))
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text[reading.page_starts[1] :] == "| 2 | Việc hai | Sở B | 2027 |"


def test_other_tables_overleaf_keep_their_heads(pdf):
    pdf.page([*row(114, HEAD), *row(134, ("1", "Việc", "Sở A", "2026"))], grid((100, 120, 140)))
    edges = (60, 200, 480)
    pdf.page(
        [*row(114, ("Đơn vị", "Số lượng"), edges), *row(134, ("Sở A", "5"), edges)],
        grid((100, 120, 140), edges),
    )
    assert rows_of(pdf)[2:] == ["| Đơn vị | Số lượng |", "| Sở A | 5 |"]


def test_underlines_and_frames_are_no_table(pdf):
    frame = [(50, 50, 545, 50), (50, 790, 545, 790), (50, 50, 50, 790), (545, 50, 545, 790)]
    pdf.page([(80, 80, "SỞ Y TẾ"), (80, 100, "Số: 5/SYT")], [*frame, (80, 83, 122, 83)])
    assert read(pdf.build(), "a.pdf").mapped.text == "SỞ Y TẾ\nSố: 5/SYT"


def test_a_table_without_lines_is_read_by_its_heads(pdf):
    texts = [*row(114, HEAD), *row(134, ("1", "Ban hành kế hoạch của", "Sở Nội vụ", "15/3/2026"))]
    texts += [*row(148, ("", "tỉnh")), *row(168, ("2", "Rà soát", "Sở Y tế", "Quý II"))]
    pdf.page(
        [(60, 80, "Phân công như sau:"), *texts, (60, 240, "Các sở báo cáo kết quả thực hiện hằng quý.")]
    )
    assert read(pdf.build(), "a.pdf").mapped.text.split("\n") == [
        "Phân công như sau:",
        "| TT | Nhiệm vụ | Chủ trì | Thời hạn |",
        "| 1 | Ban hành kế hoạch của tỉnh | Sở Nội vụ | 15/3/2026 |",
        "| 2 | Rà soát | Sở Y tế | Quý II |",
        "Các sở báo cáo kết quả thực hiện hằng quý.",
    ]
