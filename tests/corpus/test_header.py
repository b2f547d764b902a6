from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.header import read_header, title_of
from corpus.header.letterhead import issuer_name
from corpus.header.recase import recased
from corpus.types import Fact, Form, Span

LETTER = """Số 217-CV/TU
Về chuẩn bị sơ kết
Nghị quyết số 12-NQ/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Cần Thơ, ngày 05 tháng 3 năm 2024
Kính gửi: - Các quận ủy, huyện ủy,
- Các đảng ủy trực thuộc Thành ủy.
-----
Để chuẩn bị sơ kết, Ban Thường vụ Thành ủy yêu cầu các cấp ủy thực hiện một số nội dung:
1- Rà soát kết quả thực hiện.
Nơi nhận:
- Như trên,
- Lưu Văn phòng Thành ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Trần Văn Mẫu"""

DECISION = """ỦY BAN NHÂN DÂN

TỈNH THANH HOÁ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số:
63/2025/QĐ-UBND

Thanh Hoá, ngày 20 tháng 11 năm 2025

QUYẾT ĐỊNH

BAN HÀNH QUY ĐỊNH VỀ QUẢN LÝ CHỢ TRÊN ĐỊA BÀN TỈNH THANH HOÁ

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Điều 1. Ban hành Quy định về quản lý chợ.
Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 12 năm 2025.

Nơi nhận:
- Như Điều 2;
- Sở Công Thương;
- Lưu: VT, CN
(5 bản).

TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH
Lê Thị Thử

QUY ĐỊNH
VỀ QUẢN LÝ CHỢ
Điều 1. Phạm vi điều chỉnh"""


def value(fact):
    return fact and fact.value


def test_party_letter_with_its_header_out_of_order():
    h = read_header(LETTER)
    assert h.form is Form.ORIGINAL
    assert (value(h.kind), value(h.number)) == ("công văn", "217-CV/TU")
    assert (value(h.place), value(h.issued_on)) == ("Cần Thơ", date(2024, 3, 5))
    assert value(h.subject) == "Về chuẩn bị sơ kết Nghị quyết số 12-NQ/TW"
    assert (value(h.signer), value(h.signer_post)) == ("Trần Văn Mẫu", "Phó Bí thư")
    assert value(h.issuer) == "Ban Thường vụ Thành ủy"
    assert [f.value for f in h.addressees] == ["Các quận ủy, huyện ủy", "Các đảng ủy trực thuộc Thành ủy"]
    assert [f.value for f in h.recipients] == ["Như trên", "Lưu Văn phòng Thành ủy"]
    body = h.body.of(LETTER)
    assert body.startswith("Để chuẩn bị")
    assert body.endswith("1- Rà soát kết quả thực hiện.")
    assert h.annex is None
    assert title_of(h, LETTER) == "Công văn 217-CV/TU về chuẩn bị sơ kết Nghị quyết số 12-NQ/TW"


def test_state_decision_with_broken_heading_and_annex():
    h = read_header(DECISION)
    assert (value(h.kind), value(h.number)) == ("quyết định", "63/2025/QĐ-UBND")
    assert value(h.issuer) == "Ủy ban nhân dân tỉnh Thanh Hoá"
    assert h.issuer.span.of(DECISION) == "ỦY BAN NHÂN DÂN\n\nTỈNH THANH HOÁ"
    assert value(h.subject) == "Ban hành quy định về quản lý chợ trên địa bàn tỉnh Thanh Hoá"
    assert (value(h.issued_on), value(h.effective_on)) == (date(2025, 11, 20), date(2025, 12, 1))
    assert (value(h.signer), value(h.signer_post)) == ("Lê Thị Thử", "Phó Chủ tịch")
    assert [f.value for f in h.recipients][:2] == ["Như Điều 2", "Sở Công Thương"]
    assert h.body.of(DECISION).startswith("Căn cứ Luật")
    assert "Nơi nhận" not in h.body.of(DECISION)
    assert h.annex.of(DECISION).startswith("QUY ĐỊNH\nVỀ QUẢN LÝ CHỢ")


