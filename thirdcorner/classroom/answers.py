"""The form in which a file holds answers: parts are named by their ids; files of the edition before name them by number.

A file comes from a learner's device and may hold anything: whatever is of neither form is no answer, and never an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Question


def modern(q: Question, state: Mapping[str, Any], was_parts: Sequence[str] = ()) -> dict[str, Any]:
    """Return what a file holds of a question with `answer` and `marks` in the form of today.

    Parameters
    ----------
    q
        The question.
    state
        As the file has it. Today's `answer` is a part's id (single, interpretive), a list of ids (multiple, ordering), a
        boolean, ``{pair: answer}``, a list of strings (fill-in) or a string; `marks` are ``{idea: bool}`` or
        ``{criterion: level}``. The form before names parts by number, and lists where today's has a mapping.
    was_parts
        The ids of the parts in the order in which the numbers of the earlier form count them.

    Returns
    -------
    dict
        A copy; `answer` and `marks` are missing where there is none.
    """
    made = {k: v for k, v in state.items() if k not in ("answer", "marks")}
    answer, marks = _answer(q, state.get("answer"), was_parts), _marks(q, state.get("marks"), was_parts)
    if answer is not None:
        made["answer"] = answer
    if marks:
        made["marks"] = marks
    return made


_IDS: dict[int, tuple[Question, dict[str, int]]] = {}


def ids_of(q: Question) -> dict[str, int]:
    """Return the place of each part of a question by its id; kept, because a million answers ask for it."""
    found = _IDS.get(id(q))
    if found is None or found[0] is not q:
        found = _IDS[id(q)] = (q, {part.id: n for n, part in enumerate(q.parts)})
    return found[1]


def _answer(q: Question, answer: Any, was: Sequence[str]) -> Any:
    known = ids_of(q)
    match q.kind:
        case "single" | "interpretive":
            return _named(answer, known, was)
        case "multiple" | "ordering":
            if not isinstance(answer, list):
                return None
            named = [_named(one, known, was) for one in answer]
            whole = None not in named and len(set(named)) == len(named)
            return named if whole and (q.kind == "multiple" or len(named) == len(known)) else None
        case "true-false":
            return answer if isinstance(answer, bool) else None
        case "matching":
            pairs = answer.items() if isinstance(answer, dict) else zip(was, answer, strict=False) if isinstance(answer, list) else ()
            return {part: text for part, text in pairs if part in known and isinstance(text, str) and text} or None
        case "fill-in":
            said = [one if isinstance(one, str) else "" for one in answer] if isinstance(answer, list) else []
            return said if any(said) else None
        case "numeric" | "parameterised":
            if isinstance(answer, (int, float)) and not isinstance(answer, bool) and abs(answer) < 1e30:
                return str(answer)
    return answer if isinstance(answer, str) else None


def _named(value: Any, known: Mapping[str, int], was: Sequence[str]) -> str | None:
    """Return the id of a part that is named by id or by number."""
    if type(value) is int:
        value = was[value] if 0 <= value < len(was) else None
    return value if isinstance(value, str) and value in known else None


def _marks(q: Question, marks: Any, was: Sequence[str]) -> dict[str, Any]:
    """Return marks by part: whether each idea is there, or the level of each criterion."""
    if q.kind not in ("short-answer", "essay"):
        return {}
    given = dict(zip(was, marks, strict=False)) if isinstance(marks, list) else marks if isinstance(marks, dict) else {}
    levels = {part.id: 2 if q.kind == "short-answer" else len(part.levels_md) for part in q.parts}
    right = bool if q.kind == "short-answer" else int
    return {id: given[id] for id in levels if type(given.get(id)) is right and 0 <= given[id] < levels[id]}
