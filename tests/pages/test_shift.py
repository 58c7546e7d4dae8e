"""Nothing that is read moves by itself: fresh and with everything worked, at the top, at a deep link, by Back, on a processor slowed four times."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import BEGUN
from tests.front.test_hydration import islands, keeping, worked
from tests.pages.test_landing import CHAPTERS, QUIET
from tests.pages.test_pages import CHAPTER
from tests.pages.working import first_places, work

LIMIT, SLOWER = 0.02, 4
OTHERS = ["book/index.html", "book/review.html", "book/my-work.html", *(p for p in CHAPTERS if p[14:16] in {"04", "10", "11"})]
"""Pages that hold much of the learner's, beside chapter 5."""
WATCH = """window.shift = 0; window.moved = []; new PerformanceObserver((list) => list.getEntries().forEach((e) => {
  if (e.hadRecentInput) return;
  window.shift += e.value;
  window.moved.push([e.value, ...e.sources.map(({ node }) => node?.parentElement?.closest('[data-id], section')?.getAttribute('data-id') ?? node?.nodeName)]);
})).observe({ type: 'layout-shift', buffered: true });"""
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def answered(book: Path, path: str) -> dict[str, Any]:
    """Return a record in which every exercise of a page is worked, and every question shows its answer."""
    chance = random.Random(2)
    record = {k: v for one in islands((book / path).read_text("utf-8")) for k, v in worked(one["content"], one["items"], chance).items()}
    for entry in record.values():
        entry["state"] |= {"checked": True, "revealed": True} if "answer" in entry["state"] else {}
    return record


@pytest.fixture(scope="module")
def everything(browser: Any, served_book: str, book: Path) -> dict[str, Any]:
    """Return a record in which every exercise of the book is worked, the first of each kind by key."""
    record: dict[str, Any] = {}
    prefix = "tc:third-corner:2026-autumn:"
    for widget, chapter in first_places():
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(f"window.print = () => {{}}; {BEGUN}")
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{served_book}/book/chapters/{chapter}.html")
        page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
        work(page, widget)
        kept = page.evaluate("Object.entries(localStorage)")
        record |= {key.removeprefix(prefix): json.loads(value) for key, value in kept if key.startswith(prefix)}
        context.close()
    for path in CHAPTERS:
        record = answered(book, path) | record
    return record


