"""The first ten seconds: one act or two on an instrument, and its answer stands on the screen without scrolling; nothing moves that need not."""

from __future__ import annotations

import re
import time
from typing import Any, NamedTuple

import pytest

from tests.pages.test_zoom import MOVED

BOOK = "/book/chapters/"
ISLAND = ".tc-island[data-widget={}]"


class Act(NamedTuple):
    """What is pressed, where across and down it; how far it is dragged from there, and what is typed then."""

    selector: str
    x: float
    y: float
    by: tuple[float, float]
    words: str


class First(NamedTuple):
    """Where an instrument stands, the acts up to its first answer, and where and in what words that answer is."""

    page: str
    widget: str
    acts: tuple[Act, ...]
    answer: str
    words: str


def at(selector: str, x: float = 0.5, y: float = 0.5, by: tuple[float, float] = (0, 0), words: str = "") -> Act:
    """Return an act on the first of these that is seen."""
    return Act(selector, x, y, by, words)


FIRST = {
    "who-gains": First("07-benefits", "gain_matrix", (at(".gain"), at(".strip button")), ".says", "29 of 30 cells"),
    "hedges": First("01-how-to-read", "hedge_translator", (at(".track", 0.6),), ".told", r"I hear \d+ to \d+ per cent"),
    "claims": First("01-how-to-read", "sorting_bench", (at(".put"),), ".says", "1 card lies in a bin"),
    "consistency": First("09-rivalry-with-washington", "sorting_bench", (at(".put"),), ".says", "1 card lies in a bin"),
    "forecast": First("13-since-publication", "forecast_desk", (at(".track input", 0.2), at("button.tc-primary")), ".verdict", r"Yes\. You said"),
    "timeline-02": First("02-background", "timeline", (at(".picture svg", 0.4, 0.6),), ".says", "1 of 5 events"),
    "timeline-05": First("05-renewed-alliance", "timeline", (at(".picture svg", 0.4, 0.6),), ".says", "1 of 6 events"),
    "alliances": First("02-background", "alliances_time", (at("input[type=range]"), at(".keep button")), ".says", "were bound to fight in 1961 to 1980"),
    "draw-02": First("02-background", "draw_first", (at("svg.plot", 0.7),), ".says", "Your line is at"),
    "draw-05": First("05-renewed-alliance", "draw_first", (at("svg.plot", 0.34),), ".says", "Your line of China"),
    "draw-08": First("08-weakness-or-strength", "draw_first", (at("svg.plot", 0.7),), ".says", "Your line is at"),
    "draw-13": First("13-since-publication", "draw_first", (at("svg.plot", 0.7),), ".says", "Your line is at"),
    "glance-01": First("01-how-to-read", "text_glance", (at("[data-section] label"), at("[data-section] .tc-primary")), ".says", "which you expected|as you expected"),
    "glance-04": First("04-thesis", "text_glance", (at("[data-section] label"), at("[data-section] .tc-primary")), ".says", "which you expected|as you expected"),
    "map": First("05-renewed-alliance", "place_map", (at("button.point .dot"),), ".pane .name", "Vostochny"),
    "desk": First("05-renewed-alliance", "fact_check", (at("[data-card] input"),), ".says", "Still to say: what you make of the claim"),
    "workbench": First("11-competing-explanations", "ach_workbench", (at("[role=gridcell]"), at(".strip button")), ".says", "This ranks your judgements"),
    "lean": First("08-weakness-or-strength", "bargaining_game", (at("input[type=radio]"), at("button.tc-primary")), ".says", "Beijing would choose"),
    "dilemma": First("03-toolkit", "dilemma_explorer", (at("svg.open", 0.6, 0.4),), ".says", "the theory expects"),
    "map-04": First("04-thesis", "argument_map", (at("g.box:not(.thesis)"), at("label:has-text('Strike it')", 0.1)), ".says", "You have struck"),
    "map-06": First("06-risks", "argument_map", (at("[data-box='R2.2']"), at("label:has-text('Strike it')", 0.1)), ".says", "You have struck R2.2"),
    "map-07": First("07-benefits", "argument_map", (at("g.box:not(.thesis)"), at("label:has-text('Strike it')", 0.1)), ".says", "You have struck"),
    "pathways": First("06-risks", "risk_pathways", (at("button[aria-label^='Move down']"), at("button.tc-primary")), ".says", "Look at place|in this order"),
    "analogy": First("10-analogy-1914", "analogy_lab", (at("svg[data-age=now] [data-player=beijing] .body"), at("svg[data-age=then] [data-seat=london] .body")), ".says", "London is now Beijing"),
    "ledger": First("12-ledger", "ledger", (at("g[data-entry] rect", by=(-300, 0)),), ".says", r"the net is (?!11\.2)"),
    "memo": First("15-policy-memo", "memo_builder", (at("[data-part=to] textarea", words="To the minister"),), ".says", "One of seven parts is written"),
    "triangle": First("05-renewed-alliance", "triangle", (at(".wide [data-flow=dprk-troops-2024] .sign"),), ".pane .what", "soldiers"),
    "alliances-10": First("10-analogy-1914", "alliances_time", (at("input[type=range]"), at(".keep button")), ".says", "were bound to fight in"),
    "crisis": First("14-simulation", "crisis", (at(".tc-choice input"),), ".says", "You speak for .* Write your memo"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", FIRST)
def test_the_answer_to_the_first_act_shows_within_ten_seconds_without_scrolling(open_page: Any, served_book: str, name: str, record_property: Any) -> None:
    first = FIRST[name]
    watched = open_page("about:blank", reduced_motion="reduce", prepare=MOVED)
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 800})
    began = time.monotonic()
    page.goto(served_book + BOOK + first.page + ".html")
    island = page.locator(ISLAND.format(first.widget)).first
    island.evaluate("n => { for (let d = n.closest('details'); d; d = d.parentElement.closest('details')) d.open = true; n.scrollIntoView() }")
    page.locator(ISLAND.format(first.widget) + "[data-state=live]").first.wait_for()
    top = "n => scrollTo(0, n.getBoundingClientRect().top + scrollY - document.querySelector('.bd-header-article').getBoundingClientRect().height)"
    island.evaluate(top)
    answer = island.locator(first.answer).locator("visible=true").first
    assert not (answer.count() and re.search(first.words, answer.inner_text())), "it answers before it is asked"
    before = page.evaluate("scrollY")
    travelled, here = 0.0, (640.0, 400.0)
    for act in first.acts:
        box = island.locator(act.selector).locator("visible=true").first.bounding_box()
        to = (box["x"] + box["width"] * act.x, box["y"] + box["height"] * act.y)
        assert 0 <= to[1] <= 800, "the first move is on the screen"
        travelled += ((to[0] - here[0]) ** 2 + (to[1] - here[1]) ** 2) ** 0.5
        here = (to[0] + act.by[0], to[1] + act.by[1])
        page.mouse.move(*to)
        page.mouse.down()
        page.mouse.move(*here, steps=4)
        page.mouse.up()
        page.keyboard.type(act.words)
    answer.filter(has_text=re.compile(first.words)).wait_for()
    seconds = time.monotonic() - began
    box = answer.bounding_box()
    record_property("told", f"{name}: {len(first.acts)} acts, {travelled:.0f} px and {seconds:.1f} s from load to the answer, which ends at {box['y'] + box['height']:.0f} of 800 px")
    assert page.evaluate("scrollY") == before, "nothing was scrolled to see it"
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    assert travelled < 1280
    assert seconds < 10
    assert page.evaluate("window.moved") == [], "the reader asked for less motion"
    assert watched.wrong == []


@pytest.mark.long
def test_a_refusal_stands_before_the_eye_until_the_next_act(open_page: Any, served_book: str) -> None:
    watched = open_page(served_book + BOOK + "13-since-publication.html")
    island = watched.page.locator(ISLAND.format("forecast_desk"))
    island.scroll_into_view_if_needed()
    watched.page.locator(ISLAND.format("forecast_desk") + "[data-state=live]").wait_for()
    seen = island.locator(".told p:not(.tc-sr)")
    assert seen.count() == 0
    island.get_by_role("button", name="Lock it in and see").click()
    seen.filter(has_text="First put your probability on the scale.").wait_for()
    box = seen.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 900, "it is on the screen, wherever the instrument ends"
    island.get_by_role("spinbutton").press("ArrowUp")
    seen.wait_for(state="detached")
    assert watched.wrong == []
