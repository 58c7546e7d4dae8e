"""The table of what each export format holds, from the declarations that the exporters themselves go by."""

from __future__ import annotations

import html

from sphinx.environment import BuildEnvironment

from ..course.formats import DECLARED, FEATURES, HIDDEN, Declared
from ..course.read import Course
from .nodes import table_html


def formats(env: BuildEnvironment, course: Course) -> str:
    """Return a row a feature and a column a format, and below it, format by format, what becomes of what it lacks."""
    shown = {name: feature for name, feature in FEATURES.items() if name not in HIDDEN}
    head = ("What a question has", *(f'<a href="#format-{name}"><code>{name}</code></a>' for name in DECLARED))
    rows = [
        f'<tr><th scope="row">{html.escape(feature.label)}</th>{"".join(_cell(declared, name) for declared in DECLARED.values())}</tr>'
        for name, feature in shown.items()
    ]
    return table_html(head, rows, "What each format holds", "tc-formats") + "".join(_lacks(declared, list(shown)) for declared in DECLARED.values())


def _cell(declared: Declared, feature: str) -> str:
    """Return whether a format holds a feature, in a word."""
    why = declared.lacks.get(feature, "")
    word = "no" if why.startswith("left out") else "part" if why else "yes"
    return f"<td>{word}</td>"


def _lacks(declared: Declared, shown: list[str]) -> str:
    """Return what a format is for and what becomes of each feature that it lacks, equal reasons together."""
    why: dict[str, list[str]] = {}
    for feature in shown:
        if feature in declared.lacks:
            why.setdefault(declared.lacks[feature], []).append(FEATURES[feature].label)
    items = "".join(f"<li><b>{html.escape('; '.join(labels))}.</b> {html.escape(reason[0].upper() + reason[1:])}.</li>" for reason, labels in why.items())
    held = f"<ul>{items}</ul>" if items else "<p>It holds all of them.</p>"
    return f'<h2 id="format-{declared.name}"><code>{declared.name}</code></h2><p>For {html.escape(declared.help)}.</p>{held}'
