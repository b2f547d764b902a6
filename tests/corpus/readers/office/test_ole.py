"""Word 97 and Excel 97 files, which programs turn into what can be read."""

import io
import os
import select
import shutil
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.errors import Damaged, Encrypted, TimedOut, ToolMissing, UnsupportedFormat
from corpus.readers import read
from corpus.readers.office import convert as converting
from corpus.readers.office import ole
from corpus.types import Remark
from tests.corpus.hostile import packed

FILES = Path(__file__).resolve().parents[5] / "shared" / "data" / "files"
needs_office = pytest.mark.skipif(not converting.has_office(), reason="LibreOffice is not installed")


@pytest.fixture
def without(monkeypatch):
    """Hide programs by name."""

    def hide(*names):
        known = shutil.which
        converting.program.cache_clear()
        monkeypatch.setattr(shutil, "which", lambda name: None if name in names else known(name))

    yield hide
    converting.program.cache_clear()


@needs_office
def test_word_97_with_lists_tables_and_fonts(word):
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Điều %1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    body = word.p("Phạm vi", listed) + word.p("Hiệu lực", listed)
    body += word.tbl(
        word.tc("STT") + word.tc("Việc") + word.tc("Hạn"), word.tc("1") + word.tc("a") + word.tc("b")
    )
    body += f"<w:p><w:r><w:rPr>{font}</w:rPr><w:t>QuyÕt ®Þnh nµy</w:t></w:r></w:p>"
    docx = word.docx(body, numbering=numbering)
    reading = read(converting.convert(docx, "a.docx", ".docx", "doc"), "a.doc")
    assert reading.mapped.text.split("\n") == [
        "Điều 1. Phạm vi", "Điều 2. Hiệu lực", "| STT | Việc | Hạn |", "| 1 | a | b |", "Quyết định này",
    ]  # fmt: skip
    assert (reading.provenance.reader, reading.provenance.remarks) == ("doc", (Remark.LEGACY_FONT,))


@needs_office
def test_excel_97():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["STT", "Việc", 0.5])
    book.save(out)
    old = converting.convert(out.getvalue(), "a.xlsx", ".xlsx", "xls")
    assert read(old, "a.xls").mapped.text == "| STT | Việc | 0,5 |"
    assert read(old, "a.doc").mapped.text == "| STT | Việc | 0,5 |"


@pytest.mark.shared
@pytest.mark.parametrize("tool", ["antiword", "catdoc"])
def test_plain_converters_where_there_is_no_office(without, tool):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    without("soffice", "libreoffice", *({"antiword", "catdoc"} - {tool}))
    reading = read((FILES / "CT9UB.DOC").read_bytes(), "CT9UB.DOC")
    assert reading.provenance.remarks == (Remark.PLAIN_CONVERTER,)
    assert reading.mapped.text.split("\n")[2] == "Số: 09/2009/CT-UBND"


@needs_office
@pytest.mark.shared
def test_word_97_gives_what_its_docx_gives():
    docx = read((FILES / "36-HD-VPTW.docx").read_bytes(), "a.docx")
    assert read((FILES / "36-HD-VPTW.doc").read_bytes(), "a.doc").mapped.text == docx.mapped.text
    assert len(docx.page_starts) == 21


def word_file(flags=0):
    """Return a container with a Word stream of which only the beginning is right."""
    head = b"\xec\xa5" + bytes(8) + flags.to_bytes(2, "little")
    empty = packed.compound({"WordDocument": 9})
    at = len(empty) - 9 * 512
    return empty[:at] + head + empty[at + len(head) :]


def test_without_any_program_the_error_names_them(without):
    without("soffice", "libreoffice", "antiword", "catdoc")
    with pytest.raises(ToolMissing) as error:
        read(word_file(), "a.doc")
    assert "antiword" in error.value.tool
    assert "libreoffice-writer" in error.value.package


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (word_file(0x0100), Encrypted),
        (packed.compound({"EncryptionInfo": 8, "EncryptedPackage": 9}), Encrypted),
        (packed.compound({"PowerPoint Document": 8}), UnsupportedFormat),
        (packed.compound({"WordDocument": 8}), Damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Damaged),
    ],
)
def test_what_cannot_be_read(data, error):
    with pytest.raises(error):
        read(data, "a.doc")


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\n(exec >{pipe}; echo begun; exec sleep 60) &\nsleep 60\n")
    script.chmod(0o755)
    monkeypatch.setattr(converting, "program", lambda *names: str(script))
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TimedOut):
        converting.convert(b"", "a.doc", ".doc", "docx", seconds=2)
    assert os.read(reading, 100) == b"begun\n"
    assert select.select([reading], [], [], 30)[0], "the child still holds the other end"
    assert os.read(reading, 100) == b""
    os.close(reading)


def test_a_program_that_makes_nothing_or_fails_means_a_damaged_file(monkeypatch):
    monkeypatch.setattr(converting, "program", lambda *names: shutil.which("true"))
    with pytest.raises(Damaged):
        converting.convert(b"", "a.doc", ".doc", "docx")
    with pytest.raises(Damaged):
        converting.convert_plain(b"", "a.doc", [sys.executable, "-c", "raise SystemExit(3)"])


def test_tables_of_plain_converters():
    lines = [
        "đầu",
        "|STT |Việc |Hạn |",
        "|1   |a    |b   |",
        "|    |rồi  |    |",
        "|Nơi nhận: |CHỦ TỊCH |",
        "x  |  y",
    ]
    assert ole._with_tables(lines[:4]) == ["đầu", "| STT | Việc | Hạn |", "| 1 | a rồi | b |"]
    assert ole._with_tables(lines[4:]) == ["Nơi nhận:", "CHỦ TỊCH", "x  ", "  y"]