def test_columns_joined_on_one_line():
    text = (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "THÀNH PHỐ CẦN THƠ Độc lập - Tự do - Hạnh phúc\n"
        "Số: 15/KH-UBND Cần Thơ, ngày 02 tháng 01 năm 2025\n"
        "KẾ HOẠCH\nTHỰC HIỆN CHUYỂN ĐỔI SỐ NĂM 2025\nI. MỤC ĐÍCH\n"
    )
    h = read_header(text)
    assert value(h.issuer) == "Ủy ban nhân dân thành phố Cần Thơ"
    assert (value(h.number), value(h.kind)) == ("15/KH-UBND", "kế hoạch")
    assert (value(h.place), value(h.issued_on)) == ("Cần Thơ", date(2025, 1, 2))
    assert value(h.subject) == "Thực hiện chuyển đổi số năm 2025"


def test_web_report_of_a_numbered_document():
    text = (
        "Ngày 14/3/2023, Thành ủy Cần Thơ có công văn số 318-CV/TU về tăng cường tuyên truyền.\n"
        "Theo đó, Ban Thường vụ Thành ủy yêu cầu các cấp ủy thực hiện Nghị quyết số 12-NQ/TW.\n"
        "Phòng Nghiệp vụ 2 - STP"
    )
    h = read_header(text)
    assert h.form is Form.REPORT
    assert (value(h.kind), value(h.number)) == ("công văn", "318-CV/TU")
    assert (value(h.issuer), value(h.issued_on)) == ("Thành ủy Cần Thơ", date(2023, 3, 14))
    assert value(h.subject) == "về tăng cường tuyên truyền"
    assert h.signer is None
    assert "Phòng Nghiệp vụ" not in h.body.of(text)


def test_the_posting_date_of_a_page_is_not_the_issue_date():
    text = (
        "Thành ủy ban hành Chương trình thực hiện nghị quyết mới\n"
        "Thứ ba - 07/03/2023 04:10 697 0\n"
        "Thành ủy Cần Thơ vừa ban hành Chương trình số 41-CTr/TU thực hiện Nghị quyết số 12-NQ/TW "
        "ngày 17/11/2022 của Ban Chấp hành Trung ương Đảng.\nNội dung gồm ba phần."
    )
    h = read_header(text)
    assert h.form is Form.REPORT
    assert (value(h.number), value(h.kind)) == ("41-CTr/TU", "chương trình")
    assert h.issued_on is None
    assert h.body.of(text).startswith("Thành ủy Cần Thơ vừa ban hành")


def test_news_has_no_number_of_its_own():
    text = (
        "Thứ 2, 25/11/2024, 14:35[GMT+7]\n"
        "Kiểm tra việc thực hiện nghị quyết tại Cần Thơ\n"
        "Chủ nhật, 07/11/2021 | 09:17:34\n826 lượt xem\n"
        "Ngày 6/11, đoàn kiểm tra làm việc với Thành ủy; từ khi có Nghị quyết số 12-NQ/TW.\n"
        "Theo: nhandan.vn"
    )
    h = read_header(text)
    assert h.form is Form.NEWS
    assert (h.number, h.issuer, h.signer) == (None, None, None)
    assert value(h.kind) == "tin"
    assert value(h.issued_on) == date(2021, 11, 7)
    assert title_of(h, text) == "Kiểm tra việc thực hiện nghị quyết tại Cần Thơ"
    assert h.body.of(text).startswith("Ngày 6/11")


def test_a_letter_does_not_take_the_number_of_what_it_cites():
    text = (
        "Kính gửi:\n- Sở Tài chính;\n- Sở Nội vụ.\n"
        "Thủ tướng Chính phủ đã ban hành Công điện số 220/CĐ-TTg ngày 18/11/2025 về thủ tục hành chính. "
        "Bộ Y tế yêu cầu các đơn vị thực hiện.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. BỘ TRƯỞNG THỨ TRƯỞNG\nLê Thị Thử"
    )
    h = read_header(text)
    assert h.number is None
    assert h.issued_on is None
    assert value(h.kind) == "công văn"
    assert value(h.issuer) == "Bộ Y tế"
    assert (value(h.signer), value(h.signer_post)) == ("Lê Thị Thử", "Thứ trưởng")
    assert [f.value for f in h.addressees] == ["Sở Tài chính", "Sở Nội vụ"]
    assert title_of(h, text) == "Công văn gửi Sở Tài chính"


