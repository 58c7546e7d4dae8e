"""Every instrument where it stands, fresh and worked: all of it is spoken, all of it goes onto paper, and nothing in it is a drop-down for a few things."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from bench.frames import DRAGS, SLIDER, Drag, hold, prepare
from tests.conftest import unspoken
from tests.front.test_hydration import PAGES, islands, keeping, worked

SMALL = ("quiz", "assignment", "day_one", "my_copy", "my_work", "review", "class_page")
"""Forms and lists, with tests of their own."""
TEXT = "<b>Some</b> words."
"""What a worked record has typed."""
ON_PAPER = {
    "ach_workbench": ("[role=grid]", [TEXT, "17 <b>mine</b>"]),
    "alliances_time": ("svg[role=img]", [TEXT, "Northeast Asia, 1961"]),
    "analogy_lab": (".sheet svg", [TEXT, "Paris (tied to both of the others) is now Moscow"]),
    "argument_map": (".drawn svg", ["You have struck"]),
    "bargaining_game": ("svg[role=img]", ["you predicted, it ends with"]),
    "crisis": (".sheet > section", ["<b>Calm</b>.", "<i>None</i>.", TEXT]),
    "dilemma_explorer": ("svg[role=img]", ["Fear of being left (0–10) 6 Fear of being dragged in 3 It did both at once."]),
    "draw_first": ("svg", []),
    "fact_check": (".sheet section", [TEXT, "×"]),
    "forecast_desk": (".sheet svg", ["My probability of Yes: {probability} per cent"]),
    "gain_matrix": (".gain", [TEXT, "Counting everything, most is gained by"]),
    "hedge_translator": (".track", ["I hear 20 to 45 per cent."]),
    "ledger": (".map .tc-still > svg", [TEXT, "How likely, in % from {low} to {high}"]),
    "memo_builder": (".page, .sheet section", ["To whom, and for which decision, likely <b>by 2027</b>."]),
    "place_map": ("path.land", ["you expected it for none of them"]),
    "risk_pathways": (".sheet svg", ["{chance} %", "By your numbers the end comes in"]),
    "sorting_bench": ("[data-statement]", [TEXT]),
    "text_glance": ("[data-bar]", [TEXT, "which you expected"]),
    "timeline": (".sheet svg", [": {month}"]),
    "triangle": (".wide", ["By the end of September 2023"]),
}
"""Of each, what its picture is on paper, and what of the learner's can be read there, which a fresh one has not."""
ALONE = """(id) => { const kept = document.querySelector(`.tc-island[data-id='${id}']`);
  const style = document.createElement("style");
  style.textContent = ".tc-answer-sheet { display: none !important }";
  document.head.append(style);
  kept.classList.remove("tc-away");
  (function hide(node) { for (const child of node.children) if (child !== kept) { child.classList.toggle("tc-away", !child.contains(kept)); if (child.contains(kept)) hide(child); } })(document.querySelector("article"));
  style.textContent += " .tc-away { display: none !important }"; }"""
"""Takes all but one instrument from the page."""
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def of_page(book: Path, name: str) -> list[dict[str, Any]]:
    """Return the data of a page's exercises, without the specimens, which keep nothing."""
    return [i for i in islands((book / name).read_text("utf-8")) if "work" not in i]


def learners(widget: str, states: dict[str, Any]) -> list[str]:
    """What of a worked record is to be read on paper, without its spaces."""
    first: dict[str, Any] = {}
    for state in states.values():
        if widget == "forecast_desk" and "probability" in state:
            first.setdefault("probability", state["probability"])
        if widget == "ledger" and "factors" in state:
            first["low"], first["high"] = next(iter(state["factors"].values()))["likelihood"]
        if widget == "risk_pathways" and "chances" in state:
            first["chance"] = next(iter(state["chances"].values()))
        if widget == "timeline" and len(state.get("at", ())) == 1:
            year, month = next(iter(state["at"].values())).split("-")
            first["month"] = f"{MONTHS[int(month) - 1]} {year}"
    return [joined(words.format(**first)) for words in ON_PAPER[widget][1]]


def joined(text: str) -> str:
    """A text without its spaces and ligatures, which a PDF has where it likes."""
    for sign, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi")):
        text = text.replace(sign, letters)
    return "".join(text.split())


