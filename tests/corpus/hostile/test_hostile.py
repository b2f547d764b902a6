"""Every hostile file is read or refused for its reason, in little time and memory; none harms the others."""

import json
import subprocess
import sys

import pytest

from tests.corpus.hostile import make_files
from tests.corpus.hostile.make_files import CANARY, CANARY_FILE, ODD_NAMES, as_expected, make_hostile_files
from tests.corpus.hostile.outcomes import outcome

TABLES = ("ORDINARY", "LIARS", "CUT", "LOCKED", "BOMBS", "TANGLED", "LETTERS", "OUTSIDERS")
NAMES = [name for table in TABLES for name in getattr(make_files, table)]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    expected = make_hostile_files(folder)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.corpus.hostile.outcomes", str(folder)], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    return {name: (expected[name], got, text) for name, got, text in rows}


def test_there_are_enough_of_them_with_names_of_their_own():
    assert len(NAMES) == len(set(NAMES)) >= 40


@pytest.mark.parametrize("name", [*NAMES, *ODD_NAMES])
def test_each_is_read_or_refused_for_its_reason(said, name):
    expected, got, text = said[name]
    assert as_expected(expected, got), f"{got}, but expected {expected}; {text[:200]!r}"


def test_no_other_file_of_the_machine_is_read(said):
    assert CANARY in said[CANARY_FILE][2]
    assert [name for name, (_, _, text) in said.items() if CANARY in text] == [CANARY_FILE]


@pytest.mark.parametrize(
    ("expected", "got", "right"),
    [
        (None, None, True),
        (None, "Damaged", False),
        ("Damaged", None, False),
        ("Damaged|reads", None, True),
        ("Damaged|EmptyFile", "EmptyFile", True),
        ("Damaged", "Damaged|Encrypted", False),
    ],
)
def test_outcomes_are_compared(expected, got, right):
    assert as_expected(expected, got) is right


def test_a_locked_file_does_not_make_the_next_look_locked():
    """A worker reads many files; what a library remembers of one must not be said of another."""
    for name in ("locked.pdf", "no-pages.pdf", "million-pages.pdf"):
        expected, make = {**make_files.LOCKED, **make_files.TANGLED}[name]
        assert as_expected(expected, outcome(make(), name)[0]), name
