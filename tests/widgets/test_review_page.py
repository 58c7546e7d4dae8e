"""The review worked to its end: by mouse, by keyboard alone, by touch at 375 px; reloaded half-way, undone, printed, read aloud."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import violations
from tests.front.test_hydration import keeping
from thirdcorner.classroom.lots import one_of

PAGE = "/book/review.html"
DAY = 86_400_000


def data(book: Path) -> dict[str, Any]:
    found = BeautifulSoup((book / PAGE.lstrip("/")).read_text("utf-8"), "lxml").select_one(".tc-island[data-widget=review] script")
    return json.loads(found.string)


def answered(book: Path, kinds: tuple[str, ...] = ("single", "ordering", "fill-in"), **more: dict[str, Any]) -> str:
    """Return a script that keeps one answer to a question of each kind, as its chapter does, and more states by id."""
    island, record = data(book), {}
    for kind in kinds:
        of = next(c["q"]["id"] for c in island["content"]["cards"] if c.get("q", {}).get("kind") == kind)
        record[of] = {"checked": True, "tries": 1, "answer": "a"}
    return keeping({id: {"v": 1, "hash": island["items"][id], "at": 1, "state": state} for id, state in {**record, **more}.items()})


def opened(open_page: Any, served_book: str, prepare: str = "", **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, prepare=f"if (!sessionStorage.kept) {{ sessionStorage.kept = 'yes'; {prepare} }}" if prepare else "", **options)
    watched.mount_all()
    return watched, watched.page, watched.page.locator(".tc-island[data-widget=review]")


def counts(review: Any) -> str:
    return review.locator(".counts").inner_text()


def test_a_session_by_mouse_asks_again_what_was_not_known_and_is_kept(open_page: Any, served_book: str, book: Path) -> None:
    watched, page, review = opened(open_page, served_book, answered(book))
    assert "3 questions that you have answered can be taken up" in review.locator(".says").inner_text()
    review.get_by_role("button", name="Begin with 3 cards").click()
    assert review.get_by_text("3 to go").evaluate("n => n.closest('.head') === document.activeElement")
    assert review.locator(".tc-review-answer").count() == 0
    review.get_by_role("button", name="Show the answer").click()
    review.get_by_role("button", name="Again I did not know it again in a day").click()
    for _ in range(2):
        review.get_by_role("button", name="Show the answer").click()
        review.get_by_role("button", name="Good").click()
    assert "1 to go" in review.locator(".head").inner_text(), "the first is asked once more"
    assert "You have looked at 3 cards and knew 2. What you did not know is asked once more" in review.locator(".says").inner_text()
    page.reload()
    watched.mount_all()
    assert counts(review) == "0 due now, 3 within a week, 0 later."
    assert "1 tomorrow, 2 in 2 days" in review.get_by_role("img").get_attribute("aria-label")
    assert watched.wrong == []


def test_a_question_in_versions_asks_the_learners_own(open_page: Any, served_book: str, book: Path) -> None:
    """The version last answered, which need not be the first; where none is known, the one that falls to the record's seed."""
    cards = [c for c in data(book)["content"]["cards"] if c.get("q", {}).get("versions")]
    assert len(cards) == 4
    chosen, seeded = cards[0]["q"], cards[1]["q"]
    states = {q["id"]: {"checked": True, "tries": 1, "answer": "1", **more} for q, more in ((chosen, {"version": chosen["versions"][2]["id"]}), (seeded, {}))}
    watched, page, review = opened(open_page, served_book, answered(book, (), **states))
    seed = page.evaluate("localStorage.getItem('tc-seed:third-corner')")
    due = {chosen["id"]: chosen["versions"][2], seeded["id"]: next(v for v in seeded["versions"] if v["id"] == one_of([v["id"] for v in seeded["versions"]], seeded["draw"], seed))}
    review.get_by_role("button", name="Begin with 2 cards").click()
    for q in (chosen, seeded):
        version = due[q["id"]]
        asked = " ".join(BeautifulSoup(version["prompt_html"], "lxml").get_text().split())
        assert " ".join(review.locator(".asked").inner_text().split()).startswith(asked)
        review.get_by_role("button", name="Show the answer").click()
        assert f"{version['key']['right']:.12g} {q['unit']}" in review.locator(".tc-review-answer").inner_text()
        assert "sets of figures" not in review.locator(".tc-review-answer").inner_text()
        review.get_by_role("button", name="Good").click()
    assert watched.wrong == []


