"""Islands in real Chromium: alive without a kernel or a network, kept over reloads, failing alone, complete without script."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

PAGE = "/html/book/quiz.html"


def choose(scope, label: str) -> None:
    scope.get_by_label(label, exact=True).check()


@pytest.fixture(params=["http", "file"])
def quiz_url(request, served: str, html: Path) -> str:
    return served + PAGE if request.param == "http" else (html / "book/quiz.html").as_uri()


def test_a_learner_answers_reloads_and_finds_the_answer(open_page, quiz_url: str) -> None:
    watched = open_page(quiz_url)
    page = watched.page
    watched.mount_all()
    first = page.locator("[data-question='quiz/q01']")
    choose(first, "The first")
    first.get_by_role("button", name="Check").click()
    assert "Not the first." in first.inner_text()
    first.get_by_role("button", name="Try again").click()
    choose(first, "The second")
    first.get_by_role("button", name="Check").click()
    assert "by <script>" in first.inner_text()
    page.reload()
    watched.mount_all()
    again = page.locator("[data-question='quiz/q01']")
    assert "Yes the second." in again.inner_text()
    assert "Not the first." not in page.locator("[data-question='quiz/q02']").inner_text()
    assert watched.wrong == []


def test_a_written_answer_is_kept_and_marked_by_its_writer(open_page, quiz_url: str) -> None:
    watched = open_page(quiz_url)
    page = watched.page
    watched.mount_all()
    short, essay = page.locator("[data-question='quiz/q09']"), page.locator("[data-question='quiz/q10']")
    short.get_by_label("Say why.").fill("<b>Because</b> of this.")
    assert "at most 30 words" in short.inner_text()
    short.get_by_role("button", name="Compare with a model answer").click()
    short.get_by_label("It names this.").check()
    assert "Your own mark: 50 %." in short.inner_text()
    essay.get_by_label("Argue it.").fill("Five words or so, here.")
    essay.get_by_role("button", name="Compare with a model answer").click()
    essay.get_by_label("It states one.").check()
    essay.get_by_label("Some.", exact=True).check()
    assert "Your own mark: 75 %." in essay.inner_text()
    page.reload()
    watched.mount_all()
    assert short.get_by_label("Say why.").input_value() == "<b>Because</b> of this."
    assert "Your own mark: 75 %." in essay.inner_text()
    assert watched.wrong == []


def test_the_desk_is_worked_by_keyboard_alone(open_page, quiz_url: str) -> None:
    watched = open_page(quiz_url)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-fact-check")
    desk.get_by_label("Card 1", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The day.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert desk.locator(".tc-record").evaluate("n => n === document.activeElement")
    assert "April 2023." in desk.inner_text()
    assert watched.wrong == []


def test_an_ordering_is_moved_by_keyboard_and_told(open_page, quiz_url: str) -> None:
    watched = open_page(quiz_url)
    page = watched.page
    watched.mount_all()
    slot = page.locator("[data-question='quiz/q05']")
    for name, place in (("alpha", 1), ("beta", 2), ("gamma", 3)):
        while slot.locator("li").nth(place - 1).locator(".tc-sorter-item").inner_text() != name:
            slot.get_by_role("button", name=f"Move up: {name}").focus()
            page.keyboard.press("Enter")
    slot.get_by_role("button", name="Check").click()
    assert "Right." in slot.inner_text()


def test_the_timeline_filters_and_says_how_many(open_page, quiz_url: str) -> None:
    watched = open_page(quiz_url)
    watched.mount_all()
    explorer = watched.page.locator(".tc-island[data-widget=timeline] .tc-live")
    explorer.get_by_role("tab", name="The whole record").click()
    assert "3 of 3 events are shown" in explorer.locator(".says").inner_text()
    explorer.get_by_role("button", name="North Korea").click()
    assert explorer.locator("[data-event]").count() == 2
    explorer.get_by_label("On or after it").check()
    assert "No event fits" in explorer.inner_text()
    explorer.get_by_role("button", name="Show all again").click()
    assert explorer.locator("[data-event]").count() == 3


def test_vega_runs_only_when_asked_for_and_under_the_policy(open_page, quiz_url: str) -> None:
    watched = open_page(quiz_url)
    page = watched.page
    assert page.locator("script[src*='vega']").count() == 0
    assert page.locator("figure.tc-chart svg").first.get_attribute("aria-label") == "Bars of 96.7 and 98.3 per cent."
    page.get_by_role("button", name="Explore this chart").click()
    page.locator(".tc-chart-live svg").wait_for()
    assert watched.wrong == []


def test_unreadable_work_is_put_aside_and_told(open_page, served: str) -> None:
    watched = open_page(served + PAGE)
    page = watched.page
    page.evaluate("localStorage.setItem('tc:third-corner:sample:quiz/q01', '{broken')")
    page.reload()
    watched.mount_all()
    page.locator("#tc-notice-unreadable").wait_for()
    kept = page.evaluate("Object.entries(localStorage).filter(([k]) => k.startsWith('tc-aside:')).map(([, v]) => v)")
    assert kept == ["{broken"]


def test_work_on_an_earlier_wording_does_not_count_and_is_kept(open_page, served: str) -> None:
    watched = open_page(served + PAGE)
    page = watched.page
    entry = {"v": 1, "hash": "earlier", "at": 1, "state": {"answer": 1, "checked": True}}
    page.evaluate("e => localStorage.setItem('tc:third-corner:sample:quiz/q01', e)", json.dumps(entry))
    page.reload()
    watched.mount_all()
    first = page.locator("[data-question='quiz/q01']")
    assert "has been reworded" in first.inner_text()
    choose(first, "The first")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('tc-aside:')).length") == 1


BLOCKED = "Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new DOMException('blocked', 'SecurityError'); } });"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize(("prepare", "id"), [(BLOCKED, "blocked"), (FULL, "full")])
def test_a_blocked_or_full_store_is_told_and_the_page_works(open_page, served: str, prepare: str, id: str) -> None:
    watched = open_page(served + PAGE, prepare=prepare)
    watched.mount_all()
    first = watched.page.locator("[data-question='quiz/q01']")
    choose(first, "The second")
    first.get_by_role("button", name="Check").click()
    assert "Yes the second." in first.inner_text()
    watched.page.locator(f"#tc-notice-{id}").wait_for()
    assert watched.wrong == []


def test_one_that_throws_keeps_its_static_form_and_the_rest_work(open_page, served: str) -> None:
    watched = open_page("about:blank")
    page = watched.page
    page.route("**/fact_check.js", lambda route: route.abort())
    page.goto(served + PAGE)
    watched.mount_all()
    failed = page.locator(".tc-island[data-widget='fact_check']")
    assert failed.get_attribute("data-state") == "failed"
    assert failed.get_by_text("Which card settles it best?").first.is_visible()
    assert "could not start" in failed.inner_text()
    assert page.locator(".tc-island[data-state='live']").count() == 3


def test_without_script_the_page_is_complete(open_page, served: str) -> None:
    page = open_page(served + PAGE, java_script_enabled=False).page
    assert page.get_by_text("Which of these is").first.is_visible()
    fold = page.locator("details.tc-answers").first
    assert not fold.get_by_text("Yes the second.").is_visible()
    fold.locator("summary").click()
    assert fold.get_by_text("Yes the second.").is_visible()


def test_without_script_the_printed_page_holds_its_answers_once(open_page, served: str) -> None:
    """On paper no fold can be opened: the answers stand there, in ink, each once, and the fold on the screen stays shut."""
    page = open_page(served + PAGE, java_script_enabled=False).page
    assert not page.get_by_text("Yes the second.").first.is_visible()
    text = " ".join("\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages).split())
    assert text.count("Yes the second.") == 1
    assert text.index("Which of these is") < text.index("Answers") < text.index("Yes the second.")


def test_printed_answers_stand_on_their_own_sheet(open_page, served: str) -> None:
    watched = open_page(served + PAGE)
    watched.mount_all()
    page = watched.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".tc-front").first.is_visible()
    assert not page.locator(".tc-front button").first.is_visible()
    assert not page.locator("details.tc-answers").first.is_visible()
    sheet = page.locator(".tc-answer-sheet")
    assert "Yes the second." in sheet.inner_text()
    assert sheet.evaluate("n => getComputedStyle(n).breakBefore") == "page"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sheet.count() == 0
    assert "Yes the second." in page.locator("details.tc-answers[data-sheet]").first.evaluate("n => n.textContent")


def test_two_tabs_do_not_overwrite_each_other(open_page, served: str) -> None:
    one = open_page(served + PAGE)
    one.mount_all()
    other = one.page.context.new_page()
    other.goto(served + "/html/book/other.html")
    other.locator(".tc-island[data-state='live']").wait_for()
    choose(one.page.locator("[data-question='quiz/q01']"), "The second")
    choose(other.locator("[data-question='quiz/q02']"), "Two")
    choose(other.locator("[data-question='quiz/q03']"), "True")
    one.page.reload()
    one.mount_all()
    assert one.page.locator("[data-question='quiz/q01']").get_by_label("The second").is_checked()
    assert one.page.locator("[data-question='quiz/q02']").get_by_label("Two").is_checked()
    assert one.page.locator("[data-question='quiz/q03']").get_by_label("True").is_checked()


def test_the_record_travels_to_a_fresh_profile(open_page, served: str, tmp_path: Path) -> None:
    one = open_page(served + PAGE)
    one.mount_all()
    choose(one.page.locator("[data-question='quiz/q01']"), "The second")
    one.page.goto(served + "/html/book/my-work.html")
    with one.page.expect_download() as download:
        one.page.get_by_role("button", name="Save my answers to a file").click()
    download.value.save_as(tmp_path / "record.json")
    fresh = open_page(served + "/html/book/my-work.html")
    fresh.page.locator("input[type=file]").set_input_files(tmp_path / "record.json")
    fresh.page.get_by_text("1 answer is new or newer").wait_for()
    fresh.page.goto(served + PAGE)
    fresh.mount_all()
    assert fresh.page.locator("[data-question='quiz/q01']").get_by_label("The second").is_checked()
    (tmp_path / "wrong.json").write_text('{"format": "other"}', "utf-8")
    fresh.page.goto(served + "/html/book/my-work.html")
    fresh.page.locator("input[type=file]").set_input_files(tmp_path / "wrong.json")
    fresh.page.get_by_text("not a record of this book").wait_for()
