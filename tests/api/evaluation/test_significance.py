import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluation.significance import compare, holm

VALUES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=6)


@given(VALUES)
def test_few_questions_are_looked_at_in_every_exchange(pairs):
    ours, theirs = [a / 4 for a, _ in pairs], [b / 4 for _, b in pairs]
    found = compare(ours, theirs)
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    least = abs(sum(differences)) - 1e-9
    signs = list(product((1, -1), repeat=len(pairs)))
    reached = [abs(sum(s * d for s, d in zip(row, differences, strict=True))) >= least for row in signs]
    assert found.p == pytest.approx(sum(reached) / len(signs))
    assert found.delta == pytest.approx(sum(differences) / len(pairs))
    assert found.better + found.worse <= len(pairs)


def test_many_questions_are_sampled_alike_each_time():
    generator = np.random.default_rng(1)
    theirs = generator.random(200)
    ours = theirs + generator.normal(0.02, 0.1, 200)
    first, second = compare(ours, theirs), compare(ours, theirs)
    assert first == second
    differences = ours - theirs
    z = abs(differences.mean()) / (differences.std(ddof=1) / math.sqrt(200))
    assert first.p == pytest.approx(math.erfc(z / math.sqrt(2)), abs=0.01)  # so many are nearly normal


def test_equal_runs_do_not_differ():
    assert compare([1.0, 0.5], [1.0, 0.5]).p == 1.0


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
