"""The crisis played to its map: by mouse, by keyboard alone, by touch at 375 px; reloaded half-way, undone, printed, read aloud; nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from thirdcorner.course.read import load

PAGE = "/book/chapters/14-simulation.html"
ISLAND = ".tc-island[data-widget=crisis]"
ROAD = (("silent", "ask"), ("small", "step"), ("doing", "second"), ("picture", "telephone"))
SCENES = ("rumour", "tea", "slow-weeks", "table")


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    come(watched.page)
    return watched, watched.page, watched.page.locator(ISLAND)


def come(page: Any) -> None:
    page.locator(ISLAND).scroll_into_view_if_needed()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()


def says(crisis: Any) -> str:
    return crisis.locator(".says").text_content()


def take(crisis: Any, role: str) -> None:
    """Take a role, write the memo, and begin."""
    crisis.locator(f".hand input[value={role}]").press("Space")
    crisis.get_by_label("What do you expect").locator("visible=true").fill("Calm words.")
    crisis.get_by_label("What will your desk not accept").locator("visible=true").fill("<i>A word</i> in public.")
    crisis.locator("[data-begin]").press("Enter")


def record(**more: dict[str, Any]) -> dict[str, Any]:
    """The record of a road walked to its end."""
    prints = load().activities["crisis-14"].items()
    states = {f"crisis-14/{s}": {"predict": p, "choice": a} for s, (p, a) in zip(SCENES, ROAD, strict=True)} | more
    return {id: {"v": 1, "hash": prints[id], "at": 1, "state": state} for id, state in states.items()}


def test_a_road_is_played_to_its_map_by_keyboard_alone(open_page: Any, served_book: str) -> None:
    watched, page, crisis = opened(open_page, served_book, width=375)
    assert crisis.locator(".hand input:checked").count() == 0
    crisis.locator("[data-begin]").press("Enter")
    crisis.get_by_role("status").filter(has_text="Take a role and write both halves of the memo first").wait_for(state="attached")
    assert crisis.locator("[data-advice]").count() == 0
    take(crisis, "allies")
    page.wait_for_function("document.activeElement.dataset.scene === 'rumour'")
    assert "Seoul has the same report" in crisis.locator("[data-scene=rumour]").inner_text()
    assert "low confidence, one service" not in crisis.locator("[data-scene=rumour]").inner_text().lower()
    crisis.locator("[data-advice=ask]").press("Enter")
    crisis.get_by_role("status").filter(has_text="Say first what the other side will do.").wait_for(state="attached")
    assert crisis.locator("[data-scene=rumour]").count() == 1
    for n, (predict, advice) in enumerate(ROAD):
        hand = crisis.locator(".decision")
        assert says(crisis) == f"Decision {n + 1} of 4. Say first what you expect; your advice comes after it."
        assert crisis.locator(".map").locator("visible=true").count() == 0
        hand.locator(f"input[value={predict}]").press("Space")
        assert f"Decision {n + 1} of 4. You expect" in says(crisis)
        page.keyboard.press("Tab")
        page.keyboard.type(f"<b>{predict}</b>")
        hand.locator(f"[data-advice={advice}]").press("Enter")
        if n == 1:
            page.wait_for_function("document.activeElement.dataset.scene === 'slow-weeks'")
            page.reload()
            come(page)
            assert "twice as long" in crisis.locator("[data-scene=slow-weeks]").inner_text()
    end = crisis.locator("[data-ending=a-telephone]")
    page.wait_for_function("document.activeElement.dataset.ending === 'a-telephone'")
    assert "one of 9 endings, by one of 36 ways" in says(crisis)
    assert "<b>small</b>" in crisis.inner_text()
    assert "V1.2" in crisis.inner_text()
    assert "You crossed the red line of the allies desk at two of your decisions." in says(crisis)
    assert "<i>A word</i> in public." in crisis.get_by_role("region", name="The memo before").locator("visible=true").inner_text()
    crisis.get_by_label("Read your first memo again").locator("visible=true").fill("Sooner than I thought.")
    crisis.locator(".live .map").get_by_role("button", name="2 A word over tea, on your way, where you crossed your red line").wait_for()
    crisis.locator(".map").locator("visible=true").get_by_role("button", name="g A chair").press("Enter")
    assert "leaves yours at “A rumour from the border”: you advised to ask Beijing in private, and it begins with “wait, and check the report”" in says(crisis)
    crisis.get_by_role("tab", name="The map").focus()
    page.keyboard.press("Home")
    assert crisis.locator("[data-scene=the-role]").count() == 1
    assert crisis.locator("[data-begin]").count() == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    crisis.get_by_role("button", name="Go back to this point: A word over tea").press("Enter")
    scene = crisis.locator(".decision")
    assert scene.locator("input[value=small]").is_checked()
    scene.locator("[data-advice=decline]").press("Enter")
    assert crisis.locator("[data-scene=collision]").count() == 1
    crisis.get_by_role("button", name="Undo").press("Enter")
    crisis.get_by_role("button", name="Undo").press("Enter")
    assert end.count() == 1
    crisis.get_by_role("button", name="Begin again").press("Enter")
    crisis.get_by_role("button", name="Yes, forget my work here").press("Enter")
    assert crisis.locator("[data-begin]").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def test_by_mouse_two_panes_stand_beside_one_another_and_the_way_is_thick(open_page: Any, served_book: str) -> None:
    watched, _, crisis = opened(open_page, served_book)
    take(crisis, "china")
    document, hand = crisis.locator("[data-scene=rumour]").bounding_box(), crisis.locator(".decision").bounding_box()
    assert document["x"] + document["width"] < hand["x"]
    assert abs(document["y"] - hand["y"]) < 40
    for predict, advice in ROAD:
        crisis.locator(f".decision input[value={predict}]").check()
        crisis.locator(f"[data-advice={advice}]").click()
    drawn = crisis.locator(".live .map")
    assert drawn.locator("button.mine").evaluate_all("all => all.map(b => b.dataset.place)") == [*SCENES, "a-telephone"]
    assert drawn.locator("path.mine").count() == 4
    thick, thin = (drawn.locator(s).first.evaluate("e => parseFloat(getComputedStyle(e).strokeWidth)") for s in ("path.mine", "path:not(.mine)"))
    assert thick > 3 * thin
    assert drawn.locator("path.other").count() == 0
    drawn.locator("[data-place=a-chair]").click()
    assert drawn.locator("path.other").count() == 4
    drawn.locator("[data-place=tea]").click()
    assert drawn.locator("path.other").count() == 0
    assert "“A word over tea” lies on your own way." in says(crisis)
    boxes = drawn.locator("button").evaluate_all("all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])")
    assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    crisis.locator(".live").get_by_text("The map in words").click()
    assert "ask Beijing in private: on to 2, A word over tea (your decision)" in " ".join(crisis.locator(".live .words").inner_text().split())
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, crisis = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    crisis.locator(".hand label:has(input[value=east])").tap()
    for asked, words in (("What do you expect", "Calm."), ("What will your desk not accept", "Machines.")):
        crisis.get_by_label(asked).locator("visible=true").tap()
        page.keyboard.type(words)
    crisis.locator("[data-begin]").tap()
    for predict, advice in ROAD:
        crisis.locator(f".decision label:has(input[value={predict}])").tap()
        crisis.locator(f"[data-advice={advice}]").tap()
    crisis.get_by_label("Read your first memo again").locator("visible=true").tap()
    page.keyboard.type("Both.")
    assert crisis.locator("[data-ending=a-telephone]").is_visible()
    crisis.locator(".live [data-place=a-chair]").tap()
    assert "A chair" in says(crisis)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    over = crisis.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr, svg')).length")
    assert over == 0
    small = crisis.locator(".live button:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length")
    assert small == 0
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_all_scenes_stand_and_paper_has_the_way_walked(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    crisis = page.locator(ISLAND)
    assert crisis.locator(".sheet > section").count() == 12  # the roles, and eleven scenes
    assert crisis.get_by_text("11. The empty chair").first.is_visible()
    assert crisis.locator(".live").locator("visible=true").count() == 0
    assert "Geneva" in crisis.locator(".sheet").inner_text()
    assert "It takes eleven hours" not in crisis.locator(".sheet").inner_text()
    _, page, crisis = opened(open_page, served_book, prepare=keeping(record()))
    page.emulate_media(media="print")
    assert crisis.locator(".sheet .map button.mine").count() == 5
    assert crisis.locator(".sheet .map").is_visible()
    assert crisis.locator(".sheet .memos").count() == 0  # this way was walked before there were roles
    assert not crisis.get_by_role("tab", name="The map").is_visible()


def test_every_control_has_a_name_and_the_map_is_spoken(open_page: Any, served_book: str) -> None:
    _, _, crisis = opened(open_page, served_book, prepare=keeping(record()))
    tree = crisis.aria_snapshot()
    assert 'button "c A telephone, on your way"' in tree
    assert 'img "All ways from the first scene to an ending. Your own way is thick: A rumour from the border, A word over tea, Three slow weeks, A table' in tree
    assert unspoken(crisis.page, ISLAND) == []


def test_a_record_of_the_edition_before_is_read_and_an_unknown_advice_is_put_aside(open_page: Any, served_book: str) -> None:
    before = {"crisis-14": {"reading_text": "At the <b>second</b>."}, "crisis-14/rumour": {"predict": "silent", "choice": "ask", "why_text": "habit"}, "crisis-14/tea": {"predict": "small", "choice": "bribe"}}
    prints = load().activities["crisis-14"].items()
    kept = {id: {"v": 1, "hash": prints[id], "at": 1, "state": state} for id, state in before.items()}
    watched, page, crisis = opened(open_page, served_book, prepare=keeping(kept))
    assert crisis.locator(".live [data-scene=tea]").count() == 1
    assert crisis.locator(".decision input:checked").count() == 0
    assert "Decision 2 of 4." in says(crisis)
    assert json.loads(page.evaluate("localStorage.getItem('tc:third-corner:2026-autumn:crisis-14/rumour')"))["state"] == before["crisis-14/rumour"]
    assert watched.wrong == []
