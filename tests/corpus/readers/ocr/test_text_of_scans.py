"""What is done with recognised words; no program is needed."""

import pytest
from PIL import Image

from corpus.readers.ocr.boxes import Box, Word, mean_confidence
from corpus.readers.ocr.capitals import with_marks
from corpus.readers.ocr.dates import dates_read_again
from corpus.readers.ocr.mend import mended
from corpus.readers.ocr.paragraphs import Line, lines_of, paragraphs_of, without_page_marks


def word(text, left, top, confidence=0.95, line=0):
    return Word(text, Box(left, top, left + 12 * len(text), top + 30), confidence, 0, (line,))


def line(text, left, top, right):
    return Line(text, Box(left, top, right, top + 30))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("CÔNG HOÀ XÃ HỌI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("GỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("ĐẢNG CÔNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Đôc lập - Tự do - Hanh phúc", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: l2O/2O24/QĐ-UBND", "Số: 120/2024/QĐ-UBND"),
        ("ngày O5 tháng l2 năm 2O24", "ngày 05 tháng 12 năm 2024"),
        ("thông qua ngày' II tháng 8 năm. 2022./.", "thông qua ngày 11 tháng 8 năm 2022./."),
        ("từ ngày 3O/6/2O26", "từ ngày 30/6/2026"),
        ("số 24/2022/UBTVQHI5", "số 24/2022/UBTVQH15"),
        ("Luật số 65/2020/OH14", "Luật số 65/2020/QH14"),
        ("Luật số 41/2024/QHIS", "Luật số 41/2024/QH15"),
        ("- QUYẾT ĐỊNH", "QUYẾT ĐỊNH"),
        ("NGHỊ QUYÉT.", "NGHỊ QUYẾT"),
        ("___ ỦY BAN NHÂN DÂN -", "ỦY BAN NHÂN DÂN"),
        ("số 2034/QĐÐ-BGDĐT", "số 2034/QĐ-BGDĐT"),
        ("năm 201 1.", "năm 2011."),
        ("~ Khảo sát được triển khai", "- Khảo sát được triển khai"),
        ("$.2. Phòng Đào tạo", "5.2. Phòng Đào tạo"),
    ],
)
def test_certain_slips_are_corrected(read, meant):
    assert mended(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "tổ chức tô chức hướng dân",  # running words are never corrected
        "tỷ lệ 1/3 và 10/12",
        "Ông I. và bà O.",
        "năm 2024 5 đơn vị",
        "điểm l khoản 2",
        "| a | ~ b |",
        "Số lượng/ĐVT",
        "- UBND THÀNH PHỐ;",
    ],
)
def test_other_text_is_left_alone(text):
    assert mended(text) == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("THÀNH PHÓ HÒ CHÍ MINH", "THÀNH PHỐ HỒ CHÍ MINH"),
        ("NGHỊ QUYÉT", "NGHỊ QUYẾT"),
        ("KT. GIÁM ĐÓC", "KT. GIÁM ĐỐC"),
        ("ỦY BAN THƯỜNG VỤ QUÓC HỘI", "ỦY BAN THƯỜNG VỤ QUỐC HỘI"),
        ("ỦY BAN NHÂN DÂN TĨNH LAM", "ỦY BAN NHÂN DÂN TỈNH LAM"),
        ("Thành phó Hò Chí Minh", "Thành phó Hò Chí Minh"),
        ("THÀNH PHỐ CẦNTHƠ", "THÀNH PHỐ CẦN THƠ"),
        ("PHÓ CỔ", "PHÓ CỔ"),  # no known name: what was read stands
    ],
)
def test_marks_return_to_capitals_of_known_names_only(read, meant):
    assert with_marks(read) == meant


def test_confidence_counts_letters():
    words = [word("a", 0, 0, 0.0), word("abc", 0, 0, 1.0)]
    assert mean_confidence(words) == pytest.approx(0.75)
    assert mean_confidence([]) == 0.0


