"""Letterheads and signatures as readers deliver them: columns merged, torn, in tables, stamped, misread."""

from datetime import date
from itertools import pairwise

import pytest

from corpus.header import read_header
from corpus.header.layout import split_lines
from corpus.reflow import reflow
from corpus.text import canonical
from corpus.types import Form


def header_of(raw):
    text = reflow(canonical(raw).text).text
    return read_header(text), text


def value(fact):
    return fact and fact.value


STATE_LETTERHEADS = {
    "one column after the other": (
        "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\nSố: 12/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nTây Ninh, ngày 3 tháng 4 năm 2025\n"
    ),
    "row by row": (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH TÂY NINH Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND Tây Ninh, ngày 3 tháng 4 năm 2025\n"
    ),
    "the motto broken in its column": (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI\nTỈNH TÂY NINH CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND Tây Ninh, ngày 3 tháng 4 năm 2025\n"
    ),
    "names torn over lines": (
        "ỦY BAN NHÂN\nDÂN\nTỈNH TÂY NINH\nCỘNG\nHÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n"
        "Số: 12/KH-\nUBND\nTây\nNinh, ngày 3 tháng 4 năm 2025 *\n"
    ),
    "all on one line": (
        "ỦY BAN NHÂN DÂN TỈNH TÂY NINH ------- CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
        " ------- Số: 12/KH-UBND Tây Ninh, ngày 03 tháng 04 năm 2025\n"
    ),
    "a table row": (
        "| ỦY BAN NHÂN DÂN TỈNH TÂY NINH Số: 12/KH-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
        "Độc lập - Tự do - Hạnh phúc Tây Ninh, ngày 3 tháng 4 năm 2025 |\n"
    ),
    "table rows": (
        "| ỦY BAN NHÂN DÂN TỈNH TÂY NINH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |\n"
        "| --- | --- |\n| Số: 12/KH-UBND | Tây Ninh, ngày 3 tháng 4 năm 2025 |\n"
    ),
    "misread letters": (
        "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐôc lập - Tự đo - Hạnh phúc\n"
        "Sô: 12/KH-UBND\nTây Ninh, ngàỵ 3 tháng 4 năm 2025\n"
    ),
    "under a gazette's running head": (
        "CÔNG BÁO/Số 12 + 13/Ngày 01-05-2025\n3\nVĂN BẢN QUY PHẠM PHÁP LUẬT\nỦY BAN NHÂN DÂN TỈNH TÂY NINH\n"
        "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\nSố: 12/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nTây Ninh, ngày 3 tháng 4 năm 2025\n"
    ),
    "under a signature stamp": (
        "Người ký: ỦY BAN NHÂN DÂN TỈNH HÀ NAM\nEmail: van.thu@vidu.gov.vn\nCơ quan: TỈNH HÀ NAM\n"
        "Thời gian ký: 05.04.2025 10:11:12 +07:00\nỦY BAN NHÂN DÂN TỈNH TÂY NINH\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/KH-UBND\n"
        "Tây Ninh, ngày 3 tháng 4 năm 2025\n"
    ),
}
PLAN = "KẾ HOẠCH\nPhòng, chống thiên tai năm 2025\nI. MỤC ĐÍCH\n1. Chủ động ứng phó.\n"


@pytest.mark.parametrize("letterhead", STATE_LETTERHEADS.values(), ids=STATE_LETTERHEADS)
def test_the_same_letterhead_in_every_shape(letterhead):
    h, text = header_of(letterhead + PLAN)
    assert value(h.issuer) == "Ủy ban nhân dân tỉnh Tây Ninh"
    assert (value(h.number), value(h.kind)) == ("12/KH-UBND", "kế hoạch")
    assert (value(h.place), value(h.issued_on)) == ("Tây Ninh", date(2025, 4, 3))
    assert value(h.subject) == "Phòng, chống thiên tai năm 2025"
    assert h.body.of(text) == "I. MỤC ĐÍCH\n1. Chủ động ứng phó."


