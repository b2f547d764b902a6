"""What stands where on pages; letters of the made files are half as wide as high."""

import pytest

from corpus.readers import read

BODY = "Các sở rà soát nhiệm vụ được giao, nêu rõ nguyên nhân chậm trễ và"  # 66 letters: 396 points


def text_of(pdf):
    return read(pdf.build(), "a.pdf").mapped.text


def lines_of(pdf):
    return text_of(pdf).split("\n")


def body(x, y, *lines, leading=16):
    return [(x, y + leading * i, line) for i, line in enumerate(lines)]


def test_the_left_column_of_a_letterhead_comes_first(pdf):
    pdf.page(
        [
            (80, 80, "ỦY BAN NHÂN DÂN"),
            (320, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (80, 96, "TỈNH NAM SƠN"),
            (340, 98, "Độc lập - Tự do - Hạnh phúc"),
            (80, 120, "Số: 12/UBND-TH"),
            (340, 121, "Nam Sơn, ngày 05 tháng 3 năm 2026"),
            (80, 140, "V/v rà soát nhiệm vụ"),
            (180, 180, "Kính gửi: Các sở, ban, ngành tỉnh"),
            *body(80, 210, BODY + " báo", "cáo trước ngày 15."),
        ]
    )
    assert lines_of(pdf) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH NAM SƠN",
        "Số: 12/UBND-TH",
        "V/v rà soát nhiệm vụ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nam Sơn, ngày 05 tháng 3 năm 2026",
        "Kính gửi: Các sở, ban, ngành tỉnh",
        BODY + " báo cáo trước ngày 15.",
    ]


