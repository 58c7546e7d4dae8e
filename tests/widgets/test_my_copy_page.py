"""A reader's own copy: recognised, marked, kept only when asked, shown in the chapter, and gone when unticked. The text is made up here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import violations
from thirdcorner.course.sketch import sketch

PAGE = "/book/my-copy.html"
MADE = "It is likely that this sentence was written for a test and for nothing else in the world, with <b>signs</b> in it."


@pytest.fixture
def planted(open_page: Any, served_book: str) -> Any:
    """Return a function that opens the page with a paragraph that has the sketch of our own sentence: the real text is not ours to hold."""

    def opened(**options: Any) -> Any:
        watched = open_page("about:blank", **options)

        def plant(route: Any) -> None:
            answer = route.fetch()
            body = answer.text()
            at = body.index('"sketch"', body.index('"id":"A1"'))
            start, end = body.index("[", at), body.index("]", at) + 1
            route.fulfill(response=answer, body=body[:start] + json.dumps(sketch(MADE)) + body[end:])

        watched.page.route("**/my-copy.html", plant)
        watched.page.goto(served_book + PAGE)
        watched.mount_all()
        return watched

    return opened


def test_a_copy_is_recognised_kept_shown_and_forgotten(planted: Any, served_book: str) -> None:
    watched = planted()
    page = watched.page
    desk = page.locator(".tc-live .tc-my-copy")
    desk.get_by_role("button", name="Find the paragraphs").press("Enter")
    assert "No paragraph of the commentary was recognised" in desk.inner_text()
    desk.get_by_label("Paste your copy here").fill(f"Something else entirely stands here first.\n\n{MADE}\n")
    desk.get_by_role("button", name="Find the paragraphs").press("Enter")
    assert "1 of 20 paragraphs recognised" in desk.inner_text()
    assert desk.locator(".says").evaluate("n => n === document.activeElement")
    assert desk.locator(".strip .have").all_inner_texts() == ["A1"]
    own = desk.locator("[data-paragraph=A1]")
    assert "<b>signs</b>" in own.locator("blockquote").inner_text()
    assert "likely" in own.locator("mark").all_inner_texts()[0].lower()
    chapter = served_book + "/book/chapters/05-renewed-alliance.html"
    page.goto(chapter)
    assert page.locator(".tc-own-copy").count() == 0
    page.goto(served_book + PAGE)
    watched.mount_all()
    desk.get_by_label("Paste your copy here").fill(MADE)
    desk.get_by_role("button", name="Find the paragraphs").click()
    desk.get_by_label("Keep it on this device").press("Space")
    page.goto(chapter)
    shown = page.locator("#par-A1 .tc-own-copy")
    shown.locator("summary").press("Enter")
    assert "<b>signs</b>" in shown.locator("blockquote").inner_text()
    page.goto(served_book + PAGE)
    watched.mount_all()
    assert "1 of 20 paragraphs recognised" in desk.inner_text()
    desk.get_by_label("Keep it on this device").press("Space")
    page.goto(chapter)
    assert page.locator(".tc-own-copy").count() == 0
    assert watched.wrong == []


def test_the_copy_goes_into_no_record_no_file_and_no_request(planted: Any, tmp_path: Path) -> None:
    watched = planted()
    page = watched.page
    sent: list[str] = []
    page.on("request", lambda r: sent.append(f"{r.method} {r.url} {r.post_data or ''}"))
    desk = page.locator(".tc-live .tc-my-copy")
    file = tmp_path / "saved.html"
    file.write_text(f"<html><body><script>document.title = 'run'</script><p>{MADE.replace('<b>', '&lt;b>')}</p><img src='https://example.org/x.png'></body></html>", "utf-8")
    desk.get_by_label("or open a saved page").set_input_files(file)
    desk.get_by_text("1 of 20 paragraphs recognised").wait_for()
    desk.get_by_label("Keep it on this device").check()
    assert sent == []
    assert page.title() != "run"
    kept = page.evaluate("Object.keys(localStorage).filter((k) => localStorage.getItem(k).includes('written for a test'))")
    assert kept == ["tc-copy"], "outside the record, and so outside every file that is saved or handed in"
    desk.get_by_label("Keep it on this device").uncheck()
    assert page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })").count("written for a test") == 0
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, True])
def test_at_375_px_it_works_by_touch_and_axe_finds_nothing(planted: Any, dark: bool) -> None:
    watched = planted(width=375, dark=dark, has_touch=True)
    page = watched.page
    desk = page.locator(".tc-live .tc-my-copy")
    desk.get_by_label("Keep it on this device").tap()
    assert not desk.get_by_label("Keep it on this device").is_checked(), "there is nothing to keep yet"
    desk.get_by_label("Paste your copy here").fill(MADE)
    desk.get_by_role("button", name="Find the paragraphs").tap()
    desk.get_by_role("link", name="A1, in your copy").tap()
    assert desk.locator("[data-paragraph=A1] blockquote").is_visible()
    cells = desk.locator(".strip a")
    assert all(cells.nth(n).bounding_box()["height"] >= 44 for n in range(cells.count()))
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert violations(page, ".tc-island[data-widget=my_copy]") == []
    assert watched.wrong == []


def test_without_script_and_on_paper_each_paragraph_has_its_opening_words(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    desk = page.locator(".tc-my-copy")
    assert desk.locator("[data-paragraph] .opens").count() == 20
    assert desk.get_by_text("needs the script of this page").is_visible()
    page.emulate_media(media="print")
    assert desk.locator("[data-paragraph] .opens").first.is_visible()
    assert not desk.get_by_role("button").is_visible()
