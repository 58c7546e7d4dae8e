"""Files as a folder or a zip holds them, read one at a time; nothing is unpacked to disk, followed, run, or changed.

A zip is listed before it is read, so that parts of it can be read by several processes. What is too large, encrypted or damaged is
one problem in words and never stops the rest.
"""

from __future__ import annotations

import copy
import os
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_BYTES = 2_000_000
"""A submission's size; a record of the whole course has a tenth of it."""
MAX_DEPTH = 12
"""How deeply lists and objects may nest."""
_DROPPED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_PAGES = ("cp852", "cp1250", "cp850", "cp1252", "cp437")
"""What a zip of an older Windows may have written names in; a roster tells which."""


@dataclass(frozen=True)
class Limits:
    """How much is read of one folder or zip: files, bytes in all, how many times larger than packed a member may be, and the bytes of one file."""

    files: int = 250_000
    total: int = 4_000_000_000
    ratio: int = 200
    largest: int = MAX_BYTES


class Source:
    """A folder or a zip; `names` are the paths inside, `get` reads one of them."""

    def __init__(self, place: Path, limits: Limits | None = None):
        self.place, self.limits = place, limits or Limits()
        self.archive: zipfile.ZipFile | None = None
        if place.is_dir():
            self.names = list(_walk(place))
        elif place.is_file():
            try:
                self.archive = zipfile.ZipFile(place)
            except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
                raise ValueError(f"{place}: it is no zip that can be read ({error})") from None
            self.members = [m for m in self.archive.infolist() if not m.is_dir() and not _ignored(m.filename)]
            self.names = [name_of(m) for m in self.members]
        else:
            raise ValueError(f"{place}: there is no such folder or zip")
        self.stop = self._stop()

    def reopened(self) -> Source:
        """Return the same source with a file handle of its own; its list is not read again."""
        made = copy.copy(self)
        if self.archive and self.archive.fp is not None:
            made.archive = copy.copy(self.archive)
            made.archive.fp = self.place.open("rb")
            made.archive._lock = threading.RLock()  # type: ignore[attr-defined]  # the parent's may be held
        return made

    def _stop(self) -> int:
        """Return how many files are read: what comes after holds more than the limits allow."""
        stop, total = min(len(self.names), self.limits.files), 0
        for n in range(stop):
            total += min(self._size(n), self.limits.largest)
            if total > self.limits.total:
                return n
        return stop

    def _size(self, n: int) -> int:
        """Return how many bytes a file says it holds, unpacked; of one that is gone, none."""
        if self.archive:
            return self.members[n].file_size
        try:
            return os.lstat(f"{self.place}/{self.names[n]}").st_size
        except OSError:
            return 0

    def get(self, n: int) -> bytes | str:
        """Return a file's bytes, or in words why it was not read."""
        if n >= self.stop:
            return f"there are more than {self.limits.files:,} files, or {self.limits.total:,} bytes, in one place; raise --max-files or --max-bytes if that is right"
        try:
            return self._member(n) if self.archive else self._file(self.place / self.names[n])
        except OSError as error:
            return f"it cannot be read ({error.strerror or type(error).__name__})"

    def _file(self, path: Path) -> bytes | str:
        if path.is_symlink() or not path.is_file():
            return "it is a link, which is not followed"
        if path.stat().st_size > self.limits.largest:
            return f"it is larger than {self.limits.largest:,} bytes"
        return path.read_bytes()

    def _member(self, n: int) -> bytes | str:
        member = self.members[n]
        assert self.archive is not None
        if member.file_size > self.limits.largest:
            return f"it is larger than {self.limits.largest:,} bytes"
        if member.file_size > 10_000 and member.file_size > self.limits.ratio * max(1, member.compress_size):
            return f"it unpacks to more than {self.limits.ratio} times its size"
        if member.flag_bits & 1:
            return "it is encrypted"
        try:
            with self.archive.open(member) as file:
                data = file.read(self.limits.largest + 1)  # what the directory says of its size may be a lie
        except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
            return f"it is damaged ({error})"
        except Exception as error:  # zlib and lzma raise their own
            return f"it is damaged ({type(error).__name__})"
        return data if len(data) <= self.limits.largest else f"it is larger than {self.limits.largest:,} bytes"


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name: macOS writes UTF-8 and does not say so, an older Windows a code page of its own."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return member.filename


def other_names(name: str) -> Iterator[str]:
    """Yield how a name that was read as the oldest code page reads in others."""
    if name.isascii():
        return
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return
    for page in _PAGES:
        try:
            yield raw.decode(page)
        except UnicodeDecodeError:
            continue


def _walk(place: Path) -> Iterator[str]:
    for at, folders, names in os.walk(place, followlinks=False):
        folders.sort()
        for name in sorted(names):
            inside = (Path(at) / name).relative_to(place).as_posix()
            if not _ignored(inside):
                yield inside


def _ignored(name: str) -> bool:
    return any(part in _DROPPED or part.startswith("._") for part in PurePosixPath(name.replace("\\", "/")).parts)
