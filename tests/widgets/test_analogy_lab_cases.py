"""The laboratory's other cases: 1950, a blank bench, two cases beside each other, and work of the edition before."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest

from tests.conftest import violations
from tests.front.test_hydration import keeping
from tests.widgets.test_analogy_lab_page import (
    opened,
    says,
    step,
)
from thirdcorner.course.read import load


def test_another_case_shares_todays_codings_and_a_blank_bench_has_ones_own_names(open_page: Any, served_book: str) -> None:
    watched, _, lab = opened(open_page, served_book)
    step(lab, "Code")
    lab.get_by_role("radio", name="Beijing and Pyongyang").check()
    lab.get_by_label(re.compile("to fight if")).check()
    lab.get_by_role("button", name="Commit this side").click()
    lab.get_by_role("radio", name="1950", exact=True).check()
    assert "today’s has one side that promises to fight, with two sides still to code" in says(lab)
    lab.get_by_role("radio", name="Moscow and Pyongyang, 1950").check()
    assert "no treaty that either data set counts" in lab.inner_text()
    lab.get_by_role("radio", name="A blank bench").check()
    step(lab, "Cast")
    lab.get_by_label("Then 1").fill("<i>Rome</i>")
    lab.get_by_label("is now 1").fill("Brussels")
    assert lab.locator(".picture svg[data-age=then] .name").first.text_content() == "<i>Rome</i>"
    assert "<i>Rome</i> is now Brussels" in says(lab)
    step(lab, "Weigh")
    lab.get_by_label("A card of your own").fill("both fell")
    lab.get_by_role("button", name="Add").click()
    for name in ("difference", "known"):
        lab.get_by_role("radio", name=name, exact=True).check()
    step(lab, "Break")
    lab.get_by_role("radio", name="both fell").check()
    lab.get_by_role("checkbox", name="<i>Rome</i>").check()
    assert lab.locator(".picture svg .struck").count() == 2
    for name in ("Begin again", "Yes, forget my work here"):
        lab.get_by_role("button", name=name).click()
    assert lab.get_by_role("radio", name="R1’s 1914").is_checked()
    assert watched.wrong == []


@pytest.mark.parametrize("width", [1280, 375])
def test_1950_stands_beside_1914_and_today(open_page: Any, served_book: str, width: int) -> None:
    watched, page, lab = opened(open_page, served_book, width=width)
    beside = lab.locator(".picture figure.beside")
    step(lab, "Lay over")
    assert lab.get_by_role("group", name="Beside it").count() == 0, "what will not fit is said first"
    lab.get_by_role("button", name="Lay it over").click()
    other = lab.get_by_role("group", name="Beside it")
    assert beside.count() == 0
    assert other.get_by_role("radio").count() == 3, "nothing, 1950 and Westad’s; neither the case in hand nor a blank bench"
    other.get_by_role("radio", name="1950").check()
    titles = lab.locator(".picture figure figcaption").all_text_contents()
    assert titles == ["Then, corners of 1913", "Now, corners of 2022", "1950: then, corners of 1950"]
    boxes = sorted((lab.locator(f".picture figure:nth-of-type({n}) svg").bounding_box() for n in (1, 2, 3)), key=lambda b: (b["y"], b["x"]))
    for one, next_ in pairwise(boxes):
        assert one["x"] + one["width"] <= next_["x"] + 1 or one["y"] + one["height"] <= next_["y"] + 1, "none lies on another"
    if width == 1280:
        page.set_viewport_size({"width": 1280, "height": 800})
        assert boxes[-1]["y"] + boxes[-1]["height"] - boxes[0]["y"] < 700, "all three are seen at once"
    assert "Beside them stands 1950, of whose 3 sides you have coded none." in says(lab)
    assert "Moscow" in beside.get_by_role("img").get_attribute("aria-label")
    lab.get_by_label("Slide now onto then").fill("100")
    assert beside.is_visible()
    wide = lab.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getClientRects().length && !e.matches('.tc-sr, .tc-sr *') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))")
    assert wide == []
    assert violations(page, ".tc-island[data-widget=analogy_lab]") == []
    lab.get_by_role("group", name="On the bench").get_by_role("radio", name="1950").check()
    assert beside.count() == 0
    assert watched.wrong == []


BEFORE = {
    "analogy-1914": {"case": "r1"},
    "analogy-1914/r1/roles": {"cast": {"paris": "moscow", "london": "", "petersburg": "nobody"}, "why_text": "a <b>shape</b>", "compared": True},
    "analogy-1914/r1/tie-paris-london": {"types": ["consultation"], "compared": True},
    "analogy-1914/r1/cards": {"cards": {"bomb": {"side": "difference", "mark": "known", "weight": 3}, "own-1": {"side": "", "mark": ""}}, "own": [{"id": "own-1", "name": "mine"}]},
    "analogy-1914/r1/verdict": {"breaks": "bomb", "essay_text": "because"},
}


def test_work_of_the_edition_before_comes_in_whole(open_page: Any, served_book: str) -> None:
    prints = load().activities["analogy-1914"].items()
    record = {id: {"v": 1, "hash": prints[id], "at": 1, "state": state} for id, state in BEFORE.items()}
    watched, page, lab = opened(open_page, served_book, prepare=keeping(record))
    assert says(lab).startswith("Paris is now Moscow, St Petersburg is now nobody. Still to cast: London, Berlin.")
    assert lab.get_by_label("Which relation do your players carry over?").input_value() == "a <b>shape</b>"
    step(lab, "Weigh")
    assert lab.locator("[data-arm=difference][data-band=known] [data-card=bomb]").count() == 1
    step(lab, "Break")
    assert lab.get_by_label(re.compile("In about 150 words")).input_value() == "because"
    assert lab.locator(".picture svg[data-age=then] .stand.struck").count() == 4
    assert json.loads(page.evaluate("localStorage.getItem('tc:third-corner:2026-autumn:analogy-1914/r1/verdict')"))["state"] == BEFORE["analogy-1914/r1/verdict"]
    assert watched.wrong == []
