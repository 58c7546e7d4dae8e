"""The workbench worked to its end: by mouse, by keyboard alone, by touch at 375 px; others only after committing; kept, undone, printed, spoken."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/11-competing-explanations.html"
ISLAND = ".tc-island[data-widget=ach_workbench]"
SIGNS = ["44444", "24133", "43244", "24143", "43533", "43433"]
"""The keys of six rows: 1 very inconsistent to 5 very consistent."""


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    watched.mount_all()
    return watched, watched.page, watched.page.locator(ISLAND)


def says(bench: Any) -> str:
    return bench.locator(".says").text_content()


def cell(bench: Any, row: int, column: int) -> Any:
    return bench.locator("tr[data-item]").nth(row).get_by_role("gridcell").nth(column)


def keyed(page: Any, bench: Any) -> None:
    """Rate six rows by keys, each of which goes on to the next cell, and from a row's end to the next row."""
    cell(bench, 0, 0).focus()
    for n, row in enumerate(SIGNS):
        for m, key in enumerate(row):
            page.wait_for_function("label => document.activeElement.ariaLabel?.startsWith(label)", arg=f"Item {n + 1}, H{m + 1}")
            page.keyboard.press(key)


def test_by_keyboard_alone_and_the_others_show_only_after_it(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book)
    compare = bench.get_by_role("button", name="Compare with other readers")
    compare.press("Enter")
    assert bench.locator("[data-reader]").count() == 0
    bench.get_by_role("status").filter(has_text="Rate 6 more").wait_for(state="attached")
    keyed(page, bench)
    assert "most against H3 Coordination (5.0)" in says(bench)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("Delete")
    assert "1 cell of the items begun is still empty" in says(bench)
    page.keyboard.press("4")
    bench.get_by_role("button", name="What would flip it?").press("Space")
    assert "made" in says(bench)
    assert bench.locator(".ring").count() == 1
    compare.press("Enter")
    assert bench.locator("[data-compared=true]").evaluate("n => n === document.activeElement")
    assert "item 2 under H3 Coordination: you −−, here 0" in bench.locator("[data-reader=osw]").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "Sets aside, where you did not: item 2." in bench.locator("[data-reader=second]").inner_text()
    assert "Reader B: does not apply" in cell(bench, 1, 0).get_attribute("aria-label")
    assert watched.wrong == []


def test_by_mouse_a_sign_is_picked_under_the_cell_and_painted_along_the_row(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book)
    cell(bench, 1, 0).click()
    bench.locator(".strip").get_by_title("very inconsistent").click()
    assert "H1 Acceptance (2.0)" in says(bench)
    assert cell(bench, 1, 1).evaluate("n => n === document.activeElement")
    boxes = [cell(bench, 1, m).bounding_box() for m in range(5)]
    points = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()
    assert "So far nothing parts" in says(bench)
    assert [cell(bench, 1, m).inner_text().strip()[:2] for m in range(5)] == ["−−"] * 5
    bench.get_by_role("button", name="Undo").click()
    assert "H1 Acceptance (2.0)" in says(bench), "one stroke of paint is one step of undo"
    bench.get_by_role("button", name="Next item").click()
    assert bench.locator("[data-hand=e03]").is_visible()
    assert watched.wrong == []


def test_weights_own_rows_and_a_row_switched_off_and_all_of_it_kept(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book)
    keyed(page, bench)
    bench.locator("tr[data-item]").nth(1).get_by_role("button").click()
    bench.get_by_role("group", name="How far do you trust it?").get_by_role("radio", name="low").check()
    assert "most against H3 Coordination (4.4)" in says(bench)
    bench.get_by_label("It counts").uncheck()
    assert "(3.0)" in says(bench) and "Switched off: item 2." in says(bench)
    bench.get_by_label("It counts").check()
    bench.get_by_text("An item or an explanation of your own").click()
    bench.get_by_label("An item of your own").fill("<b>my item</b>")
    bench.get_by_role("button", name="Add the item").click()
    bench.get_by_label("An explanation of your own").fill("Habit")
    bench.get_by_role("button", name="Add the explanation").click()
    bench.get_by_role("group", name="Habit").get_by_role("radio", name="very inconsistent", exact=True).check()
    assert "<b>my item</b>" in bench.locator("tr[data-item]").last.inner_text()
    page.reload()
    watched.mount_all()
    assert bench.locator("tr[data-item]").count() == 17
    assert "Item 17, Habit: very inconsistent" in cell(bench, 16, 5).get_attribute("aria-label")
    bench.locator("tr[data-item]").last.get_by_role("button").click()
    bench.get_by_role("button", name="Remove item 17").click()
    assert bench.locator("tr[data-item]").count() == 16
    before = says(bench)
    bench.get_by_role("button", name="Begin again").click()
    assert says(bench) == before
    bench.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing is rated yet" in says(bench)
    bench.get_by_role("button", name="Undo").click()
    assert says(bench) == before
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_it_works_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, bench = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    bench.get_by_role("group", name="H3 Coordination").locator("label").first.tap()
    assert "most against H3 Coordination (2.0)" in says(bench)
    cell(bench, 5, 1).tap()
    bench.get_by_role("group", name="H2 Weakness").locator("label").nth(1).tap()
    assert cell(bench, 5, 1).inner_text().strip() == "−"
    for n, row in enumerate(SIGNS):
        cell(bench, n, 0).tap()
        for m, key in enumerate(row):
            bench.get_by_role("group", name=re.compile(f"^H{m + 1} ")).locator("label").nth(int(key) - 1).tap()
    assert "most against H3 Coordination (5.0)" in says(bench)
    bench.get_by_role("button", name="What would flip it?").tap()
    assert bench.locator(".ring").count() == 1
    bench.get_by_role("button", name="Compare with other readers").tap()
    assert "item 2 under H3 Coordination: you −−, here 0" in bench.locator("[data-reader=osw]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    over = bench.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_the_empty_matrix_stands_with_every_item(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    bench = page.locator(ISLAND)
    assert bench.locator("[role=gridcell]").count() == 5 * bench.locator("tr[data-item]").count()
    assert bench.locator(".is-II, .is-I, .is-C, .is-CC").locator("visible=true").filter(has=page.locator(".sign")).count() == 0
    assert bench.get_by_text("How other readers").count() == 0 or not bench.get_by_text("How other readers").is_visible()
    page.emulate_media(media="print")
    assert bench.get_by_role("grid").is_visible()
    assert bench.get_by_text("opposes military intimidation").is_visible()
    assert not bench.get_by_role("button", name="Undo").is_visible()


def test_every_control_has_a_name_and_every_cell_speaks_its_value(open_page: Any, served_book: str) -> None:
    _, page, bench = opened(open_page, served_book)
    keyed(page, bench)
    tree = bench.aria_snapshot()
    assert 'gridcell "Item 2, H3 Coordination: very inconsistent"' in tree
    assert 'gridcell "Item 14, H5 Bargaining: not yet rated"' in tree
    assert unspoken(page, ISLAND) == []
