import re

from api.apidocs.facts import operations, shapes


def test_every_route_and_shape_stands_on_the_page(client):
    document = client.get("/openapi.json").json()
    response = client.get("/docs")
    page = response.text
    assert response.headers["content-type"].startswith("text/html")
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page
    for name in document["components"]["schemas"]:
        assert f'id="shape-{name}"' in page


def test_every_link_leads_somewhere_on_the_page(client):
    page = client.get("/docs").text
    targets = set(re.findall(r' id="([^"]+)"', page))
    assert {link for link in re.findall(r'href="#([^"]+)"', page)} <= targets
    assert len(re.findall(r' id="', page)) == len(targets)


def test_limits_are_said(client):
    page = client.get("/docs").text
    assert "from 1, to 500, default 50" in page
    assert "at least 1 characters, at most 2000 characters" in page


def test_nothing_comes_from_elsewhere_and_nothing_runs(client):
    page = client.get("/docs").text
    assert not re.search(r"<script|<style| style=|https?://|//[a-z]", page)
    for name in re.findall(r'(?:href|src)="(/[^"#]+)"', page):
        assert client.get(name).status_code == 200


def test_what_a_document_says_is_no_markup():
    document = {
        "paths": {"/x": {"get": {"description": "<b>", "responses": {"200": {"description": "ok"}}}}},
        "components": {"schemas": {"A": {"enum": ["a", "b"]}, "B": {"properties": {"c": {"const": 1}}}}},
    }
    ((only,),) = operations(document).values()
    assert (only.method, only.about, only.gives[0].about) == ("GET", "<b>", "ok")
    assert [(shape.name, shape.values) for shape in shapes(document)] == [("A", "a, b"), ("B", "")]


def test_markup_is_escaped(app, client):
    app.openapi_schema = app.openapi() | {"info": {"title": "<i>", "version": "1", "description": ""}}
    assert "&lt;i&gt;" in client.get("/docs").text
