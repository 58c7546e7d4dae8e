"""The data lab's self-checks: compare an answer with what the course's own tables give, and say in words what is wrong.

A check names the shape, the key, the unit, the value or the encoding that is off, never the right number itself.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .charts import _BUILDING, _cell

SCALES = {100.0: "a hundred times too large: a share from 0 to 1 is asked, not per cent", 0.01: "a hundred times too small: per cent are asked, not a share from 0 to 1",
          1000.0: "a thousand times too large", 0.001: "a thousand times too small", 1e6: "a million times too large", 1e-6: "a million times too small"}  # fmt: skip
"""What a constant factor between an answer and the right one usually comes from."""


@dataclass(frozen=True)
class Task:
    """A task of the lab: its id, what it asks, how an answer is looked at, and what a right answer shows."""

    id: str
    title: str
    problems: Callable[[Any], list[str]]
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
    """Look at an answer; an answer that cannot be looked at is told as such, and a wrong one stops a build."""
    if answer is ...:
        problems = ["There is nothing to check yet: put your answer where the three dots stand."]
    else:
        try:
            problems = task.problems(answer)
        except Exception as error:  # an answer may be anything; the learner is told, the notebook goes on
            problems = [f"This could not be read: {type(error).__name__}: {error}"]
    result = Result(task.title, tuple(problems), task.shows, answer)
    if os.environ.get(_BUILDING) and problems:
        raise ValueError(f"the model solution of {task.id} does not pass its own check: {'; '.join(problems)}")
    return result


def value_problems(given: Any, expected: float, *, tolerance: float, unit: str, traps: Mapping[float, str] | None = None) -> list[str]:
    """Return what is wrong with a number; `traps` are wrong numbers (in `unit`) with what was probably done to get them."""
    if isinstance(given, (pd.Series, pd.DataFrame)):
        return [f"A single number is asked, in {unit}; this is a {type(given).__name__} of {len(given)}. Take the one value out of it, say with `.iloc[0]`."]
    if isinstance(given, bool) or (not isinstance(given, (int, float)) and not hasattr(given, "__float__")):
        return [f"A number is asked, in {unit}; this is {type(given).__name__}."]
    number = float(given)
    if number != number:
        return ["The result is not a number (NaN): a missing value went into it."]
    if abs(number - expected) <= tolerance:
        return []
    for wrong, why in (traps or {}).items():
        if abs(number - wrong) <= tolerance:
            return [why]
    factor = _factor(number, expected)
    return [f"The unit is off: it is {factor}." if factor else f"The value is not right, though it is a number in the right form: it is too {'large' if number > expected else 'small'}. Asked is {unit}."]


def frame_problems(given: Any, expected: pd.DataFrame, key: Sequence[str], *, tolerance: float = 1e-6, hints: Mapping[str, str] | None = None) -> list[str]:
    """Return what is wrong with a table: its type, its columns, its rows by `key`, then its values, unit first.

    Rows and columns may stand in any order, and there may be more columns. `hints` say for a column what a wrong value usually comes from.
    """
    if isinstance(given, pd.Series):
        return ["This is a Series; a DataFrame is asked. `.reset_index()` makes one, and turns the groups into columns."]
    if not isinstance(given, pd.DataFrame):
        return [f"A DataFrame is asked; this is {type(given).__name__}."]
    missing = [c for c in expected.columns if c not in given.columns]
    if missing:
        inside = [c for c in missing if c in given.index.names]
        if inside:
            return [f"{', '.join(inside)} stands in the index; `.reset_index()` makes columns of it."]
        return [f"There is no column {', '.join(missing)}. The table has {', '.join(map(str, given.columns)) or 'none'}; rename or add."]
    names = list(key)
    mine, theirs = given.set_index(names), expected.set_index(names)
    if mine.index.has_duplicates:
        twice = mine.index[mine.index.duplicated()][0]
        return [f"There are {len(given)} rows where {len(expected)} are asked: {_words(twice)} stands there more than once. Group by {' and '.join(names)}."]
    surplus, lacking = [i for i in mine.index if i not in theirs.index], [i for i in theirs.index if i not in mine.index]
    if surplus or lacking:
        found = [f"There are {len(given)} rows, and {len(expected)} are asked, one for each {' and '.join(names)}."]
        if lacking:
            found.append(f"A row is missing for {_words(lacking[0])}{' and others' if len(lacking) > 1 else ''}.")
        if surplus:
            found.append(f"No row is asked for {_words(surplus[0])}{' and others' if len(surplus) > 1 else ''}.")
        return found
    found = []
    for column in theirs.columns:
        wanted, got = theirs[column], mine[column].reindex(theirs.index)
        wrong = [i for i in theirs.index if not _same(got[i], wanted[i], tolerance)]
        if not wrong:
            continue
        hint = (hints or {}).get(column, "")
        if pd.api.types.is_numeric_dtype(wanted) and not pd.api.types.is_numeric_dtype(got):
            found.append(f"{column} should be numbers; it is of type {got.dtype}. {hint}".strip())
            continue
        factors = {_factor(got[i], wanted[i]) for i in wrong} if len(wrong) > 1 and pd.api.types.is_numeric_dtype(wanted) else set()
        if len(factors) == 1 and (factor := factors.pop()):
            found.append(f"{column}: the unit is off; it is {factor}.")
        elif pd.api.types.is_numeric_dtype(wanted) and all(_same(-got[i], wanted[i], tolerance) for i in wrong):
            found.append(f"{column}: the sign is turned round for {_words(wrong[0])}. {hint}".strip())
        else:
            some = "every row" if len(wrong) == len(theirs) else f"{len(wrong)} of {len(theirs)} rows"
            found.append(f"{column}: {some} {'is' if some == 'every row' or len(wrong) == 1 else 'are'} not right, first {_words(wrong[0])}, where you have {_cell(got[wrong[0]])}. {hint}".strip())
    return found


def chart_problems(chart: Any, *, mark: str | Sequence[str], **channels: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with an Altair chart: its mark, then each channel's field, type, scale and base.

    A channel's demands are ``field`` (one name or several), ``types`` (Vega-Lite's names), ``scale`` (``"log"``), ``zero`` (the axis
    starts at nought), and ``why``, told with each finding. Layers, facets and repeats are looked through.
    """
    if not hasattr(chart, "to_dict"):
        return [f"An Altair chart is asked; this is {type(chart).__name__}."]
    try:
        parts = _units(chart.to_dict())
    except Exception as error:
        return [f"Altair cannot draw this chart yet: {str(error).strip().splitlines()[0]}"]
    marks = [mark] if isinstance(mark, str) else list(mark)
    fitting = [p for p in parts if p["mark"] in marks]
    if not fitting:
        return [f"The mark is {', '.join(sorted({p['mark'] for p in parts})) or 'missing'}; {' or '.join(marks)} is asked."]
    findings = [[said for name, wants in channels.items() for said in _channel(part["encoding"].get(name), name, wants)] for part in fitting]
    return min(findings, key=len)


