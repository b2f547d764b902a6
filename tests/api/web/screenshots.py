"""Make the pictures of `docs/web.md` from the samples: `python -m tests.api.web.screenshots docs/images`."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from tests.api.web.browser import FLAGS, SAMPLES, browser_path, serving, settle, upload

DESK = {"width": 1120, "height": 760}
WIDE = {"width": 1400, "height": 860}
PHONE = {"width": 360, "height": 740}
COLOURS = 96  # as many as these pages need; a picture takes a third of the room

LEAD = "?q=" + quote("Cơ quan nào chủ trì theo dõi Công văn 1023?")
SHOTS = {  # name: address, options of the browser, selectors to click one after the other
    "page-desktop": (LEAD, {"viewport": WIDE}, (".answer .open",)),
    "page-phone": (LEAD, {"viewport": PHONE}, ()),
    "ask": (LEAD, {}, ()),
    "abstained": ("?q=" + quote("Công văn 1023-CV/TU có hiệu lực từ ngày nào?"), {}, ()),
    "ambiguous": ("?q=" + quote("Ai ký Nghị quyết 59-NQ/TW?"), {}, ()),
    "follow-up": ("?q=" + quote("thế ai phối hợp?") + "&after=" + LEAD.removeprefix("?q="), {}, ()),
    "filters": (LEAD, {}, ("#filters summary",)),
    "register": ("?view=register", {}, ()),
    "calendar": ("?view=register&shape=calendar&month=2024-04", {}, ()),
    "genealogy": ("?view=genealogy&number=59-NQ/TW", {}, ()),
    "figures": ("?view=figures&words=" + quote("nhiệm vụ"), {}, ()),
    "upload": ("?view=upload", {}, ()),
    "admin": ("?view=admin", {}, ()),
    "english": ("?view=register", {"lang": "en"}, ()),
    "dark": (LEAD, {"color_scheme": "dark"}, ()),
    "print": (LEAD, {"media": "print"}, ()),
    "phone-register": ("?view=register", {"viewport": PHONE}, ()),
}


def main() -> None:
    """Serve the samples and take all pictures."""
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        runtime = Runtime.open(Settings(data_dir=Path(folder)))
        app = create_app(runtime=runtime)
        with serving(app) as address:
            upload(address, [(path.name, path.read_bytes()) for path in SAMPLES])
            for name, (query, options, clicks) in SHOTS.items():
                shoot(browser, address + query, out / f"{name}.png", dict(options), clicks)
            app.state.door.store.put(issue(Grant("Quản trị", frozenset(Scope), None)).key)
            page = browser.new_page(viewport=DESK)
            page.goto(address)
            page.wait_for_selector("#key")
            keep(page, out / "login.png")
        runtime.close()
        browser.close()


def shoot(browser, address, path, options, clicks) -> None:
    """Take one picture."""
    language, media = options.pop("lang", None), options.pop("media", None)
    context = browser.new_context(**{"viewport": DESK, "locale": "vi-VN", **options})
    if language:
        context.add_init_script(f"localStorage.setItem('chidao.language', JSON.stringify('{language}'))")
    page = context.new_page()
    page.goto(address)
    settle(page)
    for selector in clicks:
        page.click(selector)
    page.wait_for_load_state("networkidle")
    if media:
        page.emulate_media(media=media)
    keep(page, path)
    context.close()


def keep(page: Page, path: Path) -> None:
    """Write what a page shows, in few colours."""
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
