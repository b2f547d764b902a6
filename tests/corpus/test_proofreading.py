import pytest

from corpus.proofreading import proofread_pages
from corpus.readers.reading import Reading
from corpus.text import canonical
from corpus.types import Provenance

TEXT = "trang một\ntrang hai\ntrang ba"


def reading(*ocr_pages: int) -> Reading:
    return Reading(canonical(TEXT), (0, 10, 20), Provenance("pdf", (), ocr_pages))


def test_recognised_pages_only_are_put_right():
    assert proofread_pages(reading(2), str.upper) == "trang một\nTRANG HAI\ntrang ba"
    assert proofread_pages(reading(1, 3), str.upper) == "TRANG MỘT\ntrang hai\nTRANG BA"
    assert proofread_pages(reading(), str.upper) == TEXT


def test_a_page_that_would_change_its_length_stays():
    assert proofread_pages(reading(1, 2), lambda page: page.replace("một", "thứ một")) == TEXT


@pytest.mark.parametrize("page", [0, 4])
def test_a_page_that_is_not_there_is_passed_over(page):
    assert proofread_pages(reading(page), str.upper) == TEXT
