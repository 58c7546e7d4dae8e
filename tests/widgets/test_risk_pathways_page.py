"""Risk pathways worked to their end: by mouse, by keyboard alone, by touch at 375 px; an old record, reloaded, undone, printed, read aloud."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from tests.widgets.test_argument_map import COURSE
from thirdcorner import RiskPathways

PAGE = "/book/chapters/06-risks.html"
ISLAND = ".tc-island[data-widget=risk_pathways]"
RESOLVED = RiskPathways.resolve(COURSE, RiskPathways.refer("pathways-06"))
CHAIN = RESOLVED.content["pathways"][0]
IDS = [link["id"] for link in CHAIN["links"]]


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    shown = watched.page.locator(ISLAND)
    shown.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state=live]").wait_for()
    return watched, watched.page, shown


def says(shown: Any) -> str:
    return shown.locator(".says").text_content()


def kept(page: Any, id: str) -> Any:
    return json.loads(page.evaluate("id => localStorage.getItem('tc:third-corner:2026-autumn:' + id)", id))["state"]


def test_by_keyboard_alone_a_chain_is_ordered_weighed_and_compared(open_page: Any, served_book: str) -> None:
    watched, page, shown = opened(open_page, served_book, width=375)
    check = shown.get_by_role("button", name="Check the order")
    check.press("Enter")
    assert "Look at place 1" in says(shown)
    for place, id in enumerate(IDS):
        for _ in IDS:
            if shown.locator(".tc-sorter > li").nth(place).get_attribute("data-item") == id:
                break
            shown.locator(f".tc-sorter > [data-item={id}]").get_by_role("button", name="Move up").press("Enter")
    check.press("Enter")
    page.wait_for_function("document.activeElement.type === 'range'")
    assert "No link has a chance yet" in says(shown)
    ranges = shown.get_by_role("slider")
    assert [r.get_attribute("aria-valuetext") for r in ranges.all()] == ["not set yet"] * 4
    page.keyboard.press("PageUp")
    assert ranges.first.get_attribute("aria-valuetext") == "60 per cent"
    for n, key in enumerate(("ArrowLeft", "Home", "End"), 1):
        ranges.nth(n).press(key)
    assert "By your numbers the end comes in 0 of 100. The chain is thinnest at link 3; ten points more there would add 2.9" in says(shown)
    compare = shown.get_by_role("button", name="Compare")
    compare.press("Enter")
    shown.get_by_role("status").filter(has_text="name the link that you would test first").wait_for(state="attached")
    assert shown.get_by_text("the book tests this first").count() == 0
    assert shown.locator(".bears").count() == 0
    shown.get_by_role("radio", name="link 3").press("Space")
    compare.press("Enter")
    assert "The book would begin there too." in page.evaluate("document.activeElement.innerText")
    assert shown.locator("[data-link=ranks]").get_by_text("the book tests this first").is_visible()
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    assert "The book would begin there too." in shown.inner_text()
    assert kept(page, CHAIN["id"])["order"] == IDS
    assert kept(page, CHAIN["id"])["first"] < 1
    assert watched.wrong == []


def dragged(page: Any, target: Any, share: float, whole: float) -> None:
    """Take hold of a link in its middle and drag its edge to a share of the breadth below the middle."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for n in range(1, 5):
        page.mouse.move(x, y + box["height"] / 2 * (whole + (share - whole) * n / 4))
    page.mouse.up()


