"""Which values become choices: times, conditions, ranges, units of tables, those who act, lists."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.types import Fact, Header, Span
from search.answer.choices.actors import find_actors
from search.answer.choices.asking import Asking
from search.answer.choices.bodies import bodies
from search.answer.choices.grid import Grid
from search.answer.choices.moments import lengths, moments
from search.answer.choices.named import named_values
from search.answer.choices.times import find_times
from search.answer.choices.values import amounts, in_unit
from search.answer.effective import application_told, effect_told
from search.query import analyze

D, ISSUED = date(2026, 2, 1), date(2026, 1, 5)


def asking(question):
    return Asking.of(analyze(question))


def told(values, text):
    return [value.span.of(text) for value in values]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gửi trước 15:00 ngày thứ Sáu hàng tuần và theo dõi", ["trước 15:00 ngày thứ Sáu hàng tuần"]),
        ("nộp từ ngày 10 đến ngày 15 tháng 12 hằng năm.", ["từ ngày 10 đến ngày 15 tháng 12 hằng năm"]),
        ("quan trắc từ tháng 3 đến tháng 10 năm 2026;", ["từ tháng 3 đến tháng 10 năm 2026"]),
        ("Thời gian: Tháng 11 - 12/2025.", ["Tháng 11 - 12/2025"]),
        ("vào tháng 4 và tháng 8 năm 2026", ["vào tháng 4 và tháng 8 năm 2026"]),
        ("Sở Xây dựng\nQuý IV/2026\nĐề án", ["Quý IV/2026"]),
        ("áp dụng từ năm học 2025-2026", ["từ năm học 2025-2026"]),
        ("đến năm 2030, tầm nhìn đến năm 2050", ["đến năm 2030", "đến năm 2050"]),
        ("vệ sinh định kỳ hàng tuần (Thứ 7, Chủ nhật)", ["định kỳ hàng tuần (Thứ 7, Chủ nhật)"]),
        ("mưa kéo dài 30/11 đến 02/12/2025", ["30/11 đến 02/12/2025"]),
        ("Định kỳ hàng năm hoặc đột xuất", ["Định kỳ hàng năm hoặc đột xuất"]),
        ("trùm lên 1/3 hình, ở đường 14/9", []),
        ("kết quả trong 05 ngày làm việc", []),
    ],
)
def test_an_expression_of_time_is_whole(text, found):
    assert told(find_times(text), text) == found


def test_a_longer_expression_replaces_the_day_within_it_and_keeps_what_was_read():
    text = "Các xã gửi báo cáo từ ngày 10 đến ngày 15 tháng 12 hằng năm."
    value = next(iter(moments(text, asking("Gửi báo cáo vào những ngày nào?"), None)))
    assert value.span.of(text) == "từ ngày 10 đến ngày 15 tháng 12 hằng năm"
    assert value.normalized["recurrence"] == "R/P1Y"


def test_a_year_answers_no_question_for_a_day():
    text = "Hoàn thành đề án năm 2026, nộp ngày 05/3/2026."
    assert "năm 2026" not in told(moments(text, asking("Nộp vào ngày nào?"), None), text)
    assert "năm 2026" in told(moments(text, asking("Đề án xong vào năm nào?"), None), text)


def test_a_condition_answers_when_something_may_be_done():
    text = "Chỉ mở cửa lại khi đã kiểm tra xong móng nhà, sau đó báo cáo."
    assert "khi đã kiểm tra xong móng nhà" in " ".join(
        told(moments(text, asking("Khi nào mới được mở cửa lại?"), None), text)
    )
    assert told(moments(text, asking("Mở cửa lại ngày nào?"), None), text) == []
    text = "mở chiến dịch khẩn cấp khi chỉ số trên 300 trong 03 ngày liên tiếp."
    assert "khi chỉ số trên 300 trong 03 ngày liên tiếp" in told(
        moments(text, asking("Khi nào phải mở chiến dịch?"), None), text
    )


def test_a_length_may_be_bound_by_another_or_come_again():
    text = "Thẻ có giá trị không quá thời hạn của giấy phép; báo cáo định kỳ hằng quý."
    found = told(lengths(text, asking("Thẻ dùng được bao lâu?")), text)
    assert found == ["định kỳ hằng quý", "không quá thời hạn của giấy phép"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Loại tốt: từ 85 đến 100 điểm", [("từ 85 đến 100 điểm", "85", "100")]),
        ("mức 5 - 10 triệu đồng/hộ", [("5 - 10 triệu đồng/hộ", "5", "10")]),
        ("mưa 150-300mm", [("150-300mm", "150", "300")]),
        (
            "từ 250 triệu đồng đến dưới 01 tỷ đồng",
            [("từ 250 triệu đồng đến dưới 01 tỷ đồng", "250", "1 tỷ đồng")],
        ),
        ("tăng từ 5% đến 10%", [("5%", "5", None), ("10%", "10", None)]),
        ("giảm từ 60 ngày xuống 48 ngày", [("60 ngày", "60", None), ("48 ngày", "48", None)]),
        ("có 13/20 nguồn thu", [("13/20 nguồn thu", "13", None)]),
        ("giai đoạn 2021 - 2030", []),
        ("phủ sóng 5G ở tầng 2, dây 2x27", []),
        ("mỗi môn từ 5 trở lên", [("5 trở lên", "5", None)]),
        ("điện thoại 0292-3820123", []),
        ("ngày 20/11 tổ chức", []),
        ("tổng 1.364.329,5 đồng", [("1.364.329,5 đồng", "1364329.5", None)]),
    ],
)
def test_a_range_is_one_amount_and_a_change_is_two(text, found):
    values = amounts(text, asking("Bao nhiêu?"), lengths_only=False)
    assert [(v.span.of(text), v.normalized["value"], v.normalized.get("upper")) for v in values] == found


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("| STT | Việc | Mức chi (1.000 đồng) |\n| 1 | Họp | 150 |", "150", "nghìn đồng"),
        ("Đơn vị tính: triệu đồng\n| Khoản | Dự toán |\n| Thu | 5.600 |", "5.600", "triệu đồng"),
        ("| TT | Tên | ĐVT | Số lượng |\n| 1 | Vở | quyển | 30 |", "30", "quyển"),
        ("STT\nViệc\nĐVT\nGiá\n1\nThu gom\nđồng/tấn\n43.442", "43.442", "đồng/tấn"),
        ("| Khoản | Số |\n| Thu | 5.600 |", "5.600", ""),
    ],
)
def test_a_table_gives_the_unit_of_a_bare_number(text, number, unit):
    grid = Grid(text)
    at = text.rindex(number)
    span = Span(at, at + len(number))
    place = grid.place(span)
    assert place is not None
    assert grid.unit(span, place) == unit


def test_an_amount_in_the_unit_of_its_table_is_money():
    asked = asking("Chi bao nhiêu tiền cho mỗi cuộc họp?")
    text = "| Họp | 150 |"
    bare = amounts(text, asked, lengths_only=False)[0]
    assert bare.features["money"] == 0
    assert in_unit(bare, "nghìn đồng", asked).features["money"] == 1
    assert in_unit(bare, "nghìn đồng", asked).normalized == {"value": "150", "unit": "nghìn đồng"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Người đứng đầu cơ quan chịu trách nhiệm về kết quả", ["Người đứng đầu cơ quan"]),
        ("1. Chủ đầu tư có trách nhiệm lập hồ sơ", ["Chủ đầu tư"]),
        ("việc này do hiệu trưởng quyết định", ["hiệu trưởng"]),
        ("nộp tại bộ phận một cửa, chờ kết quả", ["bộ phận một cửa"]),
        ("Giám đốc trung tâm:\n- Mở lớp", ["Giám đốc trung tâm"]),
        ("Tổ chức hội nghị tổng kết năm", []),
        ("cải thiện đời sống của người dân", []),
        ("bảo vệ dữ liệu cá nhân khi kết nối", []),
    ],
)
def test_those_who_act_are_found_where_they_act(text, found):
    assert told(find_actors(text, ()), text) == found


def test_a_post_is_told_with_the_name_that_follows_it():
    text = "Phó Thủ tướng Chính phủ Nguyễn Văn Bình giao Bộ Y tế, Thành phố Hồ Chí Minh."
    found = told(bodies(text, asking("Ai giao việc này?")), text)
    assert found[:2] == ["Phó Thủ tướng Chính phủ Nguyễn Văn Bình", "Bộ Y tế"]


def test_who_acts_answers_who_and_not_which_ministry():
    text = "Chủ đầu tư có trách nhiệm lập hồ sơ."
    assert told(bodies(text, asking("Ai phải lập hồ sơ?")), text) == ["Chủ đầu tư"]
    assert told(bodies(text, asking("Bộ nào phải lập hồ sơ?")), text) == []


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("Công viên Hoa Sen thuộc phường nào?", "Công viên Hoa Sen\nPhường An Bình\n", ["Phường An Bình"]),
        (
            "Trụ sở dời về địa chỉ nào?",
            "Cơ sở 2\nTổ dân phố 9, xã Tân Lập, tỉnh Lào Cai\n",
            ["Tổ dân phố 9, xã Tân Lập, tỉnh Lào Cai"],
        ),
        ("Gọi số máy nào để hỏi?", "điện thoại 024.3555.0199, gặp trực ban", ["024.3555.0199"]),
        ("Mã thủ tục là bao nhiêu?", "Đăng ký (Mã TTHC: 1.004321)", ["1.004321"]),
        ("Mở thêm cửa khẩu nào?", "mở cửa khẩu Bình Minh và lối mở", ["cửa khẩu Bình Minh"]),
        ("Phải nộp những gì?", "Phường An Bình, điện thoại 024.3555.0199", []),
    ],
)
def test_names_and_codes_are_found_where_they_are_asked_for(question, text, found):
    assert told(named_values(text, asking(question)), text) == found


def test_a_long_plain_number_is_no_amount():
    text = "tọa độ 606959 tại 07 cửa sông"
    assert told(amounts(text, asking("Tại mấy cửa sông?"), lengths_only=False), text) == ["07 cửa sông"]


def headed(text, issued=ISSUED):
    return Header(
        kind=Fact(text.split(" có ")[0].removesuffix(" này").lower(), Span(0, 1)),
        issued_on=Fact(issued, Span(0, 1)) if issued else None,
        body=Span(0, len(text)),
    )


def of_effect(effect, text):
    return (effect.span.of(text), effect.day) if effect else None


@pytest.mark.parametrize(
    ("text", "issued", "told"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", ISSUED, ("ngày ký", ISSUED)),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", None, ("ngày ký", None)),
        ("Nghị quyết có hiệu lực sau 10 ngày kể từ ngày ký.", None, ("sau 10 ngày kể từ ngày ký", None)),
        (
            "Quyết định này có hiệu lực từ ngày ký. Quy chế này có hiệu lực từ 01/02/2026.",
            None,
            ("01/02/2026", D),
        ),
        ("Khoản 2 của Quyết định này có hiệu lực từ ngày ký.", None, None),
    ],
)
def test_a_document_says_when_it_takes_effect_though_its_day_is_not_known(text, issued, told):
    assert of_effect(effect_told(text, headed(text, issued)), text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nghị quyết có hiệu lực từ ngày ký ban hành và áp dụng từ ngày 01/02/2026.", ("ngày 01/02/2026", D)),
        ("Nghị quyết có hiệu lực từ ngày 15/01/2026 và được áp dụng kể từ 01/02/2026.", ("01/02/2026", D)),
        ("Nghị quyết có hiệu lực từ ngày ký ban hành. Mức thu được áp dụng từ ngày 01/02/2026.", None),
        ("Luật Đất đai có hiệu lực từ ngày ký và áp dụng từ ngày 01/02/2026.", None),
    ],
)
def test_a_document_says_from_when_it_is_applied(text, told):
    header = replace(headed(text), kind=Fact("nghị quyết", Span(0, 1)))
    assert of_effect(application_told(text, header), text) == told
