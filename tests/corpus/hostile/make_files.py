"""A folder of files that are broken, lie, or were made to do harm; what must be said of each.

    from tests.corpus.hostile.make_files import as_expected, make_hostile_files

    expected = make_hostile_files(folder)   # file name -> name of the error class, None where it is read

Where more than one outcome is right, the names are joined by "|", and "reads" stands for being read:
`as_expected("Damaged|reads", None)` is true. A container counts by its worst member.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.corpus.hostile import packed, pages, words
from tests.corpus.hostile.packed import EICAR, SENTENCE, cell, docx, odt, xlsx, zipped

Maker = Callable[[], bytes]
READS = "reads"
CANARY = "bi-mat-7261"  # what an external entity would bring in; no text read may contain it
CANARY_FILE = "canary.txt"

# Outcomes of files whose making says only that they must end soon, in little memory and without harm.
_ANY = "reads|Bomb|Damaged|EmptyFile|FileTooLarge|TimedOut|OutOfMemory"
_NO_TEXT = "EmptyFile|Damaged"
_BLANK = "EmptyFile|ToolMissing"  # without an OCR program nobody knows that it is blank
_PARA = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
_HTML = f"<p>{SENTENCE}</p>".encode()
_STYLES = (
    '<w:styles XMLNS><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
)
_NUMBERING = (
    '<w:numbering XMLNS><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_CYCLIC_STYLE = (
    '<w:styles XMLNS><w:style w:type="numbering" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style></w:styles>"
)
_STYLED = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
_NUMBERED = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{_PARA[5:]}'
_XXE = "reads|Bomb|Damaged"  # but without the other file's words
_OUTSIDE = f"<w:p><w:r><w:t>{SENTENCE} &x;</w:t></w:r></w:p>"
_OUTSIDE_ROW = f'<row r="1">{cell("A1", SENTENCE)}{cell("B1", "&x;")}</row>'
_WIDE = "".join(cell(f"{name}1", "a") for name in ("A", "XFD"))
_LAST_ROW = f'<row r="1048576">{cell("A1048576", SENTENCE)}</row>'

ORDINARY: dict[str, tuple[str | None, Maker]] = {
    "empty.txt": ("EmptyFile", lambda: b""),
    "empty.docx": ("EmptyFile", lambda: b""),
    "empty.pdf": ("EmptyFile", lambda: b""),
    "empty.zip": ("EmptyFile", lambda: b""),
    "blank.txt": ("EmptyFile", lambda: b" \r\n\t\r\n"),
    "one-byte.txt": (None, lambda: b"a"),
    "one-byte.docx": ("Damaged", lambda: b"a"),
    "one-byte.pdf": ("Damaged", lambda: b"a"),
    "nul.txt": ("BinaryFile", lambda: bytes(5000)),
    "nul.docx": ("Damaged", lambda: bytes(5000)),
    "random.pdf": ("Damaged", lambda: bytes((i * 7919 >> 3) & 255 for i in range(5000))),
    "eicar.txt": (None, lambda: EICAR.encode()),
    "eicar.docx": ("Damaged", lambda: EICAR.encode()),
    "eicar-inside.docx": (None, lambda: docx(_PARA + f"<w:p><w:r><w:t>{EICAR}</w:t></w:r></w:p>")),
    CANARY_FILE: (None, lambda: f"{SENTENCE} {CANARY}".encode()),
    "one-line.txt": (
        _ANY,
        lambda: (SENTENCE + " ").encode() * (50 * packed.MEGABYTE // len(SENTENCE.encode())),
    ),
}

LIARS: dict[str, tuple[str | None, Maker]] = {
    "pdf-named.docx": (None, pages.written),
    "docx-named.pdf": (None, docx),
    "html-named.doc": (None, lambda: words.page(_HTML.decode())),
    "rtf-named.doc": (None, lambda: words.rtf(0)),
    "png-named.pdf": (_BLANK, lambda: pages.png(100, 100)),
    "zip-named.docx": (None, lambda: zipped({"a.txt": SENTENCE})),
    "gzip-named.docx": ("Damaged", lambda: packed.gzipped(docx())),
    "exe-named.docx": ("ProgramFile", lambda: b"MZ\x90\x00" + bytes(500)),
    "exe-named.pdf": ("ProgramFile", lambda: b"MZ\x90\x00" + bytes(500)),
    "elf-named.html": ("ProgramFile", lambda: b"\x7fELF\x02\x01\x01" + bytes(500)),
    "exe-named.txt": ("BinaryFile|ProgramFile", lambda: b"MZ\x90\x00" + bytes(500)),
    "pdf-with-zip-behind.pdf": (None, lambda: pages.written() + zipped({"a.txt": SENTENCE})),
    "word-97-of-nothing.doc": (_NO_TEXT + "|ToolMissing", lambda: packed.compound({"WordDocument": 8})),
}

CUT: dict[str, tuple[str | None, Maker]] = {
    "cut.docx": ("Damaged", lambda: docx()[:-400]),
    "cut.xlsx": ("Damaged", lambda: xlsx(_LAST_ROW)[:-400]),
    "cut.odt": ("Damaged", lambda: odt()[:-200]),
    "cut.zip": ("Damaged", lambda: zipped({"a.txt": SENTENCE * 20})[:-60]),
    "cut.pdf": (_NO_TEXT, lambda: pages.written()[:120]),
    "half.pdf": ("reads|" + _NO_TEXT, lambda: (lambda d: d[: len(d) // 2])(pages.written([pages.WORDS] * 9))),
    "cut.png": (_NO_TEXT + "|ToolMissing", lambda: pages.png(500, 500)[:80]),
    "cut.doc": ("Damaged|ToolMissing", lambda: packed.compound({"WordDocument": 8})[:700]),
    "cut.eml": (None, lambda: words.attached("a.txt", SENTENCE.encode())[:-20]),
    "no-document.docx": (
        "Damaged",
        lambda: zipped({"[Content_Types].xml": "<Types/>", "word/a.xml": "<a/>"}),
    ),
    "broken-xml.docx": ("Damaged", lambda: docx("<w:p><w:r>")),
    "broken-sheet.xlsx": ("Damaged", lambda: xlsx("<row><c")),
    "cut.rar": ("Damaged|ToolMissing", lambda: packed.rar({"a.txt": SENTENCE.encode()})[:-60]),
    "spoiled-member.zip": (
        "Damaged",
        lambda: packed.spoiled({"a.txt": SENTENCE * 9, "b.txt": SENTENCE}, "a.txt"),
    ),
}

LOCKED: dict[str, tuple[str | None, Maker]] = {
    "locked.pdf": ("Encrypted", pages.passworded),
    "locked.docx": ("Encrypted", lambda: packed.compound({"EncryptedPackage": 8, "EncryptionInfo": 8})),
    "locked.xlsx": ("Encrypted", lambda: packed.compound({"EncryptedPackage": 8, "EncryptionInfo": 8})),
    "locked.zip": ("Encrypted", lambda: packed.locked({"a.txt": SENTENCE, "b.txt": SENTENCE})),
    "locked.rar": ("Encrypted|ToolMissing", lambda: packed.rar({"a.txt": SENTENCE.encode()}, "a.txt")),
    "locked-member.zip": (
        "Encrypted",
        lambda: packed.locked({"a.txt": SENTENCE, "b.txt": SENTENCE}, "a.txt"),
    ),
}

BOMBS: dict[str, tuple[str | None, Maker]] = {
    "bomb.zip": ("Bomb", lambda: packed.zeros(300)),
    "bomb-inside.zip": ("Bomb", lambda: packed.nested(packed.zeros(300), 1, 4)),
    "bomb-two-inside.zip": ("Bomb", lambda: packed.nested(packed.zeros(120), 2, 2)),
    "understated.zip": ("Bomb|Damaged", lambda: packed.understated(120)),
    "overlapping.zip": ("Bomb|Damaged", lambda: packed.overlapping(3000, 20)),
    "crowd.zip": ("Bomb", lambda: packed.crowd(20_000)),
    "nested-9.zip": ("NestedTooDeep", lambda: packed.nested(zipped({"a.txt": SENTENCE}), 9)),
    "bomb.docx": ("Bomb", lambda: docx(_PARA.replace(SENTENCE, SENTENCE + " " * (120 * packed.MEGABYTE)))),
    "laughs.docx": (
        "Bomb|Damaged",
        lambda: docx(_PARA.replace(SENTENCE, "&a9;"), packed.laughs("w:document")),
    ),
    "laughs.odt": ("Bomb|Damaged", lambda: odt("<text:p>&a9;</text:p>", packed.laughs("x"))),
    "laughs.xlsx": (
        "Bomb|Damaged",
        lambda: xlsx(f'<row r="1">{cell("A1", "&a9;")}</row>', packed.laughs("worksheet")),
    ),
    "laughs.xhtml": (
        _ANY,
        lambda: f"{packed.laughs('html')}<html><body>{_HTML.decode()}&a9;</body></html>".encode(),
    ),
    "inflating.pdf": (_ANY, lambda: pages.inflating(400)),
    "huge.png": ("Bomb", lambda: pages.png(20_000, 20_000)),
    "endless.tif": (_BLANK + "|Damaged", pages.tif_without_end),
    "million-rows.xlsx": (None, lambda: xlsx("<row/>" * 1_000_000 + _LAST_ROW)),
    "wide.xlsx": (None, lambda: xlsx(f'<row r="1">{_WIDE}</row>')),
}

TANGLED: dict[str, tuple[str | None, Maker]] = {
    "cyclic-styles.docx": (None, lambda: docx(_STYLED, others={"styles": _STYLES})),
    "cyclic-numbering.docx": (
        None,
        lambda: docx(_NUMBERED, others={"numbering": _NUMBERING, "styles": _CYCLIC_STYLE}),
    ),
    "tables-inside.docx": ("reads|Damaged|Bomb", lambda: docx(_tables(400) + _PARA)),
    "deep.docx": ("reads|Damaged|Bomb", lambda: docx("<w:p>" * 100_000 + "</w:p>" * 100_000 + _PARA)),
    "deep.rtf": ("reads|Damaged|Bomb", lambda: words.rtf(100_000)),
    "deep.html": (None, lambda: words.page("<div>" * 100_000 + _HTML.decode())),
    "long-list.html": (None, lambda: words.page(f"<ol>{'<li>Mục'.join([''] * 30_000)}</ol>")),
    "open-comments.html": ("EmptyFile", lambda: words.page("<!--" * 100_000)),
    "deep-tables.html": (None, lambda: words.page("<table><tr><td>" * 3000 + _HTML.decode())),
    "spans.html": (
        None,
        lambda: words.page(f"<table><tr><td colspan=99999999 rowspan=99999999>{SENTENCE}</table>"),
    ),
    "endless-tree.pdf": (_NO_TEXT, lambda: pages.of_tree({2: "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"})),
    "cyclic-tree.pdf": (
        _NO_TEXT,
        lambda: pages.of_tree(
            {2: "<</Type/Pages/Count 9/Kids[3 0 R]>>", 3: "<</Type/Pages/Parent 2 0 R/Count 9/Kids[2 0 R]>>"}
        ),
    ),
    "million-pages.pdf": (
        _NO_TEXT + "|Bomb",
        lambda: pages.of_tree({2: "<</Type/Pages/Count 99999999/Kids[]>>"}),
    ),
    "no-pages.pdf": (_NO_TEXT, lambda: pages.of_tree({2: "<</Type/Pages/Count 0/Kids[]>>"})),
    "huge-page.pdf": (None, lambda: pages.written(box="0 0 99999999 99999999")),
    "script.pdf": (None, lambda: pages.written(more="/OpenAction<</S/JavaScript/JS(while(1);)>>")),
    "forwarded-100.eml": ("NestedTooDeep", lambda: words.forwarded(100)),
    "parts-inside.eml": (_ANY, lambda: words.multiparts_inside(500)),
    "many-parts.eml": ("Bomb", lambda: words.many_parts(20_000)),
}

LETTERS: dict[str, tuple[str | None, Maker]] = {
    "surrogates.txt": ("reads|UndecodableText", lambda: SENTENCE.encode() + b" \xed\xa0\x80"),
    "surrogates.html": (None, lambda: words.page(_HTML.decode()) + b"\xed\xa0\x80 &#xD800; &#x110000;"),
    "not-utf-8.txt": ("reads|UndecodableText", lambda: SENTENCE.encode() + b" \xff\xfe\xff"),
    "utf-16-without-mark.txt": ("reads|BinaryFile", lambda: SENTENCE.encode("utf-16-le")),
    "utf-16-without-mark.html": (None, lambda: words.page(_HTML.decode()).decode().encode("utf-16-le")),
    "utf-32.txt": ("reads|BinaryFile", lambda: SENTENCE.encode("utf-32")),
    "odd-charset.html": (None, lambda: words.page(_HTML.decode(), "<meta charset=rot13>")),
    "odd-charset.eml": (None, lambda: words.letter(kind="text/plain; charset=zip")),
    "broken-base64.eml": (
        "reads|Damaged",
        lambda: words.letter("Content-Transfer-Encoding: base64\r\n\r\n%%%=A\r\n"),
    ),
    "nothing.eml": ("EmptyFile|Damaged", lambda: b"\r\n\r\n"),
    "no-body.eml": (None, lambda: words.letter("\r\n")),
    "bomb-attached.eml": ("Bomb", lambda: words.attached("a.zip", packed.zeros(120))),
    "slip.eml": (None, lambda: words.attached("../../a.txt", SENTENCE.encode())),
    "slip.zip": (
        None,
        lambda: zipped({"../../a.txt": SENTENCE, "/etc/b.txt": SENTENCE, "C:\\c.txt": SENTENCE}),
    ),
    "litter.zip": (
        None,
        lambda: zipped({"a.txt": SENTENCE, "__MACOSX/._a.txt": b"\x00", "~$a.docx": b"\x00"}),
    ),
}


# Files that name another file of this machine and hope that it is read.
OUTSIDERS: dict[str, tuple[str | None, Callable[[str], bytes]]] = {
    "outsider.docx": (_XXE, lambda path: docx(_OUTSIDE, packed.outsider("w:document", path))),
    "outsider.odt": (_XXE, lambda path: odt(f"<text:p>{SENTENCE} &x;</text:p>", packed.outsider("x", path))),
    "outsider.xlsx": (_XXE, lambda path: xlsx(_OUTSIDE_ROW, packed.outsider("worksheet", path))),
    "outsider.xhtml": (
        None,
        lambda path: f"{packed.outsider('html', path)}<html><body>{_HTML.decode()}&x;</body></html>".encode(),
    ),
    "outsider.html": (
        None,
        lambda path: words.page(f"{_HTML.decode()}<iframe src='file://{path}'></iframe>"),
    ),
}

# Names that file systems allow and programs stumble over; the content is an ordinary text.
ODD_NAMES = (
    "two\nlines.txt",
    "😀 công văn.txt",
    "n" * 251 + ".txt",
    os.fsdecode(b"\xd2\xff\xfe.txt"),
    " leading space.txt",
    "-rf.txt",
    "CON.TXT",
    "x.txt!",
)


# What takes more than a tenth of a second to make; all of it is large, too.
SLOW = frozenset(
    {
        *("bomb.zip", "bomb-inside.zip", "bomb-two-inside.zip", "understated.zip", "crowd.zip"),
        *("bomb.docx", "inflating.pdf", "huge.png", "bomb-attached.eml"),
    }
)


def make_hostile_files(folder: Path, without: frozenset[str] = frozenset()) -> dict[str, str | None]:
    """Make all files below `folder`, the same every time; return what has to be said of each.

    What the system decides and no reader sees (links, pipes, permissions, folders) is in `of_the_system`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, str | None] = {}
    for table in (ORDINARY, LIARS, CUT, LOCKED, BOMBS, TANGLED, LETTERS):
        for name, (outcome, make) in table.items():
            expected[name] = outcome
            if name not in without:
                (folder / name).write_bytes(make())
    for name, (outcome, make_of) in OUTSIDERS.items():
        (folder / name).write_bytes(make_of(str((folder / CANARY_FILE).absolute())))
        expected[name] = outcome
    for name in ODD_NAMES:
        (folder / name).write_bytes(f"{SENTENCE} {len(expected)}".encode())
        expected[name] = "UnsupportedFormat" if name.endswith("!") else None
    return expected | of_the_system(folder)


