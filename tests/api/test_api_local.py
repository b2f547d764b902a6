"""The engine without a server, and the examples of the documentation for both."""

import doctest
import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest

from api.app import create_app
from api.engine.runtime import Runtime
from api.errors import DocumentUnknown, NumberAmbiguous
from api.local import Chidao
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.record import build_record
from search.types import AskResult, SearchResult
from tests.api.fakes import TEXT, make_record
from tests.api.live import served

ROOT = Path(__file__).resolve().parents[2]
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


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")
    with Catalog.open(Path(".demo")) as catalog:
        for path in sorted((ROOT / "corpus" / "samples").glob("[0-9]*")):
            catalog.put(build_record(path, path.read_bytes()).record)


def test_the_examples_of_the_documentation_are_true(demo):
    runtime = Runtime.open(Settings.load(data_dir=Path(".demo")))
    runtime.engine()
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    with served(create_app(runtime=runtime)) as url:
        examples = examples.replace("http://127.0.0.1:8000", url)
        told = []
        test = doctest.DocTestParser().get_doctest(examples, {}, "python.md", None, 0)
        result = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    runtime.close()
    assert result.attempted > 20
    assert result.failed == 0, "".join(told)
