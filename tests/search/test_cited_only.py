"""Documents that are only cited, numbers in names, years behind numbers, letters without a kind's symbol."""

from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.answer.cited_facts import said_behind
from search.engine import Engine
from search.names import CitedKeys
from search.query import analyze
from search.scope import keys_of
from search.types import Reason

HEAD = """\
{issuer}
-------
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Hải, ngày {day}

"""


def _text(issuer, number, day, body):
    return HEAD.format(issuer=issuer, number=number, day=day) + body


TEXTS = {
    "cv311.txt": _text(
        "SỞ NỘI VỤ TỈNH BÌNH HẢI",
        "311/SNV-TCCB",
        "04 tháng 3 năm 2024",
        """\
V/v nộp báo cáo biên chế

Kính gửi: Các sở, ngành của tỉnh.

Căn cứ Luật Phòng, chống thiên tai ngày 12 tháng 10 năm 2009;
Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;
Căn cứ Nghị định số 33/2012/NĐ-CP ngày 16 tháng 7 năm 2012 của Chính phủ quy định chi tiết về hội quần \
chúng, Sở Nội vụ đề nghị các sở, ngành nộp báo cáo biên chế trước ngày 05 hằng tháng.
""",
    ),
    "cv350.txt": _text(
        "SỞ NỘI VỤ TỈNH BÌNH HẢI",
        "350/SNV-TCCB",
        "06 tháng 5 năm 2024",
        """\
V/v sửa đổi thời hạn nộp báo cáo biên chế

Kính gửi: Các sở, ngành của tỉnh.

Các sở, ngành nộp báo cáo biên chế trước ngày 10 hằng tháng.
Công văn này thay thế Công văn số 311/SNV-TCCB ngày 04 tháng 3 năm 2024 của Sở Nội vụ.
""",
    ),
    "nq21-2019.txt": _text(
        "CHÍNH PHỦ",
        "21/NQ-CP",
        "08 tháng 4 năm 2019",
        """\
NGHỊ QUYẾT
Về phát triển nghề muối

Điều 1. Bộ Tài chính chủ trì hỗ trợ diêm dân.
""",
    ),
    "nq21-2023.txt": _text(
        "CHÍNH PHỦ",
        "21/NQ-CP",
        "09 tháng 6 năm 2023",
        """\
NGHỊ QUYẾT
Về giống cây rừng

Điều 1. Bộ Xây dựng chủ trì ươm giống.
Điều 2. Nghị quyết này có hiệu lực từ ngày 01 tháng 7 năm 2023.
""",
    ),
    "tin.txt": """\
Bình Hải họp về giống cây rừng

Sáng 12/9/2023, Ban Chỉ đạo thực hiện Nghị quyết số 21/NQ-CP ngày 09 tháng 6 năm 2023 của Chính phủ về giống \
cây rừng họp phiên thứ hai tại thị xã Bình Hải.
Ông Trần Văn Muối, Trưởng Ban Chỉ đạo, đề nghị các xã dành đất cho vườn ươm.
""",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cited")
    embedder, analyzer = HashingEmbedder(), load_analyzer()
    with Catalog.open(folder / "data") as catalog:
        for name, text in TEXTS.items():
            built = build_record(Path(name), text.encode())
            catalog.put(built.record, built.offsets.pack())
        sync(catalog, folder / "index", embedder, analyzer)
        yield Engine(catalog, open_index(folder / "index", embedder.spec, analyzer.name), embedder, analyzer)


def values(engine, question):
    return [answer.value for answer in engine.ask(question).answers]


@pytest.mark.parametrize(
    "question",
    [
        "Công văn 311 bị thay thế bởi văn bản nào?",
        "Công văn nào thay thế công văn 311?",
        "Công văn 311 còn hiệu lực không?",
    ],
)
def test_a_letter_without_the_symbol_of_a_kind_is_replaced(engine, question):
    assert values(engine, question) == ["350/SNV-TCCB"]


def test_what_a_letter_replaced_does_not_tell_whether_it_is_in_force(engine):
    assert engine.ask("Công văn 350 còn hiệu lực không?").answers == ()


def test_numbers_that_a_letter_may_bear():
    keys = CitedKeys({"8-SNV-TCCB", "8-CV-TU", "8-QD-UBND", "8-2022-QH15", "8-2024-ND-CP", "88-SNV-TCCB"})
    (mention,) = analyze("Công văn 8 do ai ký?").numbers
    assert keys_of(mention, keys) == ("8-CV-TU", "8-SNV-TCCB")
    (mention,) = analyze("Quyết định 8 do ai ký?").numbers
    assert keys_of(mention, keys) == ("8-QD-UBND",)


def test_the_year_behind_a_number_is_its_own(engine):
    assert values(engine, "NQ 21/NQ-CP 2019 về việc gì?") == ["Về phát triển nghề muối"]
    assert "giống cây rừng" in values(engine, "Nghị quyết 21 (năm 2023) về việc gì?")[0]


def test_the_year_of_another_number_is_not(engine):
    question = "Nghị quyết 21 năm 2023 có thay thế Nghị quyết 21 năm 2019 không?"
    assert engine.ask(question).reason is not Reason.AMBIGUOUS_DOCUMENT


def test_homonyms_named_together_with_their_years(engine):
    result = engine.ask("Nghị quyết 21 năm 2019 và Nghị quyết 21 năm 2023 ban hành ngày nào?")
    assert [answer.normalized["date"] for answer in result.answers] == ["2019-04-08", "2023-06-09"]


@pytest.mark.parametrize(
    "question",
    [
        "Ai là Trưởng Ban Chỉ đạo thực hiện Nghị quyết 21 năm 2023?",
        "Ai là Trưởng Ban Chỉ đạo thực hiện NQ 21/NQ-CP về giống cây rừng?",
    ],
)
def test_a_number_in_the_name_of_a_body_is_not_what_answers(engine, question):
    assert "Trần Văn Muối" in values(engine, question)


@pytest.mark.parametrize(
    "question",
    ["Nghị định 33/2012/NĐ-CP quy định về việc gì?", "Trích yếu của Nghị định 33/2012/NĐ-CP là gì?"],
)
def test_what_a_cited_document_is_about(engine, question):
    assert values(engine, question) == ["quy định chi tiết về hội quần chúng"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (
            "Theo Công văn 311/SNV-TCCB, Nghị định 33/2012/NĐ-CP ban hành ngày nào?",
            "ngày 16 tháng 7 năm 2012",
        ),
        ("Nghị định 33/2012/NĐ-CP mà Công văn 311/SNV-TCCB căn cứ do ai ban hành?", "Chính phủ"),
        ("Luật Lưu trữ ban hành ngày nào?", "ngày 11 tháng 11 năm 2011"),
        ("Luật Phòng, chống thiên tai ban hành ngày nào?", "ngày 12 tháng 10 năm 2009"),
        ("Luật Lưu trữ năm 2011 ban hành ngày nào?", "ngày 11 tháng 11 năm 2011"),
    ],
)
def test_facts_of_a_cited_document_are_those_of_its_citation(engine, question, value):
    assert values(engine, question) == [value]


