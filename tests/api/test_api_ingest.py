import pytest

import corpus.ingest as corpus_ingest
from api.cli.options import OnConflict

LETTER = (
    "TỈNH ỦY MẪU\n*\nSố: 12-CV/TU\n\nMẫu, ngày 03 tháng 4 năm 2024\n\n"
    "1. Giao Sở Tài chính chủ trì, phối hợp với các quận, huyện rà soát dự án chậm tiến độ.\n"
)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.txt").write_text(LETTER)
    return path


def test_the_policy_has_the_words_of_the_corpus():
    assert {each.value for each in OnConflict} == {each.value for each in corpus_ingest.OnConflict}


def test_new_then_unchanged(cli, folder):
    code, out, err = cli("ingest", str(folder))
    assert (code, err) == (0, "")
    assert out.startswith("1 tệp: 1 mới. ")
    assert "Kho có 1 văn bản." in out
    code, out, _ = cli("ingest", str(folder))
    assert code == 0
    assert out.startswith("1 tệp: 1 không đổi. ")


@pytest.mark.parametrize(
    ("policy", "code", "told"), [("replace", 0, "1 thay thế"), ("skip", 0, "1 bỏ qua"), ("error", 3, "1 lỗi")]
)
def test_a_changed_file_follows_the_policy(cli, folder, policy, code, told):
    cli("ingest", str(folder))
    (folder / "a.txt").write_text(LETTER.replace("12-CV/TU", "13-CV/TU"))
    found = cli("ingest", str(folder), "--on-conflict", policy)
    assert found[0] == code
    assert told in found[1]
    assert "Kho có 1 văn bản." in found[1]


def test_bad_files_are_named_with_the_reason_and_the_others_done(cli, folder):
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "empty.txt").write_bytes(b"")
    code, out, err = cli("ingest", str(folder))
    assert code == 3
    assert "3 tệp: 1 mới, 2 lỗi." in out
    assert "binary.txt: tệp là dữ liệu nhị phân, không phải văn bản" in err
    assert "empty.txt: tệp không có nội dung" in err


def test_a_run_of_bad_files_only_is_partial_as_well(cli, tmp_path):
    code, out, err = cli("ingest", str(tmp_path / "missing.txt"))
    assert code == 3
    assert "missing.txt: tệp không tồn tại" in err
    assert "1 lỗi" in out


def test_an_empty_folder_is_a_failure(cli, tmp_path):
    empty = tmp_path / "in"
    empty.mkdir()
    assert cli("ingest", str(empty)) == (1, "", "Không có tệp nào để nạp.\n")
    (empty / "photo.jpg").write_bytes(b"x")
    code, out, err = cli("ingest", str(empty))
    assert (code, err) == (1, "Không có tệp nào thuộc loại được hỗ trợ.\n")
    assert "1 bỏ qua" in out


def test_wrong_usage_exits_2(cli, folder):
    assert cli("ingest")[0] == 2
    assert cli("ingest", str(folder), "--on-conflict", "burn")[0] == 2
