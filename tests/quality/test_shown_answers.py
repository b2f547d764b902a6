"""What README and the documentation show of answers comes out of the shipped model, word for word."""

import doctest
import re
import shlex
import sys
from pathlib import Path

import pytest

import api.cli
from api.app import create_app
from api.engine.runtime import Runtime
from api.local import Chidao
from api.mcp.render import answer_text
from api.settings import Settings
from tests.api.live import served

ROOT = Path(__file__).resolve().parents[2]


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def demo(samples, tmp_path, monkeypatch):
    """A working directory in which `.demo` holds the samples, as `make demo` leaves it."""
    samples.catch_up()
    (tmp_path / ".demo").symlink_to(samples.settings.data_dir)
    monkeypatch.chdir(tmp_path)
    return Path(".demo")


def test_the_first_answer_of_the_readme(demo, monkeypatch, capsys):
    command, shown = re.search(r"```console\n\$ chidao (.*)\n((?s:.*?))```", page("README.md")).groups()
    monkeypatch.setattr(sys, "argv", ["chidao", *shlex.split(command), "--data-dir", str(demo)])
    with pytest.raises(SystemExit):
        api.cli.main()
    assert capsys.readouterr().out.strip() == shown.strip()


def test_the_answers_of_the_transcript_for_language_models(demo):
    calls = re.findall(
        r'```text\nask_directive {"question": "(.*?)"}\n\n(.*?)\n\nlinks', page("docs/mcp.md"), re.S
    )
    answered = [(question, shown) for question, shown in calls if shown.startswith("[1]")]
    assert answered
    with Chidao.open(demo) as chidao:
        for question, shown in answered:
            assert answer_text(chidao.ask(question)).strip() == shown.strip()


def test_the_examples_for_python(demo):
    runtime = Runtime.open(Settings.load(data_dir=demo))
    runtime.engine()
    examples = "\n".join(re.findall(r"```pycon\n(.*?)```", page("docs/python.md"), re.DOTALL))
    with served(create_app(runtime=runtime)) as url:
        examples = examples.replace("http://127.0.0.1:8000", url)
        told = []
        test = doctest.DocTestParser().get_doctest(examples, {}, "python.md", None, 0)
        result = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    runtime.close()
    assert result.attempted > 20
    assert result.failed == 0, "".join(told)
