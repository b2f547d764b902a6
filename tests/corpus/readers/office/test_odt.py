"""OpenDocument texts."""

import pytest

from corpus.errors import Bomb, Damaged, EmptyFile, Encrypted
from corpus.readers import read
from corpus.types import Remark

NS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{prefix}="{NS}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "meta": "meta", "svg": "svg-compatible", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
MIME = "application/vnd.oasis.opendocument.text"


def numbers(level, form, **more):
    told = "".join(
        f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in more.items()
    )
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{form}"{told}/>'


LISTS = (
    '<text:list-style style:name="L">'
    + numbers(1, "1", style_num_suffix=".")
    + numbers(2, "a", style_num_suffix=")")
    + '<text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>'
    '<text:list-style style:name="M">'
    + numbers(1, "I", style_num_prefix="Chương ", text_start_value=2)
    + numbers(2, "1", text_display_levels=2)
    + "</text:list-style>"
)


def style(name, family, inside):
    return f'<style:style style:name="{name}" style:family="{family}">{inside}</style:style>'


STYLES = (
    '<office:font-face-decls><style:font-face style:name="V" svg:font-family="&apos;.VnTime&apos;"/>'
    "</office:font-face-decls><office:automatic-styles>"
    + style("H", "text", '<style:text-properties text:display="none"/>')
    + style("O", "text", '<style:text-properties style:font-name="V"/>')
    + style("N", "paragraph", '<style:paragraph-properties fo:break-before="page"/>')
    + style("B", "table-cell", '<style:table-cell-properties fo:border="0.5pt solid"/>')
    + LISTS
    + "</office:automatic-styles>"
)


def odt(word, body, pages=None, manifest="", styles=None):
    parts = {
        "mimetype": MIME,
        "META-INF/manifest.xml": f"<m>{manifest}</m>",
        "content.xml": f"<office:document-content {NAMES}>{STYLES}<office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
    }
    if pages:
        parts["meta.xml"] = (
            f'<office:document-meta {NAMES}><office:meta><meta:document-statistic meta:page-count="{pages}"/>'
            "</office:meta></office:document-meta>"
        )
    if styles:
        parts["styles.xml"] = f"<office:document-styles {NAMES}>{styles}</office:document-styles>"
    return word.pack(parts)


def lines(word, body, **more):
    return read(odt(word, body, **more), "a.odt").mapped.text.split("\n")


def p(text):
    return f"<text:p>{text}</text:p>"


def item(*blocks):
    return f"<text:list-item>{''.join(blocks)}</text:list-item>"


def test_paragraphs(word):
    body = p(
        'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:span text:style-name="H">ẩn</text:span> e'
    )
    body += p("<text:a>liên kết</text:a><office:annotation><text:p>bình luận</text:p></office:annotation>")
    body += f"<text:section>{p('trong mục')}</text:section>"
    assert lines(word, body) == ["a b c", "d e", "liên kết", "trong mục"]


def listed(*items, more=""):
    return f"<text:list {more}>{''.join(items)}</text:list>"


def test_notes_and_boxes(word):
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('chú')}</text:note-body>"
    box = f"<draw:frame><draw:text-box>{p('hộp')}</draw:text-box></draw:frame>"
    assert lines(word, p(f"a{note}</text:note>{box} b") + p("c")) == ["a b", "[1] chú", "hộp", "c"]


def test_lists(word):
    named = 'text:style-name="L"'
    inner = listed(item(p("b")), item(p("c"), listed(item(p("d")))))
    body = listed(item(p("a"), inner, p("thêm")), item(p("")), item(p("e")), more=named) + p("giữa")
    body += listed(item(p("f")), more=named + ' text:continue-numbering="true"')
    body += listed(item(p("g")), more=named)
    assert lines(word, body) == ["1. a", "a) b", "b) c", "- d", "thêm", "2. e", "giữa", "3. f", "1. g"]


def test_lists_that_tell_the_levels_above(word):
    body = listed(item(p("a"), listed(item(p("b")))), more='text:style-name="M"')
    assert lines(word, body) == ["Chương II a", "II.1 b"]


def test_numbered_headings(word):
    outline = (
        '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-prefix="Điều " style:num-suffix="."/></text:outline-style></office:styles>'
    )
    body = '<text:h text:outline-level="1">Phạm vi</text:h>'
    body += '<text:h text:outline-level="1" text:is-list-header="true">b</text:h>'
    assert lines(word, body, styles=outline) == ["Điều 1. Phạm vi", "b"]


def test_tables(word):
    def tc(text, more=""):
        return f'<table:table-cell table:style-name="B" {more}>{p(text)}</table:table-cell>'

    def tr(*cells):
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    rows = tr(tc("1"), tc("a"), tc("Quý I", 'table:number-rows-spanned="2"')) + tr(tc("2"), tc("b"), covered)
    rows += tr(tc("I"), tc("Nhóm", 'table:number-columns-spanned="2"'), covered)
    head = tr(tc("STT"), tc("Việc"), tc("Hạn"))
    body = f"<table:table><table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
    table = ["| STT | Việc | Hạn |", "| 1 | a | Quý I |", "| 2 | b | Quý I |", "| I | Nhóm | |"]
    assert lines(word, body) == table


def test_legacy_fonts_and_changes(word):
    body = "<text:tracked-changes><text:changed-region/></text:tracked-changes>"
    body += p('<text:span text:style-name="O">QuyÕt ®Þnh</text:span>')
    reading = read(odt(word, body), "a.odt")
    assert reading.mapped.text == "Quyết định"
    assert reading.provenance.remarks == (Remark.TRACKED_CHANGES, Remark.LEGACY_FONT)


@pytest.mark.parametrize(("pages", "starts"), [(3, (0, 2, 4)), (4, ()), (None, ())])
def test_pages(word, pages, starts):
    body = p("a <text:soft-page-break/>b") + '<text:p text:style-name="N">c</text:p>'
    assert read(odt(word, body, pages=pages), "a.odt").page_starts == starts


def test_what_cannot_be_read(word):
    with pytest.raises(EmptyFile):
        read(odt(word, p("")), "a.odt")
    with pytest.raises(Encrypted):
        read(odt(word, p("a"), manifest="<encryption-data/>"), "a.odt")
    with pytest.raises(Damaged):
        read(word.pack({"mimetype": MIME, "content.xml": "<a"}), "a.odt")
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Bomb):
        read(word.pack({"mimetype": MIME, "content.xml": entity}), "a.odt")
