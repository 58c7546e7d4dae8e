"""Every exercise of every page in the states that work leads to: axe finds nothing in both themes, and nothing is cut at any width, on the page or on the bench."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT
from tests.conftest import violations
from tests.pages.test_pages import COLOURS, PAGES, SPECIMENS
from tests.pages.test_room import measured
from tests.pages.working import first_places, work
from thirdcorner.course.chapters import CELL
from thirdcorner.course.drawn import source_of
from thirdcorner.course.read import find_root, load, names
from thirdcorner.model.front import CONTENT, WORK
from thirdcorner.widgets import CONSTRUCTORS, WIDGETS
from thirdcorner.widgets.specimens import specimens, states

STATES = ("worked", "wrong", "laid", "weighed", "done")
"""Fresh ones are looked at with their page, in test_pages.py."""
KEEP_NOTHING = {"class_page", "my_copy"}
ISLANDS = """() => [...document.querySelectorAll(".tc-island")].map((island) => ({
  ...JSON.parse(island.querySelector("script[type='application/json']").textContent), widget: island.dataset.widget, id: island.dataset.id }))
  .filter((island) => !island.work)"""
PUT = """([prefix, entries]) => { for (const [id, entry] of Object.entries(entries)) localStorage.setItem(prefix + id, JSON.stringify(entry));
  dispatchEvent(new StorageEvent("storage", { key: prefix })); }"""
"""Writes work as another tab of the learner's would, so that what the page shows changes in place."""
DRAWN = """() => Object.fromEntries([...document.querySelectorAll(".tc-island")].map((island) => {
  const held = [...island.querySelectorAll("input, select, textarea")].map((field) => `${field.type} ${field.value} ${field.checked}`);
  return [island.dataset.id, island.querySelector(".tc-live").innerHTML + held]; }))"""


def entries(island: dict[str, Any], state: str) -> dict[str, Any]:
    """Return the record's entries that put an exercise into a state; none where it has no such state.

    Work done elsewhere is put there, unless the exercise does nothing but show it.
    """
    found = next((s for s in states(island["widget"], island["content"]) if s.state == state), None)
    theirs = set(island.get("reads", ()))
    own = set(island["items"]) - theirs or theirs
    work = {id: kept for id, kept in found.work.items() if id in own} if found else {}
    return {id: {"v": 1, "hash": island["items"][id], "at": 1, "state": kept} for id, kept in work.items()}


def folded(page: Any) -> None:
    """Shut the folds again that `measured` opened: axe looks at a page as it comes."""
    page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = d.matches(':has(.tc-island), .tc-shown')))")


def on_the_bench(watched: Any) -> list[str]:
    """Return what is cut at any width where an instrument has the whole screen, of all that can have it."""
    page, wrong = watched.page, []
    page.evaluate("document.querySelectorAll('details:has(.tc-island)').forEach(d => (d.open = true))")
    for n in range(page.locator(".tc-bench").count()):
        bench = page.locator(".tc-bench").nth(n)
        if not bench.get_by_role("button", name="Open on the bench").count():
            continue
        bench.get_by_role("button", name="Open on the bench").click()
        wrong += measured(watched, ".tc-whole")
        page.keyboard.press("Escape")
        page.locator(".tc-whole").wait_for(state="detached")
    return wrong


def worked(page: Any, tell: Callable[[str, int], None] = lambda name, count: None) -> Iterator[str]:
    """Put every exercise of a page into each state that its work leads to, all at once, and yield the state's name; tell how many were put there."""
    prefix = "tc:{}:{}:".format(*names(find_root()))
    islands = page.evaluate(ISLANDS)
    made = {state: {island["id"]: found for island in islands if (found := entries(island, state))} for state in STATES}
    reached = {id for put in made.values() for id in put}
    assert [island["id"] for island in islands if island["widget"] not in KEEP_NOTHING and island["id"] not in reached] == [], "no state of its work"
    before = page.evaluate(DRAWN)
    for state, put in made.items():
        if put:
            page.evaluate(PUT, [prefix, {id: entry for found in put.values() for id, entry in found.items()}])
            now = page.evaluate(DRAWN)
            assert [id for id in put if now[id] == before[id]] == [], f"not {state}"
            before = now
            tell("states", len(put))
            yield state


def shown_in(widget: str) -> dict[str, Any]:
    """Return the content of the first cell of the book that calls a widget."""
    course = load()
    for path in sorted((ROOT / "book").rglob("*.md")):
        for match in CELL.finditer(path.read_text("utf-8")):
            code = source_of(match["body"]).strip()
            cls = CONSTRUCTORS.get(code.partition("(")[0])
            if cls is not None and cls.name == widget:
                args, kwargs = eval(code, {cls.__name__: lambda *args, **kwargs: (args, kwargs)})
                return cls.resolve(course, cls.refer(*args, **kwargs)).content
    return specimens(course, widget)[0].content


@pytest.mark.parametrize("widget", sorted(set(WIDGETS) - KEEP_NOTHING))
def test_every_widget_has_a_state_that_work_leads_to_and_it_can_be_kept(widget: str) -> None:
    content = shown_in(widget)
    CONTENT[widget].model_validate(content)
    fresh, *found = states(widget, content)
    assert not fresh.work
    assert {s.state for s in found} & {"worked", "done"}
    assert {s.state for s in found} <= set(STATES)
    for state in found:
        assert state.work, state.state
        for kept in state.work.values():
            if widget not in ("my_work", "memo_builder"):  # what these show was done in others, and is of their shapes
                WORK[widget].model_validate(kept)


@pytest.mark.long
@pytest.mark.parametrize("path", [p for p in PAGES if p != SPECIMENS])
def test_every_exercise_is_accessible_in_every_state_width_and_theme(open_page: Any, served_book: str, book: Path, path: str, record_property: Any) -> None:
    if 'class="tc-island' not in (book / path).read_text("utf-8"):
        return
    watched = open_page(f"{served_book}/{path}", reduced_motion="reduce")
    page = watched.page
    watched.mount_all()
    record_property("exercises", page.locator(".tc-island").count())
    for state in worked(page, record_property):
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, rules in (("light", None), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                assert violations(page, ".tc-island", rules) == [], (state, width, scheme)
        assert measured(watched) == [], state
        folded(page)
    assert on_the_bench(watched) == []
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize(("widget", "chapter"), first_places())
def test_an_exercise_is_accessible_in_the_states_that_work_leads_to(open_page: Any, served_book: str, widget: str, chapter: str) -> None:
    watched = open_page(f"{served_book}/book/chapters/{chapter}.html", width=375, dark=True, prepare="window.print = () => {}")
    page = watched.page
    page.on("dialog", lambda dialog: dialog.accept())
    watched.mount_all()

    def looked(selector: str) -> None:
        assert violations(page, f".tc-island[data-widget={widget}] .tc-live") == [], selector
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), selector

    work(page, widget, looked)
    assert watched.wrong == []
