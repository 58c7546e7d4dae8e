"""The base of every model, and the few types that several of them share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)  # built when first used, not in every kernel

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the ids that this names, by the list they must stand in: ``claims``, ``sources``, ``events`` and so on."""
        yield from ()


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=80)]
"""A permanent id: letters, digits, dots, hyphens and slashes."""

Text = Annotated[str, StringConstraints(min_length=1)]
"""Plain text that must not be empty."""

Markdown = Annotated[str, StringConstraints(min_length=1)]
"""CommonMark source; it is rendered at build time by `thirdcorner.course.words.markdown_html`."""

Grade = Literal["A", "B", "C"]
"""How well a fact is attested, as in the fact base: A primary or two independent copies, B one copy, C standard."""

Keys = tuple[Id, ...]
"""Ids of other things, in the order written."""

Day = date
"""A calendar day; one that does not exist is an error."""

