import pytest

from models.load import load_restorer
from search.query import analyze
from search.types import AnswerType

RESTORER = load_restorer()


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("Cơ quan nào chủ trì nhieejm vuj này?", "Cơ quan nào chủ trì nhiệm vụ này?"),
        ("co qaun nao chu tri", "cơ quan nào chủ trì"),
        ("ai kys nghij quyeets 59-NQ/TW", "ai ký nghị quyết 59-NQ/TW"),
        ("Cơ quan nào chủ trì?", None),
    ],
)
def test_slips_and_missing_marks_are_put_right_and_told(typed, restored):
    query = analyze(typed, RESTORER)
    assert (query.original, query.restored) == (typed, restored)
    assert query.disclosed().restored == restored
    assert query.text == (restored or typed)


def test_a_mistyped_question_is_understood():
    query = analyze("ai kys nghij quyeets 59-NQ/TW", RESTORER)
    assert query.type is AnswerType.SIGNER
    assert [mention.text for mention in query.numbers] == ["59-NQ/TW"]
