"""What tells sentences that answer from those that repeat the question."""

import pytest

from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.pieces import sentences_in
from search.answer.choices.wanted import Read, wanted_of
from search.query import analyze


def features_of(text, question):
    asked = Asking.of(analyze(question))
    read = Read.of(text, wanted_of(asked.query, asked.wanted))
    (value,) = sentences_in(read, Span(0, len(text)), asked)
    return value.features


@pytest.mark.parametrize(
    ("question", "denies", "only"),
    [
        ("Thuyền nào không được đậu ở bến?", 1.0, 0.0),
        ("Thuyền nào được đậu ở bến?", 0.0, 1.0),
        ("Có được đậu thuyền ở bến không?", 0.0, 1.0),
    ],
)
def test_a_sentence_that_denies(question, denies, only):
    found = features_of("Thuyền chở cát thì không đậu ở bến khách.", question)
    assert (found["denies"], found["only_denies"]) == (denies, only)


def test_a_sentence_that_gives_the_cause():
    text = "Bến đóng cửa do nước lên cao quá mức báo động."
    assert features_of(text, "Vì sao bến đóng cửa?")["causes"] == 1.0
    assert features_of(text, "Bến đóng cửa thế nào?")["causes"] == 0.0
