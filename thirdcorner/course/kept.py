"""The learner's record as a file beside the notebooks, of the form that the page saves and loads.

Several kernels may hold one record at once. Each writes only what changed in it, into what the file then says, under a lock and
into a new file that takes the old one's place. What another kernel wrote is never replaced without being put aside first, and
fields that a newer edition added to an entry, or to the file, stay.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "third-corner-record.json"
"""The name under which the page saves the record too."""
IGNORED = f"{Path(FILE).stem}*.json\n.{FILE}.*\n"
"""What git is told, so that nobody commits what a learner answered: the record, and what stands beside it for a moment or by mishap."""
FORMAT, VERSION = "thirdcorner-record", 1
MAX_DEPTH = 40
"""How deeply lists and objects of a file may nest; a state of the page nests 30 deep at most."""


class Unreadable(ValueError):
    """A record file that cannot be used; its text says why."""


@dataclass
class Held:
    """What a record holds of some ids, as a widget of today reads it."""

    work: dict[str, Any] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)


class Record:
    """One record file; `course` and `edition` are the ids that it bears."""

    def __init__(self, path: Path, course: str, edition: str) -> None:
        self.path, self.course, self.edition = path, course, edition

    def read(self) -> dict[str, Any]:
        """Return the file's content; that of a new record where there is none.

        Raises
        ------
        Unreadable
            Where the file is no record of this course. It is left as it is.
        """
        try:
            text = self.path.read_text("utf-8-sig")
        except FileNotFoundError:
            return {"format": FORMAT, "v": VERSION, "course": self.course, "edition": self.edition, "seed": 1 + secrets.randbelow(2**31 - 2), "items": {}, "aside": {}}
        except UnicodeDecodeError:
            raise Unreadable(f"{self.path}: it is no text") from None
        return self.checked(text)

    def checked(self, text: str) -> dict[str, Any]:
        """Return what a text holds that should be a record of this course."""
        try:
            made = plain_json(text)
        except ValueError as error:
            raise Unreadable(f"{self.path}: {error}") from None
        if not isinstance(made, dict) or made.get("format") != FORMAT or not isinstance(made.get("items"), dict):
            raise Unreadable(f"{self.path}: it is not a record of this course")
        if made.get("v") != VERSION:
            raise Unreadable(f"{self.path}: it is of version {str(made.get('v'))[:20]}; this edition reads version {VERSION}")
        if made.get("course") != self.course:
            raise Unreadable(f"{self.path}: it belongs to another course ({str(made.get('course'))[:80]})")
        if not isinstance(made.setdefault("aside", {}), dict):
            made["aside"] = {}
        return made

    def held(self, items: Mapping[str, str], was: Mapping[str, str]) -> Held:
        """Return what was done on some ids, given their fingerprints now and in the edition before."""
        found, entries = Held(), self.read()["items"]
        for id, print_ in items.items():
            entry = entries.get(id)
            if not _sound(entry):
                continue
            if entry["hash"] in (print_, was.get(id)):
                found.work[id], found.times[id] = entry["state"], int(entry["at"])
            else:
                found.stale.append(id)
        return found

    def seed(self) -> int:
        """Return the learner's number for shuffled orders, the same in every notebook once anything is kept."""
        made = self.read().get("seed")
        return made if isinstance(made, int) and 0 < made < 2**31 else 1

    def keep(self, before: Mapping[str, Any], after: Mapping[str, Any], items: Mapping[str, str], seed: int) -> dict[str, int]:
        """Write what changed between two states of a widget's work; return when each was kept.

        An entry that is not what this kernel knew, whether another kernel's or one to an earlier wording, is put aside.
        """
        changed = [id for id in {**before, **after} if id in items and before.get(id) != after.get(id)]
        if not changed:
            return {}
        with self._alone():
            made = self._readable()
            made.setdefault("seed", seed)
            entries, now = made["items"], int(time.time() * 1000)
            for id in changed:
                old = entries.get(id)
                if old is not None and (not _sound(old) or old["hash"] != items[id] or old["state"] != before.get(id)):
                    made["aside"][_free(made["aside"], f"{id}:{now}")] = json.dumps(old)
                if id in after:
                    entries[id] = {**(old if isinstance(old, dict) else {}), "v": VERSION, "hash": items[id], "at": now, "state": after[id]}
                else:
                    entries.pop(id, None)
            self._write(made)
        return {id: now for id in changed if id in after}

    def merge(self, text: str) -> int:
        """Take another record's answers in, the newer of two; the older is put aside. Return how many are new here."""
        other = self.checked(text)
        if wrong := [id for id, entry in other["items"].items() if not _sound(entry)]:
            raise Unreadable(f"{self.path}: {len(wrong)} answers cannot be read, the first {wrong[0][:80]}; nothing was changed")
        with self._alone():
            made = self._readable()
            entries, aside, taken = made["items"], made["aside"], 0
            aside |= {key: old for key, old in other["aside"].items() if isinstance(old, str) and key not in aside}
            for id, entry in other["items"].items():
                mine = entries.get(id)
                if mine == entry:
                    continue
                loser = entry if _sound(mine) and mine["at"] >= entry["at"] else mine
                if loser is not None:
                    aside[_free(aside, f"{id}:{int(time.time() * 1000)}")] = json.dumps(loser)
                if loser is not entry:
                    entries[id] = entry
                    taken += 1
            self._write(made)
        return taken

    def _readable(self) -> dict[str, Any]:
        """Return the content; a file that cannot be used is put beside under a name of its own first."""
        try:
            return self.read()
        except Unreadable:
            number = 1
            while (beside := self.path.with_name(f"{self.path.stem}.unreadable-{number}.json")).exists():
                number += 1
            self.path.replace(beside)
            return self.read()

    def _write(self, made: dict[str, Any]) -> None:
        made["exported"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        made["edition"] = self.edition
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as out:
                json.dump(made, out, ensure_ascii=True, indent=1)
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the record against other kernels; a browser's Python, which has no locks, is alone anyway."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_name(f".{self.path.name}.lock").open("ab") as lock:
            with suppress(ImportError, AttributeError):  # no module, or one without its functions
                _lock(lock.fileno())
            yield


def plain_json(text: str, depth: int = MAX_DEPTH) -> Any:
    """Return what a text of JSON holds, if every reader of JSON would find the same in it.

    Raises
    ------
    ValueError
        In words, where it is no JSON, has a number that no program can hold (NaN, 1e999), or nests too deeply to be written again.
    """
    try:
        made = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("it nests too deeply") from None
    except ValueError as error:
        raise ValueError(f"it is not JSON ({str(error)[:80]})") from None
    if _deep(made, depth):
        raise ValueError("it nests too deeply")
    return made


def _no_number(text: str) -> float:
    raise ValueError(f"{text[:20]} is no number")


def _finite(text: str) -> float:
    return made if math.isfinite(made := float(text)) else _no_number(text)


def _deep(value: Any, depth: int) -> bool:
    """Return whether a value nests too deeply, by a walk, level by level, that cannot itself run too deep."""
    level: list[Any] = [[value]]
    for _ in range(depth + 1):
        level = [v for one in level for v in (one.values() if type(one) is dict else one) if type(v) is dict or type(v) is list]
        if not level:
            return False
    return True


def _lock(file: int) -> None:
    """Wait for the one lock of a file; it ends when the file is closed, by the death of its process too."""
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        while True:
            with suppress(OSError):  # it gives up after ten seconds
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined, unused-ignore]
                return
    import fcntl

    with suppress(OSError):  # a shared drive without locks: the new file still takes the old one's place whole
        fcntl.flock(file, fcntl.LOCK_EX)


def _sound(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.get("v") == VERSION
        and isinstance(entry.get("hash"), str)
        and isinstance(entry.get("at"), int | float)
        and isinstance(entry.get("state"), dict)
    )


def _free(taken: Mapping[str, Any], key: str) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free
