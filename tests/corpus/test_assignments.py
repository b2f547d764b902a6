import pytest

from corpus.assignments import find_assignments
from corpus.structure import outline, passages_of
from corpus.types import Document, Header, Role, Span


def read(text):
    document = Document("d", "", "", "", text, "", Header())
    units = outline(text, Span(0, len(text)))
    return find_assignments(document, units, passages_of("d", text, units))


def roles(text):
    return [
        {role: names for role in Role if (names := [p.mention.name for p in a.parties if p.role is role])}
        for a in read(text)
    ]


def test_lead_and_partners():
    found = roles("4- Sở Y tế chủ trì, phối hợp với Công an tỉnh và Sở Tài chính kiểm tra các cơ sở.")
    assert found == [
        {
            Role.LEAD: ["Sở Y tế"],
            Role.COORDINATE: ["Công an tỉnh", "Sở Tài chính"],
            Role.SUPERVISE: ["Sở Y tế"],
        }
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Giao Sở Xây dựng chủ trì lập danh mục dự án.",
        "Nhiệm vụ này do Sở Xây dựng chủ trì lập danh mục dự án.",
        "Trên cơ sở đó, giao Sở Xây dựng làm đầu mối lập danh mục dự án.",
        "Sở Xây dựng là cơ quan chủ trì lập danh mục dự án.",
    ],
)
def test_ways_to_name_the_lead(text):
    assert roles(text)[0][Role.LEAD] == ["Sở Xây dựng"]


def test_a_heading_that_names_an_agency_is_the_subject_of_its_list():
    text = "2. Sở Nội vụ\n- Chủ trì xây dựng đề án.\n- Phối hợp với Sở Tài chính thẩm định kinh phí."
    first, second = roles(text)
    assert first[Role.LEAD] == ["Sở Nội vụ"]
    assert second == {Role.IMPLEMENT: ["Sở Nội vụ"], Role.COORDINATE: ["Sở Tài chính"]}


def test_the_subject_carries_over_to_the_next_clause():
    text = (
        "3- Đảng đoàn Hội đồng nhân dân tỉnh lãnh đạo Hội đồng nhân dân tỉnh thể chế hóa nội dung nghị quyết "
        "theo thẩm quyền, phù hợp với tình hình thực tế của địa phương và khả năng cân đối của ngân sách; "
        "báo cáo Ban Thường vụ Tỉnh ủy kết quả thực hiện."
    )
    first, second = roles(text)
    assert first[Role.DIRECT] == ["Đảng đoàn Hội đồng nhân dân tỉnh"]
    assert "Hội đồng nhân dân tỉnh" in first[Role.IMPLEMENT]
    assert second[Role.REPORT_TO] == ["Ban Thường vụ Tỉnh ủy"]
    assert second[Role.IMPLEMENT] == ["Đảng đoàn Hội đồng nhân dân tỉnh"]


def test_a_report_that_is_cited_reports_to_nobody():
    found = roles("Theo báo cáo của Sở Y tế, số ca mắc giảm mạnh so với cùng kỳ.")
    assert all(Role.REPORT_TO not in one for one in found)


def test_cue_words_inside_a_name_are_no_cues():
    found = roles("Ủy ban Kiểm tra Tỉnh ủy có trách nhiệm xây dựng quy chế.")
    assert found == [{Role.IMPLEMENT: ["Ủy ban Kiểm tra Tỉnh ủy"]}]


def test_deadline_of_the_same_paragraph():
    (assignment,) = read("Giao Sở Tài chính xây dựng phương án, hoàn thành trước ngày 30/6/2025.")
    assert assignment.deadline.due.isoformat() == "2025-06-30"


def test_table_row():
    text = (
        "| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời hạn |\n"
        "|  1 | Sửa quy chế | Sở Nội vụ | Văn phòng; Sở Tư pháp | Quyết định | 30/9/2024 |"
    )
    (assignment,) = read(text)
    assert [p.mention.name for p in assignment.parties if p.role is Role.LEAD] == ["Sở Nội vụ"]
    assert "Sở Tư pháp" in [p.mention.name for p in assignment.parties if p.role is Role.COORDINATE]
    assert assignment.task.of(text) == "Sửa quy chế"
    assert assignment.product.of(text) == "Quyết định"
    assert assignment.deadline.span.of(text) == "30/9/2024"


