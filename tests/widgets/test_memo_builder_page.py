"""The memo written: by keyboard and mouse, by touch at 375 px; seen as its page, with the first day's answer; kept, undone, saved, printed, spoken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from thirdcorner.course.read import load

PAGE = "/book/chapters/15-policy-memo.html"
ISLAND = ".tc-island[data-widget=memo_builder]"
TEXTS = {
    "to": "The head of the planning staff, before Thursday.",
    "judgement": "Beijing will likely let it go on.",
    "grounds": "Items 10 and 12.",
    "confidence": "My confidence is moderate.",
    "assumption": "That Beijing sees what we see.",
    "other": "Others hold that it cannot.",
    "signs": "A halted train by 1 March.",
}
ROWS = ("Usable", "Evidence", "Uncertainty", "Key assumption", "Fairness")
FIRST = {"answer": "h1", "sure": 70, "at": "2026-09-01T12:00:00.000Z"}


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    come(watched.page)
    return watched, watched.page, watched.page.locator(ISLAND)


def come(page: Any) -> None:
    page.locator(ISLAND).scroll_into_view_if_needed()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()


def says(memo: Any) -> str:
    return memo.locator(".says").text_content()


def record(states: dict[str, dict[str, Any]]) -> str:
    course = load()
    prints = {**course.activities["memo-15"].items(), **course.activities["day-one"].items()}
    return keeping({id: {"v": 1, "hash": prints[id], "at": 1, "state": state} for id, state in states.items()})


def write(memo: Any, texts: dict[str, str], by: str) -> None:
    """Write each part anew, letter by letter, having come to it by keys, mouse or touch."""
    for id, text in texts.items():
        getattr(memo.locator(f"[data-part={id}] textarea"), by)()
        memo.page.keyboard.press("Control+A")
        memo.page.keyboard.type(text)


def test_by_mouse_the_memo_is_written_reloaded_half_way_marked_and_undone(open_page: Any, served_book: str) -> None:
    watched, page, memo = opened(open_page, served_book)
    write(memo, {id: TEXTS[id] for id in ("to", "judgement", "grounds")}, "click")
    assert says(memo).startswith("Three of seven parts are written")
    page.reload()
    come(page)
    assert says(memo).startswith("Three of seven parts are written")
    assert memo.locator("[data-part=grounds] textarea").input_value() == TEXTS["grounds"]
    memo.get_by_role("button", name="Check what can be checked").click()
    assert memo.locator(".page .part.open").count() == 4
    memo.get_by_role("button", name="The strongest other view, something is open: go to its field").click()
    assert memo.locator("[data-part=other] textarea").evaluate("e => e === document.activeElement")
    write(memo, {id: TEXTS[id] for id in ("confidence", "assumption", "other", "signs")}, "click")
    assert says(memo).endswith("The check finds nothing open.")
    for row in ROWS:
        memo.get_by_role("group", name=row).get_by_role("radio").nth(3).click()
    assert "By your own marks 100 in 100." in memo.inner_text()
    memo.get_by_role("button", name="Undo").click()
    assert "By your own marks" not in memo.inner_text()
    memo.get_by_role("button", name="Begin again").click()
    memo.get_by_role("button", name="Yes, forget my work here").click()
    assert says(memo).startswith("Nothing is written yet.")
    memo.get_by_role("button", name="Undo").click()
    assert memo.locator(".page [data-shows=signs] .text").text_content() == TEXTS["signs"]
    assert watched.wrong == []


def test_by_keyboard_alone_the_memo_is_written_checked_and_marked(open_page: Any, served_book: str) -> None:
    watched, page, memo = opened(open_page, served_book)
    press = page.keyboard.press
    assert says(memo).startswith("Nothing is written yet.")
    memo.locator("[data-part=to] textarea").focus()
    page.keyboard.type("The <b>minister</b>")
    assert memo.locator(".page [data-shows=to] .text").text_content() == "The <b>minister</b>"
    assert says(memo) == "One of seven parts is written, and it fits on a page."
    page.reload()
    come(page)
    assert memo.locator("[data-part=to] textarea").input_value() == "The <b>minister</b>"
    write(memo, {**TEXTS, "judgement": "It will go on."}, "focus")
    memo.get_by_role("button", name="Check what can be checked").press("Enter")
    assert page.evaluate("document.activeElement.innerText").split("\n")[-1] == "The judgement has no word of likelihood."
    assert memo.locator(".page .part.open").evaluate_all("all => all.map(e => e.dataset.shows)") == ["judgement"]
    memo.get_by_role("button", name="The judgement, something is open: go to its field").press("Enter")
    assert memo.locator("[data-part=judgement] textarea").evaluate("e => e === document.activeElement")
    press("Control+A")
    page.keyboard.type(TEXTS["judgement"])
    assert says(memo).endswith("The check finds nothing open.")
    for row in ROWS:
        memo.get_by_role("group", name=row).get_by_role("radio").first.focus()
        press("Space")
        press("ArrowDown")
        press("ArrowDown")
    assert "By your own marks 67 in 100." in memo.inner_text()
    kept = json.loads(page.evaluate("localStorage.getItem('tc:third-corner:2026-autumn:memo-15')"))["state"]
    assert kept["marks"] == dict.fromkeys(("usable", "evidence", "uncertainty", "assumption", "fairness"), 2)
    memo.get_by_role("button", name="Undo").press("Enter")
    assert "By your own marks 60 in 100." in memo.inner_text(), "the last level is taken back"
    memo.get_by_role("button", name="Begin again").press("Enter")
    memo.get_by_role("button", name="Yes, forget my work here").press("Enter")
    assert says(memo).startswith("Nothing is written yet.")
    assert watched.wrong == []


def test_the_first_days_answer_stands_on_the_page_and_in_the_file(open_page: Any, served_book: str) -> None:
    states = {f"memo-15/{id}": {"part_text": text} for id, text in TEXTS.items()}
    answered = load().activities["ach-11"].hypotheses[0].id
    states["day-one"] = {"first": {**FIRST, "answer": answered}}
    watched, _, memo = opened(open_page, served_book, prepare=record(states))
    fields, page = memo.locator("[data-part=to]").bounding_box(), memo.locator(".page").bounding_box()
    assert fields["x"] + fields["width"] < page["x"]
    day = memo.locator(".page .day")
    assert "On 1 September 2026 you said" in day.inner_text()
    assert "70 of 100 sure" in day.inner_text()
    assert f"In this memo you judge: {TEXTS['judgement']}" in " ".join(day.inner_text().split())
    with memo.page.expect_download() as download:
        memo.get_by_role("button", name="Save as Markdown").click()
    saved = download.value.path().read_text("utf-8")
    assert "## The judgement\n\nBeijing will likely let it go on." in saved
    assert "On 1 September 2026 I said, 70 of 100 sure:" in saved
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, memo = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    memo.locator("[data-part=judgement] textarea").tap()
    page.keyboard.type("Beijing will likely wait. " * 20)
    assert "80 of 60 words, more than its share" in memo.locator("[data-part=judgement]").inner_text()
    memo.get_by_role("button", name="Check what can be checked").tap()
    assert memo.locator(".page .part.open").count() == 7
    write(memo, TEXTS, "tap")
    assert says(memo).endswith("The check finds nothing open.")
    for row in ROWS:
        memo.get_by_role("group", name=row).locator("label").nth(2).tap()
    assert "By your own marks 67 in 100." in memo.inner_text()
    assert memo.locator(".page [data-shows=other] .text").text_content() == TEXTS["other"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    over = memo.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_there_is_room_to_write_and_the_page_is_what_is_printed(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    memo = page.locator(ISLAND)
    assert memo.locator(".sheet section").count() == 7
    assert memo.locator(".sheet").get_by_text("Peer review sheet").is_visible()
    assert not memo.locator(".page").is_visible()
    _, page, memo = opened(open_page, served_book, prepare=record({"memo-15/judgement": {"part_text": "It will likely go on."}}))
    page.emulate_media(media="print")
    assert memo.locator(".page").get_by_text("It will likely go on.").is_visible()
    assert memo.locator(".sheet section").count() == 0
    assert not memo.locator("[data-part=judgement]").is_visible()


def test_every_control_has_a_name(open_page: Any, served_book: str) -> None:
    _, _, memo = opened(open_page, served_book)
    assert unspoken(memo.page, ISLAND) == []
    tree = memo.aria_snapshot()
    assert 'textbox "2 · The judgement"' in tree
    assert 'button "The judgement: go to its field"' in tree
    assert "meter" in tree


def test_marks_of_the_edition_before_are_read_by_ids(open_page: Any, served_book: str) -> None:
    states = {"memo-15": {"checked": True, "marks": [3, None, 1]}, "memo-15/to": {"part_text": "A minister"}, "memo-15/other": {"part_text": 7}}
    watched, _, memo = opened(open_page, served_book, prepare=record(states))
    assert memo.get_by_role("group", name="Usable").get_by_role("radio").nth(3).is_checked()
    assert memo.get_by_role("group", name="Uncertainty").get_by_role("radio").nth(1).is_checked()
    assert memo.locator("input:checked").count() == 2
    assert memo.locator("[data-part=to] textarea").input_value() == "A minister"
    assert memo.locator("[data-part=other] textarea").input_value() == "", "what is no text is put aside"
    assert watched.wrong == []
