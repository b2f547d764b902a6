"""Word files: what a reader of the printed page sees."""

import io
import zipfile

import pytest

from corpus.errors import EmptyFile
from corpus.readers import read
from corpus.types import Remark

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def lines(data):
    return read(data, "a.docx").mapped.text.split("\n")


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_breaks_tabs_and_special_characters(word):
    body = (
        "<w:p><w:r><w:t>ỦY BAN NHÂN DÂN</w:t><w:br/><w:t>XÃ A</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>Mục</w:t><w:tab/><w:t xml:space="preserve">1 </w:t><w:noBreakHyphen/>'
        "<w:t> 2</w:t></w:r>"
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5 ha</w:t></w:r></w:p><w:p/>'
    )
    assert lines(word.docx(body)) == ["ỦY BAN NHÂN DÂN", "XÃ A", "Mục 1 - 2≥5 ha"]


def test_boxes_to_tick_are_read_from_a_symbol_font(word):
    boxes = [run(f"Có {code}", '<w:rFonts w:ascii="Wingdings 2"/>') for code in ("\uf0a3", "\uf052")]
    assert lines(word.docx(f"<w:p>{''.join(boxes)}</w:p>")) == ["Có ☐Có ☑"]


def test_lines_broken_to_be_centred_are_joined_and_others_stay(word):
    typed = [
        "Ban hành Quy định về quản lý, sử dụng xe ", "tại các cơ quan của tỉnh", "a) mục", "Họ tên", "tuổi",
        "CỦA BAN THƯỜNG VỤ HUYỆN ỦY A", "về công tác cán bộ",
        "Một câu dài đã có dấu chấm ở cuối rồi.", "tiếp",
    ]  # fmt: skip
    assert lines(word.docx("".join(map(word.p, typed)))) == [
        "Ban hành Quy định về quản lý, sử dụng xe tại các cơ quan của tỉnh", "a) mục", "Họ tên", "tuổi",
        "CỦA BAN THƯỜNG VỤ HUYỆN ỦY A", "về công tác cán bộ",
        "Một câu dài đã có dấu chấm ở cuối rồi.", "tiếp",
    ]  # fmt: skip
    table = word.tbl(word.tc("một dòng dài của bảng") + word.tc("hai") + word.tc("ba"))
    assert lines(word.docx(table + word.p("sau bảng")))[1] == "sau bảng"


def test_hidden_text_is_not_read_and_capitals_are_shown(word):
    shown = run(" còn", '<w:vanish w:val="0"/>')
    body = f"<w:p>{run('thấy ')}{run('ẩn', '<w:vanish/>')}{run('hoa', '<w:caps/>')}{shown}</w:p>"
    assert lines(word.docx(body)) == ["thấy HOA còn"]


def test_style_hides_its_text(word):
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = word.p("ẩn", '<w:pStyle w:val="H"/>') + word.p("thấy")
    assert lines(word.docx(body, styles=styles)) == ["thấy"]


def test_tracked_changes_are_taken_as_accepted(word):
    body = (
        f"<w:p>{run('Giao ')}<w:del>{run('Sở A')}</w:del><w:ins>{run('Sở B')}</w:ins>{run(' chủ trì.')}</w:p>"
        f"<w:p><w:moveFrom>{run('đi')}</w:moveFrom><w:moveTo>{run('đến')}</w:moveTo></w:p>"
    )
    reading = read(word.docx(body), "a.docx")
    assert reading.mapped.text == "Giao Sở B chủ trì.\nđến"
    assert reading.provenance.remarks == (Remark.TRACKED_CHANGES,)


def test_paragraph_whose_end_was_deleted_goes_on(word):
    body = word.p("Giao Sở A", "<w:rPr><w:del/></w:rPr>") + word.p(" chủ trì.")
    assert lines(word.docx(body)) == ["Giao Sở A chủ trì."]


def test_deleted_rows_are_gone(word):
    table = word.tbl(
        word.tc("STT") + word.tc("Việc"), "<w:trPr><w:del/></w:trPr>" + word.tc("1") + word.tc("bỏ")
    )
    assert lines(word.docx(table)) == ["| STT | Việc |"]


def test_fields_links_and_controls_keep_their_result(word):
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Điều 5")}'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink>{run(" và ")}</w:hyperlink>'
        f"<w:sdt><w:sdtContent>{run('Điều 6')}</w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{word.p('trong khung')}</w:sdtContent></w:sdt>"
    )
    assert lines(word.docx(body)) == ["Điều 5 và Điều 6", "trong khung"]


def test_text_box_is_read_once(word):
    box = f"<w:txbxContent>{word.p('DỰ THẢO')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        f"</mc:Fallback></mc:AlternateContent></w:r></w:p>{word.p('Thân')}"
    )
    assert lines(word.docx(body)) == ["DỰ THẢO", "Thân"]