PARTY_LETTERHEADS = {
    "one after the other": (
        "ĐẢNG BỘ TỈNH AN GIANG\nHUYỆN ỦY TRI TÔN\n*\nSố 1023-CV/HU\nV/v rà soát đảng viên\n"
        "ĐẢNG CỘNG SẢN VIỆT NAM\nTri Tôn, ngày 12 tháng 3 năm 2024\n"
    ),
    "row by row": (
        "ĐẢNG BỘ TỈNH AN GIANG ĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY TRI TÔN Tri Tôn, ngày 12 tháng 3 năm 2024\n"
        "*\nSố 1023-CV/HU\nV/v rà soát đảng viên\n"
    ),
    "the subject beside the date": (
        "ĐẢNG BỘ TỈNH AN GIANG ĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY TRI TÔN\n*\nSố 1023-CV/HU\n"
        "V/v rà soát đảng viên Tri Tôn, ngày 12 tháng 3 năm 2024\n"
    ),
    "a table row": (
        "| ĐẢNG BỘ TỈNH AN GIANG HUYỆN ỦY TRI TÔN * Số 1023-CV/HU | ĐẢNG CỘNG SẢN VIỆT NAM "
        "Tri Tôn, ngày 12 tháng 3 năm 2024 |\n| V/v rà soát đảng viên | |\n"
    ),
}
LETTER = (
    "Kính gửi: - Các chi bộ trực thuộc,\n- Ủy ban Kiểm tra Huyện ủy.\nBan Thường vụ Huyện ủy yêu cầu:\n"
    "1- Rà soát.\nNơi nhận:\n- Như trên,\n- Lưu Văn phòng Huyện ủy.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n"
    "Trần Văn Mẫu\n"
)


@pytest.mark.parametrize("letterhead", PARTY_LETTERHEADS.values(), ids=PARTY_LETTERHEADS)
def test_the_party_layout_in_every_shape(letterhead):
    h, text = header_of(letterhead + LETTER)
    assert value(h.issuer) == "Huyện ủy Tri Tôn"
    assert (value(h.number), value(h.kind)) == ("1023-CV/HU", "công văn")
    assert (value(h.place), value(h.issued_on)) == ("Tri Tôn", date(2024, 3, 12))
    assert value(h.subject) == "V/v rà soát đảng viên"
    assert [f.value for f in h.addressees] == ["Các chi bộ trực thuộc", "Ủy ban Kiểm tra Huyện ủy"]
    assert (value(h.signer), value(h.signer_post)) == ("Trần Văn Mẫu", "Phó Bí thư")
    assert h.body.of(text).startswith("Ban Thường vụ Huyện ủy yêu cầu")


def test_an_organ_of_a_party_committee():
    h, _ = header_of(
        "TỈNH ỦY CÀ MAU\nBAN TỔ CHỨC\n*\nSố 312-HD/BTCTU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Cà Mau, ngày 15 tháng 8 năm 2022\nHƯỚNG DẪN\nđánh giá, xếp loại năm 2022\nI- ĐỐI TƯỢNG\n"
    )
    assert value(h.issuer) == "Ban Tổ chức Tỉnh ủy Cà Mau"
    assert value(h.subject) == "đánh giá, xếp loại năm 2022"


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("UBND HUYỆN CẦN GIUỘC\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Phòng Giáo dục và Đào tạo"),
        ("UBND TỈNH ĐỒNG THÁP\nSỞ TÀI CHÍNH", "Sở Tài chính"),
        ("BỘ TÀI CHÍNH\nCỤC\nHẢI QUAN", "Cục Hải quan"),
        ("NGÂN HÀNG NHÀ NƯỚC\nVIỆT NAM", "Ngân hàng Nhà nước Việt Nam"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ\nHỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("Nội dung\nTải về BỘ CÔNG AN", "Bộ Công an"),
        ("VĂN BẢN HỢP NHẤT - BỘ Y TẾ", "Bộ Y tế"),
    ],
)
def test_the_lowest_body_of_the_letterhead_issues(lines, issuer):
    h, _ = header_of(
        f"{lines}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 19/TB-X\n"
        "Long An, ngày 5 tháng 9 năm 2023\nTHÔNG BÁO\nVề lịch họp\n1. Thời gian\n"
    )
    assert value(h.issuer) == issuer
    assert value(h.number) == "19/TB-X"


