"""What a class code holds: an exercise's ids in order and their scales, as one numbered layout that never changes again."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import Literal, Self

from pydantic import Field, model_validator

from .base import Id, Model, Text


class CodedPart(Model):
    """One judgement on each row, where the work keeps it, and the values it can have; having none is a value of its own.

    `paths` lead from the state to the value (``{id}`` stands for the row, alone or within a name): one, or two for the ends of a range. `kind` says how the value
    is written: a number in steps from `low` to `high`, a ``range`` of two such, one of `values`, a ``set`` of them, or a
    ``score`` (wrong, in part, right), which never says what was chosen.
    """

    id: Id
    paths: tuple[tuple[Text, ...], ...] = Field(min_length=1, max_length=2)
    kind: Literal["steps", "range", "choice", "set", "score"]
    low: float = 0
    high: float = 0
    step: float = 1
    values: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _a_scale(self) -> Self:
        if self.kind in ("steps", "range") and not (self.step > 0 and self.high > self.low):
            raise ValueError(f"part {self.id}: {self.kind} needs low, high above it, and a step")
        if self.kind in ("choice", "set") and not 0 < len(self.values) <= (most := 12 if self.kind == "set" else 31):
            raise ValueError(f"part {self.id}: {self.kind} needs one to {most} values")
        return self

    @property
    def steps(self) -> int:
        """How many numbers the scale has."""
        return int((self.high - self.low) / self.step + 0.5) + 1

    @property
    def radix(self) -> int:
        """How many values it can have, none included."""
        match self.kind:
            case "steps":
                return self.steps + 1
            case "range":
                return self.steps * (self.steps + 1) // 2 + 1
            case "choice":
                return len(self.values) + 1
            case "set":
                return 1 + (1 << len(self.values))
        return 4


class CodedBlock(Model):
    """Rows that are judged in the same parts. `at` is the id of a row's work; a row counts once `when` holds there, or under `when_at`."""

    id: Id
    at: Text
    when: tuple[Text, ...]
    when_at: str = ""
    ids: tuple[Id, ...] = Field(min_length=1)
    parts: tuple[CodedPart, ...] = Field(min_length=1)


class CodeLayout(Model):
    """A layout, by number; a newer one of the same exercise has the next number, and this one stays for the codes of its day.

    `name` has only the 32 signs of a code, so that reading it back can mistake none.
    """

    id: Id
    exercise: Id
    name: str = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{2,8}$")
    number: int = Field(ge=1, le=31)
    blocks: tuple[CodedBlock, ...] = Field(min_length=1)

    @cached_property
    def radices(self) -> list[int]:
        """The radix of each digit, in order."""
        return [part.radix for block in self.blocks for _ in block.ids for part in block.parts]

    @cached_property
    def length(self) -> int:
        """How many signs the answers take."""
        return signs_for(prod(self.radices))

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        if (whole := 4 + len(self.name) + 1 + 4 + 7 + self.length + 5) > 100:
            raise ValueError(f"its codes would have {whole} characters; a hundred is the most that a chat message should hold")
        return self


def signs_for(count: int) -> int:
    """Return how many signs of 32 tell `count` numbers apart."""
    signs = 1
    while 32**signs < count:
        signs += 1
    return signs
