"""Accessibility of every view in both themes, by axe-core where AXE_SCRIPT names it."""

import pytest

from tests.api.web.browser import DESK, PHONE, axe_source, settle
from tests.api.web.test_web_journeys import VIEWS

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture(scope="module")
def axe():
    source = axe_source()
    if not source:
        pytest.skip("AXE_SCRIPT is not set")
    return source


def violations(page, axe):
    page.evaluate(axe)
    found = page.evaluate(f"axe.run(document, {{runOnly: {list(TAGS)}}})")["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_violates_a_rule(visit, axe, scheme, size):
    page = visit(color_scheme=scheme, viewport=size)
    home = page.url.split("?")[0]
    found = {}
    for address in VIEWS:
        page.goto(home + address)
        settle(page)
        found[address] = violations(page, axe)
    assert {address: some for address, some in found.items() if some} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_violates_no_rule(visit, axe, scheme):
    page = visit(VIEWS[1], color_scheme=scheme)
    page.click("#filters summary")
    page.wait_for_selector("#filters select")
    assert violations(page, axe) == [], "filters"
    page.locator(".answer .open").click()
    page.wait_for_selector(".legend fieldset")
    page.locator(".jumps summary").click()
    assert violations(page, axe) == [], "reader"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert violations(page, axe) == [], "shortcuts"
    page.keyboard.press("Escape")
    page.locator("#question").press_sequentially(" công văn", delay=5)
    page.wait_for_selector("#suggestions li")
    assert violations(page, axe) == [], "suggestions"
