"""The game worked to its end: by mouse, by keyboard alone, by touch at 375 px; reloaded half-way, undone, printed, read aloud."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/08-weakness-or-strength.html"
ISLAND = ".tc-island[data-widget=bargaining_game]"
KEY = "tc:third-corner:2026-autumn:lean-08"


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    game = watched.page.locator(ISLAND)
    live(watched.page)
    return watched, watched.page, game


def live(page: Any) -> None:
    page.locator(ISLAND).scroll_into_view_if_needed()
    page.locator(f"{ISLAND}[data-state]").wait_for()


def says(game: Any) -> str:
    return game.locator(".says").text_content()


def solve(game: Any) -> None:
    game.get_by_role("button", name="Solve it from the end").click()
    game.get_by_role("button", name="Next step").click()
    game.get_by_role("button", name="Next step").click()


def kept(page: Any) -> dict[str, Any]:
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY))["state"]


def test_a_prediction_is_solved_by_keyboard(open_page: Any, served_book: str) -> None:
    watched, page, game = opened(open_page, served_book, width=375)
    button = game.get_by_role("button", name="Solve it from the end")
    button.press("Enter")
    game.get_by_role("status").filter(has_text="Choose first").wait_for()
    assert game.locator(".kept").count() == 0
    game.get_by_role("radio", name="B: Moscow complies").press("Space")
    assert "Now begin with the last move" in says(game)
    button.press("Enter")
    assert "Beijing would choose “let it go”" in says(game)
    assert game.locator(".kept").count() == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Next step"
    page.keyboard.press("Enter")
    assert "Otherwise than you predicted: A: acceptance" in page.evaluate("document.activeElement.innerText")
    assert "fails where Moscow would have to comply" in game.inner_text()
    for parameter, times in (("ruin", 8), ("gain", 4)):
        slider = game.locator(f"[data-parameter={parameter}]")
        for _ in range(times):
            slider.press("ArrowLeft")
    assert "As you predicted: B: Moscow complies" in game.inner_text()
    assert [b.get_attribute("data-branch") for b in game.locator(".played").all()] == ["demand", "comply"]
    game.get_by_role("tab", name="Solve").press("ArrowRight")
    assert "−2 and 0" in game.get_by_role("img", name=re.compile("^Map")).get_attribute("aria-label")
    game.get_by_role("button", name="across: cost of being refused").press("Enter")
    assert game.get_by_role("img", name=re.compile("^Map. cost of being refused across")).is_visible()
    assert game.get_by_role("button", name="across: cost of being refused").get_attribute("aria-pressed") == "true"
    page.reload()
    live(page)
    assert "As you predicted: B: Moscow complies" in game.inner_text()
    game.get_by_role("button", name="Undo").press("Enter")
    game.get_by_role("status").filter(has_text="There is nothing to undo.").wait_for()
    game.get_by_role("button", name="Predict again").click()
    assert game.locator(".tc-verdict").count() == 0
    assert game.locator(".kept").count() == 0
    game.get_by_role("button", name="Undo").click()
    assert "As you predicted" in says(game)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def dragged(page: Any, target: Any, to: tuple[float, float], start: tuple[float, float]) -> None:
    """Drag from one place to another of a target, each as shares of its width and height."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    at = [(box["x"] + box["width"] * u, box["y"] + box["height"] * v) for u, v in (start, to)]
    page.mouse.move(*at[0])
    page.mouse.down()
    for n in (1, 2, 3, 4):
        page.mouse.move(at[0][0] + (at[1][0] - at[0][0]) * n / 4, at[0][1] + (at[1][1] - at[0][1]) * n / 4)
    page.mouse.up()


