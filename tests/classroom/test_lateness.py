"""Late is by the calendar of a named place: over changes of the clock, in any zone of the grader's own machine."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classroom.test_grade import COURSE, POOL
from thirdcorner.classroom.assignments import Assignment, read
from thirdcorner.classroom.lateness import absurd, days_late, in_words, local, when
from thirdcorner.course.yaml import ContentError

ZONES = ["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Seoul", "America/St_Johns"]
"""With changes of an hour and of half an hour, in both halves of the year, and without any."""
ID = next(iter(POOL.questions))


def made(**fields: object) -> Assignment:
    return Assignment.model_validate({"id": "x", "title": "X", "questions": [{"id": ID}], "feedback": "never", "late": "penalty", "penalty": 0.1, **fields})


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(second=0, microsecond=0)),
    st.integers(0, 40),
    st.integers(-86399, 86399),
)
def test_a_day_late_is_a_day_of_the_calendar_whatever_the_clock_did(zone: str, naive: datetime, days: int, seconds: int) -> None:
    place = ZoneInfo(zone)
    due = local(naive, place)
    wall = due.replace(tzinfo=None, fold=0)
    edge = local(wall + timedelta(days=days), place)
    assert days_late(due, edge) == days  # at the same time of day, it is exactly so many days
    assert days_late(due, edge.astimezone(UTC) + timedelta(seconds=1)) == days + 1
    at = due.astimezone(UTC) + timedelta(days=days, seconds=seconds)
    late = days_late(due, at)
    assert late == days_late(due.astimezone(UTC).astimezone(place), at.astimezone(ZoneInfo("Asia/Tokyo")))
    assert (late == 0) == (at <= due.astimezone(UTC))
    if late:
        assert local(wall + timedelta(days=late - 1), place).astimezone(UTC) < at or late == 1
        assert at <= local(wall + timedelta(days=late), place).astimezone(UTC)
    assert days_late(due, at + timedelta(seconds=1)) >= late


@pytest.mark.parametrize(
    ("zone", "due", "at", "days"),
    [
        ("Europe/Warsaw", "2026-10-24 18:00", "2026-10-25T16:59:59+00:00", 1),  # 25 hours in that day
        ("Europe/Warsaw", "2026-10-24 18:00", "2026-10-25T17:00:01+00:00", 2),
        ("Europe/Warsaw", "2026-03-28 18:00", "2026-03-29T16:00:00+00:00", 1),  # 23 hours
        ("Europe/Warsaw", "2026-03-28 18:00", "2026-03-29T16:00:01+00:00", 2),
        ("America/New_York", "2026-10-31 23:59", "2026-11-01T04:30:00+00:00", 1),
        ("Australia/Lord_Howe", "2026-04-04 12:00", "2026-04-05T01:30:00+00:00", 1),
        ("Asia/Seoul", "2026-10-24 18:00", "2026-10-24T09:00:00+00:00", 0),
    ],
)
def test_days_over_a_change_of_the_clock(zone: str, due: str, at: str, days: int) -> None:
    assert days_late(made(zone=zone, due=due).due, datetime.fromisoformat(at)) == days  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("yaml", "what"),
    [
        ("due: 24:00", "base 60"),
        ("due: 2026-12-08 24:00", "a day ends at 00:00 of the next"),
        ("due: 2026-12-08", "and no time"),
        ("due: 2026-12-08 18:00", "a time of no place"),
        ("due: tomorrow", "is no time"),
        ("due: 20261208.5", "reads as the number"),
        ("zone: Warsaw\ndue: 2026-12-08 18:00", "is no time zone"),
        ("zone: ../../etc/passwd\ndue: 2026-12-08 18:00", "is no time zone"),
        ("zone: Europe/Warsaw\ndue: 2026-03-29 02:30", "does not exist"),
        ("zone: Europe/Warsaw\nopens: 2026-12-08 18:00\ndue: 2026-12-08T17:00:00Z", "which is not later"),
    ],
)
def test_a_time_that_is_none_is_refused_in_words(tmp_path: Path, yaml: str, what: str) -> None:
    (tmp_path / "x.yml").write_text(f"id: x\ntitle: X\nquestions: [{{id: {ID}}}]\n{yaml}\n", "utf-8")
    with pytest.raises(ContentError) as error:
        read(tmp_path / "x.yml", COURSE, POOL)
    assert what in str(error.value)
    assert "x.yml:" in str(error.value)


def test_a_time_that_comes_twice_is_the_later_and_dates_are_told_on_every_system() -> None:
    a = made(zone="Europe/Warsaw", due="2026-10-25 02:30", opens="2026-10-01 08:00")
    assert a.due.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # type: ignore[union-attr]
    assert a.dates == "Opens 1 October 2026, 08:00 (Europe/Warsaw). Due 25 October 2026, 02:30 (Europe/Warsaw)."
    assert made(due="2026-12-08T18:00:00+01:00").dates == "Due 8 December 2026, 18:00 (UTC+01:00)."
    source = "".join(p.read_text("utf-8") for p in (COURSE.root / "thirdcorner").rglob("*.py"))
    assert "%-" + "d" not in source


@pytest.mark.parametrize(("at", "wrong"), [("1970-01-01", True), ("2031-05-01", True), ("2026-12-01", False), ("2026-12-20", False), ("0001-01-01", True), ("9999-12-31", True)])
def test_a_clock_that_cannot_be_right_is_known(at: str, wrong: bool) -> None:
    a = made(zone="Europe/Warsaw", due="2026-12-08 18:00", opens="2026-12-01 08:00")
    assert absurd(datetime.fromisoformat(at).replace(tzinfo=UTC), a.opens, a.due) == wrong


def test_a_clock_is_wrong_from_a_year_before_and_after_on() -> None:
    due, year, second = datetime(2026, 12, 8, tzinfo=UTC), timedelta(days=366), timedelta(seconds=1)
    opens = due - timedelta(days=30)
    cases = {opens - year: False, opens - year - second: True, due + year: False, due + year + second: True}
    assert {at: absurd(at, opens, due) for at in cases} == cases
    alone = {due - 2 * year: False, due - 2 * year - second: True, due + year: False, due + year + second: True}
    assert {at: absurd(at, None, due) for at in alone} == alone
    only = {due - year: False, due - year - second: True, due + year: False, due + year + second: True}
    assert {at: absurd(at, due, None) for at in only} == only
    bare = {datetime(1999, 12, 31, tzinfo=UTC): True, datetime(2000, 1, 1, tzinfo=UTC): False, datetime(2200, 12, 31, tzinfo=UTC): False, datetime(2201, 1, 1, tzinfo=UTC): True}
    assert {at: absurd(at, None, None) for at in bare} == bare


def test_what_an_author_wrote_is_a_time_or_is_refused_and_a_moment_has_words() -> None:
    assert when(" 2026-12-08 18:00 ") == datetime(2026, 12, 8, 18)
    assert when(None) is None
    assert when(datetime(2026, 12, 8)) == datetime(2026, 12, 8)
    for wrong in (True, 5, 5.5, datetime(2026, 12, 8).date(), "24:00", "x"):
        with pytest.raises(ValueError, match=r"write day and time|write that day"):
            when(wrong)
    assert in_words(datetime(2026, 12, 8, 18, 5, tzinfo=ZoneInfo("Asia/Kolkata"))) == "8 December 2026, 18:05 (Asia/Kolkata)"
    assert in_words(datetime.fromisoformat("2026-12-08T18:05:00-03:30")) == "8 December 2026, 18:05 (UTC-03:30)"
    assert days_late(datetime(2026, 12, 8), datetime(2026, 12, 9, tzinfo=UTC)) == 0, "a time of no place"


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_grader_s_own_zone_changes_nothing(zone: str) -> None:
    code = (
        "from datetime import datetime; from thirdcorner.classroom.assignments import Assignment as A; "
        "from thirdcorner.classroom.lateness import days_late; "
        "a = A.model_validate({'id':'x','title':'X','questions':[{'id':'a/q01'}],'zone':'Europe/Warsaw','due':'2026-10-24 18:00'}); "
        "print(a.dates, days_late(a.due, datetime.fromisoformat('2026-10-25T17:00:01+00:00')))"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "Due 24 October 2026, 18:00 (Europe/Warsaw). 2"
