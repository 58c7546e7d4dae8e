"""Whose file it is, by the names that platforms give; what a name does not settle is asked, never guessed.

Moodle, Canvas, Blackboard, Brightspace, ILIAS and OpenOlat put a person into each path; Google Classroom and a plain folder do not,
or only by what the file is called. A batch is looked at as a whole first: what all its paths have in common (a folder that a system
for zips put around them, the assignment's title before Blackboard's user name) names nobody.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

Kind = Literal["moodle", "canvas", "blackboard", "brightspace", "ilias", "openolat", "plain"]

_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<what>[a-z]+)(?:_(?P<rest>.*))?$", re.S)
_CANVAS = re.compile(
    r"(?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>\d{2,})_(?P<rest>.+)$|(?P<late2>LATE_)?anon_(?P<id2>[A-Za-z0-9]+)_(?P<file2>\d{2,})_(?P<rest2>.+)$"
)
_BLACKBOARD = re.compile(r"(?P<head>.+)_attempt_(?P<at>\d{4}(?:-\d{2}){5})(?:_(?P<rest>.*))?$")
_BRIGHTSPACE = re.compile(
    r"\d+-\d+ ?- ?(?P<name>.+?) ?- ?"
    r"(?P<at>(?:[^\W\d_]{3,12}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,12}\.?),? ?\d{4},? \d{1,2}[:.]?\d{2}(?: ?[AP]M)?)(?: - (?P<rest>.+))?$",
    re.I,
)
_ILIAS = re.compile(r"(?P<last>[^_/]+)_(?P<first>[^_/]+)_(?P<login>[^/]+)_(?P<id>\d+)$")
_OPENOLAT = re.compile(r"(?P<last>[^_/]+)_(?P<first>[^_/]+)_(?P<login>[^_/]+)$")
_SAVED = re.compile(
    r"(third-corner-record|record|submission|answers|[\w.-]+-submission)(?:[ _-]*+(?:\(\d++\)|\d++|copy|kopia|kopie))*+$", re.I
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Who:
    """Whose file it is: the key that tells students apart, the name to show, what a roster may know them by, and what else the path says.

    `key` is empty where the path settles nothing: `asks` then says what would. `wall` is a time by the platform's wall clock.
    """

    key: str
    name: str
    kind: Kind = "plain"
    ids: tuple[str, ...] = ()
    late: bool = False
    wall: datetime | None = None
    receipt: bool = False
    asks: str = ""


def parts_of(path: str) -> tuple[str, ...]:
    """Return a path's parts whatever system wrote it, composed (macOS writes letters and accents apart)."""
    return tuple(p for p in unicodedata.normalize("NFC", path).replace("\\", "/").split("/") if p not in ("", ".", ".."))


def stem_of(name: str) -> str:
    """Return a file's name without its last suffix."""
    return os.path.splitext(name)[0] or name  # noqa: PTH122  # of a name alone


def saved_name(stem: str) -> bool:
    """Return whether a file is called as the book saves it, so that its name says nothing of its owner."""
    return _SAVED.fullmatch(stem.strip()) is not None


