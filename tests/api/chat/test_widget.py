"""The widget on somebody else's page, in a real browser; skipped where there is none."""

import shutil

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from api.app import create_app
from api.errors import NotReady
from api.settings import Settings
from tests.api.fakes import TEXT, make_record
from tests.api.live import served as serving

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOST_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
      content="script-src {server}; style-src 'self'; connect-src {server}"><link rel="icon" href="data:,">
</head><body><h1>Cổng thông tin</h1><p>Nội dung của trang.</p>
<script src="{server}/widget.js" defer data-title="Hỏi văn bản"></script></body></html>"""
HOSTILE = (
    "Số: 77-CV/TU\nCần Thơ, ngày 03 tháng 4 năm 2024\n\n𝐓𝐡𝐨̂𝐧𝐠 😀\n\n"
    "1. 😀 Giao Sở Tài chính chủ trì <img src=x onerror=alert(1)> [x](javascript:alert(2)).\n"
    "2. Báo cáo hằng quý các quận, huyện.\n\nPHÓ BÍ THƯ\nNgười Ký Mẫu"
)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no browser")
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        except playwright.Error as error:
            pytest.skip(f"the browser does not start: {error}")
        yield opened
        opened.close()


@pytest.fixture
def site(settings, runtime):
    """Serve the application and a page of another origin that has the widget; yield the page's address."""
    page, places = FastAPI(), {}
    page.add_api_route(
        "/", lambda: HTMLResponse(HOST_PAGE.format(server=places["server"])), include_in_schema=False
    )
    with serving(page) as host:
        runtime.settings = Settings(data_dir=settings.data_dir, cors_origins=(host,))
        with serving(create_app(runtime.settings, runtime)) as server:
            places["server"] = server
            yield host


@pytest.fixture
def page(browser, site):
    opened = browser.new_page(viewport={"width": 1000, "height": 760})
    opened.alerts, opened.wrong = [], []
    opened.on("dialog", lambda dialog: (opened.alerts.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda told: opened.wrong.append(told.text) if told.type == "error" else None)
    opened.goto(site)
    yield opened
    assert opened.alerts == []
    opened.close()


def ask(page, question):
    page.get_by_label("Câu hỏi", exact=True).fill(question)
    page.keyboard.press("Enter")


def test_a_question_is_asked_and_its_proof_opened_by_keyboard_alone(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog", name="Hỏi văn bản").is_visible()
    page.keyboard.type("Sở nào chủ trì rà soát?")
    page.keyboard.press("Enter")
    mark = page.get_by_role("button", name="Căn cứ số 1")
    mark.wait_for()
    log = page.get_by_role("log")
    assert "Cơ quan chủ trì: Sở Tài chính [1]" in log.inner_text()
    assert "Đang tra cứu…" not in log.inner_text()
    mark.press("Enter")
    quote = page.locator("blockquote")
    assert quote.inner_text() == TEXT.split("\n")[3]
    assert quote.locator("mark").inner_text() == "Sở Tài chính"
    link = page.get_by_role("link", name="Xem trong văn bản")
    assert "?doc=" in link.get_attribute("href")
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "CHIDAO-CHAT"
    assert page.wrong == []


def test_what_was_said_before_goes_along(page, runtime, monkeypatch):
    asked, ask_before = [], runtime.ask
    monkeypatch.setattr(runtime, "ask", lambda request: asked.append(request) or ask_before(request))
    page.get_by_role("button", name="Mở khung hỏi đáp").click()
    ask(page, "Sở nào chủ trì rà soát?")
    page.get_by_role("button", name="Căn cứ số 1").wait_for()
    ask(page, "Thế ai vắng?")
    page.get_by_text("không nêu thông tin này").wait_for()
    assert [turn.role for turn in asked[1].history] == ["user", "assistant"]
    page.get_by_role("button", name="Hỏi chuyện mới").click()
    assert page.get_by_text("Xin chào").is_visible()
    ask(page, "Sở nào chủ trì rà soát?")
    page.get_by_role("button", name="Căn cứ số 1").wait_for()
    assert asked[2].history == ()


def test_documents_bring_no_markup_and_letters_count_as_one(page, catalog, runtime):
    catalog.put(make_record(HOSTILE, "cv77.txt", "77-CV/TU"))
    catalog.delete(make_record().document.id)
    runtime.catch_up()
    page.get_by_role("button", name="Mở khung hỏi đáp").click()
    ask(page, "Sở nào chủ trì?")
    page.get_by_role("button", name="Căn cứ số 1").click()
    assert page.locator("blockquote mark").inner_text() == "Sở Tài chính"
    assert "<img src=x onerror=alert(1)>" in page.locator("blockquote").inner_text()
    assert page.locator("chidao-chat img").count() == 0
    assert page.locator("blockquote a").count() == 0


def refuse(request):
    raise NotReady


def test_faults_are_told_and_the_question_is_kept(page, runtime, monkeypatch):
    page.get_by_role("button", name="Mở khung hỏi đáp").click()
    ask(page, "?!")
    page.get_by_text("không có chữ cái hay chữ số nào").wait_for()
    assert page.get_by_label("Câu hỏi", exact=True).input_value() == "?!"
    monkeypatch.setattr(runtime, "ask", refuse)
    ask(page, "Sở nào chủ trì?")
    page.get_by_text("Máy chủ đang bận hoặc đang khởi động. Xin thử lại sau 2 giây.").wait_for()


def test_it_is_as_wide_as_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("button", name="Mở khung hỏi đáp").click()
    ask(page, "Sở nào chủ trì rà soát?")
    page.get_by_role("button", name="Căn cứ số 1").wait_for()
    box = page.get_by_role("dialog").bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_another_page_may_not_ask(browser, settings, runtime):
    page_app = FastAPI()
    with serving(create_app(settings, runtime)) as server:
        page_app.add_api_route(
            "/", lambda: HTMLResponse(HOST_PAGE.format(server=server)), include_in_schema=False
        )
        with serving(page_app) as host:
            page = browser.new_page()
            page.goto(host)
            page.get_by_role("button", name="Mở khung hỏi đáp").click()
            ask(page, "Sở nào chủ trì rà soát?")
            page.get_by_text("Không kết nối được với máy chủ").wait_for()
            page.close()


def test_the_widget_loads_nothing_from_elsewhere(client):
    response = client.get("/widget.js")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert "innerHTML" not in response.text
    assert "https://" not in response.text.replace("https://HOST", "").replace('"https:"', "")
