"""The chapters as live notebooks for JupyterLab: directives resolved to plain Markdown, widgets with their Python models."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from .chapters import CELL
from .content import Course, load
from .words import date_words


def write_notebooks(root: Path) -> Path:
    """Write one notebook a chapter to ``_build/lab`` and return that folder; notebooks already there are kept as ``.bak``."""
    course, folder = load(root), root / "_build" / "lab"
    folder.mkdir(parents=True, exist_ok=True)
    for chapter in sorted((root / "book" / "chapters").glob("*.md")):
        target = folder / f"{chapter.stem}.ipynb"
        if target.is_file():
            target.replace(target.with_suffix(".ipynb.bak"))
        nbformat.write(notebook(course, chapter.read_text("utf-8")), target)
    return folder


def notebook(course: Course, text: str) -> nbformat.NotebookNode:
    """Return a chapter's source as a notebook whose first cell imports what chapters use."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    cells = [nbformat.v4.new_code_cell("from thirdcorner import *")]
    at = 0
    for match in CELL.finditer(text):
        cells.append(nbformat.v4.new_markdown_cell(plain(course, text[at : match.start()])))
        code = "\n".join(line for line in match["body"].splitlines() if not re.match(r":[a-z-]+:", line))
        tags, name = re.search(r"^:tags: .*$", match["body"], re.M), exercise(code)
        if tags and "page-only" in tags[0]:  # what the page shows of a solution, which a live notebook's reader makes
            pass
        elif tags and "hide-input" in tags[0]:  # a solution stays folded, and is not run in the reader's place
            cells.append(nbformat.v4.new_markdown_cell(f"<details><summary>Model solution</summary>\n\n```python\n{code.strip()}\n```\n\n</details>"))
        elif name:  # a larger exercise: named, so that what was done in it can be read
            cells.append(nbformat.v4.new_code_cell(f"{name} = {code.strip()}\n{name}"))
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
        case "check":
            return f"Last checked against the record: {check.date:%d %B %Y}." if (check := course.last_check(id)) else ""
    return f"**{course.figures[id].title}.** {course.figures[id].caveat_md}"


def exercise(code: str) -> str:
    """Return the name to give a cell that shows one larger exercise, such as ``ach_workbench``; empty for any other cell."""
    from .widgets import CONSTRUCTORS, ActivityIsland

    called = re.fullmatch(r"\s*(\w+)\(\"[\w-]+\"\)\s*", code)
    widget = CONSTRUCTORS.get(called[1]) if called else None
    return widget.name if widget and issubclass(widget, ActivityIsland) else ""


def plain(course: Course, text: str) -> str:
    """Return Markdown that any notebook shows: dates, terms and sources as words, boxes as headed text."""
    text = re.sub(r"\{event\}`([^`]+)`", lambda m: date_words(course.events[m[1].strip()]), text)
    text = re.sub(r"\{gloss\}`([^`<]+?)\s*(?:<[^>]+>)?`", r"*\1*", text)
    text = re.sub(r"\{src\}`([^`]+)`", lambda m: "[" + "; ".join(course.sources[k.strip()].short for k in m[1].split(",")) + "]", text)
    text = re.sub(r"^`{3}\{claim\} (\S+)\n`{3}$", lambda m: f"> **{m[1]}.** {course.claims[m[1]].text_md} *{course.claims[m[1]].verdict}*: {course.claims[m[1]].verdict_md}", text, flags=re.M)
    text = re.sub(r"^`{3}\{record\} (\w+) (\S+)[^\n]*\n`{3}$", lambda m: "> " + shown(course, m[1], m[2]), text, flags=re.M)
    text = re.sub(r"^:{3,}\{paragraph\} (\S+)$", r"**\1**", text, flags=re.M)
    text = re.sub(r"^(:{3,})\{admonition\} ([^\n]+)\n:class: dropdown[^\n]*\n(.*?)^\1$", r"<details><summary>\2</summary>\n\n\3\n</details>", text, flags=re.M | re.S)
    text = re.sub(r"^:{3,}\{[a-z]+\} ?(.*)$", r"**\1**", text, flags=re.M)
    return re.sub(r"^:(?::{2,}|[a-z-]+:.*)$", "", text, flags=re.M).strip()
