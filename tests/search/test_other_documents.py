"""Documents that are answers, and documents whose number was not read."""

from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.answer.cited import document_asked
from search.asking.cues import kind_asked, relations_asked
from search.asking.forms import asking_form
from search.asking.shapes import Shape
from search.engine import Engine
from search.query import analyze
from search.types import Reason, Status

UNREAD = """\
ỦY BAN NHÂN DÂN TỈNH BÌNH HẢI

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

QUYẾT ĐỊNH
Về việc quy định quản lý bến đò ngang

Theo đề nghị của Giám đốc Sở Xây dựng tại Tờ trình số 31/TTr-SXD ngày 02 tháng 3 năm 2024;
Điều 1. Ban hành quy định quản lý bến đò ngang. Chủ bến đò ngang phải kiểm tra áo phao trước 5 giờ sáng.
Điều 2. Bãi bỏ Quyết định số 18/2016/QĐ-UBND ngày 04 tháng 5 năm 2016 của Ủy ban nhân dân tỉnh Bình Hải.
Điều 3. Sở Xây dựng chủ trì kiểm tra bến đò ngang.
"""
NUMBERED = """\
ỦY BAN NHÂN DÂN TỈNH BÌNH HẢI
-------
Số: 40/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Hải, ngày 06 tháng 3 năm 2024

KẾ HOẠCH
Trồng rừng ngập mặn năm 2024

Điều 1. Sở Tài chính chủ trì trồng rừng ngập mặn.
"""

CITING = """\
ỦY BAN NHÂN DÂN TỈNH BÌNH HẢI
-------
Số: 61/2024/QĐ-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Hải, ngày 09 tháng 7 năm 2024

QUYẾT ĐỊNH
Ban hành quy định quản lý chợ nổi

Căn cứ Luật Thương mại ngày 14 tháng 6 năm 2005;
Theo đề nghị của Giám đốc Sở Công Thương tại Tờ trình số 73/TTr-SCT ngày 20 tháng 6 năm 2024 và Giám đốc \
Sở Nội vụ tại Tờ trình số 88/TTr-SNV ngày 24 tháng 6 năm 2024.
Điều 1. Ban hành quy định quản lý chợ nổi, theo mẫu biểu tại Thông tư số 12/2020/TT-BCT ngày 18 tháng 6 năm \
2020 của Bộ Công Thương.
Điều 2. Quyết định này thay thế Quyết định số 35/2015/QĐ-UBND ngày 05 tháng 5 năm 2015 của Ủy ban nhân dân \
tỉnh Bình Hải.
Điều 3. Sở Công Thương chủ trì kiểm tra chợ nổi.
"""


def _engine(folder, texts):
    embedder, analyzer = HashingEmbedder(), load_analyzer()
    with Catalog.open(folder / "data") as catalog:
        for name, text in texts.items():
            built = build_record(Path(name), text.encode())
            catalog.put(built.record, built.offsets.pack())
        sync(catalog, folder / "index", embedder, analyzer)
        yield Engine(catalog, open_index(folder / "index", embedder.spec, analyzer.name), embedder, analyzer)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    yield from _engine(tmp_path_factory.mktemp("all"), {"unread.txt": UNREAD, "kh40.txt": NUMBERED})


@pytest.fixture(scope="module")
def citing(tmp_path_factory):
    yield from _engine(tmp_path_factory.mktemp("citing"), {"qd61.txt": CITING, "kh40.txt": NUMBERED})


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Quyết định 12/QĐ-UBND bãi bỏ quyết định nào?", Shape.DOCUMENT),
        ("Sở trình việc này bằng tờ trình số nào?", Shape.DOCUMENT),
        ("Kế hoạch 5/KH-UBND thực hiện chỉ thị nào?", Shape.DOCUMENT),
        ("Kế hoạch trồng rừng có số nào?", None),
        ("Công văn 904 bị văn bản nào thay thế?", None),
    ],
)
def test_who_asks_for_another_document(question, shape):
    assert analyze(question).shape is shape