def test_by_keyboard_alone_and_undone(open_page: Any, served_book: str, book: Path) -> None:
    watched, page, review = opened(open_page, served_book, answered(book, ("single", "multiple")))
    review.get_by_role("button", name="Begin with 2 cards").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert review.locator(".tc-review-answer").evaluate("n => n === document.activeElement")
    first = review.locator(".tc-review-answer").inner_text()
    assert "right" in first
    page.keyboard.press("4")
    assert "1 to go" in review.locator(".head").inner_text()
    review.get_by_role("button", name="Undo").press("Enter")
    assert "2 to go" in review.locator(".head").inner_text()
    review.get_by_role("button", name="Show the answer").press("Enter")
    assert review.locator(".tc-review-answer").inner_text() == first
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    review.get_by_text("That is all for now.").wait_for()
    assert review.locator(".tc-verdict").evaluate("n => n === document.activeElement")
    assert counts(review) == "0 due now, 2 within a week, 0 later."
    review.get_by_role("button", name="Begin again").press("Enter")
    review.get_by_role("button", name="Yes, forget my work here").press("Enter")
    assert review.locator(".counts").count() == 0, "nothing is counted where nothing is scheduled"
    assert review.get_by_role("button", name="Begin with 2 cards").is_visible()
    review.get_by_role("button", name="Undo").press("Enter")
    assert counts(review) == "0 due now, 2 within a week, 0 later."
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, True])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, review = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    assert "Nothing is scheduled yet" in review.locator(".says").inner_text()
    review.get_by_role("button", name="Take up 10 terms of the glossary").tap()
    review.get_by_role("button", name="Show the answer").tap()
    rates = review.locator(".rates button")
    assert all(rates.nth(n).bounding_box()["height"] >= 44 for n in range(4))
    assert violations(page, ".tc-island[data-widget=review]") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    rates.nth(2).tap()
    assert "9 to go" in review.locator(".head").inner_text()
    review.get_by_role("button", name="Stop here").tap()
    assert counts(review) == "0 due now, 1 within a week, 0 later."
    assert watched.wrong == []


def test_what_is_due_comes_first_and_a_wrong_clock_sends_nothing_away(open_page: Any, served_book: str, book: Path) -> None:
    cards = data(book)["content"]["cards"]
    now = 1_764_244_800_000  # the page's clock: noon of 27 November 2025
    kept = {"stability": 3, "difficulty": 5}
    late = {**kept, "last": now - 9 * DAY, "due": now - 6 * DAY}
    sent_away = {**kept, "last": now - 20 * DAY, "due": now + 4000 * DAY}
    ids = [c["id"] for c in cards[:2]]
    watched, page, review = opened(open_page, served_book, f"localStorage.clear(); {answered(book, (), **dict(zip(ids, (late, sent_away), strict=True)))}")
    page.clock.install(time=now / 1000)
    page.reload()
    watched.mount_all()
    assert counts(review) == "2 due now, 0 within a week, 0 later."
    review.get_by_role("button", name="Begin with 2 cards").click()
    assert review.locator(".asked").inner_text().startswith(BeautifulSoup(cards[1]["q"]["prompt_html"], "lxml").text.strip()[:20]), "the longest overdue first"
    assert watched.wrong == []


def test_without_script_and_on_paper_it_says_what_to_do(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    review = page.locator(".tc-island[data-widget=review]")
    assert review.get_by_text("cover the right-hand side of the glossary").is_visible()
    assert review.get_by_role("button").count() == 0
    page.emulate_media(media="print")
    assert review.get_by_text("cover the right-hand side of the glossary").is_visible()
    assert review.locator("svg").is_visible()