def test_an_annex_names_the_document_that_lost_its_letterhead():
    text = (
        "QUYẾT ĐỊNH\nBAN HÀNH QUY CHẾ LƯU TRỮ\nCăn cứ Luật Lưu trữ;\nĐiều 1. Ban hành Quy chế.\n"
        "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nBỘ TRƯỞNG\nLê Thị Thử\nQUY CHẾ\nLƯU TRỮ\n"
        "(Kèm theo Quyết định số 3999/QĐ-BTC ngày 28 tháng 11 năm 2025 của Bộ Tài chính)\nĐiều 1. Phạm vi"
    )
    h = read_header(text)
    assert (value(h.number), value(h.issued_on)) == ("3999/QĐ-BTC", date(2025, 11, 28))
    assert value(h.issuer) == "Bộ Tài chính"


def test_a_blank_number_and_date_stay_unknown():
    text = (
        "BỘ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: /KH-BYT\n"
        "Hà Nội, ngày tháng 11 năm 2025\nKẾ HOẠCH\nTRIỂN KHAI CÔNG TÁC NĂM 2026\nI. MỤC TIÊU\n"
    )
    h = read_header(text)
    assert (h.number, h.issued_on) == (None, None)
    assert (value(h.issuer), value(h.kind)) == ("Bộ Y tế", "kế hoạch")


@pytest.mark.parametrize("text", ["", "\n\n", "?", "Xin chào", "1. Phạm vi\n2. Đối tượng"])
def test_nothing_stated_nothing_guessed(text):
    h = read_header(text)
    assert (h.number, h.issuer, h.issued_on, h.signer, h.kind) == (None, None, None, None, None)
    assert h.body.of(text) == text.strip()


@pytest.mark.parametrize(
    ("letterhead", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH THANH HOÁ", "Ủy ban nhân dân tỉnh Thanh Hoá"),
        ("BỘ TÀI CHÍNH CỤC THUẾ", "Cục Thuế"),
        ("ỦY BAN NHÂN DÂN TỈNH LONG AN SỞ TÀI CHÍNH", "Sở Tài chính"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG VĂN PHÒNG", "Văn phòng Trung ương Đảng"),
        (
            "BAN CHẤP HÀNH TRUNG ƯƠNG BAN TUYÊN GIÁO VÀ DÂN VẬN",
            "Ban Tuyên giáo và Dân vận Trung ương",
        ),
        ("THÀNH ỦY CẦN THƠ BAN TỔ CHỨC *", "Ban Tổ chức Thành ủy Cần Thơ"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("ỦY BAN NHÂN DÂN XÃ HÒA THỊNH", "Ủy ban nhân dân xã Hòa Thịnh"),
    ],
)
def test_issuer_of_a_letterhead(letterhead, issuer):
    assert issuer_name(letterhead) == issuer


@pytest.mark.parametrize(
    ("capitals", "sentence"),
    [
        ("VỀ QUẢN LÝ, BẢO VỆ TÀI NGUYÊN NƯỚC", "Về quản lý, bảo vệ tài nguyên nước"),
        (
            "KẾT LUẬN CỦA PHÓ THỦ TƯỚNG CHÍNH PHỦ LÊ VĂN THỬ TẠI CUỘC HỌP",
            "Kết luận của Phó Thủ tướng Chính phủ Lê Văn Thử tại cuộc họp",
        ),
        ("THUỘC PHẠM VI QUẢN LÝ KHÓA XVI", "Thuộc phạm vi quản lý khóa XVI"),
        ("THỰC HIỆN QUYẾT ĐỊNH SỐ 06/QĐ-TTG", "Thực hiện Quyết định số 06/QĐ-TTg"),
        ("Về việc đã viết thường", "Về việc đã viết thường"),
    ],
)
def test_sentence_case(capitals, sentence):
    assert recased(capitals) == sentence
    assert len(recased(capitals)) == len(capitals)


LINES = [
    *LETTER.split("\n"),
    *DECISION.split("\n"),
    "",
    "Thứ ba - 07/03/2023",
    "(Kèm theo Kế hoạch số 1/KH-X)",
]


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_every_fact_keeps_to_its_span(lines):
    text = "\n".join(lines)
    h = read_header(text)
    facts = [
        getattr(h, name) for name in ("kind", "number", "issuer", "place", "issued_on", "subject", "signer")
    ]
    for fact in [*facts, *h.addressees, *h.recipients]:
        if isinstance(fact, Fact):
            assert fact.span.end <= len(text)
            assert fact.span.of(text).strip()
    for verbatim in (h.place, h.signer, *h.addressees):
        assert verbatim is None or verbatim.span.of(text).lower() == verbatim.value.lower()
    assert Span(0, len(text)).contains(h.body)
