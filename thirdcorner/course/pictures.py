"""Pictures in data: ``![what it shows](images/name.png)`` in a question, the file in ``images/`` beside the questions' files.

A picture travels in the HTML as a ``data:`` address, so that it is there on a page, on paper and from a stick; an export takes
it out again and packs it as a file (`unpacked`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

LIMIT = 300_000
"""A picture may have at most so many bytes, since it stands in every page that shows its question."""
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}
"""The types that every browser and platform shows; SVG is none of them, since platforms take it for a program."""
_BEGINS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8", "image/webp": b"RIFF"}
_USED = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)")


_FOLDERS: list[Path] = []


def look_in(folder: Path) -> None:
    """Look for pictures in a folder of questions from now on, before all others; reading a course or a pool says so."""
    if folder not in _FOLDERS[:1]:
        _FOLDERS[:] = [folder, *(other for other in _FOLDERS if other != folder)]


def used(source: str) -> Iterator[tuple[str, str]]:
    """Yield the text alternative and the address of each picture of a Markdown text."""
    yield from _USED.findall(source)


def find(address: str, folders: Sequence[Path]) -> Path | None:
    """Return the file of a picture, in the first of the folders with questions that has it; `None` where none has."""
    if not re.fullmatch(r"images/[A-Za-z0-9][A-Za-z0-9._-]*", address):
        return None
    return next((folder / address for folder in folders if (folder / address).is_file()), None)


def fault(alternative: str, address: str, folder: Path) -> tuple[str, str] | None:
    """Return what is wrong with a picture of a folder's questions, and what would be right; `None` where nothing is."""
    path = find(address, [folder])
    if path is None:
        return f"there is no picture {address!r}", f"put it into {folder.name}/images/ and write images/NAME.png"
    if not alternative.strip():
        return f"the picture {address!r} has no words for those who cannot see it", "write what it shows: ![a map of …](…)"
    kind = TYPES.get(path.suffix.lower())
    data = path.read_bytes()
    if kind is None or not data.startswith(_BEGINS[kind]):
        return f"the picture {address!r} is no PNG, JPEG, GIF or WebP by its name and first bytes", "save it as one of them"
    if len(data) > LIMIT:
        return f"the picture {address!r} has {len(data):,} bytes", f"save it with at most {LIMIT:,}"
    return None


def embedded(address: str) -> str:
    """Return the address of a picture as a ``data:`` address; as it was where there is no such picture."""
    path = find(address, _FOLDERS)
    return _data(path, path.stat().st_mtime_ns) if path and path.suffix.lower() in TYPES else address


@lru_cache(maxsize=512)
def _data(path: Path, stamp: int) -> str:
    return f"data:{TYPES[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode()}"


_EMBEDDED = re.compile(r'(\ssrc=")data:(image/[a-z]+);base64,([A-Za-z0-9+/]+=*)(")')


def unpacked(markup: str, prefix: str) -> tuple[str, dict[str, bytes]]:
    """Return HTML (or XML that holds some) with `prefix` and a name for each ``data:`` picture, and the pictures by name.

    The same picture has the same name wherever it stands.
    """
    files: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        ending = next((end for end, kind in TYPES.items() if kind == found[2]), None)
        try:
            data = base64.b64decode(found[3], validate=True)
        except binascii.Error:  # somebody's words about such an address, and no picture
            return found[0]
        if ending is None:
            return found[0]
        name = f"{hashlib.sha256(data).hexdigest()[:16]}{ending}"
        files[name] = data
        return f"{found[1]}{prefix}{name}{found[4]}"

    return _EMBEDDED.sub(named, markup), files
