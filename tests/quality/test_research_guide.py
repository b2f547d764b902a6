"""The guide for researchers is run as it stands; what it shows must come out."""

import os
import re
import shlex
import sys
from pathlib import Path

import pytest

import api.cli

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "research.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(console|python)\n(.*?)```", GUIDE, re.DOTALL)
COMMAND = re.compile(r"^\$ chidao (.*)$", re.MULTILINE)
# Ranks of passages hang on sums that another processor rounds otherwise: means may differ by half a question
# of 98 there, and counts by one. Of answers nothing may.
TOLERANCE = 0.005


@pytest.fixture
def place(samples, tmp_path, monkeypatch):
    """A folder that looks like the root of the repository, with the samples ingested."""
    pytest.importorskip("ir_measures")
    samples.catch_up()
    (tmp_path / "kho").symlink_to(samples.settings.data_dir)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(command, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["chidao", *shlex.split(command)])
    with pytest.raises(SystemExit) as end:
        api.cli.main()
    told = capsys.readouterr()
    assert not end.value.code, told.err
    return told.out


def check_alike(shown, found):
    """Compare word by word; where runs are compared, numbers may differ a little, p-values more."""
    if " p Holm" not in shown:
        assert shown.strip() == found.strip()
        return
    # p-values hang on single questions
    shown, found = (re.sub(r"( +\d\.\d{4}){2}\*?$", "", text, flags=re.M) for text in (shown, found))
    ours, theirs = shown.split(), found.split()
    assert len(ours) == len(theirs), f"{shown}\n{found}"
    for one, other in zip(ours, theirs, strict=True):
        if re.fullmatch(r"[+-]?\d\.\d+\*?", one):
            assert float(other.rstrip("*")) == pytest.approx(float(one.rstrip("*")), abs=TOLERANCE), found
        elif one.isdigit():
            assert abs(int(one) - int(other)) <= 1, found
        else:
            assert one == other, f"{shown}\n{found}"


def test_the_worked_example_comes_out(place, monkeypatch, capsys):
    compared = 0
    for language, block in BLOCKS:
        if language == "python":
            exec(compile(block, "research.md", "exec"), {})
            continue
        _, *parts = COMMAND.split(block)
        for command, shown in zip(parts[::2], parts[1::2], strict=True):
            if command.startswith("ingest"):
                continue  # done
            found = ran(command, monkeypatch, capsys)
            if shown.strip():
                check_alike(shown, found)
                compared += 1
    assert compared == 2
    assert {"answers.jsonl.manifest.json", "hybrid.trec", "samples.qrels"} <= set(os.listdir(place))