@pytest.mark.parametrize(
    "question",
    [
        "Ai ký Nghị định 33/2012/NĐ-CP?",
        "Nghị định 33/2012/NĐ-CP gửi cho ai?",
        "Nghị định 33/2012/NĐ-CP có hiệu lực từ ngày nào?",
        "Nghị định 33/2012/NĐ-CP về báo cáo biên chế do ai ký?",
        "Ai ký Luật Lưu trữ?",
        "Luật Lưu trữ có hiệu lực khi nào?",
        "Luật Lưu trữ năm 2024 ban hành ngày nào?",
    ],
)
def test_the_header_of_a_citing_document_tells_nothing_of_the_cited(engine, question):
    result = engine.ask(question)
    assert (result.answers, result.reason) == ((), Reason.NOT_IN_CORPUS)


def test_a_document_that_is_not_replaced_holds_from_its_day_of_effect(engine):
    assert values(engine, "Nghị quyết 21 năm 2023 còn hiệu lực không?") == ["ngày 01 tháng 7 năm 2023"]


def test_a_meeting_is_not_held_on_the_day_of_what_it_is_about(engine):
    found = values(engine, "Hội nghị triển khai Nghị quyết 21 năm 2019 tổ chức ngày nào?")
    assert "ngày 08 tháng 4 năm 2019" not in found


def test_a_document_that_names_a_law_is_not_the_law(engine):
    found = values(engine, "Công văn nộp báo cáo biên chế căn cứ Luật Lưu trữ ban hành ngày nào?")
    assert "ngày 11 tháng 11 năm 2011" not in found


@pytest.mark.parametrize(
    "question", ["ai ký?", "khi nào?", "Nghị quyết 21 do ai ký?", "Nghị định 33/2012/NĐ-CP ai ký?", "?a"]
)
def test_who_is_asked_back_has_documents_to_choose_from(engine, question):
    result = engine.ask(question)
    assert result.reason is not Reason.AMBIGUOUS_DOCUMENT or result.candidates


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        (" quy định về vay vốn sửa nhà, Ủy ban nhân dân tỉnh ban hành", "quy định về vay vốn sửa nhà"),
        (" về hóa đơn, chứng từ điện tử) quy định nguyên tắc", "về hóa đơn, chứng từ điện tử"),
        (" phê duyệt Đề án nghề muối (sau đây gọi là Đề án)", "phê duyệt Đề án nghề muối"),
        (" về giống cây rừng mới và Nghị định số 7/2020/NĐ-CP", "về giống cây rừng mới"),
        (", quy định mức thu (không gồm lệ phí) tại cảng.", "quy định mức thu (không gồm lệ phí) tại cảng"),
        (" về Sở Nội vụ trước ngày 5 tháng 3", None),
        (" quy định tại Điều 5 và Điều 6", None),
        (" trước ngày 30 tháng 4 năm 2024", None),
        ("", None),
    ],
)
def test_the_words_behind_a_citation(tail, said):
    found = said_behind(tail)
    assert (found and found.of(tail)) == said
