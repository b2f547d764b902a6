"""Spreadsheets."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from corpus.errors import Bomb, Damaged, EmptyFile, ToolMissing
from corpus.readers import read
from corpus.readers.office import workbook
from corpus.readers.office.number_formats import shown
from corpus.types import Remark


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def tasks():
    book = Workbook()
    sheet = book.active
    sheet.title = "Nhiệm vụ 2025"
    sheet.append(["UBND XÃ A"])
    sheet.append(["DANH MỤC NHIỆM VỤ"])
    sheet.append([])
    sheet.append(["STT", "Nhiệm vụ", "Cơ quan", None, "Thời hạn"])
    sheet.append([None, None, "Chủ trì", "Phối hợp"])
    sheet.append(["I", "Nhóm một"])
    sheet.append([1, "Rà soát\nquy hoạch", "Sở A", "Sở B", dt.date(2025, 12, 31)])
    sheet.append([2, "Báo cáo", None, "Sở C", "Quý I"])
    for merged in ("A1:E1", "A2:E2", "C4:D4", "A4:A5", "B4:B5", "E4:E5", "B6:E6", "C7:C8"):
        sheet.merge_cells(merged)
    return book


def test_task_list(tasks):
    reading = read(saved(tasks), "a.xlsx")
    assert reading.provenance.reader == "xlsx"
    assert reading.mapped.text.split("\n") == [
        "Nhiệm vụ 2025",
        "UBND XÃ A",
        "DANH MỤC NHIỆM VỤ",
        "| STT | Nhiệm vụ | Cơ quan | Cơ quan | Thời hạn |",
        "| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn |",
        "| I | Nhóm một | | | |",
        "| 1 | Rà soát quy hoạch | Sở A | Sở B | 31/12/2025 |",
        "| 2 | Báo cáo | Sở A | Sở C | Quý I |",
    ]


def test_hidden_sheets_and_rows_are_left_out_and_far_cells_cost_nothing(tasks):
    tasks.create_sheet("Ẩn")["A1"] = "bí mật"
    tasks["Ẩn"].sheet_state = "hidden"
    tasks.active.row_dimensions[8].hidden = True
    other = tasks.create_sheet("Sheet2")
    other["B3"], other["XFD1048576"] = "xa", "nhất"
    text = read(saved(tasks), "a.xlsx").mapped.text
    assert "bí mật" not in text
    assert "Báo cáo" not in text
    assert text.endswith("| xa | |\n| | nhất |")


def test_workbook_under_the_name_of_a_text(tasks):
    assert read(saved(tasks), "a.docx").provenance.remarks == (Remark.WRONG_SUFFIX,)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1234567.5, "#,##0", "1.234.568"),
        (1234.5, "#,##0.00", "1.234,50"),
        (0.455, "0.0%", "45,5%"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0,3"),
        (12, '0" ha"', "12"),
        (7, "000", "007"),
        (2.50, "0.0#", "2,5"),
        (-1234.4, "#,##0", "-1.234"),
        (1e20, "#,##0.0", "100.000.000.000.000.000.000,0"),
        (float("inf"), "#,##0", "inf"),
        (True, "General", "Đúng"),
        (dt.datetime(2025, 3, 2, 8, 30), "dd/mm/yyyy hh:mm", "02/03/2025 08:30"),
        (dt.datetime(2025, 3, 2), "dd/mm/yyyy", "02/03/2025"),
        (dt.date(2025, 3, 1), "mm/yyyy", "03/2025"),
        (dt.date(2025, 1, 1), "yyyy", "2025"),
        (dt.time(7, 5), "hh:mm", "07:05"),
        (dt.timedelta(hours=26, minutes=3), "[h]:mm", "26:03"),
    ],
)
def test_values_as_shown(value, form, text):
    assert shown(value, form) == text


def test_what_cannot_be_read(tasks, word):
    data = saved(tasks)
    with pytest.raises(EmptyFile):
        read(saved(Workbook()), "a.xlsx")
    with pytest.raises(Damaged):
        read(data[: len(data) // 2], "a.xlsx")
    with pytest.raises(Damaged):
        read(word.pack({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<b/>"}), "a.xlsx")
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Bomb):
        read(word.pack({"[Content_Types].xml": "<a/>", "xl/workbook.xml": entity}), "a.xlsx")


def test_old_workbooks_need_a_program(monkeypatch):
    monkeypatch.setattr(workbook, "has_office", lambda: False)
    with pytest.raises(ToolMissing) as error:
        workbook.read_xls(b"", "a.xls")
    assert error.value.package == "libreoffice-calc"
