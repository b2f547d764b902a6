"""Persons, companies, groups of people and departments as bodies that a question asks for."""

import pytest

from search.answer.choices.asking import Asking
from search.answer.choices.bodies import bodies
from search.answer.choices.groups import groups, only_such
from search.query import analyze

TEXT = (
    "Phối hợp với Tập đoàn Sao Mai, Bến Cát và các sở; liên hệ bà Trần Thị Bưởi (điện thoại 0977 000 111)."
    " Vụ Kế hoạch - Tài chính bảo đảm tiền. Cho thuê đối với công chức, viên chức và người lao động."
)


def asking(question):
    return Asking.of(analyze(question))


def told(values, text):
    return [value.span.of(text) for value in values]


@pytest.mark.parametrize(
    ("question", "found", "only"),
    [
        ("Vướng mắc thì gọi cho ai?", ["Trần Thị Bưởi"], "contact"),
        ("Hai tập đoàn nào cùng làm bộ công cụ?", ["Tập đoàn Sao Mai, Bến Cát"], "company"),
        ("Vụ nào lo tiền hằng năm?", ["Vụ Kế hoạch - Tài chính"], ""),
        ("Nhà được dành cho ai thuê?", ["công chức, viên chức và người lao động"], ""),
        ("Ai lập báo cáo?", [], ""),
    ],
)
def test_who_is_no_agency(question, found, only):
    asked = asking(question)
    assert told(groups(TEXT, [], asked), TEXT) == found
    assert only_such(asked) == only


def test_actors_behind_a_condition_and_those_who_are_told():
    text = "Nếu giá chưa có thì tổ chức làm nhiệm vụ kiểm kê đề xuất và báo ngay cho người đứng đầu."
    found = told(bodies(text, asking("Giá chưa có thì ai đề xuất?")), text)
    assert "tổ chức làm nhiệm vụ kiểm kê" in found
    assert "người đứng đầu" in found


def test_difficulties_may_go_to_the_body_that_the_question_names():
    text = "Có vướng mắc, đề nghị phản hồi về Bộ Y tế."
    assert told(bodies(text, asking("Làm theo hướng dẫn của Bộ Y tế mà vướng thì phản hồi về đâu?")), text)
    assert not told(bodies(text, asking("Ai chỉ đạo theo hướng dẫn của Bộ Y tế?")), text)
