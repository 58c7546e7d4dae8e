"""The analogy laboratory: a bench on which an analogy is cast, coded, measured, sorted and judged."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..content import Course, read_table
from ..model import Treaty
from ..model.activities import AnalogyLab as Activity
from ..words import markdown_html, nice_date
from .base import ActivityIsland


class AnalogyLab(ActivityIsland):
    """Test an analogy step by step, and another one on the same bench.

    State, by id ``<activity>/<case>/…``: ``roles`` (``cast`` by part, ``why_text``, ``compared``; on the blank bench ``pairs``),
    ``tie-<id>`` (``types``, ``compared``), ``cards`` (``cards`` by id: ``side``, ``mark``, ``weight`` 0–3; ``own``; ``compared``),
    ``verdict`` (``breaks``: a card's id or ``none``; ``essay_text``, ``compared``). Under the activity's id: ``case``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``analogy-lab``, such as ``"analogy-1914"``.
    """

    name = "analogy_lab"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the cases; give ties their treaties' words, and shapes their figure's numbers."""
        content = super().present(course, activity)
        rows = read_table(course, activity.figure)[1] if activity.figure else []
        for case, shown in zip(activity.cases, content["cases"], strict=True):
            for tie, tie_shown in zip(case.ties, shown["ties"], strict=True):
                tie_shown["treaties"] = [words_of(course, course.treaties[id]) for id in tie.treaties]
            for shape in shown["shapes"]:
                names = [shape["middle"], *shape["sides"], *shape["against"]]
                of_year = {row["state"]: row for row in rows if row["year"] == str(shape["year"])}
                shape["values"] = {m.column: {n: float(of_year[n][m.column]) if of_year[n][m.column] else None for n in names} for m in activity.measures}
            for given, card in zip(case.cards, shown["cards"], strict=True):
                card["sources"] = shorts(course, given.sources)
            for given, told in zip((*case.castings, *case.readings), (*shown["castings"], *shown["readings"]), strict=True):
                told["sources"] = shorts(course, given.sources)
        content["figure_source"] = shorts(course, course.figures[activity.figure].sources[:1]) if activity.figure else ""
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a judgement: ``case, step, item, field, value`` (`step` is ``role``, ``tie`` or ``card``)."""
        rows: list[tuple[str, str, str, str, Any]] = []
        for id, state in self.work.items():
            case, _, part = id.removeprefix(f"{self.content['id']}/").partition("/")
            if part == "roles":
                rows += [(case, "role", then, "played by", now) for then, now in state.get("cast", {}).items()]
            elif part.startswith("tie-"):
                rows += [(case, "tie", part[4:], "type", kind) for kind in state.get("types", [])]
            elif part == "cards":
                rows += [(case, "card", card, field, value) for card, said in state.get("cards", {}).items() for field, value in said.items()]
        return pd.DataFrame(rows, columns=["case", "step", "item", "field", "value"])


def shorts(course: Course, keys: Any) -> str:
    """Return the short forms of some sources."""
    return "; ".join(course.sources[key].short for key in keys)


def words_of(course: Course, treaty: Treaty) -> dict[str, Any]:
    """Return a treaty as something to be coded: quotations and marked paraphrases, and how the data sets have it."""
    lines = [
        {
            "article": o.article or "",
            "quote": o.wording or "",
            "paraphrase": "" if o.wording else markdown_html(o.says_md),
            "sources": shorts(course, o.sources),
        }
        for o in treaty.obligations
    ]
    lines += [{"article": e.article, "quote": e.wording, "paraphrase": "", "sources": shorts(course, e.sources)} for e in treaty.excerpts]
    return {
        "name": treaty.name,
        "signed": nice_date(treaty.signed.isoformat()[: {"day": 10, "month": 7, "year": 4}[treaty.precision]]),
        "lines": lines,
        "cow": treaty.cow or "not in the data",
        "atop": ", ".join(treaty.atop) or "not in the data",
    }
