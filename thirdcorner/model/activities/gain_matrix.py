"""Who gains: actors against things that changed hands, each cell a judgement, and how the book reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model
from .base import ActivityBase, fingerprint


class Cell(Model):
    """What an actor has of a flow, from -2 (loses much) to 2 (gains much), and why."""

    actor: Id
    value: int = Field(ge=-2, le=2)
    why_md: Markdown
    claims: Keys = ()


class GainRow(Model):
    """One flow of the exchange, by its id in the data, with a cell for each actor."""

    flow: Id
    cells: tuple[Cell, ...] = Field(min_length=2)
    sources: Keys = ()


class GainMatrix(ActivityBase):
    """Flows by actors."""

    kind: Literal["gain-matrix"]
    worked_example_md: Markdown
    question_md: Markdown
    ends_md: Markdown
    actors: Keys = Field(min_length=2, max_length=7)
    rows: tuple[GainRow, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for row in self.rows:
            if [c.actor for c in row.cells] != list(self.actors):
                raise ValueError(f"row {row.flow}: give one cell for each of {', '.join(self.actors)}, in this order")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the actors, flows, claims and sources."""
        yield from super().names()
        yield "actors", self.actors
        yield "flows", tuple(r.flow for r in self.rows)
        for row in self.rows:
            yield "sources", row.sources
            yield from (("claims", cell.claims) for cell in row.cells)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a row, and one for the text."""
        return {self.id: fingerprint(self.question_md), **{f"{self.id}/{r.flow}": fingerprint([r.flow, self.actors]) for r in self.rows}}
