import re
import unicodedata
from pathlib import Path

import pytest

from corpus.errors import BinaryFile, EmptyFile
from corpus.readers import read
from corpus.readers.legacy_fonts import recognise
from corpus.record import build_record
from corpus.tables import Column, read_rows
from corpus.types import Form, Remark, Span

PAGES = Path(__file__).parent / "pages"
VIETNAMESE = "Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát các cơ sở khám bệnh."
TCVN3 = "Së Y tÕ chñ tr×, phèi hîp víi Së Tµi chÝnh rµ so¸t c¸c c¬ së kh¸m bÖnh."
# Windows writes the roof with the vowel and the tone behind it.
_TONES = "".join(unicodedata.normalize("NFD", letter) for letter in VIETNAMESE)
CP1258 = re.sub("([aeoAEO])([\u0323]?)([\u0302\u0306])", r"\1\3\2", _TONES)
CP1258 = re.sub(".[\u0302\u0306\u031b]", lambda m: unicodedata.normalize("NFC", m[0]), CP1258).encode(
    "cp1258"
)


def text_of(name):
    return read((PAGES / name).read_bytes(), name).mapped.text


def lines_of(body, head=""):
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read(page.encode(), "a.html").mapped.text.split("\n")


def test_a_news_page_keeps_title_byline_and_paragraphs_only():
    assert text_of("nukeviet.html").split("\n") == [
        "Huyện ủy Tân Hòa ban hành Kế hoạch về chuyển đổi số",
        "Thứ ba - 04/03/2025 09:10",
        "Ngày 03/3/2025, Ban Thường vụ Huyện ủy Tân Hòa ban hành Kế hoạch số 56-KH/HU về đẩy mạnh chuyển đổi"
        " số trong các cơ quan đảng.",
        "Theo kế hoạch, Văn phòng Huyện ủy chủ trì, phối hợp với Ban Tuyên giáo Huyện ủy số hóa toàn bộ hồ"
        " sơ, hoàn thành trước ngày 30/6/2025.",
        "Quang cảnh buổi làm việc tại hội trường.",
        "- Các chi bộ báo cáo kết quả hằng tháng;",
        "- Phòng Tài chính bố trí kinh phí.",
        "Kế hoạch có hiệu lực từ ngày ký.",
        "Tác giả: Nguyễn An",
    ]


def test_a_press_page_ends_where_other_articles_begin():
    lines = text_of("press.html").split("\n")
    assert lines[:3] == [
        "Đà Sơn: Rà soát 14 nhiệm vụ chậm tiến độ",
        "Chủ nhật, 24/11/2024 | 09:17:34 826 lượt xem",
        "Thành phố đã hoàn thành 32 trong 46 nhiệm vụ được giao, còn 14 nhiệm vụ chậm tiến độ.",
    ]
    assert lines[-1] == "Theo: baodason.example"
    assert not any("nghỉ lễ" in line or "Từ khóa" in line or "Tổng Biên tập" in line for line in lines)


def test_broken_lines_of_an_old_portal_read_as_a_directive():
    header = build_record(
        PAGES / "broken-lines.html", (PAGES / "broken-lines.html").read_bytes()
    ).record.document.header
    assert header.form is Form.ORIGINAL
    assert header.number is not None
    assert header.number.value == "07/CT-UBND"
    assert header.issued_on is not None
    assert header.issued_on.value.isoformat() == "2025-05-12"
    assert header.signer is not None
    assert header.signer.value == "Trần Văn Bình"
    text = text_of("broken-lines.html")
    assert "Trang chủ" not in text
    assert "Bản quyền" not in text
    assert "thực hiện nghiêm Luật Phòng cháy và chữa cháy và Chỉ thị này./." in text


def test_news_of_a_plan_is_a_report_of_it():
    header = build_record(
        PAGES / "nukeviet.html", (PAGES / "nukeviet.html").read_bytes()
    ).record.document.header
    assert header.form is Form.REPORT
    assert header.number is not None
    assert header.number.value == "56-KH/HU"


def test_a_page_saved_by_word_keeps_numbers_changes_and_tables():
    reading = read((PAGES / "word-filtered.htm").read_bytes(), "word-filtered.htm")
    text = reading.mapped.text
    assert reading.provenance.remarks == (Remark.TRACKED_CHANGES,)
    assert "I. NHIỆM VỤ TRỌNG TÂM\nBan Tổ chức Tỉnh ủy chủ trì tham mưu sắp xếp bộ máy." in text
    rows = list(read_rows(text, Span(0, len(text))).values())
    assert [row.label for row in rows] == ["1", "2"]
    assert [row.cells[Column.LEAD].of(text) for row in rows] == ["Ban Tổ chức Tỉnh ủy"] * 2
    assert [row.cells[Column.COORDINATE].of(text) for row in rows] == ["Sở Nội vụ", "Trường Chính trị"]
    assert [row.cells[Column.DEADLINE].of(text) for row in rows] == ["Tháng 6/2025", "Quý III/2025"]
    assert text.endswith("a) Điều thứ nhất\nb) Điều thứ hai")


