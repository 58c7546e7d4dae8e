"""Formulas that authors write: arithmetic over named numbers, worked out by `simpleeval`, and nothing else."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

LONGEST = 300
"""Characters of a formula."""
_NODES = ("Expr", "Name", "UnaryOp", "BinOp", "BoolOp", "Compare", "IfExp", "Call", "Constant", "Num")


def _power(base: float, exponent: float) -> float:
    """Return a power of floats, which ends at once however large it would be; whole numbers would be worked out to the last digit."""
    return math.pow(base, exponent)


FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs, "min": min, "max": max, "round": round, "sqrt": math.sqrt, "exp": math.exp, "log": math.log,
}  # fmt: skip
"""What a formula may call."""


@cache
def _evaluator() -> Any:
    from simpleeval import DEFAULT_OPERATORS, SimpleEval

    kept = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.USub, ast.UAdd, ast.Not, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    made: Any = SimpleEval(  # type: ignore[no-untyped-call]
        operators={**{kind: DEFAULT_OPERATORS[kind] for kind in kept}, ast.Pow: _power},
        functions=dict(FUNCTIONS),
    )
    made.nodes = {node: read for node, read in made.nodes.items() if node.__name__ in _NODES}
    return made


@cache
def _parsed(formula: str) -> Any:
    if len(formula) > LONGEST:
        raise ValueError(f"the formula {formula[:40]!r}… is longer than {LONGEST} characters")
    try:
        return _evaluator().parse(formula)
    except Exception as error:  # SyntaxError, and what simpleeval refuses
        raise ValueError(f"the formula {formula!r} cannot be read ({_said(error)})") from None


def names_in(formula: str) -> set[str]:
    """Return the numbers that a formula names; raise `ValueError` in words where it is none."""
    every = list(ast.walk(_parsed(formula)))
    called = {id(node.func) for node in every if isinstance(node, ast.Call)}
    return {node.id for node in every if isinstance(node, ast.Name) and id(node) not in called}


def worked_out(formula: str, names: Mapping[str, float]) -> float:
    """Return what a formula gives for these numbers.

    Parameters
    ----------
    formula
        Arithmetic (``+ - * / % **``, comparisons, ``a if b else c``) over `names` and `FUNCTIONS`.
    names
        The numbers by name.

    Raises
    ------
    ValueError
        In words: it cannot be read, names what is not given, divides by zero, or gives no finite number.
    """
    node, evaluator = _parsed(formula), _evaluator()
    evaluator.names = {name: float(value) for name, value in names.items()}
    try:
        made = evaluator.eval(formula, previously_parsed=node)
    except ZeroDivisionError:
        raise ValueError(f"the formula {formula!r} divides by zero") from None
    except Exception as error:
        raise ValueError(f"the formula {formula!r} cannot be worked out ({_said(error)})") from None
    if not isinstance(made, (bool, int, float)) or not math.isfinite(made):
        raise ValueError(f"the formula {formula!r} gives no finite number")
    return float(made)


def _said(error: Exception) -> str:
    return str(error).split("\n")[0][:100] or type(error).__name__
