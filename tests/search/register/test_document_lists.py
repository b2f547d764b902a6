"""Lists and counts of the tasks of one document that a question names."""

from datetime import date
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.answer.list_questions import Times, list_question
from search.engine import Engine
from search.query import analyze
from search.types import AnswerType, Reason, Status

_HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH BÌNH HẢI
-------
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Hải, ngày 10 tháng 3 năm 2024

KẾ HOẠCH
{title}

"""
LISTED = (
    _HEAD.format(number="61/KH-UBND", title="Làm sạch bờ biển năm 2024")
    + """\
1. Sở Xây dựng hướng dẫn thu gom rác ven biển.
2. Mở 9 lớp tập huấn, phấn đấu thu gom 80% rác nhựa.

PHỤ LỤC
DANH MỤC NHIỆM VỤ

| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |
|---|---|---|---|---|
| 1 | Khảo sát bãi biển | Sở Công Thương | Sở Nội vụ | 15/4/2024 |
| 2 | Đặt thùng rác | Sở Tài chính | Sở Nội vụ | 30/5/2024 |
| 3 | Dọn bãi biển | Sở Nội vụ | Sở Tài chính | Quý III/2024 |
"""
)
PLAIN = (
    _HEAD.format(number="62/KH-UBND", title="Trồng rừng ngập mặn")
    + """\
1. Sở Tài chính chủ trì mua cây giống, hoàn thành trước ngày 30/6/2024.
2. Sở Nội vụ mở 4 lớp tập huấn trồng rừng.
3. Sở Xây dựng chủ trì rà soát phản ánh của người dân, phản ánh của doanh nghiệp.
4. Văn phòng Ủy ban nhân dân tỉnh là đầu mối tiếp nhận phản ánh.
"""
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listed")
    embedder, analyzer = HashingEmbedder(), load_analyzer()
    with Catalog.open(folder / "data") as catalog:
        for name, text in {"listed.md": LISTED, "plain.md": PLAIN}.items():
            built = build_record(Path(name), text.encode())
            catalog.put(built.record, built.offsets.pack())
        sync(catalog, folder / "index", embedder, analyzer)
        yield Engine(catalog, open_index(folder / "index", embedder.spec, analyzer.name), embedder, analyzer)


def quotes(result):
    return [answer.citation.quote for answer in result.answers]


@pytest.mark.parametrize(
    "question",
    [
        "Liệt kê nhiệm vụ trong phụ lục Kế hoạch 61/KH-UBND",
        "Phụ lục Kế hoạch số 61/KH-UBND có những nhiệm vụ gì?",
        "liet ke cac nhiem vu trong phu luc ke hoach 61",
    ],
)
def test_the_rows_of_an_annex_are_listed(engine, question):
    result = engine.ask(question)
    assert {answer.type for answer in result.answers} == {AnswerType.TASK}
    said = quotes(result)
    assert len(said) == 3
    assert all(task in quote for task, quote in zip(["Khảo sát", "Đặt thùng", "Dọn"], said, strict=True))


def test_a_list_of_a_document_and_a_time(engine):
    result = engine.ask("Nhiệm vụ nào phải xong trước 31/5/2024 trong Kế hoạch 61?")
    assert ["Khảo sát" in quotes(result)[0], "Đặt thùng" in quotes(result)[1]] == [True, True]
    assert len(result.answers) == 2
    result = engine.ask("Những nhiệm vụ nào đến hạn trong quý III/2024 theo Kế hoạch 61?")
    assert [("Dọn" in quote) for quote in quotes(result)] == [True]


def test_a_list_of_a_document_and_an_agency(engine):
    result = engine.ask("Kế hoạch 61 giao Sở Tài chính chủ trì những nhiệm vụ gì?")
    assert len(result.answers) == 1
    assert "Đặt thùng rác" in quotes(result)[0]


def test_the_rows_of_an_annex_are_counted(engine):
    first, *rows = engine.ask("Kế hoạch 61 có bao nhiêu nhiệm vụ?").answers
    assert (first.value, len(rows)) == ("3 nhiệm vụ", 3)


def test_what_no_list_numbers_is_not_counted(engine):
    result = engine.ask("Kế hoạch 62 có bao nhiêu nhiệm vụ?")
    assert (result.status, result.reason) == (Status.ABSTAINED, Reason.SLOT_NOT_STATED)


@pytest.mark.parametrize(
    "question",
    [
        "Sở Nội vụ đã hoàn thành bao nhiêu nhiệm vụ?",
        "Sở Nội vụ hoàn thành bao nhiêu nhiệm vụ trong năm 2024?",
        "Những nhiệm vụ nào của Sở Nội vụ quá hạn?",
        "Sở Nội vụ đang thực hiện những nhiệm vụ gì?",
    ],
)
def test_what_became_of_tasks_is_no_list(question):
    assert list_question(analyze(question)) is None


def test_what_was_given_or_is_due_is_a_list():
    assert list_question(analyze("Sở Nội vụ đã được giao những nhiệm vụ gì?")) is not None
    assert list_question(analyze("Những việc nào quá hạn trong tháng 6/2024?")) is not None
    found = list_question(analyze("Kế hoạch số 61/KH-UBND có bao nhiêu nhiệm vụ phải xong trước 31/5/2024?"))
    assert (found.in_document, found.counts) == (True, True)
    assert found.times == (Times(due_to=date(2024, 5, 31)),)
    assert list_question(analyze("Kế hoạch 61 có bao nhiêu nhiệm vụ về môi trường?")) is None


def test_a_count_of_all_is_no_count_of_what_is_done(engine):
    result = engine.ask("Kế hoạch 61 đã hoàn thành bao nhiêu nhiệm vụ?")
    assert result.status is Status.ABSTAINED


def test_a_contact_point_is_not_who_leads(engine):
    result = engine.ask("Ai là đầu mối tiếp nhận phản ánh của người dân?")
    assert result.answers[0].value == "Văn phòng Ủy ban nhân dân tỉnh"
