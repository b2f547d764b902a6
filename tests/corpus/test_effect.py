"""From when a document has effect: its own words count, those of what it cites, quotes or amends do not."""

from datetime import date

import pytest

from corpus.header import read_header

SIGNED = date(2025, 3, 5)
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\nSố: 12/2025/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\nTây Ninh, ngày 5 tháng 3 năm 2025\nQUYẾT ĐỊNH\n"
    "Quy định mức thu phí\nỦY BAN NHÂN DÂN TỈNH TÂY NINH\nCăn cứ Luật Phí và lệ phí;\nQUYẾT ĐỊNH:\n"
)
TAIL = "\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Thị Mẫu\n"
AMENDS = "Điều 1. Sửa đổi Điều 7 của quy định cũ như sau:\n"
OWN = "Điều 2. Quyết định này có hiệu lực kể từ ngày 01/4/2025."


def effect(body, head=HEAD):
    return read_header(head + body + TAIL).effective_on


def letter(body):
    head = HEAD[: HEAD.index("QUYẾT ĐỊNH")].replace("12/2025/QĐ-UBND", "12/UBND-TH\nV/v thu phí")
    return effect(body, head + "Kính gửi: Sở Tài chính.\n")


@pytest.mark.parametrize(
    ("body", "day", "words"),
    [
        ("Điều 2. Quyết định này có hiệu lực kể từ ngày 01/4/2025.", date(2025, 4, 1), "ngày 01/4/2025"),
        ("Điều 2. Quyết định có hiệu lực thi hành từ 01/4/2025.", date(2025, 4, 1), "01/4/2025"),
        ("Điều 2. Hiệu lực thi hành\n1. Quyết định có hiệu lực từ ngày ký ban hành.", SIGNED, "ngày ký"),
        ("Điều 2: Điều khoản thi hành Quyết định có hiệu lực từ ngày ký.", SIGNED, "ngày ký"),
        ("Điều 2. Hiệu lực thi hành Quyết định này có hiệu lực kể ngày ký.", SIGNED, "ngày ký"),
        ("Điều 2. Quyết định này có hiệu lực từ ngày được thông qua.", SIGNED, "ngày được thông qua"),
        ("Điều 2 Quyết định này có hiệu lực vào ngày 01/4/2025.", date(2025, 4, 1), "ngày 01/4/2025"),
        (
            "Điều 2. Quyết định này có hiệu lực thi hành sau 10 ngày, kể từ ngày ký.",
            date(2025, 3, 15),
            "sau 10 ngày, kể từ ngày ký",
        ),
        (
            "Điều 2. Quyết định này thay thế Quyết định số 31/2011/QĐ-UBND, ngày 30/12/2011 của Ủy ban "
            "nhân dân tỉnh và có hiệu lực kể từ ngày ký./.",
            SIGNED,
            "ngày ký",
        ),
        ("Quyết định số 12/2025/QĐ-UBND có hiệu lực từ ngày 01/4/2025.", date(2025, 4, 1), "ngày 01/4/2025"),
        ("Điều 2. Bảng giá này có hiệu lực từ ngày 01/4/2025.", date(2025, 4, 1), "ngày 01/4/2025"),
    ],
)
def test_a_document_says_from_when_it_has_effect(body, day, words):
    text = HEAD + body + TAIL
    found = read_header(text).effective_on
    assert (found.value, found.span.of(text)) == (day, words)


@pytest.mark.parametrize(
    "body",
    [
        "Điều 2. Quyết định có hiệu lực kể từ ngày ký hợp đồng.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày Nghị định số 5/2025/NĐ-CP có hiệu lực.",
        "Điều 2. Nghị định số 5/2025/NĐ-CP có hiệu lực từ ngày 01/4/2025.",
        "Điều 2. Các quyết định có hiệu lực từ ngày 01/4/2025 được giữ nguyên.",
        "Điều 2. Áp dụng các luật,\nquyết định có hiệu lực từ ngày 01/4/2025.",
        "Điều 2. Khoản 3 Điều 1 của Quyết định này có hiệu lực từ ngày 01/4/2028.",
        "Điều 2. Theo Quyết định này và Luật Đất đai có hiệu lực từ ngày 01/8/2024.",
        "Điều 2. Quyết định cũ hết hiệu lực kể từ ngày 01/4/2025.",
        AMENDS + "“Điều 7. Quyết định này có hiệu lực từ ngày 01/01/2020.”",
    ],
)
def test_the_day_of_another_document_or_of_a_part_is_not_taken(body):
    assert effect(body) is None


def test_of_several_days_the_one_said_of_the_document_counts():
    own = date(2025, 4, 1)
    assert effect("Các quyết định này có hiệu lực từ ngày ký.\n" + OWN).value == own
    assert effect("Quy chế này có hiệu lực từ ngày 01/01/2030.\n" + OWN).value == own
    assert effect(AMENDS + "“Điều 7. Quyết định này có hiệu lực từ ngày 01/01/2020.”\n" + OWN).value == own


def test_quotation_marks_that_nobody_closed_hide_nothing():
    assert effect(AMENDS + "“Điều 7. Mức thu là 5.000 đồng.\n" + OWN).value == date(2025, 4, 1)
    after = "\nĐiều 3. Bỏ cụm từ “cấp huyện” tại Điều 4."
    assert effect(AMENDS + "“Điều 7. Mức thu là 5.000 đồng.\n" + OWN + after).value == date(2025, 4, 1)


def test_a_letter_that_repeats_a_decree_has_not_its_day():
    words = "Điều 2 quy định như sau:\nNghị định này có hiệu lực từ ngày 01/7/2024."
    assert letter(words) is None
    assert letter("Công văn này có hiệu lực từ ngày 01/7/2025.").value == date(2025, 7, 1)


def test_what_a_page_tells_above_the_document_counts_where_it_says_nothing_itself():
    told = "Quyết định 12/2025/QĐ-UBND có hiệu lực từ 15/3/2025.\n"
    assert effect("Điều 1. Mức thu.", told + HEAD).value == date(2025, 3, 15)
    assert effect("Điều 1. Mức thu.\n" + OWN, told + HEAD).value == date(2025, 4, 1)
    assert effect("Điều 1. Mức thu.", told.replace("12/", "13/", 1) + HEAD) is None
    assert effect("Điều 1. Mức thu.", "Ngày có hiệu lực: 15/3/2025\n" + HEAD).value == date(2025, 3, 15)


def test_a_consolidated_text_has_no_effect_from_its_own_signing():
    head = HEAD.replace("12/2025/QĐ-UBND", "12/VBHN-BTC").replace("QUYẾT ĐỊNH\nQuy", "VĂN BẢN HỢP NHẤT\nQuy")
    assert effect("Điều 2. Thông tư này có hiệu lực từ ngày ký.", head) is None
    assert effect("Điều 2. Thông tư này có hiệu lực từ ngày 01/4/2020.", head).value == date(2020, 4, 1)
