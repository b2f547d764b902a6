import random

import pytest

from models.training.augment import abbreviated, any_form, lowered, noisy, stripped
from models.training.batches import TOPIC, batches, topics
from models.training.examples import example
from models.training.pairs import Pair

CHANCE = random.Random(0)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (stripped, "Uy ban nhan dan tinh lap Ke hoach, dung khong?"),
        (lowered, "ủy ban nhân dân tỉnh lập kế hoạch đúng không"),
        (abbreviated, "UBND tỉnh lập KH, đúng không?"),
    ],
)
def test_forms(form, expected):
    assert form("Ủy ban nhân dân tỉnh lập Kế hoạch, đúng không?", CHANCE) == expected


def test_noise_only_takes_marks_off():
    text = "Thẩm quyền quyết định chủ trương đầu tư được quy định như thế nào"
    loose = noisy(text, random.Random(3))
    assert loose != text
    assert stripped(loose, CHANCE) == stripped(text, CHANCE)


def test_equal_seeds_give_equal_forms():
    text = "Hội đồng nhân dân họp khi nào?"
    assert [any_form(text, random.Random(i)) for i in range(9)] == [
        any_form(text, random.Random(i)) for i in range(9)
    ]


ARTICLE = Pair(
    "headings",
    "d1",
    "Kinh phí đào tạo",
    "Luật",
    "Kinh phí đào tạo",
    "1. Kinh phí lấy từ ngân sách được giao của cơ quan, đơn vị cử đi học.\n"
    "2. Người học tự túc phần còn lại theo thỏa thuận với cơ quan cử đi.",
)


def test_a_heading_or_a_clause_asks_for_its_article():
    seen = [example(ARTICLE, random.Random(i)) for i in range(200)]
    assert any(query.startswith("Kinh phí đào tạo được") for query, _ in seen)
    clauses = [(q, p) for q, p in seen if q.startswith("Người học tự túc")]
    assert any(q in p for q, p in clauses)
    assert any(q not in p for q, p in clauses)  # inverse cloze: the clause is taken out of its passage
    assert all("Kinh phí lấy" in p or "Người học" in p for _, p in seen)


def test_batches_hold_topics_and_no_pair_twice():
    pairs = [
        Pair("web", f"{word}{i}", f"{word} số {i}", "", "", f"{word} {word}ab {word}cd số {i}")
        for word in ("đất", "thuế", "y", "học")
        for i in range(40)
    ]
    labels = topics(pairs, size=40)
    batch = next(batches(pairs, labels, 2 * TOPIC, random.Random(0)))
    assert len(batch) == 2 * TOPIC
    assert len({pair.document for pair in batch}) == len(batch)
    commonest = max(sum(p.query.startswith(w) for p in batch) for w in ("đất", "thuế", "y", "học"))
    assert commonest >= TOPIC // 2
