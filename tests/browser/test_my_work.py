"""The learner's own page and the review, on the course itself: a chapter is worked in, and what was done is found again."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Markdown").click()
    download.value.save_as(tmp_path / "portfolio.md")
    assert "A renewed Russia–North Korea alliance: 1 of" in (tmp_path / "portfolio.md").read_text("utf-8")
    assert worked.wrong == []


def test_an_answered_question_comes_into_the_review_and_is_scheduled(worked, served_book: str) -> None:
    page = worked.page
    page.goto(served_book + "/book/review.html")
    worked.mount_all()
    review = page.locator(".tc-live .tc-review")
    review.get_by_role("button", name="Begin").press("Enter")
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


def test_a_shared_computer_keeps_nothing_once_the_tab_closes(open_page, served_book: str) -> None:
    watched = open_page(served_book + CHAPTER)
    page = watched.page
    watched.mount_all()
    page.locator(".tc-reading summary").click()
    with page.expect_navigation():
        page.get_by_label("Shared computer").check()
    watched.mount_all()
    question = page.locator("[data-question='05-renewed-alliance/q02']")
    question.get_by_role("radio").nth(2).check()
    page.reload()
    watched.mount_all()
    assert question.get_by_role("radio").nth(2).is_checked()
    other = page.context.new_page()
    other.goto(served_book + CHAPTER)
    other.locator(".tc-island[data-state='live']").first.wait_for()
    assert not other.locator("[data-question='05-renewed-alliance/q02']").get_by_role("radio").nth(2).is_checked()
    assert other.evaluate("Object.keys(localStorage).filter((k) => k.includes('q02')).length") == 0


def test_letters_and_lines_are_remembered_from_the_first_paint(open_page, served_book: str) -> None:
    page = open_page(served_book + "/book/reference/glossary.html").page
    before = page.locator("article p").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    page.locator(".tc-reading summary").click()
    page.get_by_label("Letters").select_option("1.3")
    page.goto(served_book + "/book/reference/timeline.html")
    after = page.locator("article p").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    assert after == pytest.approx(1.3 * before, rel=0.02)