def test_a_bar_and_the_point_of_the_map_are_dragged_and_the_lever_is_added(open_page: Any, served_book: str) -> None:
    watched, page, game = opened(open_page, served_book)
    game.locator("[data-ending=complied] .name").click()
    assert game.get_by_role("radio", name="B: Moscow complies").is_checked()
    dragged(page, game.locator('[data-bar="cut-off/beijing"] .track'), (0.501, 0.5), (0.1, 0.5))  # from −8 of −10 to 10, to zero
    assert game.locator("[data-parameter=ruin]").input_value() == "0"
    assert game.get_by_role("tab", name="Map").count() == 1
    game.get_by_role("tab", name="Map").click()
    assert "give it away" in game.inner_text(), "before it is solved, no region shows"
    game.get_by_role("button", name="Back to it").click()
    solve(game)
    assert says(game).startswith("Otherwise than you predicted")
    game.get_by_role("tab", name="Map").click()
    map_ = game.get_by_role("img", name=re.compile("^Map"))
    dragged(page, map_, (3.5 / 11, 10.5 / 11), (7.5 / 11, 0.5 / 11))  # to a gain of −2, over the border
    assert kept(page)["values"] == {"ruin": 0, "gain": -2}
    assert "As you predicted, it ends with “B: Moscow complies”" in says(game)
    game.get_by_role("button", name="Undo").click()  # one drag is one step
    assert kept(page)["values"] == {"ruin": 0}
    map_.click(position={"x": 3.5 / 11 * map_.bounding_box()["width"], "y": 2.5 / 11 * map_.bounding_box()["height"]})
    assert "From outside this looks the same" in says(game)
    game.get_by_role("tab", name="A middle lever").click()
    assert game.locator("[data-ending=slowed]").is_visible()
    assert game.locator(".kept").count() == 0
    game.get_by_role("radio", name="B: Moscow complies").check()
    game.get_by_role("button", name="Solve it with the lever").click()
    assert "Moscow would bear that sooner than give way" in says(game)
    sting = game.locator("[data-parameter=sting]")
    for _ in range(4):
        sting.press("ArrowRight")
    assert "As you predicted, it ends with “B: Moscow complies”" in says(game)
    game.get_by_role("tab", name="Solve").click()
    assert says(game).startswith("Otherwise than you predicted, it ends with “A: acceptance”"), "without the lever nothing has changed"
    assert kept(page)["guess"] == kept(page)["lever_guess"] == "complied"
    game.get_by_role("button", name="Make my class code").click()
    game.get_by_role("img", name=re.compile("^Class code")).wait_for()
    assert watched.wrong == []


def test_a_record_of_the_edition_before_is_read_and_one_that_is_none_is_put_aside(open_page: Any, served_book: str) -> None:
    watched, page, game = opened(open_page, served_book)
    game.get_by_role("radio", name="A: acceptance").check()
    put = "([key, state]) => localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), state }))"
    old = {"values": {"gain": -2}, "steps": 3, "guess": "let-go", "x": "shame", "y": "ruin", "reading_text": "Żółw <b>"}
    page.evaluate(put, [KEY, old])
    page.reload()
    live(page)
    assert "Otherwise than you predicted, it ends with “A: acceptance”. Beijing keeps still although" in says(game)
    assert game.locator("textarea").input_value() == "Żółw <b>"
    game.get_by_role("tab", name="Map").click()
    assert game.get_by_role("img", name=re.compile("^Map. cost of being refused across")).is_visible()
    game.locator("textarea").press_sequentially("!")
    assert kept(page)["reading_text"].count("!") == 1, "kept as it is typed"
    page.evaluate(put, [KEY, {**old, "guess": "nothing of this game"}])
    page.reload()
    live(page)
    assert says(game).startswith("By the numbers set here")
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_at_375_px_it_works_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, game = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    game.locator("[data-ending=accepted] .name").tap()
    assert game.get_by_role("radio", name="A: acceptance").is_checked()
    for name in ("Solve it from the end", "Next step", "Next step"):
        game.get_by_role("button", name=name).tap()
    game.get_by_role("tab", name="A middle lever").tap()
    game.locator("[data-ending=slowed] .name").tap()
    game.get_by_role("button", name="Solve it with the lever").tap()
    wide = game.evaluate("n => [...n.querySelectorAll('text, label, li, button, output')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)")
    assert wide == []
    over = game.evaluate("""n => { const b = [...n.querySelectorAll('.tree text')].map(e => [e.textContent, e.getBoundingClientRect()]);
      return b.flatMap(([s, p], i) => b.slice(0, i).filter(([, q]) => p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3).map(([t]) => s + ' on ' + t)); }""")
    assert over == []
    small = game.evaluate("n => [...n.querySelectorAll('button, input, summary, .track, .name rect')].filter(e => e.offsetParent !== null || e.ownerSVGElement).filter(e => e.getBoundingClientRect().height < 18 || e.getBoundingClientRect().width < 18).map(e => e.className)")
    assert small == []
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_the_picture_is_there_and_empty(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    game = page.locator(ISLAND)
    assert game.locator("[data-ending]").count() == 4
    assert game.locator(".kept").count() == 0
    assert game.locator("[data-parameter]").count() == 6
    page.emulate_media(media="print")
    assert game.get_by_text("By hand: begin at the last move.").is_visible()
    assert game.get_by_text("mine", exact=True).first.is_visible()
    assert not game.get_by_role("button", name="Undo").is_visible()


def test_everything_is_spoken_and_nothing_is_without_a_name(open_page: Any, served_book: str) -> None:
    _, _, game = opened(open_page, served_book)
    tree = game.aria_snapshot()
    assert "Beijing may let it run or ask for an end; then Moscow may comply or refuse" in tree
    assert "C: supplies are cut (Beijing −8, Moscow −9)" in tree
    assert 'slider "What would it cost Beijing to cut off supplies' in tree
    assert unspoken(game.page, ISLAND) == []
