"""The data lab: a course's tasks, which stand in its content, and the check that a notebook calls.

A task's expected answer is computed from the course's own tables when it is checked; nothing here knows what it is about.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..course.read import find_root, nearest
from .tasks import Result, Task, checked

FILE = Path("book") / "data_lab" / "tasks.py"
"""The module of a course's content that says which tasks there are: it has a tuple ``TASKS`` of `Task`."""


def check_task(id: str, answer: Any) -> Result:
    """Check an answer to one of the lab's tasks.

    Parameters
    ----------
    id
        The task's id, such as ``"growth"``.
    answer
        A number, a DataFrame or an Altair chart, as the task asks.

    Raises
    ------
    KeyError
        Where the course has no such task.
    """
    known = tasks()
    if id not in known:
        raise KeyError(f"there is no task {id!r} in {FILE.as_posix()}: {nearest(id, list(known))}")
    return checked(known[id], answer)


def tasks(root: Path | None = None) -> Mapping[str, Task]:
    """Return a course's tasks by id, in order.

    Raises
    ------
    FileNotFoundError
        Where the course has no tasks.
    ValueError
        Where the module cannot be used; it says what would be right.
    """
    path = (root or find_root()) / FILE
    if not path.is_file():
        raise FileNotFoundError(f"this course has no data lab: {path} is missing; it should hold a tuple TASKS")
    return _tasks(path, path.stat().st_mtime_ns)


@cache
def _tasks(path: Path, stamp: int) -> Mapping[str, Task]:
    """Run the module as it stands now, leaving no bytecode among the content."""
    module = types.ModuleType("thirdcorner_tasks")
    module.__file__ = str(path)
    exec(compile(path.read_text("utf-8"), str(path), "exec"), module.__dict__)
    found = getattr(module, "TASKS", None)
    if not isinstance(found, (tuple, list)) or not all(isinstance(t, Task) for t in found):
        raise ValueError(f"{FILE.as_posix()}: TASKS is {'missing' if found is None else 'no tuple of Task'}; write TASKS = (Task(id, title, demand, shows), …)")
    ids = [t.id for t in found]
    if twice := next((id for id in ids if ids.count(id) > 1), None):
        raise ValueError(f"{FILE.as_posix()}: {twice}: two tasks have this id; give one of them another")
    return MappingProxyType({t.id: t for t in found})
