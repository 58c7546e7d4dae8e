"""What a card of the record shows beside its verdict: how an absence was looked for, and the events that bear on a claim."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests import SAMPLE
from thirdcorner.course.read import Course, load
from thirdcorner.model import About, Search
from thirdcorner.pages.cards import claim_html, event_html
from thirdcorner.pages.registers import since

PAGE: Any = SimpleNamespace(docname="book/chapters/13-one")


@pytest.fixture
def course() -> Course:
    """Return the sample, read as of the day after its second event, that event and the third naming its claim."""
    from dataclasses import replace

    read = load(SAMPLE)
    events = {id: e.model_copy(update={"claims": ("A1.1",), "bears_md": f"*Bearing* of {id}."}) if id != "e1" else e for id, e in read.events.items()}
    day = date(2023, 9, 14)
    return replace(read, events=events, about=About(id="s", title="t", text_title="t", text_date=day, facts_until=day))


def test_a_claim_shows_how_it_was_looked_for(course: Course) -> None:
    from dataclasses import replace

    assert "How it was looked for" not in claim_html(PAGE, course, "A1.1")
    look = Search(query="uniforms <sewn>", where="stored pages", date=date(2026, 11, 26), result_md="nothing but *relays*")
    searched = replace(course, claims={"A1.1": course.claims["A1.1"].model_copy(update={"searches": (look,)})})
    shown = claim_html(PAGE, searched, "A1.1")
    assert "How it was looked for" in shown
    assert "“<span>uniforms &lt;sewn&gt;</span>”, stored pages" in shown and "26 November 2026" in shown and "<em>relays</em>" in shown


def test_a_claim_shows_the_events_that_name_it_those_after_the_text_apart(course: Course) -> None:
    before, after = claim_html(PAGE, course, "A1.1").split("Since publication")
    assert "In the record" in before and "<em>Bearing</em> of e2" in before and "e3" not in before
    assert "../../book/reference/timeline.html#event-e3" in after and "<em>Bearing</em> of e3" in after


def test_what_is_later_than_the_graded_record_is_listed_with_the_claims_on_which_it_bears(course: Course) -> None:
    listed = since(PAGE, course)
    assert "Third thing" in listed and "Second thing" not in listed
    assert "Bears on A1.1." in listed
    assert "Bears on" not in event_html(PAGE, course, "e1")
