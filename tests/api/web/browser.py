"""A site over the sample documents and a browser that walks through it."""

import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

import corpus

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SAMPLES = sorted((Path(corpus.__file__).parent / "samples").glob("[0-9]*"))
AXE = os.environ.get("AXE_SCRIPT", "")  # the path of axe.min.js; without it accessibility is not checked


def browser_path():
    """Return the browser of the system; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def axe_source():
    """Return the script of axe-core; "" where it is not there."""
    return Path(AXE).read_text("utf-8") if AXE else ""


def settle(page):
    """Wait until a page shows what its address says."""
    page.wait_for_function(
        """() => {
            const view = document.getElementById("view");
            const filled = view.hidden || view.childElementCount > 0;
            return document.body && filled && !document.querySelector("[aria-busy]");
        }"""
    )


@contextmanager
def serving(app):
    """Serve an application on a free port and yield its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def upload(address, files):
    """Upload files and wait until they can be asked."""
    sent = httpx.post(address + "v1/documents", files=[("files", one) for one in files]).json()
    while not (task := httpx.get(f"{address}v1/tasks/{sent['id']}").json())["finished_at"]:
        time.sleep(0.05)
    assert task["state"] == "succeeded", task
