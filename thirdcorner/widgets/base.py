"""What every widget is: an anywidget with three traits, and a way to become an island of a static page.

`content` is what the course says, `work` what the learner did (by permanent id), `seed` the learner's own number for
shuffled orders. In JupyterLab the three are synced traits; in a page ``host.js`` holds them with the same interface.
"""

from __future__ import annotations

import os
import random
import sys
import warnings
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import pandas as pd
import traitlets
from pydantic import ValidationError

from ..course.codes import ITEM, newest, wording
from ..course.kept import FILE, Record, Unreadable
from ..course.read import Course, find_root, load, names, nearest
from ..front import HERE as FRONT
from ..front import built, module
from ..model import ActivityBase
from ..model.front import CONTENT, WORK
from ..model.shapes.asked import CodedExercise
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
    was
        The fingerprints that the edition before gave to the same things, where its answers still count.
    reads
        Those of `items` that are work done elsewhere: shown here, and neither kept, nor judged, nor put aside from here.
    """

    content: dict[str, Any]
    items: dict[str, str]
    was: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[str, ...] = ()


def style(name: str) -> str:
    """Return a widget's style sheet, with what all widgets share."""
    return (FRONT / "base.css").read_text("utf-8") + built("core.css") + built(f"{name}.css")


def fits(reference: Reference, content: Mapping[str, Any]) -> None:
    """Raise `ValueError` where a widget's content is not of the shape that its component reads: each field, and what is wrong with it."""
    try:
        CONTENT[reference.widget].model_validate(content)
    except KeyError:
        raise ValueError(f"{reference.widget} {reference.id}: model/front.py states no content for {reference.widget}; add its model to CONTENT and WORK") from None
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)[:5])
        raise ValueError(
            f"{reference.widget} {reference.id}: its content does not fit {CONTENT[reference.widget].__name__} ({told}); mend `resolve`, or the model in model/front.py"
        ) from None


RECORD = "THIRDCORNER_RECORD"
"""Names the file that keeps the answers of notebooks; empty, none does."""
DRIVE = Path("/content/drive/MyDrive")
"""Where Colab shows the reader's own Drive once the reader has allowed it."""
_ALIVE: weakref.WeakSet[Island] = weakref.WeakSet()


def record() -> Record | None:
    """Return the record that keeps this kernel's answers, beside its notebook, or on Colab in the reader's Drive once that is there.

    There is none outside of notebooks, and none where a page is served to many by one folder, as Voila does: one visitor would
    read the other's answers.
    """
    named = os.environ.get(RECORD)
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    public = os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
    if named == "" or os.environ.get(BUILDING) or (named is None and (public or not hasattr(shell, "kernel"))):
        return None
    if named is None and DRIVE.is_dir():
        keep_in(DRIVE / FILE)
    return _record(os.environ.get(RECORD) or FILE, find_root())


@cache
def _record(file: str, root: Path) -> Record:
    """Return the record of a course; its place is that of the first look, wherever a cell changes to."""
    return Record(Path(file).absolute(), *names(root))


def keep_in(path: Path) -> None:
    """Keep this kernel's answers in another file from now on, and take along, once, what its own held."""
    old = _record(os.environ.get(RECORD) or FILE, find_root()).path
    os.environ[RECORD] = str(path)
    if old == path or not old.is_file():
        return
    try:
        _record(str(path), find_root()).merge(old.read_text("utf-8-sig"))
        old.replace(old.with_name(f"{old.stem}.taken-along.json"))
    except (OSError, Unreadable, UnicodeDecodeError) as error:
        warnings.warn(f"The answers in {old} stay there, and are not taken along: {error}", stacklevel=2)


def fill_all() -> None:
    """Let every widget show what the record says now."""
    for island in list(_ALIVE):
        island.fill()


