"""The map of coastlines and points."""

from __future__ import annotations

from pydantic import Field

from .asked import Kept, Shape
from .triangle import Cited


class MapNews(Shape):
    """What happened in a place, or by which way: a day in words, and who says so."""

    when: str
    says_html: str
    sources: list[Cited]


class MapPoint(Shape):
    """A place in a frame, in per cent of its width and height."""

    id: str
    x: float
    y: float


class MapLine(Shape):
    """A way in a frame, as an SVG path in the frame's units; `open` where no source names its end."""

    id: str
    d: str
    open: bool = False


class MapBox(Shape):
    """Where another frame lies in this one, in the frame's units."""

    name: str
    x: float
    y: float
    width: float
    height: float


class MapShown(Shape):
    """A frame: its size in its own units, the land as one path, and what lies in it."""

    id: str
    name: str
    width: float
    height: float
    land: str
    points: list[MapPoint]
    lines: list[MapLine]
    boxes: list[MapBox]


class MapNamed(Shape):
    """A place by its name, what happened there, and where its degrees are from."""

    id: str
    name: str
    side: str
    note_html: str = ""
    coordinates: str
    news: list[MapNews]


class MapPassage(MapNews):
    """A way: how one goes there, its name, and whether it is drawn."""

    id: str
    by: str
    name: str
    drawn: bool


class MapChoice(Shape):
    """An answer to how many."""

    id: str
    words: str


class PlaceMapContent(Shape):
    """Frames, places and ways; the question before the ways, its answers, and how many it is."""

    id: str
    title: str
    task_html: str
    question: str
    choices: list[MapChoice]
    right: str
    known: int
    total: int
    frames: list[MapShown] = Field(min_length=1)
    places: list[MapNamed]
    ways: list[MapPassage]
    rest_html: str
    credit: str


class Toured(Kept):
    """A learner's answer, whether it is committed, and the place or way in hand (``place/kursk``, ``way/oil``)."""

    answer: str = ""
    committed: bool = False
    hand: str = ""
