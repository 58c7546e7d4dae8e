"""The chapters as live notebooks for JupyterLab: directives resolved to plain Markdown, widgets with their Python models."""

from __future__ import annotations

import ast
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import cast

import nbformat

from ..course.chapters import CELL
from ..course.drawn import source_of
from ..course.forecasts import table
from ..course.kept import IGNORED
from ..course.read import Course, chapter_files, load
from ..course.since import later
from ..course.words import date_words
from ..model.activities import ForecastDesk
from .launch import launch_of
from .shelf import Placed, shelve

FOLDER = "notebooks"
"""Where the reader's notebooks stand, in the course's folder and in no version control; `make clean` takes ``_build`` only."""
FORMER = Path("_build") / "lab"
"""Where earlier versions put them, with one backup that the next start wrote over."""


def write_notebooks(root: Path, day: date) -> tuple[Path, list[Placed]]:
    """Bring the reader's notebooks up to date (see `shelve`); return their folder and what became of each.

    Git is told to leave the record of answers out, unless the folder tells it something already. Notebooks of an earlier version, backups included, are moved into ``notebooks/before-<day>`` first.
    """
    course = load(root)
    editions = {f"{chapter.stem}.ipynb": written(course, chapter.read_text("utf-8")) for chapter in chapter_files(course.root)}
    folder, former = root / FOLDER, root / FORMER
    if former.is_dir() and any(former.iterdir()):
        folder.mkdir(exist_ok=True)
        former.rename(next(p for n in count(1) if not os.path.lexists(p := folder / f"before-{day.isoformat()}{f'-{n}' if n > 1 else ''}")))
    placed = shelve(folder, editions, day)
    if not (ignore := folder / ".gitignore").exists():
        ignore.write_text(IGNORED, "utf-8", newline="\n")
    return folder, placed


def chapters(course: Course) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Yield each chapter as a notebook, under its file's name."""
    for chapter in chapter_files(course.root):
        yield f"{chapter.stem}.ipynb", notebook(course, chapter.read_text("utf-8"))


def written(course: Course, text: str) -> bytes:
    """Return a chapter's notebook as the bytes of its file, the same wherever it is put, so that a copy that nobody changed is known as one."""
    return f"{nbformat.writes(notebook(course, text))}\n".encode()


def told(folder: Path, placed: list[Placed]) -> list[str]:
    """Return in words what became of the notebooks; a notebook that is as it was is passed over."""
    fresh = [p for p in placed if p.did in ("new", "updated")]
    lines = [f"The notebooks are in {folder}; what you save there is yours, and no new edition takes its place."]
    if fresh:
        lines.append(f"{len(fresh)} of them {'is' if len(fresh) == 1 else 'are'} new or brought up to date.")
    lines += [f"{p.name} has your work in it and stays as it is; the new edition is beside it, in {p.file.name}." for p in placed if p.did == "beside"]
    return lines


