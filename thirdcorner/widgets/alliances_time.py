"""Alliances through time: two theatres, each with its own year, the powers as circles and their ties by what they promise."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.tables import read_table
from ..course.words import markdown_html
from ..model import Treaty
from ..model.activities import AlliancesTime as Activity
from .base import ActivityIsland

_KINDS = {"defence": "fight", "offence": "fight", "neutrality": "pact", "non-aggression": "pact", "consultation": "talk"}
_ORDER = ("fight", "pact", "talk")


class AlliancesTime(ActivityIsland):
    """Say in which year most pairs were bound to fight, then move through the years and compare two theatres and two data sets.

    State, under the activity's id: ``years`` (by theatre), ``data_set`` (``atop`` or ``cow``), ``apart`` (whether their disagreements
    are marked), ``fight`` (whether only promises to fight are drawn), ``year`` (chosen and not kept yet), ``reading_text``; under
    ``<id>/first-year`` the prediction, ``year``, which is kept once.

    Parameters
    ----------
    activity
        The id of an activity of kind ``alliances-time``, such as ``"alliances-02"``.
    """

    name = "alliances_time"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Read the two tables, and what the treaties named promise; raise `ValueError` where a power has no row."""
        ties, shares = read_table(course, activity.ties)[1], read_table(course, activity.shares)[1]
        return {
            "title": activity.title, "task_html": markdown_html(activity.task_md), "asks": activity.asks, "asked": activity.asked,
            "first": f"{activity.id}/first-year", "terms_html": markdown_html(activity.terms_md), "reads": activity.reads,
            "theatres": [_theatre(course, t, [r for r in ties if r["theatre"] == t.id], [r for r in shares if r["theatre"] == t.id]) for t in activity.theatres],
        }  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """Return one row a span of a tie: ``theatre, data_set, a, b, tie, first, last``."""
        rows = [
            [t["id"], data, tie["a"], tie["b"], tie["kind"], tie["first"], tie["last"]]
            for t in self.content.get("theatres", []) for data, ties in t["ties"].items() for tie in ties
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["theatre", "data_set", "a", "b", "tie", "first", "last"])


def _theatre(course: Course, theatre: Any, ties: list[dict[str, str]], shares: list[dict[str, str]]) -> dict[str, Any]:
    counted = {r["state"]: r for r in shares}
    if missing := [p for p in theatre.powers if p not in counted]:
        raise ValueError(f"theatre {theatre.id}: the table of shares has no row of {', '.join(missing)}")
    spans: dict[str, list[dict[str, Any]]] = {"atop": [], "cow": []}
    for r in ties:
        spans[r["data_set"]].append({"a": r["a"], "b": r["b"], "kind": r["tie"], "first": int(r["first"]), "last": int(r["last"])})
    powers = []
    for id in theatre.powers:
        row = counted[id]
        given = [None if n == "-" else int(n) for n in row["cinc_thousandths"].split()]
        powers.append({"id": id, "name": course.actors[id].name, "shares": given[theatre.first - int(row["first"]) :]})
    return {
        "id": theatre.id, "name": theatre.name, "first": theatre.first, "last": theatre.last, "stands": theatre.stands, "powers": powers, "ties": spans,
        "ends": {data: max(s["last"] for s in all_) for data, all_ in spans.items()},
        "treaties": [t for id in theatre.treaties for t in _treaty(course.treaties[id], theatre)],
    }  # fmt: skip


def _treaty(treaty: Treaty, theatre: Any) -> list[dict[str, Any]]:
    """Return a treaty as a tie of its strongest obligation, from the year of its signature on; none where it obliges to nothing."""
    found = {_KINDS[o.type] for o in treaty.obligations}
    kind = next((k for k in _ORDER if k in found), None)
    a, b = sorted(treaty.parties[:2], key=theatre.powers.index)
    name = re.sub(r"\s+", " ", treaty.name)
    last = treaty.ended.year if treaty.ended else theatre.last
    return [{"a": a, "b": b, "kind": kind, "first": treaty.signed.year, "last": min(last, theatre.last), "name": name}] if kind else []
