"""An assignment as a page of the book: what is asked, and nothing of what is right.

Each field that a page needs is named here; whatever is not named does not get out. Where its feedback may be seen (at once, for
questions whose keys are public anyway, or once the due date is past and it is released), a page has the keys as well.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..content import Course
from ..editions import add_page
from ..export.common import answers_of, shuffled
from ..model import Question
from ..words import markdown_html
from .assignment import Sheet


def order_shown(sheet: Sheet, q: Question) -> list[int]:
    """Return which item of an ordering stands at each number of the published question, so that the numbers give nothing away."""
    return shuffled(len(q.items_md), f"{sheet.assignment.seed}/{sheet.assignment.id}/{q.id}") if q.kind == "ordering" else []


def asked(sheet: Sheet, q: Question) -> dict[str, Any]:
    """Return a question as a student's page has it."""
    made: dict[str, Any] = {"id": q.id, "kind": q.kind, "prompt": markdown_html(q.prompt_md), "points": 0 if q.kind == "interpretive" else sheet.points[q.id], "fingerprint": q.fingerprint}
    match q.kind:
        case "single" | "multiple":
            made["options"] = [{"text": markdown_html(o.text_md)} for o in q.options]
        case "matching":
            made |= {"pairs": [{"stem": markdown_html(p.stem_md)} for p in q.pairs], "choices": answers_of(q)}
        case "ordering":
            made["items"] = [markdown_html(q.items_md[i]) for i in order_shown(sheet, q)]
        case "numeric":
            made["unit"] = q.unit
        case "fill-in":
            made |= {"blanks": [{} for _ in q.blanks], "gapped": re.sub(r"\{\{\d+\}\}", "______", made["prompt"])}
        case "interpretive":
            made["readings"] = [{"text": markdown_html(r.text_md)} for r in q.readings]
        case "short-answer":
            made["words_max"] = q.words_max
        case "essay":
            made |= {"words_min": q.words_min, "words_max": q.words_max}
    return made


def told(sheet: Sheet, course: Course, q: Question) -> dict[str, Any]:
    """Return a question with its key and feedback; `shown` leads from an answer's numbers on the page back to the question's own."""
    from ..widgets.quiz import present

    made = asked(sheet, q) | present(course, q) | {"told": True}
    del made["hints"]
    return made | ({"shown": order_shown(sheet, q)} if q.kind == "ordering" else {})


def published(sheet: Sheet, course: Course | None = None) -> dict[str, Any]:
    """Return the assignment as its file in ``book/assignments/`` has it; with a course, its keys and feedback included."""
    a = sheet.assignment
    made: dict[str, Any] = {"id": a.id, "title": a.title, "instructions": a.instructions, "dates": a.dates, "points": f"{sheet.total:g}", "tries": a.tries}
    made["feedback"] = "" if course is None else "now" if a.feedback == "now" else "released"
    made["questions"] = [told(sheet, course, q) if course else asked(sheet, q) for q in sheet.asked]
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
    return "".join(f'## {e.title}\n\n{sheet.points[e.id]:g} points. What you did on it in its chapter is here as well.\n\n```{{code-cell}} python\n{e.widget}("{e.id}")\n```\n\n' for e in sheet.exercises) + (
        "## Questions, and handing in\n\n" if sheet.exercises else ""
    )


def write_page(root: Path, sheet: Sheet, course: Course | None = None) -> list[Path]:
    """Write the page, its questions (with a course: their keys too), and its line in ``_toc.yml``; return the files."""
    a = sheet.assignment
    folder = root / "book" / "assignments"
    folder.mkdir(parents=True, exist_ok=True)
    data, page, toc = folder / f"{a.id}.json", folder / f"{a.id}.md", root / "_toc.yml"
    data.write_text(json.dumps(published(sheet, course), ensure_ascii=False, indent=1) + "\n", "utf-8")
    page.write_text(PAGE.format(title=a.title, id=a.id, exercises=exercises(sheet), privacy=" More stands in the [privacy statement](../teach/privacy.md)." if (root / "book" / "teach" / "privacy.md").is_file() else ""), "utf-8")
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)  # as the file is written by hand
    pages = yaml.load(toc.read_text("utf-8"))
    add_page(pages, "Assignments", f"book/assignments/{a.id}")
    with toc.open("w", encoding="utf-8") as file:
        yaml.dump(pages, file)
    return [data, page, toc]
