"""Documents that several bodies issue together name each of them."""

import pytest

from corpus.header import issuers_of, read_header
from corpus.header.joint import joint_issuers

REST = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 12/2024/TTLT-BTC-BYT\nHà Nội, ngày 3 tháng 4 năm 2024\nTHÔNG TƯ LIÊN TỊCH\nHướng dẫn thu phí\n"
    "Căn cứ Luật Phí và lệ phí;\nĐiều 1. Mức thu.\n"
)
HEALTH, MONEY, LABOUR = "Bộ Y tế", "Bộ Tài chính", "Bộ Lao động - Thương binh và Xã hội"


@pytest.mark.parametrize(
    ("letterhead", "bodies"),
    [
        ("BỘ TÀI CHÍNH - BỘ Y TẾ", (MONEY, HEALTH)),
        ("BỘ TÀI CHÍNH\nBỘ Y TẾ", (MONEY, HEALTH)),
        ("BỘ TÀI CHÍNH BỘ Y TẾ", (MONEY, HEALTH)),
        ("LIÊN BỘ\nBỘ TÀI CHÍNH - BỘ Y TẾ", (MONEY, HEALTH)),
        ("LIÊN BỘ TÀI CHÍNH - Y TẾ", (MONEY, HEALTH)),
        ("LIÊN BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI - TÀI CHÍNH", (LABOUR, MONEY)),
        ("BỘ Y TẾ - BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", (HEALTH, LABOUR)),
        (
            "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO -\nTÒA ÁN NHÂN DÂN TỐI CAO -\nBỘ CÔNG AN - BỘ QUỐC PHÒNG -\n"
            "BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI",
            (
                "Viện Kiểm sát nhân dân tối cao",
                "Tòa án nhân dân tối cao",
                "Bộ Công an",
                "Bộ Quốc phòng",
                LABOUR,
            ),
        ),
        ("SỞ TÀI CHÍNH - SỞ XÂY DỰNG", ("Sở Tài chính", "Sở Xây dựng")),
        ("CÔNG AN TỈNH HÀ NAM - SỞ Y TẾ", ("Công an tỉnh Hà Nam", "Sở Y tế")),
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH - CÔNG AN TỈNH", ("Bộ Chỉ huy quân sự tỉnh", "Công an tỉnh")),
    ],
)
def test_every_body_of_a_joint_document_is_its_issuer(letterhead, bodies):
    text = f"{letterhead}\n{REST}"
    issuer = read_header(text).issuer
    assert (issuer.value, issuers_of(issuer.value)) == (" - ".join(bodies), bodies)
    assert letterhead.endswith(issuer.span.of(text)[-12:])


@pytest.mark.parametrize(
    ("letterhead", "issuer"),
    [
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", LABOUR),
        ("ỦY BAN NHÂN DÂN TỈNH TÂY NINH\nSỞ TÀI CHÍNH", "Sở Tài chính"),
        ("BỘ TÀI CHÍNH\nTỔNG CỤC THUẾ", "Tổng cục Thuế"),
        ("SỞ VĂN HÓA - THỂ THAO", "Sở Văn hóa - Thể thao"),
        ("BỘ Y TẾ\nBỘ Y TẾ", HEALTH),
    ],
)
def test_one_body_is_one_whatever_stands_above_it_or_in_its_name(letterhead, issuer):
    found = read_header(f"{letterhead}\n{REST}").issuer
    assert (found.value, issuers_of(found.value)) == (issuer, (issuer,))


@pytest.mark.parametrize(
    "letterhead",
    [
        "ỦY BAN NHÂN DÂN TỈNH X - SỞ Y TẾ",
        "BỘ CÔNG AN - CÔNG AN TỈNH X",
        "BỘ QUỐC PHÒNG - BỘ TƯ LỆNH QUÂN KHU X",
        "BAN CÁN SỰ ĐẢNG BỘ TÀI CHÍNH",
        "BAN THƯỜNG VỤ ĐẢNG ỦY BỘ CÔNG AN",
        "SỞ Y TẾ TRUNG TÂM SỐ 2",
        "SỞ Y TẾ BỆNH VIỆN CƠ SỞ LAM SƠN",
        "BỘ TRƯỞNG BỘ TÀI CHÍNH",
        "VĂN BẢN HỢP NHẤT - BỘ Y TẾ",
    ],
)
def test_a_unit_under_its_superior_is_no_joint_issuer(letterhead):
    assert joint_issuers(letterhead) == ()


def test_the_word_that_bodies_share_is_a_name_in_small_letters_too():
    assert issuers_of("Liên bộ Tài chính - Y tế") == (MONEY, HEALTH)
