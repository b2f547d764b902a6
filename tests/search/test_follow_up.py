import pytest

from search.compound import types_asked
from search.follow_up import follow_up
from search.query import analyze
from search.types import AnswerType, Reason, Status, Turn

WHO = "Ai chủ trì kiểm tra việc sắp xếp cán bộ theo Công văn 77?"


def said(*questions):
    return tuple(Turn("user", question) for question in questions)


def asked(engine, question, *before):
    return engine.ask(question, history=said(*before))


def first(engine, question, *before):
    result = asked(engine, question, *before)
    assert result.answers, result.reason
    return result.answers[0]


@pytest.mark.parametrize(
    ("question", "kind", "value"),
    [
        ("Thế ai phối hợp?", AnswerType.COORDINATING_AGENCY, "Văn phòng Tỉnh ủy"),
        ("the ai phoi hop", AnswerType.COORDINATING_AGENCY, "Văn phòng Tỉnh ủy"),
        ("Báo cáo ai?", AnswerType.REPORT_TO, "Ban Thường vụ Tỉnh ủy"),
        ("Văn bản này ban hành ngày nào?", AnswerType.ISSUED_ON, "ngày 05 tháng 3 năm 2024"),
        ("Còn thời hạn rà soát nghị quyết ở cấp mình?", AnswerType.DEADLINE, "trước ngày 30/4/2024"),
    ],
)
def test_a_question_inherits_document_and_task(engine, question, kind, value):
    answer = first(engine, question, WHO)
    assert (answer.type, answer.value) == (kind, value)
    assert answer.citation.document.number == "77-CV/TU"


def test_the_document_of_an_answer_is_inherited_where_no_number_was_given(engine):
    before = "Ai chủ trì kiểm tra việc sắp xếp cán bộ ở Tỉnh ủy Bình Hải?"
    assert first(engine, before).value == "Ban Tổ chức Tỉnh ủy"
    answer = first(engine, "Văn bản này số bao nhiêu?", before)
    assert answer.value == "77-CV/TU"
    assert first(engine, "thế ai phối hợp?", before).value == "Văn phòng Tỉnh ủy"


def test_follow_ups_follow_follow_ups(engine):
    history = (WHO, "Thế ai phối hợp?", "Văn bản này ban hành ngày nào?")
    assert first(engine, "còn báo cáo ai?", *history).value == "Ban Thường vụ Tỉnh ủy"


def test_an_agency_takes_the_place_of_another(engine):
    answer = first(engine, "Còn Ban Dân vận Tỉnh ủy?", "Công văn 77 giao Ban Tổ chức Tỉnh ủy làm gì?")
    assert answer.type is AnswerType.TASK
    assert "khảo sát ý kiến nhân dân" in answer.citation.quote


@pytest.mark.parametrize(
    ("before", "question", "kind", "value"),
    [
        (
            ("Công văn 77 về việc gì?", "Ban Tổ chức Tỉnh ủy phải làm gì?"),
            "Còn Ban Dân vận Tỉnh ủy?",
            AnswerType.TASK,
            "khảo sát ý kiến nhân dân",
        ),
        (
            ("Công văn 77 ban hành ngày nào?",),
            "Còn Quyết định 5/QĐ-BXD năm 2021?",
            AnswerType.ISSUED_ON,
            "02 tháng 02 năm 2021",
        ),
        (
            ("Cong van 77 ban hanh ngay nao?", "Còn Quyết định 5/QĐ-BXD năm 2023?"),
            "thế quyết định 5/QĐ-BXD năm 2021 thì sao?",
            AnswerType.ISSUED_ON,
            "02 tháng 02 năm 2021",
        ),
        ((WHO,), "Còn việc khảo sát ý kiến nhân dân?", AnswerType.LEAD_AGENCY, "Ban Dân vận Tỉnh ủy"),
    ],
)
def test_what_is_named_behind_still_takes_the_place_of_its_like(engine, before, question, kind, value):
    answer = first(engine, question, *before)
    assert answer.type is kind
    assert value in answer.value


def test_another_document_is_spoken_of_from_then_on(engine):
    history = ("Công văn 77 ban hành ngày nào?", "Còn Quyết định 5/QĐ-BXD năm 2023?")
    assert first(engine, "Về việc gì?", *history).citation.document.number == "5/QĐ-BXD"


def test_another_document_that_is_unknown_stays_unknown(engine):
    result = asked(engine, "Còn công văn 999-CV/TU?", WHO)
    assert (result.status, result.reason) == (Status.ABSTAINED, Reason.NOT_IN_CORPUS)


