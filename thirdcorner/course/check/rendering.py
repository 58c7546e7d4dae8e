"""What an author means and a page would show otherwise: formulas that are not whole, pictures that are not there, a year as a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import maths, pictures


def rendering(kind: str, things: Iterable[Any], problem: Callable[..., Any], folder: Path) -> Iterator[Any]:
    """Yield each formula that cannot become MathML, each picture that cannot be shown, and each number that would begin a list.

    Pictures belong to questions only.

    `problem` makes a problem of (kind, id, what, do); `folder` is where the questions' files stand.
    """
    for thing in things:
        for source in _markdown(thing.model_dump()):
            for tex, said in maths.wrong(source):
                yield problem(kind, thing.id, f"the formula ${tex}$ cannot be shown: {said}", "mend the TeX; a dollar sign that is money is written \\$")
            if (number := _LIST.match(source)) and not _LIST.search(source, number.end()):
                yield problem(kind, thing.id, f"{number[0].strip()!r} at the beginning of a text makes a numbered list of it", f"write {number[1]}\\. or begin with a word")
            for alternative, address in pictures.used(source):
                if kind != "questions":
                    yield problem(kind, thing.id, f"it shows the picture {address!r}", "only questions may show one")
                elif (found := pictures.fault(alternative, address, folder)) is not None:
                    yield problem(kind, thing.id, *found)


_LIST = re.compile(r"^(\d{1,9})[.)]\s", re.M)
_SLIPS = re.compile(r"\$|!\[|^\d{1,9}[.)]\s")


def _markdown(value: Any, rendered: bool = False) -> Iterator[str]:
    """Yield every Markdown text in a dumped thing that may have one of these in it."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _markdown(part, name.endswith("_md") or name == "traps")
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _markdown(part, rendered)
    elif rendered and isinstance(value, str) and _SLIPS.search(value):
        yield value
