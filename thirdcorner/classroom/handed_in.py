"""When Moodle says that work was handed in, as its worksheet has it, in the languages whose dates are read."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from .grids import parse
from .lateness import local
from .roster import IDS, NAMES
from .tables import folded
from .worksheets import GRADES, is_moodle

SUBMITTED = ("last modified submission", "ostatnia modyfikacja przesłane rozwiązanie", "zuletzt geändert abgabe")
"""Heads over when Moodle says work was handed in, in the languages whose dates are read."""
_MONTHS = {
    "en": ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    "pl": (
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ),
    "de": ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"),
}
_DATE = re.compile(
    r"(?:[^\W\d]+, )?(?P<day>\d{1,2})\.? (?P<month>[^\W\d]+) (?P<year>\d{4}), (?P<hour>\d{1,2}):(?P<minute>\d{2})(?: (?P<half>[AP]M))?"
)


def times_in(data: bytes, name: str, zone: tzinfo) -> tuple[dict[str, datetime], str]:
    """Return when Moodle says each participant handed in, by its number, and in words why that cannot be read (empty: it can)."""
    grid = parse(data, name, (*GRADES, *IDS, *NAMES))
    if not is_moodle(grid):
        return {}, ""
    flat = [folded(h) for h in grid.head]
    at = next((flat.index(h) for h in SUBMITTED if h in flat), None)
    if at is None:
        return {}, "when work was handed in stands in it in a language that is not known here; lateness goes by the files' own times"
    made: dict[str, datetime] = {}
    unread = 0
    for row in grid.rows[1:]:
        text = grid.read(row[at].text).strip() if at < len(row) else ""
        when = date_in(text)
        if when:
            made[re.sub(r"\D+", "", row[0].text)] = local(when, zone)
        else:
            unread += text not in ("", "-")
    return made, f"{unread} times in it could not be read; lateness there goes by the files' own times" if unread else ""


def date_in(text: str) -> datetime | None:
    """Read a date as Moodle writes it in English, Polish or German."""
    m = _DATE.fullmatch(text)
    if not m:
        return None
    month = next((names.index(m["month"].casefold()) + 1 for names in _MONTHS.values() if m["month"].casefold() in names), 0)
    hour = int(m["hour"]) if not m["half"] else int(m["hour"]) % 12 + (12 if m["half"] == "PM" else 0)
    try:
        return datetime(int(m["year"]), month, int(m["day"]), hour, int(m["minute"]))
    except ValueError:
        return None
