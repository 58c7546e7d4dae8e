"""A widget for a MyST site (Jupyter Book 2), whose ``anywidget`` directive draws a module with a model and keeps nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..front import HERE
from ..widgets.base import Island

STYLE = "third-corner.css"
"""The colours and type of every widget, for ``site.options.style`` of the site: they reach into the shadow tree in which MyST draws."""


def directive(widget: Island, folder: Path) -> str:
    """Write a widget's module and style into a folder of a MyST project; return the directive that shows it.

    Parameters
    ----------
    widget
        As a notebook makes it: ``thirdcorner.Quiz("05-renewed-alliance")``.
    folder
        Where the page lies that will hold the directive. What lies there under the names of the widget's kind is written anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((f"{widget.name}.mjs", widget._esm), (f"{widget.name}.css", widget._css), (STYLE, _colours())):
        (folder / name).write_text(text, "utf-8", newline="\n")
    model = {name: getattr(widget, name) for name in ("content", "seed")} | {"work": {}, "stale": [], "times": {}}
    return f":::{{anywidget}} ./{widget.name}.mjs\n:css: ./{widget.name}.css\n{json.dumps(model, ensure_ascii=False)}\n:::\n"


def _colours() -> str:
    """Return what every widget reads of colours and type, for light and dark as MyST's theme names them."""
    light, dark = re.findall(r"^(?::root|html\[data-theme=\"dark\"\][^{]*) \{.*?^\}$", (HERE / "base.css").read_text("utf-8"), re.M | re.S)[:2]
    return f"{light}\nhtml.dark{dark[dark.index(' {'):]}\n"
