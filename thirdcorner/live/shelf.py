"""A reader's folder of notebooks: what the reader saved is the reader's, and a new edition never takes its place.

The rule is nbgitpuller's. A file that nobody has changed since it was put there is brought up to date in its place; one that
was changed stays, byte for byte, and the new edition is put beside it, once, under a name with the day. Which file is whose
is known from a list of hashes in the same folder: a file whose hash is not on the list is the reader's.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

LIST = ".editions.json"
"""The list of hashes, in the folder itself, so that it goes wherever the folder goes."""
Did = Literal["new", "same", "updated", "kept", "beside"]


@dataclass(frozen=True)
class Placed:
    """What became of one notebook: `file` is where the new edition stands, or the reader's own where it is kept."""

    name: str
    did: Did
    file: Path


@dataclass
class Known:
    """Which bytes were put under which name, and which editions of a notebook the reader has been given already."""

    put: dict[str, str] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)


def shelve(folder: Path, editions: Mapping[str, bytes], day: date) -> list[Placed]:
    """Bring a reader's folder up to date and return what became of each notebook.

    Parameters
    ----------
    folder
        The reader's folder; it is made where it is missing.
    editions
        The newest edition of each notebook, by its file's name.
    day
        The day that the name of a new edition bears where it is put beside the reader's own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    placed = [_place(folder, name, data, known, day) for name, data in editions.items()]
    _write(folder / LIST, json.dumps({"put": known.put, "given": known.given}, indent=1, sort_keys=True).encode())
    return placed


def _place(folder: Path, name: str, data: bytes, known: Known, day: date) -> Placed:
    """Place one notebook by the rule."""
    digest, target = _digest(data), folder / name
    given = known.given.setdefault(name, [])
    there = _digest_of(target)
    if there in (None, digest, known.put.get(name)):
        if there != digest:
            _write(target, data)
        did: Did = "new" if there is None else "same" if there == digest else "updated"
        known.put[name] = digest
        given[:] = [digest]
        return Placed(name, did, target)
    if digest in given:
        return Placed(name, "kept", target)
    for old in [n for n in known.put if n != name and _beside(n, name)]:
        if _digest_of(folder / old) == known.put.pop(old):  # an edition put here earlier, which nobody has touched
            (folder / old).unlink()
    free = next(n for n in _names(name, day) if not os.path.lexists(folder / n))
    _write(folder / free, data)
    known.put[free] = digest
    given.append(digest)
    return Placed(name, "beside", folder / free)


def _names(name: str, day: date) -> Iterator[str]:
    """Yield the names that a new edition may have beside the reader's own: ``05.edition-2026-11-26.ipynb``, then ``…-2``."""
    stem, number = Path(name), 1
    while True:
        yield f"{stem.stem}.edition-{day.isoformat()}{f'-{number}' if number > 1 else ''}{stem.suffix}"
        number += 1


def _beside(other: str, name: str) -> bool:
    return other.startswith(f"{Path(name).stem}.edition-")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str | None:
    """Return a file's hash; `None` where nothing is there, a word that is no hash where it is no plain file."""
    if not os.path.lexists(path):
        return None
    return _digest(path.read_bytes()) if path.is_file() else "no file"


def _known(folder: Path) -> Known:
    """Read the list; where it is missing or damaged nothing is known, so every file counts as the reader's."""
    try:
        read = json.loads((folder / LIST).read_text("utf-8"))
        put = {str(k): str(v) for k, v in read["put"].items()}
        return Known(put, {str(k): [str(v) for v in vs] for k, vs in read["given"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Known()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
