"""Coastlines for a map: public-domain land outlines (Natural Earth, in the npm package ``world-atlas``) cut to a frame and made small.

The outlines are read when a page is built, and only the cut, projected and simplified path of a frame is published.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ..front import built

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Window:
    """A frame in degrees, and its width in units; the projection is equirectangular, true to scale at its middle latitude."""

    west: float
    east: float
    south: float
    north: float
    width: int = 640

    @property
    def scale(self) -> float:
        """Units a degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def height(self) -> float:
        """Return the height in units."""
        return (self.north - self.south) * self.scale / math.cos(math.radians((self.north + self.south) / 2))

    def place(self, lon: float, lat: float) -> Point:
        """Return where a place lies, in units from the upper left corner."""
        return (lon - self.west) * self.scale, (self.north - lat) / (self.north - self.south) * self.height

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a place lies in the frame."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """Return the outlines of the world's land, in degrees, holes as rings of their own (TopoJSON: quantized, delta-encoded arcs)."""
    topology = json.loads(built("land.json"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = []
                for n in ring:
                    arc = arcs[n] if n >= 0 else arcs[~n][::-1]
                    points.extend(arc[1:] if points else arc)
                found.append(tuple(points))
    return tuple(found)


def clipped(ring: Iterable[Point], west: float, south: float, east: float, north: float) -> Ring:
    """Return what of a ring lies within a rectangle (Sutherland and Hodgman); along the rectangle's edge it is closed."""
    points = list(ring)
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        inside = [sign * (p[axis] - limit) >= 0 for p in points]
        if all(inside):
            continue
        made: Ring = []
        for n, p in enumerate(points):
            q, was, now = points[n - 1], inside[n - 1], inside[n]
            if was != now:
                share = (limit - q[axis]) / (p[axis] - q[axis])
                other = q[1 - axis] + share * (p[1 - axis] - q[1 - axis])
                made.append((limit, other) if axis == 0 else (other, limit))
            if now:
                made.append(p)
        points = made
    return points


def simplified(points: Ring, tolerance: float) -> Ring:
    """Return a line with fewer points, none of the dropped ones farther from it than `tolerance` (Douglas and Peucker)."""
    kept = [False] * len(points)
    if points:
        kept[0] = kept[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = tolerance, 0
        for n in range(first + 1, last):
            far = _off(points[n], points[first], points[last])
            if far > worst:
                worst, at = far, n
        if at:
            kept[at] = True
            stack += [(first, at), (at, last)]
    return [p for p, keep in zip(points, kept, strict=True) if keep]


def _off(p: Point, a: Point, b: Point) -> float:
    """Return how far a point is from a stretch of line."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if not length else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def _area(points: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))) / 2


def land(window: Window, tolerance: float = 1.1, least: float = 16) -> str:
    """Return the land of a frame as one SVG path in whole units; islands smaller than `least` square units are left out.

    The cut goes a little beyond the frame, so that its own edges are not drawn as coast.
    """
    margin = 6 / window.scale
    parts = []
    for ring in rings():
        cut = clipped(ring, window.west - margin, window.south - margin, window.east + margin, window.north + margin)
        placed = [window.place(*p) for p in cut]
        if len(placed) < 3 or _area(placed) < least:
            continue
        half = max(range(len(placed)), key=lambda n: math.dist(placed[n], placed[0]))  # a ring has no ends: two are made, far apart
        line = [*simplified(placed[: half + 1], tolerance)[:-1], *simplified([*placed[half:], placed[0]], tolerance)[:-1]]
        whole = [(round(x), round(y)) for x, y in line]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole) if a != b]
        if len(steps) > 1:
            parts.append(f"M{whole[0][0]} {whole[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-") + "z")
    return "".join(parts)