def of_the_system(folder: Path) -> dict[str, str | None]:
    """Make what is no ordinary file: a folder named like one, links, a pipe, a file that may not be read."""
    (folder / "folder.docx").mkdir(exist_ok=True)
    (folder / "folder.docx" / "inside.txt").write_text(SENTENCE + " 1", encoding="utf-8")
    expected: dict[str, str | None] = {"folder.docx/inside.txt": None}
    for name, target in (("loop-a.txt", "loop-b.txt"), ("loop-b.txt", "loop-a.txt"), ("gone.txt", "nowhere")):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
        expected[name] = "FileVanished" if name == "gone.txt" else "FileRefused"
    if not (folder / "pipe.txt").exists():
        os.mkfifo(folder / "pipe.txt")
    expected["pipe.txt"] = "NotAFile"
    if os.geteuid():  # nothing is refused to root
        (folder / "refused.txt").write_text(SENTENCE, encoding="utf-8")
        (folder / "refused.txt").chmod(0)
        expected["refused.txt"] = "FileRefused"
    return expected


def as_expected(expected: str | None, got: str | None) -> bool:
    """Tell whether an outcome, or all errors of a container's members, are among those that are right."""
    return set((got or READS).split("|")) <= set((expected or READS).split("|"))


def _tables(levels: int) -> str:
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    return start * levels + _PARA + end * levels


if __name__ == "__main__":
    for file_name, outcome in sorted(make_hostile_files(Path(sys.argv[1])).items()):
        print(f"{file_name!r:50} {outcome or READS}")
