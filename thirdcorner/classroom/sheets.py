"""An assignment on paper: a sheet without keys in each variant, and the key to each, apart from it."""

from __future__ import annotations

import html
from typing import Any

from ..course.asked import ordered
from ..course.read import Course
from ..course.words import markdown_html
from .assignments import Sheet, variant
from .editions import MARK, solution_lines
from .orders import secret_order
from .stand_alone import page
from .works import lines_of


def sheet_html(sheet: Sheet, letter: str) -> str:
    """Return the printable sheet of a variant, without any key."""
    a = sheet.assignment
    due = f" {a.dates}" if a.dates else ""
    body = [
        f"<h1>{html.escape(a.title)} <small>variant {letter}</small></h1><p>Name ______________________________</p><p>{html.escape(a.instructions)}{html.escape(due)} {sheet.total:g} points.</p>"
    ]
    for n, q in enumerate(variant(sheet, letter), 1):
        body.append(f"<section><h2>{n}. <small>{sheet.points[q.id]:g} points</small></h2><div>{markdown_html(_gapped(q))}</div>{_form(sheet, q, letter)}</section>")
    return page(f"{a.title}, variant {letter}", "".join(body))


DEVICES = (
    ("On an iPhone or iPad", "The file is saved by the browser as a download. Open the app called Files and look in the folder Downloads, either in iCloud Drive or under “On My iPhone”; if it is not there, let Files search for its name."),
    ("On an Android phone", "The file is saved by the browser as a download. The browser’s own list of downloads has it, and so has the folder Download or Downloads in the app that shows your files, which is often called Files or My Files."),
    ("On your own computer", "Your browser puts it where it puts every download, which is the folder Downloads unless you chose another or are asked each time."),
    ("On a computer of the library", "Save it in the same way, and then hand it in, or send it to yourself, before you leave: such a computer may delete your answers and your downloads when you sign out, and whoever sits down next may read what it keeps. Afterwards delete the file, and on the page “My work” delete what is kept."),
)  # fmt: skip
"""Where a file is that a browser saved: only what holds for such devices in general."""


def student_html(sheet: Sheet) -> str:
    """Return the page that tells a student how to answer, save, hand in and look again; nothing on it is a question."""
    a = sheet.assignment
    file = f"{a.id}-submission.json"
    asked = [f"{len(sheet.asked)} question{'' if len(sheet.asked) == 1 else 's'}"] if sheet.asked else []
    asked += [f"{len(sheet.exercises)} exercise{'' if len(sheet.exercises) == 1 else 's'}"] if sheet.exercises else []
    if sheet.drawn or sheet.by_number:
        asked = ["questions that are drawn for you", *asked[1:]]
    number = (
        "<p>Before anything else, type your student number at the top of the page, as your course knows it: some questions, or their figures, are drawn by it.</p>"
        if sheet.by_number
        else ""
    )
    where = "".join(f"<dt><b>{html.escape(name)}</b></dt><dd>{html.escape(text)}</dd>" for name, text in DEVICES)
    tries = (
        f" Of what you upload, {'only the first file counts' if a.tries == 1 else f'the last of the first {a.tries} files counts'}, so look through it before you do."
        if a.tries
        else " You may upload again until it is due, and the latest file counts."
    )
    body = f"""<h1>{html.escape(a.title)}: how to hand it in</h1>
<p>This assignment holds {" and ".join(asked)}. {html.escape(a.dates)} {sheet.total:g} points. Nothing that you write on its page is sent anywhere: you save one file, and upload it where your course asks for it.</p>
<h2>1. Answer</h2>{number}
<p>Open the assignment’s page in a browser that is not in a private window, and stay with one browser on one device, because your answers are kept there and nowhere else. You can close the page and come back. Every answer is kept as you give it.</p>
<h2>2. Save</h2>
<p>Below the last question press <b>Save my submission to a file</b>. The page then says what the file holds: how many of the questions are answered, how many texts are in it, when it was saved, and a short word that is made from its content. Write the word down: a file keeps its word for as long as nobody changes it, and whoever grades yours sees the same word. If you save again, that is another file and has another word.</p>
<p>The file is called <code>{html.escape(file)}</code>. If you save again, your browser may add a number to the name, such as <code>{html.escape(a.id)}-submission (1).json</code>; the one with the highest number is then the latest.</p>
<h2>3. Find the file</h2><dl>{where}</dl>
<h2>4. Upload it</h2>
<p>Upload that one file, as it is. Do not open it in a word processor, rename its ending <code>.json</code>, print it, or send a picture of the screen instead.{tries}</p>
<h2>5. Look again</h2>
<p>On the assignment’s page, under the button that saved the file, <b>Look into a file that I saved</b> opens it and says the same as when you saved it, with the same word. It changes nothing in your answers. If the word is another one than you wrote down, it is another file. You can do this with the file that your course’s platform has of you, if it lets you download it.</p>
<p>If something does not work, write to whoever teaches your course before it is due, and keep the file.</p>"""
    return page(f"{a.title}: how to hand it in", body)


