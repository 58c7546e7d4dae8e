"""Alliances through time worked to its end: by mouse, by keyboard alone, by touch at 375 px; reloaded, undone, printed, read aloud."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/02-background.html"
TENTH = "/book/chapters/10-analogy-1914.html"
ISLAND = ".tc-island[data-widget=alliances_time]"


def opened(open_page: Any, url: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(url, **options)
    island = watched.page.locator(ISLAND)
    island.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state=live]").wait_for()
    return watched, watched.page, island


def says(island: Any) -> str:
    return island.locator("p.says").text_content()


def scrub(island: Any, theatre: str) -> Any:
    return island.get_by_role("slider", name=re.compile(f"^{theatre}"))


def state(page: Any, id: str) -> dict:
    key = page.evaluate("(id) => Object.keys(localStorage).find((k) => k.endsWith(':' + id))", id)
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))["state"] if key else {}


def slide(island: Any, theatre: str, year: int, by: str = "mouse") -> None:
    """Press on the line of a theatre where a year lies; by mouse, or by touch."""
    slider = scrub(island, theatre)
    slider.scroll_into_view_if_needed()
    box, (low, high) = slider.bounding_box(), (int(slider.get_attribute(end)) for end in ("min", "max"))
    x, y = box["x"] + 8 + (box["width"] - 16) * (year - low) / (high - low), box["y"] + box["height"] / 2
    if by == "touch":
        return island.page.touchscreen.tap(x, y)
    island.page.mouse.move(x, y)
    island.page.mouse.down()
    for _ in range(6):  # and go on to the very year, which is a few pixels wide
        x += (year - int(slider.input_value())) * box["width"] / (high - low)
        island.page.mouse.move(x, y)
    island.page.mouse.up()


def keep(island: Any, year: int, theatre: str = "Northeast Asia") -> None:
    slide(island, theatre, year)
    assert scrub(island, theatre).get_attribute("aria-valuetext") == str(year)
    island.get_by_role("button", name="Keep my year").click()


def test_a_year_is_said_first_then_1907_stands_beside_2024(open_page: Any, served_book: str) -> None:
    watched, page, island = opened(open_page, served_book + PAGE)
    assert island.locator("[data-tie]").count() == 0
    assert scrub(island, "Northeast Asia").get_attribute("aria-valuetext") == "no year yet"
    assert scrub(island, "Europe").count() == 0
    island.get_by_role("button", name="Keep my year").click(force=True)
    island.get_by_text("Set the year first").wait_for()
    assert state(page, "alliances-02/first-year") == {}
    keep(island, 1950)
    assert "By ATOP and by COW the most pairs of Northeast Asia’s six powers, 5, were bound to fight in 1961 to 1980: your 1950 is 11 years away." in says(island)
    assert state(page, "alliances-02/first-year") == {"year": 1950}
    slide(island, "Europe", 1907)
    slide(island, "Northeast Asia", 2024)
    assert "Europe 1907: 4 pairs are bound to fight" in says(island)
    assert "ATOP ends in 2018; by the treaties of our register 4 pairs are bound to fight" in says(island)
    assert island.locator("[data-theatre=asia] .own[data-tie='dprk russia'].fight").count() == 1
    assert island.locator("[data-theatre=europe] .talk[data-tie='france britain']").count() == 1
    assert "France and Britain: consultation only" in island.get_by_role("img").first.get_attribute("aria-label")
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    assert "Europe 1907" in says(island)
    island.get_by_role("button", name="Only promises to fight").click()
    assert island.locator("[data-tie].talk, [data-tie].pact").count() == 0
    island.get_by_role("button", name="Undo").click()
    assert island.locator("[data-tie].talk").count() > 0
    island.get_by_role("button", name="Begin again").click()
    island.get_by_role("button", name="Yes, forget my work here").click()
    assert "your 1950" in says(island)
    assert watched.wrong == []


def test_cow_and_atop_part_and_both_play_to_their_ends(open_page: Any, served_book: str) -> None:
    watched, page, island = opened(open_page, served_book + PAGE)
    keep(island, 1970)
    assert "in 1961 to 1980: as you said" in says(island)
    slide(island, "Northeast Asia", 1996)
    island.get_by_role("button", name="Where they disagree").click()
    island.get_by_text("North Korea and Russia, 1996: ATOP a promise to fight; COW no tie.").wait_for()
    assert island.locator("[data-theatre=asia] .parted[data-tie='dprk russia']").count() == 1
    island.get_by_role("radio", name="COW").check()
    assert island.locator("[data-theatre=asia] [data-tie='dprk russia']").count() == 0
    slide(island, "Europe", 1912)
    slide(island, "Northeast Asia", 2022)
    island.get_by_role("button", name="Play both").click()
    island.get_by_text("Northeast Asia 2024: COW ends in 2012").wait_for()
    island.get_by_role("button", name="Play both").wait_for()
    assert "Europe 1914" in says(island)
    island.get_by_role("button", name="Undo").click()
    assert "Northeast Asia 2022" in says(island)
    island.get_by_text("All ties as a table").click()
    island.get_by_role("row").nth(81).wait_for()
    assert island.get_by_role("row").count() == 1 + 81 + 6
    island.get_by_label("Stand both at a year").click()
    page.keyboard.type("Two sides")
    assert state(page, "alliances-02")["reading_text"] == "Two sides"
    assert watched.wrong == []


def test_by_keyboard_alone(open_page: Any, served_book: str) -> None:
    watched, page, island = opened(open_page, served_book + PAGE)
    scrub(island, "Northeast Asia").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert scrub(island, "Northeast Asia").get_attribute("aria-valuetext") == "1946"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "your 1946 is 15 years away" in says(island)
    island.get_by_role("button", name="Play both").focus()
    for name in ("ATOP", "Where they disagree", "Only promises to fight", "Europe", "Northeast Asia"):
        page.keyboard.press("Tab")
        focused = page.evaluate("((e) => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)")
        assert focused.startswith(name)
    page.keyboard.press("End")
    assert "Northeast Asia 2024: ATOP ends in 2018" in says(island)
    page.keyboard.press("Tab")
    island.get_by_role("radio", name="ATOP").press("ArrowRight")
    assert island.get_by_role("radio", name="COW").is_checked()
    scrub(island, "Europe").press("Home")
    assert "Europe 1870" in says(island)
    island.get_by_role("button", name="Only promises to fight").press("Enter")
    assert island.locator("[data-tie].talk, [data-tie].pact").count() == 0
    island.get_by_label("Stand both at a year").focus()
    page.keyboard.type("One side is open.")
    assert state(page, "alliances-02")["reading_text"] == "One side is open."
    island.get_by_role("button", name="Undo").press("Enter")
    assert not island.get_by_role("button", name="Only promises to fight", pressed=True).count()
    assert watched.wrong == []


@pytest.mark.parametrize("path", [PAGE, TENTH])
def test_all_is_spoken_before_and_after_the_year_is_kept(open_page: Any, served_book: str, path: str) -> None:
    watched, page, island = opened(open_page, served_book + path)
    assert unspoken(page, ISLAND) == []
    asked, year = ("Europe", 1900) if path == TENTH else ("Northeast Asia", 1970)
    assert scrub(island, asked).count() == 1
    keep(island, year, asked)
    assert f"your {year}" in says(island) or "as you said" in says(island)
    assert unspoken(page, ISLAND) == []
    tree = island.aria_snapshot()
    assert re.search(f'slider "{asked}, \\d{{4}}"', tree)
    assert re.search(r'img "(Europe in \d+\. France: \d+\.\d per cent|Northeast Asia in \d+\. China: \d+\.\d per cent)', tree)
    island.get_by_role("button", name="Where they disagree").click()
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    assert island.get_by_role("button", name="Where they disagree", pressed=True).count() == 1
    assert watched.wrong == []


def test_at_375_px_the_theatres_stand_one_below_the_other_and_nothing_is_cut(open_page: Any, served_book: str) -> None:
    watched, page, island = opened(open_page, served_book + PAGE, width=375, has_touch=True)
    scrub(island, "Northeast Asia").tap()
    island.get_by_role("button", name="Keep my year").tap()
    assert re.search("your 198[3-6] is [3-6] years away", says(island))
    boxes = [island.locator(f"[data-theatre={t}]").bounding_box() for t in ("europe", "asia")]
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    slide(island, "Europe", 1907, "touch")
    slide(island, "Northeast Asia", 2020, "touch")
    assert re.search("Europe 190[678].*Northeast Asia 20(19|2[01])", says(island))
    island.get_by_role("button", name="Where they disagree").tap()
    island.locator("label").filter(has_text="COW").tap()
    assert island.get_by_role("radio", name="COW").is_checked()
    island.get_by_role("button", name="Play both").tap()
    island.get_by_text("Northeast Asia 2024: COW ends in 2012").wait_for()
    island.get_by_label("Stand both at a year").tap()
    page.keyboard.type("Two sides")
    assert state(page, "alliances-02")["reading_text"] == "Two sides"
    island.get_by_role("button", name="Undo").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert island.evaluate("n => [...n.querySelectorAll('p, label, button, text, .mine span')].filter(e => e.getClientRects().length && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).length") == 0
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_and_paper_has_an_empty_picture_with_its_answers(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, island = opened(open_page, served_book + PAGE, dark=dark)
    assert "Northeast Asia, by ATOP: 5 pairs bound to fight, in 1961 to 1980." in island.locator("details.tc-answers").first.text_content()
    keep(island, 1990)
    island.get_by_role("button", name="Where they disagree").click()
    scrub(island, "Northeast Asia").fill("2024")
    assert violations(page, ISLAND) == []
    page.emulate_media(media="print")
    assert island.get_by_role("img").first.is_visible()
    assert island.get_by_role("button", name="Undo").count() == 0
    assert watched.wrong == []


def test_a_year_outside_the_theatre_is_put_aside(open_page: Any, served_book: str) -> None:
    put = "localStorage.setItem('tc:third-corner:2026-autumn:alliances-02/first-year', JSON.stringify({v: 1, at: 1, hash: '0', state: {year: 1789}}))"
    _, _, island = opened(open_page, served_book + PAGE, prepare=f"if (location.protocol !== 'about:') {put}")
    assert island.get_by_role("button", name="Keep my year").count() == 1
    assert island.locator("[data-tie]").count() == 0
