"""Risk pathways: chains from a cause to an effect, to be put in order and weighed link by link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class Link(Model):
    """A station of a chain, and what bears on how likely it is once the one before has come."""

    id: Id
    text_md: Markdown
    bears_md: Markdown
    claims: Keys = ()
    sources: Keys = ()


class Pathway(Model):
    """A chain in its order, from cause to effect, and what others say of its weakest link."""

    id: Id
    name: Text
    paragraph: Id
    links: tuple[Link, ...] = Field(min_length=3, max_length=7)
    weak: Id
    weak_text_md: Markdown

    @model_validator(mode="after")
    def _weak_is_a_link(self) -> Self:
        if self.weak not in {link.id for link in self.links}:
            raise ValueError(f"pathway {self.id}: weak is {self.weak!r}, which is none of its links")
        return self


class RiskPathways(ActivityBase):
    """Chains of a text's risks."""

    kind: Literal["risk-pathways"]
    worked_example_md: Markdown
    question_md: Markdown
    ends_md: Markdown
    pathways: tuple[Pathway, ...] = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the paragraphs, claims and sources of the chains."""
        yield from super().names()
        for pathway in self.pathways:
            yield "paragraphs", (pathway.paragraph,)
            yield from (("claims", link.claims) for link in pathway.links)
            yield from (("sources", link.sources) for link in pathway.links)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a chain, and one for the text."""
        chains = {f"{self.id}/{p.id}": fingerprint([(link.id, link.text_md) for link in p.links]) for p in self.pathways}
        return {self.id: fingerprint(self.question_md), **chains}