def _channel(found: Mapping[str, Any] | None, name: str, wants: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with one channel of a chart."""
    why = f" {wants['why']}" if wants.get("why") else ""
    if not found or ("field" not in found and "aggregate" not in found):
        return [f"Nothing is encoded on {name}.{why}"]
    fields = [wants["field"]] if isinstance(wants.get("field"), str) else list(wants.get("field", ()))
    if fields and found.get("field") not in fields:
        return [f"{name} shows {found.get('field', 'a count')}; {' or '.join(fields)} is asked.{why}"]
    if wants.get("types") and found.get("type") not in wants["types"]:
        return [f"{name} is {found.get('type', 'untyped')}; it should be {' or '.join(wants['types'])}.{why}"]
    scale = found.get("scale") or {}
    if wants.get("scale") and scale.get("type") != wants["scale"]:
        return [f"{name} has no {wants['scale']} scale.{why}"]
    domain = scale.get("domain")
    starts = domain[0] if isinstance(domain, list) and domain else None
    if wants.get("zero") and (scale.get("zero") is False or (isinstance(starts, (int, float)) and starts != 0)):
        return [f"{name} does not start at nought.{why}"]
    return []


def _units(spec: Mapping[str, Any], above: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the single views of a specification, each with the encodings that it has from above."""
    encoding = {**(above or {}), **spec.get("encoding", {})}
    inner = [*spec.get("layer", ()), *spec.get("hconcat", ()), *spec.get("vconcat", ()), *spec.get("concat", ())]
    if "spec" in spec:
        inner.append(spec["spec"])
    if inner:
        return [unit for part in inner for unit in _units(part, encoding)]
    mark = spec.get("mark", "")
    return [{"mark": mark["type"] if isinstance(mark, Mapping) else mark, "encoding": encoding}]


def _factor(given: Any, expected: Any) -> str:
    """Return what a constant factor between two numbers comes from; empty where there is no telling one."""
    try:
        ratio = float(given) / float(expected)
    except (TypeError, ValueError, ZeroDivisionError):
        return ""
    return next((said for factor, said in SCALES.items() if abs(ratio / factor - 1) < 0.01), "")


def _same(given: Any, wanted: Any, tolerance: float) -> bool:
    if pd.isna(wanted) or pd.isna(given):
        return bool(pd.isna(wanted) and pd.isna(given))
    if isinstance(wanted, str):
        return str(given) == wanted
    try:
        return abs(float(given) - float(wanted)) <= tolerance
    except (TypeError, ValueError):
        return False


def _words(key: Any) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)


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
