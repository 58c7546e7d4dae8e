"""The text at a glance worked to its end: by mouse, by keyboard alone, by touch at 375 px; reloaded, undone, printed, read aloud."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests import ROOT
from tests.conftest import unspoken, violations
from thirdcorner.course.read import load

PAGE = "/book/chapters/01-how-to-read.html"
THESIS = "/book/chapters/04-thesis.html"
SHEET = "/book/reference/paragraphs.html"
COPY = {"B0": [["One two three four five six seven eight nine. ", False], [" ".join(["Word"] * 26) + " end.", True]]}


def opened(open_page: Any, url: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(url, **options)
    glance = watched.page.locator(".tc-island[data-widget=text_glance]")
    glance.scroll_into_view_if_needed()
    watched.page.locator(".tc-island[data-widget=text_glance][data-state=live]").wait_for()
    return watched, watched.page, glance


def says(glance: Any) -> str:
    return glance.locator("p.says").text_content()


def state(page: Any, id: str = "glance-01") -> dict:
    key = page.evaluate("(id) => Object.keys(localStorage).find((k) => k.endsWith(':' + id))", id)
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))["state"] if key else {}


def bar(glance: Any, id: str) -> Any:
    return glance.locator(f'[data-bar="{id}"]')


def expect(glance: Any, section: str, keep: str = "Show the kinds") -> None:
    glance.get_by_role("radio", name=section).check()
    glance.get_by_role("button", name=keep).click()


def test_a_prediction_comes_first_and_stays_and_the_picture_answers(open_page: Any, served_book: str) -> None:
    watched, page, glance = opened(open_page, served_book + PAGE)
    assert glance.locator("[data-bar]").count() == 93
    assert glance.locator("[data-bar] svg, [data-bar] i").count() == 0  # neither kinds nor hedges before
    assert glance.get_by_role("radio", checked=True).count() == 0
    assert bar(glance, "R1.s2").get_attribute("aria-label") == "R1, sentence 2, 37 words"
    expect(glance, "Beijing faces some risks")
    assert re.search(r"Facts fill 81 per cent of “A renewed Russia–North Korea alliance”.*“Beijing faces some risks…”, which you expected, 22 per cent", says(glance))
    assert glance.locator("[data-section=sec3]").get_by_text("your section").is_visible()
    assert glance.get_by_role("radio", name="Beijing faces").count() == 0
    assert state(page, "glance-01/first-expected") == {"section": "sec3"}
    assert bar(glance, "R1.s2").get_attribute("aria-label") == "R1, sentence 2, 37 words; judgement and fact; 2 hedges"
    glance.get_by_role("button", name="Verdicts").click()
    assert bar(glance, "R1.s2").get_attribute("aria-label").endswith("holds with a correction")
    glance.get_by_role("button", name="Years").click()
    assert bar(glance, "A1.s7").get_attribute("aria-label").endswith("wrong as worded; 2023 and 2024")
    glance.get_by_role("button", name="Undo").click()
    assert not bar(glance, "A1.s7").get_attribute("aria-label").endswith("2024")
    glance.get_by_role("button", name="Undo").click()
    glance.get_by_role("button", name="Undo").click()  # back to where a section was only chosen; the prediction itself stays
    assert state(page, "glance-01/first-expected") == {"section": "sec3"}
    assert "22 per cent" in says(glance)
    page.reload()
    page.locator(".tc-island[data-widget=text_glance][data-state=live]").wait_for()
    assert "22 per cent" in says(glance)
    glance.get_by_role("button", name="Begin again").click()
    glance.get_by_role("button", name="Yes, forget my work here").click()
    assert "22 per cent" in says(glance)
    assert watched.wrong == []


def test_a_bar_opens_our_paraphrase_and_is_sorted_and_the_sheet_shows_the_same(open_page: Any, served_book: str) -> None:
    watched, page, glance = opened(open_page, served_book + PAGE)
    expect(glance, "A renewed")
    assert "as you expected" in says(glance)
    bar(glance, "A1.s7").click()
    pane = glance.get_by_role("region", name="The bar in hand")
    assert pane.locator("[data-claim]").count() == 4
    pane.get_by_text("wrong as worded").first.click()
    assert pane.get_by_role("link", name="The card, with its sources").first.get_attribute("href") == "../reference/claims.html#claim-A1.7"
    pane.get_by_role("radio", name="assumption").check()
    glance.get_by_role("button", name="My sorting").click()
    assert "You have sorted 1 bar: in 0 the register has your kind, in 1 another." in says(glance)
    pane.get_by_role("radio", name="inference").check()
    assert "in 1 the register has your kind." in says(glance)
    pane.get_by_role("button", name="Put it back").click()
    assert page.evaluate("document.activeElement.dataset.bar") == "A1.s7"
    glance.get_by_label("In one sentence").fill("What I see")
    page.goto(served_book + SHEET)
    page.locator(".tc-island[data-widget=text_glance][data-state=live]").wait_for()
    assert "in 1 the register has your kind." in says(glance)
    assert glance.get_by_label("In one sentence").input_value() == "What I see"
    glance.get_by_text("All 93 sentences as a table").click()
    glance.get_by_role("row").last.wait_for()
    assert glance.get_by_role("row").count() == 1 + 93 + 7  # six premises left unsaid, and a heading
    assert watched.wrong == []


def test_the_sorters_answers_and_the_readers_own_copy_are_shown_and_nothing_of_it_is_kept(open_page: Any, served_book: str) -> None:
    id = "claim-sorter-01/s1"
    entry = {"v": 1, "at": 1, "hash": load(ROOT).activities["claim-sorter-01"].items()[id], "state": {"answer": "fact", "checked": True, "first": 1}}
    put = f"localStorage.setItem('tc-copy', {json.dumps(json.dumps(COPY))}); localStorage.setItem('tc:third-corner:2026-autumn:{id}', {json.dumps(json.dumps(entry))})"
    watched, page, glance = opened(open_page, served_book + PAGE, prepare=f"if (location.protocol !== 'about:') {{ {put} }}")
    expect(glance, "The thesis")
    glance.get_by_role("button", name="My sorting").click()
    assert bar(glance, "A1.s3").get_attribute("aria-label").endswith("sorted by you: fact")
    bar(glance, "B0.s1").click()
    pane = glance.get_by_role("region", name="The bar in hand")
    pane.get_by_text("One two three four five six seven eight nine.", exact=True).wait_for()
    bar(glance, "A1.s3").click()
    pane.get_by_text("Load your copy").wait_for()
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage).filter(([k]) => k.startsWith('tc:')))")
    assert "three four" not in kept
    assert watched.wrong == []


def test_by_keyboard_alone_the_lines_of_a_bar_are_found(open_page: Any, served_book: str) -> None:
    watched, page, glance = opened(open_page, served_book + THESIS)
    assert glance.get_by_role("radio").count() == 5  # the thesis itself is no answer
    glance.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert glance.get_by_role("radio", name="Beijing faces").is_checked()
    while page.evaluate("document.activeElement.textContent") != "Show the lines":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Of 22 lines that hold the thesis up from outside it, 7 come from “A renewed Russia–North Korea alliance”" in says(glance)
    assert "which you expected, 1." in says(glance)
    assert glance.locator("svg g.near").count() > 15
    assert page.evaluate("document.activeElement.dataset.bar") == "T1.s1"
    for key, at in (("ArrowRight", "T1.s2"), ("ArrowDown", "T2.s2"), ("ArrowDown", "A1.s2"), ("End", "V3.p1"), ("ArrowRight", "V3.p1"), ("Home", "T1.s1"), ("ArrowLeft", "T1.s1")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.bar") == at
    assert glance.locator("[data-bar][tabindex='0']").count() == 1
    bar(glance, "B3.p1").focus()
    page.keyboard.press("Enter")
    assert re.fullmatch(r"A mistake in B3, left unsaid would be felt by \d+ other claims, \d+ of them in the thesis\.", says(glance))
    assert glance.locator("svg g.presumes").count() >= 1
    assert watched.wrong == []


def test_by_keyboard_alone_the_kinds_are_shown_and_a_bar_is_sorted(open_page: Any, served_book: str) -> None:
    watched, page, glance = opened(open_page, served_book + PAGE)
    glance.get_by_role("radio", name="Beijing faces some risks").press("Space")
    glance.get_by_role("button", name="Show the kinds").press("Enter")
    bar(glance, "A1.s7").press("Enter")
    pane = glance.get_by_role("region", name="The bar in hand")
    pane.get_by_role("radio", name="assumption").press("Space")
    page.keyboard.press("ArrowUp")
    glance.get_by_role("button", name="My sorting").press("Enter")
    assert "You have sorted 1 bar" in says(glance)
    assert re.search("; sorted by you: [a-z]+$", bar(glance, "A1.s7").get_attribute("aria-label"))
    pane.get_by_role("button", name="Put it back").press("Enter")
    assert page.evaluate("document.activeElement.dataset.bar") == "A1.s7"
    for _ in range(3):
        glance.get_by_role("button", name="Undo").press("Enter")
    assert "You have sorted 1 bar" not in says(glance)
    assert unspoken(page, ".tc-island[data-widget=text_glance]") == []
    assert watched.wrong == []


def test_at_375_px_a_bar_opens_below_its_row_and_nothing_is_cut(open_page: Any, served_book: str) -> None:
    watched, page, glance = opened(open_page, served_book + PAGE, width=375, has_touch=True)
    glance.locator("label", has_text="Beijing’s weakness").tap()
    glance.get_by_role("button", name="Show the kinds").tap()
    glance.get_by_role("button", name="Verdicts").tap()
    bar(glance, "W1.s2").tap()
    pane = glance.get_by_role("region", name="The bar in hand")
    assert pane.count() == 1
    row, box = bar(glance, "W1.s2").bounding_box(), pane.bounding_box()
    assert 0 < box["y"] - row["y"] < 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert glance.evaluate("n => [...n.querySelectorAll('p, label, button, .fill')].filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1).length") == 0
    small = glance.evaluate("n => [...n.querySelectorAll('[data-bar]')].filter(e => e.offsetWidth < 24 || e.offsetHeight < 24).length")
    assert small == 0
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_the_worked_picture(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, glance = opened(open_page, served_book + PAGE, width=375, dark=dark)
    expect(glance, "The thesis")
    glance.get_by_role("button", name="Verdicts").click()
    glance.get_by_role("button", name="Years").click()
    bar(glance, "W1.s2").click()
    assert violations(page, ".tc-island[data-widget=text_glance]") == []
    assert watched.wrong == []


@pytest.mark.long
def test_on_paper_the_bars_are_blank_and_the_answers_stand_in_the_fold(open_page: Any, served_book: str) -> None:
    watched, page, glance = opened(open_page, served_book + PAGE)
    page.emulate_media(media="print")
    assert glance.locator("[data-bar]").first.is_visible()
    assert glance.get_by_role("button", name="Undo").count() == 0
    answers = glance.locator("details.tc-answers").first
    assert answers.locator("tbody tr").count() == 100
    assert "81 per cent" in answers.text_content()
    tree = page.locator(".tc-island[data-widget=text_glance]").aria_snapshot()
    assert "T1, sentence 1, 24 words" in tree
    assert watched.wrong == []


def test_a_record_that_names_no_section_of_the_text_is_put_aside(open_page: Any, served_book: str) -> None:
    entry = {"v": 1, "at": 1, "hash": "0", "state": {"section": "nowhere"}}
    put = f"localStorage.setItem('tc:third-corner:2026-autumn:glance-01/first-expected', JSON.stringify({json.dumps(entry)}))"
    _, _, glance = opened(open_page, served_book + PAGE, prepare=f"if (location.protocol !== 'about:') {put}")
    assert glance.get_by_role("radio").count() == 6
    assert "Touch the name of a section" in says(glance)
