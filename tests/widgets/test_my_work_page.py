"""The learner's own page and the review, on the course itself: a chapter is worked in, and what was done is found again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping

CHAPTER = "/book/chapters/05-renewed-alliance.html"


@pytest.fixture
def worked(open_page, served_book: str):
    """Answer the first single choice of chapter 05, and return the page."""
    watched = open_page(served_book + CHAPTER)
    watched.mount_all()
    question = watched.page.locator("[data-question='05-renewed-alliance/q02']")
    question.get_by_role("radio").nth(2).check()
    question.get_by_role("button", name="Check").click()
    question.locator(".tc-verdict").wait_for()
    return watched


def test_my_work_shows_what_was_done_and_gives_it_away(worked, served_book: str, tmp_path: Path) -> None:
    page = worked.page
    page.goto(served_book + "/book/my-work.html")
    worked.mount_all()
    row = page.locator(".tc-my-work tr").filter(has_text="A renewed")
    assert "1 of" in row.inner_text()
    assert "Go on with 5." in page.locator(".tc-onward").inner_text()
    assert "You have done 1 of" in page.locator(".tc-my-work > .says").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Markdown").click()
    download.value.save_as(tmp_path / "portfolio.md")
    assert "A renewed Russia–North Korea alliance: 1 of" in (tmp_path / "portfolio.md").read_text("utf-8")
    assert worked.wrong == []


def record(book: Path) -> str:
    """Return a script that keeps answers with confidences, a text, and the first day's answer with a later one."""
    found = BeautifulSoup((book / "book/my-work.html").read_text("utf-8"), "lxml").select_one(".tc-island[data-widget=my_work] script")
    data = json.loads(found.string)
    items = [i for c in data["content"]["chapters"] for i in c["items"] if "/q" in i["id"]]
    made: dict[str, Any] = {i["id"]: {"checked": True, "tries": 1, "confidence": (90, 50)[n % 2], "first": int(n % 4 != 0), "score": 1} for n, i in enumerate(items[:12])}
    made[next(i["id"] for i in items if i.get("asked"))] = {"checked": True, "answer": "Mine <b>alone</b>", "confidence": 70, "first": 1}
    one, other = (a["id"] for a in data["content"]["day"]["answers"][:2])
    made[data["content"]["day"]["id"]] = {
        "first": {"answer": one, "sure": 70, "at": "2026-09-01T12:00:00.000Z"}, "latest": {"answer": other, "sure": 45, "at": "2026-11-20T12:00:00.000Z"},
    }  # fmt: skip
    return keeping({id: {"v": 1, "hash": data["items"][id], "at": 1, "state": state} for id, state in made.items()})


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (375, True)])
def test_the_pictures_show_calibration_evidence_and_the_first_day_against_now(open_page: Any, served_book: str, book: Path, width: int, dark: bool) -> None:
    watched = open_page(served_book + "/book/my-work.html", width=width, dark=dark, prepare=record(book))
    watched.mount_all()
    assert unspoken(watched.page, ".tc-island[data-widget=my_work]") == []
    page, mine = watched.page, watched.page.locator(".tc-live .tc-my-work")
    sure = mine.get_by_role("img", name="How sure you said you were")
    assert "90 per cent sure: 3 of 6 right" in sure.get_attribute("aria-label")
    right, wrong = (sure.locator("circle").nth(n).bounding_box() for n in (0, -1))
    assert right["y"] < wrong["y"], "who said 50 was right more often than who said 90"
    day = mine.get_by_role("img", name="How sure you were and are")
    assert "70 of 100 on the first day, 45 now, for another answer" in day.get_attribute("aria-label")
    assert "less sure by 25 points" in mine.inner_text()
    bars = mine.locator(".outcomes li").evaluate_all("all => all.map((n) => [n.querySelector('.done').offsetWidth, parseInt(n.querySelector('.says').textContent)])")
    assert any(n > 3 for _, n in bars)
    assert all((wide > 0) == (n > 0) for wide, n in bars)
    assert mine.locator("blockquote.tc-mine").all_inner_texts() == ["Mine <b>alone</b>"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, ".tc-island[data-widget=my_work]") == []
    assert watched.wrong == []


