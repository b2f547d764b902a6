"""Codes, places in an order, colours and numbers in words that a question asks for."""

import pytest

from search.answer.choices.asking import Asking
from search.answer.choices.moments import moments
from search.answer.choices.named import named_values, only_asked
from search.answer.choices.ordinals import ordinal_asked, ordinals
from search.answer.choices.values import amounts
from search.query import analyze


def asking(question):
    return Asking.of(analyze(question))


def told(values, text):
    return [value.span.of(text) for value in values]


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Kè này được xếp cấp mấy, dài bao nhiêu?", "cấp"),
        ("Nhà từ cấp mấy trở lên phải xin phép?", "cấp"),
        ("Mỗi xã được cấp mấy tài khoản?", ""),
        ("Thi nghề thì chi theo phụ lục mấy?", "phụ lục"),
        ("Đơn xin nghỉ viết theo mẫu nào?", "(?:biểu )?mẫu"),
        ("Khoản nào của Thông tư 5/2020/TT-BYT bị bãi bỏ?", "khoản"),
        ("Làm theo điều nào của nghị định nào?", ""),
        ("Máy chủ cần tối thiểu cấp độ an toàn mấy?", "cấp độ"),
        ("Có mấy nhóm nhiệm vụ?", ""),
        ("Hội đồng nhân dân khóa mấy thông qua nghị quyết?", "khóa"),
        ("Mỗi khóa mấy học viên?", ""),
        ("Dạy một khóa mấy ngày?", ""),
    ],
)
def test_a_question_for_a_place_in_an_order(question, noun):
    assert ordinal_asked(asking(question).form) == noun


@pytest.mark.parametrize(
    ("noun", "found"),
    [
        ("cấp", ["cấp II trở lên"]),
        ("cấp độ", ["cấp độ 3"]),
        ("phụ lục", ["Phụ lục IV"]),
        ("(?:biểu )?mẫu", ["Mẫu số 04/PL"]),
        ("khoản", ["khoản 2 Điều 20"]),
        ("hạng", ["hạng III hoặc tương đương"]),
    ],
)
def test_places_in_an_order(noun, found):
    text = (
        "công trình cấp II trở lên (an toàn cấp độ 3), Phụ lục IV và Mẫu số 04/PL, bỏ khoản 2 Điều 20;"
        " bằng lái hạng III hoặc tương đương; cấp tỉnh"
    )
    assert told(ordinals(text, noun), text) == found


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        (
            "Mỗi xã được cấp mấy tài khoản?",
            "mỗi xã có một tài khoản quản trị, một số quyền",
            ["một tài khoản"],
        ),
        ("Phải ký quỹ bao nhiêu?", "duy trì mức hai tỷ đồng và một phần vốn", ["hai tỷ đồng"]),
        ("Cần bao nhiêu thành viên đồng ý?", "ít nhất hai phần ba ý kiến", ["hai phần ba"]),
        ("Hộp thư nặng mấy MB?", "500MB/hộp thư, mạng 5G", ["500MB/hộp thư"]),
        ("Bao nhiêu phần trăm?", "Nhà cấp I (%)\n97\nNhà của 5 hộ", ["97"]),
    ],
)
def test_amounts_in_words_in_cells_and_with_signs(question, text, found):
    assert told(amounts(text, asking(question), lengths_only=False), text) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Mã thủ tục cấp thẻ công nghệ là gì?", ["1.012345.H07"]),
        ("Cấp thẻ thì gọi số nào?", ["0977 123 456"]),
        ("Trang web lấy ý kiến có địa chỉ gì?", ["https://ykien.example.vn"]),
        ("Email phản ánh là gì?", ["phananh@example.vn"]),
    ],
)
def test_a_code_of_the_kind_asked_for(question, found):
    text = (
        "Thủ tục 1.012345.H07: ĐT 0977 123 456, hộp thư phananh@example.vn,"
        " truy cập https://ykien.example.vn để góp ý"
    )
    assert told(named_values(text, asking(question)), text) == found
    assert only_asked(asking(question).form) == "named_code"