@dataclass
class Batch:
    """What the paths of a batch have in common; `receipts` are Blackboard's text files, by path, which name the user."""

    paths: Iterable[str]
    receipts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        heads: list[str] = []
        canvas: Counter[str] = Counter()
        plain: list[tuple[str, ...]] = []
        for path in self.paths:
            parts = parts_of(path)
            if not parts:
                continue
            if m := _BLACKBOARD.match(stem_of(parts[-1])):
                heads.append(m["head"])
            elif m := _CANVAS.match(parts[-1]):
                canvas[m["file"] or m["file2"]] += 1
            plain.append(parts)
        self.canvas = bool(canvas) and max(canvas.values()) == 1  # an upload's number is its own
        plain = [p for p in plain if _certain(p, self.canvas) is None]
        self.count = len(plain)
        self.common = _common([p[:-1] for p in plain])
        self.heads = sorted(set(heads))
        above: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        inside: Counter[tuple[str, ...]] = Counter()
        for p in plain:
            for n in range(len(self.common), len(p) - 1):
                above[p[n]].add(p[: n + 1])
            inside[p[:-1]] += saved_name(stem_of(p[-1]))
        self.repeated = {name for name, where in above.items() if len(where) > 1}
        self.crowded = {folder for folder, n in inside.items() if n > 1}

    @cached_property
    def users(self) -> dict[str, str]:
        """Blackboard's user names by what stands before ``_attempt_``: from its receipts, else from the title that all have in common."""
        found: dict[str, str] = {}
        for path, text in self.receipts.items():
            m, user = _BLACKBOARD.match(stem_of(parts_of(path)[-1])), receipt_user(text)
            if m and user and m["head"].endswith(f"_{user}"):
                found[m["head"]] = user
        titles = {head.removesuffix(f"_{user}") for head, user in found.items()}
        if len(titles) == 1:
            title = f"{next(iter(titles))}_"
            return {h: h.removeprefix(title) for h in self.heads if h.startswith(title)} | found
        tails = {h: [h[i + 1 :] for i, c in enumerate(h) if c == "_" and i + 1 < len(h)] for h in self.heads}
        if len(self.heads) > 1:
            shared = os.path.commonprefix(self.heads)  # noqa: RUF071  # of names, sign by sign
            title = shared[: shared.rfind("_") + 1]
            cut = {h: h.removeprefix(title) for h in self.heads}
            if title and title.count("_") == 1 and all(cut.values()):  # one sign to cut at, and every name begins after it
                return cut | found
            return {h: t[0] for h, t in tails.items() if len(t) == 1} | found
        return {h: t[0] for h, t in tails.items() if len(t) == 1} | found

    def who(self, path: str) -> Who:
        """Return whose file it is."""
        parts = parts_of(path)
        if not parts:
            return Who("", path, asks="its name is empty")
        if m := _BLACKBOARD.match(stem_of(parts[-1])):
            wall, user = datetime.strptime(m["at"], "%Y-%m-%d-%H-%M-%S") if _real(m["at"]) else None, self.users.get(m["head"], "")
            tails = tuple(m["head"][i + 1 :] for i, c in enumerate(m["head"]) if c == "_" and i + 1 < len(m["head"]))
            asks = "" if user else f"the user name begins at one of the _ in {m['head']!r}"
            return Who(user, user or m["head"], "blackboard", (user,) if user else tails, wall=wall, receipt=m["rest"] is None, asks=asks)
        if certain := _certain(parts, self.canvas):
            return certain
        return self._plain(parts)

    def _plain(self, parts: tuple[str, ...]) -> Who:
        """Return whose file it is in a folder that no platform named; a roster may know any part of the path."""
        stem, folders = stem_of(parts[-1]), parts[len(self.common) : -1]
        own = [f for f in folders if f not in self.repeated]
        saved = saved_name(stem)
        every = (*reversed(parts[:-1]), *(() if saved else (stem,)))
        if (m := re.match(r"(?P<name>.+?) - (?P<rest>.+)$", stem)) and saved_name(m["rest"]):
            return Who(m["name"], m["name"], ids=(m["name"],))
        key, asks = "", ""
        if not saved and self.count == 1 and len(parts) > 1:
            asks = f"either {parts[-2]} or {stem} may be the student"
        elif not saved and not own:
            key = stem
        elif not saved and len(folders) == 1:
            key = own[0]
        elif not saved:
            asks = f"any of {', '.join(own)} or {stem} may be the student"
        elif own and (parts[:-1] not in self.crowded or len(folders) > 1 or self.common != parts[:-1]):
            key = own[-1]
        elif self.count == 1 and len(parts) > 1:
            key = parts[-2]
        else:
            asks = "it is called as the book saves it, and no folder says whose it is"
        return Who(key, key or stem, ids=every, asks=asks)


def _certain(parts: tuple[str, ...], canvas: bool) -> Who | None:
    """Return what a platform's own way of naming says, where that alone settles it."""
    for n in range(len(parts) - 1, -1, -1):
        part, last = parts[n], n == len(parts) - 1
        if m := _MOODLE.match(part):
            return Who(m["id"], m["name"].strip(), "moodle", (m["id"],), receipt=m["what"] != "file")
        if m := _BRIGHTSPACE.match(part):
            return Who(m["name"].strip(), m["name"].strip(), "brightspace", (m["name"].strip(),), wall=_wall(m["at"]))
        if last and canvas and (m := _CANVAS.match(part)):
            id, late, rest = m["id"] or m["id2"], m["late"] or m["late2"], m["rest"] or m["rest2"]
            return Who(
                id, m["name"] or f"anonymous {id}", "canvas", (id,), late=late is not None, receipt=rest in ("text.html", "link.html")
            )
        if not last and (m := _ILIAS.match(part)):
            return Who(m["login"], f"{m['first']} {m['last']}", "ilias", (m["login"], m["id"]))
        if not last and n + 1 < len(parts) - 1 and re.match(r"\d+_", parts[n + 1]) and (m := _OPENOLAT.match(part)):
            return Who(m["login"], f"{m['first']} {m['last']}", "openolat", (m["login"],))
    return None


def receipt_user(text: str) -> str:
    """Return the user name in Blackboard's receipt, which stands in brackets at the end of its first line, in any language."""
    m = re.search(r"\(([^()\s]+)\)\s*$", text.lstrip("\ufeff").lstrip().split("\n", 1)[0])
    return m[1] if m else ""


def _real(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return False
    return True


def _wall(text: str) -> datetime | None:
    """Read Brightspace's time as the place of its users writes it: ``Nov 20, 2026 1011 AM``, ``20 November, 2026 1011 AM``, ``20 Nov 2026 2211``."""
    m = re.match(
        r"(?:(?P<day>\d+)\.? )?(?P<month>[^\W\d_]{3})[^\W\d_]*\.?(?: (?P<later>\d{1,2}))?,? ?(?P<year>\d{4}),? (?P<hour>\d{1,2}?)[:.]?(?P<minute>\d{2})(?: ?(?P<half>[AP])M)?$",
        text,
        re.I,
    )
    if not m or m["month"].lower() not in _MONTHS:
        return None
    try:
        return datetime(
            int(m["year"]),
            _MONTHS.index(m["month"].lower()) + 1,
            int(m["day"] or m["later"] or 0),
            int(m["hour"]) % 12 + (12 if m["half"].upper() == "P" else 0) if m["half"] else int(m["hour"]),
            int(m["minute"]),
        )
    except ValueError:
        return None


def _common(folders: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the folders that every path begins with."""
    if not folders:
        return ()
    first, last = min(folders), max(folders)
    n = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:n]
