import gzip
import json

import pytest

from models.training.articles import articles
from models.training.pairs import Pair, part_of, read_pairs
from models.training.shingles import Shingled

LAW = """LUẬT THỬ NGHIỆM
Căn cứ Hiến pháp;
Điều 1. Nguyên tắc lập
kế hoạch đào tạo
1. Kế hoạch đào tạo được lập hằng năm, phù hợp với nhu cầu của cơ quan, đơn vị.
2. Việc lập kế hoạch phải công khai; kết quả được
gửi cho người học.

Điều 2. Kinh phí đào tạo 1. Kinh phí lấy từ ngân sách được giao của cơ quan, đơn vị cử đi học. 2. Người học
tự túc phần còn lại theo thỏa thuận.
Điều 3. Bãi bỏ.
"""


def test_articles_have_headings_and_unbroken_clauses():
    first, second = articles(LAW)
    assert (first.number, first.heading) == ("1", "Nguyên tắc lập kế hoạch đào tạo")
    assert first.body.split("\n") == [
        "1. Kế hoạch đào tạo được lập hằng năm, phù hợp với nhu cầu của cơ quan, đơn vị.",
        "2. Việc lập kế hoạch phải công khai; kết quả được gửi cho người học.",
    ]
    assert second.heading == "Kinh phí đào tạo"
    assert second.body.split("\n")[1].startswith("2. Người học tự túc")


def test_text_without_articles_gives_none():
    assert list(articles("Kính gửi: các sở, ban, ngành.")) == []


def test_near_duplicates_are_told_whatever_case_and_marks():
    held = Shingled(
        ["Kế hoạch đào tạo được lập hằng năm, phù hợp với nhu cầu của cơ quan, đơn vị cử người đi học."]
    )
    assert held.contains("ke hoach dao tao duoc lap hang nam phu hop voi nhu cau cua co quan don vi")
    assert not held.contains("Kinh phí lấy từ ngân sách được giao của cơ quan, đơn vị cử đi học trong năm.")


def test_the_part_of_a_pair_hangs_on_its_document_alone():
    one = Pair("web", "abc", "Hỏi gì?", "", "", "Trả lời.")
    other = Pair("web", "abc", "Hỏi khác?", "", "", "Trả lời khác.")
    assert part_of(one) == part_of(other)
    parts = [part_of(Pair("web", str(i), "", "", "", "")) for i in range(2000)]
    assert 0.82 < parts.count("train") / 2000 < 0.90
    assert parts.count("dev") > 40
    assert parts.count("test") > 140


@pytest.fixture
def sources(tmp_path):
    same = "Căn cứ theo Điều 5 Luật Thử nghiệm, " + " ".join(f"từ{i}" for i in range(80))
    pages = [{"question": f"Câu hỏi số {i} là gì?", "passage": f"trang {i} " * 60} for i in range(60)]
    pages += [{"question": f"Câu hỏi chung {i} ra sao?", "passage": same} for i in range(60)]
    _write(tmp_path / "question_article.jsonl.gz", "\n".join(map(json.dumps, pages)))
    _write(tmp_path / "official_texts.jsonl.gz", json.dumps({"id": "a", "title": "Luật", "text": LAW}))
    rows = [{"id": "Luật xây dựng_Q1", "query": "Hỏi?", "positive": "Điều 7. " + "một hai ba " * 20}]
    _write(tmp_path / "law_questions.json.gz", json.dumps(rows))
    return tmp_path


def _write(path, text):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)


def test_no_training_passage_is_a_copy_of_a_held_out_one(sources):
    parts = read_pairs(sources)
    held = Shingled(pair.body for part in ("dev", "test") for pair in parts[part])
    assert parts["train"]
    assert not any(held.contains(pair.body) for pair in parts["train"])
    assert any(
        "chung" in pair.query for pair in parts["test"]
    )  # the copied page is held out, so nowhere else
    assert not any("chung" in pair.query for pair in parts["train"])


def test_no_held_out_passage_stands_in_a_longer_training_one(tmp_path):
    clause = "một khoản ngắn được giữ lại để đo và không được phép đứng trong phần dùng để huấn luyện mô hình"
    long = " ".join(f"câu{i}" for i in range(300)) + " " + clause
    rows = [
        {"id": "Luật xây dựng_Q1", "query": "Giữ?", "positive": clause},
        {"id": "Luật xây dựng_Q2", "query": "Khác?", "positive": "điều khoản khác hẳn " * 9},
        {"id": "Luật nhà ở_Q1", "query": "Học?", "positive": long},
    ]
    _write(tmp_path / "law_questions.json.gz", json.dumps(rows))
    _write(tmp_path / "question_article.jsonl.gz", "")
    _write(tmp_path / "official_texts.jsonl.gz", "")
    parts = read_pairs(tmp_path)
    assert [pair.query for pair in parts["train"]] == ["Học?"]
    assert [pair.query for pair in parts["dev"]] == ["Khác?"]


def test_law_questions_are_split_by_law(sources):
    assert [pair.source for pair in read_pairs(sources)["dev"] if pair.document == "Luật xây dựng"] == ["law"]
