"""What a file is, by its first bytes and then by its name.

Names lie in offices: a web page saved as .doc, a .docx renamed .doc, a scan named .pdf.
"""

from pathlib import PurePath

from corpus.errors import Damaged, ProgramFile
from corpus.readers.containers import broken_is_damaged, open_zip

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97, Excel 97, and encrypted files of later Offices
_PROGRAMS = (b"MZ", b"\x7fELF")
_SAME: dict[str, frozenset[str]] = {  # formats that share their first bytes
    ".jpg": frozenset({".jpeg"}),
    ".tif": frozenset({".tiff"}),
    ".docx": frozenset({".docm", ".dotx"}),
    ".xlsx": frozenset({".xlsm"}),
    ".odt": frozenset({".ott"}),
    ".html": frozenset({".htm", ".xhtml"}),
    ".mht": frozenset({".mhtml"}),
}
_PARTS = (("word/", ".docx"), ("xl/", ".xlsx"))
_OPEN_DOCUMENTS = ((b"opendocument.text", ".odt"), (b"opendocument.spreadsheet", ".ods"))
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".eml"})


def sniff(data: bytes, source: str) -> str:
    """Return the format of a file as a suffix in lower case.

    Raises:
        ProgramFile: a program under the name of a document.
    """
    suffix = PurePath(source).suffix.lower()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix in _TEXTS:
        return suffix  # a text may begin with anything; what is no text is told by its reader
    if data.startswith(_PROGRAMS):
        raise ProgramFile(source)
    found = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    if found is None and data.startswith(b"PK\x03\x04"):
        found = _of_zip(data, source)
    if found is None and data.startswith(_OLE):
        found = ".xls" if suffix == ".xls" else ".doc"
    if found is None:
        found = _of_markup(head)
    return suffix if found is None or suffix in _SAME.get(found, frozenset()) else found


def _of_markup(head: bytes) -> str | None:
    """Tell pages by how they begin, also in UTF-16; pages saved as one file begin like a mail."""
    start = head.lstrip(b"\xff\xfe").replace(b"\x00", b"").lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return ".html"
    return ".mht" if start.startswith(b"mime-version:") and b"multipart/related" in start else None


def _of_zip(data: bytes, source: str) -> str | None:
    """Tell the packed formats apart by the names inside; None where the archive cannot be read."""
    try:
        with broken_is_damaged(source), open_zip(data, source) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as stream:
                    kind = stream.read(100)
                return next((name for word, name in _OPEN_DOCUMENTS if word in kind), ".zip")
    except Damaged:
        return None
    if "[Content_Types].xml" not in names:
        return ".zip"
    return next((name for folder, name in _PARTS if any(n.startswith(folder) for n in names)), ".zip")
