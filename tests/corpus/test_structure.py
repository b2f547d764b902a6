from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.structure import MAX_PASSAGE, outline, passages_of
from corpus.tables import Column
from corpus.types import Span


def units_of(text):
    return outline(text, Span(0, len(text)))


def sections(text):
    return [(unit.section, unit.content.of(text)) for unit in units_of(text)]


def test_numbering_of_a_state_document():
    text = (
        "Chương II\nĐiều 3. Trách nhiệm\n1. Sở Y tế\na) Chủ trì kiểm tra.\nb) Báo cáo.\n"
        "2. Sở Tài chính\nĐiều 4. Hiệu lực"
    )
    assert sections(text) == [
        ("Chương II", ""),
        ("Điều 3", "Trách nhiệm"),
        ("Điều 3.1", "Sở Y tế"),
        ("Điều 3.1.a", "Chủ trì kiểm tra."),
        ("Điều 3.1.b", "Báo cáo."),
        ("Điều 3.2", "Sở Tài chính"),
        ("Điều 4", "Hiệu lực"),
    ]


def test_numbering_of_a_party_document():
    text = (
        "I- MỤC TIÊU\n1- Đến năm 2030\n- Thu ngân sách tăng.\n1.1. Chỉ tiêu riêng\n"
        "II- NHIỆM VỤ\n1- Quán triệt"
    )
    assert sections(text) == [
        ("I", "MỤC TIÊU"),
        ("I.1", "Đến năm 2030"),
        ("I.1", "Thu ngân sách tăng."),
        ("I.1.1", "Chỉ tiêu riêng"),
        ("II", "NHIỆM VỤ"),
        ("II.1", "Quán triệt"),
    ]


def test_a_citation_of_an_article_opens_no_article():
    text = "1. Xử lý vi phạm theo\nĐiều 215 Bộ luật Hình sự"
    assert [section for section, _ in sections(text)] == ["1", "1"]


def test_headings_are_the_paragraphs_above():
    text = "II. PHÂN CÔNG\n1. Sở Nội vụ\n- Xây dựng đề án.\nĐoạn văn thường."
    dash, plain = units_of(text)[2:]
    assert [parent.of(text) for parent in dash.parents] == ["PHÂN CÔNG", "Sở Nội vụ"]
    assert [parent.of(text) for parent in plain.parents] == ["PHÂN CÔNG", "Sở Nội vụ"]


def test_table_rows_know_their_columns():
    text = (
        "PHỤ LỤC\n| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời hạn |\n"
        "| I | Thể chế | | | | |\n"
        "| 1 | Sửa quy chế | Sở Nội vụ | Văn phòng | Quyết định | Quý I |"
    )
    unit = units_of(text)[-1]
    row = unit.row
    assert unit.section == "Phụ lục.I.1"
    assert [parent.of(text) for parent in unit.parents] == ["Thể chế"]
    assert row.label == "1"
    assert {column: span.of(text) for column, span in row.cells.items()} == {
        Column.LABEL: "1",
        Column.TASK: "Sửa quy chế",
        Column.LEAD: "Sở Nội vụ",
        Column.COORDINATE: "Văn phòng",
        Column.PRODUCT: "Quyết định",
        Column.DEADLINE: "Quý I",
    }


def test_a_long_paragraph_is_cut_between_sentences():
    sentence = "Các cơ quan thực hiện đầy đủ nhiệm vụ được giao trong kế hoạch năm. "
    text = "1. " + sentence * 40
    passages = passages_of("d", text.strip(), units_of(text.strip()))
    assert len(passages) > 1
    assert all(passage.text.endswith(".") and passage.section == "1" for passage in passages)


LINES = st.lists(
    st.builds(
        lambda marker, words: marker + " ".join(words),
        st.sampled_from(
            ["", "1. ", "2- ", "a) ", "- ", "I. ", "Điều 3. ", "1.1. ", "Chương I ", "| a | b |"]
        ),
        st.lists(st.sampled_from(["Sở", "chủ trì", "kế hoạch.", "năm;", "2024", "báo cáo,"]), max_size=400),
    ),
    max_size=12,
)


@given(LINES)
def test_passages_are_exact_ordered_and_bounded(lines):
    text = "\n".join(line for line in lines if line.strip())
    passages = passages_of("d", text, units_of(text))
    for passage in passages:
        assert passage.span.of(text) == passage.text
        assert 0 < len(passage.text) <= MAX_PASSAGE
    for one, other in pairwise(passages):
        assert one.span.end <= other.span.start
    missed = set("".join(text.split())) - set("".join("".join(p.text for p in passages).split()))
    assert not any(c.isalnum() for c in missed if "|" not in text)


