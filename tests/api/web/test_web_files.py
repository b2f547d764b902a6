"""The page: served whole, free of outside addresses and of ways to run a document's text as markup."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.app import WEB
from api.uploads.tasks import TaskState
from corpus.errors import ReadError
from corpus.ingest import FileReport, FileStatus
from corpus.labels import Label
from corpus.types import Relation, Role
from search.genealogy import ValidityStatus
from search.register import Via
from search.types import AnswerType, Reason

STATIC = WEB / "static"
VIETNAMESE = "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
# The names of the product, of documents and of months, and a letter.
PROPER_NAMES = ("Chỉ Đạo", "văn bản", "số ${card.number}", "tháng ${month} năm ${year}", "đ", "Đ")
SCRIPTS = sorted(STATIC.rglob("*.js"))
STYLES = sorted(STATIC.rglob("*.css"))
SHIPPED = [WEB / "index.html", *sorted(path for path in STATIC.rglob("*") if path.is_file())]
TABLES = sorted((STATIC / "phrases").glob("*.js"))
SPEAKING = [each for each in SCRIPTS if each not in TABLES and each.parent.name != "login"]


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
    return path.relative_to(WEB).as_posix()


def read_phrases():
    """Read the tables of phrases, which are JSON but for their last commas: {key: (Vietnamese, English)}."""
    found = {}
    for path in TABLES:
        text = path.read_text("utf-8")
        if path.name == "table.js":
            continue
        body = re.sub(r",(\s*[\]}])", r"\1", text[text.index("{") : text.rindex("}") + 1])
        table = json.loads(body)
        assert not set(table) & set(found), path
        found |= table
    return found


PHRASES = read_phrases()


def values_of(area):
    return {key.removeprefix(f"{area}.") for key in PHRASES if re.fullmatch(rf"{area}\.[\w-]+", key)}


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
        kind = client.get(f"/static/{path.relative_to(STATIC).as_posix()}").headers["content-type"]
        assert kind.startswith(("text/javascript", "application/javascript")), path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_imports_are_files_and_names_that_exist(path):
    text = path.read_text("utf-8")
    imports = re.findall(r'^import \{([^}]+)\} from "(\.\.?/[\w./]+)";$', text, re.MULTILINE)
    assert len(imports) == len(re.findall(r"^import\b", text, re.MULTILINE))
    for names, module in imports:
        exported = (path.parent / module).resolve().read_text("utf-8")
        for wanted in names.split(","):
            declared = rf"^export (?:async )?(?:function|class|const) {wanted.split(' as ')[0].strip()}\b"
            assert re.search(declared, exported, re.MULTILINE), wanted
            used = wanted.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{used}\b", text)) > 1, f"{used} is imported and not used"


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_nothing_comes_from_elsewhere(path):
    text = path.read_text(encoding="utf-8").replace('"http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|(?:src|href)=[\"']//|@import|url\((?!#)", text)


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
    assert "autofocus" not in by_id["question"][1]  # the other pages would begin in the middle
    assert [attrs for tag, attrs in tags if tag == "label" and attrs.get("for") == "question"]
    assert by_id["status"][1]["aria-live"] == "polite"


def test_every_phrase_is_said_in_both_languages():
    assert len(PHRASES) > 300
    for key, row in PHRASES.items():
        assert len(row) == 2, key
        empty = [text for text in row if not text.strip()]
        assert not empty or (len(empty) == 2 and key == "reason.other.advice"), key
        gaps = [sorted(re.findall(r"\{(\w+)\}", text)) for text in row]
        assert gaps[0] == gaps[1], key


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_every_phrase_that_is_used_exists(path):
    for key in re.findall(r'\bt\(\s*"([^"]+)"', path.read_text("utf-8")):
        assert key in PHRASES


def test_page_is_served_in_the_vietnamese_of_the_table(tags):
    html = (WEB / "index.html").read_text("utf-8")
    marked = re.findall(r'data-t="([\w.-]+)"[^>]*>([^<]*)<', html)
    assert len(marked) > 15
    for key, text in marked:
        assert " ".join(text.split()) == PHRASES[key][0]
    for _, attrs in tags:
        for mark, attribute in (("data-t-label", "aria-label"), ("data-t-placeholder", "placeholder")):
            if mark in attrs:
                assert attrs[attribute] == PHRASES[attrs[mark]][0]


@pytest.mark.parametrize("path", SPEAKING, ids=name)
def test_scripts_say_nothing_that_is_not_in_the_table(path):
    code = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    for proper in PROPER_NAMES:
        code = re.sub(rf"(?<![^\W_]){re.escape(proper)}(?![^\W_])", "", code)
    assert not re.search(VIETNAMESE, code, re.IGNORECASE)


def test_every_value_of_the_server_has_a_name():
    assert values_of("type") == {str(each) for each in AnswerType}
    assert {key.split(".")[0] for key in values_of("reason")} <= {str(each) for each in Reason} | {"other"}
    assert {key.split(".")[1] for key in PHRASES if key.startswith("reason.")} == {
        *map(str, Reason), "other",
    }  # fmt: skip
    assert values_of("role") == {str(each) for each in Role}
    assert values_of("relation") == {str(each) for each in Relation}
    assert values_of("validity") == {str(each) for each in ValidityStatus}
    assert values_of("via") == {str(each) for each in Via} - {"name"}
    assert values_of("label") == {str(each) for each in Label}


def kinds_of(error):
    return {error, *(kind for below in error.__subclasses__() for kind in kinds_of(below))}


def test_every_outcome_of_an_upload_has_a_name():
    told = {
        FileReport(Path("a"), FileStatus.FAILED, error=kind.__new__(kind)).code
        for kind in kinds_of(ReadError)
    }
    assert values_of("file_error") == told - {"read_error"} | {"document_conflict"}
    assert values_of("file") == {str(each) for each in FileStatus}
    assert values_of("task") == {str(each) for each in TaskState}


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=name)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
