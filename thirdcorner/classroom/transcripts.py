"""Transcripts as platforms export them, as texts to look for codes in: chats, forums, mails, tables, files handed in; alone, in a folder or in a zip.

Each text keeps the lines of its file where the file has lines; in a mailbox a text is a message, in a workbook a sheet. Everything is read
as data and dropped again; nothing is run or unpacked to disk.
"""

from __future__ import annotations

import io
import json
import mailbox
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from .sources import Limits, Source

MAX_BYTES = 200_000_000
MAX_CELLS = 3_000_000
"""Cells of a workbook, empty rows counted as one."""
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*+"?')  # one that never ends is met as a whole too, and not again from each of its signs

Text = tuple[str, str]
"""Where it stands, and what it says."""


def texts(path: Path, codes_of: Callable[[str], str | None] = lambda _: None, unread: list[str] | None = None, limits: Limits | None = None) -> Iterator[Text]:
    """Yield each text of a transcript, a folder or a zip, in order.

    Parameters
    ----------
    path
        A file, a folder or a zip.
    codes_of
        Gives the codes that a learner's file holds, and nothing where a text is no such file.
    unread
        Takes a line for each file of a folder or zip that cannot be read; without it, the first ends the reading.
    limits
        How much is read of a folder or zip.

    Raises
    ------
    ValueError
        In words, where the transcript cannot be read.
    """
    if path.is_dir() or (path.is_file() and path.suffix.lower() == ".zip"):
        source = Source(path, replace(limits or Limits(), largest=MAX_BYTES))  # a mailbox is larger than a submission
        for n, name in enumerate(source.names):
            data = source.get(n)
            try:
                if isinstance(data, str):
                    raise ValueError(f"{path}/{name}: {data}")
                yield from [*texts_in(data, f"{path}/{name}", codes_of)]
            except ValueError as error:
                if unread is None:
                    raise
                unread.append(str(error))
    elif not path.is_file():
        raise ValueError(f"{path}: there is no such file or folder")
    elif path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path}: it has {path.stat().st_size / 1e6:.0f} MB; a transcript of more than {MAX_BYTES // 1_000_000} MB is not read: cut it in parts")
    else:
        yield from texts_in(path.read_bytes(), str(path), codes_of)


def texts_in(data: bytes, name: str, codes_of: Callable[[str], str | None] = lambda _: None) -> Iterator[Text]:
    """Yield the texts of one file, by its ending."""
    match name.lower().rpartition(".")[2]:
        case "xlsx":
            yield from _sheets(data, name)
        case "mbox":
            yield from _messages(data, name)
        case "eml":
            yield name, _mail(data, name)
        case "json":
            text = decoded(data)
            codes = codes_of(text)
            yield name, _strings(text) if codes is None else codes
        case _:
            yield name, decoded(data)


def decoded(data: bytes) -> str:
    """Return bytes as text: by a byte order mark, else UTF-8, else the page of Western Windows, in which a code reads the same as in all others."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _strings(raw: str) -> str:
    """Return what the strings of a JSON file say, each on the line on which it stands there."""

    def plain(match: re.Match[str]) -> str:
        try:
            return " " + " ".join(json.loads(match[0]).splitlines()) + " ; "
        except ValueError:
            return match[0]

    return _STRING.sub(plain, raw)


def _said(message: Message) -> str:
    """Return a mail's texts: the plain one where there is one, else the HTML."""
    parts = [p for p in message.walk() if p.get_content_maintype() == "text" and p.get_content_disposition() != "attachment"]
    chosen = [p for p in parts if p.get_content_subtype() == "plain"] or parts
    found = []
    for part in chosen:
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        try:
            found.append(data.decode(part.get_content_charset() or "utf-8", "replace"))
        except LookupError:  # a charset that nobody knows
            found.append(data.decode("latin-1"))
    return "\n".join(found)


def _mail(data: bytes, name: str) -> str:
    """Return a mail's texts; raise `ValueError` in words where the standard library gives up on it, as it does in many ways."""
    try:
        return _said(message_from_bytes(data))
    except Exception as error:
        raise ValueError(f"{name}: it is no mail that can be read ({type(error).__name__})") from None


def _messages(data: bytes, name: str) -> Iterator[Text]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "mbox"
        place.write_bytes(data)
        box = mailbox.mbox(place, create=False)
        try:
            for n, key in enumerate(box.keys(), 1):
                yield f"{name}, message {n}", _mail(box.get_bytes(key), f"{name}, message {n}")
        finally:
            box.close()


def _sheets(data: bytes, name: str) -> Iterator[Text]:
    """Yield a workbook's sheets, a row a line; raise `ValueError` in words where it cannot be read, or unpacks to too much."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(m.file_size for m in archive.infolist()) > MAX_BYTES:
                raise OverflowError
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        cells = 0
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its own size may be a lie
            rows: list[str] = []
            for row in sheet.iter_rows(values_only=True):
                cells += len(row) + 1  # between two rows all that are missing come as empty ones
                if cells > MAX_CELLS:
                    raise OverflowError
                rows.append(" ; ".join(" ".join(str(cell).splitlines()) for cell in row if cell is not None))
            yield f"{name}, sheet {sheet.title}", "\n".join(rows)
    except OverflowError:
        raise ValueError(f"{name}: unpacked it is too large to be read") from None
    except Exception as error:  # the library's own, and those of what it is built on
        raise ValueError(f"{name}: it is no workbook that can be read ({type(error).__name__})") from None
