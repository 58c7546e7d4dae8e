"""No record, however hostile, takes an exercise or a kind of question away, and nothing of it is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.pages.test_record import ALIVE, CHAPTER, PLACE, entry, island, watching
from tests.pages.working import first_places
from thirdcorner.course.read import load
from thirdcorner.pages.nodes import island_html
from thirdcorner.widgets.base import Reference, Resolved
from thirdcorner.widgets.specimens import specimens

VALUES: list[Any] = [None, True, -1, 1e308, "text", "", [], [None], ["x", {}], {}, {"x": None}, {"x": {"y": []}}, [[[]]]]
"""What a field of a record may turn out to be."""
NOTHING = "**/book/chapters/nothing.html"
"""A page of the book's own address on which nothing reads the record."""


def hostile(data: dict[str, Any], own: list[str], names: list[str]) -> list[dict[str, str]]:
    """Return a dozen records of a widget's own ids, each broken in its way."""
    made = [{id: entry(data["items"][id], dict.fromkeys(names, value)) for id in own} for value in VALUES]
    made += [{id: entry(data["items"][id], {name: VALUES[(n + k) % len(VALUES)] for n, name in enumerate(names)}) for k, id in enumerate(own)}]
    raw = ["{broken", "null", "[]", '"x"', json.dumps({"v": 99, "hash": "h", "at": 1, "state": {"answer": "newer"}}), entry("another wording", {"answer": 1}), '{"v":1,"hash":"h","at":1,"state":[]}']
    return [*made, *({id: text for id in own} for text in raw)]


def named(schema: dict[str, Any]) -> set[str]:
    """Return every field that a schema of work names, at whatever depth."""
    found = set(schema.get("properties", {}))
    for inner in schema.get("$defs", {}).values():
        found |= set(inner.get("properties", {}))
    return found


def fields(widget: str, reads: bool) -> list[str]:
    """Return every field that a widget may read: those of its work, and where it reads work done elsewhere, those of every widget's."""
    from thirdcorner.model.front import WORK, schemas

    of = {name: named(schema) for name, schema in schemas().items() if "x-work" in schema}
    every = set().union(*of.values()) if reads else set()
    return sorted(of[WORK[widget].__name__] | every | {"reading_text", "answer"})


@pytest.mark.parametrize(("widget", "reads", "some"), [("quiz", False, {"answer", "tries"}), ("ledger", False, {"factors", "likelihood"}), ("review", True, {"stability", "last", "checked"}), ("my_work", True, {"first", "confidence"})])
def test_the_fields_that_a_widget_may_read_are_found(widget: str, reads: bool, some: set[str]) -> None:
    assert some <= set(fields(widget, reads))


@pytest.mark.long
@pytest.mark.parametrize(("widget", "chapter"), [*first_places(), ("review", "../review"), ("my_work", "../my-work")])
def test_no_record_however_hostile_takes_an_exercise_away_or_is_lost(open_page, served_book: str, book: Path, widget: str, chapter: str) -> None:
    url = f"/book/{chapter[3:]}.html" if chapter.startswith("../") else f"/book/chapters/{chapter}.html"
    data = island(book, url, widget)
    own = [id for id in data["items"] if id not in data.get("reads", [])][:6]
    other = [id for id in data["items"] if id not in own][:6]
    names = fields(widget, bool(data.get("reads")))
    assert len(names) > 2
    watched = watching(open_page, served_book + url)
    page = watched.page
    page.route(NOTHING, lambda route: route.fulfill(body="<p>No script reads here.", content_type="text/html"))
    root = page.locator(f".tc-island[data-widget={widget}]").first
    for record in hostile(data, own or other, names):
        page.goto(served_book + NOTHING[2:])  # a page of the book that is open would read, and put aside, what is put under its feet
        page.evaluate("([p, put]) => { localStorage.clear(); Object.entries(put).forEach(([k, v]) => localStorage.setItem(p + k, v)); }", [PLACE, record])
        page.goto(served_book + url)
        watched.begin()
        page.wait_for_function(ALIVE)
        assert root.get_attribute("data-state") == "live", record
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        kept = page.evaluate("Object.entries(localStorage).filter(([k]) => /^tc(-aside)?:/.test(k)).map(([, v]) => v)")
        for text in record.values():
            assert text in kept, (record, kept)
        aside = page.evaluate("Object.keys(localStorage).filter((k) => /^tc-aside:.*:unreadable$/.test(k)).length")
        if aside:
            page.locator("#tc-notice-unreadable").wait_for()
        assert (page.locator("#tc-notice-unreadable").count() == 1) == (aside > 0)
    assert watched.wrong == []


