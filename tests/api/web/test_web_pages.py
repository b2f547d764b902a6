"""The page in a real browser; skipped where there is none that starts."""

import html
import re
import threading
import time
from dataclasses import replace
from urllib.parse import urlencode

import httpx
import pytest

from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.types import Provenance, Remark
from tests.api.fakes import LEAD, make_record
from tests.api.web.browser import DESK, serving, settle

# Letters outside the basic plane stand before the quote: two UTF-16 units, one code point each.
ASTRAL = (
    "Số: 77-CV/TU\nCần Thơ, ngày 03 tháng 4 năm 2024\n\n𝐓𝐡𝐨̂𝐧𝐠 𝐛𝐚́𝐨 😀😀😀 <img src=x onerror=alert(1)>\n\n"
    "1. 😀 Giao Sở Tài chính chủ trì <b>rà soát</b> dự án.\n"
    "2. Báo cáo hằng quý các quận, huyện.\n\nPHÓ BÍ THƯ\nNgười Ký Mẫu"
)


@pytest.fixture
def dump(chromium):
    """Return a function from an address to the DOM that the page builds there."""
    context = chromium.new_context(viewport=DESK)

    def run(address):
        page = context.new_page()
        page.goto(address)
        settle(page)
        page.wait_for_load_state("networkidle")
        return page.content()

    yield run
    context.close()


@pytest.fixture
def site(app, catalog):
    """Return the address of the application and its document with odd letters."""
    record = make_record(ASTRAL, "cv77.txt", "77-CV/TU")
    catalog.put(record)
    with serving(app) as address:
        yield address, record.document


def marks(dom, kind):
    return [html.unescape(text) for text in re.findall(rf'<mark class="{kind}">(.*?)</mark>', dom, re.DOTALL)]


def test_answer_stands_with_its_quote(dump, site):
    address, document = site
    dom = dump(address + "?" + urlencode({"q": "chủ trì rà soát dự án", "in": document.id}))
    assert re.search(r'<p class="value">Sở Tài chính</p>', dom)
    assert LEAD in marks(dom, "value-mark")
    assert ">Cơ quan chủ trì</h2>" in dom
    assert "Độ tin cậy cao (93%)" in dom


def test_reader_marks_code_points_and_runs_no_markup(dump, site):
    address, document = site
    quote = "😀 Giao Sở Tài chính chủ trì <b>rà soát</b> dự án."
    start, value = document.text.index(quote), document.text.index(LEAD)
    place = {
        "doc": document.id,
        "quote": f"{start}-{start + len(quote)}",
        "value": f"{value}-{value + len(LEAD)}",
    }
    dom = dump(address + "?" + urlencode(place))
    assert marks(dom, "quote-mark value-mark") == [LEAD]
    assert "".join(marks(dom, "quote-mark")) == quote.replace(LEAD, "")
    assert "&lt;img src=x onerror=alert(1)&gt;" in dom
    assert "<img" not in dom


def test_abstention_says_why(dump, site):
    dom = dump(site[0] + "?" + urlencode({"q": "vắng chủ trì"}))
    assert "Văn bản không nêu điều này" in dom
    assert "không nêu cơ quan chủ trì." in dom


def test_refused_question_is_explained(dump, site):
    dom = dump(site[0] + "?" + urlencode({"q": "?!"}))
    assert "Câu hỏi không có chữ cái hay chữ số nào." in dom


def test_page_waits_for_the_models(dump, settings, catalog, backend):
    backend.gate = threading.Event()
    app = create_app(settings, Runtime(settings, catalog, backend))
    refused = []

    async def releasing(scope, receive, send):
        async def watched(message):
            await send(message)
            if message.get("status") == 503:
                refused.append(scope["path"])
                backend.gate.set()  # loading ends only after the page has been refused once

        await app(scope, receive, watched)

    with serving(releasing) as address:
        dom = dump(address + "?" + urlencode({"q": "chủ trì rà soát dự án"}))
    assert "/v1/ask" in refused
    assert LEAD in marks(dom, "value-mark")


def test_documents_are_listed(dump, site):
    dom = dump(site[0] + "?view=documents")
    assert "1–2 trong 2 văn bản" in dom
    assert "Công văn số 77-CV/TU" in dom


def test_pages_are_marked_and_scans_are_named(dump, app, catalog):
    record = make_record(ASTRAL, "scan.pdf", "77-CV/TU")
    second = ASTRAL.index("2. Báo cáo")
    read = Provenance("pdf", (Remark.OCR,), (1, 2), 0.934)
    document = replace(record.document, page_starts=(0, second, second), provenance=read)
    catalog.put(replace(record, document=document))
    with serving(app) as address:
        dom = dump(address + "?" + urlencode({"doc": document.id, "quote": f"{second}-{second + 5}"}))
    assert re.findall(r'role="doc-pagebreak" aria-label="([^"]+)"', dom) == ["Trang 1", "Trang 2–3"]
    assert 'Trang 2–3</span><mark class="quote-mark">2. Bá' in dom
    assert "nhận dạng từ ảnh (OCR), độ tin cậy 93%" in dom
    assert len(re.findall(r"<option", dom)) == 3


def test_uploads_are_shown_with_their_reasons(dump, app):
    with serving(app) as address:
        parts = [("files", ("cv20.txt", ASTRAL.encode())), ("files", ("cũ.doc.txt", b"\0\0"))]
        sent = httpx.post(address + "v1/documents", files=parts)
        state = address + "v1/tasks/" + sent.json()["id"]
        while httpx.get(state).json()["finished_at"] is None:
            time.sleep(0.05)
        dom = dump(address + "?view=upload")
    assert "Kéo thả tệp hoặc thư mục vào đây" in dom
    assert "Đã nạp xong, có tệp lỗi" in dom
    assert "tệp là dữ liệu nhị phân, không phải văn bản" in dom
    assert re.search(r'class="file">cv20.txt</span><span class="what">đã nạp</span>', dom)


def test_a_server_that_takes_no_files_says_so_on_the_page(dump, tmp_path, catalog, backend):
    settings = Settings(data_dir=tmp_path / "data", uploads="off")
    with serving(create_app(settings, Runtime(settings, catalog, backend))) as address:
        dom = dump(address + "?view=upload")
    assert "Máy chủ này không nhận tệp từ trang web." in dom
