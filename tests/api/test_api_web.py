import pytest
from fastapi.testclient import TestClient

import api.app
from api.app import create_app


@pytest.fixture
def web(tmp_path, monkeypatch):
    folder = tmp_path / "web"
    (folder / "static").mkdir(parents=True)
    monkeypatch.setattr(api.app, "WEB", folder)
    return folder


def test_the_page_and_its_files_are_served(web, settings, runtime):
    (web / "index.html").write_text("<!doctype html><title>Chỉ Đạo</title>")
    (web / "static" / "app.js").write_text("let a;")
    with TestClient(create_app(settings, runtime)) as client:
        page = client.get("/")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "Chỉ Đạo" in page.text
        script = client.get("/static/app.js")
        assert script.text == "let a;"
        for response in (page, script):
            assert response.headers["cache-control"] == "no-cache"
            assert response.headers["x-content-type-options"] == "nosniff"
            assert response.headers["referrer-policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        again = client.get("/static/app.js", headers={"If-None-Match": script.headers["etag"]})
        assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
        for path in ("/static/none.js", "/static/../index.html", "/static/%2e%2e/index.html"):
            response = client.get(path)
            assert response.status_code == 404
            assert response.headers["content-type"] == "application/problem+json"
        assert client.get("/v1/documents").status_code == 200


def test_without_a_page_there_is_a_problem(web, settings, runtime):
    with TestClient(create_app(settings, runtime)) as client:
        assert client.get("/").status_code == 404


def test_an_application_can_be_opened_twice(settings, monkeypatch):
    monkeypatch.setenv("CHIDAO_MODEL", "hashing")
    app = create_app(settings)
    for _ in range(2):
        with TestClient(app) as client:
            assert client.get("/v1/documents").json()["total"] == 0
            assert client.get("/metrics").text.count("chidao_index_documents 0.0") == 1
