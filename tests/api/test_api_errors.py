import errno
import importlib
import inspect
import os
import string

import pytest

from api.errors import ExitCode, NotReady, QuestionRefused
from api.host.system import system_said
from api.rules import RULES, english, rule_for, vietnamese
from api.rules.faults import FAULTS, SERVER_FAULTS
from api.wire.questions import ENGLISH, VIETNAMESE, QuestionFault
from corpus.errors import (
    CatalogServerError,
    DataDirError,
    DataDirFault,
    DocumentNotFound,
    EmptyFile,
    FileRefused,
    ServerFault,
)

TREES = [
    "corpus.errors.base",
    "corpus.errors.places",
    "corpus.errors.documents",
    "corpus.errors.reading",
    "models.errors",
    "indexer.errors",
    "search.errors",
    "api.errors",
    "api.errors.access",
    "api.errors.chat",
    "api.errors.uploads",
]


def classes(module):
    found = vars(importlib.import_module(module)).values()
    errors = [each for each in found if inspect.isclass(each) and issubclass(each, Exception)]
    return [each for each in errors if each.__module__ == module]


@pytest.mark.parametrize("module", TREES)
def test_every_error_class_has_its_rule(module):
    found = classes(module)
    assert found
    assert [each.__name__ for each in found if each not in RULES] == []


def test_messages_name_only_fields_that_the_error_has():
    for kind, rule in RULES.items():
        for _, name, _, _ in string.Formatter().parse(rule.message):
            if name and "." in name:
                field = name.split(".")[1].partition("[")[0]
                known = inspect.signature(kind.__init__).parameters.keys() | vars(kind).keys()
                assert field in known, f"{kind.__name__} has no {field}"


def test_a_class_below_a_known_one_takes_its_rule():
    class Stranger(EmptyFile):
        pass

    assert rule_for(Stranger("x.txt")) is RULES[EmptyFile]
    assert rule_for(KeyError("x")).status == 500


def test_the_terminal_speaks_vietnamese():
    assert vietnamese(DocumentNotFound("abc")) == "Không có văn bản abc trong kho."
    assert vietnamese(EmptyFile("a.txt")) == "a.txt: tệp không có nội dung"
    assert vietnamese(QuestionRefused(QuestionFault.EMPTY)) == "Câu hỏi đang để trống."


def test_usage_faults_exit_2():
    assert rule_for(QuestionRefused(QuestionFault.EMPTY)).exit_code is ExitCode.USAGE
    assert rule_for(DataDirError("/x", DataDirFault.FULL)).exit_code is ExitCode.FAILURE


def test_not_ready_tells_its_cause_but_no_internals():
    assert "being loaded" in str(NotReady())
    assert "full" in english(DataDirError("/x", DataDirFault.FULL))
    assert "secret" not in english(RuntimeError("secret"))


def test_each_question_fault_is_told_in_both_languages():
    assert ENGLISH.keys() == VIETNAMESE.keys() == set(QuestionFault)


def test_each_fault_of_the_data_directory_is_told_in_vietnamese_with_what_to_do():
    assert FAULTS.keys() == set(DataDirFault)
    for fault in DataDirFault:
        told = vietnamese(DataDirError("/x", fault, "database is confused"))
        assert told == f"Không dùng được thư mục dữ liệu /x: {FAULTS[fault]}."
        assert str(DataDirError("/x", fault)).startswith("data directory /x: ")


def test_each_fault_of_the_database_server_is_told_in_vietnamese_with_what_to_do():
    assert SERVER_FAULTS.keys() == set(ServerFault)
    for fault in ServerFault:
        error = CatalogServerError("postgresql://a:***@b/c", fault, "too bad")
        told = f"Không dùng được cơ sở dữ liệu postgresql://a:***@b/c: {SERVER_FAULTS[fault]}."
        assert (vietnamese(error), rule_for(error).status) == (told, 503)
        assert str(error).startswith("catalog postgresql://a:***@b/c: ")


def test_what_the_system_said_is_translated():
    assert vietnamese(FileRefused("a.txt", errno.EACCES)).startswith("a.txt: không mở được (không có quyền)")
    assert system_said(errno.ECHILD) == os.strerror(errno.ECHILD)
    assert vietnamese(OSError(errno.ENOSPC, "No space left")) == "Hệ thống báo lỗi: ổ đĩa đã đầy."
    assert system_said(None) == "không rõ nguyên nhân"
