"""The analogy laboratory: a bench on which an analogy is cast, coded, laid over, weighed and judged."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.tables import read_table
from ..course.words import markdown_html, nice_date
from ..model import Treaty
from ..model.activities import AnalogyLab as Activity
from ..model.activities.analogy_lab import BLANK, Case, Part, Tie
from .base import ActivityIsland


class AnalogyLab(ActivityIsland):
    """Test an analogy step by step, and another one on the same bench.

    State, by id ``<activity>/<case>/…``: ``roles`` (``cast`` by part, ``why_text``, ``compared``; on the blank bench ``pairs``),
    ``tie-<id>`` (``types``, ``compared``), ``lay`` (``expects``: sides and corners thought not to fit; ``compared``), ``cards``
    (``cards`` by id: ``side``, ``mark``, ``weight`` 0–3; ``own``; ``compared``), ``verdict`` (``breaks``: a card's id or ``none``;
    ``concerns``, ``essay_text``, ``compared``). Under the activity's id: ``case``, ``step``, ``shared_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``analogy-lab``, such as ``"analogy-1914"``.
    """

    name = "analogy_lab"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the cases; give ties their treaties' words and the data sets' codings, and corners their figures' numbers."""
        content = super().present(course, activity)
        rows = [row for id in activity.figures for row in read_table(course, id)[1]]
        content["cases"] = [shown_case(course, activity, case, shown, rows) for case, shown in zip(activity.cases, content["cases"], strict=True)]
        content["measures"] = [{k: v for k, v in m.items() if v is not None} for m in content["measures"]]
        content["figure_source"] = shorts(course, course.figures[activity.figures[0]].sources[:1]) if activity.figures else ""
        content["shared_html"] = content["shared_html"] or ""
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a judgement: ``case, step, item, field, value`` (`step` is ``role``, ``tie``, ``lay`` or ``card``)."""
        rows: list[tuple[str, str, str, str, Any]] = []
        for id, state in self.work.items():
            case, _, part = id.removeprefix(f"{self.content['id']}/").partition("/")
            if part == "roles":
                rows += [(case, "role", then, "played by", now) for then, now in state.get("cast", {}).items()]
            elif part.startswith("tie-"):
                rows += [(case, "tie", part[4:], "type", kind) for kind in state.get("types", [])]
            elif part == "lay":
                rows += [(case, "lay", item, "expected", "not to fit") for item in state.get("expects", [])]
            elif part == "cards":
                rows += [(case, "card", card, field, value) for card, said in state.get("cards", {}).items() for field, value in said.items()]
        return pd.DataFrame(rows, columns=["case", "step", "item", "field", "value"])


def shorts(course: Course, keys: Any) -> str:
    """Return the short forms of some sources."""
    return "; ".join(course.sources[key].short for key in keys)


def shown_case(course: Course, activity: Activity, case: Case, shown: dict[str, Any], rows: list[dict[str, str]]) -> dict[str, Any]:
    """Return a case as the front end reads it; a blank one gets corners without names, and sides without words."""
    made = {key: shown[key] for key in ("id", "name", "says_html", "question_html")}
    at = f"{activity.id}/{case.id}"
    if not case.then:
        corners = [{"id": id, "name": "", "rival": id == BLANK[-1]} for id in BLANK]
        sides = [id.split("-") for id in case.own_ties()]
        blank = [{"item": f"{at}/tie-{age}-{a}-{b}", "id": f"{age}-{a}-{b}", "name": "", "age": age, "between": [a, b]} for age, a, b in sides]
        return {**made, "blank": True, "then": corners, "now": corners, "ties": blank}
    others = [t for t in activity.cases if t.id == case.today_of]
    ties = [(at, t) for t in case.ties] + [(f"{activity.id}/{o.id}", t) for o in others for t in activity.today(case)]
    for age in ("then", "now"):
        made[age] = [{k: v for k, v in part.items() if k != "state" and v is not None} for part in shown[age]]
        parts, years = getattr(case, age), getattr(case.years, age) if case.years else ()
        made[f"{age}_years"] = [{"year": y, "values": {m.column: numbers(rows, y, m.column, parts) for m in activity.measures}} for y in years]
    told = [(given, {"name": t["name"], "cast": t["cast"], "html": t["says_html"]}) for given, t in zip(case.castings, shown["castings"], strict=True)]
    read = [(given, {"name": t["name"], "html": t["text_html"]}) for given, t in zip(case.readings, shown["readings"], strict=True)]
    return {
        **made,
        "ties": [shown_tie(course, where, tie) for where, tie in ties],
        "castings": [{**t, "sources": shorts(course, given.sources)} for given, t in told],
        "readings": [{**t, "sources": shorts(course, given.sources)} for given, t in read],
        "cards": [{**{k: c[k] for k in CARD}, "sources": shorts(course, given.sources)} for given, c in zip(case.cards, shown["cards"], strict=True)],
    }


CARD = ("id", "text_html", "concerns", "side", "mark", "why_html")


def numbers(rows: list[dict[str, str]], year: int, column: str, parts: tuple[Part, ...]) -> dict[str, float | None]:
    """Return a year's number of each part; `None` where the figure has none."""
    of_year = {row["state"]: row.get(column) for row in rows if row["year"] == str(year)}
    return {p.id: float(value) if (value := of_year.get(p.state)) else None for p in parts if p.state}


def shown_tie(course: Course, at: str, tie: Tie) -> dict[str, Any]:
    """Return a side with its words, the book's coding and the two data sets'."""
    treaties = [course.treaties[id] for id in tie.treaties]
    return {
        "item": f"{at}/tie-{tie.id}",
        "id": tie.id,
        "name": tie.name,
        "age": tie.age,
        "between": tie.between,
        "treaties": [words_of(course, t) for t in treaties],
        "unwritten_html": markdown_html(tie.unwritten_md) if tie.unwritten_md else "",
        "types": tie.types,
        "says_html": markdown_html(tie.says_md),
        "codings": codings(treaties),
    }


def codings(treaties: list[Treaty]) -> list[dict[str, Any]]:
    """Return how COW and ATOP have a side: nothing where there is no treaty, and no types where the treaty lies outside both."""
    outside = bool(treaties) and not any(t.cow or t.atop for t in treaties)
    cow = "; ".join(t.cow for t in treaties if t.cow)
    atop = sorted({kind for t in treaties for kind in t.atop})
    none = "not in the data" if outside else "nothing"
    return [
        {"name": "COW", "says": cow or none, "types": None if outside else [kind for word, kind in COW.items() if word in re.split(r"[\s,;()]+", cow)]},
        {"name": "ATOP", "says": ", ".join(atop) or none, "types": None if outside else atop},
    ]


COW = {"defence": "defence", "neutrality": "neutrality", "non-aggression": "non-aggression", "entente": "consultation"}
"""The classes of COW as ATOP's types: its entente is a promise to consult."""


def words_of(course: Course, treaty: Treaty) -> dict[str, Any]:
    """Return a treaty as something to be coded: quotations and marked paraphrases."""
    lines = [
        {"article": o.article or "", "quote": o.wording or "", "paraphrase_html": "" if o.wording else markdown_html(o.says_md), "sources": shorts(course, o.sources)}
        for o in treaty.obligations
    ]
    lines += [{"article": e.article, "quote": e.wording, "sources": shorts(course, e.sources)} for e in treaty.excerpts]
    signed = nice_date(treaty.signed.isoformat()[: {"day": 10, "month": 7, "year": 4}[treaty.precision]])
    return {"name": treaty.name, "signed": signed, "lines": lines}
