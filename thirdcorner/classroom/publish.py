"""An assignment as a page of the book: what is asked, and nothing of what is right.

Each field that a page needs is named here; whatever is not named does not get out. Where its feedback may be seen (at once, for
questions whose keys are public anyway, or once the due date is past and it is released), a page has the keys as well.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..course import asked as content
from ..course.read import Course
from ..model import Question
from .assignments import Sheet
from .editions import add_page
from .export.common import shuffled
from .orders import secret_order


def order_before(sheet: Sheet, q: Question) -> list[int]:
    """Return which item stood at each number of an ordering that the edition before published; its answers name these numbers."""
    return shuffled(len(q.parts), f"{sheet.assignment.seed}/{sheet.assignment.id}/{q.id}")


def order_shown(sheet: Sheet, q: Question) -> list[int]:
    """Return which item of an ordering stands at each place of the published question; nobody can count back from it (see `orders`)."""
    return secret_order(len(q.items), sheet.secret, "published", sheet.assignment.id, q.id) if q.kind == "ordering" else []


def asked(sheet: Sheet, q: Question) -> dict[str, Any]:
    """Return a question as a student's page has it: what is asked, its points and its fingerprint, and nothing of what is right."""
    return {**_asked(sheet, q), "fingerprint": q.wording}


def _asked(sheet: Sheet, q: Question, keys: bool = False) -> dict[str, Any]:
    then = sheet.was.get(q.id)
    was = list(then.parts) if then and q.kind != "ordering" else []  # of an ordering, the order of then is its key
    made = content.asked(
        q, draw=sheet.draw_of(q), order=[q.parts[n].id for n in order_shown(sheet, q)], was=was
    ).model_copy(update={"points": 0 if q.kind == "interpretive" else sheet.points[q.id]})
    return (content.keyed(made, q) if keys else made).model_dump(mode="json", exclude_defaults=True)


def told(sheet: Sheet, course: Course, q: Question) -> dict[str, Any]:
    """Return a question with its key and feedback as well."""
    return {**_asked(sheet, q, keys=True), "fingerprint": q.wording}


def published(sheet: Sheet, course: Course | None = None) -> dict[str, Any]:
    """Return the assignment as its file in ``book/assignments/`` has it; with a course, its keys and feedback included."""
    a = sheet.assignment
    made: dict[str, Any] = {"id": a.id, "title": a.title, "instructions": a.instructions, "dates": a.dates, "points": f"{sheet.total:g}", "tries": a.tries}
    made["feedback"] = "" if course is None else "now" if a.feedback == "now" else "released"
    made["questions"] = [told(sheet, course, q) if course else asked(sheet, q) for q in sheet.asked]
    made["lots"] = [{"ids": list(lot.ids), "count": lot.count, "seed": lot.seed} for lot in sheet.lots]
    made["exercises"] = [{"id": e.id, "title": e.title, "points": sheet.points[e.id], "items": list(e.items)} for e in sheet.exercises]
    return made


PAGE = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---
# {title}

Answer here; nothing is sent. When you are done, save your submission and hand the file in where your course asks for it.

{exercises}```{{code-cell}} python
Assignment("{id}")
```

**What the file holds:** your answers to these questions, and your work on these exercises, as they are kept on this device, when each was given, and when the file was saved. Your name is not in it. Whoever grades it sees whatever you wrote. 

**Why, and for how long:** the file lets you be graded without a server that keeps your work. Delete it once your grade is final; whoever grades is asked to do the same. You can delete the answers themselves on [My work](../my-work.md).{privacy}
"""


def exercises(sheet: Sheet) -> str:
    """Return the assigned exercises as they stand on the page, above the questions and the button that saves all of it."""
    return "".join(
        f'## {e.title}\n\n{sheet.points[e.id]:g} points. What you did on it in its chapter is here as well.\n\n```{{code-cell}} python\n{e.widget}("{e.id}")\n```\n\n'
        for e in sheet.exercises
    ) + ("## Questions, and handing in\n\n" if sheet.exercises else "")


def write_page(root: Path, sheet: Sheet, course: Course | None = None) -> list[Path]:
    """Write the page, its questions (with a course: their keys too), and its line in ``_toc.yml``; return the files."""
    a = sheet.assignment
    folder = root / "book" / "assignments"
    folder.mkdir(parents=True, exist_ok=True)
    data, page, toc = folder / f"{a.id}.json", folder / f"{a.id}.md", root / "_toc.yml"
    data.write_text(json.dumps(published(sheet, course), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    page.write_text(
        PAGE.format(
            title=a.title,
            id=a.id,
            exercises=exercises(sheet),
            privacy=" More stands in the [privacy statement](../teach/privacy.md)."
            if (root / "book" / "teach" / "privacy.md").is_file()
            else "",
        ),
        "utf-8",
        newline="\n",
    )
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)  # as the file is written by hand
    pages = yaml.load(toc.read_text("utf-8"))
    add_page(pages, "Assignments", f"book/assignments/{a.id}")
    with toc.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(pages, file)
    return [data, page, toc]
