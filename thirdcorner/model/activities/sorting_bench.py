"""The sorting bench: a pile of statements, each put into one of a few kinds, with what each choice overlooked or saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class Kind(Model):
    """A kind that statements are sorted into."""

    id: Id
    label: Text
    means_md: Markdown


class Statement(Model):
    """One statement, its kind (none where readings may differ), and a word on each kind that somebody may choose."""

    id: Id
    text_md: Markdown
    where: Text
    claims: Keys = ()
    key: Id | None = None
    said_md: dict[str, Markdown]
    settles_md: Markdown


class SortingBench(ActivityBase):
    """Statements to be sorted; where `asks_md` is given, the learner also writes a line on each."""

    kind: Literal["sorting-bench"]
    worked_example_md: Markdown
    kinds: tuple[Kind, ...] = Field(min_length=2, max_length=6)
    asks_md: Markdown | None = None
    statements: tuple[Statement, ...] = Field(min_length=3)
    ends_md: Markdown

    @model_validator(mode="after")
    def _every_choice_answered(self) -> Self:
        ids = {k.id for k in self.kinds}
        for s in self.statements:
            if set(s.said_md) != ids:
                raise ValueError(f"statement {s.id} needs a word on each of {', '.join(sorted(ids))}")
            if s.key is not None and s.key not in ids:
                raise ValueError(f"statement {s.id} has the key {s.key!r}, which is no kind")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the claims of the statements."""
        yield from super().names()
        for statement in self.statements:
            yield "claims", statement.claims

    def items(self) -> dict[str, str]:
        """Return one fingerprint a statement."""
        return {f"{self.id}/{s.id}": fingerprint([s.text_md, s.key, [k.id for k in self.kinds]]) for s in self.statements}
