"""Turn a chapter's widget cells into `{island}` directives before it is parsed.

A cell that holds nothing but a widget call with literal arguments says what it refers to without being run. Replacing it
in the source keeps line numbers, spares the kernel, and lets the content be resolved anew at every build.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

from ..course.chapters import CELL, literal_call


def register(app: Sphinx) -> None:
    """Connect the rewriting."""
    app.connect("source-read", _depends)
    app.connect("source-read", lambda app, docname, source: source.__setitem__(0, rewrite(source[0])))


def _depends(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note the course's tasks as what a page depends on that checks answers to them."""
    if "check_task(" in source[0]:
        for path in sorted((Path(app.srcdir) / "book" / "data_lab").glob("*.py")):
            app.env.note_dependency(str(path))


def rewrite(text: str) -> str:
    """Return the chapter's source with each pure widget cell replaced, line for line."""

    def replace(match: re.Match[str]) -> str:
        body = match["body"]
        reference = read_reference(body)
        if reference is None:
            return match[0]
        fence, lines = match["fence"], body.count("\n")
        return f"{fence}{{island}}\n{reference}{chr(10) * lines}{fence}"

    return CELL.sub(replace, text)


def read_reference(cell: str) -> str | None:
    """Return the JSON reference of a cell that is one literal widget call; `None` for any other cell."""
    from ..widgets import CONSTRUCTORS

    call = literal_call(cell)
    if call is None or call.name not in CONSTRUCTORS:
        return None
    try:
        ref = CONSTRUCTORS[call.name].refer(*call.args, **call.kwargs)
    except (ValueError, TypeError) as error:
        return json.dumps({"error": f"{call.name}: {error}"})
    return json.dumps({"widget": ref.widget, "id": ref.id, "options": dict(ref.options)})

