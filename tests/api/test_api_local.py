"""The engine without a server."""

import pickle
from dataclasses import replace

import pytest

from api.errors import DocumentUnknown, NumberAmbiguous
from api.local import Chidao
from search.types import AskResult, SearchResult
from tests.api.fakes import TEXT, make_record

TWIN = make_record(TEXT.replace("Tài chính", "<i>Y tế</i>"), "cv12b.txt")


@pytest.fixture
def chidao(runtime):
    return Chidao(runtime)


def test_answers_show_themselves_and_are_what_they_were(chidao, runtime):
    answered = chidao.ask("Sở Tài chính")
    assert isinstance(answered, AskResult)
    assert replace(answered).answers == answered.answers
    assert pickle.loads(pickle.dumps(answered)) == answered
    assert repr(answered).startswith("Sở Tài chính  (cơ quan chủ trì, 93%)\n  “1. Giao Sở Tài chính")
    assert "<mark>Sở Tài chính</mark> chủ trì" in answered._repr_html_()
    abstained = chidao.ask("vắng")
    assert repr(abstained).startswith("Không trả lời (slot_not_stated): Văn bản được hỏi")
    assert "<b>Không trả lời</b>" in abstained._repr_html_()


def test_passages_show_their_words_and_no_markup_of_theirs(chidao, catalog):
    catalog.put(TWIN)
    found = chidao.search("quý", k=1)
    assert isinstance(found, SearchResult)
    assert "<mark>quý</mark>" in found._repr_html_()
    assert "1. Công văn 12-CV/TU ngày 03/4/2024, mục 2" in repr(found)
    escaped = chidao.search("<i>y", k=1)._repr_html_()
    assert "<i>" not in escaped
    assert "&lt;i&gt;" in escaped.lower()


def test_documents_are_named_by_id_or_number(chidao, catalog):
    assert chidao.text("12-CV/TU") == TEXT
    assert chidao.document(make_record().document.id).source == "cv12.txt"
    with pytest.raises(DocumentUnknown):
        chidao.document("99-CV/TU")
    catalog.put(TWIN)
    with pytest.raises(NumberAmbiguous, match=TWIN.document.id):
        chidao.text("12-CV/TU")
    assert [card.source for card in chidao.documents()] == ["cv12.txt", "cv12b.txt"]


def test_a_folder_without_documents_is_told_and_left_alone(tmp_path):
    with pytest.raises(FileNotFoundError, match="chidao ingest"):
        Chidao.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
