"""The translator worked by mouse, by keyboard alone and by touch: the scales only after committing, the class's behind it, kept, undone, printed."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from tests import ROOT
from tests.classroom.test_codes import random_code
from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from thirdcorner import HedgeTranslator
from thirdcorner.course.codes import newest, wording
from thirdcorner.course.read import load

PAGE = "/book/chapters/01-how-to-read.html"
ISLAND = ".tc-island[data-widget=hedge_translator]"
COURSE = load(ROOT)


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    island = watched.page.locator(ISLAND)
    island.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state]").wait_for()
    return watched, watched.page, island


def says(desk: Any) -> str:
    return desk.locator(".says").text_content()


def drag(page: Any, row: Any, start: float, to: float) -> None:
    """Drag along a row's line, from and to percentages of it."""
    row.locator(".track").scroll_into_view_if_needed()
    box = row.locator(".track").bounding_box()
    at = [(box["x"] + box["width"] * part / 100, box["y"] + 20) for part in (start, (start + to) / 2, to)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1])
    page.mouse.move(*at[2])
    page.mouse.up()


def test_two_hedges_are_translated_by_keyboard_alone_at_375_px(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book, width=375)
    first = desk.locator("[data-hedge=r1]")
    assert first.get_by_label("at least").get_attribute("aria-valuetext") == "not placed yet", "nothing is preset"
    first.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="Move one of the ends first.").wait_for(state="attached")
    for key, ends in (("r1", (14, 3)), ("a1", (18, 0))):
        hedge = desk.locator(f"[data-hedge={key}]")
        for _ in range(ends[0]):
            hedge.get_by_label("at least").press("ArrowRight")
        for _ in range(ends[1]):
            hedge.get_by_label("at most").press("ArrowLeft")
        assert "ICD 203" not in hedge.inner_text()
        hedge.get_by_role("button", name="Compare").press("Enter")
        assert hedge.locator(".beside").evaluate("n => n === document.activeElement")
    assert "I hear 70 to 85 per cent." in first.inner_text()
    assert "ICD 203, “likely”: 55 to 80 per cent. You share 33 per cent" in " ".join(first.text_content().split())
    desk.get_by_text("your ranges have nothing in common").wait_for()
    page.reload()
    watched.mount_all()
    assert "I hear 70 to 85 per cent." in first.inner_text()
    first.get_by_role("button", name="Translate it again").press("Enter")
    assert "ICD 203" not in first.inner_text()
    desk.get_by_role("button", name="Undo").press("Enter")
    assert "ICD 203" in first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def test_by_mouse_a_range_is_drawn_moved_and_stretched_and_each_stroke_is_one_step_of_undo(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    row = desk.locator("[data-hedge=v2]")
    told = row.locator(".told")
    drag(page, row, 20, 40)
    assert told.inner_text() == "I hear 20 to 40 per cent."
    drag(page, row, 30, 50)
    assert told.inner_text() == "I hear 40 to 60 per cent.", "from within, the whole range moves"
    handle = 100 * 60 / 100
    drag(page, row, handle, 75)
    assert told.inner_text() == "I hear 40 to 75 per cent.", "an end is dragged by its handle"
    drag(page, row, 10, 10)
    assert told.inner_text() == "I hear 10 to 75 per cent.", "a press moves the nearer end"
    assert "1 of 9 hedges is placed and 0 compared; your ranges are 65 points wide" in says(desk)
    for expected in ("I hear 40 to 75", "I hear 40 to 60", "I hear 20 to 40", "Not placed yet"):
        desk.get_by_role("button", name="Undo").click()
        assert expected in told.inner_text()
    drag(page, row, 20, 40)
    row.get_by_role("button", name="Compare").click()
    drag(page, row, 60, 90)
    assert told.inner_text() == "I hear 20 to 40 per cent.", "what is committed stays"
    assert row.locator(".band").count() == 2
    band, bar = (row.locator(s).first.bounding_box() for s in (".band", ".bar"))
    assert abs(band["x"] - bar["x"]) < 2 and abs(band["width"] / bar["width"] - 25 / 20) < 0.05, "one axis for all"
    before = says(desk)
    desk.get_by_role("button", name="Begin again").click()
    desk.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing is placed yet." in says(desk)
    desk.get_by_role("button", name="Undo").click()
    assert says(desk) == before
    assert watched.wrong == []


def test_a_class_is_laid_behind_what_is_committed_and_nothing_of_it_is_kept(open_page: Any, served_book: str) -> None:
    watched, page, desk = opened(open_page, served_book)
    layout = newest(COURSE)["hedges-01"]
    rng = random.Random(5)
    chat = "\n".join(f"Ada {n}: {random_code(rng, layout, wording(COURSE, layout))}" for n in range(9))
    assert desk.get_by_text("Lay your class’s answers over yours").count() == 0, "only after committing"
    row = desk.locator("[data-hedge=r1]")
    drag(page, row, 60, 80)
    row.get_by_role("button", name="Compare").click()
    desk.get_by_text("Lay your class’s answers over yours").click()
    field = desk.get_by_label("Paste what your class wrote")
    field.fill("nothing of the kind")
    desk.get_by_text("No class code was found in that.").wait_for()
    field.fill(chat)
    desk.get_by_text("9 codes of this exercise read.").wait_for()
    assert field.input_value() == ""
    assert row.get_by_role("img", name="of your class placed it").count() == 1
    assert desk.get_by_role("img", name="of your class").count() == 1, "nothing of it on a line that is not committed"
    assert "Ada" not in page.evaluate("JSON.stringify(localStorage) + document.body.textContent")
    assert watched.wrong == []


OLD = {"hedges-01/r1": {"low": 60, "high": 75, "compared": True}, "hedges-01/a1": {"low": 55, "high": 55}, "hedges-01/v2": {"low": 40, "high": 20}, "hedges-01/r2": {"compared": True}}
"""As the edition before kept them; the last two it would have refused itself."""


def test_a_record_of_the_edition_before_is_read_and_what_cannot_be_read_is_put_aside(open_page: Any, served_book: str) -> None:
    items = {h["id"]: "" for h in HedgeTranslator("hedges-01").content["hedges"]} | COURSE.activities["hedges-01"].items()
    record = {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in OLD.items()}
    watched, page, desk = opened(open_page, served_book, prepare=keeping(record))
    told = [desk.locator(f"[data-hedge={key}] .told").inner_text() for key in ("r1", "a1", "v2", "r2")]
    assert told == ["I hear 60 to 75 per cent.", "I hear 55 to 55 per cent.", "Not placed yet.", "Not placed yet."]
    assert desk.locator(".band").count() == 2
    aside = page.evaluate("Object.entries(localStorage).filter(([k]) => /aside/.test(k)).map(([, v]) => v).join()")
    assert '"low":40' in aside or json.dumps(OLD["hedges-01/v2"]) in aside
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, desk = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    row = desk.locator("[data-hedge=r1]")
    for part in (70, 90):
        box = row.locator(".track").bounding_box()
        row.locator(".track").tap(position={"x": box["width"] * part / 100, "y": 20})
    assert row.locator(".told").inner_text() == "I hear 70 to 90 per cent.", "two taps set both ends"
    row.get_by_role("button", name="Compare").tap()
    assert row.locator(".band").count() == 2
    over = desk.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0 and page.evaluate("document.documentElement.scrollWidth") <= 375
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_every_line_is_empty_and_the_scales_stand_in_the_fold(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    desk = page.locator(ISLAND)
    assert desk.locator("[data-hedge]").count() == 9
    assert desk.locator("[data-hedge=r1]").get_by_text("I hear to per cent.").is_visible()
    assert desk.locator(".bar, .band").count() == 0 and not desk.locator(".hint").is_visible()
    fold = desk.locator("details.tc-answers")
    assert "ICD 203, “likely”: 55 to 80 per cent" in fold.text_content() and "ICD 203" not in re.sub(r"\s+", " ", desk.locator(".tc-front").inner_text())
    page.emulate_media(media="print")
    assert desk.locator(".track").first.is_visible() and not desk.get_by_role("button", name="Compare").first.is_visible()


def test_every_control_has_a_name_and_every_end_speaks_its_value(open_page: Any, served_book: str) -> None:
    _, page, desk = opened(open_page, served_book)
    drag(page, desk.locator("[data-hedge=r1]"), 60, 80)
    row = desk.locator("[data-hedge=r1]")
    assert [i.get_attribute("aria-valuetext") for i in row.locator("input").all()] == ["60 per cent", "80 per cent"]
    tree = desk.aria_snapshot()
    assert 'slider "will likely strengthen: at least, per cent"' in tree and 'button "Compare: it is likely"' in tree
    assert "1 of 9" in says(desk)
    row.get_by_role("button", name="Compare").click()
    assert unspoken(page, ISLAND) == []
