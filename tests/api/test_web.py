"""The page: served whole, free of outside addresses and of ways to run a document's text as markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.app import WEB
from api.uploads.tasks import TaskState
from corpus.errors import ReadError
from corpus.ingest import FileReport, FileStatus
from search.types import AnswerType, Reason

STATIC = WEB / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
STYLES = sorted(STATIC.glob("*.css"))
SHIPPED = [WEB / "index.html", *sorted(path for path in STATIC.iterdir() if path.is_file())]


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def tags():
    return Tags((WEB / "index.html").read_text(encoding="utf-8")).found


def name(path):
    return path.name


def test_page_is_served(client):
    response = client.get("/")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-cache"
    assert '<html lang="vi">' in response.text


def test_every_file_that_the_page_names_is_served(client, tags):
    named = [attrs.get("src") or attrs.get("href") for tag, attrs in tags if tag in {"link", "script"}]
    assert len(named) >= 4
    for address in named:
        assert client.get(f"/{address}").status_code == 200, address


def test_modules_come_as_javascript(client):
    for path in SCRIPTS:
        kind = client.get(f"/static/{path.name}").headers["content-type"]
        assert kind.startswith(("text/javascript", "application/javascript")), path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_imports_are_files_and_names_that_exist(path):
    imports = re.findall(r'^import \{([^}]+)\} from "\./([\w.]+)";$', path.read_text("utf-8"), re.MULTILINE)
    assert len(imports) == path.read_text("utf-8").count("\nimport ")
    for names, module in imports:
        exported = (STATIC / module).read_text("utf-8")
        for wanted in names.split(","):
            declared = rf"^export (?:async )?(?:function|class|const) {wanted.strip()}\b"
            assert re.search(declared, exported, re.MULTILINE), wanted


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_nothing_comes_from_elsewhere(path):
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|(?:src|href)=[\"']//|@import|url\(", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_data_never_becomes_markup_or_code(path):
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc"
        r"|\beval\(|new Function|\.style\b"
    )
    assert not re.search(forbidden, path.read_text(encoding="utf-8"))


def test_page_has_neither_inline_script_nor_inline_style(tags):
    for tag, attrs in tags:
        assert tag != "style"
        assert tag != "script" or attrs.get("src")
        assert not [key for key in attrs if key == "style" or key.startswith("on")], (tag, attrs)


def test_page_forbids_what_it_does_not_need(tags):
    policies = [attrs["content"] for _, attrs in tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies[0].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"


def test_question_box_has_a_label_and_results_are_announced(tags):
    by_id = {attrs["id"]: (tag, attrs) for tag, attrs in tags if "id" in attrs}
    assert by_id["question"][0] == "textarea"
    assert "autofocus" in by_id["question"][1]
    assert [attrs for tag, attrs in tags if tag == "label" and attrs.get("for") == "question"]
    assert by_id["status"][1]["aria-live"] == "polite"


def test_every_type_and_reason_has_a_vietnamese_name():
    labels = (STATIC / "labels.js").read_text(encoding="utf-8")
    types = re.search(r"export const TYPES = \{(.*?)\n\};", labels, re.DOTALL)[1]
    reasons = re.search(r"export const REASONS = \{(.*?)\n\};", labels, re.DOTALL)[1]
    assert set(re.findall(r"^  (\w+):", types, re.MULTILINE)) == {str(each) for each in AnswerType}
    assert set(re.findall(r"^  (\w+):", reasons, re.MULTILINE)) == {str(each) for each in Reason}


def names_of(table):
    labels = (STATIC / "labels.js").read_text(encoding="utf-8")
    rows = re.search(rf"export const {table} = \{{(.*?)\n\}};", labels, re.DOTALL)[1]
    return set(re.findall(r"^  (\w+):", rows, re.MULTILINE))


def kinds_of(error):
    return {error, *(kind for below in error.__subclasses__() for kind in kinds_of(below))}


def test_every_outcome_of_an_upload_has_a_vietnamese_name():
    told = {
        FileReport(Path("a"), FileStatus.FAILED, error=kind.__new__(kind)).code
        for kind in kinds_of(ReadError)
    }
    assert names_of("FILE_REASONS") == told - {"read_error"} | {"document_conflict"}
    assert names_of("FILE_STATES") == {str(each) for each in FileStatus}
    assert names_of("TASK_STATES") == {str(each) for each in TaskState}


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=name)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