def test_by_mouse_a_link_is_dragged_and_the_end_moves_and_one_drag_is_one_step_of_undo(open_page: Any, served_book: str) -> None:
    watched, page, shown = opened(open_page, served_book)
    shown.get_by_role("tab", name="The arms race").click()
    shown.get_by_role("button", name="Show the order of the text").click()
    ribbons = shown.locator(".ribbon")
    for n, share in enumerate((0.8, 0.5, 0.25, 1)):
        dragged(page, ribbons.nth(n), share, 1)
        if n == 1:
            page.reload()
            page.locator(f"{ISLAND}[data-state=live]").wait_for()
            shown.get_by_role("tab", name="The arms race").click()
            assert "2 links have no chance yet" in says(shown) or "Two links have no chance yet" in says(shown), "half-way"
    chances = [float(v.input_value()) for v in shown.get_by_role("slider").all()]
    assert chances == pytest.approx([80, 50, 25, 100], abs=2)
    end = shown.locator("figure[data-end]")
    assert float(end.get_attribute("data-end")) == pytest.approx(10, abs=1.5)
    assert end.locator(".filled").count() == round(float(end.get_attribute("data-end")))
    heights = shown.locator(".across .body").evaluate_all("n => n.map((r) => r.height.baseVal.value)")
    assert heights == pytest.approx(chances)
    assert shown.locator(".link.thin").get_attribute("data-link") == "bomb"
    shown.get_by_role("button", name="Undo").click()
    assert "One link has no chance yet" in says(shown)
    assert end.get_attribute("data-end") == ""
    dragged(page, ribbons.nth(2), 0.9, 0.25)
    shown.get_by_role("button", name="Undo").click()
    assert float(shown.get_by_role("slider").nth(2).input_value()) == chances[2]
    question = shown.get_by_label("Which of the three chains")
    question.fill("The second, <b>10</b> of 100")
    shown.get_by_role("button", name="Begin again").click()
    shown.get_by_role("button", name="Yes, forget my work here").click()
    assert "The stations are shuffled" in says(shown)
    assert question.input_value() == ""
    shown.get_by_role("button", name="Undo").click()
    assert question.input_value() == "The second, <b>10</b> of 100"
    assert "One link has no chance yet" in says(shown)
    dragged(page, ribbons.nth(3), 0.6, 1)
    shown.get_by_role("radio", name="link 3").click()
    shown.get_by_role("button", name="Compare").click()
    shown.get_by_text("the book tests this first").wait_for()
    assert watched.wrong == []


def test_a_record_by_places_is_read(open_page: Any, served_book: str) -> None:
    old = {"order": [0, 1, 2, 3], "first": 0.5, "checked": True, "compared": True, "chances": {"impression": 40}, "weak": "impression"}
    begun = {"order": [3, 1, 0, 2], "first": 0.5}
    record = {id: {"v": 1, "hash": RESOLVED.items[id], "at": 1, "state": state} for id, state in ((CHAIN["id"], old), ("pathways-06/arms", begun))}
    watched, page, shown = opened(open_page, served_book, prepare=keeping(record))
    assert [float(v.input_value()) for v in shown.get_by_role("slider").all()] == [50, 40, 50, 50]
    assert "By your numbers the end comes in 5 of 100." in says(shown)
    assert "The book would begin at link 3; you at link 2." in shown.inner_text()
    shown.get_by_role("tab", name="The arms race").click()
    assert shown.locator(".tc-sorter > li").first.get_attribute("data-item") == "advantage"
    shown.locator(".tc-sorter > [data-item=bomb]").get_by_role("button", name="Move up").click()
    assert kept(page, "pathways-06/arms") == {"order": ["advantage", "faster", "bomb", "help"], "first": 0.5}
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_the_chain_runs_down_and_works_by_touch(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, shown = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    shown.get_by_role("button", name="Show the order of the text").tap()
    ribbon = shown.locator(".ribbon").first
    ribbon.scroll_into_view_if_needed()
    box = ribbon.bounding_box()
    assert box["height"] > box["width"]
    ribbon.tap(position={"x": box["width"] * 0.9, "y": box["height"] / 2})
    assert float(shown.get_by_role("slider").first.input_value()) == pytest.approx(80, abs=3)
    shown.get_by_role("slider").nth(1).tap()
    shown.locator("[data-link=impression] [aria-valuetext='50 per cent']").wait_for()
    shown.get_by_text("test first").nth(1).tap()
    for n in (2, 3):
        shown.get_by_role("slider").nth(n).press("End")
    shown.get_by_role("button", name="Compare").tap()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    over = shown.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_stand_all_stations_and_an_empty_chain(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    shown = page.locator(ISLAND)
    assert shown.locator(".sheet li").locator("visible=true").count() == sum(len(p["links"]) for p in RESOLVED.content["pathways"])
    assert not shown.locator(".tc-sorter").is_visible()
    page.emulate_media(media="print")
    assert shown.locator(".sheet svg").locator("visible=true").count() == 3
    assert shown.locator(".sheet .mine").count() == 0
    assert not shown.get_by_role("button", name="Undo").is_visible()


def test_everything_has_a_name_and_speaks_its_value(open_page: Any, served_book: str) -> None:
    _, _, shown = opened(open_page, served_book)
    shown.get_by_role("button", name="Show the order of the text").click()
    shown.get_by_role("slider", name="Link 2, given link 1").fill("35")
    tree = shown.aria_snapshot()
    assert 'slider "Link 1, by itself"' in tree
    assert 'radio "test first' in tree
    assert shown.get_by_role("slider", name="Link 2,").get_attribute("aria-valuetext") == "35 per cent"
    assert unspoken(shown.page, ISLAND) == []
