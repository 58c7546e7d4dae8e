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


class Role(Model):
    """A seat at the table: what it answers for, what it wants, and what it will not accept; `sources` are what its brief rests on."""

    id: Id
    name: Text
    brief_md: Markdown
    wants_md: Markdown
    red_line_md: Markdown
    sources: Keys = ()


class Cast(Model):
    """The roles of an exercise and what a learner writes in one: before the first decision what is expected and refused, after the last what changed."""

    ask_md: Markdown
    expects_md: Markdown
    refuses_md: Markdown
    changed_md: Markdown
    roles: tuple[Role, ...] = Field(min_length=2, max_length=6)


class ToRole(Model):
    """What the same thing is to one role: events as it sees them, or an advice that crosses its red line, and how."""

    role: Id
    says_md: Markdown


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
    crosses: tuple[ToRole, ...] = ()


class Scene(Model):
    """A decision point."""

    id: Id
    title: Text
    text_md: Markdown
    asks_md: Markdown
    seen: tuple[ToRole, ...] = ()
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
    cast: Cast | None = None
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

    @model_validator(mode="after")
    def _every_role_is_at_the_table(self) -> Self:
        roles = [r.id for r in self.cast.roles] if self.cast else []
        if len(roles) != len(set(roles)):
            raise ValueError("two roles have one id; give each its own")
        for scene in self.scenes:
            seen = [s.role for s in scene.seen]
            if sorted(seen) != sorted(roles):
                raise ValueError(f"scene {scene.id}: seen by {', '.join(seen) or 'no role'}; it must say once what it is to each of {', '.join(roles) or 'no role'}")
            if strange := {c.role for a in scene.advice for c in a.crosses} - set(roles):
                raise ValueError(f"scene {scene.id}: {min(strange)} is no role of this exercise; name one of {', '.join(roles) or 'none'}")
        crossed = {c.role for s in self.scenes for a in s.advice for c in a.crosses}
        if idle := [r for r in roles if r not in crossed]:
            raise ValueError(f"nothing crosses the red line of {idle[0]}; a role with which nothing conflicts is none")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the claims of the predictions and choices, and the sources of the roles."""
        yield from super().names()
        yield from (("sources", r.sources) for r in (self.cast.roles if self.cast else ()))
        for scene in self.scenes:
            yield from (("claims", p.claims) for p in scene.predictions)
            yield from (("claims", a.claims) for a in scene.advice)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a scene, and one for the debrief; roles are in neither, so that a way walked without them stays valid."""
        scenes = {f"{self.id}/{s.id}": fingerprint([s.text_md, [p.id for p in s.predictions], [(a.id, a.to) for a in s.advice]]) for s in self.scenes}
        return {self.id: fingerprint(self.debrief_md), **scenes}
