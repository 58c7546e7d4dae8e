"""The fact-check desk: dated claims, short source cards, a judgement with a confidence, and what follows from it."""

from __future__ import annotations

from typing import Any

from ..content import Course
from ..model import FactCheck
from .base import Island, Reference, Resolved, nearest, templates
from .render import rendered


class FactCheckDesk(Island):
    """Check dated claims against short source cards, then say what the finding does to the argument.

    Parameters
    ----------
    activity
        The id of an activity of kind ``fact-check``, such as ``"fact-check-05"``.
    """

    name = "fact_check"

    def __init__(self, activity: str):
        super().__init__(self.refer(activity))

    @classmethod
    def refer(cls, activity: str) -> Reference:
        """Return the reference of a desk."""
        return Reference(cls.name, activity)

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Render the cases, each card with the name and label of its source."""
        desk = activity_of(course, reference.id, FactCheck)
        content = rendered(desk.model_dump(mode="json", include={"title", "task_md", "worked_example_md", "cases"}))
        for case in content["cases"]:
            case["judgements"] = {j["value"]: j["feedback"] for j in case["judgements"]}
            del case["claim"]
            case["claim"] = rendered({"claim_md": next(c.claim_md for c in desk.cases if c.id == case["id"])})["claim"]
            for card in case["cards"]:
                source = course.sources[card.pop("source")]
                card |= {"name": source.short, "label": source.label}
        template = templates().get_template("fact_check.html").module
        return Resolved(
            content=content,
            items={case.id: case.fingerprint for case in desk.cases},
            fallback=str(template.fallback(content)),  # type: ignore[attr-defined]
            answers=str(template.answers(content)),  # type: ignore[attr-defined]
        )


def activity_of(course: Course, id: str, kind: type[Any]) -> Any:
    """Return an activity of a kind; raise `KeyError` naming the nearest id, or the kind it really is."""
    activity = course.activities.get(id)
    if activity is None:
        raise KeyError(f"no activity {id!r} in book/activities/: {nearest(id, list(course.activities))}")
    if not isinstance(activity, kind):
        raise KeyError(f"activity {id!r} is of kind {activity.kind}; this widget needs another")
    return activity
