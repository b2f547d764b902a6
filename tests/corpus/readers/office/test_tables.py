"""Tables that carry data, and tables that only place text."""

from corpus.readers import read
from corpus.readers.office.columns import unfold_columns
from corpus.readers.office.tables import Cell, Table, lines_of

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def lines(data):
    return read(data, "a.docx").mapped.text.split("\n")


def test_letterhead_is_read_column_by_column(word):
    tc = word.tc
    table = word.tbl(
        tc("ỦY BAN NHÂN DÂN", "TỈNH A") + tc(MOTTO, "Độc lập - Tự do - Hạnh phúc"),
        tc("Số: 5/QĐ-UBND") + tc("A, ngày 02 tháng 3 năm 2025"),
        borders=False,
    )
    assert lines(word.docx(table)) == [
        "ỦY BAN NHÂN DÂN", "TỈNH A", "Số: 5/QĐ-UBND", MOTTO, "Độc lập - Tự do - Hạnh phúc",
        "A, ngày 02 tháng 3 năm 2025",
    ]  # fmt: skip


def test_letterhead_with_borders_and_an_empty_column_between(word):
    table = word.tbl(word.tc("TỈNH ỦY A", "*") + word.tc("") + word.tc("ĐẢNG CỘNG SẢN VIỆT NAM"))
    assert lines(word.docx(table)) == ["TỈNH ỦY A", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"]


def test_signature_is_read_left_then_right(word):
    table = word.tbl(
        word.tc("Nơi nhận:") + word.tc("TM. ỦY BAN NHÂN DÂN"),
        word.tc("- Như trên;") + word.tc("CHỦ TỊCH"),
        borders=False,
    )
    assert lines(word.docx(table)) == ["Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_form_without_borders_is_read_row_by_row(word):
    table = word.tbl(
        word.tc("Thời gian:") + word.tc("8 giờ"), word.tc("Nơi họp:") + word.tc("Phòng 2"), borders=False
    )
    assert lines(word.docx(table)) == ["Thời gian:", "8 giờ", "Nơi họp:", "Phòng 2"]


def test_task_table_with_merged_cells_and_groups(word):
    tc = word.tc
    table = word.tbl(
        tc("STT", merge="restart") + tc("Nhiệm vụ", merge="restart") + tc("Cơ quan", span=2),
        tc("", merge="continue") + tc("", merge="continue") + tc("Chủ trì") + tc("Phối hợp"),
        tc("I") + tc("Thể chế", span=3),
        tc("1") + tc("Rà soát | bổ sung", "quy chế") + tc("Sở A", merge="restart") + tc("Sở B"),
        tc("2") + tc("Trình") + tc("", merge="continue") + tc("Sở C"),
        tc("II. Tổ chức", span=4),
        tc("Nhóm khác", span=4),
    )
    assert lines(word.docx(table)) == [
        "| STT | Nhiệm vụ | Cơ quan | Cơ quan |",
        "| STT | Nhiệm vụ | Chủ trì | Phối hợp |",
        "| I | Thể chế | | |",
        "| 1 | Rà soát ¦ bổ sung quy chế | Sở A | Sở B |",
        "| 2 | Trình | Sở A | Sở C |",
        "| II | Tổ chức | | |",
        "| Nhóm khác | Nhóm khác | Nhóm khác | Nhóm khác |",
    ]


def test_a_heading_over_columns_without_names_of_their_own_is_told_once(word):
    tc = word.tc
    rows = [tc("1") + tc("Nhà ở") + tc("Có") + tc("Không")]
    form = word.tbl(tc("STT") + tc("Thông tin về tài sản", span=3), *rows)
    assert lines(word.docx(form)) == ["| STT | Thông tin về tài sản | | |", "| 1 | Nhà ở | Có | Không |"]
    tasks = word.tbl(tc("STT") + tc("Nhiệm vụ") + tc("Cơ quan thực hiện", span=2), *rows)
    assert lines(word.docx(tasks))[0] == "| STT | Nhiệm vụ | Cơ quan thực hiện | Cơ quan thực hiện |"


def test_numbered_table_without_borders_is_data(word):
    table = word.tbl(word.tc("TT") + word.tc("Tên"), word.tc("1") + word.tc("Xã A"), borders=False)
    assert lines(word.docx(table)) == ["| TT | Tên |", "| 1 | Xã A |"]


def test_nested_table_is_flattened_and_a_box_is_text(word):
    inner = word.tbl(word.tc("x") + word.tc("y"))
    table = word.tbl(word.tc("a") + word.tc("b") + word.tc(inner))
    assert lines(word.docx(table)) == ["| a | b | x y |"]
    assert lines(word.docx(word.tbl(word.tc("một", "hai")))) == ["một", "hai"]


def test_edges_that_nearly_coincide_are_one(word):
    table = word.tbl(
        word.tc("a") + word.tc("b", span=2) + word.tc("c"),
        word.tc("d", span=2) + word.tc("e") + word.tc("f"),
        grid=(1000, 40, 2000, 900),
    )
    assert lines(word.docx(table)) == ["| a | b | c |", "| d | e | f |"]


def test_rows_that_begin_later_keep_their_columns(word):
    table = word.tbl(
        word.tc("a") + word.tc("b") + word.tc("c"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + word.tc("e") + word.tc("f"),
    )
    assert lines(word.docx(table)) == ["| a | b | c |", "| | e | f |"]


def test_table_without_cells():
    assert lines_of(Table(())) == []
    assert lines_of(Table(((), (Cell((), 0),)))) == []


def test_a_table_of_a_diagonal_is_read_without_a_grid():
    rows = tuple((Cell((str(i),), i), Cell(("x",), i + 1)) for i in range(3000))
    assert lines_of(Table(rows))[2999] == "| 2999 | x |"


def test_long_merged_cells_are_told_once():
    long = "dài " * 1000
    rows = ((Cell(("a",), 0), Cell(("b",), 1)), (Cell((long,), 0), Cell(("c",), 1)))
    rows += ((Cell((), 0, goes_on=True), Cell(("d",), 1)),)
    assert lines_of(Table(rows)) == ["| a | b |", f"| {long.strip()} | c |", "|  | d |"]
    wide = ((Cell(("a",), 0), Cell(("b",), 1), Cell(("c",), 2)), (Cell((long,), 0, 3),))
    assert lines_of(Table(wide))[1] == f"| {long.strip()} |  |  |"


def test_borders_may_come_from_the_style_or_the_cells(word):
    rows = [word.tc("a") + word.tc("b"), word.tc("c") + word.tc("d")]
    plain = word.tbl(*rows, borders=False)
    styles = (
        '<w:style w:type="table" w:styleId="G"><w:tblPr><w:tblBorders><w:top w:val="single"/>'
        "</w:tblBorders></w:tblPr></w:style>"
    )
    styled = plain.replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="G"/>')
    drawn = plain.replace("<w:tcPr>", '<w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders>')
    assert lines(word.docx(plain)) == ["a", "b", "c", "d"]
    assert lines(word.docx(styled, styles=styles)) == ["| a | b |", "| c | d |"]
    assert lines(word.docx(drawn)) == ["| a | b |", "| c | d |"]


def test_columns_set_with_tabs_are_unfolded():
    typed = [
        f"ỦY BAN NHÂN DÂN\t{MOTTO}",
        "XÃ A     Độc lập - Tự do - Hạnh phúc",
        "",
        "Số: 5/CV\t\tA, ngày 02 tháng 3 năm 2025",
        "",
        "Kính gửi: Sở B",
        "1.\tViệc một",
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN",
        "- Như trên;\tCHỦ TỊCH",
        "- Lưu.",
        "\tTên người ký",
    ]
    assert [line for line in unfold_columns(typed) if line.strip()] == [
        "ỦY BAN NHÂN DÂN", "XÃ A", "Số: 5/CV", MOTTO, "Độc lập - Tự do - Hạnh phúc",
        "A, ngày 02 tháng 3 năm 2025", "Kính gửi: Sở B", "1.\tViệc một", "Nơi nhận:", "- Như trên;", "- Lưu.",
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH",
        "\tTên người ký",
    ]  # fmt: skip


def test_lines_without_columns_stay():
    typed = ["| a     | b |", "Điều 1.\tPhạm vi", f"{MOTTO}", "Nơi nhận: như trên", "a     b"]
    assert unfold_columns(typed) == typed
