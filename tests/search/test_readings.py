"""A question of which one reading finds little is read otherwise."""

from dataclasses import dataclass, replace

import pytest

import search.answering as answering
from search.answer.context import Finding, nothing
from search.asking.learned import Reading
from search.asking.shapes import Shape
from search.query import analyze
from search.types import AnswerType, Reason

FIRST, OTHER = AnswerType.LEAD_AGENCY, AnswerType.DEADLINE


@dataclass(frozen=True)
class Told:
    confidence: float


def answered(monkeypatch, first, other, share=0.4, question="Việc này giao cho đâu?"):
    findings = {FIRST: first, OTHER: other}
    monkeypatch.setattr(answering, "_look", lambda query, *_: (findings[query.type], ()))
    query = replace(
        analyze(question), type=FIRST, shape=Shape.BODY, other=Reading(OTHER, Shape.MOMENT, share)
    )
    return answering.find_answer(query, None, None, ())[0]


def sure(confidence):
    return Finding((Told(confidence),))


SILENT = nothing(Reason.SLOT_NOT_STATED)


@pytest.mark.parametrize(
    ("first", "other", "share", "is_other"),
    [
        (SILENT, sure(0.7), 0.1, True),
        (SILENT, sure(0.3), 0.4, False),  # says too little as well
        (sure(0.9), sure(0.95), 0.45, False),  # the first is sure
        (sure(0.3), sure(0.8), 0.4, True),
        (sure(0.3), sure(0.8), 0.1, False),  # too unlikely a reading
        (nothing(Reason.AMBIGUOUS_DOCUMENT), sure(0.9), 0.4, False),
    ],
)
def test_the_surer_reading_answers(monkeypatch, first, other, share, is_other):
    assert answered(monkeypatch, first, other, share) is (other if is_other else first)


def test_a_list_without_tasks_is_told_as_one(monkeypatch):
    question = "Những việc nào hết hạn trong quý I/2031?"
    assert answered(monkeypatch, SILENT, sure(0.9), question=question) is SILENT
