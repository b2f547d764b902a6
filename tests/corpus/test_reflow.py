from hypothesis import given
from hypothesis import strategies as st

from corpus.reflow import reflow
from corpus.text import canonical

WRAPPED = """\
1- Các cơ quan, đơn vị rà soát toàn bộ nhiệm vụ được giao trong năm, lập danh
mục việc chậm tiến độ, nêu rõ nguyên nhân và thời điểm hoàn thành; báo cáo Ban
Thường vụ trước kỳ họp thường lệ cuối năm để xem xét, cho ý kiến chỉ đạo.

2- Văn phòng tổng hợp kết quả của các cơ quan, đơn vị, đối chiếu với kế hoạch
đã duyệt và tham mưu Thường trực những nội dung cần tập trung tháo gỡ trong
quý tới, nhất là các dự án sử dụng vốn đầu tư công còn vướng mặt bằng.

Nơi nhận:
- Như trên,
- Lưu văn phòng.
"""


def lines(raw):
    return reflow(canonical(raw).text).text.split("\n")


def test_wrapped_paragraphs_become_lines():
    found = lines(WRAPPED)
    assert len(found) == 5
    assert found[0].startswith("1- Các cơ quan")
    assert found[0].endswith("cho ý kiến chỉ đạo.")
    assert "báo cáo Ban Thường vụ trước kỳ họp" in found[0]
    assert found[2:] == ["Nơi nhận:", "- Như trên,", "- Lưu văn phòng."]


def test_a_blank_line_after_every_line_separates_nothing():
    spaced = WRAPPED.replace("\n\n", "\n").replace("\n", "\n\n")
    assert lines(spaced) == lines(WRAPPED)


def test_paragraphs_on_lines_stay_as_they_are():
    text = "Điều 1. Phạm vi\n\nQuy định này áp dụng cho các sở.\n\n1. Sở A\n\n2. Sở B"
    assert lines(text) == ["Điều 1. Phạm vi", "Quy định này áp dụng cho các sở.", "1. Sở A", "2. Sở B"]


def test_letterhead_lines_in_capitals_are_not_joined_to_names():
    assert lines("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\n(đã ký)") == ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "(đã ký)"]


@given(st.text(st.sampled_from("abÂĐ .,;:\n-1)|")))
def test_reflow_only_touches_white_space(raw):
    text = canonical(raw).text
    mapped = reflow(text)
    assert mapped.text.split() == text.split()
    for i, character in enumerate(mapped.text):
        if not character.isspace():
            assert text[mapped.offsets.origins[i]] == character


def test_a_sentence_runs_on_over_the_end_of_a_page():
    text = "bao gồm việc lấy mẫu, thử nghiệm\nCÔNG BÁO/Số 12 + 13/Ngày 01-02-2025\n5\n\nvà công bố kết quả."
    assert reflow(text).text == "bao gồm việc lấy mẫu, thử nghiệm và công bố kết quả."


def test_a_heading_in_capitals_does_not_join_a_dangling_line():
    assert reflow("Tải về\nBỘ CÔNG AN").text == "Tải về\nBỘ CÔNG AN"
