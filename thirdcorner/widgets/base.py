"""What every widget is: an anywidget with three traits, and a way to become an island of a static page.

`content` is what the course says, `work` what the learner did (by permanent id), `seed` the learner's own number for
shuffled orders. In JupyterLab the three are synced traits; in a page ``host.js`` holds them with the same interface.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import jinja2
import pandas as pd
import traitlets
from markupsafe import Markup

from ..content import Course, load, nearest
from ..islands.bundle import esm
from ..model import ActivityBase
from ..words import markdown_html
from .render import rendered

HERE = Path(__file__).resolve().parent
MIME = "application/vnd.thirdcorner.island+json"
BUILDING = "THIRDCORNER_BUILDING"
"""Set by the Sphinx extension: a widget then stands for a reference and opens no kernel connection."""


@dataclass(frozen=True)
class Reference:
    """What a chapter's cell says: which widget, which content, and how; never the content itself."""

    widget: str
    id: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolved:
    """An island's content at build time.

    Attributes
    ----------
    content
        What the front end gets, as JSON data with Markdown already rendered.
    items
        The fingerprint of each thing a learner may work on, by permanent id.
    fallback
        The same as semantic HTML, complete without script.
    answers
        The answers alone, for the printed answer sheet; empty where there are none.
    """

    content: dict[str, Any]
    items: dict[str, str]
    fallback: str
    answers: str


@cache
def templates() -> jinja2.Environment:
    """Return the environment of the widgets' fallback templates; ``md`` renders Markdown."""
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    env.filters["md"] = lambda source: Markup(markdown_html(source))
    return env


class Island(anywidget.AnyWidget):
    """The base of every widget.

    A subclass gives `name` (the stem of its ``.js``, ``.css`` and ``.html``), its constructor's arguments, and `resolve`.
    """

    name: ClassVar[str]
    content = traitlets.Dict(help="What the course says.").tag(sync=True)
    work = traitlets.Dict(help="What the learner did, by permanent id.").tag(sync=True)
    stale: Any = traitlets.List(help="Ids of answers given to an earlier wording.").tag(sync=True)
    times = traitlets.Dict(help="When each piece of work was last kept, in ms, by permanent id.").tag(sync=True)
    seed = traitlets.Int(help="The learner's number for shuffled orders.").tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "name" in cls.__dict__:  # anywidget makes a further subclass when it adds its own traits
            cls._esm = esm(cls.name)
            cls._css = (HERE / "base.css").read_text("utf-8") + (HERE / f"{cls.name}.css").read_text("utf-8")
        super().__init_subclass__(**kwargs)

    def __init__(self, reference: Reference):
        self.reference = reference
        if os.environ.get(BUILDING):
            super().__init__()
            return
        resolved = self.resolve(load(), reference)
        super().__init__(content=resolved.content, seed=random.randrange(2**31))

    def open(self) -> None:
        """Open the connection to the front end, which a page that is being built does not have."""
        if not os.environ.get(BUILDING):
            super().open()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        if os.environ.get(BUILDING):
            ref = self.reference
            return {MIME: {"widget": ref.widget, "id": ref.id, "options": dict(ref.options)}, "text/plain": repr(self)}
        return super()._repr_mimebundle_(**kwargs)

    def __repr__(self) -> str:
        """Return the cell that makes this widget."""
        return f"{type(self).__name__}({self.reference.id!r})"

    @classmethod
    def refer(cls, *args: Any, **kwargs: Any) -> Reference:
        """Return the reference that the constructor's arguments name, without making a widget."""
        raise NotImplementedError

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Return the island's content; raise `KeyError` or `ValueError` saying what the author should do."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return what the learner did as a tidy frame: one row an id, one column a field of its state."""
        return pd.DataFrame.from_dict(self.work, orient="index").rename_axis("id").reset_index()


class ActivityIsland(Island):
    """A widget whose content is one activity of ``book/activities/``; its only argument is that activity's id.

    A subclass gives `name`, `activity` (the model of its kind) and `present`.
    """

    activity: ClassVar[type[ActivityBase]]

    def __init__(self, activity: str):
        super().__init__(self.refer(activity))

    @classmethod
    def refer(cls, activity: str) -> Reference:
        """Return the reference of an activity."""
        return Reference(cls.name, activity)

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Return the activity as the front end reads it: Markdown rendered, ids of data resolved."""
        return rendered(activity.model_dump(mode="json", exclude={"id", "kind", "outcomes"}))  # type: ignore[no-any-return]

    @classmethod
    def items(cls, course: Course, activity: Any) -> dict[str, str]:
        """Return the fingerprint of each piece of work, by permanent id; the activity's own unless data come into it."""
        return activity.items()  # type: ignore[no-any-return]

    @classmethod
    def reads(cls, course: Course, activity: Any) -> dict[str, str]:
        """Return the fingerprints of work done elsewhere that this widget shows; none unless it says so."""
        return {}

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Find the activity; render its content, its fallback and its answers."""
        activity = activity_of(course, reference.id, cls.activity)
        content = {"id": activity.id, **cls.present(course, activity)}
        template: Any = templates().get_template(f"{cls.name}.html").module
        return Resolved(content, {**cls.reads(course, activity), **cls.items(course, activity)}, str(template.fallback(content)), str(template.answers(content)))


def activity_of(course: Course, id: str, kind: type[Any]) -> Any:
    """Return an activity of a kind; raise `KeyError` naming the nearest id, or the kind it really is."""
    activity = course.activities.get(id)
    if activity is None:
        raise KeyError(f"no activity {id!r} in book/activities/: {nearest(id, list(course.activities))}")
    if not isinstance(activity, kind):
        raise KeyError(f"activity {id!r} is of kind {activity.kind}; this widget needs another")
    return activity