class Island(anywidget.AnyWidget):
    """The base of every widget.

    A subclass gives `name` (the stem of its component), its constructor's arguments, and `resolve`.
    """

    name: ClassVar[str]
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict(help="What the course says.").tag(sync=True)
    work = traitlets.Dict(help="What the learner did, by permanent id.").tag(sync=True)
    stale: Any = traitlets.List(help="Ids of answers given to an earlier wording.").tag(sync=True)
    times = traitlets.Dict(help="When each piece of work was last kept, in ms, by permanent id.").tag(sync=True)
    seed = traitlets.Int(help="The learner's number for shuffled orders.").tag(sync=True)

    @traitlets.default("_esm")
    def _script(self) -> str:
        return module(self.name)

    @traitlets.default("_css")
    def _style(self) -> str:
        return style(self.name)

    def __init__(self, reference: Reference):
        self.reference = reference
        if os.environ.get(BUILDING):
            super().__init__()
            return
        resolved = self.resolve(load(), reference)
        super().__init__(content=resolved.content, seed=random.randrange(2**31))
        self._items, self._was = resolved.items, resolved.was
        self._others = frozenset(resolved.reads)
        self._known: dict[str, Any] = {}  # the work as the record last had it from, or for, this widget
        self._filling = False
        self.fill()
        self.observe(self._keep, "work")
        _ALIVE.add(self)

    def fill(self) -> None:
        """Show what the record holds of this widget's exercises; what the record does not hold stays."""
        kept = record()
        if kept is None:
            return
        try:
            held, seed = kept.held(self._items, self._was), kept.seed()
        except (OSError, Unreadable) as error:
            warnings.warn(f"Your earlier answers cannot be read and stay where they are: {error}", stacklevel=3)
            return
        self._filling = True
        try:
            self._known = {id: state for id, state in held.work.items() if id in self._others or self._reads(state)}
            self.seed = seed if kept.path.exists() else self.seed
            self.times = {**self.times, **{id: held.times[id] for id in self._known}}
            self.stale = held.stale
            self.work = {**self.work, **self._known}
        finally:
            self._filling = False

    def _reads(self, state: Any) -> bool:
        """Return whether a state is of the shape that the component reads; any other stays in the record, and is put aside by an answer."""
        try:
            _ = WORK[self.name].model_validate(state) if self.name in WORK else None
        except ValidationError:
            return False
        return True

    def _keep(self, change: Any) -> None:
        """Write what changed into the record, as it changes; what could not be written is tried again with the next change."""
        kept = None if self._filling else record()
        if kept is None:
            return
        try:
            times = kept.keep(self._known, change["new"], self._items, self.seed)
        except OSError as error:
            warnings.warn(f"Your answers are not kept: {error}. Make room or mend this; the next change tries again.", stacklevel=2)
            return
        self._known = {id: state for id, state in change["new"].items() if id in self._items}
        self.times = {**self.times, **times}

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
        return rendered(activity.model_dump(mode="json", exclude={"id", "kind", "outcomes"}), ending="_html")  # type: ignore[no-any-return]

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
        """Find the activity; render its content."""
        activity = activity_of(course, reference.id, cls.activity)
        code = code_of(course, activity.id)
        content = {"id": activity.id, "code": code and code.model_dump(mode="json"), **cls.present(course, activity)}
        own, reads = {**mark_of(code), **cls.items(course, activity)}, cls.reads(course, activity)
        items, others = {**reads, **own}, tuple(id for id in reads if id not in own)
        shape = CONTENT[cls.name]
        shown = {name: content[name] for name in shape.model_fields if name in content}
        return Resolved(shape.model_validate(shown).model_dump(mode="json"), items, reads=others)


def code_of(course: Course, exercise: str) -> CodedExercise | None:
    """Return what an exercise needs to make its learner's class code; `None` where it makes none."""
    layout = newest(course).get(exercise)
    if layout is None:
        return None
    return CodedExercise(item=mark_at(exercise), name=layout.name, number=layout.number, wording=wording(course, layout), blocks=layout.model_dump(mode="json")["blocks"])


def mark_at(exercise: str) -> str:
    """Return the id of the piece of work that keeps a learner's mark."""
    return f"{exercise}/code"


def mark_of(code: CodedExercise | None) -> dict[str, str]:
    """Return the piece of work that keeps a learner's mark."""
    return {code.item: ITEM} if code else {}


def activity_of(course: Course, id: str, kind: type[Any]) -> Any:
    """Return an activity of a kind; raise `KeyError` naming the nearest id, or the kind it really is."""
    activity = course.activities.get(id)
    if activity is None:
        raise KeyError(f"no activity {id!r} in book/activities/: {nearest(id, list(course.activities))}")
    if not isinstance(activity, kind):
        raise KeyError(f"activity {id!r} is of kind {activity.kind}; this widget needs another")
    return activity


def widget_of(activity: object) -> type[ActivityIsland] | None:
    """Return the widget that shows an activity; `None` where none does."""
    return next((w for w in ActivityIsland.__subclasses__() if w.__dict__.get("activity") is type(activity)), None)
