"""The argument map: which claims it shows, and what the learner finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model
from ..question import Option
from .base import ActivityBase, fingerprint


class MapTask(Model):
    """Something to find in the map: a premise left unsaid, an attack, or how far a correction travels."""

    id: Id
    finds: Literal["premise", "attack", "correction"]
    claim: Id
    prompt_md: Markdown
    options: tuple[Option, ...] = Field(min_length=3, max_length=5)
    shows_md: Markdown

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError(f"task {self.id} gives an id to two of its options; answers name options by them")
        keyed = sum(option.correct for option in self.options)
        if keyed != 1:
            raise ValueError(f"task {self.id} has {keyed} options with `correct: true`; it needs exactly one")
        return self


class ArgumentMap(ActivityBase):
    """The claims of some paragraphs, or of all where none is named, with what they bear on up to the thesis."""

    kind: Literal["argument-map"]
    thesis: Id
    paragraphs: Keys = ()
    worked_example_md: Markdown
    tasks: tuple[MapTask, ...] = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the thesis, the paragraphs, and the claims of the tasks."""
        yield from super().names()
        yield "claims", (self.thesis, *(task.claim for task in self.tasks))
        yield "paragraphs", self.paragraphs

    def items(self) -> dict[str, str]:
        """Return one fingerprint a task (of its words, not of its options' ids), and one for what is done to the claims."""
        words = {"options": {"__all__": {"id"}}}
        tasks = {f"{self.id}/{t.id}": fingerprint(t.model_dump(mode="json", exclude=words)) for t in self.tasks}
        return {self.id: fingerprint([self.thesis, *self.paragraphs]), **tasks}
