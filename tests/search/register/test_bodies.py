import pytest

from corpus.agencies import agency_id
from search.register.bodies import Body, Via, body_named, body_of, how_named


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Sở Y tế", Body("so-y-te", "", "", False)),
        ("SYT", Body("so-y-te", "", "", False)),
        ("Giám đốc Sở Y tế thành phố Cần Thơ", Body("so-y-te", "thanh-pho", "can-tho", True)),
        ("UBND tỉnh Hà Tĩnh", Body("uy-ban-nhan-dan", "tinh", "ha-tinh", False)),
        ("Chánh Văn phòng UBND tỉnh", Body("van-phong-uy-ban-nhan-dan", "tinh", "", True)),
        ("Ban Tuyên giáo Thành ủy Cần Thơ", Body("ban-tuyen-giao", "thanh-uy", "can-tho", False)),
        ("Bộ trưởng Công an", Body("bo-cong-an", "", "", True)),
        ("UBND xã Hòa Bình", Body("uy-ban-nhan-dan-xa-hoa-binh", "", "", False)),
        ("Tỉnh ủy Sóc Trăng", Body("tinh-uy", "", "can-tho", False)),
    ],
)
def test_an_id_is_read(name, body):
    assert body_named(name) == body


@pytest.mark.parametrize(
    ("asked", "named", "home", "via"),
    [
        ("Sở Y tế", "Sở Y tế", "", Via.NAME),
        ("Sở Y tế", "Sở Y tế Hà Nội", "", Via.NAME),
        ("Sở Y tế", "Giám đốc Sở Y tế", "", Via.POST),
        ("Giám đốc Sở Y tế", "Giám đốc Sở Y tế", "", Via.NAME),
        ("Sở Y tế", "Sở Nội vụ", "", None),
        ("Sở Y tế", "Bộ Y tế", "", None),
        ("Sở Y tế Cần Thơ", "Sở Y tế Hà Nội", "", None),
        ("Sở Y tế Cần Thơ", "Sở Y tế", "can-tho", Via.NAME),
        ("Sở Y tế Cần Thơ", "Sở Y tế", "ha-noi", None),
        ("Sở Y tế", "các sở, ban, ngành", "", Via.GROUP),
        ("Sở Y tế", "Thủ trưởng các sở, ban, ngành tỉnh", "", Via.GROUP),
        ("Sở Y tế", "các sở, ngành liên quan", "", Via.CONCERNED),
        ("Sở Y tế", "các cơ sở giáo dục", "", None),
        ("Sở Y tế", "các bộ, ngành, địa phương", "", None),
        ("Sở Y tế Cần Thơ", "các sở, ban, ngành", "ha-noi", None),
        ("Bộ Tài chính", "các bộ, ngành, địa phương", "", Via.GROUP),
        ("Bộ Tài chính", "các đơn vị thuộc Bộ Quốc phòng", "", None),
        ("Bộ Tài chính", "Bộ trưởng Bộ Tài chính", "", Via.POST),
        ("Ban Tuyên giáo", "Ban Tuyên giáo Thành ủy", "", Via.NAME),
        ("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Thành ủy", "", None),
        ("Ban Tuyên giáo", "Ban Tuyên giáo và Dân vận Thành ủy", "", None),
        ("Ban Tuyên giáo", "các ban xây dựng Đảng", "", Via.GROUP),
        ("UBND xã Hòa Bình", "Ủy ban nhân dân cấp xã", "", Via.GROUP),
        ("UBND xã Hòa Bình", "UBND các xã, phường", "", Via.GROUP),
        ("UBND tỉnh Hà Tĩnh", "UBND các tỉnh, thành phố", "", Via.GROUP),
        ("UBND tỉnh Hà Tĩnh", "Chủ tịch UBND tỉnh", "ha-tinh", Via.POST),
        ("UBND tỉnh", "UBND xã Hòa Bình", "", None),
        ("Huyện ủy Phong Điền", "các quận ủy, huyện ủy", "", Via.GROUP),
        ("Hội Nông dân", "các tổ chức chính trị - xã hội", "", Via.GROUP),
        ("Hội Nông dân", "các doanh nghiệp", "", None),
    ],
)
def test_how_a_task_names_a_body(asked, named, home, via):
    assert how_named(body_named(asked), agency_id(named), home) is via


def test_a_group_has_no_body_of_its_own_name():
    assert body_of("cac-so-ban-nganh").base == "cac-so-ban-nganh"
