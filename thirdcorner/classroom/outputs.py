"""Writing what grading makes: all of it, or nothing; a file that is open elsewhere or a folder in the way is told, not overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self


class Outputs:
    """Files written beside their place and put there together at the end.

    Used with `with`; where the block ends without an error, each file replaces the one before. Where one cannot, none does.

    Raises
    ------
    ValueError
        In words, naming each file that stands in the way.
    """

    def __init__(self, to: Path):
        self.to = to
        self.staged = to / ".writing"
        self.names: list[str] = []

    def __enter__(self) -> Self:
        """Make the folder."""
        try:
            self.to.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self.staged, ignore_errors=True)
            self.staged.mkdir()
        except OSError as error:
            raise ValueError(f"{self.to}: nothing can be written there ({error.strerror}); name another folder with --to") from None
        return self

    def text(self, name: str, text: str | Iterable[str]) -> None:
        """Write text, or pieces of text, as UTF-8; what UTF-8 cannot hold becomes a question mark."""
        pieces = (text,) if isinstance(text, str) else text
        self.data(name, (piece.encode("utf-8", "replace") for piece in pieces))

    def data(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """Write bytes, or pieces of bytes."""
        path = self.staged / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                for piece in (data,) if isinstance(data, bytes) else data:
                    file.write(piece)
        except OSError as error:
            raise ValueError(f"{self.to / name}: it cannot be written ({error.strerror}); nothing there was changed") from None
        self.names.append(name)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Put the files in their places, or leave all as it was."""
        try:
            if kind is None:
                blocked = [why for name in self.names if (why := _blocked(self.to / name, self.to))]
                if blocked:
                    raise ValueError("\n".join([*blocked, f"{self.to}: nothing was written or changed"]))
                for name in self.names:
                    (self.to / name).parent.mkdir(parents=True, exist_ok=True)
                    try:
                        (self.staged / name).replace(self.to / name)
                    except OSError as failed:
                        raise ValueError(
                            f"{self.to / name}: it cannot be replaced ({failed.strerror}); close it where it is open, and run the command again"
                        ) from None
        finally:
            shutil.rmtree(self.staged, ignore_errors=True)


def _blocked(path: Path, top: Path) -> str:
    """Return in words why a file cannot be put in its place; empty where it can."""
    if path.is_dir():
        return f"{path}: a folder stands where this file belongs; move it away"
    for folder in path.parents:
        if folder == top:
            break
        if folder.exists() and not folder.is_dir():
            return f"{folder}: a file stands where this folder belongs; move it away"
    if path.exists():
        try:
            with path.open("r+b"):
                pass
        except OSError as error:
            return f"{path}: it cannot be replaced ({error.strerror}); close it where it is open"
    return ""
