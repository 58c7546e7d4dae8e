"""Orders in which options and items are shown: drawn with a secret, so that nobody can count back from what is shown to the key.

The code is public, a page is, and an assignment's seed may be guessed; an order that follows from these gives the key of an
ordering away. The secret is 32 random bytes in the instructor's folder, made once, ignored by git, and in no build. Without it the
orders of a sheet already printed cannot be drawn again: keep it with the pool, or keep the key that was written with the sheet.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from ..course.yaml import ContentError, Problem

NAME = "secret"
_T = TypeVar("_T")


def secret_of(folder: Path) -> bytes:
    """Return the secret of an instructor's folder; make it where there is none.

    Raises
    ------
    ContentError
        Where the file is not what this wrote, or cannot be written.
    """
    path = folder / NAME
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="ascii", newline="\n") as file:
                file.write(secrets.token_hex(32) + "\n")
        found = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        if isinstance(error, FileExistsError) and path.is_file():  # made by another process in between
            return secret_of(folder)
        raise ContentError(
            [
                Problem(
                    str(path),
                    1,
                    NAME,
                    f"the secret that orders are drawn with cannot be kept ({error.strerror})",
                    "make the folder writable, or name another with THIRDCORNER_INSTRUCTOR",
                )
            ]
        ) from None
    except ValueError:
        found = b""
    if len(found) != 32:
        raise ContentError(
            [
                Problem(
                    str(path),
                    1,
                    NAME,
                    "it is not the secret that was written here (64 hexadecimal digits)",
                    "restore it from a copy; delete it only if no sheet of yours is in use",
                )
            ]
        )
    return found


def secret_order(n: int, secret: bytes, *what: str) -> list[int]:
    """Return an order of 0 … n-1 that follows from the secret and from what is ordered; never the order of the file itself."""

    def place(i: int) -> bytes:
        return hmac.new(secret, "\x1f".join((*what, str(i))).encode(), hashlib.sha256).digest()

    order = sorted(range(n), key=place)
    return order if n < 2 or order != sorted(order) else [*order[1:], order[0]]


def in_secret_order(things: Sequence[_T], secret: bytes, *what: str) -> list[_T]:
    """Return things in their secret order."""
    return [things[i] for i in secret_order(len(things), secret, *what)]


def number_of(secret: bytes, *what: str) -> str:
    """Return eight signs that stand for something without naming it: a student on the marking page, say."""
    raw = int.from_bytes(hmac.new(secret, "\x1f".join(("number", *what)).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()[:5])
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(raw >> shift) & 31] for shift in range(35, -1, -5))
