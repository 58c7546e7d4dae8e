"""Read what students handed in, from a folder or a zip as a learning platform delivers it; trust nothing in it.

Nothing is unpacked to disk, followed, run, or changed. A file that cannot be read is one problem and never stops the rest.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

MAX_BYTES = 2_000_000
"""A submission's size; a record of the whole course has a tenth of it."""
MAX_FILES = 250_000
MAX_TOTAL = 4_000_000_000
MAX_RATIO = 200
"""How many times larger than packed a member of a zip may be."""
MAX_DEPTH = 12
"""How deeply lists and objects may nest."""
_DROPPED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")

_MOODLE = re.compile(r"(?P<name>[^/_]+)_(?P<id>\d+)_assignsubmission_file_?(?P<rest>.*)$")
_CANVAS = re.compile(r"(?P<name>[^/_]+?)_(?P<late>LATE_)?(?P<id>\d+)_\d+_.+$")
_BLACKBOARD = re.compile(r".*_(?P<id>[^_/]+)_attempt_(?P<at>\d{4}(?:-\d{2}){5})(?:_.*)?$")


@dataclass(frozen=True)
class Submission:
    """What one file holds: whose it is, when it was saved (by the clock of the learner's device), and the answers by id."""

    student: str
    name: str
    file: str
    at: datetime | None
    late: bool
    items: dict[str, dict[str, Any]] = field(repr=False)


@dataclass(frozen=True)
class Unread:
    """A file that was not read, and why."""

    file: str
    why: str


def found(place: Path) -> Iterator[tuple[str, bytes | str]]:
    """Yield each file of a folder or zip: its path inside, and its bytes, or in words why it was not read."""
    if place.is_dir():
        yield from _folder(place)
    elif place.is_file():
        yield from _zip(place)
    else:
        raise FileNotFoundError(f"{place}: there is no such folder or zip")


def _folder(place: Path) -> Iterator[tuple[str, bytes | str]]:
    count = 0
    for at, folders, names in os.walk(place, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(at) / name
            inside = path.relative_to(place).as_posix()
            if _ignored(inside):
                continue
            count += 1
            if count > MAX_FILES:
                yield inside, f"there are more than {MAX_FILES:,} files"
                return
            if path.is_symlink() or not path.is_file():
                yield inside, "it is a link, which is not followed"
            elif path.stat().st_size > MAX_BYTES:
                yield inside, f"it is larger than {MAX_BYTES:,} bytes"
            else:
                yield inside, path.read_bytes()


def _zip(place: Path) -> Iterator[tuple[str, bytes | str]]:
    try:
        archive = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise ValueError(f"{place}: it is no zip that can be read ({error})") from None
    with archive:
        total = 0
        for count, member in enumerate(archive.infolist(), 1):
            name = member.filename
            if member.is_dir() or _ignored(name):
                continue
            if count > MAX_FILES or total > MAX_TOTAL:
                yield name, "the zip holds too much; nothing after this was read"
                return
            if member.file_size > MAX_BYTES:
                yield name, f"it is larger than {MAX_BYTES:,} bytes"
            elif member.file_size > 10_000 and member.file_size > MAX_RATIO * max(1, member.compress_size):
                yield name, f"it unpacks to more than {MAX_RATIO} times its size"
            elif member.flag_bits & 1:
                yield name, "it is encrypted"
            else:
                try:
                    with archive.open(member) as file:
                        data = file.read(MAX_BYTES + 1)  # what the directory says of its size may be a lie
                except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
                    yield name, f"it is damaged ({error})"
                    continue
                except Exception as error:  # zlib and lzma raise their own
                    yield name, f"it is damaged ({type(error).__name__})"
                    continue
                total += len(data)
                yield name, data if len(data) <= MAX_BYTES else f"it is larger than {MAX_BYTES:,} bytes"


def _ignored(name: str) -> bool:
    return any(part in _DROPPED or part.startswith("._") for part in PurePosixPath(name.replace("\\", "/")).parts)


def read(place: Path, course: str) -> Iterator[Submission | Unread]:
    """Yield each submission of a folder or zip, or what could not be read of it.

    Parameters
    ----------
    place
        A folder or a zip.
    course
        The id of the course that a file must belong to.
    """
    for name, data in found(place):
        if isinstance(data, str):
            yield Unread(name, data)
            continue
        try:
            yield parse(name, data, course)
        except ValueError as error:
            yield Unread(name, str(error))


def parse(name: str, data: bytes, course: str) -> Submission:
    """Return the submission that a file holds; raise `ValueError` in words where it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    try:
        made = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it nests too deeply") from None
    except ValueError as error:
        raise ValueError(f"it is not JSON ({str(error)[:80]})") from None
    if not isinstance(made, dict) or made.get("format") != "thirdcorner-record" or not isinstance(made.get("items"), dict):
        raise ValueError("it is not a file saved by this book")
    if made.get("v") != 1:
        raise ValueError(f"it is of version {str(made.get('v'))[:20]}; this edition reads version 1")
    if made.get("course") != course:
        raise ValueError("it belongs to another course")
    items: dict[str, dict[str, Any]] = {}
    for id, entry in made["items"].items():
        if not isinstance(entry, dict) or not isinstance(entry.get("state"), dict) or not isinstance(entry.get("hash"), str):
            raise ValueError(f"the answer {id[:80]!r} cannot be read")
        items[id] = entry
    if _depth(items) > MAX_DEPTH:
        raise ValueError("it nests too deeply")
    student, shown, late, attempt = whose(name)
    return Submission(student, shown, name, attempt or _time(made.get("exported")), late, items)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _depth(value: Any) -> int:
    """Return how deeply a value nests, by a walk that cannot itself run too deep."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            return deepest
        if isinstance(one, (dict, list)):
            waiting.extend((v, depth + 1) for v in (one.values() if isinstance(one, dict) else one) if isinstance(v, (dict, list)))
    return deepest


def _time(value: Any) -> datetime | None:
    try:
        made = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return made if made.tzinfo else None


def whose(path: str) -> tuple[str, str, bool, datetime | None]:
    """Return whose file it is by its path: (id or name, name to show, marked late by Canvas, time of Blackboard's attempt).

    Moodle names ``Ada Byron_123_assignsubmission_file_…``, Canvas ``byronada_LATE_123_456_record.json``, Blackboard
    ``Week 3_abyron_attempt_2026-11-20-10-11-12_record.json``. Any other file is known by its folder, or by its own name.
    """
    parts = PurePosixPath(path.replace("\\", "/")).parts
    for part in reversed(parts):
        if m := _MOODLE.match(part):
            return m["id"], m["name"].strip(), False, None
        if m := _BLACKBOARD.match(PurePosixPath(part).stem if part == parts[-1] else part):
            return m["id"], m["id"], False, datetime.strptime(m["at"], "%Y-%m-%d-%H-%M-%S").astimezone()
        if m := _CANVAS.match(part):
            return m["id"], m["name"], m["late"] is not None, None
    own = parts[-2] if len(parts) > 1 else PurePosixPath(parts[-1]).stem
    return own, own, False, None

