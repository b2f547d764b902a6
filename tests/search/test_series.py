"""Amounts beside each other: parts of a count, a series, what a share is and what it fell by."""

from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.engine import Engine

REPORT = """\
ỦY BAN NHÂN DÂN TỈNH BÌNH HẢI
Số: 62/BC-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Bình Hải, ngày 08 tháng 10 năm 2024

BÁO CÁO
Về xây dựng đường nông thôn quý III năm 2024

1. Trong số này 12 tuyến đường đang làm nền, 6 tuyến đường có quyết định đầu tư, 9 tuyến đường còn chờ \
thẩm định hồ sơ mời thầu và 4 tuyến đường hoãn sang sau năm 2025.
2. Tỷ lệ đường đất của cả tỉnh đến nay còn 7,5%, giảm 1,2%.
3. Trong 52 nhiệm vụ Ủy ban nhân dân tỉnh giao, 31 nhiệm vụ đã hoàn thành, 17 nhiệm vụ đang thực hiện, \
4 nhiệm vụ quá hạn.

CHỦ TỊCH
Lê Văn Sơn
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder, embedder, analyzer = tmp_path_factory.mktemp("series"), HashingEmbedder(), load_analyzer()
    with Catalog.open(folder) as catalog:
        built = build_record(Path("report.txt"), REPORT.encode())
        catalog.put(built.record, built.offsets.pack())
        sync(catalog, folder / "index", embedder, analyzer)
        index = open_index(folder / "index", embedder.spec, analyzer.name)
        engine = Engine(catalog, index, embedder, analyzer)
        yield lambda question: [one.value for one in engine.ask(question).answers]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Có bao nhiêu tuyến đường đang chờ thẩm định hồ sơ mời thầu?", "9 tuyến đường"),
        ("Bao nhiêu tuyến đường hoãn sang sau năm 2025?", "4 tuyến đường"),
        ("Tỷ lệ đường đất của cả tỉnh đến nay còn bao nhiêu?", "7,5%"),
        ("Tỷ lệ đường đất của cả tỉnh đến nay giảm bao nhiêu?", "1,2%"),
        ("Bao nhiêu nhiệm vụ đang thực hiện trong 52 nhiệm vụ được giao?", "17 nhiệm vụ"),
        ("Trong 52 nhiệm vụ có bao nhiêu nhiệm vụ quá hạn?", "4 nhiệm vụ"),
    ],
)
def test_a_number_belongs_to_its_own_words(ask, question, value):
    assert ask(question)[0] == value


def test_without_a_state_all_parts_are_told(ask):
    (told, *_) = ask("Tiến độ 52 nhiệm vụ Ủy ban nhân dân tỉnh giao ra sao?")
    assert all(part in told for part in ("31", "17", "4"))
