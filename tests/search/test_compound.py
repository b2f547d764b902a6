import pytest

from search.compound import types_asked
from search.query import analyze
from search.types import AnswerType as T


def asked(question):
    query = analyze(question)
    return types_asked(query.text, query.type, query.patterned)


@pytest.mark.parametrize(
    ("question", "types"),
    [
        ("Ai ký Công văn 55-CV/TU, chức vụ gì?", (T.SIGNER, T.SIGNER_POST)),
        ("Kết luận 40-KL/TU do ai ký, chức vụ?", (T.SIGNER, T.SIGNER_POST)),
        ("ket luan 40-KL/TU do ai ky, chuc danh gi", (T.SIGNER, T.SIGNER_POST)),
        ("Chức vụ người ký công văn 55 và ngày ban hành?", (T.SIGNER_POST, T.ISSUED_ON)),
        ("Số hiệu và ngày ban hành của kế hoạch trồng cây xanh?", (T.NUMBER, T.ISSUED_ON)),
        ("Số hiệu, trích yếu và ngày ký của công văn 55?", (T.NUMBER, T.SUBJECT, T.ISSUED_ON)),
        ("Chỉ thị 55 gửi cho ai, ngày nào?", (T.RECIPIENTS, T.ISSUED_ON)),
        ("Nghị quyết về học phí số bao nhiêu, ngày nào?", (T.NUMBER, T.ISSUED_ON)),
        ("Ai chủ trì lập bản đồ ngập, tỷ lệ bản đồ là bao nhiêu?", (T.LEAD_AGENCY, T.FIGURE)),
        ("Tỉnh thưởng bao nhiêu tiền, nộp hồ sơ trước ngày nào?", (T.FIGURE, T.DEADLINE)),
        ("Xã gửi báo cáo bão lũ trước ngày nào và gửi cho ai?", (T.DEADLINE, T.REPORT_TO)),
        ("Công văn 55 thay thế văn bản nào và do ai ký?", (T.SPAN, T.SIGNER)),
    ],
)
def test_parts_are_read_beside_each_other(question, types):
    assert asked(question) == types


@pytest.mark.parametrize(
    "question",
    [
        "Ai ký và ban hành Công văn 55?",
        "Công văn 55 gửi cho sở nào và huyện nào?",
        "Công văn 55 gửi ai, ở đâu?",
        "Cơ quan nào chủ trì, phối hợp, đôn đốc việc trồng cây xanh?",
        "Sở nào, ngành nào chủ trì trồng cây xanh?",
        "Sở nào cũng phải giảm biên chế, giảm bao nhiêu người?",
        "Máy móc, thiết bị của trường học do ai quản lý?",
        "Làm hồ sơ cho mấy trạm y tế, trường học thì sở nào chủ trì?",
        "Cháy rừng thì gọi cho ai, số nào?",
        "Được vay mấy triệu, trong bao lâu?",
        "Chỉ thị này thay chỉ thị năm nào, số nào?",
        "Thời hạn sử dụng đất và sản phẩm nông nghiệp chủ lực?",
        "Quy định về thời hạn, số hiệu và mẫu biển xe do ai ký?",
    ],
)
def test_one_asking_is_not_taken_apart(question):
    assert len(asked(question)) == 1


def told(engine, question):
    return [(answer.type, answer.value) for answer in engine.ask(question).answers]


def test_parts_are_told_where_another_is_not_stated(engine):
    assert told(engine, "Công văn 77-CV/TU do ai ký, chức vụ?") == [(T.SIGNER_POST, "Phó Bí thư")]


def test_what_is_named_of_a_document_is_told(engine):
    assert told(engine, "Số hiệu và ngày ban hành của công văn 77?") == [
        (T.NUMBER, "77-CV/TU"),
        (T.ISSUED_ON, "ngày 05 tháng 3 năm 2024"),
    ]


def test_an_amount_is_no_moment_that_another_part_asks_for(engine):
    question = "Huyện ủy được cấp bao nhiêu tiền rà soát nghị quyết ở cấp mình, hoàn thành khi nào?"
    assert told(engine, question) == [(T.DEADLINE, "trước ngày 30/4/2024")]
