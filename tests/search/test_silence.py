"""What tells a question with an answer from one without."""

from corpus.types import Passage, Span
from search.answer.choices.gather import Choice
from search.answer.choices.rank import chance, chance_features, rank, stored_weights
from search.asking.shapes import Shape

WORDS = """
meaning precision clause_rest clause headed kind_fits passage_titled passage_rest headed_rest title_fit
known_here lexical dense
"""
FEATURES = dict.fromkeys(WORDS.split(), 0.5)


def choice(document_id, at):
    passage = Passage(f"{document_id}-{at:04}", document_id, at, "", (), Span(0, 9), "x" * 9)
    return Choice(passage, Span(0, 9), Span(at, at + 1), FEATURES, {"agency_id": f"body {at}"})


def test_choices_of_one_document_share_its_belief(even):
    ranked = rank([choice("a", 1), choice("a", 2), choice("b", 3)], Shape.BODY, [0.0] * 3, even)
    assert [(one.choice.passage.document_id, round(one.document_share, 3)) for one in ranked] == [
        ("a", 0.667),
        ("a", 0.667),
        ("b", 0.333),
    ]


def test_the_stored_weights_are_those_of_what_is_looked_at(even):
    ranked = rank([choice("a", 1)], Shape.BODY, [0.0], even)
    features = chance_features(ranked, Shape.BODY, named=False, drafted=False)
    assert features.keys() == stored_weights().chance.keys()


def test_a_document_of_another_kind_than_asked_for_speaks_for_silence(even):
    features = chance_features(
        rank([choice("a", 1)], Shape.DOCUMENT, [0.0], even), Shape.DOCUMENT, False, False
    )
    assert chance(features | {"other_kind": 1.0}) < chance(features)
