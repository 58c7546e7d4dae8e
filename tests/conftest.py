"""What the tests share: the two built books, a server with the real headers, and a browser that reaches nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT, program
from tests.browsers import chromium


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build a book with warnings as errors."""
    command = [program("jupyter-book"), "build", str(folder), "-W", "-n", "--keep-going"]
    env = {**os.environ, "THIRDCORNER_ROOT": str(folder)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)


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


def serve(folder: Path) -> Iterator[str]:
    """Serve a built book as `make serve` does, and yield its address."""
    from thirdcorner.pages.serve import server

    with server(folder) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


@pytest.fixture(scope="session")
def served(html: Path) -> Iterator[str]:
    """Serve the sample book from a sub-path's parent, as a host would."""
    yield from serve(html.parent)


@pytest.fixture(scope="session")
def served_book(book: Path) -> Iterator[str]:
    """Serve the course."""
    yield from serve(book)


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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests measured, passed or not: each `record_property("told", …)`."""
    for report in (r for outcome in ("passed", "failed") for r in terminalreporter.stats.get(outcome, [])):
        for name, words in report.user_properties if report.when == "call" else ():
            if name == "told":
                terminalreporter.write_line(words)


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

    def ready(self) -> None:
        """Wait until what is in view is alive, as it is when a reader has come and not yet begun."""
        self.page.evaluate(IN_VIEW_AWAKE)

    def begin(self) -> None:
        """Begin to read, so that every exercise wakes, and wait for them."""
        self.page.evaluate(WHEEL)
        self.page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")

    def mount_all(self) -> None:
        """Open every fold that holds an island, and scroll through the page until each is live or failed."""
        self.page.evaluate("document.querySelectorAll('details:has(.tc-island)').forEach(d => (d.open = true))")
        for island in self.page.locator(".tc-island").all():
            island.scroll_into_view_if_needed()
        self.page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")


IN_VIEW_AWAKE = """() => new Promise((done) => { const look = () => {
  const asleep = [...document.querySelectorAll('.tc-island:not([data-state])')].filter((i) => i.checkVisibility()).map((i) => i.getBoundingClientRect());
  asleep.some(({ top, bottom, height }) => height > 0 && bottom > 0 && top < innerHeight) ? requestAnimationFrame(look) : done(); }; look(); })"""
WHEEL = "dispatchEvent(new Event('wheel'))"
BEGUN = f"addEventListener('DOMContentLoaded', () => {WHEEL});"
"""The reader begins at once, so that every exercise wakes, near or not."""
DRAWN = """addEventListener("DOMContentLoaded", () => document.head.append(Object.assign(document.createElement("style"), { textContent: "*{content-visibility:visible!important}" })));"""
"""Draws what is out of sight, too: a test reads there without scrolling, and `innerText` knows only what is drawn."""


@pytest.fixture
def open_page(browser: object, request: pytest.FixtureRequest) -> Iterator[object]:
    """Return a function that opens an address in a fresh profile: ``open_page(url, width=…, dark=…, **context options)``."""
    contexts = []
    _judged.clear()

    def opened(url: str, width: int = 1280, dark: bool = False, prepare: str = "", drawn: bool = True, **options: object) -> Watched:
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", **options
        )
        contexts.append(context)
        for script in (prepare, f"{DRAWN}{BEGUN}" if drawn else ""):
            if script:
                context.add_init_script(script)
        watched = Watched(context)
        watched.page.goto(url)
        return watched

    yield opened
    if _judged:
        request.node.user_properties.append(("axe", dict(_judged)))
    for context in contexts:
        context.close()


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: object, within: str | None = None, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA on a page, or within all that a selector names on it; by all rules, or some."""
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("'axe' in window"):  # type: ignore[attr-defined]
        page.evaluate(Axe().axe_script)  # type: ignore[attr-defined]
    page.evaluate("scrollTo(0, 0)")  # type: ignore[attr-defined]  # elsewhere the bar at the top covers half of some control, whatever its size
    wrong, *judged = page.evaluate(AXE, [within, {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}])  # type: ignore[attr-defined]
    for kind, ids in zip(("passed", "unsure"), judged, strict=True):
        for rule in ids:
            _judged.setdefault(rule, {"passed": 0, "unsure": 0})[kind] += 1
    return wrong