def notebook(course: Course, text: str) -> nbformat.NotebookNode:
    """Return a chapter's source as a notebook whose first cell imports what chapters use."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    cells = [nbformat.v4.new_code_cell(f"{launch_of(course.root).setup()}\nkeep_answers()")]
    names: Counter[str] = Counter()
    at = 0
    for match in CELL.finditer(text):
        cells.append(nbformat.v4.new_markdown_cell(plain(course, text[at : match.start()])))
        code = source_of(match["body"]).strip("\n")
        tags, widget = re.search(r"^:?tags: .*$", match["body"], re.M), called(code)
        if tags and "page-only" in tags[0]:  # what the page shows of a solution, which a live notebook's reader makes
            pass
        elif tags and "hide-input" in tags[0]:  # a solution stays folded, and is not run in the reader's place
            cells.append(nbformat.v4.new_markdown_cell(f"<details><summary>Model solution</summary>\n\n```python\n{code.strip()}\n```\n\n</details>"))
        elif widget:  # named, so that what was done in it can be read
            names[widget] += 1
            name = f"{widget}_{names[widget]}" if names[widget] > 1 else widget
            cells.append(nbformat.v4.new_code_cell(f"{name} = {code.strip()}\n{name}"))
            if re.fullmatch(r"\w+\(\"[\w-]+\"\)", code.strip()) and widget != "quiz":
                cells.append(nbformat.v4.new_code_cell(f"{name}.to_frame()  # run this again after you have worked above"))
        else:
            cells.append(nbformat.v4.new_code_cell(code))
        at = match.end()
    cells.append(nbformat.v4.new_markdown_cell(plain(course, text[at:])))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number:03}"
    made = nbformat.v4.new_notebook(cells=[c for c in cells if c.source.strip()])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def shown(course: Course, kind: str, id: str) -> str:
    """Return what a ``{record}`` directive shows, as one paragraph of Markdown."""
    match kind:
        case "claim":
            return f"**{id}.** {course.claims[id].text_md}"
        case "event":
            return f"**{date_words(course.events[id])}.** {course.events[id].title}"
        case "treaty":
            treaty = course.treaties[id]
            return f"**{treaty.name}.** " + (" ".join(f"*{o.type}*: {o.says_md}" for o in treaty.obligations) or treaty.no_obligation_md or "")
        case "forecasters":
            heads, scores = table(course, cast(ForecastDesk, course.activities[id]))
            return "Mean Brier score, from 0 (best) to 1. " + " ".join(f"**{who}**: {', '.join(map(' '.join, zip(given, heads, strict=True)))}." for who, given in scores.items())
        case "check":
            return f"Last checked against the record: {check.date:%d %B %Y}." if (check := course.last_check(id)) else ""
    return f"**{course.figures[id].title}.** {course.figures[id].caveat_md}"


def called(code: str) -> str:
    """Return the name of the widget that a cell shows and does nothing else, such as ``ach_workbench``; empty for any other cell."""
    from ..widgets import CONSTRUCTORS

    try:
        body = ast.parse(code).body
    except SyntaxError:  # a magic
        return ""
    match body:
        case [ast.Expr(ast.Call(ast.Name(id)))] if id in CONSTRUCTORS:
            return CONSTRUCTORS[id].name
    return ""


def plain(course: Course, text: str) -> str:
    """Return Markdown that any notebook shows: dates, terms and sources as words, boxes as headed text."""
    text = re.sub(r"\{event\}`([^`]+)`", lambda m: date_words(course.events[m[1].strip()]), text)
    text = re.sub(r"\{gloss\}`([^`<]+?)\s*(?:<[^>]+>)?`", r"*\1*", text)
    text = re.sub(r"\{src\}`([^`]+)`", lambda m: "[" + "; ".join(course.sources[k.strip()].short for k in m[1].split(",")) + "]", text)
    text = re.sub(
        r"^`{3}\{claim\} (\S+)\n`{3}$",
        lambda m: (
            f"> **{m[1]}.** {course.claims[m[1]].text_md} *{course.claims[m[1]].verdict}*: {course.claims[m[1]].verdict_md}"
        ),
        text,
        flags=re.M,
    )
    text = re.sub(r"^`{3}\{record\} (\w+) (\S+)[^\n]*\n`{3}$", lambda m: "> " + shown(course, m[1], m[2]), text, flags=re.M)
    text = re.sub(r"^`{3}\{register\} since\n`{3}$", lambda m: "\n".join(f"- {shown(course, 'event', e.id)}" for e in later(course)), text, flags=re.M)
    text = re.sub(r"^:{3,}\{paragraph\} (\S+)$", r"**\1**", text, flags=re.M)
    text = re.sub(r"^(:{3,})\{admonition\} ([^\n]+)\n:class: dropdown[^\n]*\n(.*?)^\1$", r"<details><summary>\2</summary>\n\n\3\n</details>", text, flags=re.M | re.S)
    text = re.sub(r"^:{3,}\{[a-z]+\} ?(.*)$", r"**\1**", text, flags=re.M)
    return re.sub(r"^:(?::{2,}|[a-z-]+:.*)$", "", text, flags=re.M).strip()
