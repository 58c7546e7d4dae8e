"""When work is due and how late it is, by the calendar of a named place: the same on every machine, whatever its own time zone.

A day late is a local calendar day: due on Saturday at 18:00 and handed in on Sunday at 17:59 is one day late, whether the clock
changed that night or not. A time that does not exist (the clock goes forward over it) is refused; of a time that comes twice, the
later is meant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ..course.words import nice_date

Clock = Literal["platform", "device", ""]
"""Whose clock a time is by: the platform's, the learner's own device's, or nobody's."""


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name; raise `ValueError` in words where there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # an unknown name is a kind of KeyError or of these, by Python's version
        pass
    except KeyError:
        pass
    raise ValueError(f"{name!r} is no time zone; name one as Europe/Warsaw or America/New_York")


def when(value: Any) -> Any:
    """Return what an author wrote for a time, or raise `ValueError` where YAML has made something else of it."""
    do = "write day and time, as 2026-12-08 18:00"
    if isinstance(value, (bool, int, float)):
        raise ValueError(f"it reads as the number {value}: YAML takes a time alone, such as 24:00, for a number to the base 60; {do}")
    if isinstance(value, date) and not isinstance(value, datetime):
        raise ValueError(f"it says the day {value} and no time; {do}")
    if isinstance(value, str):
        if re.search(r"\b24:00\b", value):
            raise ValueError(f"{value!r}: a day ends at 00:00 of the next; write that day and 00:00, or 23:59")
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{value!r} is no time; {do}") from None
    return value


def local(naive: datetime, zone: tzinfo) -> datetime:
    """Return a time of the wall clock of a place; one that comes twice is the later, one that does not exist the moment after."""
    both = [naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    try:
        return max(both, key=lambda at: at.astimezone(UTC))
    except OverflowError:  # the first or last day of the calendar, moved over its edge
        return naive.replace(tzinfo=UTC)


def stated(naive: datetime, zone: tzinfo) -> datetime:
    """Return a time that an author wrote; raise `ValueError` where the clocks of the place never show it."""
    found = local(naive, zone)
    if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise ValueError(f"{naive:%Y-%m-%d %H:%M} does not exist in {zone}: the clock goes forward over it; say an hour later")
    return found


def days_late(due: datetime, at: datetime) -> int:
    """Return how many local calendar days, begun ones counted whole, work is late; 0 where it is in time."""
    if not before(due, at) or due.tzinfo is None:
        return 0
    zone, naive = due.tzinfo, due.replace(tzinfo=None, fold=0)
    days = max(0, (at.astimezone(zone).date() - naive.date()).days - 1)
    while before(local(naive + timedelta(days=days), zone) if days else due, at):
        days += 1
    return days


def before(one: datetime, other: datetime) -> bool:
    """Return whether a moment comes before another; Python compares two times of one zone by their wall clocks."""
    return one.astimezone(UTC) < other.astimezone(UTC)


def absurd(at: datetime, opens: datetime | None, due: datetime | None) -> bool:
    """Return whether a clock that says this cannot be right: a year before the work was set, or a year after it was due."""
    year = timedelta(days=366)
    if not 2000 <= at.year <= 2200:
        return True
    start, end = opens or (due - year if due else None), due or opens
    return bool((start and before(at, start - year)) or (end and before(end + year, at)))


def in_words(at: datetime) -> str:
    """Return a moment for people: day, time, and by whose clock."""
    offset = at.strftime("%z")
    zone = getattr(at.tzinfo, "key", "") or f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{nice_date(at.date().isoformat())}, {at:%H:%M} ({zone})"