def test_a_document_named_with_nothing_before_is_asked_by_itself():
    assert follow_up(analyze("Còn công văn 77?"), said("?")) is None
    assert follow_up(analyze("Còn công văn 77 do ai ký?"), said(WHO)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì lập bản đồ ngập lụt?",
        "Ai giám sát độ mặn của nước?",
        "Đơn vị đo mưa do ai chủ trì lắp đặt?",
        "Nhiệm vụ trên địa bàn huyện Tân Lập do ai chủ trì?",
        "Sở nào giám sát việc bồi thường tại các cửa khẩu?",
    ],
)
def test_the_first_question_of_a_conversation_is_leant_on(question):
    leaning = follow_up(analyze("Phối hợp với ai?"), said(question))
    assert leaning is not None
    assert leaning.about.text == question


@pytest.mark.parametrize(
    ("question", "is_pointing"),
    [
        ("Ai lập bản đồ cảnh báo lũ quét ven sông?", False),
        ("Ai lắp đặt và trông coi bản đo mực nước lũ?", False),
        ("Ai lưu giữ và công khai bản đó trước nhân dân?", True),
        ("ai luu giu va cong khai ban do truoc nhan dan", True),
        ("Việc trên môi trường mạng Bưu điện nhận hồ sơ cước phí?", False),
    ],
)
def test_a_word_points_by_its_marks(question, is_pointing):
    assert (follow_up(analyze(question), said(WHO)) is not None) is is_pointing


def test_an_answer_that_names_a_document_is_of_use_where_the_question_found_none(engine):
    before = "Cho hỏi văn bản về hội chợ trái cây năm ngoái?"
    history = (Turn("user", before), Turn("assistant", "Có thể là Công văn số 77-CV/TU."))
    assert not engine.ask(before).answers
    (answer,) = engine.ask("Văn bản đó ban hành ngày nào?", history=history).answers
    assert answer.citation.document.number == "77-CV/TU"


def test_the_user_is_told_what_was_understood(engine):
    result = asked(engine, "Thế ai phối hợp?", WHO)
    assert result.query.original == "Thế ai phối hợp?"
    assert "77-CV/TU" in result.query.normalized
    assert result.query.numbers == ("77-CV/TU",)


@pytest.mark.parametrize(
    "question",
    [
        "Ai ký Quyết định 5/QĐ-BXD?",
        "Sở Y tế phải làm gì để phòng chống dịch bệnh?",
        "Nghị quyết về chuyển đổi số do ai ký?",
        "Sở Y tế phải làm gì trong tháng 6?",
        "Nghi quyet ve chuyen doi so do ai ky",
        "Mức hỗ trợ giáo viên mầm non dân lập mỗi tháng?",
    ],
)
def test_a_question_that_stands_on_its_own_inherits_nothing(question):
    assert follow_up(analyze(question), said(WHO)) is None


def test_words_that_only_ask_more_closely_tell_no_task():
    assert follow_up(analyze("Số tiền hỗ trợ cụ thể là bao nhiêu?"), said(WHO)) is not None


def test_nothing_before_nothing_inherited():
    assert follow_up(analyze("Thế ai phối hợp?"), ()) is None
    assert (
        follow_up(analyze("Thế ai phối hợp?"), (Turn("assistant", "Công văn 77"), Turn("user", "?"))) is None
    )


def test_an_unknown_number_stays_unknown(engine):
    result = asked(engine, "thế ai phối hợp?", "Ai chủ trì theo Công văn số 999-CV/TU?")
    assert result.reason is Reason.NOT_IN_CORPUS


@pytest.mark.parametrize(
    ("question", "types"),
    [
        (
            "Bộ nào chủ trì, phải xong trước khi nào?",
            (AnswerType.LEAD_AGENCY, AnswerType.DEADLINE),
        ),
        ("co quan nao chu tri va bao cao ai", (AnswerType.LEAD_AGENCY, AnswerType.REPORT_TO)),
        ("Cơ quan nào chủ trì kiểm tra, giám sát và đôn đốc?", (AnswerType.LEAD_AGENCY,)),
        ("Ban nào chủ trì, phối hợp với Sở Y tế?", (AnswerType.LEAD_AGENCY,)),
        ("Sở nào làm cổng tra cứu và bao giờ phải xong?", (AnswerType.ASSIGNEE, AnswerType.DEADLINE)),
    ],
)
def test_all_that_a_question_asks_for(question, types):
    assert all(types_asked(question, whole) == types for whole in types)


def test_who_receives_what_is_reported_is_reported_to():
    question = "Các tỉnh gửi báo cáo chậm nhất lúc nào, gửi những cơ quan nào?"
    assert types_asked(question, AnswerType.REPORT_TO) == (AnswerType.DEADLINE, AnswerType.REPORT_TO)


def test_a_compound_question_gets_answers_of_both_types(engine):
    result = asked(engine, "Theo Công văn 77 ai chủ trì kiểm tra việc sắp xếp cán bộ, báo cáo cho ai?")
    told = {answer.type: answer.value for answer in result.answers}
    assert told[AnswerType.LEAD_AGENCY] == "Ban Tổ chức Tỉnh ủy"
    assert told[AnswerType.REPORT_TO] == "Ban Thường vụ Tỉnh ủy"
