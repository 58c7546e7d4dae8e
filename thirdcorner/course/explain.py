"""What a validation error means, in plain words: file, line and id, what is wrong and what would be right."""

from __future__ import annotations

from typing import Any, get_args

from ..model import Activity, Question
from .yaml import Lines, Problem


def explained(file: str, id: str, error: Any, lines: Lines, at: tuple[str | int, ...]) -> Problem:
    """Turn one pydantic error into a problem in plain words."""
    loc = tuple(part for part in error["loc"])
    path = [p for p in (*at, *loc)]
    real: list[str | int] = []
    for part in path:  # the tag of a union stands in `loc` but not in the file
        if (*real, part) in lines or isinstance(part, int):
            real.append(part)
    line = lines[tuple(real)]
    field_name = ".".join(str(p) for p in loc if not (isinstance(p, str) and p in _TAGS)) or "entry"
    match error["type"]:
        case "missing":
            return Problem(file, line, id, f"{field_name} is missing", f"add `{field_name.split('.')[-1]}:`")
        case "extra_forbidden":
            return Problem(file, line, id, f"there is no field {field_name}", "check its spelling or remove it")
        case "union_tag_invalid":
            expected = error["ctx"]["expected_tags"]
            return Problem(file, line, id, f"unknown kind {error['ctx']['tag']!r}", f"use one of {expected}")
        case "union_tag_not_found":
            return Problem(file, line, id, "kind is missing", "add `kind:`")
        case "value_error":
            return Problem(file, line, id, str(error["ctx"]["error"]), "mend the entry")
    return Problem(file, line, id, f"{field_name}: {error['msg']}", f"it is now {_short(error.get('input'))}")


_TAGS = {
    tag for union in (Question, Activity) for model in get_args(get_args(union)[0]) for tag in get_args(model.model_fields["kind"].annotation)
}  # the kinds of questions and activities


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
