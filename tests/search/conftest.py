from pathlib import Path

import numpy as np
import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from indexer.local import open_index
from indexer.sync import sync
from models.hashing import HashingEmbedder
from models.load import load_analyzer
from search.answer.choices.rank import Weights
from search.answer.choices.scorer import Scorer
from search.asking.shapes import Shape
from search.engine import Engine

LETTER = """\
TỈNH ỦY BÌNH HẢI
*
Số 77-CV/TU
V/v rà soát việc thực hiện Nghị quyết số 12-NQ/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Bình Hải, ngày 05 tháng 3 năm 2024

Kính gửi: - Các huyện ủy,
- Các ban đảng của Tỉnh ủy.

Thực hiện Nghị quyết số 12-NQ/TU ngày 10/01/2022 của Tỉnh ủy, Ban Thường vụ Tỉnh ủy yêu cầu:
1- Các huyện ủy tự rà soát việc thực hiện nghị quyết ở cấp mình, hoàn thành trước ngày 30/4/2024.
2- Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy
kiểm tra việc sắp xếp cán bộ; báo cáo Ban Thường vụ Tỉnh ủy.
3- Ban Dân vận Tỉnh ủy chủ trì khảo sát ý kiến nhân dân tại 15 xã.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
(đã ký)
"""
HOMONYMS = [
    f"""\
BỘ XÂY DỰNG
-------
Số: 5/QĐ-BXD

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày {day}

QUYẾT ĐỊNH
Về việc {topic}

Điều 1. Ban hành kèm theo Quyết định này quy định về {topic}.
Điều 2. Vụ Pháp chế chịu trách nhiệm thi hành.
"""
    for day, topic in (
        ("02 tháng 02 năm 2021", "quản lý chất thải rắn đô thị"),
        ("03 tháng 02 năm 2023", "cấp giấy phép đào tạo lái tàu"),
    )
]


@pytest.fixture(scope="session")
def catalog(tmp_path_factory):
    with Catalog.open(tmp_path_factory.mktemp("data")) as opened:
        for name, text in [
            ("cv77.txt", LETTER),
            ("qd5-2021.txt", HOMONYMS[0]),
            ("qd5-2023.txt", HOMONYMS[1]),
        ]:
            built = build_record(Path(name), text.encode())
            opened.put(built.record, built.offsets.pack())
        yield opened


@pytest.fixture(scope="session")
def engine(catalog, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    embedder, analyzer = HashingEmbedder(), load_analyzer()
    sync(catalog, folder, embedder, analyzer)
    return Engine(catalog, open_index(folder, embedder.spec, analyzer.name), embedder, analyzer)


@pytest.fixture
def even():
    """Weights for which all choices are alike."""
    none = np.zeros((len(Shape), 0), np.float32)
    agreed, inner = np.zeros(len(Shape), np.float32), np.zeros((0, 1), np.float32)
    constants = np.zeros((len(Shape), 1), np.float32)
    return Weights(Scorer((), none[0], none[0], none, agreed, inner, constants, np.zeros(1, np.float32)), {})
