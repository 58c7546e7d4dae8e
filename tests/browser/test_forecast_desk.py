"""The forecast desk: committed before it is seen, scored, kept, and forgotten only when asked twice."""

from __future__ import annotations

PAGE = "/book/chapters/13-since-publication.html"


def test_a_forecast_is_locked_before_the_answer_is_seen_and_scored(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-forecast-desk")
    first = desk.locator("[data-forecast]").first
    assert "exchanged in Moscow" not in first.inner_text()
    lock = first.get_by_role("button", name="Lock it in and see")
    lock.click()
    page.get_by_text("First move the slider").wait_for(state="attached")
    slider = first.get_by_role("slider")
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    lock.press("Enter")
    assert first.locator(".tc-record").evaluate("n => n === document.activeElement")
    assert "Yes. You said 80 %: Brier 0.04." in first.inner_text()
    assert first.get_by_role("slider").is_disabled()
    desk.get_by_text("Your Brier score over 1 question: 0.04").wait_for()
    page.reload()
    watched.mount_all()
    assert "You said 80 %" in first.inner_text()
    again = desk.get_by_role("button", name="Begin again")
    again.click()
    assert "You said 80 %" in first.inner_text()
    desk.get_by_role("button", name="Yes, forget my work here").click()
    assert "You said 80 %" not in first.inner_text()
    assert watched.wrong == []


def test_open_forecasts_are_saved_as_a_table(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE)
    page = watched.page
    watched.mount_all()
    opened = page.locator("[data-forecast='forecast-13/f15-trilateral-2027']")
    opened.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    opened.get_by_role("button", name="Keep it").click()
    opened.get_by_label("Why, in a sentence").fill("=1+1")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my open forecasts as a table").click()
    text = download.value.path().read_text("utf-8-sig")
    assert '"51","\'=1+1"' in text
    assert watched.wrong == []
