"""What myst-nb does with our outputs, and with stock ipywidgets controls, which would be dead on a page."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from docutils import nodes
from sphinx.util import logging

from ..widgets.base import MIME as ISLAND_MIME
from ..widgets.charts import MIME as CHART_MIME

logger = logging.getLogger(__name__)
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class IslandRenderer:
    """Renders islands and charts of executed cells; warns of controls that need a kernel."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [
        ("*", ISLAND_MIME, 1),
        ("*", CHART_MIME, 1),
        ("*", WIDGET_VIEW, 2),
    ]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes for our MIME types, or `None` for others."""
        if data.mime_type not in (ISLAND_MIME, CHART_MIME, WIDGET_VIEW):
            return None
        env = renderer.renderer.sphinx_env
        location = (env.docname, data.line)
        if data.mime_type == WIDGET_VIEW:
            logger.warning(
                "this cell shows an ipywidgets control, which needs a kernel and is dead on a page: use a Third Corner "
                "widget, or tag the cell `remove-cell` to keep it for live notebooks only",
                location=location,
                type="thirdcorner",
            )
            return []
        content = json.loads(data.content) if isinstance(data.content, str) else data.content
        if data.mime_type == CHART_MIME:
            from .figures import chart_nodes

            return chart_nodes(env, content, location)  # type: ignore[return-value]
        from .nodes import island_nodes

        return island_nodes(env, content, location)  # type: ignore[return-value]