@pytest.mark.parametrize("by", ["press", "tap"])
def test_by_keys_and_by_touch_it_is_saved_printed_and_leads_on(open_page: Any, served_book: str, book: Path, tmp_path: Path, by: str) -> None:
    width = 375 if by == "tap" else 1280
    watched = open_page(served_book + "/book/my-work.html", width=width, has_touch=by == "tap", prepare=f"globalThis.print = () => (globalThis.printed = true); {record(book)}")
    watched.mount_all()
    page, mine = watched.page, watched.page.locator(".tc-live .tc-my-work")

    def act(role: str, name: str) -> None:
        target = mine.get_by_role(role, name=name).first
        target.tap() if by == "tap" else target.press("Enter")

    with page.expect_download() as download:
        act("button", "Save as Markdown")
    download.value.save_as(tmp_path / "portfolio.md")
    assert "Mine <b>alone</b>" in (tmp_path / "portfolio.md").read_text("utf-8")
    mine.get_by_role("status").filter(has_text="Saved as third-corner-portfolio.md.").wait_for(state="attached")
    act("button", "Print this page")
    assert page.evaluate("globalThis.printed") is True
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    going = mine.locator(".tc-onward a")
    where = going.get_attribute("href")
    going.tap() if by == "tap" else going.press("Enter")
    page.wait_for_url(f"**/{where}")
    assert watched.wrong == []


def test_without_script_it_lists_what_there_is_to_do_and_prints_it(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + "/book/my-work.html", java_script_enabled=False).page
    mine = page.locator(".tc-my-work")
    assert mine.locator("tbody tr").count() == 16
    assert "Begin with 1." in mine.locator(".tc-onward").inner_text()
    assert mine.get_by_text("where its script runs").is_visible()
    page.emulate_media(media="print")
    assert mine.locator("tbody tr").first.is_visible()
    assert not mine.get_by_role("button", name="Save as Markdown").is_visible()


def test_an_answered_question_comes_into_the_review_and_is_scheduled(worked, served_book: str) -> None:
    page = worked.page
    page.goto(served_book + "/book/review.html")
    worked.mount_all()
    review = page.locator(".tc-live .tc-review")
    review.get_by_role("button", name="Begin with 1 card").press("Enter")
    assert "1 to go" in review.inner_text()
    review.get_by_role("button", name="Show the answer").press("Enter")
    assert review.locator(".tc-review-answer").evaluate("n => n === document.activeElement")
    assert "55–80 per cent" in review.locator(".tc-review-answer").inner_text()
    review.get_by_role("button", name="Good").press("Enter")
    review.get_by_text("That is all for now.").wait_for()
    assert "0 due now, 1 within a week, 0 later" in review.inner_text()
    page.reload()
    worked.mount_all()
    assert "0 due now, 1 within a week, 0 later" in review.inner_text()
    assert worked.wrong == []


def test_progress_stands_beside_the_chapter_and_in_its_head(worked, served_book: str) -> None:
    page = worked.page
    page.reload()
    worked.mount_all()
    assert page.locator(".tc-done-line").inner_text().startswith("You have done 1 of")
    page.goto(served_book + "/book/reference/glossary.html")
    page.locator("#pst-primary-sidebar .tc-done").filter(has_text="1/").wait_for(state="attached")


def test_letters_and_lines_are_remembered_from_the_first_paint(open_page, served_book: str) -> None:
    page = open_page(served_book + "/book/reference/glossary.html").page
    before = page.locator("article p").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    page.locator(".tc-reading summary").click()
    page.get_by_label("Letters").select_option("1.3")
    page.goto(served_book + "/book/reference/timeline.html")
    after = page.locator("article p").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    assert after == pytest.approx(1.3 * before, rel=0.02)