def test_shapes_are_no_lines():
    words = [
        word("|", 0, 0, 0.2, 1),
        word("Kính", 0, 50, 0.9, 2),
        word("gửi", 60, 50, 0.9, 2),
        word("˜", 120, 50, 0.3, 2),
        word("ỊỄ", 0, 100, 0.1, 3),
    ]
    assert [found.text for found in lines_of(words)] == ["Kính gửi"]


def test_a_doubtful_word_in_a_good_line_stays():
    words = [word("Quốc", 0, 0), word("hội", 60, 0), word("khóa", 120, 0), word("XV;", 190, 0, 0.1)]
    assert [found.text for found in lines_of(words)] == ["Quốc hội khóa XV;"]


@pytest.mark.parametrize(
    ("grain", "kept"),
    [
        (Word("Tên", Box(0, 14, 40, 26), 0.25, 0, (0,)), False),
        (Word("Tên", Box(0, 14, 40, 26), 0.9, 0, (0,)), True),  # surely read
        (Word("Tên", Box(100, 0, 140, 30), 0.25, 0, (0,)), True),  # as high as the rest
        (Word("Tên", Box(170, 14, 195, 26), 0.25, 0, (0,)), True),  # near the rest
        (Word("Tên", Box(-90, 0, -50, 30), 0.25, 0, (0,)), False),  # far from it
        (Word("Tên", Box(-90, 0, -50, 30), 0.45, 0, (0,)), True),
    ],
)
def test_grain_of_the_paper_beside_a_line_goes(grain, kept):
    rest = [word("của", 200, 0), word("chủ", 250, 0), word("hộ", 300, 0)]
    (found,) = lines_of([grain, *rest])
    assert found.text == ("Tên của chủ hộ" if kept else "của chủ hộ")


def test_what_touches_a_number_belongs_to_it():
    touching = Word("PCP-CN", Box(98, 0, 180, 30), 0.95, 0, (0,))
    apart = Word("ngày", Box(195, 0, 250, 30), 0.95, 0, (0,))
    (found,) = lines_of([Word("116/V", Box(0, 0, 95, 30), 0.95, 0, (0,)), touching, apart])
    assert found.text == "116/VPCP-CN ngày"
    (found,) = lines_of([Word("116", Box(0, 0, 95, 30), 0.95, 0, (0,)), touching])
    assert found.text == "116 PCP-CN"


def test_full_lines_are_joined_and_list_items_are_not():
    lines = [
        line("Ủy ban nhân dân phường lập kế hoạch trồng", 160, 0, 1000),
        line("Cây bóng mát trên các tuyến đường.", 100, 45, 700),
        line("- Việc thứ nhất có một dòng rất dài và", 160, 90, 1000),
        line("còn nữa;", 100, 135, 250),
        line("- Việc thứ hai.", 160, 180, 400),
    ]
    assert paragraphs_of(lines, column=False) == [
        "Ủy ban nhân dân phường lập kế hoạch trồng Cây bóng mát trên các tuyến đường.",
        "- Việc thứ nhất có một dòng rất dài và còn nữa;",
        "- Việc thứ hai.",
    ]


def test_columns_join_only_what_goes_on_in_small_letters():
    lines = [
        line("ỦY BAN NHÂN DÂN", 100, 0, 400),
        line("PHƯỜNG BẾN THỬ", 100, 40, 400),
        line("V/v trồng cây trên các", 80, 90, 420),
        line("tuyến đường", 150, 130, 350),
    ]
    assert paragraphs_of(lines, column=True) == [
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG BẾN THỬ",
        "V/v trồng cây trên các tuyến đường",
    ]


def test_page_numbers_and_gazette_heads_are_dropped_at_the_edges_only():
    lines = [
        line("8 CÔNG BÁO/Số 695 + 696/Ngày 22-8-2022", 0, 20, 900),
        line("12", 0, 500, 30),
        line("- 3 -", 400, 960, 440),
    ]
    assert [found.text for found in without_page_marks(lines, (90, 920))] == ["12"]