HEADING = "| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn |\n"


def rows_of(text):
    return [
        (unit.row.label, {column.value: span.of(text) for column, span in unit.row.cells.items()})
        for unit in units_of(text)
        if unit.row
    ]


def test_a_row_goes_on_below():
    text = (
        HEADING
        + "| 1 | Rà soát quy chế | Sở Nội vụ | | Quý I |\n| | và sửa đổi | | | |\n| 2 | Số hóa | Sở A | | |"
    )
    first, second = (unit for unit in units_of(text) if unit.row)
    assert first.span.of(text).endswith("| | và sửa đổi | | | |")
    assert second.row.label == "2"


def test_headings_come_again_on_the_next_page():
    text = HEADING + "| 1 | Rà soát | Sở A | | |\n" + HEADING + "| 2 | Số hóa | Sở B | | |"
    assert [(label, cells["lead"]) for label, cells in rows_of(text)] == [("1", "Sở A"), ("2", "Sở B")]


def test_a_table_goes_on_after_other_lines():
    text = HEADING + "| 1 | Rà soát | Sở A | | |\nGhi chú giữa hai trang\n| 2 | Số hóa | Sở B | | Quý II |"
    assert rows_of(text)[1] == (
        "2",
        {"label": "2", "task": "Số hóa", "lead": "Sở B", "deadline": "Quý II"},
    )


def test_another_table_has_its_own_headings():
    text = (
        HEADING
        + "| 1 | Rà soát | Sở A | | |\nBiểu 2\n"
        + "| TT | Chỉ tiêu | Đơn vị tính | Sản phẩm | Thời gian |\n| 1 | x | y | z | t |"
    )
    assert rows_of(text)[1] == ("1", {"label": "1", "product": "z", "deadline": "t"})


def test_headings_on_two_lines():
    text = (
        "| STT | Nhiệm vụ | Cơ quan thực hiện | | Thời hạn |\n| | | Chủ trì | Phối hợp | |\n"
        "| (1) | (2) | (3) | (4) | (5) |\n| 1 | Rà soát | Sở A | Sở B | Quý I |"
    )
    assert rows_of(text) == [
        (
            "1",
            {"label": "1", "task": "Rà soát", "lead": "Sở A", "coordinate": "Sở B", "deadline": "Quý I"},
        )
    ]


def test_headings_on_two_lines_in_a_later_table():
    text = (
        HEADING
        + "| 1 | Rà soát | Sở A | | |\nBiểu 2\n"
        + "| STT | Nhiệm vụ | Phân công | | Thời hạn |\n| | | Chủ trì | Phối hợp | |\n"
        + "| 1 | Số hóa | Sở B | Sở C | Quý I |"
    )
    assert rows_of(text)[1:] == [
        ("1", {"label": "1", "task": "Số hóa", "lead": "Sở B", "coordinate": "Sở C", "deadline": "Quý I"})
    ]


def test_a_merged_cell_heads_a_group():
    text = HEADING + "| I | Thể chế | Thể chế | Thể chế | Thể chế |\n| 1 | Rà soát | Sở A | | |"
    (unit,) = (unit for unit in units_of(text) if unit.row)
    assert unit.section == "I.1"
    assert unit.row.group.title.of(text) == "Thể chế"


def test_roman_labels_of_rows_are_no_groups():
    text = "| TT | Nội dung | Thời gian |\n| I | Khai mạc | 8 giờ |\n| II | Thảo luận | 9 giờ |"
    assert [label for label, _ in rows_of(text)] == ["I", "II"]


def test_a_sentence_about_an_annex_opens_none():
    text = "II. TRÌNH BÀY\nPhụ lục văn bản trình bày trang riêng.\n1. Cỡ chữ\nPHỤ LỤC 2\n1a. Tên kho"
    assert [section for section, _ in sections(text)] == ["II", "II", "II.1", "Phụ lục 2", "Phụ lục 2.1a"]


def test_forms_of_an_annex_are_kept_apart():
    text = "PHỤ LỤC\nMẫu số 01\nI. THÔNG TIN\nMẫu số 02\nI. THÔNG TIN\n1. Mẫu số 03 dùng khi chuyển công tác."
    assert [section for section, _ in sections(text)] == [
        "Phụ lục",
        "Phụ lục, Mẫu số 01",
        "Phụ lục, Mẫu số 01.I",
        "Phụ lục, Mẫu số 02",
        "Phụ lục, Mẫu số 02.I",
        "Phụ lục, Mẫu số 02.I.1",
    ]
