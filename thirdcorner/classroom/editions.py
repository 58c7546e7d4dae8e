"""Two editions from one source: what students are given holds nothing of the graded pool, what instructors build is marked on every page.

The pool stands in ``instructor/`` (a sample) or in the folder that ``THIRDCORNER_INSTRUCTOR`` names.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..course.kept import IGNORED
from ..course.read import Course, pool_folder
from ..course.words import markdown_html
from ..course.yaml import Problem
from ..model import Parameterised, Question
from ..model.numeric import said as in_words

STUDENT = ("book", "thirdcorner", "binder", "_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml", "setup.py", "LICENSE", "LICENSE-CONTENT", "CITATION.cff", "README.md")
"""What the student repository takes from the source; ``instructor/`` and the tests are not among it."""
TEXTS = (".html", ".js", ".json", ".md", ".yml", ".txt", ".ipynb", ".csv", ".py", ".css", ".xml", ".bib", ".map", ".svg")
TELLING, SHORT, FORMULA = 40, 24, 12
"""A phrase of a graded question as long as the first does not stand in a student's file by chance, nor do two as long as the second, nor a formula as long as the third."""


def phrases(question: Question) -> list[str]:
    """Return what would give a graded question away: its prompt, options, feedback, explanation and model answer, as plain text, in each version."""
    found: list[str] = []
    every = [question, *(question.numerics if isinstance(question, Parameterised) else ())]
    waiting: list[object] = [one.model_dump(mode="json", exclude={"outcomes", "sources", "paragraphs", "claims", "tags", "bloom", "kind"}) for one in every]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)
        elif isinstance(value, str) and len(value) >= SHORT:
            found.append(folded(markdown_html(value)))
    return [p for p in found if len(p) >= SHORT]


def formulas(question: Question) -> list[str]:
    """Return the formulas by which a question's keys are worked out, folded as a file is looked through: short, and a key all the same."""
    every = [question.answer, *(formula for formula, _ in question.traps)] if isinstance(question, Parameterised) else []
    return [formula.casefold() for formula in every if len(formula) >= FORMULA]


def folded(text: str) -> str:
    """Return text without tags, entities, escapes and marks, so that a phrase is found in any form that a build may give it."""
    text = html.unescape(re.sub(r"<[^>]{0,300}>", "", text))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"[^\w]+", " ", text, flags=re.UNICODE).casefold().strip()


def assigned(root: Path) -> tuple[set[str], str]:
    """Return what ``thirdcorner assign --book`` has published on purpose: the questions' ids, and all their words, folded."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted((root / "book" / "assignments").glob("*.json"))]
    return {q["id"] for one in found for q in one["questions"]}, folded(json.dumps([one["questions"] for one in found], ensure_ascii=False))


def leaks(questions: Iterable[Question], files: Iterable[tuple[str, bytes]], published: tuple[set[str], str] = (set(), "")) -> Iterator[Problem]:
    """Yield each file that holds a graded question's id or one of its phrases.

    `published` (see `assigned`) may stand in a student's file: an assigned question's id and what it asks, never its key.
    """
    told = [(q.id, [*([] if q.id in published[0] else [q.id.casefold()]), *formulas(q)], [p for p in phrases(q) if p not in published[1]]) for q in questions]
    for name, data in files:
        if not name.endswith(TEXTS):
            continue
        raw = data.decode("utf-8", errors="replace")
        text, plain = folded(raw), raw.casefold()
        for id, ids, said in told:
            here = [p for p in said if p in text]
            what = next((i for i in ids if i in plain), None) or next((p for p in here if len(p) >= TELLING or len(here) > 1), None)
            if what:
                yield Problem(name, 1, id, f"it holds a part of this graded question ({what[:50]}…)", "take it out: students would be given it")


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder, by its relative name, sorted."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def archive(folder: Path, name: str) -> bytes:
    """Return a folder as a zip whose bytes depend on its files alone, all below one folder `name`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for file, data in files_in(folder):
            if file.endswith((".doctree", ".pickle", ".buildinfo")):
                continue
            info = zipfile.ZipInfo(f"{name}/{file}", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(info, data)
    return out.getvalue()


def student_repository(course: Course, target: Path, notebook: Callable[[Course, str], bytes]) -> Path:
    """Write what Binder and nbgitpuller point at: the book's sources, the package, and the chapters as notebooks.

    `notebook` makes one's bytes of a chapter's source (`thirdcorner.live.notebooks.written`). Raises `FileExistsError` where `target` holds anything.
    """
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty: name an empty folder, so that nothing of yours is overwritten")
    target.mkdir(parents=True, exist_ok=True)
    skip = shutil.ignore_patterns("__pycache__", "*.pyc", "classroom", "node_modules")
    for name in STUDENT:
        source = course.root / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=skip if name == "thirdcorner" else None)
        elif source.is_file():
            shutil.copy2(source, target / name)
    (target / ".gitignore").write_text(IGNORED, "utf-8", newline="\n")
    (target / "notebooks").mkdir()
    for chapter in sorted((course.root / "book" / "chapters").glob("*.md")):
        (target / "notebooks" / f"{chapter.stem}.ipynb").write_bytes(notebook(course, chapter.read_text("utf-8")))
    return target


MARK = "Instructor’s edition: it holds keys. Do not pass it on."


