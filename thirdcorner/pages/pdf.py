"""The book and its handouts as PDF through Chromium's print engine: exercises as forms, answers only at the end of the instructor's copy.

The book's print style shows every exercise as its worksheet. ``make pdf`` calls this; it needs the development packages.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PAPER: dict[str, Any] = {"format": "A4", "margin": {"top": "18mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}, "print_background": False}
NO_ANSWERS = ".tc-answer-sheet { display: none !important }"
ANSWERS_ONLY = "article > section:not(.tc-answer-sheet) > :not(h1), article > :not(section):not(.tc-answer-sheet) { display: none !important } .tc-answer-sheet { break-before: auto !important }"
SCREEN_ONLY = ("book/my-work", "book/my-copy", "book/review")
"""Pages that say nothing on paper."""


@dataclass(frozen=True)
class Printed:
    """A page of the book, printed."""

    docname: str
    title: str
    data: bytes


def docnames(root: Path) -> list[str]:
    """Return the pages of ``_toc.yml`` that belong on paper, in order."""
    toc = YAML(typ="safe").load((root / "_toc.yml").read_text("utf-8"))
    parts = toc.get("parts") or [{"chapters": toc.get("chapters", [])}]
    names = [toc["root"], *(entry["file"] for part in parts for entry in part["chapters"])]
    return [name for name in names if name not in SCREEN_ONLY]


def printed(browser: Any, folder: Path, names: Sequence[str], css: str) -> list[Printed]:
    """Print pages with a style of ours added; the print style shows each exercise as its worksheet."""
    context = browser.new_context(color_scheme="light", bypass_csp=True)
    context.add_init_script("Math.random = () => 0")  # options stand in one order on everybody's paper
    page, found = context.new_page(), []
    for name in names:
        page.goto((folder / f"{name}.html").resolve().as_uri())
        title = (page.locator("h1").first.text_content() or name).replace("#", "").strip()
        page.add_style_tag(content=css)
        found.append(Printed(name, title, page.pdf(**PAPER)))
    context.close()
    return found


def bound(browser: Any, title: str, parts: Sequence[Printed]) -> bytes:
    """Bind printed pages into one PDF with a table of contents, an outline and page numbers."""
    from pypdf import PdfReader, PdfWriter

    readers = [PdfReader(io.BytesIO(p.data)) for p in parts]
    counts = [len(r.pages) for r in readers]
    page = browser.new_page()
    front, before = b"", 0
    for _ in range(2):  # the contents' own length shifts every number by it
        starts = [1 + before + sum(counts[:i]) for i in range(len(parts))]
        page.set_content(contents(title, parts, starts))
        front = page.pdf(**PAPER)
        before = len(PdfReader(io.BytesIO(front)).pages)
    total = before + sum(counts)
    page.set_content(numbers(total))
    overlay = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=False)))
    page.close()
    writer = PdfWriter()
    for source in (PdfReader(io.BytesIO(front)), *readers):
        for leaf in source.pages:
            writer.add_page(leaf)
    for number, leaf in enumerate(writer.pages):
        leaf.merge_page(overlay.pages[number])
    for part, start in zip(parts, starts, strict=True):
        writer.add_outline_item(title=part.title, page_number=start - 1)
    writer.add_metadata({"/Title": title})
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def contents(title: str, parts: Sequence[Printed], starts: Sequence[int]) -> str:
    """Return the table of contents as HTML."""
    rows = "".join(f"<tr><td>{html.escape(p.title)}</td><td>{start}</td></tr>" for p, start in zip(parts, starts, strict=True))
    style = "body{font:12pt/1.6 Georgia,serif} table{width:100%;border-collapse:collapse} td:last-child{text-align:right;font-variant-numeric:tabular-nums} tr{break-inside:avoid}"
    return f"<!doctype html><html lang=en><title>{html.escape(title)}</title><style>{style}</style><h1>{html.escape(title)}</h1><table>{rows}</table></html>"


def numbers(total: int) -> str:
    """Return that many empty leaves, each with its number at the foot, as HTML."""
    style = "@page{margin:0} body{margin:0} div{height:296mm;box-sizing:border-box;padding-top:281mm;text-align:center;font:9pt system-ui,sans-serif;break-after:page} div:last-child{break-after:auto}"
    return f"<!doctype html><style>{style}</style>" + "".join(f"<div>{n}</div>" for n in range(1, total + 1))


def make(root: Path, target: Path, browser: Any, names: Sequence[str] | None = None) -> list[Path]:
    """Write the students' book, the instructor's and one handout a chapter; return their paths."""
    folder = root / "_build" / "html"
    names = list(names or docnames(root))
    handouts = target / "handouts"
    handouts.mkdir(parents=True, exist_ok=True)
    plain = printed(browser, folder, names, NO_ANSWERS)
    written = []
    for part in plain:
        if "/chapters/" in part.docname:
            path = handouts / f"{Path(part.docname).name}.pdf"
            path.write_bytes(bound(browser, part.title, [part]))
            written.append(path)
    title = str(YAML(typ="safe").load((root / "_config.yml").read_text("utf-8"))["title"])
    sheets = [n for n in names if re.search(r'class="tc-answer-sheet"| data-sheet>', (folder / f"{n}.html").read_text("utf-8"))]
    answers = [Printed(p.docname, f"Answers: {p.title}", p.data) for p in printed(browser, folder, sheets, ANSWERS_ONLY)]
    for name, parts, called in (("third-corner", plain, title), ("third-corner-instructor", [*plain, *answers], f"{title}: instructor’s copy, with answers")):
        path = target / f"{name}.pdf"
        path.write_bytes(bound(browser, called, parts))
        written.append(path)
    return written
