import pytest

from corpus.errors import ProgramFile
from corpus.readers.sniff import sniff
from tests.corpus.hostile.packed import spoiled, zipped

WORD = {"[Content_Types].xml": "", "word/document.xml": ""}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "name", "known"),
    [
        (b"%PDF-1.4", "a.docx", ".pdf"),
        (b"\xef\xbb\xbf\n %PDF-1.4", "a.pdf", ".pdf"),
        (b"{\\rtf1", "a.doc", ".rtf"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", ".png"),
        (b"\xff\xd8\xff\xe0", "a.JPEG", ".jpeg"),
        (b"II*\x00", "a.tiff", ".tiff"),
        (OLE, "a.docx", ".doc"),
        (OLE, "a.xls", ".xls"),
        (zipped(WORD), "a.doc", ".docx"),
        (zipped(WORD), "a.docm", ".docm"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.zip", ".xlsx"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.zip", ".odt"),
        (zipped({"a.txt": ""}), "a.docx", ".zip"),
        (zipped(WORD)[:-5], "a.docx", ".docx"),
        (b"<!DOCTYPE html><html>", "a.doc", ".html"),
        (b"  <HTML>", "a.htm", ".htm"),
        ("<html>".encode("utf-16"), "a.doc", ".html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a.xhtml", ".xhtml"),
        (b"<?xml version='1.0'?><w:doc/>", "a.xml", ".xml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "a.doc", ".mht"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain", "a.eml", ".eml"),
        (b"%PDF-1.4 is how a PDF begins", "a.txt", ".txt"),
        (b"", "a.PDF", ".pdf"),
        (b"a", "README", ""),
    ],
)
def test_formats(data, name, known):
    assert sniff(data, name) == known


def test_an_archive_whose_first_word_is_spoiled_goes_by_its_name():
    data = spoiled({"mimetype": "application/vnd.oasis.opendocument.text"}, "mimetype")
    assert sniff(data, "a.odt") == ".odt"


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"\x7fELF"])
def test_programs(data):
    with pytest.raises(ProgramFile):
        sniff(data, "a.pdf")