def add_page(toc: Any, caption: str, file: str) -> None:
    """Put a page under the part `caption` of a table of contents, which is changed in place; a page that is there stays."""
    pages = next((part["chapters"] for part in toc.get("parts", []) if part.get("caption") == caption), None)
    if pages is None and "parts" in toc:
        pages = []
        toc["parts"].append({"caption": caption, "chapters": pages})
    elif pages is None:
        pages = toc.setdefault("chapters", [])
    if all(page.get("file") != file for page in pages):
        pages.append({"file": file})


def teaching_source(course: Course, pool: Sequence[Question], target: Path, assigned: Sequence[tuple[str, str, str]] = ()) -> Path:
    """Write the sources of the instructor's edition: the book, a page with the pool and its keys, and a mark on every page.

    `assigned` are the solutions of assigned work, each with the id, the title and the Markdown of its page.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(course.root / "book", target / "book")
    (target / "book" / "teach").mkdir(exist_ok=True)
    (target / "book" / "teach" / "pool.md").write_text(pool_page(pool), "utf-8", newline="\n")
    for folder in (course.root / "book" / "questions" / "images", pool_folder(course.root) / "questions" / "images"):
        if folder.is_dir():  # the pages of the pool and of solutions show their pictures from beside them
            shutil.copytree(folder, target / "book" / "teach" / "images", dirs_exist_ok=True)
    yaml = YAML()
    config = yaml.load((course.root / "_config.yml").read_text("utf-8"))
    for picture in {config.get("logo"), config.get("html", {}).get("favicon")}:
        if picture and (course.root / picture).is_file():
            (target / picture).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(course.root / picture, target / picture)
    config["title"] = f"{config['title']} (instructor’s edition)"
    config["sphinx"]["config"].setdefault("html_theme_options", {})["announcement"] = MARK
    config["sphinx"]["config"]["thirdcorner_edition"] = f"{config['sphinx']['config']['thirdcorner_edition']}-teach"
    toc = yaml.load((course.root / "_toc.yml").read_text("utf-8"))
    add_page(toc, "Teach", "book/teach/pool")
    for id, title, text in assigned:
        (target / "book" / "teach" / f"solutions-{id}.md").write_text(f"# Solutions: {title}\n\n**{MARK}**\n\n{text}", "utf-8", newline="\n")
        add_page(toc, "Teach", f"book/teach/solutions-{id}")
    for name, data in (("_config.yml", config), ("_toc.yml", toc)):
        with (target / name).open("w", encoding="utf-8", newline="\n") as file:
            yaml.dump(data, file)
    return target


def pool_page(pool: Sequence[Question]) -> str:
    """Return the graded pool with its keys as a page."""
    lines = ["# The graded pool", "", f"**{MARK}** {len(pool)} questions, by outcome and kind as their files have them.", ""]
    stem = ""
    for q in pool:
        if q.id.split("/")[0] != stem:
            stem = q.id.split("/")[0]
            lines += [f"## {stem}", ""]
        lines += [f"### {q.id}", "", *solution_lines(q)]
    return "\n".join(lines) + "\n"


def solution_lines(q: Question) -> list[str]:
    """Return a question with its key as Markdown."""
    return [f"*{q.kind}, {', '.join(q.outcomes)}, {q.bloom}, difficulty {q.difficulty}*", "", q.prompt_md, "", *key_lines(q), "", q.explanation_md, ""]


def key_lines(q: Question) -> list[str]:
    """Return a question's key in words, one item a line."""
    match q.kind:
        case "single" | "multiple":
            return [f"- {'✓' if o.correct else '✗'} {o.text_md} *{o.feedback_md}*" for o in q.options]
        case "true-false":
            return [f"- Key: {'true' if q.correct else 'false'}", f"- If true is chosen: {q.feedback_true_md}", f"- If false is chosen: {q.feedback_false_md}"]
        case "matching":
            return [f"- {p.stem_md} → **{p.answer}** *{p.feedback_md}*" for p in q.pairs] + [f"- goes with none: {d}" for d in q.distractors]
        case "ordering":
            return [f"{n}. {item} *{said}*" for n, (item, said) in enumerate(zip(q.items_md, q.feedback_md, strict=True), 1)]
        case "numeric":
            return [f"- Key: {q.answer:g} ± {q.tolerance:g} {q.unit}", *(f"- {value:g}: {said}" for value, said in q.traps)]
        case "parameterised":
            rows = ((id, ", ".join(f"{name} {in_words(value)}" for name, value in row.items()), q.version(id)) for id, row in q.drawn.items())
            return [f"- Formula: `{q.answer}`", *(f"- {id} ({values}): **{v.answer:.6g}** ± {v.tolerance:g} {v.unit}" for id, values, v in rows)]
        case "fill-in":
            return [f"- gap {n}: {', '.join(b.accepted)}" for n, b in enumerate(q.blanks, 1)]
        case "interpretive":
            return [f"- {r.text_md} *{r.must_explain_md}*" for r in q.readings]
        case "short-answer":
            return [f"- {i.text_md} *{i.feedback_md}*" for i in q.ideas] + ["", f"Model answer: {q.model_answer_md}"]
        case "essay":
            return [f"- **{c.criterion}**: {' / '.join(c.levels_md)}" for c in q.rubric] + ["", f"Model answer: {q.model_answer_md}"]
    raise ValueError(f"{q.id}: unknown kind {q.kind}")
