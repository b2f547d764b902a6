"""Real files and what LibreOffice makes of their Word twins."""

import re
import shutil
import subprocess
from collections import Counter
from html import escape
from pathlib import Path

import pytest

from corpus.header import read_header
from corpus.letters import one_tone
from corpus.readers import read
from corpus.tables import Column, read_rows
from corpus.types import Span

FILES = Path(__file__).resolve().parents[5] / "shared" / "data" / "files"
FACTS = ("kind", "number", "issuer", "place", "issued_on", "subject", "signer", "signer_post")
TABLE = FILES / "nq03-annex2.md"

office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


@pytest.fixture(scope="module")
def to_pdf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")

    def convert(*paths, target="pdf"):
        """Convert all in one go: the program takes seconds to start."""
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                target,
                "--outdir",
                str(folder),
                *map(str, paths),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return [folder / f"{path.stem}.{target.partition(':')[0]}" for path in paths]

    return convert


def reading_of(path):
    return read(path.read_bytes(), path.name)


def facts_of(text):
    header = read_header(text)
    found = {name: getattr(header, name) for name in FACTS}
    return {name: fact.value if fact else None for name, fact in found.items()} | {
        "recipients": [fact.value for fact in header.recipients]
    }


@pytest.mark.shared
@office
def test_a_pdf_says_what_its_word_twin_says(to_pdf):
    twins = [FILES / name for name in ("36-HD-VPTW.docx", "CT9UB.DOC", "QD9UB1.DOC")]
    for twin, made in zip(twins, to_pdf(*twins), strict=True):
        word, pdf = reading_of(twin).mapped.text, reading_of(made).mapped.text
        syllables = [Counter(re.findall(r"\w+", one_tone(text.lower()))) for text in (word, pdf)]
        assert (syllables[0] & syllables[1]).total() >= 0.98 * syllables[0].total(), twin.name
        assert facts_of(word) == facts_of(pdf), twin.name


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "number", "signer"),
    [
        ("nghi-quyet-so-24-2022-ubtvqh15-37692.pdf", "24/2022/UBTVQH15", "Vương Đình Huệ"),
        ("nghi-quyet-so-78-2025-ubtvqh15-45003.pdf", "78/2025/UBTVQH15", "Trần Thanh Mẫn"),
    ],
)
def test_the_gazette(name, number, signer):
    reading = reading_of(FILES / name)
    text = reading.mapped.text
    facts = facts_of(text)
    assert (facts["number"], facts["signer"]) == (number, signer)
    assert "CÔNG BÁO" not in text
    assert text[reading.page_starts[1] :].startswith("Điều 2. Tổ chức thực hiện\n1. ")


@pytest.mark.shared
@office
def test_the_task_table_of_a_programme(to_pdf, tmp_path):
    page = tmp_path / "annex.html"
    page.write_text(_as_html(TABLE.read_text()), encoding="utf-8")
    (document,) = to_pdf(page, target="docx:MS Word 2007 XML")
    wanted, found = _rows(TABLE), _rows(*to_pdf(document))
    assert len(wanted) == 140
    assert sum(row in found for row in wanted) >= 0.98 * len(wanted)


def _rows(path):
    text = reading_of(path).mapped.text
    columns = (Column.LEAD, Column.COORDINATE, Column.PRODUCT, Column.DEADLINE)
    return [
        (
            row.label,
            *(re.sub(r"\W+", " ", row.cells[c].of(text)).strip() if c in row.cells else "" for c in columns),
        )
        for row in read_rows(text, Span(0, len(text))).values()
    ]


def _as_html(markdown):
    lines = []
    for line in re.sub(r"\*+", "", markdown).splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|:\s-]+", line):
            cells = [escape(cell.strip()) for cell in line.strip().strip("|").split("|")]
            lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    style = "@page{size:297mm 210mm} td{font-size:12pt;border:1px solid black;vertical-align:top}"
    style += " table{border-collapse:collapse}"
    head = f'<html><head><meta charset="utf-8"><style>{style}</style></head>'
    return f'{head}<body><table border="1" cellspacing="0">{"".join(lines)}</table></body></html>'
