"""Where each claim of an argument stands in its drawing: the thesis on top, everything below what it carries. Computed at build time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

Relations = Mapping[str, Sequence[tuple[str, str]]]
"""By claim, in the order of the text: kind and target of each relation."""

WIDTH, NODE, HEIGHT = 616, 50, 25
"""Of the drawing, of a claim's box, and of the box again; in units of the drawing."""
PITCH, ROW, GAP = 51, 28, 20
"""Least distance of two boxes of a row, of two rows of a layer, and what two layers have between them beyond that."""


def carried(relations: Relations) -> dict[str, list[str]]:
    """Return by claim what leans on it: what it supports, and what presumes it."""
    above: dict[str, list[str]] = {id: [] for id in relations}
    for id, own in relations.items():
        for kind, to in own:
            if to in relations and kind == "supports":
                above[id].append(to)
            elif to in relations and kind == "presumes":
                above[to].append(id)
    return above


def layers(relations: Relations, thesis: str) -> dict[str, int]:
    """Return the layer of each claim: 0 for the thesis, else one below the lowest claim that leans on it; a circle is cut where it closes."""
    above = carried(relations)
    found: dict[str, int] = {}
    open_: set[str] = set()

    def visit(id: str) -> int:
        if id not in found:
            open_.add(id)
            found[id] = max((visit(up) + 1 for up in above[id] if up not in open_), default=0 if id == thesis else 1)
            open_.discard(id)
        return found[id]

    return {id: visit(id) for id in relations}


def laid(relations: Relations, thesis: str) -> tuple[dict[str, tuple[int, int]], int]:
    """Return the middle of each claim's box, and the height of the drawing.

    Neighbours in a layer are those whose claims above and below lie near one another (barycentres, swept a few times, in fractions so
    that each build draws the same); a layer that is too full for one row takes several, its claims in turn.
    """
    level = layers(relations, thesis)
    rows: list[list[str]] = [[id for id in relations if level[id] == n] for n in range(max(level.values()) + 1)]
    joined: dict[str, set[str]] = {id: set() for id in relations}
    for id, own in relations.items():
        for _, to in own:
            if to in relations:
                joined[id].add(to)
                joined[to].add(id)
    at = {id: Fraction(n, max(1, len(row) - 1)) for row in rows for n, id in enumerate(row)}
    for _ in range(8):
        for row in rows:
            pull = {id: sum(at[o] for o in joined[id]) / len(joined[id]) if joined[id] else at[id] for id in row}
            row.sort(key=lambda id: (pull[id], id))
            at |= {id: Fraction(n, len(row) - 1) if len(row) > 1 else Fraction(1, 2) for n, id in enumerate(row)}
    places, top = {}, HEIGHT // 2 + 2
    for row in (r for r in rows if r):
        space = WIDTH - NODE - 2
        deep = ceil(PITCH * (len(row) - 1) / space) or 1
        step = min(space / max(1, len(row) - 1), 84)
        left = (WIDTH - step * (len(row) - 1)) / 2
        for n, id in enumerate(row):
            places[id] = (round(left + step * n), top + ROW * (n % deep))
        top += ROW * deep + GAP
    return places, top - GAP - ROW + HEIGHT
