"""Turn a chapter's widget cells into `{island}` directives before it is parsed.

A cell that holds nothing but a widget call with literal arguments says what it refers to without being run. Replacing it
in the source keeps line numbers, spares the kernel, and lets the content be resolved anew at every build.
"""

from __future__ import annotations

import ast
import json
import re

from sphinx.application import Sphinx

_CELL = re.compile(r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.M | re.S)


def register(app: Sphinx) -> None:
    """Connect the rewriting."""
    app.connect("source-read", lambda app, docname, source: source.__setitem__(0, rewrite(source[0])))


def rewrite(text: str) -> str:
    """Return the chapter's source with each pure widget cell replaced, line for line."""

    def replace(match: re.Match[str]) -> str:
        body = match["body"]
        reference = read_reference(body)
        if reference is None:
            return match[0]
        fence, lines = match["fence"], body.count("\n")
        return f"{fence}{{island}}\n{reference}{chr(10) * lines}{fence}"

    return _CELL.sub(replace, text)


def read_reference(cell: str) -> str | None:
    """Return the JSON reference of a cell that is one literal widget call; `None` for any other cell."""
    from ..widgets import CONSTRUCTORS

    code = "\n".join("" if re.match(r":[a-z-]+:", line) else line for line in cell.splitlines())
    try:
        statements = ast.parse(code).body
    except SyntaxError:
        return None
    calls = [s for s in statements if not _is_own_import(s)]
    if len(calls) != 1 or not isinstance(calls[0], ast.Expr) or not isinstance(calls[0].value, ast.Call):
        return None
    call = calls[0].value
    if not isinstance(call.func, ast.Name) or call.func.id not in CONSTRUCTORS:
        return None
    try:
        args = [ast.literal_eval(a) for a in call.args]
        kwargs = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg}
        ref = CONSTRUCTORS[call.func.id].refer(*args, **kwargs)
    except (ValueError, TypeError) as error:
        return json.dumps({"error": f"{call.func.id}: {error}"})
    return json.dumps({"widget": ref.widget, "id": ref.id, "options": dict(ref.options)})


def _is_own_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").split(".")[0] == "thirdcorner"
