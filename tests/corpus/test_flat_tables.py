from corpus.structure import outline
from corpus.tables import Column
from corpus.types import Span

TABLE = """\
PHỤ LỤC
STT
Nhiệm vụ
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
I. Thể chế
1
Sửa quy chế làm việc
Sở Nội vụ
Văn phòng
Quý I/2025
2
Số hóa hồ sơ:
- Hồ sơ đất đai
- Hồ sơ hộ tịch
Sở Tư pháp
Ủy ban nhân dân các xã
Năm 2026
3
Một dòng thiếu ô
Nơi nhận:
- Như trên."""


def cells(text):
    units = outline(text, Span(0, len(text)))
    return [
        (
            unit.row.label,
            unit.row.group.title.of(text),
            {column: span.of(text) for column, span in unit.row.cells.items()},
        )
        for unit in units
        if unit.row
    ]


def test_rows_whose_cells_fall_into_place():
    first, second = cells(TABLE)
    assert first == (
        "1",
        "Thể chế",
        {
            Column.TASK: "Sửa quy chế làm việc",
            Column.LEAD: "Sở Nội vụ",
            Column.COORDINATE: "Văn phòng",
            Column.DEADLINE: "Quý I/2025",
        },
    )
    assert second[2][Column.TASK] == "Số hóa hồ sơ:\n- Hồ sơ đất đai\n- Hồ sơ hộ tịch"
    assert second[2][Column.LEAD] == "Sở Tư pháp"


def test_what_is_no_row_stays_in_the_outline():
    units = outline(TABLE, Span(0, len(TABLE)))
    assert any("thiếu ô" in unit.span.of(TABLE) for unit in units if not unit.row)
    covered = "".join(unit.span.of(TABLE) for unit in units)
    assert "Số hóa hồ sơ" in covered


def test_a_list_of_numbers_is_no_table():
    assert cells("STT\nTên trường\nMức thu\n1\nTrường A\n4.200.000\n2\nTrường B\n3.000.000") == []