def test_all_spans_stand_in_the_text():
    text = "II. TỔ CHỨC\n1. Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra; báo cáo Tỉnh ủy."
    for assignment in read(text):
        assert assignment.clause.of(text)
        for party in assignment.parties:
            assert party.mention.span.of(text) == party.mention.name


def test_partners_named_before_the_cue():
    found = roles("Giao Sở Y tế chủ trì; Công an tỉnh phối hợp.")
    assert found == [{Role.LEAD: ["Sở Y tế"], Role.COORDINATE: ["Công an tỉnh"]}]


def test_brackets_between_agency_and_cue():
    found = roles("Sở Y tế (cơ quan thường trực) chủ trì kiểm tra.")
    assert found[0][Role.LEAD] == ["Sở Y tế"]


def test_what_is_not_assigned():
    assert all(Role.LEAD not in one for one in roles("Không giao Sở Y tế chủ trì nhiệm vụ này."))


def test_headings_come_with_the_assignment():
    text = "II. NHIỆM VỤ\n1. Về trường học xã biên giới:\na) Giao Sở Xây dựng chủ trì lập danh mục."
    (assignment,) = read(text)
    assert assignment.headings == ("NHIỆM VỤ", "Về trường học xã biên giới:")


def test_labelled_lines_under_a_task():
    text = (
        "1. Rà soát quy hoạch các xã mới sáp nhập.\nĐơn vị chủ trì: Sở Xây dựng.\n"
        "Đơn vị phối hợp: Sở Nội vụ; Công an tỉnh.\nThời gian hoàn thành: Quý II/2025."
    )
    (assignment,) = read(text)
    assert [(p.role, p.mention.name) for p in assignment.parties] == [
        (Role.LEAD, "Sở Xây dựng"),
        (Role.COORDINATE, "Sở Nội vụ"),
        (Role.COORDINATE, "Công an tỉnh"),
    ]
    assert assignment.task.of(text) == "Rà soát quy hoạch các xã mới sáp nhập."
    assert "Quý II/2025" in assignment.deadline.text


