"""What every activity has, and what the rest of the course asks of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from ..base import Id, Keys, Markdown, Model, Text


class ActivityBase(Model):
    """A larger exercise: what it is called, what to do, which outcomes it practises, and about how long it takes.

    `sources` are the bibliography's keys that the exercise as a whole rests on; `claims` are those that a learner
    works on in it.
    """

    id: Id
    title: Text
    task_md: Markdown
    outcomes: Keys = Field(min_length=1)
    minutes: int = Field(gt=0)
    claims: Keys = ()
    sources: Keys = ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield the outcomes, claims and sources of the exercise as a whole."""
        yield "outcomes", self.outcomes
        yield "claims", self.claims
        yield "sources", self.sources

    def items(self) -> dict[str, str]:
        """Return the fingerprint of each thing a learner may work on, by permanent id; here, the exercise as one thing.

        An edit of what is fingerprinted sets that piece of work aside, and no other.
        """
        return {self.id: fingerprint(self.model_dump(mode="json", exclude={"title", "task_md", "outcomes", "minutes"}))}


def fingerprint(asked: Any) -> str:
    """Return twelve hexadecimal digits that change when `asked` (JSON data) does."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]