def middle(book: Path, path: str) -> str:
    """Return the anchor of the section in the middle of a page."""
    soup = BeautifulSoup((book / path).read_text("utf-8"), "lxml")
    ids = [s["id"] for s in soup.select("article section[id]")]
    return ids[len(ids) // 2]


def slowed(open_page: Any, prepare: str) -> Any:
    """Return an empty page, on a slowed processor, that watches what moves."""
    watched = open_page("about:blank", prepare=prepare + WATCH, drawn=False)
    watched.page.context.new_cdp_session(watched.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return watched


def moved(watched: Any, url: str, way: str, anchor: str) -> tuple[float, list[Any]]:
    """Return how far a page has shifted by itself once it is live, and what moved; `way` is how one comes to it."""
    page = watched.page
    if way == "back":  # from another page to what is open
        page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
        page.evaluate(QUIET)
        page.goto(url.split("/book/")[0] + "/book/reference/actors.html")
        page.go_back()
    else:
        page.goto("about:blank")
        page.goto(f"{url}{'#' + anchor if way == 'deep' else ''}")
    watched.ready()
    page.evaluate(QUIET)
    watched.begin()
    if way == "read":
        for _ in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
            page.mouse.wheel(0, 600)
            page.evaluate(FRAMES)
    page.evaluate(QUIET)
    assert watched.wrong == []
    return page.evaluate("[window.shift, window.moved]")


TOPS = """window.tops = []; (function look() {
  const top = document.getElementById(PLACE)?.getBoundingClientRect().top;
  if (window.tops.length || (scrollY > 0 && top >= -2 && top < innerHeight)) window.tops.push(top);
  requestAnimationFrame(look);
})();"""


@pytest.mark.parametrize("state", ["fresh", "worked"])
@pytest.mark.parametrize("way", ["deep", pytest.param("back", marks=pytest.mark.long), "reload"])
def test_what_is_in_view_stays_in_every_frame(open_page: Any, served_book: str, book: Path, way: str, state: str) -> None:
    anchor, url = middle(book, CHAPTER), f"{served_book}/{CHAPTER}"
    watched = slowed(open_page, (keeping(answered(book, CHAPTER)) if state == "worked" else "") + TOPS.replace("PLACE", json.dumps(anchor)))
    page = watched.page
    page.goto(f"{url}#{anchor}" if way == "deep" else url)
    watched.ready()
    page.evaluate(QUIET)
    watched.begin()
    if way != "deep":
        page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
        page.evaluate(QUIET)
        left = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor)
        if way == "reload":
            page.reload()
        else:
            page.goto(f"{served_book}/search.html")
            page.go_back()
        watched.ready()
        watched.begin()
    page.evaluate(QUIET)
    tops = page.evaluate("tops")
    assert len(tops) > 3
    assert max(tops) - min(tops) <= 2, tops
    assert way == "deep" or abs(tops[-1] - left) <= 2, (left, tops)


@pytest.mark.parametrize("state", ["fresh", "worked"])
def test_nothing_moves_by_itself_while_one_reads(open_page: Any, served_book: str, book: Path, state: str) -> None:
    watched = slowed(open_page, keeping(answered(book, CHAPTER)) if state == "worked" else "")
    shift, what = moved(watched, f"{served_book}/{CHAPTER}", "read", "")
    assert shift < LIMIT, what


@pytest.mark.parametrize("state", ["fresh", pytest.param("worked", marks=pytest.mark.long)])
@pytest.mark.parametrize("path", [CHAPTER, *(pytest.param(p, marks=pytest.mark.long) for p in OTHERS)])
def test_nothing_moves_by_itself_however_one_comes(open_page: Any, served_book: str, book: Path, request: pytest.FixtureRequest, path: str, state: str) -> None:
    watched = slowed(open_page, keeping(request.getfixturevalue("everything")) if state == "worked" else "")
    for way in ("deep", "top", "deep", "back"):  # at first with work that was done elsewhere: how high it will stand is not known
        shift, what = moved(watched, f"{served_book}/{path}", way, middle(book, path))
        assert shift < LIMIT, (way, what)


RESIZED = """addEventListener("DOMContentLoaded", () => dispatchEvent(new ErrorEvent("error", { message: "ResizeObserver loop completed with undelivered notifications." })));"""


@pytest.mark.long
def test_what_no_failure_is_does_not_take_the_room_of_earlier_work(open_page: Any, served_book: str, book: Path) -> None:
    """A browser tells a size that is observed twice in one frame as an error without one; a page that held still moved by it."""
    watched = slowed(open_page, keeping(answered(book, CHAPTER)) + RESIZED)
    for way in ("top", "deep"):
        shift, what = moved(watched, f"{served_book}/{CHAPTER}", way, middle(book, CHAPTER))
        assert shift < LIMIT, (way, what)


@pytest.mark.parametrize("what", ["fails", "never comes"])
def test_earlier_work_whose_script_does_not_come_is_seen_all_the_same(open_page: Any, served_book: str, book: Path, what: str) -> None:
    watched = open_page(f"{served_book}/book/index.html", prepare=keeping(answered(book, "book/index.html")), drawn=False, reduced_motion="reduce")
    page, island = watched.page, watched.page.locator(".tc-island").first
    watched.begin()
    page.evaluate(QUIET)
    page.goto("about:blank")
    page.route("**/triangle.js", lambda route: route.abort() if what == "fails" else None)
    page.goto(f"{served_book}/book/index.html", wait_until="commit")
    island.wait_for(state="attached")
    if what == "never comes":
        assert island.evaluate("node => getComputedStyle(node).visibility") == "hidden"
    island.wait_for()  # to be seen


@pytest.mark.long
@pytest.mark.parametrize("state", ["fresh", "worked"])
@pytest.mark.parametrize("path", CHAPTERS)
def test_nothing_moves_by_itself_at_the_top_of_any_chapter(open_page: Any, served_book: str, book: Path, request: pytest.FixtureRequest, path: str, state: str) -> None:
    watched = slowed(open_page, keeping(request.getfixturevalue("everything")) if state == "worked" else "")
    shift, what = moved(watched, f"{served_book}/{path}", "top", "")
    assert shift < LIMIT, what
