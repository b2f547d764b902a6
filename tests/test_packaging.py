import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = ("api", "corpus", "indexer", "models", "search")


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_a_package_name(name):
    assert set(packages_distributions().get(name, ["chidao"])) == {"chidao"}


def test_the_changelog_begins_with_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[?([^\]\s]+)", changelog, re.MULTILINE)
    assert headings[0] == PROJECT["version"]


def test_no_package_shadows_another_under_tests():
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_the_shipped_model_fits():
    weights = ROOT / "models" / "weights"
    assert sum(path.stat().st_size for path in weights.rglob("*") if path.is_file()) <= 70 * 2**20
