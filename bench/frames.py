"""What a frame costs while something is dragged, for every instrument that is: script, style, layout and paint, on a processor slowed four times.

The figures come from Chromium's own trace: what the page's main thread did for each frame, in its own processor time, and not how far apart
frames stand, which the screen and the rest of the machine decide. A frame that moved nothing is no frame of the drag, unless it was over
the limit itself. Run alone as ``python -m bench.frames``, ``--only ledger`` for one; the book must be
built.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import threading
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from rich.console import Console
from rich.table import Table

from bench.told import Row, tell
from tests.browsers import chromium
from thirdcorner.course.read import find_root
from thirdcorner.pages.serve import server

SLOWER, LIMIT_MS, MOVES = 4, 16, 120


class Drag(NamedTuple):
    """What is dragged: where it stands, what is pressed before, what is taken hold of, and in what it is led about."""

    what: str
    widget: str
    page: str
    grip: str
    over: str = ""
    """In what the pointer is led; the grip itself where nothing is said."""
    before: tuple[str, ...] = ()
    down: bool = True
    """Whether the button is down; an instrument that only answers to the pointer over it is led over."""


SLIDER = "input[type=range]"
SCRIPT = ("EventDispatch", "FunctionCall", "RunMicrotasks", "FireAnimationFrame", "TimerFire", "FireIdleCallback", "EvaluateScript", "MinorGC", "MajorGC")
DRAWN = ("HitTest", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit")
WORK = frozenset((*SCRIPT, *DRAWN))
"""What the trace calls script, style, layout and paint, with what they make the machine clear away."""
MOVED = frozenset(("pointermove", "mousemove", "input"))
CHAPTERS = "book/chapters"


def _tab(name: str) -> str:
    return f"[role=tab]:has-text('{name}')"


def _button(name: str) -> str:
    return f"button:has-text('{name}')"


DRAGS = (
    Drag("triangle, welcome page: month", "triangle", "book/index", SLIDER),
    Drag("triangle: month", "triangle", f"{CHAPTERS}/05-renewed-alliance", SLIDER),
    Drag("first day: how sure", "day_one", f"{CHAPTERS}/04-thesis", SLIDER),
    Drag("alliances: year", "alliances_time", f"{CHAPTERS}/02-background", SLIDER),
    Drag("hedges: range", "hedge_translator", f"{CHAPTERS}/01-how-to-read", ".track"),
    Drag("dilemma: ally on the plane", "dilemma_explorer", f"{CHAPTERS}/03-toolkit", "[role=img][aria-label^='The plane']"),
    Drag("dilemma: fear, by slider", "dilemma_explorer", f"{CHAPTERS}/03-toolkit", SLIDER),
    Drag("pathways: link", "risk_pathways", f"{CHAPTERS}/06-risks", ".ribbon", before=(_button("Show the order of the text"),)),
    Drag("draw first: line", "draw_first", f"{CHAPTERS}/08-weakness-or-strength", ".hit"),
    Drag("draw first: point, by slider", "draw_first", f"{CHAPTERS}/08-weakness-or-strength", SLIDER),
    Drag("timeline: event from the tray", "timeline", f"{CHAPTERS}/05-renewed-alliance", "[data-card]", ".axis > svg"),
    Drag("timeline: event on the axis", "timeline", f"{CHAPTERS}/05-renewed-alliance", "[data-mark] .flag", ".axis > svg", (".axis > svg",)),
    Drag("timeline: stretch shown", "timeline", f"{CHAPTERS}/05-renewed-alliance", ".strip", before=(_tab("The whole record"),)),
    Drag("sorting bench: card", "sorting_bench", f"{CHAPTERS}/01-how-to-read", ".pile .chip", ".desk"),
    Drag("game: bar on the tree", "bargaining_game", f"{CHAPTERS}/08-weakness-or-strength", ".bar.can .track"),
    Drag(
        "game: point on the map", "bargaining_game", f"{CHAPTERS}/08-weakness-or-strength", ".map > svg",
        before=("[type=radio]", _button("Solve it from the end"), _button("Next step"), _button("Next step"), _tab("Map")),
    ),
    Drag("ledger: estimate on the map", "ledger", f"{CHAPTERS}/12-ledger", "[data-entry] rect", ".map .tc-still > svg"),
    Drag("ledger: end, by slider", "ledger", f"{CHAPTERS}/12-ledger", SLIDER),
    Drag("analogy: player on the stage", "analogy_lab", f"{CHAPTERS}/10-analogy-1914", "[data-player] circle.body", ".stage"),
    Drag("analogy: card on the balance", "analogy_lab", f"{CHAPTERS}/10-analogy-1914", ".balance [data-card]", ".arms", (_tab("Weigh"),)),
    Drag("analogy: now laid over then", "analogy_lab", f"{CHAPTERS}/10-analogy-1914", SLIDER, before=(_tab("Lay over"), _button("Lay it over"))),
    Drag("workbench: mark along a row", "ach_workbench", f"{CHAPTERS}/11-competing-explanations", "td.rating", "tr:has(td.rating)", ("td.rating", ".strip button")),
    Drag("gains: sign along a row", "gain_matrix", f"{CHAPTERS}/07-benefits", ".gain", ".cells:has(.gain)", (".gain", ".strip button")),
    Drag("forecast: chance", "forecast_desk", f"{CHAPTERS}/13-since-publication", SLIDER),
    Drag("argument map: pointer over the claims", "argument_map", f"{CHAPTERS}/06-risks", "[data-box]", "svg:has([data-box])", down=False),
)  # fmt: skip


def work_of(events: list[dict[str, Any]]) -> list[float]:
    """Return what the main thread did for each frame that moved something, in ms of its own time, from a trace.

    What stands inside another counts once. A frame ends with its commit; one that moved nothing counts where it is over the limit.
    """
    threads: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        if event.get("ph") == "X" and event["name"] in WORK:
            threads[event["pid"], event["tid"]].append(event)
    if not threads:
        return []
    found, work, moved, until = [], 0.0, False, -math.inf
    for event in sorted(max(threads.values(), key=lambda all: sum(map(_moves, all))), key=lambda e: (e["ts"], -e["dur"])):
        moved = moved or _moves(event)
        if event["ts"] >= until:
            work, until = work + event.get("tdur", event["dur"]) / 1000, event["ts"] + event["dur"]
        if event["name"] == "Commit":
            found += [work] if moved or work > LIMIT_MS else []
            work, moved = 0.0, False
    return found


def _moves(event: dict[str, Any]) -> bool:
    return event["name"] == "EventDispatch" and event["args"]["data"]["type"] in MOVED


def led(box: dict[str, float], moves: int, start: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield where the pointer goes: from where it took hold, to and fro through a box, and up and down in it."""
    for n in range(moves):
        part = min(1.0, 4 * n / moves)
        x = box["x"] + box["width"] * (0.5 + 0.4 * math.sin(n / 9))
        y = box["y"] + box["height"] * (0.5 + 0.3 * math.sin(n / 5))
        yield start[0] + (x - start[0]) * part, start[1] + (y - start[1]) * part


