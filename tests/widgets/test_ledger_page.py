"""The ledger worked to its end: by mouse, by keyboard alone, by touch at 375 px; reloaded half-way, undone, printed, read aloud."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/12-ledger.html"


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    watched.mount_all()
    return watched, watched.page, watched.page.locator(".tc-island[data-widget=ledger]")


def says(ledger: Any) -> str:
    return ledger.locator(".says").text_content()


def card(ledger: Any, entry: str) -> Any:
    ledger.get_by_role("radio", name=entry, exact=True).check()
    return ledger.locator("[data-factor]")


def test_a_belief_is_changed_in_its_field_and_the_balance_answers(open_page: Any, served_book: str) -> None:
    watched, page, ledger = opened(open_page, served_book)
    before = says(ledger)
    assert "for acceptance" in before
    card(ledger, "war")
    high = ledger.get_by_label("draws China into a conflict: likelihood, to")
    high.fill("100")
    high.press("Tab")
    low = ledger.get_by_label("draws China into a conflict: likelihood, from")
    low.fill("100")
    low.press("Tab")
    card(ledger, "turning back")
    for end in ("from", "to"):
        field = ledger.get_by_label(f"letting it run: weight, {end}")
        field.fill("0")
        field.press("Tab")
    assert "for pressure" in says(ledger)
    card(ledger, "war")
    low.fill("101")
    low.press("Tab")
    assert low.input_value() == "100"
    ledger.get_by_text("A range runs upwards").wait_for()
    page.reload()
    watched.mount_all()
    assert "for pressure" in says(ledger)
    ledger.get_by_role("button", name="Begin again").click()
    assert "for pressure" in says(ledger)
    ledger.get_by_role("button", name="Yes, forget my work here").click()
    assert says(ledger) == before
    ledger.get_by_role("button", name="Undo").click()
    assert "for pressure" in says(ledger)
    assert watched.wrong == []


def dragged(page: Any, ledger: Any, target: Any, dx: float, dy: float) -> None:
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for n in range(1, 6):
        page.mouse.move(x + dx * n / 5, y + dy * n / 5)
    page.mouse.up()


def test_in_a_drag_the_dots_follow_and_the_words_when_it_rests(open_page: Any, served_book: str) -> None:
    """Words, fields and table wait, so that a frame of the drag stays short; none of them waits for the hand to let go."""
    watched, page, ledger = opened(open_page, served_book)
    entry, dots, bar = ledger.locator("[data-entry=r3] rect"), ledger.locator(".dots path.above"), ledger.locator(".bars .bar").first
    field = ledger.get_by_label("draws China into a conflict: likelihood, from")
    entry.scroll_into_view_if_needed()
    box = entry.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.clock.install(time=1_000)
    page.clock.pause_at(2_000)  # the pause after which a drag rests is the test's own now
    page.mouse.move(x, y)
    page.mouse.down()
    page.wait_for_function("said => document.querySelector('.belief').dataset.factor === said", arg="r3")
    page.clock.run_for(200)
    before = [says(ledger), dots.get_attribute("d"), bar.get_attribute("width"), field.input_value()]
    for n in range(1, 13):
        page.mouse.move(x + 10 * n, y)
    now = [says(ledger), dots.get_attribute("d"), bar.get_attribute("width"), field.input_value()]
    assert [now[0], now[3]] == [before[0], before[3]] and now[1] != before[1] and now[2] != before[2]
    page.clock.run_for(500)  # it rests, is believed, and told
    assert says(ledger) != before[0] and field.input_value() != before[3]
    said = says(ledger)
    page.mouse.move(x - 20, y)
    page.mouse.up()
    page.get_by_text(said).wait_for(state="detached")  # without a pause
    assert watched.wrong == []


def test_a_rectangle_is_dragged_and_stretched_and_one_drag_is_one_step_of_undo(open_page: Any, served_book: str) -> None:
    watched, page, ledger = opened(open_page, served_book)
    before = says(ledger)
    plot = ledger.locator(".map .tc-still > svg").bounding_box()
    dragged(page, ledger, ledger.locator("[data-entry=r3] rect"), 0.5 * plot["width"], 0)
    field = ledger.get_by_label("draws China into a conflict: likelihood, from")
    moved = float(field.input_value())
    assert 50 <= moved <= 60
    assert says(ledger) != before
    dragged(page, ledger, ledger.locator("[data-corner=bottom-right]"), 0.1 * plot["width"], 0)
    assert float(ledger.get_by_label("draws China into a conflict: likelihood, to").input_value()) > moved + 20
    ledger.get_by_role("button", name="Undo").click()
    ledger.get_by_role("button", name="Undo").click()
    assert field.input_value() == "5"
    assert says(ledger) == before
    assert watched.wrong == []


def put(page: Any, field: Any, value: int, by: str) -> None:
    """Write a number over what a field holds, as a hand does."""
    field.tap() if by == "tap" else field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(str(value))
    page.keyboard.press("Tab")


def turned(page: Any, ledger: Any, by: str) -> None:
    """Believe war certain and turning back free, so that the balance turns; by touch, or by keys."""
    for entry, fields, values in (("war", "draws China into a conflict: likelihood, {}", {"to": 100, "from": 100}), ("turning back", "letting it run: weight, {}", {"from": 0, "to": 0})):
        choice = ledger.get_by_role("radio", name=entry, exact=True)
        ledger.locator("label").filter(has=page.get_by_role("radio", name=entry, exact=True)).tap() if by == "tap" else choice.press("Space")
        for end, value in values.items():
            put(page, ledger.get_by_label(fields.format(end)), value, by)
    assert "for pressure" in says(ledger)


def test_by_keyboard_alone(open_page: Any, served_book: str) -> None:
    watched, page, ledger = opened(open_page, served_book)
    ledger.get_by_role("radio", name="one bloc", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").endswith("likelihood, from")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    card_ = ledger.locator("[data-factor=r2]")
    assert card_.get_by_label(re.compile("likelihood, from")).input_value() == "11"
    for _ in range(8):
        if page.evaluate("document.activeElement.type") == "radio":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert card_.get_by_role("radio", name="medium").is_checked()
    ledger.get_by_role("button", name="Open on the bench").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('dialog.tc-bench').matches(':modal')")
    ledger.get_by_role("button", name="Back to the page").wait_for()
    assert ledger.locator("dialog").evaluate("n => n.offsetWidth === innerWidth && getComputedStyle(n).backgroundColor !== 'rgba(0, 0, 0, 0)'")
    page.keyboard.press("Escape")
    ledger.get_by_role("button", name="Open on the bench").wait_for()
    assert not page.evaluate("document.querySelector('dialog.tc-bench').matches(':modal')")
    assert ledger.get_by_text("What the net hangs on").is_visible()
    turned(page, ledger, "press")
    ledger.get_by_role("button", name="Undo").press("Enter")
    assert ledger.get_by_label("letting it run: weight, to").input_value() != "0"
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_nothing_is_cut_it_works_by_touch_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, ledger = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    ledger.locator("[data-entry=b1] rect").tap()
    assert ledger.locator("[data-factor=b1]").is_visible()
    turned(page, ledger, "tap")
    ledger.locator("label").filter(has_text="medium").tap()
    assert ledger.get_by_role("radio", name="medium").is_checked()
    page.reload()
    watched.mount_all()
    assert "for pressure" in says(ledger)
    over = ledger.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible' && !e.matches('.tc-sr')).map(e => e.className || e.tagName)")
    assert over == []
    wide = ledger.evaluate("n => [...n.querySelectorAll('ol *, text')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length")
    assert wide == 0
    assert violations(page, ".tc-island[data-widget=ledger]") == []
    assert watched.wrong == []


def test_the_static_form_has_the_picture_and_paper_has_it_too(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    ledger = page.locator(".tc-island[data-widget=ledger]")
    assert ledger.locator("[data-entry] rect").count() == 8
    assert "for acceptance" in says(ledger)
    page.emulate_media(media="print")
    assert ledger.locator(".map .tc-still > svg").is_visible()
    assert not ledger.get_by_role("button", name="Undo").is_visible()


def test_every_value_is_spoken_and_nothing_is_without_a_name(open_page: Any, served_book: str) -> None:
    _, _, ledger = opened(open_page, served_book)
    tree = ledger.aria_snapshot()
    assert "war: 5 to 20 per cent, weight 9 to 10" in tree
    assert "50 for acceptance" in tree or "for acceptance" in tree
    assert unspoken(ledger.page, ".tc-island[data-widget=ledger]") == []
