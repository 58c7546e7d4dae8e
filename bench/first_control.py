"""How soon the first control of chapter 5 is live on a slow line and a slow processor: median of seven cold visits, compressed.

Run alone as ``python -m bench.first_control``; the book must be built. Both lines of the promise are measured, each with a processor slowed
four times. A stock book of the same pages is built, unless `bench.pages` has just built it, and measured beside ours: there, nothing is live
without a kernel, so it is the first paint of its page that stands in the table.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from bench.pages import stock
from bench.told import Row, tell
from tests import ROOT
from tests.browsers import chromium

CHAPTER = "book/chapters/05-renewed-alliance.html"
TIMES, SLOWER = 7, 4
LINES = (("1.6 Mbit/s, 150 ms", 1_600_000, 150, 2.0), ("400 kbit/s, 400 ms", 400_000, 400, 4.5))
"""Name, bits a second, latency in ms, and the seconds within which the first control is to be live."""
LIVE = """new MutationObserver((_, seen) => { if (document.querySelector(".tc-island[data-state='live']")) {
  window.live = performance.now(); seen.disconnect(); } }).observe(document, { subtree: true, childList: true, attributes: true });
addEventListener('DOMContentLoaded', () =>
  [...document.querySelectorAll('.tc-island')].find((island) => !island.closest('details:not([open])'))?.scrollIntoView({ behavior: 'instant' }));"""
"""An exercise wakes as it comes near, so the reader goes to the first that no fold hides as soon as the page has its text."""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


class Compressed(SimpleHTTPRequestHandler):
    """Serves a folder as a host that compresses; interception in the browser would pass the slow line by."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.split("?")[0]))
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(path)), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def visit(browser: Browser, base: str, bits: int, latency_ms: int, ours: bool) -> tuple[float, float | None]:
    """Visit the chapter cold; return the seconds to first paint and, in our book, to the first live control."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    context.add_init_script(LIVE)
    page: Any = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": latency_ms, "downloadThroughput": bits / 8, "uploadThroughput": bits / 8}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{base}/{CHAPTER}", wait_until="load", timeout=120_000)
    live = None
    if ours:
        page.locator(".tc-island[data-state='live']").first.wait_for(state="attached", timeout=120_000)
        live = page.evaluate("() => window.live") / 1000
    painted = page.evaluate(PAINT)
    context.close()
    return (painted or float("nan")) / 1000, live


def main() -> int:
    """Print the medians; return 1 where ours is over a limit."""
    parser = argparse.ArgumentParser(prog="python -m bench.first_control", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help=f"how many visits the median is of ({TIMES})")
    parser.add_argument("--ours", action="store_true", help="leave the stock book out")
    args = parser.parse_args()
    books = {"ours": ROOT / "_build" / "html"}
    if not (books["ours"] / CHAPTER).is_file():
        raise SystemExit("the book is not built: run `make book`")
    if not args.ours:
        books["stock"] = stock()
    table = Table("line", "book", "first paint s", "first live control s", title=f"Chapter 5, cold, processor slowed {SLOWER} times, median of {args.times}")
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for book, folder in books.items():
            httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(folder)))
            threading.Thread(target=httpd.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{httpd.server_address[1]}"
            for name, bits, latency_ms, limit in LINES:
                visits = [visit(browser, base, bits, latency_ms, book == "ours") for _ in range(args.times)]
                painted, live = statistics.median(p for p, _ in visits), [one for _, one in visits if one is not None]
                table.add_row(name, book, f"{painted:.2f}", f"{statistics.median(live):.2f}" if live else "needs a kernel")
                if live:
                    rows.append(Row(f"first live control of chapter 5, {name}, median of {len(live)}", statistics.median(live), limit, "s"))
            httpd.shutdown()
        browser.close()
    Console().print(table)
    return tell("first_control", rows)


if __name__ == "__main__":
    raise SystemExit(main())
