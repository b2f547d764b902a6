"""The sample documents behind a real server, and a page of a real browser; skipped where there is none."""

import pytest

from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from tests.api.web.browser import DESK, FLAGS, SAMPLES, browser_path, serving, settle, upload


@pytest.fixture(scope="session")
def chromium():
    """Return the browser of the system, driven by Playwright."""
    library = pytest.importorskip("playwright.sync_api")
    path = browser_path()
    if path is None:
        pytest.skip("no browser")
    with library.sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        except library.Error as error:
            pytest.skip(f"the browser does not start: {error}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def samples(tmp_path_factory, chromium):
    """Return the address of a server that has taken in the sample documents."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHIDAO_MODEL", "hashing")
        runtime = Runtime.open(Settings(data_dir=tmp_path_factory.mktemp("samples")))
        with serving(create_app(runtime=runtime)) as address:
            upload(address, [(path.name, path.read_bytes()) for path in SAMPLES])
            yield address
        runtime.close()


@pytest.fixture
def visit(chromium, samples):
    """Return a function that opens a page; errors of scripts and of the content policy fail the test."""
    contexts, faults = [], []

    def open_page(address="", memory=None, **options):
        context = chromium.new_context(viewport=options.pop("viewport", DESK), **options)
        contexts.append(context)
        for name, value in (memory or {}).items():
            context.add_init_script(f"localStorage.setItem('chidao.{name}', JSON.stringify('{value}'))")
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: "Content Security" in told.text and faults.append(told.text))
        page.goto(samples + address)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
