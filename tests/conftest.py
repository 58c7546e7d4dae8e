"""What the tests share: the two built books, a server with the real headers, and a browser that reaches nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers import chromium

ROOT = Path(__file__).resolve().parent.parent


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build a book with warnings as errors."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(folder), "-W", "-n", "--keep-going"]
    env = {**os.environ, "THIRDCORNER_ROOT": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample book's folder, built."""
    folder = tmp_path_factory.mktemp("sample") / "book"
    shutil.copytree(ROOT / "tests" / "sample", folder)
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def html(sample: Path) -> Path:
    """Return the sample book's pages."""
    return sample / "_build" / "html"


@pytest.fixture(scope="session")
def book() -> Path:
    """Return the course's pages as `make book` built them."""
    pages = ROOT / "_build" / "html"
    assert (pages / "index.html").is_file(), "run `make book` first"
    return pages


def _serve(folder: Path) -> Iterator[str]:
    from thirdcorner.cli import server

    with server(folder) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


@pytest.fixture(scope="session")
def served(html: Path) -> Iterator[str]:
    """Serve the sample book from a sub-path's parent, as a host would."""
    yield from _serve(html.parent)


@pytest.fixture(scope="session")
def served_book(book: Path) -> Iterator[str]:
    """Serve the course."""
    yield from _serve(book)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Start Chromium; skip where there is none, fail under CI."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no browser under CI")
        pytest.skip("no browser: the browser tests did not run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


class Watched:
    """A page together with what went wrong on it."""

    def __init__(self, context: object):
        self.page = context.new_page()  # type: ignore[attr-defined]
        self.wrong: list[str] = []
        self.page.on("console", lambda m: m.type == "error" and self.wrong.append(m.text))
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("request", self._request)

    def _request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith(("http://127.0.0.1", "file:", "data:", "blob:")):
            self.wrong.append(f"request to {url}")

    def mount_all(self) -> None:
        """Scroll through the page until every island is live or failed."""
        for island in self.page.locator(".tc-island").all():
            island.scroll_into_view_if_needed()
        self.page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")


DRAWN = """addEventListener("DOMContentLoaded", () => document.head.append(Object.assign(document.createElement("style"), { textContent: "*{content-visibility:visible!important}" })));"""
"""Draws what is out of sight, too: a test reads there without scrolling, and `innerText` knows only what is drawn."""


@pytest.fixture
def open_page(browser: object) -> Iterator[object]:
    """Return a function that opens an address in a fresh profile: ``open_page(url, width=…, dark=…, **context options)``."""
    contexts = []

    def opened(url: str, width: int = 1280, dark: bool = False, prepare: str = "", drawn: bool = True, **options: object) -> Watched:
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", **options
        )
        contexts.append(context)
        for script in (prepare, DRAWN if drawn else ""):
            if script:
                context.add_init_script(script)
        watched = Watched(context)
        watched.page.goto(url)
        return watched

    yield opened
    for context in contexts:
        context.close()


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: object, within: str | None = None) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA on a page, or within what a selector names on it."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("scrollTo(0, 0)")  # type: ignore[attr-defined]  # elsewhere the bar at the top covers half of some control, whatever its size
    found = Axe().run(page, context=within, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{v['id']}: {n['target']}" for v in found.response["violations"] for n in v["nodes"][:3]]
