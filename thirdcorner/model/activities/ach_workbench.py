"""Competing hypotheses: a matrix of evidence against hypotheses, and how others have filled it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Day, Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint

Rating = Literal["II", "I", "N", "C", "CC", "na"]
Level = Literal["low", "medium", "high"]


class Hypothesis(Model):
    """An explanation, in words that whoever holds it could accept, and what it forbids."""

    id: Id
    name: Text
    says_md: Markdown
    forbids_md: Markdown
    sources: Keys = Field(min_length=1)


class Evidence(Model):
    """One item of evidence, its label in the matrix, and what bears on its credibility and relevance."""

    id: Id
    short: Text = Field(max_length=40)
    text_md: Markdown
    bears_md: Markdown
    claims: Keys = ()
    sources: Keys = Field(min_length=1)


class Matrix(Model):
    """How one reader fills in the table: by item, one rating a hypothesis; weights where they are not medium."""

    id: Id
    name: Text
    says_md: Markdown
    until: Day | None = None
    """The last day of which this reader can have known, where it is not today: what is published later they cannot rate."""
    cells: dict[str, dict[str, Rating]]
    weights: dict[str, tuple[Level, Level]] = Field(default_factory=dict)


class AchWorkbench(ActivityBase):
    """Hypotheses, evidence and readers; each reader rates every cell."""

    kind: Literal["ach-workbench"]
    worked_example_md: Markdown
    method_md: Markdown
    question_md: Markdown
    ends_md: Markdown
    rows_needed: int = Field(default=6, ge=2)
    hypotheses: tuple[Hypothesis, ...] = Field(min_length=2, max_length=7)
    evidence: tuple[Evidence, ...] = Field(min_length=3, max_length=24)
    readers: tuple[Matrix, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole_matrices(self) -> Self:
        items, names = {e.id for e in self.evidence}, {h.id for h in self.hypotheses}
        for reader in self.readers:
            if set(reader.cells) != items:
                raise ValueError(f"reader {reader.id} must rate each item once; wrong or missing: {', '.join(sorted(set(reader.cells) ^ items))}")
            for item, row in reader.cells.items():
                if set(row) != names:
                    raise ValueError(f"reader {reader.id} must rate {item} against each of {', '.join(sorted(names))}")
            if odd := set(reader.weights) - items:
                raise ValueError(f"reader {reader.id} weighs {min(odd)}, which is no item")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the sources of the hypotheses, and the claims and sources of the evidence."""
        yield from super().names()
        for hypothesis in self.hypotheses:
            yield "sources", hypothesis.sources
        for item in self.evidence:
            yield "claims", item.claims
            yield "sources", item.sources

    def items(self) -> dict[str, str]:
        """Return one fingerprint an item of evidence, and one for the learner's own rows, columns and texts."""
        columns = [(h.id, h.name) for h in self.hypotheses]
        rows = {f"{self.id}/{e.id}": fingerprint([e.text_md, columns]) for e in self.evidence}
        return {self.id: fingerprint(columns), **rows}