AXE = """async ([within, runOnly]) => {
  const found = await axe.run(within ?? document, { runOnly, resultTypes: ["violations"] });
  return [found.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${JSON.stringify(n.target)}`)), found.passes.map((r) => r.id), found.incomplete.map((r) => r.id)];
}"""
_judged: dict[str, dict[str, int]] = {}
"""How often each rule of axe passed in the test that runs, and how often it left the answer to the eye; told to `tests.conformance`."""


MARKS = ".tick, .ticks, .axis:not(div:has(svg)), .date, .product, .range, .ups, .up, .years, .year, .across, .side, .end, .right:not(.value), .n, .key, .legend"
"""The classes of what stands on a picture's scale or in its key, and of the numbers of steps: no values."""
PLAYED = ("button", "link", "textbox", "checkbox", "radio", "slider", "spinbutton", "combobox", "tab", "gridcell", "menuitem", "DisclosureTriangle", "image", "meter", "listbox", "option")
"""Roles that are nothing without a name."""
DRAWN_VALUES = """(island, marks) => [...island.querySelectorAll("svg text, [role=img] *, [aria-hidden=true], [aria-hidden=true] *")]
  .filter((e) => e.checkVisibility() && !e.closest(".tc-sr") && !e.closest(marks))
  .map((e) => [...e.childNodes].filter((c) => c.nodeType === 3).map((c) => c.data).join(" ").trim())
  .filter((t) => /\\d/.test(t))"""
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def unspoken(page: object, within: str) -> list[str]:
    """Return what a screen reader is not told in an exercise: each control or picture without a name, each value in a picture that no name or text of the accessibility tree says."""
    session = page.context.new_cdp_session(page)  # type: ignore[attr-defined]
    root = session.send("Runtime.evaluate", {"expression": f"document.querySelector({json.dumps(within)})"})["result"]["objectId"]
    nodes = {n["nodeId"]: n for n in session.send("Accessibility.queryAXTree", {"objectId": root})["nodes"]}
    session.detach()
    said, nameless = [], []
    for node in nodes.values():
        role = node.get("role", {}).get("value")
        if node["ignored"] or role == "InlineTextBox" or _in_picture(nodes, node):
            continue
        name = node.get("name", {}).get("value", "")
        if role in PLAYED and not str(name).strip():
            nameless.append(f"{role} without a name")
        more = [p["value"].get("value", "") for p in node.get("properties", []) if p["name"] in ("valuetext", "valuemin", "valuemax")]
        said.append(" ".join(str(words) for words in (name, *(node.get(k, {}).get("value", "") for k in ("description", "value")), *more)))
    spoken = [[float(n) for n in NUMBER.findall(words)] for words in said]
    shown = dict.fromkeys(page.locator(within).first.evaluate(DRAWN_VALUES, MARKS))  # type: ignore[attr-defined]
    return nameless + [f"{text} is drawn and not said" for text in shown if not any(_says(numbers, text) for numbers in spoken)]


def _in_picture(nodes: dict[str, dict], node: dict) -> bool:
    """Whether a node lies within an image, of which a reader hears the name alone."""
    while node := nodes.get(node.get("parentId", "")):  # type: ignore[assignment]
        if node.get("role", {}).get("value") in ("image", "img"):
            return True
    return False


def _says(spoken: list[float], text: str) -> bool:
    """Whether every number of a text is among those that are said together, to as many places as it is drawn with."""
    return all(any(abs(s - float(n)) <= 0.501 * 0.1 ** len(n.partition(".")[2]) * (s != int(s)) for s in spoken) for n in NUMBER.findall(text))
