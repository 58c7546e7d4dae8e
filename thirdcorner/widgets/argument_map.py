"""The argument map: the claims and what they bear on, drawn and as an outline; struck or corrected by the learner, with things to find."""

from __future__ import annotations

import html
import re
from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.words import markdown_html
from ..model.activities import ArgumentMap as Activity
from ..model.argument import VERDICTS
from .argument_layout import laid
from .base import ActivityIsland
from .render import rendered

TOLD = 60
"""How many claims a map may have that tells of each what the record says; a larger one leaves it to the register."""


class ArgumentMap(ActivityIsland):
    """Read an argument as a map; find what it leaves unsaid, what tells against it, and how far a correction travels.

    State, by id ``<activity>/<task>``: ``answer`` (the option's id), ``checked``, ``first`` (1 where the first check was right). Under
    the activity's id: ``struck`` (by claim: ``struck`` or ``corrected``).

    Parameters
    ----------
    activity
        The id of an activity of kind ``argument-map``, such as ``"map-04"``.
    """

    name = "argument_map"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Gather the claims in scope with all they bear on, up to the thesis, and their places in the drawing."""
        ids = scope(course, activity)
        claims = [c for c in course.claims.values() if c.id in ids]
        places, height = laid({c.id: [(r.kind, r.to) for r in c.relations if r.to in ids] for c in claims}, activity.thesis)
        asked = {t.claim: t.id for t in activity.tasks if t.finds == "premise"}
        return {
            "title": activity.title,
            "task_html": markdown_html(activity.task_md),
            "worked_example_html": markdown_html(activity.worked_example_md),
            "thesis": activity.thesis,
            "height": height,
            "claims": [
                {
                    "id": c.id,
                    "text_html": markdown_html(c.text_md),
                    "kind": c.kind,
                    "hedge": c.hedge or "",
                    "sign": VERDICTS[c.verdict][0],
                    "verdict": VERDICTS[c.verdict][1],
                    "said_html": markdown_html(c.verdict_md) if len(claims) <= TOLD else "",
                    "relations": [{"kind": r.kind, "to": r.to} for r in c.relations if r.to in ids],
                    "x": places[c.id][0],
                    "y": places[c.id][1],
                    "asked": asked.get(c.id, ""),
                }
                for c in claims
            ],
            "tasks": [task_of(t, course, ids) for t in activity.tasks],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row a task or map that was worked on; an answer of the edition before, a place, as the option's id."""
        options = {f"{self.content.get('id')}/{t['id']}": [o["id"] for o in t["options"]] for t in self.content.get("tasks", [])}
        frame = super().to_frame()
        if "answer" in frame:
            frame["answer"] = [named(options.get(id, []), answer) for id, answer in zip(frame["id"], frame["answer"], strict=True)]
        return frame


def named(options: list[str], answer: Any) -> Any:
    """Return the option's id for an answer that names it by its place; any other answer as it is."""
    place = isinstance(answer, (int, float)) and answer in range(len(options))
    return options[int(answer)] if place else answer


def task_of(task: Any, course: Course, ids: set[str]) -> dict[str, Any]:
    """Return a task as the front end reads it, with the claims that its words name."""
    shown = rendered(task.model_dump(mode="json"), ending="_html")
    told = course.claims[task.claim].verdict in ("wrong", "holds-with-correction")
    for option in shown["options"]:
        option["names"] = claims_in(option["text_html"], ids)
    return {**shown, "names": claims_in(shown["prompt_html"], ids), "change": "corrected" if told else "struck"}


def claims_in(words: str, ids: set[str]) -> list[str]:
    """Return the ids of claims that some HTML names, in its order."""
    return [id for id in dict.fromkeys(re.findall(r"\b[A-Z]\d\.p?\d+\b", html.unescape(words))) if id in ids]


def scope(course: Course, activity: Any) -> set[str]:
    """Return the claims of the paragraphs and those that the tasks are about, all they lead to, and what they presume."""
    ids = {c.id for c in course.claims.values() if not activity.paragraphs or c.paragraph in activity.paragraphs}
    words = " ".join(text for t in activity.tasks for text in (t.prompt_md, *(o.text_md for o in t.options)))
    ids |= {activity.thesis, *(t.claim for t in activity.tasks), *claims_in(words, set(course.claims))}
    waiting = list(ids)
    while waiting:
        for relation in course.claims[waiting.pop()].relations:
            if relation.to not in ids:
                ids.add(relation.to)
                waiting.append(relation.to)
    return ids
