from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record

_LETTER = """\
{issuer}
-------
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày {day}

KẾ HOẠCH
Về việc {topic}

{body}
"""
PLANS = {
    "health.txt": _LETTER.format(
        issuer="ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ",
        number="41/KH-UBND",
        place="Cần Thơ",
        day="10 tháng 3 năm 2024",
        topic="phòng bệnh mùa mưa",
        body="1. Sở Y tế chủ trì, phối hợp với Sở Tài chính mua thuốc, hoàn thành trước ngày 30/6/2024.\n"
        "2. Giám đốc Sở Y tế kiểm tra các bệnh viện, định kỳ hằng tháng.\n"
        "3. Các sở, ban, ngành tuyên truyền về phòng bệnh.\n"
        "4. Các sở, ngành liên quan bố trí kinh phí.",
    ),
    "schools.txt": _LETTER.format(
        issuer="ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI",
        number="52/KH-UBND",
        place="Lào Cai",
        day="05 tháng 01 năm 2025",
        topic="sửa trường học",
        body="1. Sở Y tế kiểm tra bếp ăn của các trường, hoàn thành trước ngày 15/8/2025.\n"
        "2. Sở Giáo dục và Đào tạo chủ trì sửa mái nhà, hoàn thành trước ngày 20/7/2025.\n"
        "3. Kết quả được báo cáo về Ủy ban nhân dân tỉnh.",
    ),
}


@pytest.fixture(scope="session")
def plan_texts():
    return PLANS


@pytest.fixture(scope="session")
def plans(tmp_path_factory):
    with Catalog.open(tmp_path_factory.mktemp("plans")) as opened:
        for name, text in PLANS.items():
            built = build_record(Path(name), text.encode())
            opened.put(built.record, built.offsets.pack())
        yield opened