def test_a_draft_has_no_number_and_no_date():
    h, text = header_of(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LONG AN Độc lập - Tự do - Hạnh phúc\n"
        "Số:        /QĐ-UBND            Long An, ngày      tháng     năm 2025\nDỰ THẢO\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Quy chế quản lý chợ\nỦY BAN NHÂN DÂN TỈNH LONG AN\n"
        "Theo đề nghị của Sở Công Thương tại Tờ trình số 55/TTr-SCT ngày 03 tháng 01 năm 2025.\n"
        "Điều 1. Ban hành Quy chế.\n"
    )
    assert (h.number, h.issued_on, h.signer) == (None, None, None)
    assert (value(h.kind), value(h.issuer)) == ("quyết định", "Ủy ban nhân dân tỉnh Long An")
    assert value(h.subject) == "Về việc ban hành Quy chế quản lý chợ"
    assert h.body.of(text).startswith("Theo đề nghị của Sở Công Thương")


@pytest.mark.parametrize(
    "signature",
    [
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Thị Thử\n",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Thị Thử\n",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n( đã kí)\nLê Thị Thử\n",
        "| Nơi nhận: - Như trên; - Lưu: VT. | KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê Thị Thử |\n",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nKý bởi: Lê Thị Thử\n"
        "Ngày ký: 12/03/2025 10:11:12\nLê Thị Thử\nKý bởi: SỞ Y TẾ\nThời gian ký: 12.03.2025 10:15:00\n",
    ],
)
def test_signatures_in_every_shape(signature):
    h, text = header_of(
        "UBND TỈNH BẮC NINH\nSỞ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 1204/SYT-NVY\nBắc Ninh, ngày 9 tháng 5 năm 2024\nKính gửi: Bệnh viện Đa khoa tỉnh.\n"
        "Sở Y tế yêu cầu báo cáo.\n" + signature
    )
    assert (value(h.signer), value(h.signer_post)) == ("Lê Thị Thử", "Phó Giám đốc")
    assert [f.value for f in h.recipients] == ["Như trên", "Lưu: VT"]
    assert h.body.of(text) == "Sở Y tế yêu cầu báo cáo."
    assert h.annex is None


def test_what_follows_a_joined_signature_is_an_annex():
    h, text = header_of(
        "CHÍNH PHỦ ------- CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ------- "
        "Số: 12/2023/NĐ-CP\nHà Nội, ngày 14 tháng 4 năm 2023 NGHỊ ĐỊNH GIA HẠN THỜI HẠN NỘP THUẾ\n"
        "Điều 1. Gia hạn.\nTM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG Lê Thị Thử Phụ lục I\nDanh mục ngành\n"
    )
    assert (value(h.kind), value(h.subject)) == ("nghị định", "Gia hạn thời hạn nộp thuế")
    assert (value(h.signer), value(h.signer_post)) == ("Lê Thị Thử", "Phó Thủ tướng")
    assert h.annex.of(text) == "Phụ lục I\nDanh mục ngành"


def test_an_act_dated_by_hand_takes_the_day_it_was_adopted():
    h, text = header_of(
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH QUẢNG NGÃI\nSố: 30/2024/NQ-HĐND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nQuảng Ngãi, ngày    tháng 12 năm 2024\nNGHỊ QUYẾT\n"
        "Quy định mức thu phí\nHỘI ĐỒNG NHÂN DÂN TỈNH QUẢNG NGÃI\nKHÓA XIII KỲ HỌP THỨ 29\n"
        "Căn cứ Luật Phí và lệ phí;\n"
        "Điều 1. Mức thu.\nNghị quyết này đã được Hội đồng nhân dân tỉnh khóa XIII thông qua ngày 10 "
        "tháng 12 năm 2024 và có hiệu lực từ ngày 01 tháng 01 năm 2025./.\n"
    )
    assert (value(h.issued_on), value(h.effective_on)) == (date(2024, 12, 10), date(2025, 1, 1))
    assert value(h.issuer) == "Hội đồng nhân dân tỉnh Quảng Ngãi"
    assert h.body.of(text).startswith("Căn cứ Luật Phí")


