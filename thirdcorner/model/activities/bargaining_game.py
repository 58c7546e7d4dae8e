"""A bargaining game in extensive form: nodes, moves, and payoffs as sums of what the players care about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class Player(Model):
    """Somebody who moves, and what is presumed of them."""

    id: Id
    name: Text


class Parameter(Model):
    """Something a player cares about, set by the learner on a scale of whole numbers."""

    id: Id
    name: Text
    asks_md: Markdown
    low: int
    high: int
    default: int
    paragraph: Id
    claims: Keys = ()
    why_md: Markdown

    @model_validator(mode="after")
    def _within(self) -> Self:
        if not self.low <= self.default <= self.high or self.low == self.high:
            raise ValueError(f"parameter {self.id}: default {self.default} must lie within {self.low} and {self.high}")
        return self


class Move(Model):
    """A move, and the node or outcome it leads to."""

    id: Id
    label: Text
    to: Id


class Node(Model):
    """A place where a player chooses."""

    id: Id
    player: Id
    says_md: Markdown
    moves: tuple[Move, ...] = Field(min_length=2, max_length=4)


class Ending(Model):
    """An end, and what each player gets there: how often each parameter counts."""

    id: Id
    label: Text
    says_md: Markdown
    payoffs: dict[str, dict[str, int]]


class Region(Model):
    """A name for why a game ends as it does.

    Where `instead` is given, whoever moves first would rather have another ending, and `instead` is the one it would meet by moving
    otherwise; endings that look the same from outside are told apart by it.
    """

    at: Id
    instead: Id | None = None
    name: Text
    says: Text


class Lever(Model):
    """A move that a learner can add once the game is solved without it; it stands before the last move of its node."""

    asks_md: Markdown
    note_md: Markdown
    node: Id
    move: Move
    ending: Ending
    parameters: tuple[Parameter, ...] = Field(min_length=1)
    regions: tuple[Region, ...] = ()


class BargainingGame(ActivityBase):
    """A tree whose first node is its root; perfect information; ties go to the move that stands first."""

    kind: Literal["bargaining-game"]
    worked_example_md: Markdown
    presumes_md: Markdown
    question_md: Markdown
    ends_md: Markdown
    players: tuple[Player, ...] = Field(min_length=2)
    parameters: tuple[Parameter, ...] = Field(min_length=2)
    nodes: tuple[Node, ...] = Field(min_length=1)
    endings: tuple[Ending, ...] = Field(min_length=2)
    regions: tuple[Region, ...]
    lever: Lever | None = None
    map_x: Id
    map_y: Id

    @model_validator(mode="after")
    def _a_tree(self) -> Self:
        players, parameters = {p.id for p in self.players}, {p.id for p in self.parameters}
        ends = [m.to for n in self.nodes for m in n.moves]
        places = [n.id for n in self.nodes[1:]] + [o.id for o in self.endings]
        if sorted(ends) != sorted(places):
            odd = sorted(set(ends) ^ set(places)) or sorted({e for e in ends if ends.count(e) > 1})
            raise ValueError(f"each node but the first, and each outcome, must be reached by exactly one move; look at {', '.join(odd)}")
        order = [n.id for n in self.nodes]
        for node in self.nodes:
            if node.player not in players:
                raise ValueError(f"node {node.id}: there is no player {node.player!r}")
            for move in node.moves:
                if move.to in order and order.index(move.to) <= order.index(node.id):
                    raise ValueError(f"node {node.id}: move {move.id} leads back to {move.to}; list nodes from the root on")
        for outcome in self.endings:
            if set(outcome.payoffs) != players or not all(set(terms) <= parameters for terms in outcome.payoffs.values()):
                raise ValueError(f"outcome {outcome.id}: give each player's payoff in terms of {', '.join(sorted(parameters))}")
        if not {self.map_x, self.map_y} <= parameters or self.map_x == self.map_y:
            raise ValueError("map_x and map_y must name two different parameters")
        self._regions_named([o.id for o in self.endings], self.regions)
        return self

    @model_validator(mode="after")
    def _a_lever(self) -> Self:
        if self.lever is None:
            return self
        lever, players = self.lever, {p.id for p in self.players}
        taken = {n.id for n in self.nodes} | {o.id for o in self.endings}
        if lever.node not in {n.id for n in self.nodes} or lever.move.to != lever.ending.id or lever.ending.id in taken:
            raise ValueError(f"lever: its move must go from a node of the game to an ending of its own; look at {lever.node}, {lever.move.to}")
        if lever.move.id in {m.id for n in self.nodes for m in n.moves}:
            raise ValueError(f"lever: there is a move {lever.move.id!r} already")
        mine = {p.id for p in lever.parameters}
        if mine & {p.id for p in self.parameters}:
            raise ValueError("lever: its parameters need ids of their own")
        every = mine | {p.id for p in self.parameters}
        if set(lever.ending.payoffs) != players or not all(set(terms) <= every for terms in lever.ending.payoffs.values()):
            raise ValueError(f"lever: give each player's payoff in terms of {', '.join(sorted(every))}")
        self._regions_named([*(o.id for o in self.endings), lever.ending.id], (*self.regions, *lever.regions))
        return self

    def _regions_named(self, endings: list[str], regions: tuple[Region, ...]) -> None:
        """Refuse a map on which an ending has no name, or a name no ending."""
        odd = {e for r in regions for e in (r.at, r.instead) if e is not None} - set(endings)
        missing = set(endings) - {r.at for r in regions if r.instead is None}
        if odd or missing:
            raise ValueError(f"regions: each ending needs one without `instead`, and all must name endings; look at {', '.join(sorted(odd | missing))}")

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the paragraphs and claims of the parameters."""
        yield from super().names()
        for parameter in (*self.parameters, *(self.lever.parameters if self.lever else ())):
            yield "paragraphs", (parameter.paragraph,)
            yield "claims", parameter.claims

    def items(self) -> dict[str, str]:
        """Return one piece of work, which an edit of the tree or its payoffs sets aside; the lever is an addition to it."""
        tree = [n.model_dump(mode="json", exclude={"says_md"}) for n in self.nodes]
        return {self.id: fingerprint([tree, [(o.id, o.payoffs) for o in self.endings], [(p.id, p.low, p.high) for p in self.parameters]])}