def test_the_kind_and_the_relation_asked_for():
    form = asking_form("Quyết định 12/QĐ-UBND bãi bỏ những nghị quyết nào?")
    assert kind_asked(form) == "nghi quyet"
    assert {relation.value for relation in relations_asked(form)} == {"repeals", "replaces"}
    assert kind_asked(asking_form("Căn cứ văn bản nào?")) == ""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Quyết định về bến đò ngang bãi bỏ quyết định nào?", "18/2016/QĐ-UBND"),
        ("Quyết định quản lý bến đò ngang theo tờ trình nào của Sở Xây dựng?", "31/TTr-SXD"),
    ],
)
def test_a_document_that_another_cites_is_an_answer(engine, question, value):
    first = engine.ask(question).answers[0]
    assert value in first.value
    assert first.normalized["number"] == value


def test_a_document_may_bear_a_number_that_was_not_read(engine):
    result = engine.ask("Quyết định 77/2024/QĐ-UBND: cơ quan nào chủ trì kiểm tra bến đò ngang?")
    assert result.answers[0].value == "Sở Xây dựng"


@pytest.mark.parametrize("number", ["77/KH-UBND", "77/QĐ-BYT"])
def test_of_another_kind_or_issuer_it_does_not(engine, number):
    result = engine.ask(f"Văn bản {number}: cơ quan nào chủ trì kiểm tra bến đò ngang?")
    assert (result.status, result.reason) == (Status.ABSTAINED, Reason.NOT_IN_CORPUS)


def test_a_document_whose_number_is_known_bears_no_other(engine):
    result = engine.ask("Kế hoạch 77/KH-UBND: cơ quan nào chủ trì trồng rừng ngập mặn?")
    assert (result.status, result.reason) == (Status.ABSTAINED, Reason.NOT_IN_CORPUS)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Quyết định 61/2024/QĐ-UBND thay thế văn bản nào?", "35/2015/QĐ-UBND"),
        ("Quyết định 35/2015/QĐ-UBND bị thay thế bằng văn bản nào?", "61/2024/QĐ-UBND"),
        ("Quyết định 61/2024/QĐ-UBND căn cứ vào thông tư nào?", "12/2020/TT-BCT"),
        ("Quyết định 61/2024/QĐ-UBND theo tờ trình nào của Sở Nội vụ?", "88/TTr-SNV"),
        ("Tờ trình của Sở Công Thương làm căn cứ cho Quyết định 61/2024/QĐ-UBND số mấy?", "73/TTr-SCT"),
    ],
)
def test_what_is_cited_answers_by_kind_relation_and_maker(citing, question, value):
    assert citing.ask(question).answers[0].normalized["number"] == value


def test_the_day_of_a_proposal_is_not_that_of_the_decision(citing):
    said = citing.ask("Tờ trình của Sở Nội vụ về Quyết định 61/2024/QĐ-UBND đề ngày nào?").answers[0]
    assert "24 tháng 6 năm 2024" in said.value
    own = citing.ask("Quyết định 61/2024/QĐ-UBND ký ngày nào?").answers[0]
    assert own.normalized["date"] == "2024-07-09"


def test_nothing_replaced_a_document_that_only_replaces(citing):
    result = citing.ask("Quyết định 61/2024/QĐ-UBND đã bị văn bản nào thay thế?")
    assert result.status is Status.ABSTAINED


@pytest.mark.parametrize(
    ("question", "kind", "is_subject"),
    [
        ("Tờ trình về chợ nổi số mấy?", "to trinh", True),
        ("Kết luận mà Công văn 7/UBND-VP viện dẫn ra ngày nào?", "ket luan", True),
        ("Công văn 7/UBND-VP dẫn kết luận nào?", "ket luan", False),
    ],
)
def test_a_document_of_another_kind_than_the_one_named_is_asked_for(question, kind, is_subject):
    wanted = document_asked(analyze(question))
    assert wanted is not None
    assert (wanted.kind, wanted.is_subject) == (kind, is_subject)


@pytest.mark.parametrize(
    "question",
    ["Quyết định 7/QĐ-UBND ký ngày nào?", "Kế hoạch kèm theo Quyết định 7/QĐ-UBND ra ngày nào?"],
)
def test_the_document_named_is_itself_asked_about(question):
    wanted = document_asked(analyze(question))
    assert wanted is None or not wanted.is_subject
