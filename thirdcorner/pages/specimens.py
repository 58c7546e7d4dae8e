"""The page of instruments: every component in its states, and the parts that they share; what is done there is kept nowhere."""

from __future__ import annotations

import html
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..front import components
from ..front.build import HERE
from ..widgets import WIDGETS
from ..widgets.base import Resolved
from ..widgets.specimens import reference, specimens
from .nodes import course_of, island_html, table_html

logger = logging.getLogger(__name__)
_COMMENT = re.compile(r"\A<!--\s*(.*?)\s*-->", re.S)
_IMPORT = re.compile(r'from "(?:\.\./parts|\.)/(\w+)\.svelte"')
_NAMED = re.compile(r"^`{3,}\{specimens\} (\w+)", re.M)


def register(app: Sphinx) -> None:
    """Add the two directives."""
    app.add_directive("specimens", Specimens)
    app.add_directive("shared-parts", SharedParts)


class Specimens(SphinxDirective):
    """``{specimens} WIDGET``: that component in its states; without a name: every other that a chapter calls."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return each state under a line that says what to look at."""
        if self.arguments:
            widgets = [self.arguments[0]]
        else:
            named = _NAMED.findall(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
            widgets = [w for w in components() if w not in named and specimens(course_of(self.env), w)]
        found: list[nodes.Node] = []
        for widget in widgets:
            if widget not in components():
                logger.warning("no component %r; there are %s", widget, ", ".join(components()), location=self.get_location(), type="thirdcorner")
                continue
            found += self.states(widget, titled=not self.arguments)
        return found

    def states(self, widget: str, *, titled: bool) -> list[nodes.Node]:
        """Return a component's states; note its script for the page."""
        course = course_of(self.env)
        notes = self.env.metadata.setdefault(self.env.docname, {}).setdefault("tc_widgets", [])
        if widget not in notes:
            notes.append(widget)
        made = [f'<p class="tc-specimen-name"><b>{WIDGETS[widget].__name__}</b></p>'] if titled else []
        for s in specimens(course, widget):
            lead = f'<p class="tc-specimen"><b>{s.state.capitalize()}.</b> {html.escape(s.words)}</p>'
            made.append(lead + island_html(reference(widget, s.state), Resolved(s.content, {}), sheet=False, work=s.work))
        return [nodes.raw("", text, format="html") for text in made]


def parts() -> dict[str, tuple[str, list[str]]]:
    """Return what each shared part is, by its own first comment, and which widgets it stands in; empty where there are no sources."""
    sources = {p.stem: p.read_text("utf-8") for p in sorted((HERE / "src" / "parts").glob("*.svelte"))}
    reached: dict[str, list[str]] = {name: [] for name in sources}
    for path in sorted((HERE / "src" / "widgets").glob("*.svelte")):
        seen: set[str] = set()
        waiting = _IMPORT.findall(path.read_text("utf-8"))
        while waiting:
            if (name := waiting.pop()) not in seen and name in sources:
                seen.add(name)
                waiting += _IMPORT.findall(sources[name])
        for name in seen:
            widget = path.stem.split(".")[0]
            if widget not in reached[name]:
                reached[name].append(widget)
    told = {name: " ".join(found[1].split()) if (found := _COMMENT.search(text)) else "" for name, text in sources.items()}
    return {name: (told[name], widgets) for name, widgets in reached.items()}


class SharedParts(SphinxDirective):
    """``{shared-parts}``: a table of the parts that components share, with the widgets in whose states above each is seen."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        for folder in ("parts", "widgets"):
            for path in sorted((HERE / "src" / folder).glob("*.svelte")):
                self.env.note_dependency(str(path))
        rows = [
            f'<tr><th scope="row"><code>{name}</code></th><td data-head="What it is">{html.escape(words)}</td><td data-head="Stands in">{", ".join(where)}</td></tr>'
            for name, (words, where) in parts().items()
        ]
        text = table_html(("Part", "What it is", "Stands in"), rows, "Shared parts")
        return [nodes.raw("", text, format="html")]
