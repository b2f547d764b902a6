from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.chat.composition import compose
from api.chat.phrasing.check import Fault, Phrased, fault_of
from search.types import Answer, AnswerType, AskResult, Citation, DocumentCard, QueryAnalysis, Status

QUESTION = "Cơ quan nào chủ trì rà soát dự án chậm tiến độ, Sở Y tế phải không?"
CARD = DocumentCard(
    "d1", "12-CV/TU", "công văn", "Công văn mẫu", "Thành ủy Cần Thơ", date(2024, 4, 3), "a.txt"
)
QUERY = QueryAnalysis(QUESTION, QUESTION, None, (), (), (), (), AnswerType.LEAD_AGENCY)


def composed_of(*values, kind=AnswerType.LEAD_AGENCY, card=CARD):
    """Return answers, each with a quote of its own."""
    answers = []
    for i, value in enumerate(values, 1):
        start, end = i * 100, i * 100 + len(value)
        citation = Citation(card, "p", str(i), i, value, start, end, start, end, "0" * 64)
        answers.append(Answer(kind, value, {}, 0.9, citation))
    return compose(AskResult(Status.ANSWERED, None, tuple(answers), (), QUERY, "v1", 1.0))


ONE = composed_of("Sở Tài chính")
TWO = composed_of("Sở Tài chính", "Sở Xây dựng")


def fault(text, composed=ONE, question=QUESTION):
    return fault_of(Phrased(text, composed, question))


@pytest.mark.parametrize(
    "text",
    [
        "Sở Tài chính [1] chủ trì.",
        "Cơ quan chủ trì rà soát dự án chậm tiến độ là Sở Tài chính [1].",
        "Theo Công văn 12-CV/TU ngày 03/4/2024 của Thành ủy Cần Thơ, Sở Tài chính chủ trì việc này [1].",
        "Dạ thưa anh, theo mục 1, trang 1 công văn số 12-CV/TU, cơ quan chủ trì là sở tài chính [1] ạ.",
        ONE.body,
    ],
)
def test_the_same_in_other_words_is_taken(text):
    assert fault(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Fault.EMPTY),
        ("Sở Tài chính [1]. " + "và " * 400, Fault.TOO_LONG),
        ("Sở Tài chính chủ trì.", Fault.CITATION_LOST),
        ("Sở Tài chính [1] [2].", Fault.CITATION_INVENTED),
        ("Cơ quan chủ trì là cơ quan này [1].", Fault.VALUE_LOST),
        ("Sở Tài chánh [1].", Fault.VALUE_LOST),
        ("Sở Tài chính [1] chủ trì, hoàn thành trong 30 ngày.", Fault.NUMBER),
        ("Sở Tài chính [1] chủ trì 02 việc.", Fault.NUMBER),
        ("Sở Tài chính [1] chủ trì trong ba tháng.", Fault.NUMBER),
        ("Sở Tài chính [1] chủ trì theo Nghị quyết 59-NQ/TW.", Fault.NUMBER),
        ("Theo Công văn 12-CV/TU ngày 04/4/2024, Sở Tài chính [1].", Fault.NUMBER),
        ("Sở Tài chính và Sở Y tế chủ trì [1].", Fault.AGENCY),
        ("Sở Tài chính [1] và Ủy ban nhân dân thành phố.", Fault.AGENCY),
        ("Sở Tài chính [1] do Nguyễn Văn A.", Fault.NAME),
        ("Sở Tài chính [1] phối hợp.", Fault.ROLE),
        ("Sở Tài chính [1] chủ trì và báo cáo.", Fault.ROLE),
        ("Sở Tài chính không chủ trì [1].", Fault.NEGATION),
        ("Trừ việc này, Sở Tài chính chủ trì [1].", Fault.NEGATION),
        ("Sở Tài chính chủ trì khẩn trương [1].", Fault.WORD),
        ("Sở Tài chính chủ trì ½ dự án [1].", Fault.WORD),
        ("Sở Tài chính chủ trì дự án [1].", Fault.WORD),
        ("**Sở Tài chính** [1].", Fault.MARKUP),
        ("Sở Tài chính [1](http://example.org).", Fault.MARKUP),
        ("<think>dự án</think> Sở Tài chính [1].", Fault.MARKUP),
        ("Sở Tài chính [1] \ue001.", Fault.MARKUP),
        ("Sở Tài chính\t[1] 😀", Fault.MARKUP),
    ],
)
def test_what_is_invented_or_lost_is_told(text, expected):
    assert fault(text) is expected


def test_proofs_stay_with_what_they_prove():
    assert fault("Sở Tài chính [1] và Sở Xây dựng [2] chủ trì.", TWO) is None
    assert fault("Sở Xây dựng [2], Sở Tài chính [1] chủ trì.", TWO) is None
    assert fault("Sở Tài chính [2] và Sở Xây dựng [1] chủ trì.", TWO) is Fault.CITATION_MOVED
    assert fault("Sở Tài chính và Sở Xây dựng chủ trì [1] [2].", TWO) is Fault.CITATION_MOVED
    assert fault("[1] [2] Sở Tài chính, Sở Xây dựng chủ trì.", TWO) is Fault.CITATION_MOVED


def test_words_of_the_question_may_be_used_but_not_its_facts():
    assert fault("Sở Tài chính [1] chủ trì rà soát dự án.") is None
    assert fault("Sở Tài chính [1] chủ trì rà soát dự án.", question="so nao chu tri") is Fault.WORD
    assert fault("Sở Y tế, Sở Tài chính [1].") is Fault.AGENCY


def test_what_was_asked_may_be_said_again_with_its_object():
    asked = "Cơ quan nào chủ trì đôn đốc, kiểm tra việc thực hiện công văn, ai phối hợp?"
    assert (
        fault("Sở Tài chính [1] chủ trì đôn đốc, kiểm tra việc thực hiện công văn.", question=asked) is None
    )
    for text in (
        "Sở Tài chính [1] kiểm tra.",
        "Sở Tài chính [1] chủ trì, phối hợp.",
        "Kiểm tra Sở Tài chính [1].",
    ):
        assert fault(text, question=asked) is Fault.ROLE


def test_a_value_that_holds_another_is_no_other():
    nested = composed_of("Sở Tài chính", "Sở Tài chính tỉnh Hậu Giang")
    assert fault("Sở Tài chính [1], Sở Tài chính tỉnh Hậu Giang [2].", nested) is None
    assert fault("Sở Tài chính tỉnh Hậu Giang [2] [1].", nested) is Fault.VALUE_LOST


INVENTED = (
    "Sở Nội vụ", "ông Trần Văn Bình", "59-NQ/TW", "ngày 30/6/2025", "15 %", "năm triệu", "chưa", "[7]",
    "phối hợp", "Bộ Công an", "quận Ninh Kiều", "III", "http://example.org", "khẩn",
)  # fmt: skip
GOOD = "Theo Công văn 12-CV/TU , cơ quan chủ trì rà soát dự án là Sở Tài chính [1] ."


@given(st.integers(0, len(GOOD.split())), st.sampled_from(INVENTED))
def test_nothing_can_be_put_into_a_good_text(at, invented):
    assert fault(GOOD) is None
    words = GOOD.split()
    words.insert(at, invented)
    assert fault(" ".join(words)) is not None
