"""What the page says when the server does not do what was asked."""

import json
from urllib.parse import quote

import pytest

QUESTION = "?q=" + quote("Ai ký Công văn 1023?")


def answering(page, status, slug, headers=None):
    body = json.dumps({"type": f"urn:chidao:problem:{slug}", "status": status, "request_id": "r1"})
    page.route(
        "**/v1/ask",
        lambda route: route.fulfill(
            status=status, body=body, content_type="application/problem+json", headers=headers or {}
        ),
    )


def ask(page):
    page.keyboard.type("Ai ký Công văn 1023?")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("status", "slug", "headers", "said"),
    [
        (401, "unauthorized", {}, "Cần đăng nhập"),
        (403, "scope-missing", {}, "không được làm việc này"),
        (429, "rate-limited", {"Retry-After": "7"}, "sau 7 giây"),
        (500, "internal", {}, "Máy chủ gặp lỗi"),
        (503, "overloaded", {}, "quá tải"),
    ],
)
def test_refusals_are_explained(visit, status, slug, headers, said):
    page = visit()
    answering(page, status, slug, headers)
    ask(page)
    page.wait_for_selector(".failure[role=alert]")
    assert said in page.inner_text(".failure")
    assert page.locator(".failure button").count() == (0 if status in (401, 403) else 1)
    assert page.locator(".failure a[href=login]").count() == (1 if status == 401 else 0)


def test_a_server_that_is_gone_may_be_asked_again(visit):
    page = visit()
    page.route("**/v1/ask", lambda route: route.abort())
    ask(page)
    page.wait_for_selector(".failure")
    assert "Không kết nối được" in page.inner_text(".failure")
    page.unroute("**/v1/ask")
    page.click(".failure button")
    page.wait_for_selector(".answer")


def test_a_view_that_fails_offers_to_try_again(visit):
    page = visit()
    page.route("**/v1/assignments*", lambda route: route.abort())
    page.click("[data-nav=register]")
    page.wait_for_selector(".view .failure")
    page.unroute("**/v1/assignments*")
    page.click(".failure button")
    page.wait_for_selector("table.register")


def test_a_loading_server_is_waited_for(visit):
    page = visit()
    answering(page, 503, "not-ready", {"Retry-After": "1"})
    ask(page)
    page.wait_for_selector("#status:has-text('đang nạp mô hình')")
    page.unroute("**/v1/ask")
    page.wait_for_selector(".answer")


def test_what_a_key_may_not_do_is_not_shown(visit):
    page = visit()
    me = {"name": "cán bộ", "scopes": ["search", "ask"], "labels": ["public"], "access": "keys"}
    page.route("**/v1/me", lambda route: route.fulfill(json=me))
    page.reload()
    page.wait_for_selector("#logout:not([hidden])")
    assert page.locator("[data-nav=upload]").is_hidden()
    assert page.locator("[data-nav=admin]").is_hidden()
    assert page.locator("[data-nav=register]").is_visible()
