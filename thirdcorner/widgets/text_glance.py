"""The text at a glance: the commentary without its words, a bar a sentence, coloured by the kind of what it claims."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.chosen import sections_of
from ..course.read import Course
from ..course.words import markdown_html
from ..model import Claim, Paragraph
from ..model.activities import SortingBench
from ..model.activities import TextGlance as Activity
from .base import ActivityIsland, activity_of


class TextGlance(ActivityIsland):
    """Say which section you expect to consist of facts (or to carry the thesis), and see the whole text drawn without its words.

    State, under the activity's id: ``layers`` (what lies over the picture), ``sentence`` (the one in hand, such as ``"T1.s1"``),
    ``kinds`` (the kind that the learner gave a sentence, by its id), ``section`` (chosen and not kept yet), ``reading_text``; under
    ``<id>/first-expected`` the prediction, ``section``, which is kept once.

    Parameters
    ----------
    activity
        The id of an activity of kind ``text-glance``, such as ``"glance-01"``.
    """

    name = "text_glance"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Gather the paragraphs' sentences and what the register says of their claims; raise `ValueError` where a paragraph has none."""
        for p in course.paragraphs.values():
            if not p.sentences:
                raise ValueError(f"paragraph {p.id} has no sentences: run `thirdcorner sketch COPY` and name their claims in paragraphs.yml")
        return {
            "title": activity.title, "task_html": markdown_html(activity.task_md), "asks": activity.asks, "measured": activity.measured,
            "first": f"{activity.id}/first-expected", "thesis": "sec1",
            "sections": [{"id": id, "name": name, "paragraphs": [_paragraph(course, p) for p in inside]} for id, name, inside in sections_of(course)],
            "claims": [_claim(c, told=activity.measured == "facts") for c in course.claims.values()],
            "sorted": [{"item": f"{activity.sorter}/{s.id}", "claims": list(s.claims)} for s in _statements(course, activity.sorter)],
        }  # fmt: skip

    @classmethod
    def reads(cls, course: Course, activity: Any) -> dict[str, str]:
        """Return the statements of the sorting bench, whose answers are shown here."""
        return dict(course.activities[activity.sorter].items()) if activity.sorter else {}

    def to_frame(self) -> pd.DataFrame:
        """Return one row a sentence: ``paragraph, sentence, words, kinds, hedges, years, verdicts, mine``."""
        claims = {c["id"]: c for c in self.content.get("claims", [])}
        mine = self.work.get(self.content.get("id", ""), {}).get("kinds", {})
        rows = []
        for section in self.content.get("sections", []):
            for p in section["paragraphs"]:
                for s in p["sentences"]:
                    id = f"{p['id']}.{s['id']}"
                    kinds, verdicts = (tuple(dict.fromkeys(claims[c][of] for c in s["claims"])) for of in ("kind", "verdict"))
                    rows.append([p["id"], id, s["words"], kinds, len(s["hedges"]), tuple(s["years"]), verdicts, mine.get(id)])
        return pd.DataFrame(rows, columns=["paragraph", "sentence", "words", "kinds", "hedges", "years", "verdicts", "mine"])


def _statements(course: Course, sorter: str | None) -> tuple[Any, ...]:
    return activity_of(course, sorter, SortingBench).statements if sorter else ()


def _paragraph(course: Course, p: Paragraph) -> dict[str, Any]:
    said = {c for s in p.sentences for c in s.claims} | set(p.heading)
    return {
        "id": p.id, "section": p.section, "opens": p.opens,
        "sentences": [s.model_dump(mode="json") for s in p.sentences],
        "unsaid": [c.id for c in course.claims.values() if c.paragraph == p.id and c.id not in said], "heading": list(p.heading),
    }  # fmt: skip


def _claim(c: Claim, told: bool) -> dict[str, Any]:
    """Return a claim as a bar opens it; without `told` hedge, evidence and the words of the verdict are left to its card in the register."""
    return {
        "id": c.id, "text_html": markdown_html(c.text_md), "kind": c.kind, "hedge": (c.hedge or "") if told else "",
        "evidence_html": markdown_html(c.evidence_md) if told and c.evidence_md else "",
        "verdict": c.verdict, "verdict_html": markdown_html(c.verdict_md) if told else "",
        "relations": [{"kind": r.kind, "to": r.to} for r in c.relations],
    }  # fmt: skip
