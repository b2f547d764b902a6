from datetime import date
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.engine import Engine
from search.errors import EmptyQuestion, QuestionTooLong
from search.types import AnswerType, Filters, Mode, Reason, Status, Turn


def first(engine, question, **options):
    result = engine.ask(question, **options)
    assert result.status is Status.ANSWERED, result.reason
    return result.answers[0]


def reason(engine, question, **options):
    result = engine.ask(question, **options)
    assert result.status is Status.ABSTAINED, result.answers
    assert result.answers == ()
    return result.reason


@pytest.mark.parametrize(
    ("question", "type_", "value"),
    [
        (
            "Cơ quan nào chủ trì kiểm tra việc sắp xếp cán bộ theo CV 77?",
            AnswerType.LEAD_AGENCY,
            "Ban Tổ chức Tỉnh ủy",
        ),
        ("Ai chủ trì khảo sát ý kiến nhân dân?", AnswerType.LEAD_AGENCY, "Ban Dân vận Tỉnh ủy"),
        ("Ban Tổ chức phối hợp với ai theo CV 77?", AnswerType.COORDINATING_AGENCY, "Văn phòng Tỉnh ủy"),
        ("Theo điểm 2 công văn 77 phải báo cáo cho ai?", AnswerType.REPORT_TO, "Ban Thường vụ Tỉnh ủy"),
        ("Theo CV 77 rà soát phải xong trước ngày nào?", AnswerType.DEADLINE, "trước ngày 30/4/2024"),
        ("Công văn 77 ban hành ngày nào?", AnswerType.ISSUED_ON, "ngày 05 tháng 3 năm 2024"),
        ("Công văn 77 gửi cho ai?", AnswerType.RECIPIENTS, "Các huyện ủy"),
        ("Công văn 77-CV/TU khảo sát tại bao nhiêu xã?", AnswerType.FIGURE, "15 xã"),
        ("Người ký công văn 77 giữ chức vụ gì?", AnswerType.SIGNER_POST, "Phó Bí thư"),
    ],
)
def test_typed_answers(engine, question, type_, value):
    answer = first(engine, question)
    assert answer.type is type_
    assert answer.value == value


def test_a_citation_leads_to_the_words(engine, catalog):
    citation = first(engine, "Ai chủ trì khảo sát ý kiến nhân dân?").citation
    text = catalog.text(citation.document.id)
    assert text[citation.start : citation.end] == citation.quote
    assert text[citation.value_start : citation.value_end] == "Ban Dân vận Tỉnh ủy"
    assert citation.section == "3"


def test_what_is_not_stated_is_not_answered(engine):
    assert reason(engine, "Ai ký Công văn 77?") is Reason.SLOT_NOT_STATED
    assert reason(engine, "Kinh phí thực hiện Công văn 77 là bao nhiêu?") is Reason.SLOT_NOT_STATED


def test_a_number_that_nobody_knows(engine):
    assert reason(engine, "Ai ký Công văn 9999-CV/TU?") is Reason.NOT_IN_CORPUS


def test_a_bare_number_of_two_documents_is_asked_back(engine):
    result = engine.ask("Quyết định 5/QĐ-BXD ban hành ngày nào?")
    assert result.reason is Reason.AMBIGUOUS_DOCUMENT
    assert {card.issued_on.year for card in result.candidates} == {2021, 2023}


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Quyết định 5/QĐ-BXD năm 2023 ban hành ngày nào?", "2023"),
        ("Quyết định 5/QĐ-BXD về quản lý chất thải rắn ban hành ngày nào?", "2021"),
    ],
)
def test_a_year_or_a_topic_decides_between_homonyms(engine, question, year):
    assert first(engine, question).normalized["date"].startswith(year)


def test_as_of_leaves_later_documents_out(engine):
    assert first(engine, "Quyết định 5/QĐ-BXD ban hành ngày nào?", as_of=date(2022, 1, 1)).normalized == {
        "date": "2021-02-02"
    }


def test_a_filter_never_adds_a_hit(engine):
    everything = {hit.passage_id for hit in engine.search("quy định", k=50).hits}
    filtered = engine.search("quy định", k=50, filters=Filters(kinds=("công văn",)))
    assert {hit.passage_id for hit in filtered.hits} <= everything
    assert {hit.document.kind for hit in filtered.hits} == {"công văn"}


