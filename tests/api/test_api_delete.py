"""`chidao delete`, `chidao versions`, and the files and versions over HTTP."""

import json

import pytest

from corpus.catalog import SeenFile
from tests.api.fakes import TEXT, make_record

OTHER = TEXT.replace("12-CV/TU", "13-CV/TU")
ID = make_record().document.id
OTHER_ID = make_record(OTHER, "cv13.txt", "13-CV/TU").document.id


@pytest.fixture
def two(catalog):
    """Put a second document into the catalog, and link a file to it."""
    record = make_record(OTHER, "cv13.txt", "13-CV/TU")
    catalog.put(record)
    catalog.take_known(SeenFile("/somewhere/copy.txt", "copy.txt", record.document.sha256))
    return catalog


@pytest.fixture
def terminal(monkeypatch):
    """Let the user answer at a terminal."""

    def answer(text):
        import io

        stdin = io.StringIO(text + "\n")
        stdin.isatty = lambda: True
        monkeypatch.setattr("sys.stdin", stdin)

    return answer


def left(catalog):
    return {card.id for card in catalog.all_headers()}


@pytest.mark.parametrize("name", [OTHER_ID, "13-CV/TU", "/somewhere/cv13.txt", "/somewhere/copy.txt"])
def test_a_document_is_deleted_by_any_of_its_names(cli, two, name):
    code, out, err = cli("delete", name, "--yes")
    assert (code, out, err) == (0, "Đã xóa 1 văn bản. Kho còn 1 văn bản.\n", "")
    assert left(two) == {ID}


def test_files_that_would_bring_a_document_back_are_told(cli, two, tmp_path):
    file = tmp_path / "cv13.txt"
    file.write_text(OTHER)
    two.take_known(
        SeenFile(str(file), "cv13.txt", make_record(OTHER, "cv13.txt", "13-CV/TU").document.sha256)
    )
    _, out, err = cli("delete", OTHER_ID, "--yes")
    assert out.startswith("Đã xóa 1 văn bản.")
    assert err == "1 tệp vẫn còn trên đĩa: nạp lại thư mục thì văn bản sẽ trở lại kho.\n"


def test_the_index_follows(cli, two):
    cli("ask", "Sở nào chủ trì?")
    cli("delete", OTHER_ID, "-y")
    code, out, _ = cli("search", "báo cáo", "--json")
    assert code == 0
    assert {hit["document"]["id"] for hit in json.loads(out)["hits"]} == {ID}


def test_a_folder_means_all_that_came_from_it(cli, two):
    code, out, _ = cli("delete", "/somewhere", "-y")
    assert (code, left(two)) == (0, set())
    assert "2 văn bản" in out


def test_an_unknown_name_deletes_nothing(cli, two):
    code, out, err = cli("delete", ID, "99-CV/TU", "--yes")
    assert (code, out) == (1, "")
    assert err == "chidao: Kho không có văn bản nào mang mã, số hay đọc từ tệp 99-CV/TU.\n"
    assert left(two) == {ID, OTHER_ID}


def test_nothing_is_deleted_unasked(cli, two, terminal, monkeypatch):
    code, _, err = cli("delete", "13-CV/TU")
    assert code == 2
    assert err.splitlines() == [
        f"{OTHER_ID} · 03/04/2024 · Công văn mẫu · cv13.txt",
        "    cùng với tệp trùng copy.txt",
        "Chưa xóa gì; thêm --yes để xóa mà không hỏi lại.",
    ]
    terminal("k")
    code, _, err = cli("delete", "13-CV/TU")
    assert (code, "Không xóa gì." in err) == (1, True)
    assert left(two) == {ID, OTHER_ID}
    terminal("c")
    assert cli("delete", "13-CV/TU")[0] == 0
    assert left(two) == {ID}


def test_a_number_of_several_documents_is_asked_about(cli, two, terminal):
    twin = make_record(TEXT.replace("quý", "tháng"), "twin.txt")
    two.put(twin)
    code, _, err = cli("delete", "12-CV/TU", "--yes")
    assert code == 2
    assert err.splitlines()[0] == "Có 2 văn bản mang số 12-CV/TU:"
    assert len(left(two)) == 3
    terminal("3")
    assert cli("delete", "12-CV/TU", "--yes")[0] == 1
    terminal("1")
    assert cli("delete", "12-CV/TU", "--yes")[0] == 0
    assert left(two) == {OTHER_ID, max(ID, twin.document.id)}


# Files and versions


def change(catalog):
    """Let the file of the first document have another text."""
    record = make_record(OTHER, "cv12.txt", "13-CV/TU")
    seen = SeenFile("/somewhere/cv12.txt", "cv12.txt", record.document.sha256)
    return catalog.take(record, b"", seen)


def test_a_document_shows_its_files(client, two):
    files = [
        {"source": "cv13.txt", "link": "document", "similarity": None},
        {"source": "copy.txt", "link": "same_text", "similarity": None},
    ]
    assert client.get(f"/v1/documents/{OTHER_ID}").json()["files"] == files
    listed = client.get("/v1/documents").json()["documents"]
    assert {one["id"]: len(one["files"]) for one in listed} == {ID: 1, OTHER_ID: 2}


def test_versions_over_http(client, catalog):
    assert client.get(f"/v1/documents/{ID}/versions").json() == {"versions": []}
    change(catalog)
    (one,) = client.get(f"/v1/documents/{OTHER_ID}/versions").json()["versions"]
    assert (one["document_id"], one["replaced_by"], one["reason"]) == (ID, OTHER_ID, "changed")
    assert (one["number"], one["issued_on"], one["source"]) == ("12-CV/TU", "2024-04-03", "cv12.txt")
    url = f"/v1/documents/{OTHER_ID}/versions/{one['version']}/text"
    assert client.get(url).text == TEXT
    for wrong, slug in (
        (f"/v1/documents/{OTHER_ID}/versions/99/text", "version-not-found"),
        (url.replace(OTHER_ID, ID), "document-not-found"),  # the id of before names nothing any more
    ):
        response = client.get(wrong)
        assert (response.status_code, response.json()["type"]) == (404, f"urn:chidao:problem:{slug}")
    assert client.get(f"/v1/documents/{ID}/versions").status_code == 404


def test_versions_on_the_command_line(cli, catalog, client):
    assert cli("versions", ID)[1] == "Không có bản cũ nào.\n"
    change(catalog)
    code, out, _ = cli("versions", "13-CV/TU")
    assert code == 0
    assert out.splitlines()[0].endswith("tệp đã đổi nội dung · cv12.txt")
    assert cli("versions", OTHER_ID, "--text", "1")[1] == TEXT + "\n"
    as_json = cli("versions", OTHER_ID, "--json")[1]
    assert as_json == client.get(f"/v1/documents/{OTHER_ID}/versions").text + "\n"
    code, _, err = cli("versions", OTHER_ID, "--text", "9")
    assert (code, err) == (1, f"chidao: Văn bản {OTHER_ID} không có bản cũ số 9.\n")
    assert cli("versions", "x")[0] == 1
