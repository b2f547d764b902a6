"""Rich Text Format."""

import pytest

from corpus.errors import Damaged, EmptyFile
from corpus.readers import read
from corpus.types import Remark

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset0 .VnTime;}"
    r"{\f2\fcharset2 Symbol;}{\f3\fcharset163 Arial;}}"
)


def rtf(body, head=FONTS):
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1" + head + body + "}").encode("latin-1")


def lines(body, head=FONTS):
    return read(rtf(body, head), "a.rtf").mapped.text.split("\n")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\pard S\u7903? Y t\u7871? A\par", ["Sở Y tế A"]),
        (r"{\uc2\u7871\'e9\'ea}t\par", ["ết"]),
        (r"\f1 Quy\'d5t \'ae\'denh\par", ["Quyết định"]),
        (r"\f1 T\- ph\'b8p\par", ["Tư pháp"]),
        (r"\f2\'b7\tab\f0 m\u7897?t\par", ["• một"]),
        (r"\f3 c\'f4ng\par", ["công"]),
        (r"{\v h\'edden}th\u7845?y{\caps hoa}\line hai\'85\par", ["thấyHOA", "hai…"]),
        (r"a\~b \{c\} \\ d\_e\par", ["a b {c} \\ d-e"]),
        (r"\u-10179?\u-8704?x\par", ["😀x"]),
        (r"{\listtext\pard\plain 1.\tab}M\u7897?t\par{\pntext a)\tab}hai\par", ["1. Một", "a) hai"]),
        (r"{\*\unknown b}{\info{\title x}}{\pict 00ff}c", ["c"]),
        (r"{\field{\*\fldinst REF a}{\fldrslt \u272?i}}\par", ["Đi"]),
        (r"{\header Công báo\par}{\footer 2}thân\par", ["thân"]),
        (r"a{\footnote\pard b}\par c\par", ["a", "[1] b", "c"]),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt H\par}}}a\par", ["a", "H"]),
        ("ghi\\bin3 \x00\x01}ch\\'fa\\par", ["ghichú"]),
    ],
)  # fmt: skip
def test_text(body, text):
    assert lines(body) == text


def test_remarks():
    reading = read(rtf(r"a{\deleted b}{\revised c}\f1\'ae\par"), "a.rtf")
    assert reading.mapped.text == "acđ"
    assert reading.provenance.remarks == (Remark.TRACKED_CHANGES, Remark.LEGACY_FONT)


def test_tables():
    border = r"\clbrdrt\brdrs\brdrw10"
    head = rf"\trowd\trleft0{border}\clvmgf\cellx1000{border}\cellx3000{border}\cellx4000"
    below = rf"\trowd\trleft0{border}\clvmrg\cellx1000{border}\cellx3000{border}\cellx4000"
    wide = rf"\trowd\trleft0{border}\cellx1000{border}\cellx4000"
    body = (
        rf"{head}\pard\intbl STT\cell Vi\u7879?c\cell H\u7841?n\cell\row"
        rf"{head}\intbl 1\cell a\par b\cell c{{\footnote d}}\cell\row{below}\intbl\cell e\cell f\cell\row"
        rf"{wide}\intbl II\cell g\cell\row\pard sau\par"
    )
    assert lines(body) == [
        "| STT | Việc | Hạn |",
        "| 1 | a b | c |",
        "| 1 | e | f |",
        "| II | g | |",
        "[1] d",
        "sau",
    ]


def test_letterhead_without_borders_is_read_by_column():
    row = r"\trowd\trleft0\cellx3000\cellx6000\pard\intbl UBND X\u195? A\par S\u7889?: 5/CV\cell "
    row += r"\u272?\u7896?C L\u7852?P - T\u7920? DO\cell\row\pard K\par"
    assert lines(row) == ["UBND XÃ A", "Số: 5/CV", "ĐỘC LẬP - TỰ DO", "K"]


def test_letterhead_in_the_page_header_is_kept():
    motto = r"\u272?\u7842?NG C\u7896?NG S\u7842?N VI\u7878?T NAM"
    assert lines(rf"{{\headerf\pard {motto}\par}}th\u226?n\par") == ["ĐẢNG CỘNG SẢN VIỆT NAM", "thân"]


def test_pages_where_all_are_known():
    body = r"{\info{\nofpages2}}m\u7897?t\par\page hai\par"
    assert read(rtf(body), "a.rtf").page_starts == (0, 4)
    assert read(rtf(body.replace("nofpages2", "nofpages5")), "a.rtf").page_starts == ()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (rtf(r"a{\b c")[:-1], Damaged),
        (b"{\\rtf1" + b"{" * 5000, Damaged),
        (b"{\\rtf1}", EmptyFile),
        (b"{\\rtf1}}}}}", EmptyFile),
    ],
)
def test_what_cannot_be_read(data, error):
    with pytest.raises(error):
        read(data, "a.rtf")
