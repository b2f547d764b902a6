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


def read_all(folder):
    """Make all files, and tell of each what had to be said, what was said, and the text."""
    expected = make_hostile_files(folder)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.corpus.hostile.outcomes", str(folder)], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    return {name: (expected[name], got, text) for name, got, text in rows}


def test_there_are_enough_of_them_with_names_of_their_own():
    assert len(NAMES) == len(set(NAMES)) >= 40


def test_each_is_read_or_refused_for_its_reason_and_no_other_file_of_the_machine(tmp_path):
    """One test for all of them: making and reading them is done once, by one worker."""
    said = read_all(tmp_path)
    assert set(NAMES) | set(ODD_NAMES) <= said.keys()
    wrong = {
        name: f"{got}, but expected {expected}; {text[:200]!r}"
        for name, (expected, got, text) in said.items()
        if not as_expected(expected, got)
    }
    assert wrong == {}
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
