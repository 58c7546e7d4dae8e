"""The map in chapter 5: by mouse, by keyboard alone, by touch at 375 px; ways only after the answer; kept, undone, printed, spoken."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/05-renewed-alliance.html"
ISLAND = ".tc-island[data-widget=place_map]"


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    bench = watched.page.locator(ISLAND)
    bench.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state=live]").wait_for()
    return watched, watched.page, bench


def test_a_point_opens_its_sources_and_the_ways_come_after_the_answer(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book)
    pane = bench.get_by_role("region", name="The place or way in hand")
    assert bench.locator("path.way").count() == 0
    assert bench.get_by_role("radio", checked=True).count() == 0
    bench.get_by_role("button", name="Vostochny, the port").click()
    assert "Open Source Centre" in pane.inner_text() and pane.get_by_role("link").count() >= 2
    bench.get_by_role("button", name="Keep it").click(force=True)
    bench.get_by_role("status").filter(has_text="Choose an answer first").wait_for(state="attached")
    bench.get_by_role("radio", name="for about half").check()
    bench.get_by_role("button", name="Undo").click()
    assert bench.get_by_role("radio", checked=True).count() == 0
    bench.get_by_role("radio", name="for about half").check()
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    bench.get_by_role("button", name="Keep it").click()
    ways = bench.get_by_role("group", name="The ways that a source names")
    assert ways.evaluate("e => e === document.activeElement")
    assert unspoken(page, ISLAND) == []
    assert "which is more than there are" in bench.locator(".says").text_content()
    assert bench.locator("path.way").count() == 2
    ways.get_by_role("button", name="refined oil").click()
    assert "breaks off" in pane.inner_text()
    bench.get_by_role("button", name="Begin again").click()
    bench.get_by_role("button", name="Yes, forget my work here").click()
    assert bench.locator("path.way").count() == 0
    assert watched.wrong == []


def test_by_keyboard_alone(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book)
    bench.get_by_role("button", name="Vostochny Cosmodrome").focus()
    met = []
    for _ in range(6):
        met.append(page.evaluate("document.activeElement.textContent.trim()"))
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
        page.keyboard.press("Tab")
    assert set(met) == {"Vostochny Cosmodrome", "Vostochny, the port", "Pyongyang", "Beijing", "Kursk", "Astana"}
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "for one or two, as it is" in bench.locator(".says").text_content()
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_by_touch_at_375_px_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, bench = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    for name in ("Pyongyang", "Kursk", "Vostochny, the port"):
        bench.get_by_role("button", name=name, exact=True).tap()
        assert bench.get_by_role("button", name=name, exact=True).get_attribute("aria-pressed") == "true"
    bench.get_by_role("radio", name="for none of them").tap()
    bench.get_by_role("button", name="Keep it").tap()
    bench.locator("path.way").first.wait_for()
    cut = bench.evaluate("""n => [...n.querySelectorAll('.map')].flatMap((map) => {
      const box = map.getBoundingClientRect();
      return [...map.querySelectorAll('.point, .named')].map((e) => [e.textContent, e.getBoundingClientRect()]).filter(([, b]) => b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1).map(([t]) => t);
    })""")
    assert cut == []
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_the_picture_the_list_and_the_answer_in_its_fold_are_there(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    bench = page.locator(ISLAND)
    assert bench.locator("path.land").count() == 2 and bench.locator("path.way").count() == 0
    bench.get_by_text("Every place, as a list").click()
    assert bench.locator(".list").get_by_text("forty-three voyages").is_visible()
    sheet = bench.locator("details").last
    assert not sheet.get_by_text("a source names the way of one").is_visible()
    sheet.locator("summary").click()
    assert sheet.get_by_text("a source names the way of one").is_visible()
    page.emulate_media(media="print")
    assert bench.locator("path.land").first.is_visible()


def test_the_triangle_leads_to_the_map_and_the_map_to_the_triangle(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    for link in page.locator(".tc-island[data-widget=triangle] .tc-bench-task a, .tc-island[data-widget=place_map] a[href*='renewed-triangle']").all():
        target = link.get_attribute("href").split("#")[1]
        assert page.locator(f"[id={target}]").count() == 1
