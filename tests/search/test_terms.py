from collections import Counter

import pytest

from search.directory import KIND_WORDS
from search.terms import Coverage, TermSet, content_terms


def test_content_terms_leave_question_words_out():
    assert content_terms("Cơ quan nào theo dõi ngân sách?") == {
        "doi",
        "ngan",
        "sach",
        "doi ngan",
        "ngan sach",
    }


@pytest.mark.parametrize(
    ("text", "kept", "left_out"),
    [
        ("Kế hoạch dân số: vướng mắc thì báo về sở nào?", {"dan so", "vuong mac"}, {"ke", "hoach", "nao"}),
        ("Công văn về đầu tư công và thủ tục hành chính", {"dau tu", "tu cong", "hanh chinh"}, {"van"}),
        ("ke hoach dan so bao ve so nao", {"dan so"}, {"ke", "hoach", "nao"}),
        ("Luật nào quy định kỷ luật người dân Cần Thơ?", {"ky luat", "nguoi dan", "can tho"}, {"nao", "quy"}),
    ],
)
def test_words_are_left_out_as_they_are_spelt(text, kept, left_out):
    terms = content_terms(text, KIND_WORDS)
    assert kept <= terms
    assert not left_out & terms


def test_nothing_pairs_across_what_is_left_out():
    assert "sach tinh" not in content_terms("Ngân sách của tỉnh")


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
