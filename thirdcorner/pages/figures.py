"""A published chart as a figure: SVG for wide and narrow screens, caption, source line, table, and Vega on request."""

from __future__ import annotations

import copy
import html
import json
import re
from pathlib import Path
from typing import Any

import vl_convert as vlc
from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..course.read import find_root
from .links import source_list
from .nodes import course_of

logger = logging.getLogger(__name__)
WIDE, NARROW = 800, 300
LABEL = 125
"""How long, in px, a label of an axis may be on a phone."""


def chart_nodes(env: BuildEnvironment, data: dict[str, Any], location: Any) -> list[nodes.Node]:
    """Return the figure of a published chart; what it lacks is a warning (so an error) saying what to add."""
    name = data["name"]
    course = course_of(env)
    if data["file"]:
        env.note_dependency(str(find_root(Path(env.srcdir)) / data["file"]))
    for lacking, do in (
        (not data["alt"], "has no alt text: say in alt=… what the chart shows"),
        (not data["sources"], "names no source: give data= a `source` column with keys of sources.bib"),
    ):
        if lacking:
            logger.warning("chart %s %s", name, do, location=location, type="thirdcorner")
            return []
    unknown = [key for key in data["sources"] if key not in course.sources]
    if unknown:
        logger.warning("chart %s: no source %r in book/data/sources.bib", name, unknown[0], location=location, type="thirdcorner")
        return []
    sources, every = source_list(env, course, data["sources"])
    env.metadata.setdefault(env.docname, {})["tc_charts"] = True
    return [nodes.raw("", _figure(env, data, sources, every), format="html")]


def _picture(env: BuildEnvironment, spec: dict[str, Any], prefix: str, alt: str) -> str:
    """Return a chart as SVG; one that was drawn in an earlier build and has not changed is not drawn again."""
    drawn: dict[str, tuple[str, str]] = vars(env).setdefault("tc_pictures", {})
    asked = json.dumps([spec, alt])
    if drawn.get(prefix, ("", ""))[0] != asked:
        drawn[prefix] = (asked, svg(spec, prefix, alt))
    return drawn[prefix][1]


def _figure(env: BuildEnvironment, data: dict[str, Any], sources: str, every: str) -> str:
    name, spec = data["name"], data["spec"]
    pictures = f'<div class="tc-chart-wide">{_picture(env, sized(spec, WIDE), f"{name}-w", data["alt"])}</div>'
    if "width" in spec or "encoding" in spec or "layer" in spec:
        pictures += f'<div class="tc-chart-narrow">{_picture(env, narrowed(sized(spec, NARROW)), f"{name}-n", data["alt"])}</div>'
    head = "".join(f'<th scope="col">{html.escape(c.replace("_", " "))}</th>' for c in data["columns"])
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(v)}</td>" for v in row) + "</tr>" for row in data["rows"])
    note = f" {html.escape(data['note'])}" if data["note"] else ""
    live = json.dumps(spec, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<figure class="tc-chart" id="chart-{name}" data-chart="{name}">'
        f'<figcaption class="tc-chart-title">{html.escape(data["title"])}</figcaption>'
        f'<div class="tc-chart-picture">{pictures}</div>'
        f'<div class="tc-chart-source">Source: {sources}.{note}{every}</div>'
        f'<div class="tc-chart-tools"><details class="tc-chart-data"><summary>Data as a table</summary>'
        f'<div class="tc-scroll" tabindex="0" role="region" aria-label="Data of the chart: {html.escape(data["title"])}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details></div>"
        f'<script type="application/json" class="tc-chart-spec">{live}</script></figure>'
    )


def sized(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """Return the specification at a width that leaves room for its axes."""
    spec = copy.deepcopy(spec)
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["width"] = width
    spec.setdefault("padding", {"left": 14, "right": 34, "top": 5, "bottom": 5})  # a browser's type may be wider than ours
    config = spec.setdefault("config", {})
    config["axis"] = {"labelOverlap": "greedy", "labelSeparation": 9, **config.get("axis", {})}  # for the same reason
    config["legend"] = {**config.get("legend", {}), "columnPadding": 45}
    return spec


def narrowed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification for a phone: a legend in one column, long labels of an axis cut to what leaves room for the marks."""
    waiting: list[Any] = [spec]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            for channel in (node.get("color"), node.get("shape")):
                if isinstance(channel, dict) and "field" in channel and channel.get("legend", {}) is not None:
                    channel["legend"] = {**channel.get("legend", {}), "columns": 1}
            if "labelLimit" in node:
                node["labelLimit"] = min(node["labelLimit"], LABEL)
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return spec


def svg(spec: dict[str, Any], prefix: str, alt: str) -> str:
    """Return a chart as SVG that scales, keeps its custom properties, and shares no id with another."""
    text: str = vlc.vegalite_to_svg(json.dumps(spec))
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    text = re.sub(r'\s(?:role|aria-[a-z]+)="[^"]*"', "", text)  # the picture is one image; its parts say nothing of their own
    text = re.sub(r'\s(?:opacity="1"|stroke-width="1"|pointer-events="none")(?=[\s/>])', "", text)  # what holds without being said, and what a pointer asks
    text = re.sub(r'<path class="(?:background|foreground)" d="M0,0h0v0h0Z"[^>]*/>', "", text)
    text = re.sub(r'="[^"]*"', lambda value: re.sub(r"(?<=\.\d\d)\d+", "", value[0]), text)  # a hundredth of a pixel is all that the eye allows
    font = re.search(r'\sfont-family="[^"]*"', text)
    text = text.replace(font[0], "") if font else text  # said once, for all
    match = re.search(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"[^>]*>', text)
    if match is None:
        raise ValueError(f"chart {prefix}: vl-convert gave no SVG")
    width, height = match.groups()
    head = (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{html.escape(alt)}"{font[0] if font else ""}>'
    )
    return head + text[match.end() :]

