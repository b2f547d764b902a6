"""Whatever a file holds, its record is consistent: spans lie in the text and parts lie in their passage."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.record import build_record
from corpus.types import Record

_PIECES = (
    "Số: 12/QĐ-UBND",
    "Hà Nội, ngày 31 tháng 02 năm 2025",
    "QUYẾT ĐỊNH",
    "Điều 1.",
    "1. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh, hoàn thành trước ngày 30/6/2025.",
    "a) Sở Tài chính:",
    "- Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ) hằng quý; kinh phí 1.200 triệu đồng",
    "| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |",
    "| 1 | Lập kế hoạch | Sở Y tế |",
    "| I | | | |",
    "Đơn vị chủ trì: Sở Y tế",
    "Thời gian: quý I/2025",
    "Nơi nhận:",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "PHỤ LỤC",
    "",
)


def _is_consistent(record: Record) -> None:
    text = record.document.text
    passages = {passage.id: passage for passage in record.passages}
    assert all(p.span.of(text) == p.text and p.text for p in record.passages)
    for one in record.assignments:
        assert passages[one.passage_id].span.start <= one.clause.start
        assert one.clause.start <= one.task.start <= one.task.end <= one.clause.end <= len(text)
        assert all(party.mention.span.of(text) == party.mention.name for party in one.parties)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=14))
def test_any_order_of_parts_gives_a_consistent_record(lines: list[str]) -> None:
    try:
        record = build_record(Path("a.txt"), "\n".join(lines).encode()).record
    except ReadError:
        assert not "".join(lines)  # only a file without text is refused
        return
    _is_consistent(record)


@pytest.mark.parametrize(
    "text",
    [
        "Xin",
        "QUYẾT ĐỊNH",
        "1." * 5_000,
        "(" * 3_000,
        "x" * 30_000,
        "Kinh phí " + "9" * 400 + " đồng; 1.000.000.000.000.000.000 tỷ đồng",
        "Nơi nhận: .....\n" * 50,
    ],
)
def test_text_that_is_no_document_is_read_all_the_same(text: str) -> None:
    record = build_record(Path("a.txt"), text.encode()).record
    _is_consistent(record)
    assert max((len(p.text) for p in record.passages), default=0) <= 1_200


def test_a_long_task_table_keeps_every_row() -> None:
    rows = [f"| {n} | Xây dựng kế hoạch số {n} | Sở Y tế | Quý I/2025 |" for n in range(1, 401)]
    head = "| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |"
    record = build_record(Path("a.txt"), "\n".join([head, *rows]).encode()).record
    assert len(record.assignments) == 400
    assert len({one.passage_id for one in record.assignments}) == 400
