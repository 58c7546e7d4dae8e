"""The `{island}` directive: a reference becomes fallback HTML plus the island's content as JSON."""

from __future__ import annotations

import html
import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..content import Course, data_files, find_root, load
from ..reading import ContentError
from ..widgets.base import Reference, Resolved

logger = logging.getLogger(__name__)


def register(app: Sphinx) -> None:
    """Register the directive, put the answer sheet at a page's end, and fold what an author asks to be folded."""
    app.add_directive("island", IslandDirective)
    app.connect("doctree-read", _answer_sheet)
    app.connect("doctree-resolved", _fold)


def course_of(env: BuildEnvironment) -> Course:
    """Return the course, noting all its files as what the page depends on; stop the build where it is broken."""
    from pathlib import Path

    root = find_root(Path(env.srcdir))
    for path in data_files(root):
        env.note_dependency(str(path))
    try:
        return load(root)
    except ContentError as error:
        from sphinx.errors import ExtensionError

        raise ExtensionError(f"the course cannot be read:\n{error}", modname="thirdcorner") from None


class IslandDirective(SphinxDirective):
    """One island, from the JSON reference that `source` wrote or an executed cell gave."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Resolve the reference; an unknown id is a warning (so an error) that says what to write."""
        return island_nodes(self.env, json.loads("".join(self.content)), self.get_location())


def island_nodes(env: BuildEnvironment, data: dict[str, Any], location: Any) -> list[nodes.Node]:
    """Return an island's nodes and note its files, its widget and its answers for the page."""
    from ..widgets import WIDGETS

    if "error" in data:
        logger.warning("widget call cannot be read: %s", data["error"], location=location, type="thirdcorner")
        return []
    reference = Reference(data["widget"], data["id"], data.get("options") or {})
    course = course_of(env)
    try:
        resolved = WIDGETS[reference.widget].resolve(course, reference)
    except (KeyError, ValueError) as error:
        what = error.args[0] if error.args else str(error)
        logger.warning("%s %s: %s", reference.widget, reference.id, what, location=location, type="thirdcorner")
        return []
    notes = env.metadata.setdefault(env.docname, {})
    notes.setdefault("tc_widgets", [])
    if reference.widget not in notes["tc_widgets"]:
        notes["tc_widgets"].append(reference.widget)
    node = nodes.raw("", island_html(reference, resolved), format="html")
    node["tc_answers"] = resolved.answers
    return [node]


def island_html(reference: Reference, resolved: Resolved) -> str:
    """Return the island's element: the fallback, then its content as JSON that no HTML parser can leave."""
    state = json.dumps({"content": resolved.content, "items": resolved.items}, ensure_ascii=False, separators=(",", ":"))
    return (
        f'<div class="tc-island tc-island-{reference.widget}" data-widget="{reference.widget}" data-id="{html.escape(reference.id)}">'
        f'<div class="tc-fallback">{resolved.fallback}</div>'
        f'<script type="application/json">{state.replace("<", chr(92) + "u003c")}</script></div>'
    )


def _answer_sheet(app: Sphinx, doctree: nodes.document) -> None:
    """Gather the answers of a page's islands for print, on a sheet of their own at its end."""
    answers = [n["tc_answers"] for n in doctree.findall(nodes.raw) if n.get("tc_answers")]
    solutions = [block.astext() for cell in doctree.findall(nodes.container) if "tag_hide-input" in cell["classes"] for block in cell.findall(nodes.literal_block)]
    if solutions:
        answers.append("<p>Model solutions</p>" + "".join(f"<pre>{html.escape(code)}</pre>" for code in solutions))
    if answers and app.config.thirdcorner_print_answers == "sheet":
        sheet = "".join(f'<div class="tc-answer-group">{a}</div>' for a in answers)
        html_text = f'<section class="tc-answer-sheet" aria-hidden="true"><p class="tc-sheet-title">Answers</p>{sheet}</section>'
        doctree.append(nodes.raw("", html_text, format="html"))


def _fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make each admonition of class ``dropdown`` a native fold, which needs no script."""
    if app.builder.format != "html":
        return
    for node in list(doctree.findall(nodes.admonition)):
        if "dropdown" not in node["classes"] or not isinstance(node[0], nodes.title):
            continue
        classes = " ".join(["admonition", *(c for c in node["classes"] if c != "dropdown" and not c.startswith("admonition-"))])
        head = nodes.raw("", f'<details class="{html.escape(classes)}"><summary>{html.escape(node[0].astext())}</summary>', format="html")
        at = node.parent.index(node)  # not `replace_self`, which would hand the classes on to the first of the new nodes
        node.parent[at : at + 1] = [head, *node.children[1:], nodes.raw("", "</details>", format="html")]
