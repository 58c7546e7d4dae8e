"""The desk worked: by keyboard alone, by touch at 375 px with the claim in sight; verdicts only after committing; kept, undone, printed, spoken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from thirdcorner.course.read import load

PAGE = "/book/chapters/05-renewed-alliance.html"
ISLAND = ".tc-island[data-widget=fact_check]"
RECORD = "flew on 13 April 2023 and again on 12 July"


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    come(watched.page)
    return watched, watched.page, watched.page.locator(ISLAND)


def come(page: Any) -> None:
    page.locator(ISLAND).scroll_into_view_if_needed()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()


def says(desk: Any) -> str:
    return desk.locator(".says").text_content()


def record(states: dict[str, dict[str, Any]]) -> str:
    prints = load().activities["fact-check-05"].items()
    return keeping({f"fact-check-05/{id}": {"v": 1, "hash": prints[f"fact-check-05/{id}"], "at": 1, "state": state} for id, state in states.items()})


def test_a_claim_is_judged_by_keyboard_alone_and_the_record_comes_after(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    press = page.keyboard.press
    assert desk.locator(".live input:checked").count() == 0
    desk.get_by_role("button", name="Compare with the record").press("Enter")
    desk.get_by_role("status").filter(has_text="First say which card settles it best, what you make of the claim and how sure you are.").wait_for(state="attached")
    desk.get_by_label("Card 1", exact=True).focus()
    press("ArrowDown")
    press("Tab")
    press("Space")
    press("ArrowDown")
    press("ArrowDown")
    assert "Still to say: how sure you are." in says(desk)
    press("Tab")
    press("Space")
    press("ArrowRight")
    assert "“It is wrong”: you are 60 % sure, on card 2." in says(desk)
    press("Tab")
    page.keyboard.type("<i>April</i> comes first")
    assert RECORD not in desk.locator(".live").all_inner_texts()[2]
    page.reload()
    come(page)
    assert desk.get_by_label("What decides it for you?").input_value() == "<i>April</i> comes first"
    desk.get_by_role("button", name="Compare with the record").press("Enter")
    assert desk.locator(".tc-record").evaluate("n => n === document.activeElement")
    assert "✓ The record agrees." in desk.locator(".tc-record").inner_text()
    assert RECORD in desk.locator(".tc-record").inner_text()
    assert "<i>April</i> comes first" in desk.locator(".tc-record").inner_text()
    assert desk.locator("[data-card=xinhua]").get_by_text("✓ settles it").is_visible()
    press("Tab")
    press("Space")
    press("ArrowDown")
    press("ArrowDown")
    press("Tab")
    press("Enter")
    assert desk.locator(".tc-argument").evaluate("n => n === document.activeElement")
    assert "What you say of the argument is what the record bears out." in says(desk)
    desk.get_by_role("button", name="Next claim").press("Enter")
    assert "Claim 2 of 5: Visit and treaty (A2.1)." in says(desk)
    kept = json.loads(page.evaluate("localStorage.getItem('tc:third-corner:2026-autumn:fact-check-05/c1')"))["state"]
    assert (kept["card"], kept["effect"], kept["first"]) == ("xinhua", "weakens-inference", 1)
    assert watched.wrong == []


def test_by_mouse_judged_again_undone_and_begun_again(open_page: Any, served_book: str) -> None:
    watched, _, desk = opened(open_page, served_book)
    claim, hand = desk.locator(".claim").bounding_box(), desk.get_by_role("group", name="What do you make of the claim?").bounding_box()
    assert claim["x"] + claim["width"] < hand["x"]
    desk.locator("[data-card=korea-herald]").click(position={"x": 200, "y": 60})  # the whole card takes the click
    assert desk.get_by_label("Card 1", exact=True).is_checked()
    desk.get_by_label("It holds as written").check()
    desk.get_by_label("90 %").check()
    desk.get_by_role("button", name="Compare with the record").click()
    assert "✗ The record says otherwise." in desk.inner_text()
    assert "You: “It holds as written”, 90 % sure, on card 1." in desk.inner_text()
    desk.get_by_label("It leaves the argument untouched").check()
    desk.get_by_role("button", name="Say what follows").click()
    assert desk.get_by_text("✗ not this").is_visible()
    desk.get_by_role("button", name="Judge this one again").click()
    assert desk.locator(".live input:checked").count() == 0
    assert RECORD not in desk.locator(".live").all_inner_texts()[2]
    desk.get_by_role("button", name="Undo").click()
    assert desk.get_by_text("✗ not this").is_visible()
    desk.get_by_role("button", name="Begin again").click()
    desk.get_by_role("button", name="Yes, forget my work here").click()
    assert desk.locator(".live input:checked").count() == 0
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_by_touch_the_claim_stays_in_sight_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, desk = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    desk.locator("[data-card=xinhua]").tap()
    desk.get_by_label("It is wrong").tap()
    for where in (desk.locator("[data-card=reuters-debate]"), desk.get_by_role("button", name="Compare with the record")):
        where.evaluate("e => e.scrollIntoView({ block: 'center' })")
        assert desk.locator(".claim").evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 40 && b.bottom < innerHeight / 2; }")
    assert "Still to say: how sure you are." in says(desk)
    desk.get_by_label("60 %").tap()
    desk.get_by_role("button", name="Compare with the record").tap()
    assert RECORD in desk.locator(".tc-record").inner_text()
    desk.locator(".tc-choice").filter(has_text="It leaves the argument untouched").tap()
    desk.get_by_role("button", name="Say what follows").tap()
    assert desk.get_by_text("✗ not this").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    over = desk.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0
    assert violations(page, ISLAND) == []
    desk.get_by_role("button", name="Next claim").tap()
    assert "Claim 2 of 5" in says(desk)
    assert watched.wrong == []


def test_without_script_and_on_paper_all_claims_stand_with_boxes(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    desk = page.locator(ISLAND)
    assert desk.locator(".sheet section").count() == 5
    assert desk.locator(".sheet").get_by_text("Detail of the record").count() == 0
    assert RECORD not in desk.locator(".sheet").inner_text()
    assert desk.locator(".live").locator("visible=true").count() == 0
    done = {"c1": {"card": "xinhua", "judgement": "wrong", "confidence": 60, "reason_text": "April comes first"}}
    _, page, desk = opened(open_page, served_book, prepare=record(done))
    page.emulate_media(media="print")
    assert "× Card 2. Xinhua" in " ".join(desk.locator(".sheet section").first.inner_text().split())
    assert "April comes first" in desk.locator(".sheet").inner_text()
    assert not desk.get_by_role("button", name="Compare with the record").is_visible()


def test_every_control_has_a_name_and_speaks_its_value(open_page: Any, served_book: str) -> None:
    _, _, desk = opened(open_page, served_book)
    tree = desk.aria_snapshot()
    assert 'group "Which card settles it best?"' in tree
    assert 'radio "Card 2"' in tree
    assert 'tab "“First test”" [selected]' in tree
    assert unspoken(desk.page, ISLAND) == []
    assert 'textbox "What decides it for you? A line or two, for yourself."' in tree


def test_work_of_the_edition_before_is_read_by_ids_and_the_impossible_is_put_aside(open_page: Any, served_book: str) -> None:
    before = {
        "c1": {"card": 2, "judgement": "wrong", "confidence": 80, "judged": True, "first": 1, "effect": 1, "argued": True},
        "c2": {"card": 2, "judgement": "holds", "confidence": 70},
        "c3": {"card": 9, "judgement": "holds"},
        "c4": {"judged": True},
    }
    watched, _, desk = opened(open_page, served_book, prepare=record(before))
    assert desk.get_by_role("tab").first.get_by_text("✓").count() == 1
    assert "Claim 2 of 5" in says(desk)
    assert desk.get_by_label("Card 2", exact=True).is_checked()
    desk.get_by_role("tab").first.click()
    assert "You named the same card." in desk.inner_text()
    chosen = desk.locator(".tc-choice").filter(has_text="It leaves the argument untouched")
    assert chosen.locator("input").is_checked()
    assert chosen.get_by_text("✗ not this").is_visible()
    for n in (2, 3):
        desk.get_by_role("tab").nth(n).click()
        assert desk.locator(".live input:checked").count() == 0
    assert watched.wrong == []