def test_the_lines_of_a_centred_title_are_joined():
    lines = [
        line("QUYẾT ĐỊNH", 500, 0, 700),
        line("Ban hành Quy định tuyển chọn tổ chức theo", 250, 45, 950),
        line("Nghị quyết số 03 ngày 24 tháng 9", 330, 90, 870),
        line("Căn cứ Luật Tổ chức Hội đồng nhân dân ngày", 160, 170, 1100),
        line("26 tháng 11 năm 2005;", 100, 215, 500),
    ]
    assert paragraphs_of(lines, column=False) == [
        "QUYẾT ĐỊNH",
        "Ban hành Quy định tuyển chọn tổ chức theo Nghị quyết số 03 ngày 24 tháng 9",
        "Căn cứ Luật Tổ chức Hội đồng nhân dân ngày 26 tháng 11 năm 2005;",
    ]


def test_words_between_wide_gaps_go_back_into_their_line():
    words = [
        word("98/NQ-CP", 0, 0),
        word("°", 200, 0, 0.3),
        word("Chính", 400, 0),
        word("phủ", 480, 0),
        word("của", 200, 4, line=1),
        word("và", 560, 4, line=1),
        word("Sau", 0, 45, line=2),
    ]
    assert [found.text for found in lines_of(words)] == ["98/NQ-CP của Chính phủ và", "Sau"]


def read_again(monkeypatch, first, *ways):
    """Put a line's date right, of which each of the ways told gives the words it says."""
    asked = []

    def recognise(images, source, dpi, segmentation):
        asked.extend(images)
        told = enumerate(way for _, way in zip(images, ways, strict=False))
        return [Word(text, Box(0, 0, 9, 9), 0.9, at, (at,)) for at, way in told for text in way.split()]

    monkeypatch.setattr("corpus.readers.ocr.dates.recognise_words", recognise)
    lines = [[word(text, 60 * at, 0, line=1) for at, text in enumerate(first.split())]]
    (found,) = dates_read_again(lines, [Image.new("L", (900, 40), 255)], "a.png", 300)
    return " ".join(one.text for one in found), len(asked)


BROKEN = "thông qua ngà)' II tháng năm 2022./."


def test_a_date_that_two_of_four_ways_agree_on_is_put_right(monkeypatch):
    ways = ("ngày: 11 thắng 8 năm 2022", "ngài LĨ tháng 8 năm 2022", "_tghy 11 tháng 8 năm 2022.", "x")
    assert read_again(monkeypatch, BROKEN, *ways) == ("thông qua ngày 11 tháng 8 năm 2022./.", 4)


@pytest.mark.parametrize(
    "ways",
    [
        ("ngày 11 tháng 8 năm 2022", "ngày 17 tháng 8 năm 2022", "x", "x"),  # no two agree
        ("ngày 11 tháng 8 năm 2023",) * 4,  # the year was read surely
        ("ngày 41 tháng 8 năm 2022",) * 4,
        ("ngày 11 tháng 8 năm 2022",) * 2 + ("ngày 1 tháng 8 năm 2022",) * 2,
    ],
)
def test_a_date_that_is_told_otherwise_each_time_stays(monkeypatch, ways):
    assert read_again(monkeypatch, BROKEN, *ways)[0] == BROKEN


@pytest.mark.parametrize(
    "text",
    ["ngày 11 tháng 8 năm 2022./.", "trong tháng 8 năm 2022", "hết ngày, sang tháng sau năm ngoái", "tháng"],
)
def test_what_is_a_date_or_none_is_not_read_again(monkeypatch, text):
    assert read_again(monkeypatch, text, *("ngày 1 tháng 1 năm 2022",) * 4) == (text, 0)
