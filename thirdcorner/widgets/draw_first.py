"""Draw it first: a chart's axes and its beginning, the rest by the learner's hand, and then the record over it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.tables import read_table
from ..course.words import markdown_html
from ..model import Figure
from ..model.activities import DrawFirst as Activity
from .base import ActivityIsland, Reference, Resolved, activity_of, code_of, mark_of


class DrawFirst(ActivityIsland):
    """Let a learner draw a chart of the course before it is shown.

    State, under the activity's id: ``points`` (a value by line and year, ``china/2014``; of a table of words, the word's place among
    the levels) and ``committed``, after which the record is drawn over it and the drawing stays.

    Parameters
    ----------
    activity
        The id of an activity of kind ``draw-first``, such as ``"draw-08"``.
    """

    name = "draw_first"
    activity = Activity

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Read the lines from the activity's table; raise `ValueError` where the table has no such line or no such year."""
        activity = activity_of(course, reference.id, Activity)
        if activity.figure not in course.figures:
            raise KeyError(f"activity {activity.id!r} draws the figure {activity.figure!r}, which book/data/figures.yml does not have")
        figure = course.figures[activity.figure]
        _, rows = read_table(course, figure.id)
        lines = [_line(activity, figure, line, rows) for line in activity.lines]
        years = sorted({v["id"] for line in lines for v in line["record"]})
        at = _places(years) if activity.levels else {y: float(y) for y in years}
        for line in lines:
            for value in line["record"]:
                value["at"] = at[value["id"]]
        drawn = next(x for x in activity.lines if not x.given)
        code = code_of(course, activity.id)
        content = {
            "id": activity.id, "code": code and code.model_dump(mode="json"), "title": activity.title, "task_html": markdown_html(activity.task_md), "lines": lines, "until": at[activity.until],
            "points": [{"id": y, "at": at[y], "many": len(_of_year(activity, figure, drawn, rows, y))} for y in activity.draw],
            "start": min(at.values()), "end": max(at.values()), "levels": list(activity.levels), "axis": activity.axis, "unit": activity.unit,
            "low": 0 if activity.levels else activity.low, "high": len(activity.levels) - 1 if activity.levels else activity.high,
            "step": 1 if activity.levels else activity.step, "decimals": 0 if activity.levels else activity.decimals,
            "finding": figure.title, "shows_html": markdown_html(activity.shows_md),
            "sources": [{"text": s.text, "url": str(s.url or ""), "label": s.label or ""} for s in (course.sources[k] for k in figure.sources)],
        }  # fmt: skip
        return Resolved(content, {**mark_of(code), **activity.items()})

    def to_frame(self) -> pd.DataFrame:
        """Return one row a point: ``line, year, drawn, record``; the record stays empty until the drawing is committed."""
        mine = self.work.get(self.content.get("id", ""), {})
        rows = []
        for line in self.content.get("lines", []):
            record = {v["id"]: v["value"] for v in line["record"]}
            for point in () if line["given"] else self.content["points"]:
                value = mine.get("points", {}).get(f"{line['id']}/{point['id']}")
                rows.append([line["id"], point["id"], value, record[point["id"]] if mine.get("committed") else None])
        return pd.DataFrame(rows, columns=["line", "year", "drawn", "record"])


def _of_year(activity: Activity, figure: Figure, line: Any, rows: list[dict[str, str]], year: str) -> list[dict[str, str]]:
    """Return the rows of a line in a year."""
    return [r for r in rows if r[activity.across][:4] == year and (line.of is None or r[figure.series or ""] == line.of)]


def _line(activity: Activity, figure: Figure, line: Any, rows: list[dict[str, str]]) -> dict[str, Any]:
    """Return a line with its record, a value a year."""
    record = []
    for year in sorted({r[activity.across][:4] for r in rows}):
        found = {r[figure.value] for r in _of_year(activity, figure, line, rows, year)}
        if len(found) > 1:
            raise ValueError(f"activity {activity.id!r}: {line.name} has more than one value in {year}, and one point cannot stand for them")
        for value in found:
            record.append({"id": year, "value": activity.levels.index(value) if activity.levels else float(value)})
    missing = [y for y in (activity.until, *activity.draw) if y not in {v["id"] for v in record}]
    if missing:
        raise ValueError(f"activity {activity.id!r}: {line.name} has no value for {', '.join(missing)} in book/data/figures/{figure.id}.csv")
    return {"id": line.id, "name": line.name, "actor": line.actor or "", "given": line.given, "label": line.label, "record": record}


def _places(years: list[str]) -> dict[str, float]:
    """Return places one step apart, for a table whose years are few and far from one another."""
    return {year: float(n) for n, year in enumerate(years)}

