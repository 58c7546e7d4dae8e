"""Read what students handed in, as a learning platform delivers it; trust nothing in it. A file that cannot be read is one line of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from ..course.kept import plain_json
from .codes import signs
from .lateness import Clock, local
from .names import Batch, Who
from .roster import Roster
from .sources import MAX_BYTES, MAX_DEPTH, Limits, Source, other_names

__all__ = ["MAX_BYTES", "Context", "Submission", "Unread", "parse", "read"]


@dataclass(frozen=True)
class Submission:
    """What one file holds: whose it is, when it was saved and by whose clock, and the answers by id."""

    student: str
    name: str
    file: str
    at: datetime | None
    late: bool
    items: dict[str, dict[str, Any]] = field(repr=False)
    clock: Clock = "device"
    known: bool = True
    """Whether the roster knows the student; true where there is no roster."""
    held: bool = False
    """Whether a roster says who the student is, so that a number that was typed can be held against `student`."""
    handle: str = ""
    """By what its own platform knows the student, with the platform's name: ``moodle:812``."""
    word: str = ""
    """The short word that the page told the student when it saved the file."""


@dataclass(frozen=True)
class Unread:
    """A file that was not read, and why: it cannot be, it is the platform's own receipt, or whose it is must be asked."""

    file: str
    why: str
    kind: Literal["unread", "receipt", "asked"] = "unread"


@dataclass(frozen=True)
class Context:
    """What reading a file needs to know: the course that it must belong to, the roster, the zone of platforms' clocks, and whose a file was decided to be."""

    course: str
    roster: Roster | None = None
    zone: tzinfo = UTC
    whose: Mapping[str, str] = field(default_factory=dict)


def read(places: Path | Iterable[Path], context: Context | str, limits: Limits | None = None) -> Iterator[Submission | Unread]:
    """Yield each submission of folders and zips, or what could not be read of it.

    Parameters
    ----------
    places
        Folders or zips.
    context
        What reading needs to know, or just the id of the course.
    limits
        How much is read of each.
    """
    known = Context(context) if isinstance(context, str) else context
    for place in [places] if isinstance(places, Path) else places:
        source = Source(place, limits)
        batch = batch_of(source)
        for n in range(len(source.names)):
            yield one(source, batch, n, known)


def batch_of(source: Source) -> Batch:
    """Return what the names of a source have in common, with the text of Blackboard's receipts."""
    receipts = {}
    for n, name in enumerate(source.names):
        if name.endswith(".txt") and "_attempt_" in name and isinstance(data := source.get(n), bytes):
            receipts[name] = data[:2000].decode("utf-8", "replace")
    return Batch(source.names, receipts)


def one(source: Source, batch: Batch, n: int, context: Context) -> Submission | Unread:
    """Return the submission that a file of a source holds, or why it holds none."""
    name = source.names[n]
    who = batch.who(name)
    if who.receipt or (who.kind == "brightspace" and name.endswith("index.html")) or name in batch.receipts:
        return Unread(name, "the platform's own receipt", "receipt")
    data = source.get(n)
    if isinstance(data, str):
        return Unread(name, data)
    try:
        made = _content(data, context.course)
    except ValueError as error:
        return Unread(name, str(error))
    return _settled(name, who, made, context, word_of(data))


def parse(name: str, data: bytes, course: str) -> Submission:
    """Return the submission that a file alone holds; raise `ValueError` in words where it is none."""
    found = _settled(name, Batch([name]).who(name), _content(data, course), Context(course), word_of(data))
    if isinstance(found, Unread):
        raise ValueError(found.why)
    return found


def word_of(data: bytes) -> str:
    """Return the short word of a file, made from every byte of it (`front/src/logic/receipt.ts` has its twin); it finds a slip, and proves nothing."""
    return signs(crc32(data) >> 2, 6)


def _settled(name: str, who: Who, made: dict[str, Any], context: Context, word: str) -> Submission | Unread:
    """Return a submission whose owner is settled: by a decision, by the roster, or by its name."""
    student, shown, known, held = who.key, who.name, True, False
    decided = context.whose.get(name) or context.whose.get(name.replace("\\", "/").rsplit("/", 1)[-1])
    if decided:
        found = context.roster.students.get(decided) if context.roster else None
        student, shown, known = decided, found.name if found else decided, found is not None or context.roster is None
        held = context.roster is not None
    elif context.roster:
        found, unclear = _in_roster(name, who, context.roster)
        if found:
            student, shown = found.key, found.name
        elif unclear or not student:
            return Unread(name, f"whose is it? {unclear or who.asks}; settle it in decisions.yml (`do: whose`)", "asked")
        known, held = found is not None, True
    elif not student:
        return Unread(name, f"whose is it? {who.asks}; give a roster (--roster), or settle it in decisions.yml (`do: whose`)", "asked")
    at = local(who.wall, context.zone) if who.wall else _time(made.get("exported"))
    clock: Clock = "platform" if who.wall else "device" if at else ""
    handle = f"{who.kind}:{who.key}" if who.key and who.kind != "plain" else ""
    return Submission(student, shown, name, at, who.late, made["items"], clock, known, held, handle, word)


def _in_roster(name: str, who: Who, roster: Roster) -> tuple[Any, str]:
    """Return the student of the roster, or what is unclear; a name that an old Windows zipped is tried in its code pages."""
    found, unclear = roster.find(who)
    if found is None and not unclear:
        others = {s.key: s for other in other_names(name) for s, _ in [roster.find(Batch([other]).who(other))] if s}
        if len(others) == 1:
            return next(iter(others.values())), ""
    return found, unclear


def _content(data: bytes, course: str) -> dict[str, Any]:
    """Return what a file saved by the book holds; raise `ValueError` in words where it is none."""
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        raise ValueError("it is a zip inside what was handed in: unpack it there and grade again")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is no text (UTF-8), as the book saves it: a photo, or a document?") from None
    made = plain_json(text, MAX_DEPTH + 1)
    if not isinstance(made, dict) or made.get("format") != "thirdcorner-record" or not isinstance(made.get("items"), dict):
        raise ValueError("it is not a file saved by this book")
    if made.get("v") != 1:
        raise ValueError(f"it is of version {str(made.get('v'))[:20]}; this edition reads version 1")
    if made.get("course") != course:
        raise ValueError("it belongs to another course")
    for id, entry in made["items"].items():
        if not isinstance(entry, dict) or not isinstance(entry.get("state"), dict) or not isinstance(entry.get("hash"), str):
            raise ValueError(f"the answer {id[:80]!r} cannot be read")
    return made


def _time(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        made = datetime.fromisoformat(value[:40])
    except ValueError:
        return None
    try:
        return made.astimezone(UTC) if made.tzinfo else None
    except OverflowError:  # the year 1 or 9999, moved over its edge
        return None
