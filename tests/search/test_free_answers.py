"""Answers found by words and meaning rather than by type, over documents made for the purpose."""

from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.engine import Engine
from search.types import Reason, Status

PLAN = """\
ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 31/KH-UBND

Đắk Lắk, ngày 10 tháng 3 năm 2025

KẾ HOẠCH
Phát triển nghề nuôi ong lấy mật trên địa bàn tỉnh

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
a) Tăng thu nhập cho hộ nuôi ong và giữ gìn rừng tự nhiên.
b) Hình thành thương hiệu mật ong của tỉnh trên thị trường.
2. Yêu cầu
a) Việc nuôi ong phải bảo đảm an toàn sinh học.
II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính thẩm định dự toán mua thùng ong.
2. Sở Y tế chủ trì, phối với Sở Công Thương kiểm nghiệm chất lượng mật ong.
3. Thời gian thực hiện: Từ tháng 4/2025 đến tháng 12/2027.
4. Các xã báo cáo số đàn ong về Sở Y tế trước 16 giờ hằng ngày trong mùa hoa; tổng kết trong năm 2027.
5. Hỗ trợ 900.000 đồng/người/ngày tập huấn; tại Krông Bông đã có 12 hộ, tại Buôn Đôn đã có 34 hộ tham gia.
6. Thùng ong dự phòng phải giữ ít nhất hai bộ.
7. Lập trạm cân lưu động ở mỗi buôn để bà con khỏi chở mật đi xa.
8. Tổ nghề họp định kỳ ít nhất 3 lần/năm; gửi biên bản trước ngày 20 tháng 12 hằng năm.
"""
TELEGRAM = """\
THỦ TƯỚNG CHÍNH PHỦ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 88/CĐ-TTg

Hà Nội, ngày 12 tháng 3 năm 2025

CÔNG ĐIỆN
Về việc bảo vệ đàn ong trong đợt rét

Nhằm giảm thiệt hại cho người nuôi ong, Thủ tướng Chính phủ yêu cầu:
1. Phân công Phó Thủ tướng Hồ Quốc Dũng tỉnh Khánh Hòa và Phó Thủ tướng Mai Văn Chính tỉnh Lâm Đồng.
2. Bộ Công Thương bảo đảm nguồn đường cho đàn ong.
3. Bộ Y tế gửi số liệu đàn ong trước ngày 20/3/2025.
4. Bộ Công an gửi số liệu đàn ong trước ngày 25/3/2025.
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("free")
    embedder, analyzer = HashingEmbedder(), load_analyzer()
    with Catalog.open(folder / "data") as catalog:
        for name, text in (("kh31.txt", PLAN), ("cd88.txt", TELEGRAM)):
            built = build_record(Path(name), text.encode())
            catalog.put(built.record, built.offsets.pack())
        sync(catalog, folder / "index", embedder, analyzer)
        index = open_index(folder / "index", embedder.spec, analyzer.name)
        yield Engine(catalog, index, embedder, analyzer).ask


def values(result):
    return [answer.value for answer in result.answers]


def test_a_purpose_is_what_stands_under_its_heading(ask):
    found = values(ask("Kế hoạch 31/KH-UBND nhằm mục đích gì?"))
    assert found == [
        "Tăng thu nhập cho hộ nuôi ong và giữ gìn rừng tự nhiên.",
        "Hình thành thương hiệu mật ong của tỉnh trên thị trường.",
    ]


def test_what_one_thing_in_a_plan_is_for_is_not_the_purpose_of_the_plan(ask):
    assert "khỏi chở mật đi xa" in values(ask("Kế hoạch 31/KH-UBND lập trạm cân lưu động để làm gì?"))[0]


def test_how_many_times_is_an_amount_and_no_day(ask):
    assert values(ask("Kế hoạch 31/KH-UBND: tổ nghề họp định kỳ mấy lần một năm?"))[0] == "3 lần/năm"


def test_a_purpose_without_heading_is_the_opening_clause(ask):
    assert values(ask("Công điện 88/CĐ-TTg ban hành để làm gì?"))[0].startswith("Nhằm giảm thiệt hại")


def test_of_several_persons_the_one_of_the_place_asked_about_comes_first(ask):
    asked = "Công điện 88/CĐ-TTg phân công Phó Thủ tướng nào kiểm tra tỉnh {}?"
    assert values(ask(asked.format("Lâm Đồng")))[0] == "Mai Văn Chính"
    assert values(ask(asked.format("Khánh Hòa")))[0] == "Hồ Quốc Dũng"


def test_an_hour_is_asked_for_and_given(ask):
    assert "16 giờ" in values(ask("Kế hoạch 31/KH-UBND: các xã báo cáo số đàn ong trước mấy giờ?"))[0]
    assert ask("Công điện 88/CĐ-TTg yêu cầu báo cáo trước mấy giờ?").reason is Reason.SLOT_NOT_STATED


@pytest.mark.parametrize(("body", "day"), [("Bộ Y tế", "20/3/2025"), ("Bộ Công an", "25/3/2025")])
def test_of_like_deadlines_the_one_of_the_body_asked_about_comes_first(ask, body, day):
    assert day in values(ask(f"Công điện 88/CĐ-TTg: {body} gửi số liệu đàn ong trước ngày nào?"))[0]


def test_a_year_is_no_day(ask):
    asked = ask("Kế hoạch 31/KH-UBND yêu cầu tổng kết nghề nuôi ong trước ngày nào?")
    assert all("năm 2027" not in value for value in values(asked))


def test_a_body_of_another_kind_than_asked_for_is_no_answer(ask):
    assert ask("Công điện 88/CĐ-TTg giao sở nào bảo đảm nguồn đường?").status is Status.ABSTAINED
    assert values(ask("Công điện 88/CĐ-TTg giao bộ nào bảo đảm nguồn đường?")) == ["Bộ Công Thương"]


def test_a_partner_is_read_from_the_words_where_no_assignment_has_one(ask):
    assert values(ask("Kế hoạch 31/KH-UBND: Sở Y tế phối hợp với sở nào kiểm nghiệm mật ong?"))[0] == (
        "Sở Công Thương"
    )


def test_money_by_the_day_is_money(ask):
    asked = "Kế hoạch 31/KH-UBND hỗ trợ bao nhiêu tiền một người một ngày tập huấn?"
    assert values(ask(asked)) == ["900.000 đồng/người/ngày"]


@pytest.mark.parametrize(("place", "count"), [("Krông Bông", "12 hộ"), ("Buôn Đôn", "34 hộ")])
def test_a_number_belongs_to_the_words_before_it(ask, place, count):
    assert values(ask(f"Kế hoạch 31/KH-UBND: tại {place} có bao nhiêu hộ tham gia?"))[0] == count


def test_a_number_in_letters_is_found_as_a_sentence(ask):
    assert "hai bộ" in values(ask("Kế hoạch 31/KH-UBND: thùng ong dự phòng phải giữ mấy bộ?"))[0]


def test_documents_of_other_provinces_do_not_answer(ask):
    asked = "Kế hoạch phát triển nghề nuôi ong lấy mật của {} nhằm mục đích gì?"
    assert ask(asked.format("tỉnh Cà Mau")).status is Status.ABSTAINED
    assert ask(asked.format("tỉnh Đắk Lắk")).status is Status.ANSWERED
