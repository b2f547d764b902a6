import random

import pytest

from models.training.augment import abbreviated, any_form, lowered, noisy, stripped
from models.training.batches import GROUP, Batches
from models.training.clauses import LONGEST, clauses, runs
from models.training.examples import example
from models.training.pairs import Pair
from models.training.shingles import Shingled

CHANCE = random.Random(0)
NOTHING = Shingled(())


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
    assert any(each.asked.startswith("Kinh phí đào tạo được") for each in seen)
    asked = [each for each in seen if each.asked.startswith("Người học tự túc")]
    assert any(each.asked in each.shown for each in asked)
    assert any(each.asked not in each.shown for each in asked)  # inverse cloze: taken out of its passage
    assert all(each.asked in each.right for each in asked)
    assert all("Kinh phí lấy" in each.shown or "Người học" in each.shown for each in seen)


def test_an_article_is_cut_into_runs_of_whole_clauses():
    lines = [f"{i}. " + " ".join(f"chữ{i}" for _ in range(24)) + "." for i in range(1, 9)]
    cut = list(runs("\n".join(lines)))
    assert "\n".join(cut).split("\n") == lines
    assert all(len(run) <= LONGEST for run in cut)
    assert len(cut) > 2


def test_a_long_line_is_cut_at_a_word():
    line = "khoản " * 200
    cut = list(runs(line.strip()))
    assert " ".join(cut).split() == line.split()
    assert all(len(run) <= LONGEST for run in cut)


PROSE = Pair(
    "headings",
    "d2",
    "Trách nhiệm của người đứng đầu",
    "",
    "Trách nhiệm của người đứng đầu",
    "1. Người đứng đầu cơ quan, đơn vị chịu trách nhiệm về kết quả đào tạo của đơn vị mình quản lý.\n"
    "2. Việc đánh giá người đứng đầu phải căn cứ vào kết quả thực hiện nhiệm vụ được giao hằng năm.",
)


def test_tables_and_coordinates_make_no_clauses():
    table = Pair("headings", "d3", "Tọa độ", "", "Tọa độ", "16°49’53,6” 107°26’24,4” MT3: 12,5 " * 12)
    found = clauses([PROSE, table], 2, CHANCE, NOTHING)
    assert {pair.document for pair in found} == {"d2"}
    assert all(pair.source == "clauses" and pair.body in PROSE.body for pair in found)


def test_a_held_out_clause_is_not_trained_on_though_its_article_is():
    lines = [" ".join(f"khoản{one}{other}" for other in "abcdefghijklmnopqrstuvwxyz") for one in "abcdefgh"]
    article = Pair("headings", "d4", "Dài", "", "Dài", "\n".join(lines))
    everything = list(runs(article.body))
    left = clauses([article], 9, CHANCE, Shingled([everything[1]]))
    assert {pair.body for pair in left} == {*everything} - {everything[1]}
    assert len(everything) > 2


def _words(text):
    return [word.strip(" ,;.:") for word in text.split()]


def test_part_of_a_clause_asks_for_its_run():
    (pair,) = clauses([PROSE], 1, CHANCE, NOTHING)
    seen = [example(pair, random.Random(i)) for i in range(200)]
    assert all(set(_words(each.asked)) <= set(_words(pair.body)) for each in seen)
    assert any(each.asked in each.shown for each in seen)
    assert any(each.asked not in each.shown for each in seen)
    assert all(len(each.right) >= len(pair.body) for each in seen)


def _alike_by_word(count):
    return [
        Pair(
            "web",
            f"{word}{i}",
            f"{word} {word}ab số {i}",
            "",
            "",
            f"{word} {word}ab {word}cd số {i} là {i}{i}",
        )
        for word in ("đất", "thuế", "y", "học")
        for i in range(count)
    ]


def test_batches_hold_what_resembles_and_no_pair_twice():
    batches = Batches(_alike_by_word(40), 4 * GROUP, random.Random(0))
    batch = next(iter(batches))
    assert len(batch) == 4 * GROUP
    assert len({pair.document for pair in batch}) == len(batch)
    for start in range(0, len(batch), GROUP):
        assert len({pair.query.split()[0] for pair in batch[start : start + GROUP]}) == 1


def test_copies_never_meet_in_a_batch():
    text = "một quy định được chép lại nguyên văn trong rất nhiều văn bản khác nhau của các địa phương"
    pairs = [Pair("web", f"d{i}", f"quy định {i}", "", "", text) for i in range(4)]
    pairs += _alike_by_word(8)
    batches = iter(Batches(pairs, 2 * GROUP, random.Random(0)))
    for _ in range(10):
        assert sum(pair.body == text for pair in next(batches)) <= 1


def test_sources_are_drawn_by_their_shares():
    pairs = [
        Pair(source, f"{source}{i}", f"{source}{i} hỏi", "", "", f"{source}{i} đáp {source}{i} riêng {i}")
        for source, count in (("web", 300), ("law", 10))
        for i in range(count)
    ]
    batches = iter(Batches(pairs, 10, random.Random(0), {"web": 0.2, "law": 0.8, "headings": 0.5}))
    drawn = [pair.source for _ in range(20) for pair in next(batches)]
    assert drawn.count("law") > 80
