"""The `{island}` directive: a reference becomes the component's static form plus the island's content as JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..course.read import Course, data_files, find_root, load
from ..course.yaml import ContentError
from ..front import render
from ..front.build import FrontError
from ..widgets import WIDGETS
from ..widgets.base import Reference, Resolved, fits
from .contents import bound_content

logger = logging.getLogger(__name__)
NARROW = frozenset({"quiz", "assignment", "my_copy"})
"""Exercises that are read line by line and keep the text's measure; every other is an instrument and takes the room there is."""

_FIELD = re.compile(r"<(input|select|textarea)\b(?![^>]*autocomplete)")
"""A field that Firefox would fill in on a reload, over the record."""


def register(app: Sphinx) -> None:
    """Register the directive, put the answer sheet at a page's end, and fold what an author asks to be folded."""
    app.add_directive("island", IslandDirective)
    app.connect("doctree-read", _answer_sheet)
    app.connect("doctree-resolved", _fold)


def course_of(env: BuildEnvironment) -> Course:
    """Return the course, noting its files as what the page depends on (an assignment is its own page’s alone); stop the build where it is broken.

    While a page is read, it is asked for once: looking at the files' times again takes longer than all that is done with them.
    """
    from pathlib import Path

    known = env.temp_data.get("tc_course")
    if known is not None:
        return cast(Course, known)
    root = find_root(Path(env.srcdir))
    for path in data_files(root):
        if path.parent.name != "assignments":
            env.note_dependency(str(path))
    try:
        course = load(root)
    except ContentError as error:
        raise ExtensionError(f"the course cannot be read:\n{error}", modname="thirdcorner") from None
    if "docname" in env.temp_data:  # which Sphinx empties after each page that it reads
        env.temp_data["tc_course"] = course
    return course


class IslandDirective(SphinxDirective):
    """One island, from the JSON reference that `source` wrote or an executed cell gave."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Resolve the reference; an unknown id is a warning (so an error) that says what to write."""
        return island_nodes(self.env, json.loads("".join(self.content)), self.get_location())


def island_nodes(env: BuildEnvironment, data: dict[str, Any], location: Any) -> list[nodes.Node]:
    """Return an island's nodes and note its files, its widget and its answers for the page."""
    if "error" in data:
        logger.warning("widget call cannot be read: %s", data["error"], location=location, type="thirdcorner")
        return []
    reference = Reference(data["widget"], data["id"], data.get("options") or {})
    course = course_of(env)
    if reference.widget == "assignment":
        env.note_dependency(str(course.root / "book" / "assignments" / f"{reference.id}.json"))
    try:
        resolved = WIDGETS[reference.widget].resolve(course, reference)
    except (KeyError, ValueError) as error:
        what = error.args[0] if error.args else str(error)
        logger.warning("%s %s: %s", reference.widget, reference.id, what, location=location, type="thirdcorner")
        return []
    try:
        text = island_html(reference, resolved, sheet=env.config.thirdcorner_print_answers == "sheet")
    except (FrontError, ValueError) as error:
        raise ExtensionError(f"{_place(env, location)}: {error}", modname="thirdcorner") from None
    notes = env.metadata.setdefault(env.docname, {})
    notes.setdefault("tc_widgets", [])
    if reference.widget not in notes["tc_widgets"]:
        notes["tc_widgets"].append(reference.widget)
    return [nodes.raw("", text, format="html")]


def _place(env: BuildEnvironment, location: Any) -> str:
    """Return the file and line of a cell, however it was met."""
    docname, line = location if isinstance(location, tuple) else (env.docname, str(location).rpartition(":")[2])
    return f"{env.doc2path(docname)}:{line or 1}"


def island_html(reference: Reference, resolved: Resolved, *, sheet: bool = True, work: Mapping[str, Any] | None = None) -> str:
    """Return the island's element: its static form, its answers in one fold, its content as JSON that no HTML parser can leave.

    With `work` it stands in that state and keeps nothing. With `sheet`, the answers go on to a printed page's sheet of answers. Raises `ValueError` where the content is not of the shape
    that the component reads, and `FrontError` where the component fails on it.
    """
    content = bound_content(resolved.content)
    data = {"content": content, "items": resolved.items}
    data |= {"was": dict(resolved.was)} if resolved.was else {}
    data |= {"reads": list(resolved.reads)} if resolved.reads else {}
    data |= {} if work is None else {"work": work}
    state = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", chr(92) + "u003c")
    fits(reference, content)
    static = render.static(reference.widget, reference.id, content)
    form = '<div class="tc-live tc-front">' + _FIELD.sub(r'\g<0> autocomplete="off"', static.page) + "</div>"
    if static.answers:
        form += f'<details class="tc-answers tc-after"{" data-sheet" if sheet else ""}><summary>Answers</summary><div class="tc-answer-group">{static.answers}</div></details>'
    wide = "" if reference.widget in NARROW else " tc-wide"
    return (
        f'<div class="tc-island{wide} tc-island-{reference.widget}" data-widget="{reference.widget}" data-id="{html.escape(reference.id)}">'
        f'{form}<script type="application/json">{state}</script></div>'
    )


def _answer_sheet(app: Sphinx, doctree: nodes.document) -> None:
    """Gather a page's model solutions for print, on a sheet of their own at its end; the host adds the answers of the islands."""
    if not app.config.thirdcorner_whole_book:
        return
    answers: list[str] = []
    solutions = [block.astext() for cell in doctree.findall(nodes.container) if "tag_hide-input" in cell["classes"] for block in cell.findall(nodes.literal_block)]
    if solutions:
        answers.append("<p>Model solutions</p>" + "".join(f"<pre>{html.escape(code)}</pre>" for code in solutions))
    if answers and app.config.thirdcorner_print_answers == "sheet":
        sheet = "".join(f'<div class="tc-answer-group">{a}</div>' for a in answers)
        html_text = f'<section class="tc-answer-sheet" aria-hidden="true"><p class="tc-sheet-title">Answers</p>{sheet}</section>'
        doctree.append(nodes.raw("", html_text, format="html"))


def _fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make each admonition of class ``dropdown`` a native fold, which needs no script."""
    if app.builder.format != "html" or not app.config.thirdcorner_whole_book:
        return
    for node in list(doctree.findall(nodes.admonition)):
        if "dropdown" not in node["classes"] or not isinstance(node[0], nodes.title):
            continue
        classes = " ".join(["admonition", *(c for c in node["classes"] if c != "dropdown" and not c.startswith("admonition-"))])
        head = nodes.raw("", f'<details class="{html.escape(classes)}"><summary>{html.escape(node[0].astext())}</summary>', format="html")
        at = node.parent.index(node)  # not `replace_self`, which would hand the classes on to the first of the new nodes
        node.parent[at : at + 1] = [head, *node.children[1:], nodes.raw("", "</details>", format="html")]


def table_html(head: tuple[str, ...], rows: list[str], label: str, kind: str = "") -> str:
    """Return a table whose rows come apart into blocks where there is no room; one of kind `tc-grid` stays a grid."""
    cells = "".join(f'<th scope="col">{h}</th>' for h in head)
    return (
        f'<div class="tc-scroll" tabindex="0" role="region" aria-label="{label}"><table class="tc-register {kind}">'
        f"<thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
