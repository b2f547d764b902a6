import pytest

from tests.api.fakes import TEXT, make_record

PATHS = [
    "/v1/documents",
    "/v1/assignments",
    "/v1/assignments.csv",
    "/v1/assignments.ics",
    "/v1/figures",
    "/v1/facets",
]


def one_document(client):
    return "/v1/documents/" + client.get("/v1/documents").json()["documents"][0]["id"]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_unchanged_is_not_sent_again(client, catalog, path):
    first = client.get(path)
    etag = first.headers["etag"]
    assert first.status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"
    for sent in (etag, f'"x", W/{etag}', "*"):
        again = client.get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert client.head(path).headers["etag"] == etag


def test_a_change_shows_at_once(client, catalog):
    paths = ("/v1/documents", one_document(client))
    before = {path: client.get(path).headers["etag"] for path in paths}
    catalog.put(make_record(TEXT.replace("Tài chính", "Y tế"), "cv13.txt", "12-CV/TU"))
    after = {path: client.get(path, headers={"If-None-Match": before[path]}) for path in paths}
    assert [after[path].status_code for path in paths] == [200, 304]


def test_errors_bear_no_tag(client):
    assert "etag" not in client.get("/v1/documents/0000000000000000").headers


def test_the_text_keeps_the_tag_of_its_own(client):
    path = one_document(client)
    document_id = path.rpartition("/")[2]
    assert client.get(f"{path}/text").headers["etag"] == f'"{document_id}-0-{len(TEXT)}"'


def test_the_schema_tells_of_it(app):
    for path in PATHS:
        assert "304" in app.openapi()["paths"][path]["get"]["responses"], path
