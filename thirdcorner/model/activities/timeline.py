"""The timeline explorer: which events it shows, the text's date, and the sets to be dated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from ..base import Day, Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class OrderTask(Model):
    """A few events to be put on the axis, what the set is called, and what the right dates show."""

    id: Id
    name: Text
    prompt_md: Markdown
    events: Keys = Field(min_length=3, max_length=8)
    shows_md: Markdown


class Timeline(ActivityBase):
    """The events of a period."""

    kind: Literal["timeline"]
    start: Day
    end: Day
    text_date: Day
    text_date_label: Text
    order_tasks: tuple[OrderTask, ...] = ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the events of the tasks."""
        yield from super().names()
        for task in self.order_tasks:
            yield "events", task.events

    def items(self) -> dict[str, str]:
        """Return one fingerprint a task."""
        return {task.id: fingerprint(task.events) for task in self.order_tasks}
