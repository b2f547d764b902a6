import numpy as np
import pytest

from search.answer.choices.scorer import OUTLYING, Scorer, standardised, stored_scorer
from search.asking.shapes import Shape

AMOUNT, BODY = list(Shape).index(Shape.AMOUNT), list(Shape).index(Shape.BODY)


@pytest.fixture
def scorer():
    """Amounts like "near", bodies "far"; all dislike both at once."""
    inner = np.array([[9.0], [9.0]], np.float32)
    linear = np.zeros((len(Shape), 2), np.float32)
    linear[AMOUNT], linear[BODY] = (1.0, 0.0), (0.0, 2.0)
    agreed = np.full(len(Shape), 3.0, np.float32)
    constants = np.full((len(Shape), 1), -12.0, np.float32)
    return Scorer(
        ("near", "far"),
        np.zeros(2, np.float32),
        np.ones(2, np.float32),
        linear,
        agreed,
        inner,
        constants,
        np.array([-1.0], np.float32),
    )


def test_every_shape_weighs_features_its_own_way(scorer):
    rows = [{"near": 1.0}, {"far": 1.0}, {}]
    assert scorer.scores(rows, Shape.AMOUNT, [0.0] * 3) == pytest.approx([1.14, 0.14, 0.0], abs=0.01)
    assert scorer.scores(rows, Shape.BODY, [0.0] * 3) == pytest.approx([0.14, 2.14, 0.0], abs=0.01)


def test_what_was_read_of_tasks_dates_and_figures_speaks_for_a_choice(scorer):
    one, half = scorer.scores([{}, {}], Shape.AMOUNT, [1.0, 0.5])
    assert one - half == pytest.approx(1.5)


def test_features_together_may_say_other_than_each(scorer):
    (both,) = scorer.scores([{"near": 1.0, "far": 1.0}], Shape.AMOUNT, [0.0])
    assert both < -4.0


def test_outlying_features_are_cut_off():
    rows = standardised([{"a": 900.0}, {"a": 2.0}, {}], ["a"], np.ones(1, np.float32), np.ones(1, np.float32))
    assert rows.ravel().tolist() == [OUTLYING, 1.0, -1.0]


def test_the_stored_scorer_ranks_what_repeats_the_question_first():
    scorer = stored_scorer()
    usual = dict(zip(scorer.names, scorer.centre.tolist(), strict=True))
    told = usual | {"near": 1.0, "clause": 1.0}
    first, second = scorer.scores([told, usual | {"near": 0.0, "clause": 0.0}], Shape.AMOUNT, [0.0, 0.0])
    assert first > second


def test_the_stored_scorer_has_weights_for_every_shape():
    scorer = stored_scorer()
    width, hidden = len(scorer.names), len(scorer.outer)
    assert scorer.linear.shape == (len(Shape), width)
    assert scorer.inner.shape == (width, hidden)
    assert scorer.inner_constants.shape == (len(Shape), hidden)
    assert (scorer.agreed >= 2.0).all()  # what was read of tasks, dates and figures always counts
