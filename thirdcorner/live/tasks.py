"""A task of the data lab, and what a check tells of an answer to it: in words, as a small page, or as marks."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..widgets.charts import _BUILDING, _cell
from .checks import Demand, from_json, to_json


@dataclass(frozen=True)
class Task:
    """A task of the lab.

    Attributes
    ----------
    id
        What a notebook calls it, such as ``check_task("growth", …)``; permanent.
    title
        What it is called in what the check tells.
    demand
        Gives what an answer is held against. It is called when an answer is checked, so that a corrected table corrects its task.
    shows
        What a right answer shows, told to who has it.
    """

    id: str
    title: str
    demand: Callable[[], Demand]
    shows: str


@dataclass(frozen=True)
class Result:
    """What a self-check found: nothing in `problems`, or what to look at next."""

    title: str
    problems: tuple[str, ...]
    shows: str
    answer: Any = None

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def __repr__(self) -> str:
        head = "Checked, and right." if self.ok else "Not yet."
        return "\n".join([f"{self.title}: {head}", *(f"- {p}" for p in self.problems), *([self.shows] if self.ok else [])])

    def _repr_html_(self) -> str:
        """Return the finding, with the answer as a table where it is one."""
        word = "Checked, and right." if self.ok else "Not yet."
        said = "".join(f"<li>{html.escape(p)}</li>" for p in self.problems)
        body = f"<p><strong>{word}</strong> {html.escape(self.shows) if self.ok else ''}</p>" + (f"<ul>{said}</ul>" if said else "")
        if isinstance(self.answer, pd.DataFrame):
            body += _table(self.answer, self.title)
        elif isinstance(self.answer, (int, float)):
            body += f"<p>Answer: {_told(float(self.answer))}</p>"
        return f'<div class="tc-task-result{"" if self.ok else " tc-task-open"}">{body}</div>'


def checked(task: Task, answer: Any) -> Result:
    """Look at an answer; one that cannot be looked at is told as such, and a wrong one stops a build."""
    result = Result(task.title, tuple(_problems(task.demand(), answer)), task.shows, answer)
    if os.environ.get(_BUILDING) and result.problems:
        raise ValueError(f"the model solution of {task.id} does not pass its own check: {'; '.join(result.problems)}")
    return result


def _problems(demand: Demand, answer: Any) -> list[str]:
    if answer is ...:
        return ["There is nothing to check yet: put your answer where the three dots stand."]
    try:
        return demand.problems(answer)
    except Exception as error:  # an answer may be anything; the learner is told, the notebook goes on
        return [f"This could not be read: {type(error).__name__}: {error}"]


def sealed(task: Task) -> str:
    """Return all that marking an answer needs, as one line of JSON for `mark`."""
    return json.dumps({"title": task.title, "shows": task.shows, "demand": to_json(task.demand())}, ensure_ascii=True, sort_keys=True)


def mark(sealed: str, answer: Any, points: float) -> float:
    """Print what is to be said of an answer and return its marks: all or none.

    Parameters
    ----------
    sealed
        What `sealed` gave when the assignment was written; neither the course nor its tables are read.
    answer
        What stands under the learner's name for it.
    points
        The marks of a right answer.
    """
    about = json.loads(sealed)
    result = Result(about["title"], tuple(_problems(from_json(about["demand"]), answer)), about["shows"])
    print(result)
    return points if result.ok else 0


def _table(frame: pd.DataFrame, title: str) -> str:
    """Return a table that scrolls inside itself on a phone; at most thirty rows, and it says when there are more."""
    shown = frame.head(30)
    head = "".join(f'<th scope="col">{html.escape(str(c).replace("_", " "))}</th>' for c in shown.columns)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(_told(v))}</td>" for v in row) + "</tr>" for row in shown.itertuples(index=False))
    more = f"<p>{len(frame) - 30} more rows are not shown.</p>" if len(frame) > 30 else ""
    table = f'<div class="tc-scroll" tabindex="0" role="region" aria-label="Table of {html.escape(title)}"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'
    return table if len(frame) <= 12 else f"<details><summary>The table of {len(frame)} rows</summary>{table}</details>"


def _told(value: Any) -> str:
    """Return a cell in words: a missing value says so, a number has four digits that count."""
    if pd.isna(value):
        return "missing"
    return f"{value:.4g}" if isinstance(value, float) else _cell(value)
