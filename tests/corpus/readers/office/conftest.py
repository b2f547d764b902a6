"""Word files made of raw XML, so that every construct that Word knows can be written down."""

import io
import zipfile

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header1": "header",
    "footer1": "footer",
}
ROOTS = {"header1": "hdr", "footer1": "ftr"}


def pack(parts: dict[str, str | bytes]) -> bytes:
    """Zip parts by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, pages: int | None = None, **parts: str) -> bytes:
    """Make a Word file of the XML inside its body and of its other parts."""
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{R}/{KINDS[name]}" Target="{name}.xml"/>'
        for i, name in enumerate(parts)
    )
    main = f'<Relationship Id="m" Type="{R}/officeDocument" Target="word/document.xml"/>'
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(main),
        "word/_rels/document.xml.rels": RELATIONS.format(relations),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = ROOTS.get(name, name)
        made[f"word/{name}.xml"] = f"<w:{root} {NAMES}>{content}</w:{root}>"
    if pages is not None:
        made["docProps/app.xml"] = f"<Properties><Pages>{pages}</Pages></Properties>"
    return pack(made)


def p(text: str = "", properties: str = "") -> str:
    """Make a paragraph of one run."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def tc(*texts: str, span: int = 1, merge: str = "") -> str:
    """Make a cell of paragraphs."""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = "".join(text if text.startswith("<w:") else p(text) for text in texts) or p()
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{inside}</w:tc>'


def tbl(*rows: str, borders: bool = True, grid: tuple[int, ...] = ()) -> str:
    """Make a table of rows of cells."""
    drawn = '<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>' if borders else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{drawn}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{inside}</w:tbl>"


class Maker:
    """What tests need to write Word files."""

    docx = staticmethod(docx)
    pack = staticmethod(pack)
    p = staticmethod(p)
    tc = staticmethod(tc)
    tbl = staticmethod(tbl)


@pytest.fixture(scope="session")
def word() -> type[Maker]:
    return Maker
