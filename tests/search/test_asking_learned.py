import json
from pathlib import Path

import numpy as np
import pytest

from search.asking.learned import Weights, features, read_asking, stored_weights
from search.asking.shapes import Shape
from search.query import analyze
from search.types import AnswerType as T

QUESTIONS = Path(__file__).parents[2] / "benchmarks" / "quality" / "directives_questions.jsonl"

# Askings without "cơ quan nào", "bao nhiêu" or "khi nào", in which patterns find little.
ASKED = [
    ("Việc cấp phép xe tang giao về đâu?", T.ASSIGNEE, Shape.BODY),
    ("bên nào đứng ra tổ chức hội thi này", T.LEAD_AGENCY, Shape.BODY),
    ("mức phụ cấp của nhân viên y tế thôn", T.FIGURE, Shape.AMOUNT),
    ("Hạn nộp hồ sơ dự tuyển viên chức?", T.DEADLINE, Shape.MOMENT),
    ("Sở Y tế chủ trì mấy nhiệm vụ?", T.FIGURE, Shape.AMOUNT),
    ("Phiếu khảo sát gửi qua đường nào, cho ai?", T.REPORT_TO, Shape.BODY),
    ("Nghị quyết ấy có chữ ký của ai?", T.SIGNER, None),
    ("Ai làm trưởng đoàn khảo sát các khu cách ly?", T.SPAN, None),  # a person by name, not the body to act
    ("Tờ trình của Sở Công Thương xin duyệt quy hoạch chợ số mấy?", T.SPAN, Shape.DOCUMENT),
    ("Hồ sơ xin cấp thẻ nộp mấy bộ, qua đâu?", T.FIGURE, Shape.AMOUNT),  # the first thing asked counts
    ("Thời hạn vay cụ thể của từng hộ nghèo do ai định?", T.ASSIGNEE, Shape.BODY),
    ("Tiền hỗ trợ học sinh bán trú lấy từ nguồn nào?", T.SPAN, Shape.SENTENCE),
    ("Nhiệm vụ nào do Sở Y tế chủ trì?", T.TASK, Shape.SENTENCE),
    ("Những việc nào được giao cho Sở Nội vụ?", T.TASK, Shape.SENTENCE),
    ("Nhiệm vụ nào do sở nào chủ trì?", T.LEAD_AGENCY, Shape.BODY),
    ("Liệt kê các nhiệm vụ trong phụ lục Kế hoạch 31", T.TASK, Shape.SENTENCE),
    ("Nhóm tuyến đường nào chậm nhất về giải phóng mặt bằng?", T.SPAN, Shape.SENTENCE),
    ("Ngày nào chậm nhất phải nộp báo cáo?", T.DEADLINE, Shape.MOMENT),
    ("Chỉ thị 31 giao cơ quan nào ban hành quy chế?", T.ASSIGNEE, Shape.BODY),
    ("Cơ quan nào ban hành Chỉ thị 31?", T.ISSUER, None),
    ("Thông báo 31/TB-SYT còn hiệu lực không?", T.REPLACED_BY, None),
    ("cv 55 con hieu luc khong", T.REPLACED_BY, None),
    ("Quyết định 12 đã hết hiệu lực chưa?", T.REPLACED_BY, None),
    ("Mức phạt cao nhất với hành vi xả thải là mấy triệu, ai phạt?", T.FIGURE, Shape.AMOUNT),
]


@pytest.mark.parametrize(("question", "kind", "shape"), ASKED)
def test_what_is_asked_for(question, kind, shape):
    query = analyze(question)
    assert (query.type, query.shape) == (kind, shape)


def test_a_question_asked_as_one_of_another_type_has_the_shape_of_that():
    query = analyze("Bộ nào chủ trì, phải xong trước khi nào?")
    assert query.asking(T.DEADLINE).shape is Shape.MOMENT
    assert query.asking(query.type) is query


def test_numbers_are_alike_and_places_of_words_count():
    one = list(features("Theo Công văn 12/CV-UB thì ai ký?", T.SIGNER, None))
    other = list(features("Theo Công văn 977/CV-TU thì ai ký?", T.SIGNER, None))
    assert one == other
    assert {"type signer", "0_thi_ai_ky", "ky_>", "0..ai"} <= set(one)


def test_the_first_word_that_asks_is_told_from_later_ones():
    first = set(features("Họp mấy lần, do ai mời?", T.SPAN, None))
    assert {"first may", "first> may_lan", "before hop", "asked 2"} <= first
    assert "first ai" not in first
    assert "first dau" not in set(features("Chủ đầu tư gửi cho ai?", T.SPAN, None))  # "đầu" asks nothing
    assert "first dau" in set(features("Gửi về đâu?", T.SPAN, None))


def test_the_likeliest_known_pair_of_type_and_shape_wins():
    weights = Weights(
        rows={"bao_lau": 0},
        table=np.array([[0.0, 1.0, 0.0, 3.0]], np.float32),
        constants=np.array([0.0, 0.5, 0.0, 0.0], np.float32),
        types=("deadline", "figure"),
        shapes=("amount", "length"),
        pairs=np.array([[0, 1], [1, 0]]),
    )
    # "figure" and "length" score best each, but nobody asks for such a figure
    told = read_asking("bao lau thi xong", T.SPAN, weights)
    assert (told.type, told.shape) == (T.DEADLINE, Shape.LENGTH)
    told = read_asking("gì đó", T.SPAN, weights)
    assert (told.type, told.shape) == (T.FIGURE, Shape.AMOUNT)


def test_an_unsure_reading_has_another_of_another_shape():
    weights = Weights(
        rows={"sure": 0},
        table=np.array([[0.0, 0.0, 0.0, 5.0]], np.float32),
        constants=np.array([0.0, 0.0, 0.0, 0.5], np.float32),
        types=("figure", "span"),
        shapes=("amount", "length"),
        pairs=np.array([[0, 0], [0, 1], [1, 1]]),
    )
    told = read_asking("gì đó", T.SPAN, weights)
    assert told.shape is Shape.LENGTH
    assert told.other is not None
    assert (told.other.type, told.other.shape) == (T.FIGURE, Shape.AMOUNT)  # and not "span" of the same shape
    assert told.share + told.other.share == pytest.approx(1.0)
    assert told.other.share < told.share
    assert read_asking("sure", T.SPAN, weights).other is None  # two types of one shape share the belief
    assert analyze("Ai ký Công văn 1023?").other is None


def test_stored_weights_know_all_types_and_only_their_pairs():
    weights = stored_weights()
    assert set(weights.types) <= set(T)
    assert {"header", "person", *Shape} == set(weights.shapes)
    known = {(weights.types[kind], weights.shapes[shape]) for kind, shape in weights.pairs}
    assert ("signer", "header") in known
    assert ("signer", "amount") not in known


def test_types_of_questions_that_were_not_learnt_from():
    entries = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    unseen = [e for e in entries if e["split"] == "test" and e["status"] == "answered"]
    right = [analyze(e["question"]).type == e["type"] for e in unseen]
    assert len(unseen) == 85
    assert sum(right) / len(right) >= 0.88  # .94 when written, the patterns alone .88