def every_kind() -> tuple[str, list[str], dict[str, str]]:
    """Return a quiz of every kind of question and an assignment of the same as a page's body, the ids of the questions, and their wordings."""
    quiz = specimens(load(), "quiz")[0].content
    kinds = {q["kind"]: {k: v for k, v in q.items() if k != "key"} for q in reversed(quiz["questions"])}
    assert len(kinds) == 10
    sheet = {"id": "hostile", "title": "A sheet of every kind", "points": "10", "questions": list(kinds.values())}
    own = {q["id"]: f"h{n}" for n, q in enumerate(quiz["questions"])}
    assigned = {f"assign/hostile/{q['id']}": own[q["id"]] for q in kinds.values()}
    made = island_html(Reference("quiz", "hostile"), Resolved(quiz, own)) + island_html(Reference("assignment", "hostile"), Resolved(sheet, assigned))
    return made, [*own, *assigned], own | assigned


FOREIGN: list[Any] = [0, [0, 1], {"0": 1}, ["a", "a", "a"], "b", 98.3, False, {"a": "x", "b": "x"}]
"""Answers of another kind of question, and such as an edition long ago gave, by place."""
USE = """async ([place, ids]) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const of = (id) => [...document.querySelectorAll(`[data-widget=${id.startsWith("assign/") ? "assignment" : "quiz"}] [data-question]`)].find((q) => id.endsWith(q.dataset.question.replace("assign/hostile/", "")));
  const boxes = ids.map(of);
  for (const box of boxes) [...box.querySelectorAll("button")].find((b) => /again/.test(b.textContent))?.click();
  await drawn();
  for (const box of boxes) {
    const at = box.querySelector(":is(input:not([type=range]), textarea, select):not(:disabled)");
    if (!at) [...box.querySelectorAll("button:not(:disabled, [aria-disabled])")].find((b) => !/check|hint/i.test(b.textContent))?.click();
    else if (at.type === "radio") [...box.querySelectorAll("input[type=radio]")].find((r) => !r.checked).click();
    else if (at.type === "checkbox") at.click();
    else {
      if (at.options) at.selectedIndex = 1; else at.value = "7";
      for (const did of ["input", "change"]) at.dispatchEvent(new Event(did, { bubbles: true }));
    }
  }
  await drawn();
  const kept = (id) => JSON.parse(localStorage.getItem(place + id) ?? "null");
  return ids.filter((id) => kept(id)?.v !== 1 || kept(id).state.answer === undefined || (kept(id).state.checked === true && !id.startsWith("assign/")));
}"""
"""Uses each question once; returns those that do not keep what was done."""


@pytest.mark.long
def test_no_record_however_hostile_takes_any_kind_of_question_away_or_is_lost(open_page, served_book: str, book: Path) -> None:
    made, own, hashes = every_kind()
    whole = re.sub(r"(<article[^>]*>).*(</article>)", lambda m: m[1] + made + m[2], (book / CHAPTER.lstrip("/")).read_text("utf-8"), count=1, flags=re.S)
    watched = watching(open_page, served_book + "/book/teach/privacy.html")
    page = watched.page
    page.route("**/chapters/hostile.html", lambda route: route.fulfill(body=whole, content_type="text/html; charset=utf-8"))
    page.route(NOTHING, lambda route: route.fulfill(body="<p>No script reads here.", content_type="text/html"))
    foreign = [{id: entry(hashes[id], {"answer": answer, "checked": True, "tries": 1, "score": 0.5}) for id in own} for answer in FOREIGN]
    older = [{id: json.dumps({"v": 0, "hash": hashes[id], "at": 1, "state": {"answer": 0}}) for id in own}]
    for record in [*hostile({"items": hashes}, own, fields("quiz", reads=False)), *foreign, *older]:
        page.goto(served_book + NOTHING[2:])
        page.evaluate("([p, put]) => { localStorage.clear(); Object.entries(put).forEach(([k, v]) => localStorage.setItem(p + k, v)); }", [PLACE, record])
        page.goto(served_book + "/book/chapters/hostile.html")
        watched.begin()
        assert [i.get_attribute("data-state") for i in page.locator(".tc-island").all()] == ["live", "live"], record
        kept = page.evaluate("Object.entries(localStorage).filter(([k]) => /^tc(-aside)?:/.test(k)).map(([, v]) => v)")
        assert [text for text in record.values() if text not in kept] == []
        aside = page.evaluate("Object.keys(localStorage).filter((k) => /^tc-aside:.*:unreadable$/.test(k)).length")
        assert page.evaluate("new Promise((done) => requestAnimationFrame(() => done(!!document.querySelector('#tc-notice-unreadable p')?.textContent)))") == (aside > 0)
        assert page.evaluate(USE, [PLACE, own]) == [], record
    assert watched.wrong == []
