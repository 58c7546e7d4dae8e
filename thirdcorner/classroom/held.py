"""What a build that students get holds of graded questions, said as it is; and what none may ever hold: decisions and the secret of orders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..course.read import pool_folder
from ..course.yaml import Problem
from .decisions import NAME
from .editions import TEXTS, folded
from .orders import NAME as SECRET

TELLING = 12
"""A reason as long as this, folded, does not stand in a student's file by chance."""


@dataclass(frozen=True)
class Held:
    """The graded questions that assignments have published on purpose: as they are asked, and with their keys."""

    asked: tuple[str, ...]
    told: tuple[str, ...]
    released: tuple[str, ...]
    """The assignments whose feedback was released."""

    def sentence(self, pool: int) -> str:
        """Return what the build holds, in words."""
        if not self.asked and not self.told:
            return f"It holds none of the {pool} graded questions."
        said = []
        if self.told:
            said.append(
                f"{_n(len(self.told))} with key and feedback, released on purpose by {', '.join(self.released)}: use none of them for a grade again"
            )
        if self.asked:
            said.append(f"{_n(len(self.asked))} as assignments ask them, without key")
        rest = pool - len(self.told) - len(self.asked)
        return f"Of the {pool} graded questions it holds {'; and '.join(said)}. It holds nothing of the other {rest}."


def _n(count: int) -> str:
    return f"{count} question" if count == 1 else f"{count} questions"


def held(root: Path, pool: Iterable[str]) -> Held:
    """Return what the assignments of a book have published of the graded pool."""
    known, asked, told, released = set(pool), set(), set(), []
    for path in sorted((root / "book" / "assignments").glob("*.json")):
        one = json.loads(path.read_text("utf-8"))
        mine = {q["id"]: bool(q.get("key")) for q in one["questions"] if q["id"] in known}
        asked |= set(mine)
        told |= {id for id, with_key in mine.items() if with_key}
        released += [one["id"]] if any(mine.values()) else []
    return Held(tuple(sorted(asked - told)), tuple(sorted(told)), tuple(released))


def private(root: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[Problem]:
    """Yield each file of a build that is a decision file, or holds a reason of one or the secret of the orders."""
    keys = pool_folder(root)
    secret = (keys / SECRET).read_text("ascii", "replace").strip() if (keys / SECRET).is_file() else ""
    reasons = sorted({folded(r) for path in _decisions(root, keys) for r in _reasons(path) if len(folded(r)) >= TELLING})
    for name, data in files:
        if name.replace("\\", "/").rsplit("/", 1)[-1] == NAME:
            yield Problem(
                name, 1, NAME, "it is a file of decisions, which may hold reasons of health", "take it out of what students are given"
            )
        elif name.endswith(TEXTS):
            text = data.decode("utf-8", "replace")
            plain = folded(text) if reasons else ""
            if any(r in plain for r in reasons):
                yield Problem(name, 1, NAME, "it holds a reason from a file of decisions", "take it out: students would be given it")
            if secret and secret in text:
                yield Problem(
                    name,
                    1,
                    SECRET,
                    "it holds the secret that orders are drawn with",
                    "take it out, and delete the secret: its orders are known now",
                )


def _decisions(root: Path, keys: Path) -> set[Path]:
    return {path for folder in (root / "book", root / "instructor", keys) if folder.is_dir() for path in folder.rglob(NAME)}


def _reasons(path: Path) -> Iterator[str]:
    """Yield the reasons of a file of decisions, whether or not all else of it can be read."""
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return
    for entry in found if isinstance(found, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("why"), str):
            yield entry["why"]
