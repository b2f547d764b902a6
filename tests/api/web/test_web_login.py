"""Where keys are asked for: logging in, what a key may do, making and revoking keys, labels, logging out."""

import pytest

from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.app import create_app
from api.engine.runtime import Runtime
from corpus.labels import Label
from tests.api.web.browser import DESK, serving, settle


@pytest.fixture
def kept(settings, catalog, backend):
    """Return the address of a server that asks for keys, and a function that makes one."""
    app = create_app(settings, Runtime(settings, catalog, backend))

    def give(scopes, clearance=None):
        issued = issue(Grant("thử", frozenset(scopes), clearance))
        app.state.door.store.put(issued.key)
        return issued.token

    with serving(app) as address:
        yield address, give


@pytest.fixture
def log_in(chromium, kept):
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    page.set_default_timeout(15_000)

    def enter(key):
        page.goto(kept[0])
        page.fill("#key", key)
        page.keyboard.press("Enter")
        page.wait_for_selector("#question, #problem:not(:empty)")
        return page

    yield enter
    context.close()


def test_a_wrong_key_opens_nothing(kept, log_in):
    kept[1](Scope)
    page = log_in("chidao_wrong")
    assert page.locator("#question").count() == 0
    assert "Khóa không dùng được" in page.inner_text("#problem")


def test_the_login_page_speaks_english_to_who_wants_that(kept, log_in):
    kept[1](Scope)
    page = log_in("chidao_wrong")
    page.click("#language")
    page.wait_for_selector("html[lang=en]")
    assert page.title() == "Log in · Chỉ Đạo"
    assert page.inner_text("label") == "Access key"
    page.fill("#key", "chidao_wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("#problem:not(:empty)")
    assert "opens nothing" in page.inner_text("#problem")


def test_a_reader_sees_no_administration_and_logs_out(kept, log_in):
    page = log_in(kept[1]((Scope.SEARCH, Scope.ASK), frozenset((Label.PUBLIC,))))
    page.wait_for_selector("#logout:not([hidden])")
    assert page.locator("[data-nav=admin]").is_hidden()
    assert page.locator("[data-nav=upload]").is_hidden()
    page.click("#logout")
    page.wait_for_selector("#key")
    page.goto(kept[0])
    assert page.locator("#key").count() == 1


def test_an_administrator_makes_a_key_that_is_shown_once_and_revokes_it(kept, log_in):
    page = log_in(kept[1](Scope))
    page.goto(kept[0] + "?view=admin")
    page.fill(".new-key [name=name]", "Phòng Tổng hợp")
    page.click(".new-key button")
    secret = page.inner_text(".secret")
    assert secret.startswith("chidao_")
    row = page.locator("tr", has_text="Phòng Tổng hợp")
    row.get_by_role("button").click()
    page.wait_for_selector("tr.over:has-text('Phòng Tổng hợp')")
    assert secret not in page.content()


def test_a_label_that_is_given_hides_a_document(kept, log_in):
    address, give = kept
    reader = give((Scope.SEARCH, Scope.ASK), frozenset((Label.PUBLIC,)))
    page = log_in(give(Scope))
    page.goto(address + "?view=admin")
    page.select_option("select[name=label]", "internal")
    page.wait_for_selector("[role=status]:has-text('nội bộ')")
    page.context.clear_cookies()
    log_in(reader)
    page.goto(address + "?view=documents")
    settle(page)
    page.wait_for_selector(".view .card")
    assert "12-CV/TU" not in page.inner_text("#main")