def test_history_lends_its_document(engine):
    asked = (Turn("user", "Ai chủ trì kiểm tra theo Công văn 77?"), Turn("assistant", "Ban Tổ chức Tỉnh ủy"))
    answer = first(engine, "Thế phối hợp với cơ quan nào?", history=asked)
    assert answer.value == "Văn phòng Tỉnh ủy"


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_finds_the_passage(engine, mode):
    hits = engine.search("khảo sát ý kiến nhân dân tại 15 xã", mode=mode).hits
    assert "khảo sát ý kiến nhân dân" in hits[0].text
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


@pytest.mark.parametrize("question", ["", "   ", "?!...", "\u200b\n"])
def test_no_question(engine, question):
    with pytest.raises(EmptyQuestion):
        engine.ask(question)


def test_a_question_that_is_too_long(engine):
    with pytest.raises(QuestionTooLong):
        engine.ask("a " * 5_000)


def test_composed_and_decomposed_letters_ask_the_same(engine):
    composed = engine.ask("Ai chủ trì khảo sát ý kiến nhân dân?")
    decomposed = engine.ask(
        "Ai chu\u0309 tri\u0300 kha\u0309o sa\u0301t y\u0301 kie\u0302\u0301n nha\u0302n da\u0302n?"
    )
    assert [a.value for a in composed.answers] == [a.value for a in decomposed.answers]


VOCABULARY = """
ai chủ trì khi nào công văn 77 báo cáo Ban Tổ chức bao nhiêu xã ký 5/QĐ-BXD năm 2021 điểm 2 nhằm căn cứ
thay thế tiến độ ☃ \u0301 59-NQ/TW '" % ; kinh phí
"""
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS)
def test_whatever_is_asked_answers_are_proved(engine, catalog, words):
    try:
        result = engine.ask(" ".join(words))
    except EmptyQuestion:
        return
    assert (result.status is Status.ANSWERED) == bool(result.answers) == (result.reason is None)
    assert result.reason is not Reason.AMBIGUOUS_DOCUMENT or result.candidates
    for answer in result.answers:
        cited = answer.citation
        text = catalog.text(cited.document.id)
        assert text[cited.start : cited.end] == cited.quote
        assert cited.start <= cited.value_start < cited.value_end <= cited.end
        assert 0 <= answer.confidence <= 1


def test_a_number_with_another_date_than_its_own_is_another_document(engine):
    assert reason(engine, "Ai ký Công văn 77-CV/TU ngày 01/01/2020?") is Reason.NOT_IN_CORPUS


@pytest.mark.parametrize("question", ["khi nào?", "ai", "bao nhiêu", "trích yếu là gì?"])
def test_a_question_about_nothing_is_asked_back(engine, question):
    assert reason(engine, question) is Reason.AMBIGUOUS_DOCUMENT


def test_two_documents_at_once(engine):
    result = engine.ask("Công văn 77 và Quyết định 5/QĐ-BXD năm 2021 ban hành ngày nào?")
    assert {answer.normalized["date"] for answer in result.answers} >= {"2024-03-05"}


@pytest.mark.parametrize(
    "question", ["Thông tư về nuôi cá heo có hiệu lực từ ngày nào?", "Ai ký quyết định về du lịch vũ trụ?"]
)
def test_a_topic_that_is_not_there(engine, question):
    assert reason(engine, question) is Reason.NOT_IN_CORPUS


@pytest.mark.parametrize(
    "question",
    [
        "Công văn 77 ban hành ngày nào?",
        "Ai chủ trì khảo sát ý kiến nhân dân?",
        "Quyết định 5/QĐ-BXD về việc gì?",
    ],
)
def test_a_document_that_is_left_out_is_not_known(engine, catalog, question):
    everything = frozenset(card.id for card in catalog.all_headers())
    result = engine.ask(question, filters=Filters(without=everything))
    assert (result.answers, result.hits, result.candidates) == ((), (), ())


def test_a_question_is_embedded_once_whatever_is_looked_for(catalog, tmp_path):
    class Counting(HashingEmbedder):
        asked: ClassVar[list[str]] = []

        def embed_queries(self, texts):
            self.asked.extend(texts)
            return super().embed_queries(texts)

    embedder, analyzer = Counting(), load_analyzer()
    sync(catalog, tmp_path, embedder, analyzer)
    engine = Engine(catalog, open_index(tmp_path, embedder.spec, analyzer.name), embedder, analyzer)
    result = engine.ask("Theo CV 77 ai chủ trì kiểm tra việc sắp xếp cán bộ và phải báo cáo cho ai?")
    assert {answer.type for answer in result.answers} == {AnswerType.LEAD_AGENCY, AnswerType.REPORT_TO}
    assert len(embedder.asked) == 1