def test_a_question_about_mail_asks_for_no_address():
    assert only_asked(asking("Trùng tên thì email phải thêm thông tin gì?").form) == ""


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        (
            "Tỷ lệ cây sống đến 30/6/2021 là bao nhiêu?",
            "kiểm tra 4 lâm trường, tỷ lệ cây sống đạt 82,5%",
            ["82,5%"],
        ),
        ("Tỷ lệ cây sống năm 2021 là bao nhiêu?", "trồng 900 cây, sống 82,5%", ["82,5%"]),
        ("Tỷ lệ cây sống theo Kế hoạch 7/KH-SNN là bao nhiêu?", "trồng 900 cây, sống 82,5%", ["82,5%"]),
        ("Mức phạt năm 2021 là bao nhiêu?", "phạt 3 lần, mỗi lần 5 triệu đồng", ["5 triệu đồng"]),
        (
            "Bao nhiêu người bị thương?",
            "nước dâng 40 cm ở 9 điểm, 12 hộ, 6 người bị thương",
            ["6 người"],
        ),
        ("Số người đi tránh lũ là bao nhiêu?", "mưa 120 - 200 mm ở 9 xã, dời 310 người", ["310 người"]),
        ("Số hộ phải dời là bao nhiêu?", "9 điểm, 12 hộ, chi 2 tỷ đồng", ["12 hộ"]),
        ("Kế hoạch có bao nhiêu nhiệm vụ?", "mở 5 lớp, đạt 60%, có 17 chỉ tiêu, nhiệm vụ", ["17 chỉ tiêu"]),
        (
            "Tỉnh ủy Bắc Cạn đã hoàn thành bao nhiêu nhiệm vụ?",
            "sở chủ trì 17 nhiệm vụ: 8 nhiệm vụ đã xong, đang làm 9 nhiệm vụ",
            ["8 nhiệm vụ"],
        ),
        (
            "Sở đang thực hiện bao nhiêu nhiệm vụ?",
            "sở chủ trì 17 nhiệm vụ: 8 nhiệm vụ đã xong, đang làm 9 nhiệm vụ",
            ["9 nhiệm vụ"],
        ),
        (
            "Sở phải hoàn thành bao nhiêu nhiệm vụ?",
            "sở có 17 nhiệm vụ",
            ["17 nhiệm vụ"],
        ),
        ("Bản đồ địa chính có tỷ lệ bao nhiêu?", "lập bản đồ tỷ lệ 1/2.000 cho 30% số xã", ["1/2.000"]),
        ("ban do hien trang ty le bao nhieu", "bản đồ 1:500, ngày 1/2021", ["1:500"]),
        ("Tỷ lệ xã có bản đồ là bao nhiêu?", "bản đồ tỷ lệ 1/2.000 cho 30% số xã", ["30%"]),
    ],
)
def test_only_amounts_of_what_is_counted_or_measured(question, text, found):
    assert told(amounts(text, asking(question), lengths_only=False), text) == found


def test_colours():
    asked = asking("Túi đựng rác phải màu gì?")
    text = "túi có màu xanh lá cây, thùng màu sắc khác nhau"
    assert told(named_values(text, asked), text) == ["màu xanh lá cây"]
    assert only_asked(asked.form) == "named_colour"


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("Cầu này chạy vào năm nào?", "1\nCầu Vàm\n260\n2031\n2\nCầu Rạch\n2027-2028", ["2031", "2027-2028"]),
        ("Xong ngày nào?", "Cầu Vàm\n2031", []),
        (
            "Bản vẽ cũ được dùng tới bao giờ?",
            "dùng bản cũ cho đến khi sở, ngành ra bản mới. Trường hợp cần gấp thì hỏi sở",
            ["cho đến khi sở, ngành ra bản mới"],
        ),
        (
            "Khi nào phải lập tổ tìm nguyên nhân?",
            "lập tổ ngay sau khi vỡ bờ bao theo quy định tại Điều 9",
            ["ngay sau khi vỡ bờ bao"],
        ),
    ],
)
def test_years_in_cells_and_conditions(question, text, found):
    assert told(moments(text, asking(question), None), text) == found


def test_a_name_runs_on_over_small_words_between_its_capitals():
    text = "bằng mức của Trường Đại học Sao Vàng Bến Tre cho khóa học; mức khác"
    found = told(named_values(text, asking("Lấy mức thu của trường nào?")), text)
    assert found == ["Trường Đại học Sao Vàng Bến Tre"]