def prepare(page: Page, drag: Drag) -> None:
    """Press what stands before a drag."""
    for selector in drag.before:
        page.locator(f".tc-island[data-widget={drag.widget}]:has(.tc-live)").first.locator(selector).locator("visible=true").first.click(force=True)


def hold(page: Page, drag: Drag) -> tuple[tuple[float, float], dict[str, float]]:
    """Return where a drag takes hold, and the box in which it is led."""
    root = page.locator(f".tc-island[data-widget={drag.widget}]:has(.tc-live)").first
    grip = root.locator(drag.grip).locator("visible=true").first
    grip.scroll_into_view_if_needed()
    over = root.locator(drag.over).locator("visible=true").first if drag.over else grip
    held, box = grip.bounding_box(), over.bounding_box()
    if held is None or box is None:
        raise LookupError(f"{drag.what}: nothing to take hold of ({drag.grip})")
    return (held["x"] + held["width"] / 2, held["y"] + held["height"] / 2), dict(box)


def measured(browser: Browser, page: Page, drag: Drag, moves: int) -> list[float]:
    """Drag, and return the work of each frame."""
    prepare(page, drag)
    start, box = hold(page, drag)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.mouse.move(*start)
    if drag.down:
        page.mouse.down()
    browser.start_tracing(page=page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "blink"])
    for at in led(box, moves, start):
        page.mouse.move(*at)
    trace = json.loads(browser.stop_tracing())
    page.mouse.up()
    return work_of(trace["traceEvents"])


def main() -> int:
    """Measure each drag on a page of its own; return 1 where one is over the limit, or moved nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench.frames", description=__doc__)
    parser.add_argument("--only", nargs="+", default=(), metavar="WIDGET", help="leave the other instruments out")
    parser.add_argument("--moves", type=int, default=MOVES, help=f"how many moves a drag has ({MOVES})")
    args = parser.parse_args()
    table = Table("drag", "page", title=f"Work of a frame in a drag, processor slowed {SLOWER} times, ms")
    for head in ("frames", "median", "95 %", "worst"):
        table.add_column(head, justify="right")
    rows = []
    with server(find_root() / "_build" / "html") as httpd, sync_playwright() as playwright:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for drag in (d for d in DRAGS if not args.only or d.widget in args.only):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(20_000)
            page.goto(f"http://127.0.0.1:{httpd.server_address[1]}/{drag.page}.html")
            page.evaluate("dispatchEvent(new Event('wheel'))")  # the reader begins: every exercise wakes
            page.locator(f".tc-island[data-widget={drag.widget}][data-state=live]").first.wait_for()
            try:
                times = sorted(measured(browser, page, drag, args.moves))
            except (PlaywrightError, LookupError) as error:  # told as a row without a figure, which fails; the others go on
                print(f"{drag.what}: {str(error).splitlines()[0]}")
                times = []
            page.close()
            p95 = math.nan if len(times) < args.moves // 4 else times[int(0.95 * len(times))]
            rows.append(Row(drag.what, p95, LIMIT_MS, "ms"))
            shown = (f"{statistics.median(times):.1f}", f"{p95:.1f}", f"{times[-1]:.1f}") if times else ("", "", "")
            table.add_row(drag.what, drag.page, str(len(times)), *shown)
        browser.close()
        httpd.shutdown()
    Console().print(table)
    return tell("frames", rows)


if __name__ == "__main__":
    raise SystemExit(main())
