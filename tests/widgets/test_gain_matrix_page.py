"""Who gains, worked by keyboard alone, by mouse with paint, and by touch; the book's signs only over a row that is committed; kept, undone, printed."""

from __future__ import annotations

from typing import Any

import pytest

from tests import ROOT
from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from thirdcorner.course.read import load

PAGE = "/book/chapters/07-benefits.html"
ISLAND = ".tc-island[data-widget=gain_matrix]"


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    island = watched.page.locator(ISLAND)
    island.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state]").wait_for()
    return watched, watched.page, island


def says(desk: Any) -> str:
    return desk.locator(".says").text_content()


def row(desk: Any, flow: str) -> Any:
    return desk.locator(f"[data-flow={flow}]")


def signs(desk: Any, flow: str) -> list[str]:
    return [s.strip() for s in row(desk, flow).locator(".sign").all_text_contents()]


def button(desk: Any, name: str) -> Any:
    """Return the button that is seen: beside the grid where there is room, under its row where there is none."""
    return desk.get_by_role("button", name=name).locator("visible=true").first


def test_a_row_of_gains_is_compared_and_summed_by_keyboard_alone(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book, width=375)
    first = row(desk, "dprk-ammunition-2023")
    first.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="Still without a sign: Russia, North Korea, China, South Korea, United States.").wait_for(state="attached")
    first.get_by_role("gridcell").first.focus()
    for n, key in enumerate("54322"):
        page.wait_for_function("n => document.activeElement.ariaLabel?.startsWith(n)", arg=f"Row 1, {('Russia', 'North Korea', 'China', 'South Korea', 'United States')[n]}")
        page.keyboard.press(key)
    page.wait_for_function("document.activeElement.ariaLabel?.startsWith('Row 1, United States: loses')")  # a full row stays in hand, to be compared
    assert signs(desk, "dprk-ammunition-2023") == ["++", "+", "0", "−", "−"]
    for key in ("End", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Home", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("4")
    assert signs(desk, "treaty-2024")[1] == "+"
    assert first.locator(".book").count() == 0
    first.get_by_role("button", name="Compare").press("Enter")
    assert "Russia ++ (you ++)" in page.evaluate("document.activeElement.innerText")
    assert "Counting everything, most is gained by Russia and North Korea; counting only what is attested, by North Korea." in says(desk)
    assert "Of the 5 cells compared you read 1 otherwise than the book, most of all over China." in says(desk)
    assert first.locator(".book").all_inner_texts() == ["+"]
    desk.get_by_label("count only what is attested").press("Space")
    assert "Russia 0" in desk.get_by_role("columnheader").nth(1).inner_text().replace("\n", " ")
    page.reload()
    watched.mount_all()
    assert signs(desk, "dprk-ammunition-2023") == ["++", "+", "0", "−", "−"]
    cell = first.get_by_role("gridcell").first
    cell.press("1")
    desk.get_by_role("status").filter(has_text="This row is compared.").wait_for(state="attached")
    first.get_by_role("button", name="Rate it again").press("Enter")
    cell.press("Delete")
    assert signs(desk, "dprk-ammunition-2023")[0] == ""
    for _ in range(2):
        desk.get_by_role("button", name="Undo").press("Enter")
    assert "Russia ++ (you ++)" in first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def test_by_mouse_a_sign_is_picked_and_painted_onwards_in_one_step_of_undo(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    cells = row(desk, "dprk-troops-2024").get_by_role("gridcell")
    cells.nth(1).click()
    desk.get_by_role("group", name="The sign for North Korea").get_by_role("button", name="gains much").click()
    assert signs(desk, "dprk-troops-2024") == ["", "++", "", "", ""]
    assert cells.nth(2).evaluate("n => n === document.activeElement") and desk.locator(".strip").count() == 1
    page.keyboard.press("Escape")
    assert desk.locator(".strip").count() == 0
    boxes = [cells.nth(n).bounding_box() for n in range(1, 5)]
    points = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()
    assert signs(desk, "dprk-troops-2024") == ["", "++", "++", "++", "++"]
    assert "Most is gained by North Korea, China, South Korea and United States" in says(desk)
    bars = desk.locator(".up .bar")
    assert bars.count() == 4 and bars.first.evaluate("n => parseFloat(getComputedStyle(n).blockSize)") > 5
    desk.get_by_role("button", name="Undo").click()
    assert signs(desk, "dprk-troops-2024") == ["", "++", "", "", ""], "one stroke of paint is one step of undo"
    button(desk, "Compare with the book: soldiers").click()
    desk.get_by_role("status").filter(has_text="Still without a sign: Russia, China, South Korea, United States.").wait_for(state="attached")
    before = says(desk)
    desk.get_by_role("button", name="Begin again").click()
    desk.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing is rated yet." in says(desk)
    desk.get_by_role("button", name="Undo").click()
    assert says(desk) == before
    assert watched.wrong == []


OLD = {"gains-07/treaty-2024": {"values": {"russia": 1, "dprk": 2, "china": -1, "rok": -2, "us": -1}, "compared": True}, "gains-07/russia-panel-2024": {"values": {"russia": 9}}, "gains-07": {"reading_text": "The third <b>row</b>."}}
"""As the edition before kept them; no sign of it was ever 9."""


def test_a_record_of_the_edition_before_is_read_and_a_text_is_kept_as_typed(open_page: Any, served_book: str) -> None:
    items = load(ROOT).activities["gains-07"].items()
    record = {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in OLD.items()}
    watched, page, desk = opened(open_page, served_book, prepare=keeping(record))
    assert signs(desk, "treaty-2024") == ["+", "++", "−", "−−", "−"]
    assert "In all 5 cells compared you and the book write the same sign." in says(desk)
    assert signs(desk, "russia-panel-2024") == [""] * 5 and '"russia":9' in page.evaluate("JSON.stringify(localStorage).replaceAll('\\\\', '')")
    text = desk.locator("textarea")
    assert text.input_value() == "The third <b>row</b>."
    text.press_sequentially("x")
    page.wait_for_function("localStorage.getItem('tc:third-corner:2026-autumn:gains-07')?.includes('<b>row</b>.x') || localStorage.getItem('tc:third-corner:2026-autumn:gains-07')?.includes('x')")
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, desk = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    first = row(desk, "russia-panel-2024")
    first.get_by_role("gridcell").first.tap()
    for name in ("gains", "gains", "neither", "loses", "loses"):
        choice = desk.locator(".strip").get_by_role("button", name=name, exact=True)
        assert choice.bounding_box()["height"] >= 44
        choice.tap()
    assert signs(desk, "russia-panel-2024") == ["+", "+", "0", "−", "−"]
    boxes = [cell.bounding_box() for cell in first.locator(".gain").all()]
    assert len({b["y"] for b in boxes}) == 1 and all(b["width"] >= 44 for b in boxes), "a row is one line of cells, each large enough for a thumb"
    button(first, "Compare").tap()
    assert "Russia + (you +)" in first.inner_text()
    over = desk.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0 and page.evaluate("document.documentElement.scrollWidth") <= 375
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_the_empty_grid_stands_with_every_row_in_full(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    desk = page.locator(ISLAND)
    assert desk.locator(".gain").count() == 30 and desk.locator(".book").count() == 0
    assert row(desk, "treaty-2024").get_by_text("Article 4 of the treaty binds both").is_visible()
    assert desk.locator("select").count() == 0
    assert "it is what an army at war runs out of" in desk.locator("details.tc-answers").text_content()
    assert "runs out of" not in desk.locator(".tc-front").text_content()
    page.emulate_media(media="print")
    assert row(desk, "treaty-2024").get_by_text("Article 4 of the treaty binds both").is_visible()
    assert desk.get_by_role("button", name="Compare").locator("visible=true").count() == 0


def test_every_cell_speaks_its_value(open_page: Any, served_book: str) -> None:
    _, _, desk = opened(open_page, served_book)
    row(desk, "treaty-2024").get_by_role("gridcell").nth(1).press("5")
    tree = desk.aria_snapshot()
    assert 'gridcell "Row 6, North Korea: gains much"' in tree
    assert 'gridcell "Row 6, China: not yet rated"' in tree
    assert unspoken(desk.page, ISLAND) == []
