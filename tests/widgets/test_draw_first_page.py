"""A chart drawn before it is seen: by one stroke of the mouse, by keyboard alone, by touch at 375 px; kept, undone, printed, spoken."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.conftest import unspoken, violations

SHARE = "/book/chapters/08-weakness-or-strength.html"
VOTES = "/book/chapters/05-renewed-alliance.html"
ISLAND = ".tc-island[data-widget=draw_first]"
YEARS = ["2008", "2010", "2012", "2014", "2016", "2018", "2020", "2022", "2024"]


def opened(open_page: Any, url: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(url, **options)
    bench = watched.page.locator(ISLAND)
    bench.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state=live]").wait_for()
    return watched, watched.page, bench


def says(bench: Any) -> str:
    return bench.locator(".says").text_content()


def stroke(page: Any, bench: Any, ends: tuple[float, float] = (0.5, 0.1)) -> None:
    bench.locator(".plot").scroll_into_view_if_needed()
    box = bench.locator(".hit").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] * ends[0])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] * ends[1], steps=4)
    page.mouse.up()


def test_one_stroke_draws_it_one_undo_takes_it_back_and_the_record_comes_after_committing(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book + SHARE)
    assert "Nothing is drawn yet" in says(bench)
    assert bench.locator(".own").count() == 1, "the legend's alone"
    bench.get_by_role("button", name="Compare with the record").click(force=True)
    bench.get_by_role("status").filter(has_text="all of it").wait_for(state="attached")
    assert "98.3" not in bench.locator(".tc-bench").inner_text()
    assert bench.locator(".record, .parts").count() == 0
    stroke(page, bench)
    assert bench.locator(".own").count() == len(YEARS) + 1
    assert "All of it is drawn" in says(bench)
    bench.get_by_role("button", name="Undo").click()
    assert "Nothing is drawn yet" in says(bench), "one stroke is one step"
    stroke(page, bench)
    drawn = [float(v) for v in bench.locator("output").all_text_contents()]
    assert drawn == sorted(drawn) and drawn[0] < 60 < drawn[-1]
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    bench.get_by_role("button", name="Compare with the record").click()
    table = bench.get_by_role("group", name="Your drawing and the record")
    assert table.evaluate("e => e === document.activeElement")
    assert "98.0" in table.inner_text()
    assert bench.locator("path.record").count() == 1 and bench.locator(".parts").count() > 4
    assert re.search(r"part most in 20\d\d, where you drew \d+ and the record has [\d.]+ per cent; on average they part by", says(bench))
    before = says(bench)
    stroke(page, bench, (0.9, 0.9))
    bench.get_by_role("button", name="Undo").click()
    assert says(bench) == before, "a committed drawing stays"
    bench.get_by_role("button", name="Begin again").click()
    bench.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing is drawn yet" in says(bench)
    assert watched.wrong == []


def test_by_keyboard_alone_each_year_is_named_spoken_and_set(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book + SHARE)
    bench.get_by_role("slider", name="2008").focus()
    for n, year in enumerate(YEARS):
        focused = page.evaluate("[document.activeElement.labels[0].textContent, document.activeElement.getAttribute('aria-valuetext')]")
        assert focused == [year, "not drawn"]
        page.keyboard.press("Enter" if n else "PageUp")
        assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')") == "63 per cent", "the next begins where the last is"
        page.keyboard.press("Tab")
    assert bench.locator("output").all_text_contents() == ["63"] * 9
    page.keyboard.press("Enter")
    assert "you are too low throughout" in says(bench)
    assert watched.wrong == []


def test_two_lines_of_words_are_taken_in_hand_one_after_the_other(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book + VOTES)
    stroke(page, bench, (0.1, 0.1))
    assert "Still to be drawn: the whole line of Russia" in says(bench)
    assert bench.get_by_role("group", name=re.compile("^2017")).get_by_role("radio", name="for").is_checked()
    bench.get_by_role("radio", name="Russia", exact=True).check()
    assert bench.locator("[type=radio]:checked").count() == 1
    for year, vote in {"2013": "for", "2016": "for", "2017": "for", "2022": "veto", "2024": "veto"}.items():
        bench.get_by_role("group", name=re.compile(f"^{year}")).get_by_role("radio", name=vote).check()
    bench.get_by_role("button", name="Compare with the record").click()
    assert says(bench) == "You and the record agree at eight of ten points, and part on China in 2022 (you: for; the record: veto), and on China in 2024 (you: for; the record: abstains)."
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_by_touch_at_375_px_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, bench = opened(open_page, served_book + (VOTES if dark else SHARE), width=375, dark=dark, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    if dark:
        for line in ("China", "Russia"):
            bench.get_by_role("radio", name=line, exact=True).tap()
            for group in bench.locator("fieldset.word").all():
                group.get_by_text("for", exact=True).tap()
    else:
        bench.locator(".plot").scroll_into_view_if_needed()
        box = bench.locator(".hit").bounding_box()
        for n in range(9):
            page.touchscreen.tap(box["x"] + box["width"] * (0.2 + n * 0.096), box["y"] + 60)
        assert "–" not in bench.locator("output").all_text_contents()
    bench.get_by_role("button", name="Compare with the record").tap()
    bench.get_by_role("group", name="Your drawing and the record").wait_for()
    out = bench.evaluate("n => [...n.querySelectorAll('text, label, button, p, output, td, .years span, .ups span')].filter(e => e.getClientRects().length && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).length")
    assert out == 0
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_there_are_axes_with_the_beginning_and_the_record_is_in_the_fold(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + SHARE, java_script_enabled=False).page
    bench = page.locator(ISLAND)
    assert bench.locator(".plot .of-record").count() == 4, "2002 to 2005"
    assert bench.locator(".plot :is(.record, .own)").count() == 0
    fold = bench.locator("details.tc-answer-sheet, .tc-answer-sheet details, details:has(table)").first
    assert not fold.get_by_role("cell", name="90.1").is_visible()
    fold.locator("summary").first.click()
    assert fold.get_by_role("cell", name="90.1").is_visible()
    page.emulate_media(media="print")
    assert bench.locator(".plot").is_visible()
    assert not bench.locator(".points").is_visible()


def test_what_a_record_holds_is_read_and_what_it_cannot_be_is_put_aside(open_page: Any, served_book: str) -> None:
    state = {"points": {"china/2014": 60, "china/1950": 10, "china/2016": 400}}
    page = open_page(served_book + SHARE).page
    items = page.evaluate("JSON.parse(document.querySelector('.tc-island[data-widget=draw_first] script[type=\"application/json\"]').textContent).items")
    put = "localStorage.setItem('tc:third-corner:2026-autumn:draw-08', %s)"
    for kept, words in ((state, "Your line is at 60 in 2014"), ({"points": "all of them"}, "Nothing is drawn yet")):
        entry = json.dumps(json.dumps({"v": 1, "at": 1, "hash": items["draw-08"], "state": kept}))
        _, _, bench = opened(open_page, served_book + SHARE, prepare=f"if (!sessionStorage.put) {{ sessionStorage.put = 1; {put % entry}; }}")
        assert words in says(bench)


def test_the_tree_says_what_is_seen_and_every_control_is_named(open_page: Any, served_book: str) -> None:
    _, page, bench = opened(open_page, served_book + SHARE)
    stroke(page, bench)
    tree = bench.aria_snapshot()
    assert re.search(r"img \"per cent of North Korea’s recorded trade, by year. China’s share, drawn: 2008 \d+", tree)
    assert tree.count("slider") == 9
    assert unspoken(bench.page, ISLAND) == []
