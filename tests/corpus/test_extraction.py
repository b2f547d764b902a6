"""What is read from known files is pinned: who changes it raises the number that lets all be read again."""

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

from corpus.catalog.codec import to_json
from corpus.extraction import EXTRACTION
from corpus.record import record_of

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"

PINNED = (
    3,
    "c22ed7745b24516388a0ea21b926a814599338cafc05e45870d018999a04104d",
)  # EXTRACTION and `fingerprint()`, as they belong together

LINES = (
    "ỦY BAN NHÂN DÂN TỈNH MẪU",
    "Số: 15/KH-UBND",
    "Mẫu, ngày 02 tháng 3 năm 2024",
    "KẾ HOẠCH",
    "Thực hiện Nghị quyết số 3-NQ/TU ngày 01/02/2024 của Tỉnh ủy",
    "1. Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát 4 nhiệm vụ, trước ngày 30/6/2024.",
    "2. Sở Xây dựng báo cáo hằng quý; đến nay đạt 85% kế hoạch, giải ngân 12,5 tỷ đồng.",
)
ROWS = (
    ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
    ("1", "Rà soát dự án", "Sở Xây dựng", "Quý II/2024"),
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def html() -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><body><main>{paragraphs}<table>{rows}</table></main></body></html>".encode()


def rtf() -> bytes:
    def escaped(line: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line)

    return ("{\\rtf1\\ansi\\uc1 " + "".join(f"{escaped(line)}\\par " for line in LINES) + "}").encode()


def docx() -> bytes:
    def run(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    cells = ("".join(f"<w:tc>{run(cell)}</w:tc>" for cell in row) for row in ROWS)
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    body = "".join(map(run, LINES)) + table
    kinds = "http://schemas.openxmlformats.org/package/2006/"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    defaults = '<Default Extension="xml" ContentType="application/xml"/>'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}content-types">{defaults}'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kinds}relationships"><Relationship Id="m" Type="{link}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def known_files() -> dict[str, bytes]:
    """Return the content of files by their names; pictures need a program that is not everywhere."""
    samples = {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("[0-9]*"))}
    return samples | {"a.txt": "\n".join(LINES).encode(), "a.html": html(), "a.rtf": rtf(), "a.docx": docx()}


def fingerprint() -> str:
    """Return the SHA-256 of all records of the known files."""
    found = hashlib.sha256()
    for name, data in known_files().items():
        record = record_of(data, name, name).record
        # The bytes of a file are no part of how it is read; those of zipped ones differ by the day.
        document = replace(record.document, sha256="")
        found.update(to_json(replace(record, document=document)).encode() + b"\n")
    return found.hexdigest()


def test_what_is_read_is_what_the_number_stands_for():
    found = (EXTRACTION, fingerprint())
    wanted = EXTRACTION + (PINNED[0] == EXTRACTION)
    assert found == PINNED, (
        "Files are read in another way than before. If that is wanted, raise EXTRACTION in "
        f"corpus/extraction.py and write here: PINNED = ({wanted}, {found[1]!r})"
    )


def test_the_known_files_are_read_whole():
    """Else the fingerprint would stand for little."""
    for name in ("a.txt", "a.html", "a.rtf", "a.docx"):
        record = record_of(known_files()[name], name, name).record
        assert record.document.header.number is not None, name
        assert len(record.assignments) >= 2, name
        assert record.references, name
        assert record.figures, name
