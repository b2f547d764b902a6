import gzip
import json
import math

import pytest

from models.training.lexical import K1, B, Lexical, terms
from models.training.pairs import Pair
from models.training.questions import matched, read, write, zalo

TEXTS = ["đất trồng lúa", "đất ở đô thị", "thuế thu nhập cá nhân của người lao động"]


def test_terms_are_syllables_and_bigrams():
    assert terms("Đất trồng lúa.") == ["đất", "trồng", "lúa", "đất_trồng", "trồng_lúa"]


def test_scores_are_bm25():
    lexical = Lexical(TEXTS)
    lengths = [len(terms(text)) for text in TEXTS]
    rarity = math.log1p((3 - 1 + 0.5) / (1 + 0.5))  # "lúa" stands in one text of three
    expected = rarity / (1 + K1 * (1 - B + B * lengths[0] / (sum(lengths) / 3)))
    scores = lexical.scores(["lúa", "lúa lúa", "nhà"], TEXTS[:2])
    assert scores.tolist()[0] == pytest.approx([expected, 0], abs=1e-5)
    assert scores.tolist()[1][0] == pytest.approx(expected, abs=1e-5)
    assert scores.tolist()[2] == [0, 0]


def test_the_nearest_come_first_and_strangers_not_at_all():
    found = Lexical(TEXTS).nearest("đất ở", 3)
    assert [row for row, _ in found] == [1, 0]
    assert 1 > found[0][1] > found[1][1] > 0


def test_scores_of_two_questions_compare():
    lexical = Lexical(TEXTS)
    (_, whole), *_ = lexical.nearest("thuế thu nhập", 1)
    (_, part), *_ = lexical.nearest("thuế thu nhập doanh nghiệp nước ngoài", 1)
    assert whole > 2 * part


def test_questions_are_matched_where_the_texts_answer_them(tmp_path):
    searched = [Pair("clauses", f"d{i}", "", "", "Quy định", text) for i, text in enumerate(TEXTS)]
    found = list(matched(["thuế thu nhập cá nhân", "thời tiết ngày mai ở biển ra sao"], searched))
    assert [(pair.query, pair.document, pair.source) for pair in found] == [
        ("thuế thu nhập cá nhân", "d2", "matched")
    ]
    write(tmp_path / "deep" / "matched.jsonl", found)
    assert read(tmp_path / "deep" / "matched.jsonl") == found


def test_zalo_questions_are_read_without_their_articles(tmp_path):
    rows = [{"id": "1", "text": "Hỏi  gì\n đây?", "relevant_articles": []}]
    with gzip.open(tmp_path / "zalo_questions.json.gz", "wt", encoding="utf-8") as file:
        json.dump(rows, file)
    assert zalo(tmp_path) == ["Hỏi gì đây?"]
