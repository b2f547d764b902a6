"""What files of many formats say: facts, sections and rows that were read off the pages by eye."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.quality.readers import same_syllables
from corpus.readers import UNPACKERS
from corpus.readers.members import member_source
from corpus.readers.office.convert import has_office
from corpus.record import record_of
from corpus.structure import outline
from corpus.types import Document, Span
from tests.golden.files.make_files import CONVERTED, OWN, SCANNED, Files
from tests.golden.files.tools import has_tesseract

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "data" / "files"
FACTS = ("kind", "number", "issuer", "place", "issued_on", "subject", "signer", "signer_post")
COUNTS = ("addressees", "recipients")


def records(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


OURS, REAL = records("records.jsonl"), records("records_shared.jsonl")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return Files(tmp_path_factory.mktemp("files"))


def unpacked(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file and what it holds, by the names that the catalog would use."""
    yield path.name, data
    unpacker = UNPACKERS.get(path.suffix)
    if unpacker:
        from importlib import import_module

        module, _, function = unpacker.partition(":")
        for member in getattr(import_module(module), function)(data, path.name):
            yield member_source(path.name, member.name), member.data


def said(document: Document) -> dict[str, object]:
    """Tell what a record tells."""
    header, text = document.header, document.text
    units = outline(text, header.body or Span(0, len(text)))
    if header.annex is not None:
        units += outline(text, header.annex)
    facts = {name: fact and str(fact.value) for name in FACTS for fact in [getattr(header, name)]}
    return {
        **{name: value for name, value in facts.items() if value is not None},
        **{name: len(getattr(header, name)) for name in COUNTS if getattr(header, name)},
        "pages": document.pages,
        "sections": [section for section, _ in groupby(unit.section for unit in units) if section],
        "rows": sum(unit.row is not None for unit in units),
    }


@cache
def read_once(name: str, data: bytes) -> Document:
    """Read a file; two tests look at the scans, and recognising them takes seconds."""
    return record_of(data, PurePosixPath(name).name, name).record.document


def compare(record: dict[str, object], data: bytes) -> None:
    """Compare all but what the record leaves out; `misread` names what is known not to be read.

    The record holds the truth there, too: what a pen wrote over print, what a recogniser takes for another.
    """
    name = str(record["file"])
    found = said(read_once(name, data))
    wanted = {
        key: value for key, value in record.items() if key not in ("file", "format", "misread", "left_out")
    }
    misread = set(record.get("misread", ()))  # type: ignore[call-overload]
    left_out = set(record.get("left_out", ()))  # type: ignore[call-overload]
    wrong = {key for key in {*wanted, *found} - left_out if wanted.get(key) != found.get(key)}
    assert {key: found.get(key) for key in wrong - misread} == {
        key: wanted.get(key) for key in wrong - misread
    }


def needs(name: str) -> str | None:
    """Say which program a file takes that is not installed here."""
    outer = name.partition("!/")[0]
    if outer in (*CONVERTED, *SCANNED) and not has_office():
        return "LibreOffice is not installed"
    return "Tesseract is not installed" if outer in SCANNED and not has_tesseract() else None


@pytest.mark.parametrize("record", OURS, ids=lambda record: record["file"])
def test_a_file_of_ours(record, made):
    name = record["file"]
    if reason := needs(name):
        pytest.skip(reason)
    path = made[name.partition("!/")[0]]
    compare(record, dict(unpacked(path, path.read_bytes()))[name])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the development data is not here")
@pytest.mark.parametrize("record", REAL, ids=lambda record: record["file"])
def test_a_file_of_an_office(record):
    if record.get("scan") and not has_tesseract():
        pytest.skip("Tesseract is not installed")
    if record["format"] == "doc" and not has_office():
        pytest.skip("LibreOffice is not installed")
    compare({k: v for k, v in record.items() if k != "scan"}, (SHARED / record["file"]).read_bytes())


@pytest.mark.skipif(not has_office(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    "name", ["ke-hoach.pdf", "ket-luan.pdf", "ket-luan.doc", "cong-van.rtf", "quyet-dinh.odt"]
)
def test_a_converted_file_has_the_syllables_of_its_twin(name, made):
    assert shared_syllables(made[CONVERTED[name]], made[name]) >= 0.98


@pytest.mark.skipif(
    not (has_office() and has_tesseract()), reason="LibreOffice or Tesseract is not installed"
)
@pytest.mark.parametrize("name", SCANNED)
def test_a_noisy_scan_has_the_syllables_of_its_twin(name, made):
    assert shared_syllables(made[CONVERTED[SCANNED[name]]], made[name]) >= 0.95


def shared_syllables(truth: Path, other: Path) -> float:
    """Return the share of one file's syllables that the other has in order."""
    wanted, found = (read_once(path.name, path.read_bytes()).text for path in (truth, other))
    return same_syllables(wanted, found)


def test_there_are_enough_of_them():
    outer = {str(record["file"]).partition("!/")[0] for record in OURS}
    assert outer == {*OWN, *CONVERTED, *SCANNED}
    assert len(OURS) >= 20
    assert len(REAL) >= 10
    assert len({record["format"] for record in [*OURS, *REAL]}) >= 12
