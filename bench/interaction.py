"""How fast the exercises answer: every kind of control of every widget is used, and what can be dragged is, on a processor slowed four times.

Chromium's own Event Timing is read, from the input to the next paint, and each widget is held to the limit by itself. A drag counts with
what takes it in hand and what lets it go; its moves are `bench.frames`'s. Run alone as ``python -m bench.interaction``, ``--only quiz`` for
one; the book must be built.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import threading
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from bench.frames import DRAGS, Drag, hold, prepare
from bench.told import Row, tell
from tests.browsers import chromium
from thirdcorner.course.chapters import CELL
from thirdcorner.course.read import find_root, load
from thirdcorner.pages.serve import server
from thirdcorner.widgets import WIDGETS

SLOWER, LIMIT_MS, EACH, HELD = 4, 50, 20, 5
WATCH = """window.timed = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.interactionId) window.timed.push([e.interactionId, e.duration]); })
  .observe({ type: 'event', durationThreshold: 16, buffered: true });"""
CONTROLS = {
    "input[type=radio]:not(:disabled)": "Space",
    "input[type=checkbox]:not(:disabled)": "Space",
    "input[type=range]:not(:disabled)": "ArrowLeft",
    "select:not(:disabled)": "ArrowDown",
    "input[type=number]:not(:disabled)": "ArrowUp",
    "input[type=text]:not(:disabled, :read-only), input:not([type]):not(:disabled, :read-only)": "x",
    "input[type=search]:not(:disabled)": "x",
    "textarea:not(:disabled, :read-only)": "x",
    "[role=tab]": "Enter",
    "[role=gridcell]": "ArrowRight",
    "summary": "Enter",
    "button:not(:disabled)": "Enter",
}
SETTLE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def live(widget: str) -> str:
    """Return the selector of a widget that is live and that no fold hides."""
    return f".tc-island[data-widget={widget}][data-state=live]:not(details:not([open]) *)"


def used(page: Page, root: Locator) -> list[float]:
    """Use up to `EACH` controls of each kind by key, each once it is focused and drawn; return input to next paint in ms.

    Event Timing leaves out what takes less than 16 ms; such an input counts as 16.
    """
    times: list[float] = []
    for selector, key in CONTROLS.items():
        found = root.locator(selector)
        for n in range(min(EACH, found.count())):
            control = found.nth(n)
            if not control.is_visible() or (control.text_content() or "").strip() in ("Begin again", "Print"):
                continue
            control.focus()
            times.append(timed(page, lambda key=key: page.keyboard.press(key)))
    return times


def timed(page: Page, act: Callable[[], object]) -> float:
    """Act, and return the ms from the input to the next paint; 16 where it took less."""
    page.evaluate(SETTLE)
    page.evaluate("window.timed = []")
    act()
    page.evaluate(SETTLE)
    return max([16.0, *(ms for _, ms in page.evaluate("window.timed"))])


def dragged(page: Page, drag: Drag) -> list[float]:
    """Drag `HELD` times; return the ms of each taking and each letting go."""
    times = []
    prepare(page, drag)
    for n in range(HELD):
        start, box = hold(page, drag)
        page.mouse.move(*start)
        times.append(timed(page, page.mouse.down))
        page.mouse.move(box["x"] + box["width"] * (0.2 + 0.6 * n / HELD), box["y"] + box["height"] / 2, steps=4)
        times.append(timed(page, page.mouse.up))
    return times


def first_places() -> dict[str, str]:
    """Return the page on which each widget first stands, chapters first."""
    course = load()
    names = {cls.__name__: cls.name for cls in WIDGETS.values()}
    first: dict[str, str] = {}
    for chapter in course.chapters.values():
        for call in chapter.calls:
            if call.name in names:
                first.setdefault(names[call.name], f"book/chapters/{chapter.id}")
    for path in sorted((course.root / "book").rglob("*.md")):
        for cell in CELL.finditer(path.read_text("utf-8")):
            for name in re.findall(r"^(\w+)\(", cell["body"], re.M):
                if name in names:
                    first.setdefault(names[name], path.relative_to(course.root).with_suffix("").as_posix())
    return first


def main() -> int:
    """Measure every widget where it first stands; return 1 where the 95th percentile of one is over the limit."""
    parser = argparse.ArgumentParser(prog="python -m bench.interaction", description=__doc__)
    parser.add_argument("--only", nargs="+", default=(), metavar="WIDGET", help="leave the other widgets out")
    args = parser.parse_args()
    table = Table("widget", "page", title=f"Input to next paint, processor slowed {SLOWER} times, ms")
    for head in ("inputs", "of them drags", "median", "95 %", "worst"):
        table.add_column(head, justify="right")
    every: list[float] = []
    rows = []
    with server(find_root() / "_build" / "html") as httpd, sync_playwright() as playwright:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{httpd.server_address[1]}"
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for widget, path in sorted(first_places().items()):
            if args.only and widget not in args.only:
                continue
            page = opened(browser, f"{base}/{path}.html", widget)
            times = used(page, page.locator(f"{live(widget)} .tc-live").first)
            page.close()
            held: list[float] = []
            for drag in (d for d in DRAGS if d.widget == widget and d.down):
                page = opened(browser, f"{base}/{drag.page}.html", widget)
                held += dragged(page, drag)
                page.close()
            times = sorted(times + held)
            if not times:
                rows.append(Row(f"{widget}: 95 % of inputs", math.nan, LIMIT_MS, "ms"))
                continue
            p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
            rows.append(Row(f"{widget}: 95 % of inputs", p95, LIMIT_MS, "ms"))
            shown = (f"{statistics.median(times):.0f}", f"{p95:.0f}", f"{times[-1]:.0f}")
            table.add_row(widget, path, str(len(times)), str(len(held)), *shown)
            every += times
        browser.close()
        httpd.shutdown()
    console = Console()
    console.print(table)
    if every:
        console.print(f"All {len(every)} inputs: median {statistics.median(every):.0f} ms, 95th percentile {sorted(every)[int(0.95 * len(every))]:.0f} ms.")
    return tell("interaction", rows)


def opened(browser: Browser, address: str, widget: str) -> Page:
    """Open a page on which a widget is live, and slow its processor."""
    page: Any = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    page.on("dialog", lambda d: d.dismiss())
    page.add_init_script(WATCH + "window.print = () => {};")
    page.goto(address)
    page.evaluate("dispatchEvent(new Event('wheel'))")  # the reader begins: every exercise wakes
    root = page.locator(live(widget)).first
    root.wait_for()
    root.scroll_into_view_if_needed()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


if __name__ == "__main__":
    raise SystemExit(main())
