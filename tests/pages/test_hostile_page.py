"""Whatever somebody typed, loaded, pasted or handed in stands on a page as text: nothing runs, nothing is lost, with the policy on and off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.test_hostile import WRITTEN, Class, told
from tests.classroom.test_marking import KINDS, done, hostile
from tests.hostile import ALL
from tests.pages.test_record import PLACE, entry
from tests.pages.working import first_places
from thirdcorner.classroom.tables import clean
from thirdcorner.course.read import load
from thirdcorner.widgets import CONSTRUCTORS, WIDGETS

POLICIES = pytest.mark.parametrize("bypass", [False, True], ids=["policy on", "policy off"])
NOTHING = """[globalThis.hit ?? 0, document.querySelectorAll('img[src=x], svg[onload], [onfocus], [onmouseover], [ontoggle], [onerror], a[href^="javascript:"], iframe').length,
  [...document.scripts].filter((s) => s.text.startsWith('globalThis.hit')).length]"""
COURSE = load()


def quiet(watched: Any) -> None:
    """Hold that nothing ran and that no element came of a text, when every part of the page was reached with the pointer and the keyboard."""
    page = watched.page
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    assert page.evaluate(NOTHING) == [0, 0, 0]
    assert watched.wrong == []


def worked(kind: str) -> dict[str, str]:
    """An exercise's work with every text of the learner's own hostile, as the browser keeps it."""
    activity = CONSTRUCTORS[next(cls.__name__ for cls in WIDGETS.values() if cls.name == kind.replace("-", "_"))]
    resolved = activity.resolve(COURSE, activity.refer(KINDS[kind]))
    return {PLACE + id: json.dumps({**e, "state": told(hostile(e["state"]), ALL)}) for id, e in done(resolved.content, resolved.items).items()}


def put(watched: Any, record: dict[str, str]) -> None:
    """Put a record into the browser and open the page anew."""
    watched.page.evaluate("put => { localStorage.clear(); Object.entries(put).forEach(([k, v]) => localStorage.setItem(k, v)); }", record)
    watched.page.reload()
    watched.mount_all()


def kept(watched: Any, record: dict[str, str]) -> None:
    """Hold that each text is still there to the letter."""
    now = watched.page.evaluate("Object.values(localStorage)")
    for text in record.values():
        for own in texts_in(json.loads(text)):
            assert any(own in texts_in(json.loads(v)) for v in now if v.startswith("{")), own[:80]


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [t for v in value.values() for t in texts_in(v)]
    if isinstance(value, list):
        return [t for v in value for t in texts_in(v)]
    return [value] if isinstance(value, str) and len(value) > 1000 else []


CHAPTERS = dict(first_places())


@POLICIES
@pytest.mark.parametrize("kind", [k if k == "memo-builder" else pytest.param(k, marks=pytest.mark.long) for k in sorted(KINDS) if k.replace("-", "_") in CHAPTERS])
def test_a_learners_own_words_in_an_exercise(open_page: Any, served_book: str, kind: str, bypass: bool) -> None:
    watched = open_page(f"{served_book}/book/chapters/{CHAPTERS[kind.replace('-', '_')]}.html", bypass_csp=bypass)
    record = worked(kind)
    put(watched, record)
    assert watched.page.locator(f".tc-island[data-widget={kind.replace('-', '_')}]").first.get_attribute("data-state") == "live"
    kept(watched, record)
    quiet(watched)


@POLICIES
def test_my_work_the_list_of_what_was_put_aside_and_a_file_that_is_loaded(open_page: Any, served_book: str, tmp_path: Path, bypass: bool) -> None:
    watched = open_page(f"{served_book}/book/my-work.html", bypass_csp=bypass)
    page = watched.page
    record = worked("memo-builder") | {f"{PLACE}{text[:60]}/x": entry("h", {"answer": text, text[:60]: [text]}) for _, _, text in WRITTEN[:-2]}
    aside = {f"tc-aside:third-corner:2026-autumn:{text[:60]}:17640000000{n:02}:{text[:20]}": text for n, _, text in WRITTEN}
    put(watched, record | aside)
    page.locator(".tc-aside li").nth(len(WRITTEN) - 1).wait_for()
    shown = page.locator(".tc-aside").text_content()
    assert "native code" not in shown, "a reason that is none is told as none"
    for name in ("script", "handler", "braces", "formula"):
        assert next(text for _, known, text in WRITTEN if known == name) in shown, name
    assert set(aside.values()) <= set(page.evaluate("Object.values(localStorage)")), "what was put aside is unchanged"
    quiet(watched)
    items = {f"{text[:60]}/y": {"v": 1, "hash": "h", "at": 1, "state": {"essay_text": text}} for _, _, text in WRITTEN}
    whole = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": ALL, "exported": ALL, "items": items, "aside": {f"{ALL}:1:import": ALL}}
    (tmp_path / "record.json").write_text(json.dumps(whole), "utf-8")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "record.json")
    page.get_by_text("new or newer").first.wait_for()
    now = page.evaluate("Object.entries(localStorage).filter(([k]) => k.endsWith('/y')).map(([k, v]) => JSON.parse(v).state.essay_text)")
    assert sorted(now) == sorted(text for _, _, text in WRITTEN), "every letter came over"
    quiet(watched)
    (tmp_path / "other.json").write_text(json.dumps({**whole, "course": f"<img src=x onerror=globalThis.hit=1>{ALL}"}), "utf-8")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "other.json")
    page.get_by_text("belongs to another course").first.wait_for()
    quiet(watched)


@POLICIES
def test_the_page_class_with_a_transcript_and_names(open_page: Any, served_book: str, bypass: bool) -> None:
    watched = open_page(f"{served_book}/book/teach/class.html", bypass_csp=bypass)
    watched.mount_all()
    page = watched.page
    page.get_by_label("Paste the chat here").fill("\n".join(f"{clean(text)}: TC1-HEDGE1-1G7-K7Q4ZD-00" for _, _, text in WRITTEN))
    page.get_by_text("damaged").first.wait_for()
    assert page.get_by_label("Paste the chat here").input_value() == "", "the text is dropped once it is read"
    assert "globalThis.hit" not in page.locator("main").inner_text()
    quiet(watched)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    return Class(tmp_path_factory.mktemp("hostile"))


@POLICIES
def test_the_marking_page_feedback_and_the_report_on_items(open_page: Any, graded: Class, bypass: bool) -> None:
    watched = open_page((graded.to / "mark.html").as_uri(), bypass_csp=bypass)
    page = watched.page
    page.locator("blockquote").first.wait_for()
    questions = page.get_by_label("Question", exact=True)
    for value in questions.locator("option").evaluate_all("all => all.map((o) => o.value)"):
        questions.select_option(value)
        page.locator("h2").first.wait_for()
        quiet(watched)
    assert page.title() == "Mark"
    for path in (graded.to / "items.html", *sorted((graded.to / "feedback").iterdir())[::5]):
        page.goto(path.as_uri())
        quiet(watched)
