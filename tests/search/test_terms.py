from collections import Counter

import pytest

from search.terms import Coverage, TermSet, content_terms


def test_content_terms_leave_question_words_out():
    assert content_terms("Cơ quan nào theo dõi ngân sách?") == {
        "doi",
        "ngan",
        "sach",
        "doi ngan",
        "ngan sach",
    }


def test_full_and_no_coverage():
    wanted = content_terms("thu ngân sách")
    pool = [TermSet.of("Thu ngân sách tăng"), TermSet.of("Y tế dự phòng")]
    coverage = Coverage(wanted, pool)
    assert coverage(pool[0]) == pytest.approx(1.0)
    assert coverage(pool[1]) == 0.0


def test_rare_terms_weigh_more():
    pool = [TermSet.of("kế hoạch a"), TermSet.of("kế hoạch b"), TermSet.of("kế hoạch quan trắc")]
    coverage = Coverage(frozenset({"hoach", "trac"}), pool)
    assert coverage(TermSet.of("trắc")) > coverage(TermSet.of("hoạch"))


def test_counts_weigh_as_counting_does():
    pool = [TermSet.of("kế hoạch a"), TermSet.of("kế hoạch quan trắc")]
    wanted = frozenset({"hoach", "trac", "nuoc"})
    counts = Counter(term for text in pool for term in text.terms)
    text = TermSet.of("quan trắc")
    assert Coverage(wanted, pool, counts)(text) == Coverage(wanted, pool)(text)


def test_wanting_nothing_covers_nothing():
    coverage = Coverage(frozenset(), [])
    assert coverage.empty
    assert coverage(TermSet.of("gì đó")) == 0.0