@pytest.mark.parametrize(
    ("cell", "lead", "coordinate"),
    [
        ("Sở Y tế chủ trì; Sở Tài chính, Sở Nội vụ phối hợp", ["Sở Y tế"], ["Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Y tế, phối hợp: Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
        ("Sở Y tế; Sở Tài chính", ["Sở Y tế"], ["Sở Tài chính"]),
    ],
)
def test_a_cell_with_leading_and_helping_bodies(cell, lead, coordinate):
    (found,) = read(f"| TT | Nhiệm vụ | Cơ quan chủ trì, phối hợp |\n| 1 | Rà soát chỉ tiêu | {cell} |")
    named = {role: [p.mention.name for p in found.parties if p.role is role] for role in Role}
    assert (named[Role.LEAD], named[Role.COORDINATE]) == (lead, coordinate)


def test_columns_of_those_who_direct_and_watch():
    text = (
        "| TT | Nhiệm vụ | Chủ trì | Lãnh đạo phụ trách | Đơn vị theo dõi |\n"
        "| 1 | Rà soát | Sở Y tế | Chủ tịch UBND tỉnh | Văn phòng UBND tỉnh |"
    )
    (found,) = read(text)
    assert {party.role for party in found.parties} == {Role.LEAD, Role.DIRECT, Role.SUPERVISE}


def told(text):
    return [[p.mention.name for p in a.parties if p.role in (Role.LEAD, Role.IMPLEMENT)] for a in read(text)]


def test_a_lead_in_tells_its_list():
    text = (
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các việc sau:\n"
        "1. Kiểm tra toàn bộ hồ chứa trong phạm vi quản lý.\n"
        "2. Sở Y tế\n"
        "- Dự trữ đủ thuốc cho các trạm y tế vùng cao.\n"
        "3. Báo cáo kết quả kiểm tra khi có tình huống phát sinh.\n"
        "Kinh phí lấy từ nguồn chi thường xuyên của từng đơn vị."
    )
    assert told(text) == [["các sở, ban, ngành"], ["các sở, ban, ngành"], ["Sở Y tế"], ["các sở, ban, ngành"]]


def test_a_heading_that_names_leads_and_partners_passes_on_the_leads():
    text = (
        "2. Bộ Quốc phòng, Bộ Công an theo thẩm quyền chủ trì, phối hợp với các địa phương:\n"
        "a) Rà soát phương tiện cứu hộ trước mùa bão.\n"
        "b) Chỉ đạo các đơn vị liên quan trực ban suốt ngày đêm."
    )
    assert told(text) == [
        ["Bộ Quốc phòng", "Bộ Công an"],
        ["Bộ Quốc phòng", "Bộ Công an"],
        ["Bộ Quốc phòng", "Bộ Công an", "các đơn vị liên quan"],
    ]


def test_brackets_do_not_keep_a_heading_from_naming_its_agency():
    assert told("1. Sở Tài chính (cơ quan chủ trì)\n- Tổng hợp nhu cầu vốn của các xã.") == [["Sở Tài chính"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Trên cơ sở kết quả khảo sát, Sở Xây dựng tổ chức lập danh mục.", ["Sở Xây dựng"]),
        ("Trong quá trình thực hiện, nếu vướng mắc, các sở kịp thời phản ánh.", ["các sở"]),
        ("Mức chi do Sở Tài chính chịu trách nhiệm thẩm định.", ["Sở Tài chính"]),
        ("Các Bộ: Công Thương, Ngoại giao thành lập tổ công tác chung.", ["Công Thương", "Ngoại giao"]),
        (
            "Bộ Quốc phòng huy động lực lượng giúp dân dựng lại nhà, các địa phương bố trí nơi ăn ở.",
            ["Bộ Quốc phòng", "các địa phương"],
        ),
    ],
)
def test_where_a_subject_may_stand(text, names):
    assert told(text) == [names]


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Luật Thú y, Sở Y tế báo cáo tình hình dịch bệnh.",
        "Trường hợp Cục Thuế đề nghị Chi cục Thuế khu vực V cấp hóa đơn thì làm theo mẫu.",
        "7. Thanh tra, kiểm tra việc chấp hành.",
        "6. Sở Xây dựng, các phòng chuyên môn có liên quan (sau đây gọi là cơ quan xây dựng).",
        "Theo đề nghị của Giám đốc Sở Y tế;\nQUYẾT ĐỊNH:",
    ],
)
def test_what_tells_nobody_anything(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "item",
    [
        "Chủ đầu tư có trách nhiệm nghiệm thu từng hạng mục.",
        "Các chủ rừng tăng cường tuần tra trong mùa khô.",
        "Ủy ban nhân dân cấp xã quyết định mức hỗ trợ cho từng hộ.",
    ],
)
def test_an_item_that_names_others_is_not_given_to_the_heading(item):
    assert ["Sở Xây dựng"] not in told(f"3. Sở Xây dựng\n- {item}")


def test_directing_and_requesting_inside_a_task_leave_the_subject_alone():
    text = "3. Sở Y tế\n- Kiểm tra nguồn nước, yêu cầu các đơn vị cấp nước khắc phục ngay."
    assert told(text) == [["Sở Y tế"]]


def test_partners_after_helpers_that_are_no_agencies():
    found = roles("5. Công an tỉnh\n- Phối hợp các lực lượng và Sở Xây dựng mở đường vào bản.")
    assert found[0][Role.COORDINATE] == ["Sở Xây dựng"]


def test_partners_with_their_place_stay_one_list():
    found = roles("Sở Y tế chủ trì, phối hợp với các sở, ngành ở tỉnh, Công an tỉnh triển khai.")
    assert found[0][Role.COORDINATE][-1] == "Công an tỉnh"
    assert Role.IMPLEMENT not in found[0]


def test_what_is_reported_is_no_co_operation():
    assert not any(
        Role.COORDINATE in one for one in roles("Thành phố đang tiếp tục phối hợp với Bộ Tài chính.")
    )


def test_a_successor_is_the_one_who_is_told():
    (found,) = read("Sở Kế hoạch và Đầu tư (nay là Sở Tài chính) chủ trì cân đối nguồn vốn.")
    lead = next(p.mention for p in found.parties if p.role is Role.LEAD)
    assert (lead.name, lead.agency_id) == ("Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)", "so-tai-chinh")