@pytest.mark.parametrize(
    "data",
    [
        VIETNAMESE.encode(),
        b"\xef\xbb\xbf" + VIETNAMESE.encode(),
        VIETNAMESE.encode("utf-16"),
        f"<p>{VIETNAMESE}</p>".encode("utf-16-be"),
        b"<meta charset=windows-1252>" + VIETNAMESE.encode(),  # declared wrongly
        b"<meta charset=windows-1258><p>" + CP1258,
        f"<p>{TCVN3}".encode("latin-1"),
        f"<p>{TCVN3}".encode(),
        "".join(f"&#{ord(c)};" for c in VIETNAMESE).encode(),
    ],
)
def test_encodings(data):
    assert read(data, "a.html").mapped.text == VIETNAMESE


def test_a_font_of_the_past_is_converted_where_it_is_used():
    assert recognise("Së Y tÕ") is None  # too short to tell by its letters
    body = (
        "<p><font face='.VnTime'>Së Y tÕ</font> và <span style='font-family:.VnTimeH'>së y tÕ</span> café</p>"
    )
    reading = read(body.encode(), "a.html")
    assert reading.mapped.text == "Sở Y tế và SỞ Y TẾ café"
    assert reading.provenance.remarks == (Remark.LEGACY_FONT,)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>Một</p><p>Hai<br>Ba</p>", ["Một", "Hai", "Ba"]),
        ("<p>Một <b>hai</b>\n  ba</p>", ["Một hai ba"]),
        ("Một<script>x</script><style>y</style> hai", ["Một hai"]),
        ("<ol start=3><li>Ba</li><li><p>Bốn</p></li></ol>", ["3. Ba", "4. Bốn"]),
        ("<ul><li>- Sở Y tế</li><li>a) Sở A</li></ul>", ["- Sở Y tế", "a) Sở A"]),
        ("<pre>Một\nHai</pre>", ["Một", "Hai"]),
        ("<p>Một</p><p hidden>Hai</p><p style='display:none'>Ba</p>", ["Một"]),
        ("<table><tr><td>a|b<td>c<td>d<tr><td>e<td>f<td>g</table>", ["| a¦b | c | d |", "| e | f | g |"]),
        ("<table><tr><td>Một<td>Hai</table>", ["Một", "Hai"]),
        ("<table><tr><td>Một<table><tr><td>x<td>y<tr><td>z<td>t<tr><td>u<td>v</table></table>",
         ["Một", "| x | y |", "| z | t |", "| u | v |"]),
    ],
)  # fmt: skip
def test_lines(body, lines):
    assert lines_of(body) == lines


def test_what_is_named_like_furniture_stays_where_it_is_the_content():
    assert lines_of(f"<div class='print-content related'><p>{VIETNAMESE}</p></div>") == [VIETNAMESE]
    assert lines_of(f"<div style='display:none'><p>{VIETNAMESE}</p></div>") == [VIETNAMESE]


def test_items_of_long_lists_are_numbered_in_one_pass():
    lines = lines_of(f"<p>Mở đầu<ol>{'<li>Mục' * 20_000}</ol>")
    assert lines[-1] == "20000. Mục"


def test_a_page_too_deep_for_the_parser_keeps_its_text():
    script = "<script>var a = '</b>';</script><style>b</style><!-- <p>c</p> -->"
    body = "<div>" * 5000 + f"<p>{VIETNAMESE}</p>{script}<p>Một <b>hai</b> &amp; 1 < 2</p>"
    assert lines_of(body) == [VIETNAMESE, "Một hai & 1 < 2"]


def test_a_page_of_short_lines_is_not_lost():
    assert lines_of("<nav><a href='/'>Một</a></nav>") == ["Một"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b" \n", EmptyFile),
        (b"<html><body><script>x</script></body></html>", EmptyFile),
        (bytes(99), BinaryFile),
    ],
)
def test_pages_without_text(data, error):
    with pytest.raises(error):
        read(data, "a.html")


def test_a_page_saved_as_one_file():
    page = f"<html><body><p>{VIETNAMESE}</p></body></html>".encode()
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    head += b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    data = head + page + b"\r\n--x\r\nContent-Type: image/png\r\n\r\nabc\r\n--x--\r\n"
    for name in ("a.mht", "a.doc"):
        assert read(data, name).mapped.text == VIETNAMESE
