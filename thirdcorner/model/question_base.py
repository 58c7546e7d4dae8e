"""What every kind of question has: its id, its prompt, what it tests, and the fingerprints of what is asked and of how it is marked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from .base import Id, Keys, Markdown, Model

PartId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,47}$")]
"""The id of an option, a pair, an item, a reading, an idea or a criterion: permanent, and its own within its question."""

Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
AskedKind = Literal["single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in", "interpretive", "short-answer", "essay"]
"""How a learner answers: a version of a parameterised question is numeric."""
QuestionKind = Literal["single", "multiple", "true-false", "matching", "ordering", "numeric", "parameterised", "fill-in", "interpretive", "short-answer", "essay"]


class Asking(Model):
    """What a question of any kind has."""

    id: Id = Field(pattern=r"^[a-z0-9-]+/q[0-9]{2,3}$")
    prompt_md: Markdown
    outcomes: Keys = Field(min_length=1)
    bloom: Bloom
    difficulty: int = Field(ge=1, le=3)
    paragraphs: Keys = ()
    claims: Keys = Field(default=(), max_length=3)
    sources: Keys = ()
    tags: Keys = ()
    explanation_md: Markdown
    hints_md: tuple[Markdown, ...] = ()
    confidence: bool = False

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its outcomes, paragraphs, claims and sources."""
        yield "outcomes", self.outcomes
        yield "paragraphs", self.paragraphs
        yield "claims", self.claims
        yield "sources", self.sources

    @property
    def parts(self) -> tuple[Any, ...]:
        """What an answer can name: its options, pairs, items, readings, ideas or criteria, in the order of the file."""
        return ()

    def asks(self) -> dict[str, Any]:
        """Return what a learner is told to answer, as JSON data: a list is sorted by id, so that its order is no part of it."""
        return {"kind": self.kind, "prompt": self.prompt_md}  # type: ignore[attr-defined]

    @cached_property
    def wording(self) -> str:
        """Twelve hexadecimal digits of what a learner is told to answer: prompt, options, items, unit.

        An edit of it sets earlier answers aside. What only a marker reads (key, tolerance, feedback, explanation, hints) and
        the order of a list are no part of it, so a mended key keeps every answer, and grades it anew.
        """
        return hashlib.sha256(json.dumps(self.asks(), sort_keys=True).encode()).hexdigest()[:12]

    @cached_property
    def marking(self) -> str:
        """Twelve hexadecimal digits of what a marker reads besides: an edit of it grades every answer anew."""
        told = self.model_dump(mode="json", exclude={"id", "prompt_md", "outcomes", "bloom", "difficulty", "paragraphs", "claims", "sources", "tags", "hints_md", "ordered"})
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]

    @model_validator(mode="after")
    def _own_ids(self) -> Self:
        ids = [part.id for part in self.parts]
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            raise ValueError(f"two of its parts have the id {twice!r}; give each an id of its own, and never one that another had before")
        return self
