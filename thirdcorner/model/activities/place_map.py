"""A map of coastlines and points: where the things of the text happened, and by which ways a source says that things went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Day, Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class MapFrame(Model):
    """A piece of the world, in degrees; a frame that lies within another is drawn there as a box with its name."""

    id: Id
    name: Text
    west: float = Field(ge=-180, le=180)
    east: float = Field(ge=-180, le=180)
    south: float = Field(ge=-80, le=80)
    north: float = Field(ge=-80, le=80)

    @model_validator(mode="after")
    def _turned_right(self) -> Self:
        if self.east <= self.west or self.north <= self.south:
            raise ValueError(f"frame {self.id}: east must lie east of west, and north north of south")
        return self


class Told(Model):
    """What happened in a place, on which day, and who says so."""

    when: Day
    precision: Literal["day", "month", "year"] = "day"
    says_md: Markdown
    sources: Keys = Field(min_length=1)


class MapPlace(Model):
    """A point with a name; `coordinates` says where its degrees are from. One without `told` stands there to measure by."""

    id: Id
    name: Text
    lon: float
    lat: float
    coordinates: Text
    side: Literal["east", "west", "north", "south"] = "east"
    note_md: Markdown | None = None
    told: tuple[Told, ...] = ()


class MapWay(Model):
    """A way that a source names: the places it goes through, or one place and what it heads for (`toward`) where no source names its end.

    A way without places is told and not drawn. `flow` is the flow of the record that went this way.
    """

    id: Id
    by: Literal["rail", "sea", "air", "road"]
    name: Text
    through: Keys = ()
    toward: Id | None = None
    flow: Id | None = None
    when: date
    precision: Literal["day", "month", "year"] = "day"
    says_md: Markdown
    sources: Keys = Field(min_length=1)


class Band(Model):
    """One of the answers to how many: up to and with so many of a hundred things, and more than the band before it."""

    id: Id
    words: Text
    up_to: int = Field(ge=0, le=100)


class PlaceMap(ActivityBase):
    """Frames, places and ways, and the question before the ways are shown: of how many of the things that passed the way is known.

    The things counted are the flows of the record between any two of `actors`; `rest_md` says where the others are to be seen.
    """

    kind: Literal["place-map"]
    question: Text
    bands: tuple[Band, ...] = Field(min_length=2)
    actors: Keys = Field(min_length=2)
    frames: tuple[MapFrame, ...] = Field(min_length=1, max_length=2)
    places: tuple[MapPlace, ...] = Field(min_length=1)
    ways: tuple[MapWay, ...] = ()
    rest_md: Markdown

    @model_validator(mode="after")
    def _all_there(self) -> Self:
        places = {p.id for p in self.places}
        for way in self.ways:
            lacking = {*way.through, *([way.toward] if way.toward else [])} - places
            if lacking:
                raise ValueError(f"way {way.id}: there is no place {', '.join(sorted(lacking))}")
            if len(way.through) == 1 and not way.toward:
                raise ValueError(f"way {way.id}: name a second place, or what it heads for")
        for place in self.places:
            if not any(f.west <= place.lon <= f.east and f.south <= place.lat <= f.north for f in self.frames):
                raise ValueError(f"place {place.id}: it lies in no frame")
        if [b.up_to for b in self.bands] != sorted({b.up_to for b in self.bands}) or self.bands[-1].up_to != 100:
            raise ValueError("the bands must run upwards, and the last to 100")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the actors, the flows, and the sources of places and ways."""
        yield from super().names()
        yield "actors", self.actors
        for place in self.places:
            for told in place.told:
                yield "sources", told.sources
        for way in self.ways:
            yield "sources", way.sources
            yield "flows", (way.flow,) if way.flow else ()

    def items(self) -> dict[str, str]:
        """Return one piece of work: the answer and what is in hand, which no new place sets aside."""
        return {self.id: fingerprint([self.question, [(b.id, b.up_to) for b in self.bands]])}