def placed(book: Path, name: str) -> list[tuple[str, str]]:
    """Return the instruments of a page, each with its id."""
    soup = BeautifulSoup((book / name).read_text("utf-8"), "lxml")
    return [(i["data-widget"], i["data-id"]) for i in soup.select(".tc-island") if i["data-widget"] not in SMALL]


PLACES = ["book/index.html", *[p for p in PAGES if "chapters/" in p and not p.startswith("book/chapters/16")]]


@pytest.mark.long
@pytest.mark.parametrize("name", PLACES)
def test_it_is_spoken_and_printed_fresh_and_worked(open_page: Any, served_book: str, book: Path, name: str) -> None:
    from pypdf import PdfReader

    data, chance = of_page(book, name), random.Random(1)
    record = {k: v for one in data for k, v in worked(one["content"], one["items"], chance).items()}
    printed: dict[str, list[str]] = {}
    for state in ("fresh", "worked"):
        watched = open_page(f"{served_book}/{name}", prepare=keeping(record) if state == "worked" else "")
        page = watched.page
        watched.mount_all()
        for _, id in placed(book, name):
            island = page.locator(f".tc-island[data-id='{id}']")
            assert unspoken(page, f".tc-island[data-id='{id}']") == [], (id, state)
            assert island.locator("select").count() == 0, id
        page.emulate_media(media="print")
        for widget, id in placed(book, name):
            page.evaluate(ALONE, id)
            seen = page.locator(f".tc-island[data-id='{id}']").locator(ON_PAPER[widget][0]).locator("visible=true")
            assert any(b and b["width"] >= 8 and b["height"] >= 8 for b in (one.bounding_box() for one in seen.all()[:3])), (id, state, "its picture is not on the paper")
            pdf = PdfReader(io.BytesIO(page.pdf()))
            printed.setdefault(id, []).append(joined("".join(sheet.extract_text() for sheet in pdf.pages)))
        assert watched.wrong == []
        page.context.close()
    own = {one["content"].get("id"): one for one in data}
    for widget, id in placed(book, name):
        fresh, done = printed[id]
        assert fresh != done, id
        states = {k: v["state"] for k, v in record.items() if k in own[id]["items"]} if id in own else {}
        for words in learners(widget, states):
            assert words in done, (id, words)
            assert words not in fresh, (id, words, "the fresh one is not empty")


def test_no_large_exercise_holds_a_drop_down_but_for_more_than_seven_things(book: Path) -> None:
    for name in PAGES:
        for island in BeautifulSoup((book / name).read_text("utf-8"), "lxml").select(".tc-island"):
            if island["data-widget"] not in SMALL:
                assert all(len(choice.select("option[value]:not([value=''])")) > 7 for choice in island.select("select")), (name, island["data-id"])


BY_TAP = ("timeline: event from the tray", "workbench: mark along a row", "gains: sign along a row")
"""A finger takes it with one tap and puts it down with another, so that lists and tables still scroll."""
ACROSS = ("hedges: range", "pathways: link", "sorting bench: card", "timeline: stretch shown", "game: bar on the tree", "dilemma: ally on the plane")
"""A finger that goes up or down there scrolls: it moves one way only, or is pressed on an empty place."""
TOUCHED = """() => { window.touched = []; for (const type of ["pointerdown", "pointerup", "pointercancel"]) addEventListener(type, (e) => touched.push(type), true); }"""


@pytest.mark.long
@pytest.mark.parametrize("drag", [pytest.param(d, id=d.what) for d in DRAGS if d.down and d.grip != SLIDER and d.what not in BY_TAP])
def test_a_finger_drags_what_a_mouse_does_and_the_page_stays(open_page: Any, served_book: str, drag: Drag) -> None:
    watched = open_page(f"{served_book}/{drag.page}.html", width=375, has_touch=True, is_mobile=True)
    watched.mount_all()
    page = watched.page
    prepare(page, drag)
    (x, y), _ = hold(page, drag)
    page.evaluate(TOUCHED)
    before, session = page.evaluate("scrollY"), page.context.new_cdp_session(page)
    far = (60, 0) if drag.what in ACROSS else (40, -70)
    far = (far[0] if x < 200 else -far[0], far[1])
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for n in range(1, 11):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + far[0] * n / 10, "y": y + far[1] * n / 10}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => touched.some((type) => type !== 'pointerdown')")
    assert page.evaluate("touched") == ["pointerdown", "pointerup"]
    assert page.evaluate("scrollY") == before
    assert watched.wrong == []
