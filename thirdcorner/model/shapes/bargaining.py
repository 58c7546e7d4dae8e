"""The bargaining game."""

from __future__ import annotations

from pydantic import Field

from .asked import CodedExercise, Kept, Shape


class GamePlayer(Shape):
    """Somebody who moves."""

    id: str
    name: str


class GameParameter(Shape):
    """Something a player cares about: whole numbers from `low` to `high`, and where the course’s own comes from."""

    id: str
    name: str
    asks_html: str
    low: int
    high: int
    default: int
    where: str
    why_html: str


class GameMove(Shape):
    """A move, and the node or ending it leads to."""

    id: str
    label: str
    to: str


class GameNode(Shape):
    """A place where a player chooses."""

    id: str
    player: str
    says_html: str
    moves: list[GameMove]


class GameEnding(Shape):
    """An ending, and how often each parameter counts in what a player gets there."""

    id: str
    label: str
    says_html: str
    payoffs: dict[str, dict[str, int]]


class GameRegion(Shape):
    """Why a game ends as it does: `instead` is what the first mover would meet, if it moved otherwise and would rather have."""

    at: str
    instead: str | None = None
    name: str
    says: str


class GameLever(Shape):
    """A move that can be added, with its ending and what it costs."""

    asks_html: str
    note_html: str
    node: str
    move: GameMove
    ending: GameEnding
    parameters: list[GameParameter]
    regions: list[GameRegion]


class GameContent(Shape):
    """A bargaining game, and what is said around it."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    presumes_html: str
    question_html: str
    ends_html: str
    players: list[GamePlayer]
    parameters: list[GameParameter]
    nodes: list[GameNode]
    endings: list[GameEnding]
    regions: list[GameRegion]
    lever: GameLever | None = None
    map_x: str
    map_y: str
    code: CodedExercise | None = None


class Bargained(Kept):
    """A learner's game: what the players care about, how it will end, how many moves are solved, what the map shows, and words on it.

    `lever_guess` is how it will end with the added move, and `lever_steps` whether that is solved.
    """

    values: dict[str, float] = Field(default_factory=dict)
    guess: str | None = None
    steps: int = Field(default=0, ge=0)
    lever_guess: str | None = None
    lever_steps: int = Field(default=0, ge=0)
    x: str | None = None
    y: str | None = None
    reading_text: str = ""
