"""The sorting bench: cards put into bins before the book answers, by click, drag, digit and touch; kept, undone, printed; readings are never wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests import ROOT
from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from thirdcorner.course.read import load

FIRST = "/book/chapters/01-how-to-read.html"
ISLAND = ".tc-island[data-widget=sorting_bench]"


def opened(open_page: Any, address: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(address, **options)
    bench = watched.page.locator(ISLAND)
    bench.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state]").wait_for()
    return watched, watched.page, bench


def says(bench: Any) -> str:
    return bench.locator(".says").text_content()


def card(bench: Any, id: str) -> Any:
    return bench.locator(f"[data-statement='claim-sorter-01/{id}']")


def chips(bench: Any, bin: str) -> list[str]:
    return bench.locator(f"[data-bin={bin}] .chip").all_inner_texts()


def test_a_statement_is_sorted_by_keyboard_and_kept(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book + FIRST)
    bench.get_by_role("button", name="Card 2, A1").press("Enter")
    second = card(bench, "s2")
    assert "Parts, drawings or people" not in second.text_content()
    second.get_by_role("button", name="Compare").press("Enter")
    bench.get_by_role("status").filter(has_text="Choose a kind first.").wait_for(state="attached")
    second.get_by_role("radio", name="fact").focus()
    page.keyboard.press("Space")
    assert chips(bench, "fact") == ["2"]
    second.get_by_role("textbox").fill("Parts that somebody found <b>")
    second.get_by_role("button", name="Compare").press("Enter")
    assert second.locator(".tc-verdict").evaluate("n => n === document.activeElement")
    assert "otherwise" in second.locator(".tc-verdict").inner_text()
    assert chips(bench, "fact") == ["2✗"]
    second.get_by_role("button", name="Try again").press("Enter")
    page.keyboard.press("2")
    assert chips(bench, "inference") == ["2"], "a digit puts the card in hand into its bin"
    second.get_by_role("button", name="Compare").press("Enter")
    assert "Parts, drawings or people" in second.inner_text()
    assert "1 of 8 sorted; at the first try 0 of 1 as the book has it." in says(bench)
    second.get_by_role("button", name="Next card").press("Enter")
    assert card(bench, "s3").is_visible() and not second.is_visible()
    page.reload()
    watched.mount_all()
    bench.get_by_role("button", name="Card 2, A1: as the book has it").click()
    assert second.get_by_role("textbox").input_value() == "Parts that somebody found <b>"
    bench.get_by_role("button", name="Begin again").click()
    bench.get_by_role("button", name="Yes, forget my work here").click()
    assert second.get_by_role("textbox").input_value() == "" and "No card lies in a bin yet." in says(bench)
    bench.get_by_role("button", name="Undo").click()
    assert chips(bench, "inference") == ["2✓"]
    assert watched.wrong == []


def test_by_mouse_a_bin_takes_the_card_in_hand_and_cards_are_carried(open_page: Any, served_book: str) -> None:
    watched, page, bench = opened(open_page, served_book + FIRST)
    bench.get_by_role("button", name="Put card 1 into fact").click()
    assert chips(bench, "fact") == ["1"] and "1 card lies in a bin and is not compared yet." in says(bench)
    for start, bin in ((bench.locator(".pile .chip").nth(1), "judgement"), (bench.locator("[data-bin=fact] .chip"), "forecast"), (card(bench, "s1").locator(".face"), "assumption")):
        a, b = start.bounding_box(), bench.locator(f"[data-bin={bin}]").bounding_box()
        page.mouse.move(a["x"] + 20, a["y"] + 20)
        page.mouse.down()
        page.mouse.move(b["x"] + 40, b["y"] + 20, steps=3)
        assert bench.locator("[data-bin].over").get_attribute("data-bin") == bin
        page.mouse.up()
    assert chips(bench, "judgement") == ["3"] and chips(bench, "assumption") == ["1"] and chips(bench, "forecast") == []
    bench.get_by_role("button", name="Undo").click()
    assert chips(bench, "forecast") == ["1"]
    card(bench, "s1").get_by_role("button", name="Compare").click()
    bench.get_by_role("button", name="Put card 1 into fact").click()
    assert chips(bench, "forecast") == ["1✗"], "what is compared stays until it is sorted again"
    assert watched.wrong == []


def test_a_reading_is_answered_and_never_called_wrong(open_page: Any, served_book: str) -> None:
    watched, _, bench = opened(open_page, served_book + "/book/chapters/09-rivalry-with-washington.html")
    for choice in ("they agree", "they pull apart", "it depends on a reading"):
        first = bench.locator("[data-statement='consistency-09/p1']")
        first.get_by_role("radio", name=choice).check()
        first.get_by_role("button", name="Compare").click()
        assert f"Your reading: {choice}" in first.inner_text()
        assert "✗" not in bench.inner_text()
        first.get_by_role("button", name="Sort it again").click()
    assert watched.wrong == []


OLD = {
    "claim-sorter-01/s1": {"answer": "fact", "line_text": "A ticket.", "checked": True, "first": 1},
    "claim-sorter-01/s2": {"answer": "opinion"},
    "claim-sorter-01/s3": {"answer": "fact", "checked": True, "revealed": True, "first": 0},
    "claim-sorter-01/s4": {"line_text": "A date."},
}
"""As the edition before kept them; the second names no kind of the exercise."""


def test_a_record_of_the_edition_before_is_read_and_what_cannot_be_read_is_put_aside(open_page: Any, served_book: str) -> None:
    items = load(ROOT).activities["claim-sorter-01"].items()
    record = {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in OLD.items()}
    watched, page, bench = opened(open_page, served_book + FIRST, prepare=keeping(record))
    assert chips(bench, "fact") == ["1✓", "3✗"]
    assert card(bench, "s1").get_by_role("textbox").input_value() == "A ticket."
    assert "A standard, and a list" in card(bench, "s3").text_content() and card(bench, "s4").locator("textarea").input_value() == "A date."
    assert bench.locator(".pile .chip").first.inner_text() == "2" and "opinion" in page.evaluate("JSON.stringify(localStorage)")
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, bench = opened(open_page, served_book + FIRST, width=375, dark=dark, has_touch=True)
    bench.get_by_role("button", name="Put card 1 into fact").tap()
    card(bench, "s1").get_by_role("button", name="Compare").tap()
    assert chips(bench, "fact") == ["1✓"] and "as the book has it" in card(bench, "s1").inner_text()
    assert all(c.bounding_box()["height"] >= 44 for c in bench.locator(".chip, .put").all())
    over = bench.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0 and page.evaluate("document.documentElement.scrollWidth") <= 375
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_every_card_stands_with_its_boxes(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + FIRST, java_script_enabled=False).page
    bench = page.locator(ISLAND)
    assert bench.locator("[data-statement]").locator("visible=true").count() == 8
    assert bench.get_by_role("radio").count() == 40 and bench.get_by_text("a record could show it to be false").is_visible()
    assert "Parts, drawings or people" in bench.locator("details.tc-answers").text_content()
    assert "Parts, drawings or people" not in bench.locator(".tc-front").text_content()
    page.emulate_media(media="print")
    assert bench.locator("[data-statement]").locator("visible=true").count() == 8


def test_every_chip_speaks_how_it_stands(open_page: Any, served_book: str) -> None:
    _, _, bench = opened(open_page, served_book + FIRST)
    bench.get_by_role("button", name="Put card 1 into inference").click()
    tree = bench.aria_snapshot()
    assert 'button "Card 1, A1: not compared yet" [pressed]' in tree and 'button "Card 6, T2: in no bin"' in tree
    assert 'radio "inference" [checked]' in tree
    assert unspoken(bench.page, ISLAND) == []
