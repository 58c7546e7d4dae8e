"""The branching crisis."""

from __future__ import annotations

from .asked import Kept, Shape


class CrisisClaim(Shape):
    """A claim of the text that an expectation or an advice rests on or tests."""

    id: str
    text: str


class CrisisPrediction(Shape):
    """Something that the other side may do next, and what anyone who expects it must explain."""

    id: str
    text_html: str
    must_explain_html: str
    claims: list[CrisisClaim]


class CrisisRole(Shape):
    """A seat at the table: its brief, what it wants, what it will not accept, and what that rests on."""

    id: str
    name: str
    brief_html: str
    wants_html: str
    red_line_html: str
    where: str


class CrisisCast(Shape):
    """The roles, and what is asked: to take one, to write what one expects and refuses before, and what changed after."""

    ask_html: str
    expects_html: str
    refuses_html: str
    changed_html: str
    roles: list[CrisisRole]


class CrisisToRole(Shape):
    """What the same thing is to one role: events as it sees them, or an advice that crosses its red line, and how."""

    role: str
    says_html: str


class CrisisAdvice(Shape):
    """A course of action: where it leads, what follows in words, and what the text would have said and missed."""

    id: str
    label: str
    text_html: str
    to: str
    consequence_html: str
    claims: list[CrisisClaim]
    would_say_html: str
    would_miss_html: str
    crosses: list[CrisisToRole]


class CrisisScene(Shape):
    """A decision point: `id` is its name in the exercise, `item` the permanent id of the work on it."""

    id: str
    item: str
    title: str
    text_html: str
    asks_html: str
    seen: list[CrisisToRole]
    predictions: list[CrisisPrediction]
    advice: list[CrisisAdvice]


class CrisisEnd(Shape):
    """Where a way ends."""

    id: str
    title: str
    text_html: str


class CrisisContent(Shape):
    """A branching exercise, its first scene first."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    setting_html: str
    text_source: str
    debrief_html: str
    scenes: list[CrisisScene]
    endings: list[CrisisEnd]
    cast: CrisisCast | None = None


class Played(Kept):
    """What a learner did at one scene (ids of its prediction and its advice, and why).

    Under the exercise's own id: the role taken, the memo before (expected and refused; closed by `begun`), the memo after, and the reading.
    """

    predict: str = ""
    choice: str = ""
    why_text: str = ""
    reading_text: str = ""
    role: str = ""
    begun: bool = False
    expects_text: str = ""
    refuses_text: str = ""
    changed_text: str = ""
