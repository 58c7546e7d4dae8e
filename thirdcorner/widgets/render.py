"""Turn dumped models into what a front end reads: every ``…_md`` field rendered and renamed without its ending."""

from __future__ import annotations

from typing import Any

from ..course.words import markdown_html


def rendered(value: Any, markdown: bool = False, ending: str = "") -> Any:
    """Return `value` with each ``name_md`` as ``name`` holding HTML, at every depth.

    A component reads such a field under a name that says its form (`ending`, such as ``_html``). A tuple or list under such a name is rendered item by item; ``traps`` pairs keep their number.
    """
    if isinstance(value, dict):
        return {k.removesuffix("_md") + (ending if k.endswith("_md") else ""): rendered(v, k.endswith("_md") or k == "traps", ending) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rendered(v, markdown, ending) for v in value]
    if markdown and isinstance(value, str):
        return markdown_html(value)
    return value
