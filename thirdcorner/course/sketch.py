"""Sketches of paragraphs: enough to recognise a reader's own copy, never enough to print one.

A sketch holds the `SIZE` smallest hashes of a text's runs of `RUN` words (a bottom-k sketch, Broder 1997). The same in ``front/src/logic/copy.ts``.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ruamel.yaml import YAML

from .read import Course

RUN, SIZE = 5, 16


def words(text: str) -> list[str]:
    """Return a text's words, case, marks and signs folded."""
    folded = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    return re.findall(r"[^\W_]+", folded)


def fnv(text: str) -> int:
    """Return the 32-bit FNV-1a hash of a text's UTF-8 (Fowler, Noll & Vo)."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def sketch(text: str) -> list[int]:
    """Return the `SIZE` smallest hashes of a text's runs of words, sorted."""
    found = words(text)
    return sorted({fnv(" ".join(found[i : i + RUN])) for i in range(len(found) - RUN + 1)})[:SIZE]


def lines_of(copy: Path) -> list[str]:
    """Return the lines of a reader's copy of the text, empty ones left out; raise `ValueError` in words where it is none."""
    try:
        return [line.strip() for line in copy.read_text("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise ValueError(f"{copy.name} is no plain text in UTF-8: save it as one, a paragraph a line") from None


def write_sketches(course: Course, copy: Path) -> list[str]:
    """Write a sketch of each paragraph of `copy` (plain text) into ``paragraphs.yml``; return the ids found.

    Raises `ValueError` naming each paragraph whose opening words are not in the copy.
    """
    lines = lines_of(copy)
    starts = {p.id: words(p.opens) for p in course.paragraphs.values()}
    found = {id: next((line for line in lines if words(line)[: len(start)] == start), None) for id, start in starts.items()}
    if missing := [id for id, line in found.items() if line is None]:
        raise ValueError(f"{copy.name} has no paragraph that opens like {', '.join(missing)}: give the whole text, one paragraph a line")
    path = course.root / "book" / "data" / "paragraphs.yml"
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 4000, True
    entries = yaml.load(path.read_text("utf-8"))
    for entry in entries:
        entry["sketch"] = yaml.seq(sketch(found[entry["id"]] or ""))
        entry["sketch"].fa.set_flow_style()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(entries, file)
    return list(found)
