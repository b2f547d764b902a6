"""Commands that are pointed at a place without documents."""

import pytest

from corpus.catalog import Catalog

ASKING = (
    ("ask", "Sở nào chủ trì?"),
    ("search", "báo cáo"),
    ("register",),
    ("genealogy", "12-CV/TU"),
    ("versions", "12-CV/TU"),
    ("delete", "12-CV/TU", "--yes"),
    ("label",),
    ("mcp",),
    ("export", "--beir", "out"),
    ("batch", "questions.txt", "-o", "answers.jsonl"),
    ("reread",),
    ("audit",),
    ("feedback",),
    ("keys", "list"),
    ("keys", "revoke", "ab"),
    ("keys", "rotate", "ab"),
)


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_a_mistyped_data_directory_is_told_and_not_made(cli, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questions.txt").write_text("Ai chủ trì?\n", encoding="utf-8")
    code, out, err = cli(*command, "--data-dir", "khoo")
    assert (code, out) == (2, "")
    assert err == (
        "chidao: Không có văn bản nào trong khoo; hãy nạp bằng chidao ingest, hoặc xem lại --data-dir.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["questions.txt"]


def test_a_folder_of_other_files_gets_no_catalog(cli, tmp_path):
    letter = tmp_path / "letters" / "1.txt"
    letter.parent.mkdir()
    letter.write_text("Công văn", encoding="utf-8")
    code, _, err = cli("ask", "Sở nào chủ trì?", "--data-dir", str(letter.parent))
    assert code == 2
    assert "Không có văn bản nào trong" in err
    assert list(letter.parent.iterdir()) == [letter]


def test_an_ingest_makes_the_directory_as_before(cli, tmp_path):
    letter = tmp_path / "1.txt"
    letter.write_text("Công văn số 5-CV/TU\n\nGiao Sở Y tế chủ trì.\n", encoding="utf-8")
    code, _, _ = cli("ingest", str(letter), "--data-dir", str(tmp_path / "new"))
    assert code == 0
    assert (tmp_path / "new" / "catalog.sqlite").is_file()


def test_keys_may_be_made_before_there_are_documents(cli, tmp_path):
    assert cli("keys", "create", "--name", "x", "--data-dir", str(tmp_path / "new"))[0] == 0


@pytest.mark.parametrize("command", [("ask", "Sở nào chủ trì?"), ("search", "báo cáo"), ("register",)])
def test_an_empty_collection_is_called_empty(cli, tmp_path, command):
    Catalog.open(tmp_path / "data").close()
    code, out, _ = cli(*command)
    assert code == 0
    assert "".join(out.split()).startswith("Khôngcóvănbảnnàotrong")
    assert "nội dung được hỏi" not in out


def test_the_json_of_an_empty_collection_stays_what_it_was(cli, tmp_path):
    Catalog.open(tmp_path / "data").close()
    code, out, err = cli("ask", "Sở nào chủ trì?", "--json")
    assert code == 0
    assert out.startswith('{"status":"abstained"')
    assert "Không có văn bản nào trong" in err
