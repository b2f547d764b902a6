from datetime import date

import pytest

from corpus.types import Role
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.answer.list_questions import Times, list_question
from search.engine import Engine
from search.query import analyze
from search.types import AnswerType, Filters, Status, Turn


@pytest.fixture(scope="module")
def asked(plans, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    embedder, analyzer = HashingEmbedder(), load_analyzer()
    sync(plans, folder, embedder, analyzer)
    return Engine(plans, open_index(folder, embedder.spec, analyzer.name), embedder, analyzer)


JUNE = Times(due_from=date.min, months=(6,))


@pytest.mark.parametrize(
    ("question", "agency", "times", "counts"),
    [
        (
            "Ban Tuyên giáo được giao những việc gì trong năm 2024?",
            "Ban Tuyên giáo",
            (Times(issued_from=date(2024, 1, 1), issued_to=date(2024, 12, 31)),),
            False,
        ),
        ("Sở Y tế phải làm gì trong tháng 6?", "Sở Y tế", (JUNE,), False),
        ("So Y te phai lam gi trong thang 6", "So Y te", (JUNE,), False),
        ("có bao nhiêu nhiệm vụ giao cho Sở Tài chính?", "Sở Tài chính", (Times(),), True),
        (
            "việc nào phải xong trước ngày 31/12/2025?",
            None,
            (Times(due_to=date(2025, 12, 31)),),
            False,
        ),
        (
            "Những việc nào đến hạn trong quý IV?",
            None,
            (Times(due_from=date.min, months=(10, 11, 12)),),
            False,
        ),
    ],
)
def test_what_a_list_is_asked_of(question, agency, times, counts):
    found = list_question(analyze(question))
    assert (found.agency, found.times, found.counts) == (agency, times, counts)


def test_who_gives_and_who_gets_a_task():
    for question in (
        "UBND tỉnh Lào Cai giao Sở Y tế những việc gì?",
        "Sở Y tế được UBND tỉnh Lào Cai giao những việc gì?",
    ):
        found = list_question(analyze(question))
        assert (found.giver, found.agency) == ("Ủy ban nhân dân tỉnh Lào Cai", "Sở Y tế")
    assert list_question(analyze("Sở Y tế chủ trì những việc gì?")).roles == (Role.LEAD,)


@pytest.mark.parametrize(
    "question",
    [
        "Sở Y tế phải làm gì để phòng bệnh?",
        "Những việc gì?",
        "Cơ quan nào chủ trì mua thuốc?",
        "Sở Y tế mua bao nhiêu thuốc?",
    ],
)
def test_what_asks_for_more_is_no_list(question):
    assert list_question(analyze(question)) is None


def test_tasks_of_a_role_are_a_list(asked):
    result = asked.ask("Nhiệm vụ nào do Sở Y tế chủ trì?")
    assert [answer.normalized["role"] for answer in result.answers] == ["lead"]
    assert "mua thuốc" in result.answers[0].citation.quote


def told(result):
    return [answer.citation.quote for answer in result.answers]


def test_the_tasks_of_an_agency_in_a_year(asked):
    result = asked.ask("Sở Y tế được giao những việc gì trong năm 2024?")
    assert {answer.type for answer in result.answers} == {AnswerType.TASK}
    assert {answer.citation.document.number for answer in result.answers} == {"41/KH-UBND"}
    assert any("mua thuốc" in quote for quote in told(result))
    assert not any("tuyên truyền" in quote for quote in told(result))  # of a group, and there are others
    assert result.answers[0].normalized["total"] == str(len(result.answers))


def test_what_is_due(asked):
    result = asked.ask("Những việc nào hết hạn trong quý III/2025?")
    assert [answer.normalized["due"] for answer in result.answers] == ["2025-07-20", "2025-08-15"]
    assert result.query.type is AnswerType.TASK
    result = asked.ask("Sở Y tế phải làm gì trong tháng 8?")
    assert [answer.normalized["due"] for answer in result.answers] == ["2025-08-15"]
    result = asked.ask("Những việc nào hết hạn trong quý I/2031?")
    assert (result.status, result.answers) == (Status.ABSTAINED, ())


def test_a_count_is_followed_by_what_was_counted(asked):
    result = asked.ask("Có bao nhiêu nhiệm vụ giao cho Sở Y tế?")
    first, *items = result.answers
    assert first.type is AnswerType.FIGURE
    assert first.value == f"{first.normalized['value']} nhiệm vụ"
    assert int(first.normalized["value"]) == len(items)
    assert {item.type for item in items} == {AnswerType.TASK}
    assert first.normalized["counted"] == "assignments"


def test_a_giver_and_filters_narrow_a_list(asked, plans):
    result = asked.ask("UBND tỉnh Lào Cai giao Sở Y tế những việc gì?")
    assert {answer.citation.document.number for answer in result.answers} == {"52/KH-UBND"}
    (other,) = plans.documents_by_number("41/KH-UBND")
    only = Filters(document_ids=(other.id,))
    result = asked.ask("Sở Y tế được giao những việc gì?", filters=only)
    assert {answer.citation.document.number for answer in result.answers} == {"41/KH-UBND"}


def test_a_group_answers_where_nothing_names_the_agency(asked):
    result = asked.ask("Sở Nội vụ được giao những việc gì?")
    assert {answer.normalized["via"] for answer in result.answers} == {"group", "group_concerned"}


def test_a_list_can_be_asked_of_another_agency(asked):
    before = (Turn("user", "Sở Y tế được giao những việc gì trong năm 2025?"),)
    result = asked.ask("Còn Sở Giáo dục và Đào tạo?", history=before)
    assert [answer.type for answer in result.answers] == [AnswerType.TASK]
    assert "sửa mái nhà" in result.answers[0].citation.quote
