import pytest

from corpus.pages import page_at, page_span, pages_of
from corpus.readers.reading import reading_of, table_line
from corpus.types import Provenance, Span

STARTS = (0, 10, 10, 25)  # page 2 is empty


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 3), (24, 3), (25, 4), (99, 4)])
def test_the_page_of_a_place(offset, page):
    assert page_at(STARTS, offset) == page


def test_a_text_without_pages_has_none():
    assert page_at((), 3) is None
    assert pages_of((), Span(0, 3)) is None


@pytest.mark.parametrize(("span", "pages"), [((0, 10), (1, 1)), ((5, 11), (1, 3)), ((25, 25), (4, 4))])
def test_a_span_touches_pages(span, pages):
    assert pages_of(STARTS, Span(*span)) == pages


def test_pages_cover_the_text():
    spans = [page_span(STARTS, page, 30) for page in (1, 2, 3, 4)]
    assert spans == [Span(0, 10), Span(10, 10), Span(10, 25), Span(25, 30)]
    assert page_span(STARTS, 0, 30) is None
    assert page_span(STARTS, 5, 30) is None


@pytest.mark.parametrize("wrapped", [False, True])
def test_page_starts_follow_the_text(wrapped):
    first, second = "SỞ Y TẾ  \n\n\nSố 1", "\n Điều 1.   Phạm vi"
    reading = reading_of(f"{first}\n{second}", "a", Provenance(), (0, len(first) + 1), wrapped=wrapped)
    text = reading.mapped.text
    assert text == "SỞ Y TẾ\nSố 1\nĐiều 1. Phạm vi"
    assert [text[at:][:4] for at in reading.page_starts] == ["SỞ Y", "Điều"]


def test_lines_that_are_paragraphs_stay_apart():
    raw = "Sở Y tế chủ trì,\nphối hợp với Sở A"
    assert reading_of(raw, "a", Provenance(), wrapped=False).mapped.text == raw


def test_a_row_is_one_line_whatever_its_cells_hold():
    assert table_line(["1", " Sở\nY tế ", "a|b", ""]) == "| 1 | Sở Y tế | a¦b |  |"