def test_a_consolidated_text_is_numbered_by_its_certificate():
    h, _ = header_of(
        "CÔNG BÁO/Số 12 + 13/Ngày 01-05-2025\n7\nVĂN BẢN HỢP NHẤT - BỘ Y TẾ\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTHÔNG TƯ\nQuy định danh mục thuốc\n"
        "Thông tư số 05/2015/TT-BYT ngày 17 tháng 3 năm 2015 của Bộ trưởng Bộ Y tế được sửa đổi.\n"
        "Điều 1. Danh mục.\nBỘ Y TẾ\nSố: 15/VBHN-BYT\nXÁC THỰC VĂN BẢN HỢP NHẤT\n"
        "Hà Nội, ngày 24 tháng 3 năm 2025\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nLê Thị Thử\n"
    )
    assert (value(h.number), value(h.kind)) == ("15/VBHN-BYT", "văn bản hợp nhất")
    assert (value(h.issued_on), value(h.issuer)) == (date(2025, 3, 24), "Bộ Y tế")


def test_a_regulation_issued_with_a_decision_is_its_annex():
    h, text = header_of(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 301/QĐ-UBND\nHuế, ngày 12 tháng 02 năm 2025\nQUYẾT ĐỊNH\nBan hành Quy chế của Tổ công tác\n"
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế.\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nCHỦ TỊCH\n"
        "Lê Thị Thử\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nQUY CHẾ\n"
        "HOẠT ĐỘNG CỦA TỔ CÔNG TÁC\n(Ban hành kèm theo Quyết định số 301/QĐ-UBND)\nĐiều 1. Phạm vi\n"
    )
    assert (value(h.kind), value(h.number)) == ("quyết định", "301/QĐ-UBND")
    assert h.body.of(text) == "Điều 1. Ban hành kèm theo Quyết định này Quy chế."
    assert h.annex.of(text).startswith("CỘNG HÒA XÃ HỘI")
    assert h.annex.of(text).endswith("Điều 1. Phạm vi")


def test_a_sentence_that_names_the_republic_is_not_cut():
    text = "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013;\nĐộc lập dân tộc là mục tiêu."
    assert [line.text for line in split_lines(text)] == text.split("\n")
    heading = "CHÀO MỪNG 95 NĂM NGÀY THÀNH LẬP ĐẢNG CỘNG SẢN VIỆT NAM"
    assert [line.text for line in split_lines(heading)] == [heading]


def test_lines_cut_from_a_text_stand_where_they_say():
    for raw in (*STATE_LETTERHEADS.values(), *PARTY_LETTERHEADS.values()):
        lines = split_lines(raw + LETTER)
        assert all(line.span.of(raw + LETTER).replace("\n", " ") == line.text for line in lines)
        assert all(a.span.end <= b.span.start for a, b in pairwise(lines))


def test_a_page_without_a_letterhead_stays_as_it_was():
    h, _ = header_of("KẾT QUẢ\nSố 12/KH-UBND được giao\n- Số 3: đạt")
    assert (h.form, h.issuer) == (Form.ORIGINAL, None)


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("65/2022/NĐ-CP", "Chính phủ"),
        ("24/VBHN-VPQH", "Văn phòng Quốc hội"),
        ("58/2010/QH12", "Quốc hội"),
        ("106/2025/UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("12/KH-UBND", None),
    ],
)
def test_a_central_issuer_is_read_off_the_number_when_nothing_else_names_it(number, issuer):
    h, text = header_of(
        f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {number}\n"
        "Hà Nội, ngày 3 tháng 4 năm 2025\nI. MỤC ĐÍCH\n"
    )
    assert value(h.issuer) == issuer
    assert h.issuer is None or h.issuer.span.of(text) == number


def test_a_law_about_what_bears_the_name_of_a_body():
    h, _ = header_of(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLUẬT1\nBẢO HIỂM XÃ HỘI\n"
        "Điều 1. Phạm vi\n"
    )
    assert (value(h.kind), value(h.subject)) == ("luật", "Bảo hiểm xã hội")
    assert h.issuer is None


def test_the_second_line_of_a_post_is_no_name():
    h, _ = header_of(
        "Kính gửi: Thuế tỉnh Bắc Ninh.\nCục Thuế có ý kiến như sau.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
        "TL. CỤC TRƯỞNG\nTRƯỞNG BAN BAN CHÍNH SÁCH,\nTHUẾ QUỐC TẾ\nLê Thị Thử\n"
    )
    assert value(h.signer) == "Lê Thị Thử"


