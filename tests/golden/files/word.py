"""Acts as Word files the way offices lay them out: two-column letterheads, numbered lists, annex tables."""

import io
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.golden.files.acts import Act
from tests.golden.files.old_fonts import tcvn3_runs, vni

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"document": "document.main", "numbering": "numbering", "header1": "header", "footer1": "footer"}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_LISTED = re.compile(r"\[(\d)\] ")
_PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_CHANGED = 'w:id="9" w:author="A" w:date="2025-01-01T00:00:00Z"'


@dataclass(frozen=True, slots=True)
class Look:
    """How a file is laid out.

    Attributes:
        font: of all text.
        running: a line on top of every page; page numbers stand at the foot.
        stamp: lines of a digital signature's stamp above the signer's name.
        tracked: the word taken out of the first paragraph and what came in for it.
        landscape_annex: the annex begins a page of its own, turned.
    """

    font: str = "Times New Roman"
    running: str = ""
    stamp: tuple[str, ...] = ()
    tracked: tuple[str, str] | None = None
    landscape_annex: bool = True


def run(text: str, font: str, *, bold: bool = False, size: int = 26, tag: str = "t") -> str:
    """Write a run of one font; for those of the past, as it was typed."""
    if font == ".VnTime":
        return "".join(_run(typed, name, bold, size, tag) for typed, name in tcvn3_runs(text))
    return _run(vni(text) if font.startswith("VNI") else text, font, bold, size, tag)


def _run(text: str, font: str, bold: bool, size: int, tag: str) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
    look = f'{fonts}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/>'
    return f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def para(
    runs: str, *, align: str = "both", listed: int | None = None, after: int = 120, before: int = 0
) -> str:
    """Write a paragraph, with `listed` one that Word numbers."""
    number = (
        f'<w:numPr><w:ilvl w:val="{listed}"/><w:numId w:val="1"/></w:numPr>' if listed is not None else ""
    )
    space = f'<w:spacing w:before="{before}" w:after="{after}"/>' + (
        '<w:ind w:firstLine="567"/>' if align == "both" else ""
    )
    return f'<w:p><w:pPr>{number}{space}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def grid(rows: list[list[str]], widths: tuple[int, ...], *, drawn: bool) -> str:
    """Write a table of cells that hold paragraphs; a row of fewer cells has its last one span the rest."""
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if drawn else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    out = []
    for row in rows:
        cells = []
        for at, cell in enumerate(row):
            span = len(widths) - at if at == len(row) - 1 else 1
            width = sum(widths[at : at + span])
            wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}</w:tcPr>{cell}</w:tc>')
        out.append(f"<w:tr>{''.join(cells)}</w:tr>")
    layout = '<w:tblW w:w="0" w:type="auto"/>'
    return (
        f"<w:tbl><w:tblPr>{layout}{borders}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(out)}</w:tbl>"
    )


def _lines(lines: tuple[str, ...], look: Look, *, align: str = "center", bold: bool = True) -> str:
    return "".join(
        para(run(line, look.font, bold=bold, size=24), align=align, after=0) for line in lines
    ) or para("")


def _changed(line: str, look: Look, old: str, new: str) -> str:
    before, after = line.split(old, 1)
    gone = f"<w:del {_CHANGED}>{run(old, look.font, tag='delText')}</w:del>"
    come = f"<w:ins {_CHANGED}>{run(new, look.font)}</w:ins>"
    return para(run(before, look.font) + gone + come + run(after, look.font))


def _body(lines: tuple[str, ...], look: Look) -> str:
    out = []
    for line in lines:
        if look.tracked and look.tracked[0] in line:
            out.append(_changed(line, look, *look.tracked))
            continue
        marked = _LISTED.match(line)
        text = line[marked.end() :] if marked else line
        bold = marked is not None and text.isupper()
        align = "center" if line == "QUYẾT ĐỊNH:" else "both"
        level = int(marked[1]) if marked else None
        out.append(para(run(text, look.font, bold=bold), align=align, listed=level))
    return "".join(out)


def _annex(act: Act, look: Look) -> str:
    beside = [line.split(" | ") for line in act.annex if " | " in line]
    lines = [line for line in act.annex if " | " not in line]
    out = ""
    if beside:
        columns = [_lines(tuple(column), look) for column in zip(*beside, strict=True)]
        out += grid([columns], (3700, 5900), drawn=False)
    titles = next((n for n, line in enumerate(lines) if line.startswith("(")), -1) + 1
    out += _lines(tuple(lines[:titles]), look) + _body(tuple(lines[titles:]), look)
    if act.table:
        widths = (700, 3600, 2300, 2300, 2000, 1700)
        cells = [
            [para(run(cell, look.font, size=24), align="left", after=60, before=60) for cell in row]
            for row in _rows(act)
        ]
        out += grid(cells, widths, drawn=True)
    return out


def _rows(act: Act) -> list[list[str]]:
    """Let the title of a group of rows take the cells that are empty after it."""
    return [[*row[:2]] if not any(row[2:]) else [*row] for row in act.table]


def docx(act: Act, look: Look | None = None) -> bytes:
    """Return an act as a Word file."""
    look = look or Look()
    head = grid([[_lines(act.left, look), _lines(act.right, look)]], (3700, 5900), drawn=False)
    to = _lines(("Kính gửi:", *act.to), look, align="left", bold=False) if act.to else ""
    named = act.signature[-1:] if not act.signature[-1].isupper() else ()
    posts = act.signature[: len(act.signature) - len(named)]
    signed = _lines(posts, look) + _lines(look.stamp, look, bold=False) + para("") * 2 + _lines(named, look)
    heard = _lines(("Nơi nhận:", *act.recipients), look, align="left", bold=False)
    foot = grid([[heard, signed]], (5200, 4400), drawn=False)
    content = head + para("") + _lines(act.title, look) + to + _body(act.body, look) + para("") + foot
    if act.annex:
        section = _section(look, turned=False)
        turned = bool(act.table) and look.landscape_annex
        content += (
            f"<w:p><w:pPr>{section}</w:pPr></w:p>{_annex(act, look)}{para('')}{_section(look, turned=turned)}"
        )
    else:
        content += para("") + _section(look, turned=False)
    return _packed(act, look, content)


def _section(look: Look, *, turned: bool) -> str:
    top = '<w:headerReference w:type="default" r:id="header1"/>' if look.running else ""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if turned else 'w:w="11906" w:h="16838"'
    margin = (
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567"/>'
    )
    foot = '<w:footerReference w:type="default" r:id="footer1"/>'
    return f"<w:sectPr>{top}{foot}<w:pgSz {size}/>{margin}</w:sectPr>"


def _packed(act: Act, look: Look, content: str) -> bytes:
    parts = {
        "document": f"<w:document {_NAMES}><w:body>{content}</w:body></w:document>",
        "footer1": f'<w:ftr {_NAMES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_PAGE}</w:p></w:ftr>',
    }
    if look.running:
        parts["header1"] = f"<w:hdr {_NAMES}>{para(run(look.running, look.font, size=20))}</w:hdr>"
    if act.levels:
        parts["numbering"] = _numbering(act)
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{_PARTS[name]}+xml"/>' for name in parts
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    types = f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
    links = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    main = f'<Relationship Id="main" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>'
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def _numbering(act: Act) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        '<w:suff w:val="space"/></w:lvl>'
        for at, (kind, text) in enumerate(act.levels)
    )
    return (
        f'<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
