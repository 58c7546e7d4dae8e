"""One way to publish a chart: an Altair chart with alt text, its data, and its sources.

In JupyterLab the chart is live as any Altair chart. In the book the build turns it into SVG whose colours follow the page's
light and dark, with a table of its data; see `thirdcorner.pages.figures`.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..course.read import find_root, load

if TYPE_CHECKING:
    import altair as alt  # half a second of every kernel's start: the functions that draw import it

MIME = "application/vnd.thirdcorner.chart+json"
_BUILDING = "THIRDCORNER_BUILDING"

COLOURS = {
    "ink": "#1d2129",
    "muted": "#5b6472",
    "rule": "#d9d5cc",
    "paper": "#fbfaf7",
    "accent": "#9b2d20",
    "second": "#1f4e79",
    "right": "#2e6b3f",
    "caution": "#8a5a00",
}
"""The house colours in light, for live notebooks; pages use the custom property of the same name."""


def colour(name: str) -> str:
    """Return a house colour or an actor's: a custom property in the book, the light value in a live notebook."""
    if os.environ.get(_BUILDING):
        return f"var(--tc-{name})" if name in COLOURS else f"var(--tc-actor-{name})"
    return COLOURS.get(name) or load().actors[name].colour


def actors(*ids: str) -> tuple[alt.Scale, alt.Scale]:
    """Return the colour and the shape scale of the given actors, by their names, as everywhere in the book."""
    import altair as alt

    shapes = {"ring": "circle", "star": "triangle-right", "hexagon": "diamond", "pentagon": "square", "plus": "cross"}
    known = load().actors
    names = [known[id].name for id in ids]
    return (
        alt.Scale(domain=names, range=[colour(id) for id in ids]),
        alt.Scale(domain=names, range=[shapes.get(known[id].marker, known[id].marker) for id in ids]),
    )


def read(name: str) -> pd.DataFrame:
    """Return the figures of ``book/data/figures/<name>.csv``; the frame remembers its file, for the page's dependencies.

    Every such file has a ``source`` column with a key of the bibliography in each row.
    """
    root = find_root()
    path = root / "book" / "data" / "figures" / f"{name}.csv"
    if not path.is_file():
        known = sorted(p.stem for p in path.parent.glob("*.csv"))
        raise FileNotFoundError(f"no figures {name!r}; there are {', '.join(known)}")
    frame = pd.read_csv(path)
    frame.attrs["thirdcorner_file"] = path.relative_to(root).as_posix()
    return frame


def flows(*actors: str) -> pd.DataFrame:
    """Return who gave what to whom, between `actors` only where they are named, oldest first: ``date, giver, receiver, direction, what, attestation, source``."""
    course = load()
    rows = [
        {
            "date": f.start.isoformat(),
            "giver": course.actors[f.giver].name,
            "receiver": course.actors[f.receiver].name,
            "direction": f"{course.actors[f.giver].name} gives",
            "what": f.what,
            "attestation": f.attestation,
            "source": ";".join(f.sources),
        }
        for f in sorted(course.flows.values(), key=lambda f: (f.start, f.id))
        if not actors or {f.giver, f.receiver} <= set(actors)
    ]
    frame = pd.DataFrame(rows)
    frame.attrs["thirdcorner_file"] = "book/data/flows.yml"
    return frame


@dataclass(frozen=True)
class Chart:
    """A published chart, shown by JupyterLab or by the build."""

    name: str
    chart: Any
    alt: str
    title: str
    data: pd.DataFrame
    note: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        chart = self.chart.properties(title=self.title) if not os.environ.get(_BUILDING) else self.chart
        spec = chart.to_dict() if _configured(chart) else chart.configure(**_config()).to_dict()
        if not os.environ.get(_BUILDING):
            return {"application/vnd.vegalite.v5+json": spec, "text/plain": f"{self.title}: {self.alt}"}
        table = self.data.astype(object).where(self.data.notna(), "")
        payload = {
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "note": self.note,
            "spec": spec,
            "columns": [str(c) for c in table.columns if c != "source"],
            "rows": [[_cell(v) for c, v in row.items() if c != "source"] for row in table.to_dict("records")],
            "sources": list(dict.fromkeys(k for v in table.get("source", []) for k in str(v).split(";") if k)),
            "file": self.data.attrs.get("thirdcorner_file", ""),
        }
        return {MIME: json.loads(json.dumps(payload)), "text/plain": f"{self.title}: {self.alt}"}


def publish(name: str, chart: Any, *, data: pd.DataFrame, title: str, alt: str = "", note: str = "") -> Chart:
    """Publish an Altair chart.

    Parameters
    ----------
    name
        A permanent id, unique in the book.
    chart
        An Altair chart without a title of its own.
    data
        What the reader finds in the table: the frame that `read` gave, or one with a ``source`` column.
    title
        The finding, in one sentence.
    alt
        A text alternative that says what the chart shows; without it the build stops.
    note
        What the numbers do not say.
    """
    return Chart(name, chart, alt.strip(), title, data, note)


def _configured(chart: Any) -> bool:
    import altair as alt

    return getattr(chart, "config", alt.Undefined) is not alt.Undefined


def _config() -> dict[str, Any]:
    """Return the one Altair theme: system type, quiet axes, house colours."""
    import altair as alt

    ink, muted, rule = colour("ink"), colour("muted"), colour("rule")
    text = {"font": "system-ui, -apple-system, 'Segoe UI', sans-serif"}
    axis: dict[str, Any] = {
        "labelColor": ink, "titleColor": muted, "labelFont": text["font"], "titleFont": text["font"], "labelFontSize": 13,
        "titleFontSize": 13, "titleFontWeight": "normal", "gridColor": rule, "domainColor": muted, "tickColor": muted,
        "labelPadding": 4,
    }  # fmt: skip
    return {
        "aria": False,
        "background": "transparent",
        "font": text["font"],
        "view": alt.ViewConfig(stroke=None),
        "axis": alt.AxisConfig(**axis),
        "legend": alt.LegendConfig(columns=2, labelColor=ink, titleColor=muted, labelFontSize=13, titleFontSize=13, orient="top"),
        "text": alt.MarkConfig(color=ink, fontSize=13),
        "header": alt.HeaderConfig(labelColor=ink, titleColor=muted, labelFontSize=13),
        "mark": alt.MarkConfig(color=colour("second")),
    }


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return str(value)
