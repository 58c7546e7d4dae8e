"""The forecast desk: locked in before it is seen, scored, kept, undone, pasted for a class, printed, spoken; by mouse, keys and touch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import islands, keeping
from thirdcorner.classroom.codes import digits_of, encode
from thirdcorner.course.read import load

PAGE = "/book/chapters/13-since-publication.html"
ISLAND = ".tc-island[data-widget=forecast_desk]"
FIRST = "forecast-13/f01-treaty-in-force"


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    watched.page.locator(ISLAND).scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state]").wait_for()
    return watched, watched.page, watched.page.locator(f"{ISLAND} .tc-live")


def says(desk: Any) -> str:
    return desk.locator(".says").text_content()


def lock(desk: Any, number: int, percent: int) -> None:
    desk.get_by_role("navigation", name="Questions").get_by_role("button", name=f"Question {number}", exact=True).click()
    desk.get_by_role("spinbutton").click()
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(str(percent))
    desk.get_by_role("button", name="Lock it in and see").click()


def test_by_keys_a_forecast_is_locked_before_the_answer_is_seen_and_scored(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    assert "exchanged in Moscow" not in desk.inner_text()
    assert "base rate" not in desk.locator("[data-forecast]").inner_text().lower()
    button = desk.get_by_role("button", name="Lock it in and see")
    button.press("Enter")
    desk.get_by_text("First put your probability on the scale.").wait_for(state="attached")
    slider = desk.get_by_role("slider", name="Probability of Yes")
    assert slider.get_attribute("aria-valuetext") == "not yet given"
    slider.focus()
    page.keyboard.press("Enter")
    assert slider.get_attribute("aria-valuetext") == "50 per cent"
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    button.press("Enter")
    assert desk.locator(".record").evaluate("n => n === document.activeElement")
    assert "Yes. You said 80 %: Brier 0.04." in desk.inner_text()
    assert slider.is_disabled()
    assert "Over 1 question your Brier score is 0.04: better than always 50 % (0.25) and the base rates (0.25), worse than always yes (0.00). 17 questions are left." in says(desk)
    assert desk.locator("[data-score=mine] .value").inner_text() == "0.04"
    assert desk.locator(".dot:visible").count() == 1
    desk.get_by_role("button", name="Question 2", exact=True).last.press("Enter")
    desk.get_by_label("I happen to know").press("Space")
    desk.get_by_role("spinbutton").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("100")
    button.press("Enter")
    assert "not counted, since you knew" in desk.inner_text()
    assert "Over 1 question" in says(desk)
    page.reload()
    desk.get_by_text("Over 1 question your Brier").wait_for()
    assert desk.locator("[data-forecast]").get_attribute("data-forecast").startswith("forecast-13/f03"), "it goes on where the learner stopped"
    desk.get_by_role("button", name="Begin again").click()
    assert "Over 1 question" in says(desk)
    desk.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing is scored yet" in says(desk)
    desk.get_by_role("button", name="Undo").click()
    assert "Over 1 question" in says(desk)
    assert watched.wrong == []


def test_by_mouse_on_the_scale_and_what_is_locked_is_not_undone(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    slider = desk.get_by_role("slider", name="Probability of Yes")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert slider.get_attribute("aria-valuetext") == "50 per cent", "a press on the thumb where it stands counts"
    page.mouse.click(box["x"] + 8 + (box["width"] - 16) * 0.9, box["y"] + box["height"] / 2)
    assert slider.get_attribute("aria-valuetext") == "90 per cent"
    desk.get_by_role("button", name="Undo").click()
    assert slider.get_attribute("aria-valuetext") == "50 per cent"
    desk.get_by_role("button", name="Lock it in and see").click()
    lock(desk, 7, 0)
    assert "base rate" in desk.locator(".marks").inner_text()
    desk.get_by_role("button", name="Undo").click()
    assert "Over 2 questions" in says(desk)
    assert watched.wrong == []


def test_open_forecasts_are_saved_as_a_table(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    desk.get_by_role("button", name="Question 19", exact=True).click()
    desk.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    desk.get_by_role("button", name="Keep it").click()
    desk.get_by_label("Why, in a sentence").fill("=1+1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my open forecasts as a table").click()
    text = download.value.path().read_text("utf-8-sig")
    assert '"51","\'=1+1"' in text
    assert watched.wrong == []


def test_a_pasted_class_is_pooled_and_a_record_of_the_edition_before_is_read(open_page: Any, served_book: str, book: Path) -> None:
    data = next(i for i in islands((book / PAGE[1:]).read_text("utf-8")) if "resolved" in i["content"])
    old = {"forecast-13/f01-treaty-in-force": {"probability": 90, "locked": True, "knew": False}, "forecast-13/f02-russia-confirms-troops": {"locked": True}}
    record = {id: {"v": 1, "hash": data["items"][id], "at": 1, "state": state} for id, state in old.items()}
    watched, page, desk = opened(open_page, served_book, prepare=keeping(record))
    desk.get_by_text("Over 1 question your Brier score is 0.01").wait_for()
    page.locator("#tc-notice-unreadable").wait_for()
    layout = [c for c in load().codes.values() if c.exercise == "forecast-13"][-1]
    chat = "\n".join(f"Name {n}: {encode(layout, '00', f'AAAAA{n}', digits_of(layout, {FIRST: {'probability': 60 + n, 'locked': True}}))} thanks" for n in range(5))
    desk.get_by_text("What did your class say, taken together?").click()
    desk.get_by_label("Paste the class codes").fill(chat[: chat.index("Name 4")])
    desk.get_by_text("4 codes are read; a pooled forecast needs at least 5").wait_for()
    assert desk.locator("[data-score=pooled]").count() == 0
    desk.get_by_label("Paste the class codes").fill(chat)
    desk.get_by_text("5 codes are read; 1 questions have").wait_for()
    assert desk.locator("[data-score=pooled] .value").inner_text() == "0.14"
    desk.get_by_role("button", name="Question 1, committed").click()
    assert "your class 62 %" in desk.locator(".marks").inner_text()
    assert "TC1-" not in page.evaluate("JSON.stringify(localStorage)")
    assert watched.wrong == []


def test_at_375_px_it_works_by_touch_nothing_is_cut_and_all_is_spoken(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book, width=375, has_touch=True)
    slider = desk.get_by_role("slider", name="Probability of Yes")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    desk.get_by_role("button", name="Lock it in and see").tap()
    assert "Over 1 question" in says(desk)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert desk.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.checkVisibility() && !e.closest('.tc-sr') && e.getBoundingClientRect().right > innerWidth + 1).length") == 0
    tree = desk.aria_snapshot()
    assert "Calibration: said 60 to 80 per cent, Yes 1 of 1." in tree
    assert 'button "Question 1, committed"' in tree
    assert unspoken(page, f"{ISLAND} .tc-live") == []
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_before_and_after(open_page: Any, served_book: str, dark: bool) -> None:
    _, page, desk = opened(open_page, served_book, width=375 if dark else 1280, dark=dark)
    assert violations(page, ISLAND) == []
    lock(desk, 7, 30)
    assert violations(page, ISLAND) == []


def test_without_script_and_on_paper_every_question_has_its_rule_and_a_line(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    page.emulate_media(media="print")
    sheet = page.locator(f"{ISLAND} .sheet")
    assert sheet.locator("section").count() == 24
    assert sheet.get_by_text("per cent").first.is_visible()
    assert "exchanged in Moscow" not in sheet.inner_text()
    assert sheet.locator(".dot").count() == 0
    assert sheet.locator("section .tc-line").count() == 24
    assert not page.locator(f"{ISLAND} .tc-front").get_by_role("button", name="Undo").is_visible()
    assert json.loads(page.locator(f"{ISLAND} script").first.text_content())