def test_footnotes_stand_below_what_they_explain(word):
    notes = f'<w:footnote w:id="0" w:type="separator">{word.p("---")}</w:footnote>'
    notes += f'<w:footnote w:id="7">{word.p("Theo báo cáo.")}</w:footnote>'
    body = f"<w:p>{run('Tỷ lệ 5%')}<w:r><w:footnoteReference w:id='7'/></w:r></w:p>" + word.p("Tiếp.")
    assert lines(word.docx(body, footnotes=notes)) == ["Tỷ lệ 5%", "[1] Theo báo cáo.", "Tiếp."]
    table = word.tbl(word.tc(body) + word.tc("b") + word.tc("c"))
    assert lines(word.docx(table, footnotes=notes)) == ["| Tỷ lệ 5% Tiếp. | b | c |", "[1] Theo báo cáo."]


def test_running_heads_are_dropped_and_a_letterhead_in_the_header_is_kept(word):
    running = word.docx(word.p("Thân"), header1=word.p("Công báo số 5"), footer1=word.p("2"))
    assert lines(running) == ["Thân"]
    head = word.tbl(word.tc("UBND XÃ A", "Số: 5/CV") + word.tc(MOTTO), borders=False)
    assert lines(word.docx(word.p("Thân"), header1=head)) == ["UBND XÃ A", "Số: 5/CV", MOTTO, "Thân"]


def test_legacy_fonts_are_told_by_their_names(word):
    fonts = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
    body = (
        f"<w:p>{run('Quy', fonts.format('.VnTimeH'))}{run('Õt ®Þnh', fonts.format('.VnTimeH'))}</w:p>"
        f"<w:p>{run('Ñie', fonts.format('VNI-Times'))}{run('àu 1', fonts.format('VNI-Times'))}</w:p>"
        f"<w:p>{run('§¬n vÞ', fonts.format('.VnTime'))}{run(' là café', fonts.format('Arial'))}</w:p>"
        f"<w:p>{run('Đã là Unicode', fonts.format('.VnTime'))}</w:p>"
    )
    reading = read(word.docx(body), "a.docx")
    assert reading.mapped.text.split("\n") == ["QUYẾT ĐỊNH", "Điều 1", "Đơn vị là café", "Đã là Unicode"]
    assert reading.provenance.remarks == (Remark.LEGACY_FONT,)


def test_legacy_font_of_a_style_and_soft_hyphen(word):
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"/>'
    )
    body = "<w:p><w:r><w:t>T</w:t><w:softHyphen/><w:t> ph¸p</w:t></w:r></w:p>"
    assert lines(word.docx(body, styles=styles)) == ["Tư pháp"]


def test_legacy_text_whose_fonts_were_replaced_is_recognised(word):
    text = "Céng hßa x· héi chñ nghÜa ViÖt Nam. §¶ng ñy yªu cÇu c¸c ®¬n vÞ thùc hiÖn."
    reading = read(word.docx(word.p(text)), "a.docx")
    assert reading.mapped.text == "Cộng hòa xã hội chủ nghĩa Việt Nam. Đảng ủy yêu cầu các đơn vị thực hiện."
    assert reading.provenance.remarks == (Remark.LEGACY_FONT,)


PAGE = "<w:r><w:lastRenderedPageBreak/></w:r>"
TYPED = '<w:r><w:br w:type="page"/></w:r>'


@pytest.mark.parametrize("pages", [3, None])
def test_pages_of_words_last_layout(word, pages):
    body = f"<w:p>{run('một ')}{PAGE}{run('hai')}</w:p><w:p>{TYPED}</w:p><w:p>{PAGE}{run('ba')}</w:p>"
    reading = read(word.docx(body, pages=pages), "a.docx")
    assert reading.mapped.text == "một hai\nba"
    assert reading.page_starts == (0, 4, 8)


@pytest.mark.parametrize(("pages", "starts"), [(1, (0,)), (2, ()), (None, ())])
def test_pages_that_are_not_all_known_are_not_told(word, pages, starts):
    assert read(word.docx(word.p("một") + word.p("hai"), pages=pages), "a.docx").page_starts == starts


def test_a_row_over_two_pages_breaks_once(word):
    broken = f"<w:p>{run('đầu ')}{PAGE}{run('cuối')}</w:p>"
    table = word.tbl(
        word.tc("a") + word.tc("b") + word.tc("c"), word.tc(broken) + word.tc(broken) + word.tc("x")
    )
    reading = read(word.docx(table, pages=2), "a.docx")
    assert reading.mapped.text == "| a | b | c |\n| đầu cuối | đầu cuối | x |"
    assert reading.page_starts == (0, reading.mapped.text.index("cuối"))


def test_words_without_text_are_an_error(word):
    with pytest.raises(EmptyFile):
        read(word.docx("<w:p/>"), "a.docx")


@pytest.mark.parametrize("source", ["a.doc", "a.pdf", "a"])
def test_wrong_suffix_is_told(word, source):
    reading = read(word.docx(word.p("một")), source)
    assert (reading.mapped.text, reading.provenance.remarks) == ("một", (Remark.WRONG_SUFFIX,))


def test_strict_files_are_read(word):
    data = word.docx(word.p("một"))

    parts = {
        n: zipfile.ZipFile(io.BytesIO(data)).read(n) for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    }
    old, new = (
        b"schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert lines(word.pack({n: c.replace(old, new) for n, c in parts.items()})) == ["một"]
