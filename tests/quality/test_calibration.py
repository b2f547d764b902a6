import xml.etree.ElementTree as ElementTree

import pytest

from benchmarks.quality.calibration import bins_of, drawing, expected_error

TOLD = [(0.9, True), (0.92, True), (0.55, True), (0.55, False), (0.1, True)]


def test_answers_are_grouped_by_what_was_said():
    bins = bins_of(TOLD)
    assert [(b.count, b.right) for b in bins] == [(1, 1.0), (2, 0.5), (2, 1.0)]


def test_the_error_is_the_mean_distance_of_said_and_right():
    assert expected_error(bins_of(TOLD)) == pytest.approx((0.9 + 2 * 0.05 + 2 * 0.09) / 5)
    assert expected_error([]) == 0.0


def test_the_drawing_has_a_dot_for_each_group():
    drawn = ElementTree.fromstring(drawing(bins_of(TOLD)))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 3
