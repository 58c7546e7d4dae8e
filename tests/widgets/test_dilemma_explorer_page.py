"""The explorer: allies placed by mouse, keys and touch; compared only after commitment; rings, trail, an old record, paper."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/03-toolkit.html"
ISLAND = ".tc-island[data-widget=dilemma_explorer]"
KEY = "tc:third-corner:2026-autumn:dilemma-03/{}"


def live(page: Any) -> None:
    page.locator(ISLAND).scroll_into_view_if_needed()
    page.locator(f"{ISLAND}[data-state]").wait_for()


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    live(watched.page)
    return watched, watched.page, watched.page.locator(ISLAND)


def says(desk: Any) -> str:
    return desk.locator(".says").text_content()


def kept(page: Any, ally: str) -> dict[str, Any]:
    found = page.evaluate("(key) => localStorage.getItem(key)", KEY.format(ally))
    return json.loads(found)["state"] if found else {}


def spot(plane: Any, left: float, dragged: float) -> dict[str, float]:
    """Where two fears lie on the plane, in pixels from its corner."""
    box = plane.bounding_box()
    return {"x": box["width"] * (0.05 + 0.09 * left), "y": box["height"] * (0.95 - 0.09 * dragged)}


def test_an_ally_is_placed_by_keyboard(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book, width=375)
    desk.get_by_role("radio", name="Pyongyang toward Moscow").press("Space")
    ally = desk.locator("[data-ally=pyongyang-moscow]")
    ally.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="say what it did, first").wait_for()
    assert desk.locator("[data-ring]").count() == 0
    left = ally.get_by_label("Fear of being left")
    assert left.get_attribute("aria-valuetext") == "not set"
    left.press("Enter")
    assert left.get_attribute("aria-valuetext") == "5", "the middle can be meant as well"
    for name, key, times in (("Fear of being left", "ArrowRight", 3), ("Fear of being dragged", "ArrowLeft", 3)):
        for _ in range(times):
            ally.get_by_label(name).press(key)
    assert "the theory expects it to stand closer" in says(desk)
    ally.get_by_label("What if it stood").press("ArrowRight")
    assert "to be left 8 → 7, to be dragged in 2 → 3" in ally.inner_text()
    ally.get_by_label("kept its distance").press("Space")
    ally.get_by_role("button", name="Compare").press("Enter")
    said = page.evaluate("document.activeElement.innerText")
    assert "The book: it stood closer." in said
    assert "point different ways" in said
    assert desk.locator("[data-ring]").count() == 1
    assert "you that it kept its distance" in says(desk)
    desk.get_by_text("Your placings as a table").press("Enter")
    assert "6 Pyongyang toward Moscow 8 2 kept its distance" in desk.get_by_role("row", name="6 Pyongyang").inner_text().replace("\t", " ")
    page.reload()
    live(page)
    desk.get_by_role("radio", name="Pyongyang toward Moscow").press("Space")
    assert "The book: it stood closer." in ally.inner_text()
    ally.get_by_role("button", name="Place it again").click()
    assert "The book" not in ally.inner_text()
    assert desk.locator("[data-ring]").count() == 0
    desk.get_by_role("button", name="Undo").click()
    assert "The book: it stood closer." in ally.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def test_by_mouse_a_point_is_put_and_dragged_and_a_decade_leaves_a_trail(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    plane = desk.get_by_role("img", name="The plane")
    plane.click(position=spot(plane, 6, 3))
    assert kept(page, "london-paris") == {"abandonment": 6, "entrapment": 3}
    assert "to be left is the larger fear" in says(desk)
    box, start, end = plane.bounding_box(), spot(plane, 6, 3), spot(plane, 4, 8)
    page.mouse.move(box["x"] + start["x"], box["y"] + start["y"])
    page.mouse.down()
    for n in (1, 2, 3):
        page.mouse.move(box["x"] + start["x"] + (end["x"] - start["x"]) * n / 3, box["y"] + start["y"] + (end["y"] - start["y"]) * n / 3)
    page.mouse.up()
    assert kept(page, "london-paris") == {"abandonment": 4, "entrapment": 8}
    desk.get_by_role("button", name="Undo").click()  # one drag is one step
    assert kept(page, "london-paris") == {"abandonment": 6, "entrapment": 3}
    assert desk.locator(".trail").count() == 0
    desk.get_by_label("in 1904").check()
    plane.click(position=spot(plane, 9, 1))
    assert desk.locator(".trail").count() == 1
    assert "From 1904 to 1914 the fear of being left fell by 3 and the fear of being dragged in rose by 2." in says(desk)
    desk.get_by_label("did both at once").check()
    desk.get_by_role("button", name="Compare: London toward Paris").click()
    assert "The book says that it did both at once, as you do." in says(desk)
    plane.click(position=spot(plane, 1, 1))
    assert kept(page, "london-paris")["abandonment"] == 6, "what is compared is not moved by mistake"
    desk.get_by_role("radio", name="Beijing toward Moscow").check()
    assert desk.get_by_label("in 1904").count() == 0
    plane.click(position=spot(plane, 2, 7))
    assert "In the middle, 1904–1914 stands at 6.0 and 3.0 (1), 2024 stands at 2.0 and 7.0 (1)." in says(desk)
    desk.locator("[data-point=london-paris]").click()
    assert desk.locator("[data-ally=london-paris]").is_visible()
    desk.get_by_role("button", name="Make my class code").click()
    desk.get_by_role("img", name="Class code").wait_for()
    assert watched.wrong == []


def test_a_record_of_the_edition_before_is_read_and_one_that_cannot_be_is_put_aside(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    plane = desk.get_by_role("img", name="The plane")
    plane.click(position=spot(plane, 1, 1))
    put = "([key, state]) => localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), state }))"
    page.evaluate(put, [KEY.format("london-paris"), {"abandonment": 5, "entrapment": 6, "did": "both", "compared": True}])
    page.reload()
    live(page)
    assert "Nearest to you stands the reading “The letters of 1912, as we read them”, at 5 and 6." in says(desk)
    assert desk.locator("[data-ring]").count() == 2, "the two voices of London toward Paris"
    words = desk.get_by_label("In three or four lines")
    words.press_sequentially("Żółw")
    assert json.loads(page.evaluate("localStorage.getItem('tc:third-corner:2026-autumn:dilemma-03')"))["state"]["reading_text"] == "Żółw"
    page.evaluate(put, [KEY.format("london-paris"), {"compared": True}])
    page.reload()
    live(page)
    assert desk.locator("[data-ring], [data-point]").count() == 0
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_at_375_px_it_works_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, desk = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    plane = desk.get_by_role("img", name="The plane")
    for n, (ally, left, dragged) in enumerate((("London toward Paris", 5, 5), ("Paris toward", 5, 5), ("Moscow toward", 10, 10))):
        desk.get_by_role("radio", name=ally).tap()
        plane.tap(position=spot(plane, left, dragged))
        assert desk.locator("[data-point]").count() == n + 1
    desk.get_by_label("did both at once").tap()
    desk.get_by_role("button", name="Compare").tap()
    wide = desk.evaluate("n => [...n.querySelectorAll('text, label, li, button, output')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)")
    assert wide == []
    boxes = [p.bounding_box() for p in desk.locator("[data-point] > :is(circle, rect)").all()]
    for i, a in enumerate(boxes):
        assert a["width"] >= 22
        assert all(abs(a["x"] - b["x"]) > 15 or abs(a["y"] - b["y"]) > 15 for b in boxes[:i])
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_all_records_are_there_and_the_plane_is_empty(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    desk = page.locator(ISLAND)
    assert desk.locator("[data-point], [data-ring]").count() == 0
    assert desk.get_by_role("img", name="The plane").is_visible()
    assert "The letters of 1912" not in desk.locator("dialog").inner_text()
    page.emulate_media(media="print")
    assert desk.locator(".sheet li").count() == 7
    assert desk.locator(".sheet li").nth(6).is_visible()
    assert not desk.get_by_role("button", name="Undo").is_visible()


def test_everything_is_spoken_and_nothing_is_without_a_name(open_page: Any, served_book: str) -> None:
    _, _, desk = opened(open_page, served_book)
    tree = desk.aria_snapshot()
    assert "no ally is placed yet" in tree
    assert 'radio "1 London toward Paris" [checked]' in tree
    assert unspoken(desk.page, ISLAND) == []