def test_a_sentence_about_recipients_is_no_list_of_them():
    h, _ = header_of(
        "1. Nơi nhận hồ sơ\nNơi nhận hồ sơ ghi trên bìa.\nNơi nhận:\n- Như trên,\n- Lưu Văn phòng.\n"
        "K/T CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nLê Thị Thử\nPHỤ LỤC 1\nMẪU BÌA\n"
    )
    assert [f.value for f in h.recipients] == ["Như trên", "Lưu Văn phòng"]
    assert (value(h.signer), value(h.signer_post)) == ("Lê Thị Thử", "Phó Chánh Văn phòng")


def test_a_name_that_stands_lower_than_the_recipients():
    h, _ = header_of(
        "Kính gửi: Sở Y tế.\nĐề nghị báo cáo.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNơi nhận:\n- Như trên;\n"
        "- Chủ tịch UBND tỉnh;\n- Lưu: VT.\nLê Thị Thử\n"
    )
    assert (value(h.signer), value(h.signer_post)) == ("Lê Thị Thử", "Phó Giám đốc")
    assert len(h.recipients) == 3


def test_a_draft_has_place_and_post_without_number_day_and_name():
    h, _ = header_of(
        "ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG\nDỰ THẢO LẦN 2\nSố:    /QĐ-UBND\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Cao Bằng, ngày    tháng    năm 2025\nQUYẾT ĐỊNH\nVề việc lập Tổ công tác\n"
        "Điều 1. Lập Tổ công tác.\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nCHỦ TỊCH\n"
    )
    assert (h.number, h.issued_on, h.signer) == (None, None, None)
    assert (value(h.issuer), value(h.place)) == ("Ủy ban nhân dân tỉnh Cao Bằng", "Cao Bằng")
    assert (value(h.kind), value(h.signer_post)) == ("quyết định", "Chủ tịch")


def test_an_office_under_its_committee():
    h, _ = header_of(
        "TỈNH ỦY CAO BẰNG\nVĂN PHÒNG\n*\nSố 12-HD/VPTU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Cao Bằng, ngày 02 tháng 5 năm 2025\nHƯỚNG DẪN\nsắp xếp hồ sơ\nI- CÁCH LÀM\n1- Đánh số.\n"
    )
    assert value(h.issuer) == "Văn phòng Tỉnh ủy Cao Bằng"


def test_a_heading_that_a_recogniser_spoilt_is_known_by_the_number():
    h, _ = header_of(
        "TỈNH ỦY CAO BẰNG\nSố 14-KL/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nCao Bằng, ngày 02 tháng 5 năm 2025\n"
        "KETIUAN\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề phòng, chống đuối nước\n"
        "Ban Thường vụ Tỉnh ủy kết luận:\n1- Tình hình\n"
    )
    assert (value(h.kind), value(h.issuer)) == ("kết luận", "Ban Thường vụ Tỉnh ủy")
    assert value(h.subject) == "về phòng, chống đuối nước"


def test_an_annex_alone_is_no_news():
    h, _ = header_of(
        "PHỤ LỤC II\nDANH MỤC NHIỆM VỤ\n(Kèm theo Nghị quyết số  /NQ-CP)\n1. Theo: báo cáo năm.\n"
    )
    assert h.form is Form.ORIGINAL
    assert h.kind is None


def test_a_subject_that_was_cut_by_its_lines():
    h, _ = header_of(
        "ỦY BAN THƯỜNG VỤ QUỐC HỘI.\nỦY BAN THƯỜNG VỤ QUỐC HỘI\nNghị quyết số: 78/2025/UBTVQH15\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNGHỊ QUYẾT\n\n"
        "Về việc ghi nhận thời gian đóng bảo hiểm\n\ncủa chủ hộ kinh doanh đã tham gia\n\n"
        "Căn cứ Hiến pháp;\n\nĐiều 1. Phạm vi\n"
    )
    assert value(h.issuer) == "Ủy ban Thường vụ Quốc hội"
    assert value(h.subject) == "Về việc ghi nhận thời gian đóng bảo hiểm của chủ hộ kinh doanh đã tham gia"
