"""The order of a question's options: the learner's own from the first frame, the same at each visit and before and after the script, never where order matters."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pages.test_pages import CHAPTER
from tests.widgets.test_mixed import COURSE, OF_CHAPTER, own
from thirdcorner.course.asked import mixed
from thirdcorner.front import module
from thirdcorner.widgets.quiz import Quiz

HELD = ["the script is still to come"]
SCALE = "05-renewed-alliance/q02"
SEEDS = [7, 20261128, 2147483646]
ORDERS = """() => Object.fromEntries([...document.querySelectorAll("[data-question]")].map((q) =>
  [q.dataset.question, [...q.querySelectorAll(".tc-choices > label.tc-choice > input:not([name$=sure])")].map((box) => [box.getBoundingClientRect().top, box.value])]))"""
"""Where each option of each question stands on the page, in the order of the document."""
WATCH = """window.seen = {}; (function look() {
  for (const q of document.querySelectorAll("[data-question]")) {
    const boxes = [...q.querySelectorAll("[data-mix] > label > input")].map((box) => [box.getBoundingClientRect().top, box.value]);
    if (boxes.length && q.nextElementSibling) (window.seen[q.dataset.question] ??= new Set()).add(boxes.sort((a, b) => a[0] - b[0]).map(([, id]) => id).join(" "));
  }
  requestAnimationFrame(look);
})();"""
"""Notes, in every frame that is drawn, in which order the options of a question are seen."""
PARSED = "() => new Promise((done) => (document.readyState === 'loading' ? addEventListener('DOMContentLoaded', () => done()) : done()))"
SEEN = "Object.fromEntries(Object.entries(window.seen).map(([id, orders]) => [id, [...orders]]))"


def seeded(seed: int) -> str:
    return f"if (location.protocol !== 'about:') localStorage.setItem('tc-seed:third-corner', '{seed}');"


def orders(page: Any) -> dict[str, list[str]]:
    """Return the options' order a question, which is what is heard and tabbed through as well as what is seen."""
    found = page.evaluate(ORDERS)
    for id, boxes in found.items():
        assert [top for top, _ in boxes] == sorted(top for top, _ in boxes), f"{id} is seen in another order than it is read"
    return {id: [value for _, value in boxes] for id, boxes in found.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_learner_sees_one_order_from_the_first_frame_on_and_after_a_reload(open_page: Any, served_book: str, seed: int) -> None:
    watched = open_page("about:blank", prepare=seeded(seed) + WATCH + "globalThis.thirdcorner = { recover: false };")
    page = watched.page
    for visit in (page.goto, lambda _: page.reload()):
        visit(f"{served_book}/{CHAPTER}")
        watched.mount_all()
        found, seen = orders(page), page.evaluate(SEEN)
        for q in OF_CHAPTER.values():
            if q.id in found:
                assert found[q.id] == own(q, seed)
                assert seen[q.id] == [" ".join(own(q, seed))]
        assert len(OF_CHAPTER.keys() & found.keys()) > 5
    assert watched.wrong == []


def test_learners_differ_and_one_without_a_seed_gets_one_that_stays(open_page: Any, served_book: str) -> None:
    kept = []
    for _ in range(2):
        watched = open_page(f"{served_book}/{CHAPTER}")
        watched.mount_all()
        seed = watched.page.evaluate("Number(localStorage.getItem('tc-seed:third-corner'))")
        before = orders(watched.page)
        assert all(before[id] == own(q, seed) for id, q in OF_CHAPTER.items() if id in before)
        watched.page.reload()
        watched.mount_all()
        assert orders(watched.page) == before
        kept.append(before)
    assert kept[0] != kept[1]


@pytest.mark.parametrize("what", [*HELD, "blocked", "full", "shared"])
def test_page_and_component_agree_wherever_the_number_can_be_kept(open_page: Any, served_book: str, what: str) -> None:
    watched = open_page("about:blank", prepare=PREPARED.get(what, "") + "globalThis.thirdcorner = { recover: false };" + WATCH)
    page = watched.page
    held: list[Any] = []
    if what in HELD:
        page.route("**/quiz.js", lambda route: held.append(route))
    page.goto(f"{served_book}/{CHAPTER}", wait_until="commit")
    page.evaluate(PARSED)
    before = orders(page)
    assert any(before[id] != mixed(q) for id, q in OF_CHAPTER.items() if id in before)  # type: ignore[arg-type]
    if what in HELD:
        page.locator("script[src$='/quiz.js']").wait_for(state="attached")
        assert page.locator("[data-widget=quiz][data-state]").count() == 0
        held[0].continue_()
    watched.mount_all()
    assert page.locator("[data-widget=quiz][data-state=live]").count() > 5
    assert orders(page) == before
    assert all(len(each) == 1 for each in page.evaluate(SEEN).values())
    text = {o.text_md: o.id for o in OF_CHAPTER["05-renewed-alliance/q03"].options}  # the words stand beside their own box
    boxes = page.locator("[data-question='05-renewed-alliance/q03'] label.tc-choice")
    assert {label.inner_text().strip(): label.locator("input").input_value() for label in boxes.all()} == text


PREPARED = {
    "blocked": "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException('blocked', 'SecurityError'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "shared": "if (location.protocol !== 'about:') localStorage.setItem('tc-shared', 'yes');",
}


def test_a_scale_keeps_its_order_for_everyone(open_page: Any, served_book: str) -> None:
    for seed in SEEDS:
        watched = open_page(f"{served_book}/{CHAPTER}", prepare=seeded(seed))
        watched.mount_all()
        assert orders(watched.page)[SCALE] == [o.id for o in COURSE.questions[SCALE].options]  # type: ignore[union-attr]


def test_without_script_everyone_sees_the_order_that_was_built(open_page: Any, served_book: str) -> None:
    page = open_page(f"{served_book}/{CHAPTER}", drawn=False, java_script_enabled=False).page
    for id, q in OF_CHAPTER.items():
        boxes = page.locator(f"[data-question='{id}'] .tc-choices > label.tc-choice > input")
        if boxes.count():
            assert [box.get_attribute("value") for box in boxes.all()] == mixed(q)  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ["back", "reload"])
