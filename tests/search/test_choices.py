"""Answers chosen among all values of the fitting shape."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.types import Passage, Span
from search.answer.choices.asking import Asking
from search.answer.choices.bodies import bodies
from search.answer.choices.gather import Choice
from search.answer.choices.moments import moments
from search.answer.choices.rank import rank
from search.answer.choices.values import amounts
from search.answer.choices.wanted import Read, Wanted, Weighing, wanted_of
from search.asking.shapes import Shape
from search.query import analyze


def asking(question):
    return Asking.of(analyze(question))


def told(values, text):
    return [value.span.of(text) for value in values]


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Hồ sơ cần tối thiểu mấy tấm ảnh?", Shape.AMOUNT),
        ("Thẻ dùng được nhiều nhất mấy năm?", Shape.LENGTH),
        ("ho so duoc giai quyet trong bao lau", Shape.LENGTH),
        ("Các tỉnh phải gửi báo cáo chậm nhất hôm nào?", Shape.MOMENT),
        ("Cửa hàng được đóng cửa lúc mấy giờ?", Shape.MOMENT),
        ("Sở nào chủ trì việc đo đạc bản đồ?", Shape.BODY),
        ("Gửi phản ánh phải kèm theo gì?", Shape.SENTENCE),
        ("Mã hồ sơ của thủ tục là bao nhiêu?", Shape.SENTENCE),
        ("vuong mac thi goi so may", Shape.SENTENCE),
        ("Ai ký Quyết định 12/QĐ-UBND?", None),
        ("Đồng chí nào phụ trách việc này?", None),
    ],
)
def test_shape_of_the_answer(question, shape):
    assert analyze(question).shape is shape


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ảnh: ít nhất 10 ảnh màu, khổ 10 cm x 15 cm", ["10 ảnh màu", "10 cm", "15 cm"]),
        ("bảo đảm tối thiểu mười hai (12) giờ liên tục", ["mười hai (12) giờ liên tục"]),
        ("theo Điều 7 và khoản 2 của Nghị định số 30", []),
        ("1. Mức hỗ trợ bằng 75% học phí", ["75%"]),
        ("Công văn 12/CV-SYT", []),
        ("Số ĐT: 0974430711, thủ tục mã 1.014464", []),
        ("2.1\nTrông giữ ngoài giờ\n12.000", ["12.000"]),
        ("mở rộng đoạn 0,3km", ["0,3km"]),
        ("(1) Sở Y tế báo cáo[2]; có 3 việc (2) Sở Xây dựng", ["3 việc"]),
        ("trả lời trong vòng 07 ngày; thi đấu vòng 2", ["07 ngày"]),
        ("Trông trẻ\nđồng/trẻ/ngày\n95.000\nmột buổi", ["95.000"]),
    ],
)
def test_amounts_are_numbers_with_what_they_count(text, found):
    assert told(amounts(text, asking("Bao nhiêu?"), lengths_only=False), text) == found


def test_a_number_that_the_question_gives_is_no_answer():
    text = "Trong 48 nhiệm vụ có 29 nhiệm vụ hoàn thành"
    asked = asking("Trong 48 nhiệm vụ, bao nhiêu nhiệm vụ hoàn thành?")
    assert told(amounts(text, asked, lengths_only=False), text) == ["29 nhiệm vụ"]


def test_people_are_no_money():
    text = "hỗ trợ 500 người, mỗi người 2 triệu đồng"
    asked = asking("Mỗi người được bao nhiêu tiền?")
    assert told(amounts(text, asked, lengths_only=False), text) == ["2 triệu đồng"]


def test_only_lengths_answer_how_long():
    text = "nộp 02 bộ hồ sơ, trả kết quả trong 05 ngày làm việc"
    assert told(amounts(text, asking("Trong bao lâu?"), lengths_only=True), text) == ["05 ngày làm việc"]


def test_moments_are_days_hours_and_limits():
    text = "Báo cáo trước ngày 08 tháng 12 năm 2025."
    (moment,) = moments(text, asking("Báo cáo chậm nhất hôm nào?"), date(2025, 11, 25))
    assert moment.normalized["date"] == "2025-12-08"
    assert moment.features["by"] == 1.0


def test_a_body_that_the_question_names_is_no_answer():
    text = "Sở Y tế chủ trì, phối hợp với Sở Tài chính"
    found = list(bodies(text, asking("Sở Y tế phối hợp với sở nào?")))
    assert told(found, text) == ["Sở Tài chính"]
    assert found[0].features["with"] == 1.0


def test_the_head_of_a_body_that_gives_a_task_is_told_from_others():
    text = "Bộ trưởng Bộ Xây dựng giao Ban Quản lý Dự án 85"
    found = list(bodies(text, asking("Bộ Xây dựng giao đơn vị nào?")))
    assert [value.features["heads_asked"] for value in found] == [1.0, 0.0]


def test_marks_count_where_the_question_was_typed_with_marks():
    marked, plain = analyze("Mua bàn ghế"), analyze("mua ban ghe")
    text = "Mưa bẩn ghế"
    terms = ("mua", "ban", "ghe", "mua ban", "ban ghe")
    assert Read.of(text, wanted_of(marked, terms)).mask.bit_count() == 1
    assert Read.of(text, wanted_of(replace(plain, restored="mua ban ghe"), terms)).mask.bit_count() == 5


def test_choices_that_say_the_same_share_their_belief(even):
    first, second, third = (choice(i, agency) for i, agency in enumerate(("so-y-te", "so-y-te", "bo-y-te")))
    ranked = rank([first, second, third], Shape.BODY, [0.0] * 3, even)
    assert [round(one.share, 3) for one in ranked] == [0.667, 0.667, 0.333]


def choice(at, agency):
    passage = Passage("d-0001", "d", 1, "", (), Span(0, 90), "")
    return Choice(passage, Span(at, at + 1), Span(at, at + 1), {}, {"agency_id": agency})


def test_what_a_text_repeats_of_a_question():
    wanted = Wanted(["hoc", "phi", "hoc phi", "mam", "non"])
    read = Read.of("Học phí cấp tiểu học là bao nhiêu", wanted)
    assert read.mask == wanted.mask(["hoc", "phi", "hoc phi"])
    assert read.terms(Span(0, 3)) == wanted.mask(["hoc"])
    assert read.precision(Span(0, 7), spare=0) == 1.0
    assert read.precision(Span(0, 7), spare=2) == 0.5


def test_rare_terms_weigh_more_and_a_title_explains_its_part():
    wanted = Wanted(["chung", "rieng"])
    weighing = Weighing(wanted, [wanted.mask(["chung"]), wanted.mask(["chung", "rieng"])])
    common, rare = wanted.mask(["chung"]), wanted.mask(["rieng"])
    assert weighing.share(rare) > weighing.share(common)
    assert weighing.share(common | rare) == pytest.approx(1.0)
    assert weighing.rest(rare, told=common) == pytest.approx(1.0)
    assert weighing.rest(common, told=common) == 0.0


def test_the_number_asked_for_is_told_with_its_clause(engine):
    result = engine.ask("Khảo sát ý kiến nhân dân ở bao nhiêu xã theo Công văn số 77-CV/TU?")
    assert result.answers[0].value == "15 xã"
    assert "khảo sát ý kiến nhân dân" in result.answers[0].citation.quote


def test_what_no_value_fits_is_not_stated(engine):
    result = engine.ask("Công văn số 77-CV/TU bố trí bao nhiêu tiền?")
    assert result.answers == ()