@pytest.mark.parametrize(
    "line", ["Thời hạn hoàn thành trước ngày 20/3/2027.", "- Thời gian: trước ngày 20/3/2027"]
)
def test_a_deadline_on_a_line_of_its_own(line):
    (found,) = read(f"Giao Sở Y tế lập danh mục thuốc thiết yếu của tỉnh.\n{line}")
    assert found.deadline
    assert found.deadline.text == "trước ngày 20/3/2027"


def test_the_last_article_tells_all_whom_it_names():
    text = (
        "Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Giám đốc Sở Y tế; các tổ chức thuộc tỉnh Gia Lai "
        "và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này."
    )
    (names,) = told(text)
    assert names[:3] == ["Các Bộ trưởng", "Thủ trưởng cơ quan ngang bộ", "Giám đốc Sở Y tế"]


def test_names_parted_by_semicolons_in_a_long_sentence_stay_together():
    task = "tổ chức niêm yết công khai toàn bộ danh mục thủ tục tại nơi tiếp nhận hồ sơ, " * 2
    assert told(f"2. Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở Tư pháp {task}ngay trong tuần.") == [
        ["Chánh Văn phòng Ủy ban nhân dân tỉnh", "Giám đốc Sở Tư pháp"]
    ]


def test_who_leads_parts_of_a_programme_is_told_nothing_here():
    found = roles("2. Sở Tài chính\n- Tổng hợp báo cáo của các Bộ chủ trì dự án, tiểu dự án thành phần.")
    assert not any(Role.LEAD in one for one in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Các sở thuộc vùng ngập lụt khẩn trương sơ tán hồ sơ.", ["Các sở"]),
        ("Các cơ quan, đơn vị nêu tại Điều 2 có trách nhiệm sao lưu dữ liệu.", ["Các cơ quan, đơn vị"]),
        ("Căn cứ nội dung trên, các sở xây dựng kế hoạch chi tiết.", ["các sở"]),
        ("Báo cáo tháng: Sở Tài chính tổng hợp số liệu của các xã.", ["Sở Tài chính"]),
    ],
)
def test_words_between_a_subject_and_its_verb(text, names):
    assert told(text) == [names]


def test_property_that_passes_to_a_body_is_no_order():
    assert told("4. Hồ sơ gồm danh mục tài sản chuyển giao cho Sở Y tế.") == []


def test_a_heading_with_a_longer_name_than_the_table_knows():
    text = "1. Ban Quản lý các khu du lịch và vui chơi\n- Lập danh mục điểm đến trong quý tới của tỉnh."
    assert len(told(text)) == 1


def test_footnotes_neither_open_a_list_nor_stand_in_one():
    text = "[1] Ủy ban nhân dân các tỉnh: Lào Cai, Gia Lai\n[2] Các dự án khởi công trong tháng tới của vùng."
    assert not [one for one in told(text) if len(one) > 1]
    lead_in = "Yêu cầu các sở thực hiện ngay những việc cấp bách sau đây:"
    below = f"{lead_in}\n[1] Danh sách các công trình chậm tiến độ của tỉnh trong năm."
    assert told(below) == [["các sở"]]


@pytest.mark.parametrize("partner", ["địa phương", "chính quyền địa phương", "cơ quan báo chí"])
def test_partners_without_a_name_of_their_own(partner):
    (found,) = roles(f"Bộ Y tế chủ động phối hợp với {partner} hướng dẫn người dân phòng dịch.")
    assert found[Role.COORDINATE] == [partner]


def test_whose_lead_is_described_is_told_nothing():
    (found,) = read(
        "2. Sở Công Thương:\n- Rà soát năng lực của các doanh nghiệp đầu mối trước ngày 5/6/2026."
    )
    assert [(p.role, p.mention.name) for p in found.parties] == [(Role.IMPLEMENT, "Sở Công Thương")]


def test_businesses_of_a_field_head_their_own_tasks():
    assert told("8. Các doanh nghiệp viễn thông\n- Chủ động bố trí nguồn lực phát triển hạ tầng mạng.") == [
        ["Các doanh nghiệp viễn thông"]
    ]
