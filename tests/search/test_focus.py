"""The words next to what a question asks for, and how a body stands in its sentence."""

import pytest

from corpus.letters import fold_letters
from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.focus import Focus, behind_the_best
from search.answer.choices.pieces import sentences_in
from search.answer.choices.standing import standing
from search.answer.choices.wanted import Read, Wanted
from search.query import analyze
from search.types import AnswerType


def read(text):
    return Read.of(text, Wanted(()))


def at(text, words):
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("question", "before", "behind"),
    [
        ("Ai lập hội đồng thẩm định ở Hà Tĩnh?", set(), {"lap", "hoi", "dong", "tham"}),
        ("Vướng mắc thì báo cáo về sở nào", {"bao", "cao"}, set()),
        ("Số 12/KH-UBND giao cơ quan nào trình, ai duyệt?", {"quan", "nao", "trinh"}, {"duyet"}),
        ("Thời hạn nộp hồ sơ", set(), set()),
    ],
)
def test_the_words_next_to_the_last_word_of_asking(question, before, behind):
    focus = Focus.of(fold_letters(question))
    assert (focus.before, focus.behind) == (before, behind)


def test_a_value_is_near_the_words_that_the_question_puts_next_to_it():
    text = "Hội đồng báo cáo kế hoạch.\nỦy ban nhân dân tỉnh lập hội đồng, Sở Y tế góp ý."
    focus = Focus.of("ai lap hoi dong")
    acting = focus.around(read(text), at(text, "Ủy ban nhân dân tỉnh"))
    other = focus.around(read(text), at(text, "Sở Y tế"))
    assert acting["focus_next_right_behind"] == 1.0
    assert other["focus_next_right_behind"] == 0.0
    assert other["focus_left_behind"] == 1.0
    assert acting["focus_left_behind"] == 0.0  # another line


def test_what_is_less_than_the_best_is_told():
    rows = [{"focus_left_before": 0.5, "clause": 1.0}, {"focus_left_before": 0.25}, {}]
    assert behind_the_best(rows) == [
        {"focus_left_before_less": 0.0},
        {"focus_left_before_less": -0.25},
        {"focus_left_before_less": -0.5},
    ]


@pytest.mark.parametrize(
    ("text", "body", "told"),
    [
        (
            "Theo Nghị quyết số 7 ngày 01/02/2025 của Chính phủ, các sở báo cáo.",
            "Chính phủ",
            {"of", "of_cited"},
        ),
        ("Theo đề nghị của Công an tỉnh về việc này.", "Công an tỉnh", {"of"}),
        ("a) Sở Y tế chủ trì kiểm tra.", "Sở Y tế", {"opens", "does", "opens_and_does"}),
        ("Kết quả gửi Sở Nội vụ.", "Sở Nội vụ", {"aimed_at"}),
        ("Danh mục do Sở Tư pháp lập.", "Sở Tư pháp", {"by"}),
        ("Hội nghị Ban Chấp hành Trung ương khóa XIII", "Ban Chấp hành Trung ương", {"of_term"}),
    ],
)
def test_the_part_of_a_body_in_its_sentence(text, body, told):
    found = standing(read(text), at(text, body))
    assert {name for name, value in found.items() if value} == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tổ chức thực hiện Nghị quyết trên địa bàn thành phố.", False),
        ("Đến nay đã thực hiện 4 nhiệm vụ của chương trình.", True),
        ("Các chỉ tiêu giao cho thành phố đạt 80%.", True),
    ],
)
def test_what_says_nothing_of_being_done_tells_no_progress(text, told):
    asking = Asking.of(analyze("Chương trình đến nay tiến độ thực hiện thế nào?"))
    assert asking.kind is AnswerType.PROGRESS
    assert bool(sentences_in(read(text), Span(0, len(text)), asking)) is told
