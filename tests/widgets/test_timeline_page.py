"""The timeline worked to its end: by mouse, by keyboard alone, by touch at 375 px; kept, undone, printed, spoken; an old record is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import islands, keeping

PAGE = "/book/chapters/05-renewed-alliance.html"
OTHER = "/book/chapters/02-background.html"
ISLAND = ".tc-island[data-widget=timeline]"
IDS = {
    1: "2023-04-13-hwasong18-first-flight", 2: "2024-02-19-orbit-raising", 3: "2023-11-21-malligyong-1",
    4: "2023-09-13-vostochny", 5: "2023-07-12-hwasong18-second-flight", 6: "2023-12-18-hwasong18-third-launch",
}  # fmt: skip
"""The first set, by the numbers in the picture."""


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    line = watched.page.locator(ISLAND)
    line.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state]").wait_for()
    return watched, watched.page, line.locator(".tc-live div.line")


def says(line: Any) -> str:
    return line.locator(".says").text_content()


def at(line: Any, month: str) -> tuple[float, float]:
    """The place in the picture, which shows 2022 to 2024, of a month."""
    axis = line.locator(".axis > svg").first
    axis.scroll_into_view_if_needed()
    box = axis.bounding_box()
    months = (int(month[:4]) - 2022) * 12 + int(month[5:7]) - 1
    return box["x"] + box["width"] * (months + 0.5) / 36, box["y"] + box["height"] / 2


def where(line: Any, number: int) -> str:
    return line.locator(f"[data-card='{IDS[number]}'] .where").inner_text()


def labels_on_labels(line: Any) -> list[str]:
    return line.locator(".axis > svg").first.evaluate(
        """svg => { const all = [...svg.querySelectorAll('text')].map((t) => [t.textContent, t.getBoundingClientRect()]), wrong = [];
          for (const [n, [a, p]] of all.entries()) for (const [b, q] of all.slice(n + 1))
            if (Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3) wrong.push(`${a} on ${b}`);
          return wrong; }"""
    )


def test_by_mouse_events_are_pressed_dragged_and_held_against_the_record(open_page: Any, served_book: str) -> None:
    watched, page, line = opened(open_page, served_book)
    assert "Nothing stands on the axis yet" in says(line)
    for n, month in enumerate(("2023-06", "2024-02", "2023-11", "2023-09", "2023-06")):
        page.mouse.click(*at(line, month))
        if n == 2:
            page.reload()
            line.get_by_text("3 of 6 events stand on the axis").wait_for()
    assert "5 of 6 events stand on the axis. By your dates 1 comes first and 2 last, 8 months apart." in says(line)
    line.get_by_role("button", name="Compare with the record").dispatch_event("click")
    assert line.locator("[data-told]").count() == 0
    assert line.locator(".record").count() == 0
    card = line.locator(f"[data-card='{IDS[6]}']").bounding_box()
    page.mouse.move(card["x"] + 60, card["y"] + 10)
    page.mouse.down()
    page.mouse.move(*at(line, "2022-01"), steps=3)
    page.mouse.up()
    assert where(line, 6) == "January 2022"
    flag = line.locator(f"[data-mark='{IDS[6]}'] .flag").bounding_box()
    page.mouse.move(flag["x"] + 5, flag["y"] + 5)
    page.mouse.down()
    page.mouse.move(*at(line, "2023-03"), steps=3)
    page.mouse.move(*at(line, "2023-12"), steps=3)
    page.mouse.up()
    assert where(line, 6) == "December 2023"
    line.get_by_role("button", name="Undo").click()
    assert where(line, 6) == "January 2022", "one drag is one step"
    line.get_by_role("button", name="Compare with the record").click()
    assert line.locator("[data-told]").evaluate("n => n === document.activeElement")
    assert "Farthest off is 6, 23 months too early. 3 of 6 stand in the right month." in says(line)
    flags = line.locator(".record .on-flag").all_text_contents()
    assert sorted(flags) == ["1: 2 months too late", "2: the right month", "3: the right month", "4: the right month", "5: 1 month too early", "6: 23 months too early"]
    assert line.locator(".join").count() == 7
    assert labels_on_labels(line) == []
    page.reload()
    line.scroll_into_view_if_needed()
    line.get_by_text("Farthest off is 6").wait_for()
    line.get_by_role("button", name="Try again").click()
    assert where(line, 6) == "January 2022"
    assert line.locator(".record").count() == 0
    assert watched.wrong == []


def test_by_keyboard_alone_an_event_is_taken_dated_and_brought_closer(open_page: Any, served_book: str) -> None:
    watched, page, line = opened(open_page, served_book)
    first = line.get_by_role("radio", name="First flight of the solid-fuel")
    first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    range_ = line.get_by_role("slider")
    assert range_.get_attribute("aria-valuetext") == "not dated yet"
    range_.focus()
    page.keyboard.press("ArrowRight")
    assert where(line, 4) == "August 2023"
    page.keyboard.press("PageDown")
    assert where(line, 4) == "August 2022"
    page.keyboard.press("PageUp")
    line.get_by_role("button", name="4: a month later").press("Enter")
    assert where(line, 4) == "September 2023"
    assert range_.get_attribute("aria-valuetext") == "September 2023"
    strip = line.get_by_role("group", name="What the axis shows: January 2022 to December 2024.")
    strip.focus()
    page.keyboard.press("+")
    line.get_by_role("group", name="What the axis shows: December 2022 to May 2024.").wait_for(state="attached")
    page.keyboard.press("ArrowRight")
    line.get_by_role("group", name="What the axis shows: May 2023 to October 2024.").wait_for(state="attached")
    line.get_by_role("button", name="4: a year earlier").press("Enter")
    assert where(line, 4) == "September 2022"
    assert line.locator(f"[data-mark='{IDS[4]}']").count() == 1, "the axis follows a date that leaves it"
    strip.or_(line.locator(".strip")).first.press("Home")
    for id in IDS.values():
        line.locator(f"[data-card='{id}'] input").press("Space")
        range_.press("ArrowRight")
    line.get_by_role("button", name="Compare with the record").press("Enter")
    assert line.locator("[data-told]").evaluate("n => n === document.activeElement")
    assert "Your dates miss the record by" in says(line)
    line.get_by_role("button", name="Try again").press("Enter")
    line.get_by_role("tab", name="Weapons").press("End")
    line.get_by_role("button", name="China", exact=True).press("Enter")
    line.get_by_role("button", name="North Korea", exact=True).press("Enter")
    assert "with China and North Korea both in them" in says(line)
    line.get_by_role("button", name="take the first event").press("Enter")
    line.get_by_role("button", name="The next one").press("Enter")
    assert line.locator(".events .in-hand").inner_text().startswith(line.locator("[data-hand] time").inner_text())
    assert watched.wrong == []


@pytest.mark.long
def test_the_other_timeline_is_worked_by_mouse_and_comes_back(open_page: Any, served_book: str, book: Path) -> None:
    tasks = next(i for i in islands((book / OTHER[1:]).read_text("utf-8")) if i["content"].get("tasks"))["content"]["tasks"]
    watched = open_page(served_book + OTHER)
    page, line = watched.page, watched.page.locator(f"{ISLAND} .tc-live div.line")
    watched.mount_all()
    for task in tasks:
        line.get_by_role("tab", name=task["name"]).click()
        axis = line.locator(".axis > svg").first
        for n in range(len(task["events"])):
            axis.click(position={"x": axis.bounding_box()["width"] * (n + 0.5) / len(task["events"]), "y": axis.bounding_box()["height"] / 2})
        line.get_by_role("button", name="Compare with the record").click()
        assert "Your dates miss the record by" in says(line)
        assert line.locator(".record").count() >= len(task["events"])
        assert labels_on_labels(line) == []
    before = says(line)
    page.reload()
    watched.mount_all()
    line.get_by_role("tab", name=tasks[-1]["name"]).click()
    assert says(line) == before
    assert unspoken(page, ISLAND) == []
    assert watched.wrong == []


def test_the_brush_shows_a_stretch_and_a_mark_is_picked(open_page: Any, served_book: str) -> None:
    watched, page, line = opened(open_page, served_book)
    line.get_by_role("tab", name="The whole record").click()
    strip = line.locator(".strip")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.99, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.67, box["y"] + 10, steps=3)
    page.mouse.up()
    line.get_by_role("group", name="What the axis shows: January 2024 to December 2024.").wait_for(state="attached")
    line.locator("[data-mark='2024-06-19-treaty-signed'] .hit").first.dispatch_event("pointerdown")
    assert "Comprehensive Strategic Partnership" in line.locator("[data-hand]").inner_text()
    assert labels_on_labels(line) == []
    assert watched.wrong == []


def test_a_record_of_the_edition_before_is_read_and_reset_brings_it_back(open_page: Any, served_book: str, book: Path) -> None:
    items = next(i for i in islands((book / PAGE[1:]).read_text("utf-8")) if i["content"].get("tasks"))["items"]
    old = {"timeline-05/weapons-and-summit": {"order": [1, 0, 2, 3, 4, 5], "checked": True, "score": 14 / 15}, "timeline-05/votes": {"order": [4, 3, 2, 1, 0, 9]}}
    record = {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in old.items()}
    watched, page, line = opened(open_page, served_book, prepare="if (!localStorage.length) {" + keeping(record) + "}")
    line.get_by_text("In the edition before you put these in the order 5, 1, 4, 3, 6, 2. 93 % of the pairs stood in order.").wait_for()
    assert line.locator(".record").count() > 0
    page.locator("#tc-notice-unreadable").wait_for()
    line.get_by_role("button", name="Try again").click()
    for month in ("2023-06", "2024-02", "2023-11", "2023-09", "2023-06", "2023-12"):
        page.mouse.click(*at(line, month))
    kept = json.loads(page.evaluate("localStorage.getItem('tc:third-corner:2026-autumn:timeline-05/weapons-and-summit')"))["state"]
    assert set(kept["at"]) == set(IDS.values())
    line.get_by_role("button", name="Begin again").click()
    line.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing stands on the axis yet" in says(line)
    line.get_by_role("button", name="Undo").click()
    assert "6 of 6" in says(line)
    assert watched.wrong == []


def test_at_375_px_it_works_by_touch_and_nothing_is_cut(open_page: Any, served_book: str) -> None:
    watched, page, line = opened(open_page, served_book, width=375, has_touch=True)
    for month in ("2023-04", "2023-05", "2023-04", "2023-05", "2023-05", "2023-06"):
        page.touchscreen.tap(*at(line, month))
    line.get_by_role("button", name="Compare with the record").tap()
    assert labels_on_labels(line) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert line.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.checkVisibility() && !e.closest('.tc-sr') && e.getBoundingClientRect().right > innerWidth + 1).length") == 0
    line.get_by_role("tab", name="The whole record").tap()
    assert labels_on_labels(line) == []
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_before_and_after_the_comparison(open_page: Any, served_book: str, dark: bool) -> None:
    _, page, line = opened(open_page, served_book, width=375 if dark else 1280, dark=dark)
    for month in ("2023-04", "2023-05", "2023-04", "2023-05", "2023-05"):
        page.mouse.click(*at(line, month))
    assert violations(page, ISLAND) == []
    page.mouse.click(*at(line, "2023-06"))
    line.get_by_role("button", name="Compare with the record").click()
    assert violations(page, ISLAND) == []


def test_without_script_and_on_paper_the_axes_are_empty_and_every_event_has_a_line(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    line = page.locator(f"{ISLAND} .tc-front")
    page.emulate_media(media="print")
    sheets = line.locator(".sheet section")
    assert sheets.count() == 3
    assert sheets.nth(0).get_by_text("Putin and Kim meet").is_visible()
    assert line.locator(".sheet [data-mark]").count() == 0
    assert "3 December 2024" not in sheets.nth(1).inner_text(), "no line where the set itself asks for that day"
    assert not line.get_by_role("button", name="Undo").is_visible()


def test_every_value_is_spoken_and_nothing_is_without_a_name(open_page: Any, served_book: str) -> None:
    _, page, line = opened(open_page, served_book)
    page.mouse.click(*at(line, "2023-06"))
    tree = line.aria_snapshot()
    assert "Yours: First flight of the solid-fuel Hwasong-18 ICBM, June 2023" in tree
    assert "The line: 3 December 2024: the commentary is published" in tree
    assert unspoken(page, ISLAND) == []
