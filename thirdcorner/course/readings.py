"""What was read against the record, as it then stood: a stamp for each entry, chapter and table, by which a silent change is seen.

No rule can know that a date is off by a year or that a key stands at the wrong option; a reader can, once. ``book/data/read.lock``
holds what each thing was when it was read, ``thirdcorner check --read`` names what has changed since, and ``thirdcorner read`` says that
it was read again; the graded pool has a ``read.lock`` of its own. How a thing is written (line ends, quotes, order of keys, line breaks in running text) changes no stamp.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from .read import LISTS, Course, load_pool, pool_folder
from .yaml import Problem

KINDS = (*LISTS, "sources", "questions", "activities")
PROSE = ("chapters", "reference")
"""The folders of the book whose pages state facts."""


def stamps(course: Course, pool: Path | None = None) -> dict[str, str]:
    """Return the stamp (12 hex digits of SHA-256) of each thing of a course, or of a graded pool that stands in `pool`, by ``kind/id``."""
    kinds = ("questions",) if pool else KINDS
    found = {f"{kind}/{id}": json.dumps(thing.model_dump(mode="json", exclude_defaults=True), sort_keys=True) for kind in kinds for id, thing in getattr(course, kind).items()}
    if not pool:
        book = course.root / "book"
        found |= {f"{part}/{path.stem}": _plain(path) for part in PROSE for path in sorted((book / part).glob("*.md"))}
        found |= {f"tables/{path.stem}": _plain(path) for path in sorted((book / "data" / "figures").glob("*.csv"))}
        if course.about:
            found[f"about/{course.about.id}"] = json.dumps(course.about.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
    return {name: hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12] for name, text in found.items()}


def _plain(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").removeprefix("\ufeff").replace("\r", "")


def lock(course: Course, pool: Path | None = None) -> Path:
    """Return the file that holds the stamps of what was read, of the course or of a graded pool."""
    return (pool or course.root / "book" / "data") / "read.lock"


def _held(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    rows = (line.rpartition(" ") for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {name: stamp for name, _, stamp in rows if name}


def unread(course: Course, pool: Path | None = None) -> Iterator[Problem]:
    """Yield what changed, came or went since it was read; nothing where no stamps are kept."""
    held = _held(lock(course, pool))
    if not held:
        return
    now = stamps(course, pool)
    for name in sorted(held.keys() | now.keys()):
        if held.get(name) != now.get(name):
            kind, _, id = name.partition("/")
            what = "has changed since it was read against the record" if name in held else "has not been read against the record"
            what = f"it {what}" if name in now else "it was read against the record, and is gone"
            file, line = _place(course, kind, id)
            yield Problem(file, line, id or kind, what, f"read it, then `thirdcorner read {name}`")


def _place(course: Course, kind: str, id: str) -> tuple[str, int]:
    if kind == "tables" or kind in PROSE:
        return (f"book/data/figures/{id}.csv" if kind == "tables" else f"book/{kind}/{id}.md"), 1
    file, line = course.at(kind, id)
    return (file, line) if line else (f"book/data/{kind}.yml", 1)


def keep(course: Course, chosen: Iterable[str] = (), pool: Path | None = None) -> list[str]:
    """Write the stamps of `chosen` things, or of all where none is named, as they now stand; return the names whose stamp changed.

    Raises `KeyError` at a name that neither the course nor the file knows; then nothing is written.
    """
    held, now = _held(lock(course, pool)), stamps(course, pool)
    names = list(chosen) or [*held, *now]
    for name in names:
        if name not in held and name not in now:
            raise KeyError(name)
    changed = sorted({name for name in names if held.get(name) != now.get(name)})
    after = {name: stamp for name, stamp in {**held, **{n: now[n] for n in changed if n in now}}.items() if name in now or name not in changed}
    head = "# What each thing was when it was last read against the record; written by `thirdcorner read`, held by `thirdcorner check --read`.\n"
    lock(course, pool).write_text(head + "".join(f"{name} {after[name]}\n" for name in sorted(after)), "utf-8", newline="\n")
    return changed


def again(course: Course, names: list[str], graded: bool) -> tuple[int, str]:
    """Keep the stamps of things (all where none is named) of the book or of the graded pool; return the exit status and what to say."""
    pool = pool_folder(course.root) if graded else None
    of = load_pool(course) if graded else course
    try:
        changed = keep(of, names, pool)
    except KeyError as error:
        return 1, f"{error.args[0]}: no such thing was read or stands in the course"
    return 0, "\n".join([*changed, f"{lock(of, pool)}: {len(changed)} stamps are new."])
