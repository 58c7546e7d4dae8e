"""What an answer to a task of the data lab is held against, as plain data, and what is wrong with an answer, in words.

A finding names the shape, the key, the unit, the value or the encoding that is off, never the right number itself. The three
kinds of demand (`Number`, `Table`, `Chart`) hold no code, so a course's tasks can be written into a notebook for a marker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..widgets.charts import _cell

SCALES = {100.0: "a hundred times too large: a share from 0 to 1 is asked, not per cent", 0.01: "a hundred times too small: per cent are asked, not a share from 0 to 1",
          1000.0: "a thousand times too large", 0.001: "a thousand times too small", 1e6: "a million times too large", 1e-6: "a million times too small"}  # fmt: skip
"""What a constant factor between an answer and the right one usually comes from."""


@dataclass(frozen=True)
class Number:
    """One number is asked, in `unit`; `traps` are wrong numbers with what was probably done to get them."""

    expected: float
    tolerance: float
    unit: str
    traps: tuple[tuple[float, str], ...] = ()

    def problems(self, answer: Any) -> list[str]:
        """Return what is wrong with an answer."""
        return value_problems(answer, self.expected, tolerance=self.tolerance, unit=self.unit, traps=dict(self.traps))


@dataclass(frozen=True)
class Table:
    """A table is asked, its rows known by `key`; `hints` say for a column what a wrong value usually comes from."""

    expected: pd.DataFrame
    key: tuple[str, ...]
    tolerance: float = 0.006
    hints: Mapping[str, str] = field(default_factory=dict)

    def problems(self, answer: Any) -> list[str]:
        """Return what is wrong with an answer."""
        return frame_problems(answer, self.expected, self.key, tolerance=self.tolerance, hints=self.hints)


@dataclass(frozen=True)
class Part:
    """A layer of a chart: its mark, and what each channel has to show (see `chart_problems`).

    With `either`, one of its channels is enough, and `either` is what is told where none is as it should be.
    """

    mark: tuple[str, ...]
    channels: Mapping[str, Mapping[str, Any]]
    either: str = ""

    def problems(self, answer: Any) -> list[str]:
        """Return what is wrong with a chart as far as this part goes."""
        if not self.either:
            return chart_problems(answer, mark=self.mark, **self.channels)
        found = [chart_problems(answer, mark=self.mark, **{name: wants}) for name, wants in self.channels.items()]
        return [self.either] if all(found) else []


@dataclass(frozen=True)
class Chart:
    """An Altair chart is asked; its parts are looked at in turn, and the first with a finding is told."""

    parts: tuple[Part, ...]

    def problems(self, answer: Any) -> list[str]:
        """Return what is wrong with an answer."""
        return next((found for part in self.parts if (found := part.problems(answer))), [])


Demand = Number | Table | Chart


def to_json(demand: Demand) -> dict[str, Any]:
    """Return a demand as JSON data, from which `from_json` makes it again."""
    match demand:
        case Number():
            return {"kind": "number", "expected": float(demand.expected), "tolerance": demand.tolerance, "unit": demand.unit, "traps": [[float(n), why] for n, why in demand.traps]}
        case Table():
            rows = demand.expected.astype(object).where(demand.expected.notna(), None).to_dict("split", index=False)
            return {"kind": "table", "columns": rows["columns"], "rows": rows["data"], "key": list(demand.key), "tolerance": demand.tolerance, "hints": dict(demand.hints)}
    return {"kind": "chart", "parts": [{"mark": list(p.mark), "channels": {n: dict(w) for n, w in p.channels.items()}, "either": p.either} for p in demand.parts]}


def from_json(data: Mapping[str, Any]) -> Demand:
    """Return the demand that `to_json` wrote."""
    match data["kind"]:
        case "number":
            return Number(data["expected"], data["tolerance"], data["unit"], tuple((n, why) for n, why in data["traps"]))
        case "table":
            return Table(pd.DataFrame(data["rows"], columns=data["columns"]), tuple(data["key"]), data["tolerance"], data["hints"])
    return Chart(tuple(Part(tuple(p["mark"]), p["channels"], p["either"]) for p in data["parts"]))


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
    return [
        f"The unit is off: it is {factor}."
        if factor
        else f"The value is not right, though it is a number in the right form: it is too {'large' if number > expected else 'small'}. Asked is {unit}."
    ]


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
            found.append(
                f"{column}: {some} {'is' if some == 'every row' or len(wrong) == 1 else 'are'} not right, first {_words(wrong[0])}, where you have {_cell(got[wrong[0]])}. {hint}".strip()
            )
    return found


def chart_problems(chart: Any, *, mark: str | Sequence[str], **channels: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with an Altair chart: its mark, then each channel's field, type, scale and base.

    A channel's demands are ``field`` (one name or several), ``types`` (Vega-Lite's names), ``scale`` (``"log"``), ``zero`` (the axis
    starts at zero), and ``why``, told with each finding. Layers, facets and repeats are looked through.
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
        return [f"{name} does not start at zero.{why}"]
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
