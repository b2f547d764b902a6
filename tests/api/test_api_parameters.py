"""Parameters of the address that no route knows: a filter that is misspelt must not get lost."""

import pytest


@pytest.mark.parametrize(
    ("address", "wrong", "right"),
    [
        ("/v1/assignments?due_before=2024-12-31", "due_before", "due_to"),
        ("/v1/assignments.csv?words=a", "words", "q"),
        ("/v1/figures?words=h%E1%BB%99", "words", "indicator"),
        ("/v1/documents?page_size=2", "page_size", "limit"),
        ("/v1/search?q=b%C3%A1o&kinds=a", "kinds", "kind"),
        ("/v1/suggest?q=b&k=2", "k", "limit"),
    ],
)
def test_an_unknown_parameter_is_named_with_those_there_are(client, address, wrong, right):
    answer = client.get(address)
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [(one["where"], one["pointer"], one["code"]) for one in told["errors"]] == [
        ("query", f"/{wrong}", "extra_forbidden")
    ]
    assert f"no parameter {wrong}" in told["detail"]
    assert right in told["detail"].replace(",", " ").replace(".", " ").split()


def test_where_no_parameter_is_taken_that_is_said(client):
    assert "takes none" in client.get("/v1/me?who=x").json()["detail"]


def test_every_unknown_parameter_is_named_once(client):
    errors = client.get("/v1/documents?a=1&a=2&b=3&limit=1").json()["errors"]
    assert [one["pointer"] for one in errors] == ["/a", "/b"]


def test_a_misspelt_label_does_not_make_an_upload_public(client):
    sent = [("files", ("a.txt", b"x"))]
    assert client.post("/v1/documents?labels=mat", files=sent).status_code == 422


def test_known_parameters_stay(client):
    for address in (
        "/v1/assignments?role=lead&role=implement&groups=false&limit=2",
        "/v1/documents?limit=2&offset=0",
        "/v1/search?q=b%C3%A1o&kind=a&kind=b&k=1",
        "/v1/figures?indicator=h%E1%BB%99",
    ):
        assert client.get(address).status_code == 200, address


def test_probes_pages_and_other_dialects_take_what_others_add(client):
    for address in ("/livez?t=1", "/docs?lang=vi", "/widget.js?v=2", "/v1/models?order=asc", "/?q=a"):
        assert client.get(address).status_code == 200, address
