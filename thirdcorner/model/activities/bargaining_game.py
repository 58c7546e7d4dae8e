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
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the paragraphs and claims of the parameters."""
        yield from super().names()
        for parameter in self.parameters:
            yield "paragraphs", (parameter.paragraph,)
            yield "claims", parameter.claims

    def items(self) -> dict[str, str]:
        """Return one piece of work, which an edit of the tree or its payoffs sets aside."""
        tree = [n.model_dump(mode="json", exclude={"says_md"}) for n in self.nodes]
        return {self.id: fingerprint([tree, [(o.id, o.payoffs) for o in self.endings], [(p.id, p.low, p.high) for p in self.parameters]])}