def test_a_letterhead_set_close_is_parted_at_the_motto(pdf):
    pdf.page([(80, 80, "SỞ NỘI VỤ"), (145, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (80, 96, "Số: 3/SNV")])
    assert lines_of(pdf) == ["SỞ NỘI VỤ", "Số: 3/SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_the_name_of_the_state_is_one_line_wherever_its_column_breaks_it(pdf):
    pdf.page(
        [
            (80, 80, "SỞ NỘI VỤ"),
            (320, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
            (80, 96, "Số: 3/SNV"),
            (370, 96, "VIỆT NAM"),
            (340, 112, "Độc lập - Tự do -"),
            (350, 128, "Hạnh phúc"),
        ]
    )
    assert lines_of(pdf)[2:] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def test_recipients_come_before_the_signature(pdf):
    pdf.page(
        [
            *body(80, 80, BODY + " báo", "cáo trước ngày 15./."),
            (320, 130, "TM. ỦY BAN NHÂN DÂN"),
            (80, 140, "Nơi nhận:"),
            (350, 146, "CHỦ TỊCH"),
            (80, 154, "- Như trên;", 11),
            (80, 168, "- Thường trực Tỉnh ủy, Thường trực Hội", 11),
            (80, 182, "đồng nhân dân tỉnh;", 11),
            (80, 196, "- Lưu: VT.", 11),
            (340, 230, "Lê Văn Mẫu"),
        ]
    )
    assert lines_of(pdf)[1:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Thường trực Tỉnh ủy, Thường trực Hội đồng nhân dân tỉnh;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lê Văn Mẫu",
    ]


def test_paragraphs_begin_where_lines_are_indented_or_end_early(pdf):
    first = "1. Việc thứ nhất cần làm ngay trong tháng này của các sở, ngành"
    pdf.page(
        [
            *body(80, 80, BODY + " báo", "cáo trước ngày 15 tháng này.", BODY + " báo", BODY + " 57-"),
            *body(80, 144, "NQ/TW của năm."),
            *body(110, 160, first),
            *body(80, 176, "tỉnh."),
        ]
    )
    assert lines_of(pdf) == [
        BODY + " báo cáo trước ngày 15 tháng này.",
        BODY + " báo " + BODY + " 57-NQ/TW của năm.",
        first + " tỉnh.",
    ]


def test_a_paragraph_goes_on_overleaf(pdf):
    pdf.page(body(80, 80, BODY + " báo", "cáo hằng năm.", BODY + " nêu", BODY + " giao"))
    pdf.page(body(80, 80, "cho từng cơ quan, đơn vị thực hiện.", BODY + " báo", BODY + " hết."))
    reading = read(pdf.build(), "a.pdf")
    text = reading.mapped.text
    assert text.count("\n") == 2
    assert text[reading.page_starts[1] :].startswith("cho từng cơ quan")
    assert BODY + " giao cho từng cơ quan" in text


def test_every_page_has_a_start(pdf):
    pdf.page().page([(80, 80, "Trang hai")]).page().page([(80, 80, "Trang bốn")]).page()
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text == "Trang hai\nTrang bốn"
    assert reading.page_starts == (0, 0, 10, 10, 19)


def test_page_numbers_and_heads_are_no_text(pdf):
    for number in range(1, 5):
        pdf.page(
            [
                (150, 40, f"CÔNG BÁO/Số {200 + number}/Ngày 01-6-2026"),
                (80, 56, "Kế hoạch chuyển đổi số"),
                (80, 100, f"Việc thứ {number} của kế hoạch."),
                (290, 800, str(number)),
            ]
        )
    assert lines_of(pdf) == [f"Việc thứ {number} của kế hoạch." for number in range(1, 5)]


def test_a_number_that_does_not_count_with_the_pages_stays(pdf):
    pdf.page([(80, 80, "Năm")]).page([(80, 80, "Tổng số:"), (80, 790, "17")]).page([(80, 790, "2")])
    assert lines_of(pdf) == ["Năm", "Tổng số:", "17", "2"]


def test_the_stamp_of_a_digital_signature_is_no_text(pdf):
    pdf.page(
        [
            (20, 20, "Người ký: Ủy ban nhân dân tỉnh", 7),
            (20, 30, "Cơ quan: Văn phòng", 7),
            (20, 40, "Thời gian ký: 05.03.2026", 7),
            (20, 50, "09:46:39 +07:00", 7),
            (80, 100, "Người ký văn bản: chịu trách nhiệm."),
        ]
    )
    assert text_of(pdf) == "Người ký văn bản: chịu trách nhiệm."


def test_marks_of_footnotes_stay_apart_from_numbers(pdf):
    pdf.page(
        [
            (80, 80, "Nghị quyết số 57"),
            (177, 75, "1", 7),
            (190, 80, "có diện tích 5 km"),
            (292, 75, "2", 7),
            *body(80, 96, BODY + " báo", BODY + " cáo"),
            (80, 780, "1", 6),
            (86, 784, "Ban hành năm 2024.", 9),
        ]
    )
    pdf.page(body(80, 80, "cho từng cơ quan."))
    text = text_of(pdf)
    assert "số 57 [1] có diện tích 5 km2" in text
    assert text.index("[1] Ban hành năm 2024.") < text.index(BODY)
    assert text.endswith("cáo cho từng cơ quan.")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_page_turns_and_the_text_stays(pdf, rotate):
    pdf.page([(80, 80, "SỞ Y TẾ"), (80, 100, "Số: 5/SYT")], rotate=rotate)
    assert text_of(pdf) == "SỞ Y TẾ\nSố: 5/SYT"


def test_text_that_runs_up_the_page_is_read(pdf):
    content = b"BT /F 1 Tf 0 12 -12 0 100 80 Tm <%s> Tj 0 -1.5 TD <%s> Tj ET" % tuple(
        line.encode("utf-16-be").hex().encode() for line in ("DANH MỤC", "Việc một")
    )
    pdf.page(extra=content)
    assert text_of(pdf) == "DANH MỤC\nViệc một"


def test_letters_set_apart_are_one_word(pdf):
    spaced = b"BT /F 1 Tf .3 Tc 12 0 0 12 80 700 Tm <%s> Tj ET" % "CHỈ THỊ".encode("utf-16-be").hex().encode()
    pdf.page(extra=spaced)
    assert text_of(pdf) == "CHỈ THỊ"


def test_pieces_of_words_are_joined(pdf):
    pdf.page([(80, 80, "T"), (86.8, 80, "hủ"), (98, 80, " tướng"), (140.5, 80, "ký"), (154, 80, "kết")])
    assert text_of(pdf) == "Thủ tướng ký kết"


def test_fonts_of_the_past_are_converted(pdf):
    pdf.page([(80, 80, "Céng hßa x· héi chñ nghÜa ViÖt Nam")], font="ABCDEF+.VnTime")
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert reading.provenance.remarks == ("legacy_font",)


@pytest.mark.parametrize(("font", "sign"), [("ABCDEF+OpenSymbol", "☐"), ("Wingdings2", "☐"), ("Symbol", "≤")])
def test_signs_of_symbol_fonts_depend_on_the_font(pdf, font, sign):
    pdf.page([(80, 80, "Có \uf0a3")], font=font)
    assert text_of(pdf) == f"Có {sign}"


def test_pages_set_in_two_columns_are_read_column_by_column(pdf):
    left = ["Cột trái dòng một nói về", "việc rà soát các nhiệm vụ", "đã giao cho từng cơ quan."]
    right = ["Cột phải dòng một nói về", "việc báo cáo hằng quý cho", "Ủy ban nhân dân cấp tỉnh."]
    pdf.page(body(80, 80, *left) + body(320, 80, *right))
    text = text_of(pdf).replace("\n", " ")
    assert text == " ".join(left + right)
