"""A branching exercise: scenes with a prediction and an advice, written endings, and a debrief that replays the path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class Prediction(Model):
    """Something an actor may do next, and what whoever expects it must explain."""

    id: Id
    text_md: Markdown
    must_explain_md: Markdown
    claims: Keys = ()


class Advice(Model):
    """A course of action, where it leads, and what follows from it in words."""

    id: Id
    label: Text
    text_md: Markdown
    to: Id
    consequence_md: Markdown
    claims: Keys = Field(min_length=1)
    would_say_md: Markdown
    would_miss_md: Markdown


class Scene(Model):
    """A decision point."""

    id: Id
    title: Text
    text_md: Markdown
    asks_md: Markdown
    predictions: tuple[Prediction, ...] = Field(min_length=2, max_length=4)
    advice: tuple[Advice, ...] = Field(min_length=2, max_length=4)


class CrisisEnding(Model):
    """Where a path ends; written, never computed."""

    id: Id
    title: Text
    text_md: Markdown


class Crisis(ActivityBase):
    """Scenes in order, the first one first; every scene and ending is reached, and every path has `decisions` or more."""

    kind: Literal["crisis"]
    worked_example_md: Markdown
    setting_md: Markdown
    text_source: Text
    decisions: int = Field(ge=1)
    scenes: tuple[Scene, ...] = Field(min_length=1)
    endings: tuple[CrisisEnding, ...] = Field(min_length=2)
    debrief_md: Markdown

    @model_validator(mode="after")
    def _every_path_ends(self) -> Self:
        order = [s.id for s in self.scenes]
        ends = {e.id for e in self.endings}
        if both := set(order) & ends:
            raise ValueError(f"{min(both)} is a scene and an ending; give one of them another id")
        fewest = {order[0]: 0}
        for scene in self.scenes:
            if scene.id not in fewest:
                raise ValueError(f"no choice leads to scene {scene.id}")
            for advice in scene.advice:
                if advice.to not in ends and advice.to not in order:
                    raise ValueError(f"scene {scene.id}: choice {advice.id} leads to {advice.to!r}, which is no scene and no ending")
                if advice.to in order and order.index(advice.to) <= order.index(scene.id):
                    raise ValueError(f"scene {scene.id}: choice {advice.id} leads back to {advice.to}; a path must end, so list scenes in order")
                fewest[advice.to] = min(fewest.get(advice.to, 99), fewest[scene.id] + 1)
        if lost := ends - set(fewest):
            raise ValueError(f"no choice leads to ending {min(lost)}")
        if short := [e for e in sorted(ends) if fewest[e] < self.decisions]:
            raise ValueError(f"ending {short[0]} is reached after {fewest[short[0]]} decisions; each path needs {self.decisions}")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the claims of the predictions and choices."""
        yield from super().names()
        for scene in self.scenes:
            yield from (("claims", p.claims) for p in scene.predictions)
            yield from (("claims", a.claims) for a in scene.advice)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a scene, and one for the debrief."""
        scenes = {f"{self.id}/{s.id}": fingerprint([s.text_md, [p.id for p in s.predictions], [(a.id, a.to) for a in s.advice]]) for s in self.scenes}
        return {self.id: fingerprint(self.debrief_md), **scenes}
