"""The argument map."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import Kept, Shape


class MapRelation(Shape):
    """What a claim does for, or against, another."""

    kind: Literal["supports", "presumes", "attacks"]
    to: str


class MapClaim(Shape):
    """A claim and its place in the drawing; `asked` is the task that asks to fill it, where it is a premise left unsaid.

    In a large map the words of the verdict are left to the claim's card in the register.
    """

    id: str
    text_html: str
    kind: str
    hedge: str = ""
    sign: str
    verdict: str
    said_html: str = ""
    relations: list[MapRelation]
    x: int
    y: int
    asked: str = ""


class MapOption(Shape):
    """An option of a task, and the claims that it names."""

    id: str
    text_html: str
    feedback_html: str
    correct: bool
    names: list[str]


class MapTask(Shape):
    """Something to find; `names` are the claims that its question names, `change` what following its claim begins with."""

    id: str
    finds: Literal["premise", "attack", "correction"]
    claim: str
    prompt_html: str
    options: list[MapOption]
    shows_html: str
    names: list[str]
    change: Literal["corrected", "struck"]


class ArgumentContent(Shape):
    """The argument map: its claims as they are drawn, and what there is to find."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    thesis: str
    height: int
    claims: list[MapClaim]
    tasks: list[MapTask]


class Mapped(Kept):
    """What a learner did on one task (`answer` is an option's id; in the edition before its place), or, under the exercise's own id, to its claims."""

    answer: str | int | None = None
    checked: bool = False
    first: float | None = Field(default=None, ge=0, le=1)
    struck: dict[str, Literal["corrected", "struck"]] = Field(default_factory=dict)