def test_what_was_ticked_is_ticked_when_one_comes_back(open_page: Any, served_book: str, way: str) -> None:
    """A browser fills a form in again by the order in which its boxes stood; here they stand elsewhere until they are moved."""
    watched = open_page("about:blank", prepare=seeded(7))
    page = watched.page
    page.goto(f"{served_book}/{CHAPTER}")
    watched.mount_all()
    asked = {id: q for id, q in OF_CHAPTER.items() if page.locator(f"[data-question='{id}']").count() and own(q, 7) != mixed(q)}  # type: ignore[arg-type]
    assert len(asked) > 3
    for id in asked:
        page.locator(f"[data-question='{id}'] label.tc-choice > input").first.check()
    ticked = "[...document.querySelectorAll('[data-question] input:checked')].map((box) => [box.closest('[data-question]').dataset.question, box.value])"
    kept = "Object.fromEntries(Object.entries(localStorage).filter(([k]) => /q\\d+$/.test(k)).map(([k, v]) => [k, JSON.parse(v).state]))"
    before = [page.evaluate(ticked), page.evaluate(kept)]
    assert dict(before[0]) == {id: own(q, 7)[0] for id, q in asked.items()}
    if way == "back":
        page.goto(f"{served_book}/book/reference/actors.html")
        page.go_back()
    else:
        page.reload()
    watched.mount_all()
    page.wait_for_function(f"ticked => JSON.stringify({ticked}) === ticked", arg=json.dumps(before[0], separators=(",", ":")))
    assert page.evaluate(kept) == before[1]


def test_a_notebook_shows_the_order_of_its_record(open_page: Any) -> None:
    content = Quiz.resolve(COURSE, Quiz.refer("05-renewed-alliance", tags=["treaty"])).content
    asked = [q for q in content["questions"] if q["id"] in OF_CHAPTER]
    assert asked
    for seed in SEEDS:
        page = open_page("about:blank").page
        page.evaluate(MOUNT, [module("quiz"), content, seed])
        found = orders(page)
        assert all(found[q["id"]] == own(OF_CHAPTER[q["id"]], seed) for q in asked)


MOUNT = """async ([code, content, seed]) => {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const values = { content, seed, work: {}, stale: [], times: {} };
  const model = { get: (name) => values[name], set: (name, value) => (values[name] = value), on() {}, off() {}, save_changes() {} };
  await (await import(url)).default.render({ model, el: document.body });
}"""
"""Draws a widget as a notebook does."""
