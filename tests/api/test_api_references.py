"""What a document cites, and the file that it was read from."""

import hashlib
from dataclasses import replace
from datetime import date

from corpus.catalog import SeenFile
from corpus.types import Reference, Relation
from tests.api.fakes import make_record, span_of

CITING = (
    "Số: 20-CV/TU\nngày 03 tháng 4 năm 2024\n"
    "1. CV thực hiện Công văn số 12-CV/TU và Nghị quyết số 59-NQ/TW, các quận, huyện làm.\nNgười Ký Mẫu"
)


def citing():
    record = make_record(CITING, "cv20.txt", "20-CV/TU")
    clause = record.passages[0].span
    cited = [
        ("r1", "Công văn số 12-CV/TU", "12-CV/TU", date(2024, 4, 3)),
        ("r2", "Nghị quyết số 59-NQ/TW", "59-NQ/TW", None),
    ]
    references = tuple(
        Reference(
            one, record.document.id, record.passages[0].id, span_of(CITING, text), clause,
            Relation.IMPLEMENTS, number, issued_on=day,
        )
        for one, text, number, day in cited
    )  # fmt: skip
    return replace(record, references=references)


def test_references_tell_what_is_here_and_what_is_not(client, catalog):
    record = citing()
    catalog.put(record)
    held, absent = client.get(f"/v1/documents/{record.document.id}/references").json()["references"]
    assert held["documents"] == [make_record().document.id]
    assert CITING[held["span"]["start"] : held["span"]["end"]] == "Công văn số 12-CV/TU"
    assert (absent["number"], absent["documents"]) == ("59-NQ/TW", [])
    assert absent["work"] is not None


def test_references_of_no_document_are_a_problem(client):
    assert client.get("/v1/documents/none/references").status_code == 404
    assert client.get("/v1/documents/none/file").status_code == 404


def stored(catalog, tmp_path, content=b"as it came"):
    path = tmp_path / "công văn.docx"
    path.write_bytes(content)
    record = make_record(CITING, path.name, "20-CV/TU")
    digest = hashlib.sha256(content).hexdigest()
    document = replace(record.document, sha256=digest, origin=str(path))
    catalog.take(replace(record, document=document), b"", SeenFile(str(path), path.name, digest, 1, 1))
    return path, document.id


def test_the_file_comes_as_it_was_and_is_never_shown_as_a_page(client, catalog, tmp_path):
    _, document_id = stored(catalog, tmp_path)
    answer = client.get(f"/v1/documents/{document_id}/file")
    assert answer.content == b"as it came"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_another_content_does_not_leave_as_the_document(client, catalog, tmp_path):
    path, document_id = stored(catalog, tmp_path)
    path.write_bytes(b"something else")
    answer = client.get(f"/v1/documents/{document_id}/file")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:chidao:problem:original-not-kept"


def test_what_was_uploaded_is_found_where_uploads_are_kept(client):
    sent = client.post("/v1/documents", files=[("files", ("cv20.txt", CITING.encode()))]).json()
    while not (task := client.get(f"/v1/tasks/{sent['id']}").json())["finished_at"]:
        pass
    document_id = task["results"][0]["document_id"]
    assert client.get(f"/v1/documents/{document_id}/file").content == CITING.encode()