def key_html(sheet: Sheet, letters: str) -> str:
    """Return the key to every variant, for the instructor."""
    body = [f"<h1>Key: {html.escape(sheet.assignment.title)}</h1><p><strong>{MARK}</strong></p>"]
    for letter in letters:
        body.append(f'<section class="sheet"><h2>Variant {letter}</h2>')
        for n, q in enumerate(variant(sheet, letter), 1):
            places = _places(sheet, q, letter)
            where = f"<p><b>Key: {', '.join(places)}</b></p>" if places else ""
            lines = "\n".join(lines_of(q))
            body.append(
                f"<h3>{n}. {html.escape(q.id)} ({sheet.points[q.id]:g})</h3><div>{markdown_html(q.prompt_md)}</div>{where}<div>{markdown_html(lines)}</div><div>{markdown_html(q.explanation_md)}</div>"
            )
        body.append("</section>")
    return page(f"Key: {sheet.assignment.title}", "".join(body))


def solutions_md(sheet: Sheet, course: Course) -> str:
    """Return the solutions of assigned work as Markdown: keys of the questions; rubric and answers of the exercises."""
    from ..front.render import static
    from ..widgets import CONSTRUCTORS

    lines: list[str] = []
    for n, q in enumerate(sheet.questions, 1):
        lines += [f"## {n}. {q.id}", "", f"{sheet.points[q.id]:g} points", ""]
        if q.kind == "exercise":
            widget = CONSTRUCTORS[q.widget]
            reference = widget.refer(q.id)
            answers = static(reference.widget, q.id, widget.resolve(course, reference).content).answers
            lines += [q.prompt_md, "", "Marked by:", "", *lines_of(q), "", "```{raw} html", answers, "```", ""]
        else:
            lines += solution_lines(q)
    return "\n".join(lines) + "\n"


def _gapped(q: Any) -> str:
    import re

    return re.sub(r"\{\{(\d+)\}\}", r"______ (\1)", q.prompt_md) if q.kind == "fill-in" else q.prompt_md


def _order(sheet: Sheet, q: Any, letter: str, n: int) -> list[int]:
    """Return the order of a question's options or items in a variant; options that are a scale keep theirs."""
    if q.kind in ("single", "multiple") and ordered(q):
        return [*range(n)]
    return secret_order(n, sheet.secret, "paper", str(sheet.assignment.seed), sheet.assignment.id, q.id, letter)


def _places(sheet: Sheet, q: Any, letter: str) -> list[str]:
    """Return where the keys stand on the sheet, as letters; empty for kinds whose key is in words."""
    if q.kind not in ("single", "multiple"):
        return []
    return ["abcdefgh"[place] for place, i in enumerate(_order(sheet, q, letter, len(q.options))) if q.options[i].correct]


def _form(sheet: Sheet, q: Any, letter: str) -> str:
    """Return what a student fills in by hand."""
    match q.kind:
        case "single" | "multiple":
            order = _order(sheet, q, letter, len(q.options))
            items = "".join(f"<li>☐ {markdown_html(q.options[i].text_md)}</li>" for i in order)
            return f'<ol type="a">{items}</ol>' + ("<p>More than one may be right.</p>" if q.kind == "multiple" else "")
        case "true-false":
            return "<p>☐ true &nbsp; ☐ false</p>"
        case "matching":
            answers = sorted({*(p.answer for p in q.pairs), *q.distractors}, key=str.casefold)
            stems = "".join(f"<li>____ {markdown_html(p.stem_md)}</li>" for p in q.pairs)
            return f"<ul>{stems}</ul><ol type='A'>{''.join(f'<li>{html.escape(a)}</li>' for a in answers)}</ol>"
        case "ordering":
            items = "".join(f"<li>____ {markdown_html(q.items_md[i])}</li>" for i in _order(sheet, q, letter, len(q.items_md)))
            return f"<p>Number them.</p><ul>{items}</ul>"
        case "numeric" | "parameterised":
            return f"<p>______________ {html.escape(q.unit)}</p>"
        case "interpretive":
            return "<ul>" + "".join(f"<li>☐ {markdown_html(r.text_md)}</li>" for r in q.readings) + "</ul><p>Say what your reading must explain.</p>" + "<p>&nbsp;</p>" * 4
        case "short-answer":
            return f"<p>At most {q.words_max} words.</p>" + "<p>&nbsp;</p>" * 6
        case "exercise":
            return f"<p>Use the worksheet in the handout of chapter {html.escape(', '.join(c.split('-')[0].lstrip('0') for c in q.chapters) or 'this exercise')}, or the book.</p>"
        case "essay":
            return f"<p>{q.words_min} to {q.words_max} words.</p>" + "<p>&nbsp;</p>" * 14
    return ""
