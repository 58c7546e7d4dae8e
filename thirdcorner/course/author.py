"""What an author asks of the command line: a new entry with its permanent id, the schemas for editors, the course on one screen."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, get_args

import yaml

from ..model import Event, Question
from .coverage import coverage
from .read import ADAPTERS, Course, nearest

WRITE = "(write this)"
"""Stands in a skeleton where an author must write; `thirdcorner.course.check.items` reports what still has it."""

ASKED = "write-a-source-of-this-day-or-later"
"""Stands for the source of a new event until its author names one; `thirdcorner.course.check` asks for it."""

_COMMON: dict[str, Any] = {"prompt_md": WRITE, "outcomes": [], "bloom": "understand", "difficulty": 1, "sources": [], "tags": []}
_OPTIONS = [{"id": "abc"[n - 1], "text_md": f"{WRITE} {n}", "feedback_md": f"{WRITE} why {n}", "correct": n == 1} for n in (1, 2, 3)]
_KINDS: dict[str, dict[str, Any]] = {
    "single": {"options": _OPTIONS},
    "multiple": {"options": _OPTIONS},
    "true-false": {"correct": True, "feedback_true_md": WRITE, "feedback_false_md": WRITE},
    "matching": {"pairs": [{"id": "ab"[n - 1], "stem_md": f"{WRITE} {n}", "answer": f"answer {n}", "feedback_md": WRITE} for n in (1, 2)]},
    "ordering": {"items": [{"id": f"name-it-{word}", "text_md": f"{WRITE} {n}", "feedback_md": WRITE} for n, word in enumerate(("by", "its", "words"), 1)]},
    "numeric": {"answer": 0, "tolerance": 0, "unit": "per cent", "feedback_right_md": WRITE, "feedback_wrong_md": WRITE},
    "parameterised": {
        "prompt_md": f"{WRITE} {{part}} {{whole}}", "versions": 10, "values": {"part": [1, 2, 3], "whole": {"low": 10, "high": 50, "step": 10}},
        "answer": "100 * part / whole", "between": [0, 100], "tolerance": 0.1, "unit": "per cent", "feedback_right_md": WRITE, "feedback_wrong_md": WRITE,
    },
    "fill-in": {
        "prompt_md": f"{WRITE} {{{{1}}}}", "blanks": [{"accepted": ["word"]}], "feedback_right_md": WRITE, "feedback_wrong_md": WRITE,
    },
    "interpretive": {"readings": [{"id": "ab"[n - 1], "text_md": f"{WRITE} {n}", "must_explain_md": WRITE} for n in (1, 2)]},
    "short-answer": {"ideas": [{"id": "ab"[n - 1], "text_md": f"{WRITE} {n}", "feedback_md": WRITE} for n in (1, 2)], "model_answer_md": WRITE},
    "essay": {
        "words_min": 100, "words_max": 200, "model_answer_md": WRITE,
        "rubric": [{"id": "ab"[n - 1], "criterion": f"Criterion {n}", "levels_md": [f"{WRITE} {m}" for m in (1, 2, 3)]} for n in (1, 2)],
    },
}  # fmt: skip


def new_question(course: Course, chapter: str, kind: str) -> tuple[Path, str]:
    """Append a question of a kind to a chapter's bank; return the file and the new id.

    Raises `KeyError` where the chapter or the kind is unknown.
    """
    if chapter not in course.chapters:
        raise KeyError(f"no chapter {chapter!r}: {nearest(chapter, list(course.chapters))}")
    if kind not in _KINDS:
        raise KeyError(f"no kind {kind!r}: {nearest(kind, list(_KINDS))}")
    numbers = [int(id.split("/q")[1]) for id in course.questions if id.startswith(f"{chapter}/")]
    id = f"{chapter}/q{max(numbers, default=0) + 1:02}"
    entry = {"id": id, "kind": kind, **_COMMON, "outcomes": [_outcome(course)], **_KINDS[kind], "explanation_md": WRITE}
    return _append(course, course.root / "book" / "questions" / f"{chapter}.yml", "questions", entry), id


def new_event(course: Course, day: str, title: str, source: str | None = None) -> tuple[Path, str]:
    """Append an event; return the file and the new id, made of its day and title.

    Without a `source` the skeleton asks for one. Raises `ValueError` for a day that does not exist or a source that is older,
    and `KeyError` for a source that is not in the bibliography.
    """
    id = f"{date.fromisoformat(day).isoformat()}-{_slug(title)[:40].strip('-')}"
    if id in course.events:
        raise ValueError(f"the event {id} is there already")
    entry = {
        "id": id, "date": date.fromisoformat(day), "title": title, "text_md": WRITE, "kind": "diplomacy", "actors": [next(iter(course.actors))],
        "grade": "B", "sources": [source or ASKED], "claims": [],
    }  # fmt: skip
    if source is not None and source not in course.sources:
        raise KeyError(f"no source {source!r}: {nearest(source, list(course.sources))}")
    if source is not None and course.sources[source].older_than(Event.model_validate(entry)):
        raise ValueError(f"the source {source} ({course.sources[source].date}) is older than {day}; name one that can know of it")
    return _append(course, course.root / "book" / "data" / "events.yml", "events", entry), id


def new_claim(course: Course, paragraph: str) -> tuple[Path, str]:
    """Append a claim of a paragraph; return the file and the new id. Raises `KeyError` where the paragraph is unknown."""
    if paragraph not in course.paragraphs:
        raise KeyError(f"no paragraph {paragraph!r}: {nearest(paragraph, list(course.paragraphs))}")
    numbers = [int(m[1]) for id in course.claims if (m := re.fullmatch(rf"{re.escape(paragraph)}\.(\d+)", id))]
    id = f"{paragraph}.{max(numbers, default=0) + 1}"
    entry = {"id": id, "paragraph": paragraph, "text_md": WRITE, "kind": "fact", "verdict": "cannot-be-checked", "verdict_md": WRITE}
    return _append(course, course.root / "book" / "data" / "claims.yml", "claims", entry), id


def new_chapter(course: Course, slug: str, title: str) -> tuple[Path, str]:
    """Write a chapter with one quiz, its bank, and its line in ``_toc.yml``; return the chapter's file and its slug."""
    if not re.fullmatch(r"\d{2}-[a-z0-9-]+", slug):
        raise ValueError(f"{slug!r} is no slug: two digits, a hyphen, small letters, as in 17-after-the-treaty")
    path = course.root / "book" / "chapters" / f"{slug}.md"
    if path.exists():
        raise ValueError(f"{path.name} is there already")
    head = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head}# {title}\n\n{WRITE}\n\n```{{code-cell}} python\nQuiz("{slug}", tags=["check"])\n```\n', "utf-8", newline="\n")
    entry = {"id": f"{slug}/q01", "kind": "single", **_COMMON, "outcomes": [_outcome(course)], **_KINDS["single"], "tags": ["check"], "explanation_md": WRITE}
    _append(course, course.root / "book" / "questions" / f"{slug}.yml", "questions", entry)
    toc = course.root / "_toc.yml"
    lines = toc.read_text("utf-8").splitlines()
    last = max((n for n, line in enumerate(lines) if "book/chapters/" in line), default=len(lines) - 1)
    beside = re.match(r"\s*(?=- )", lines[last]) if lines else None  # as far in as the entry before it
    lines.insert(last + 1, f"{beside[0] if beside else '  '}- file: book/chapters/{slug}")
    toc.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return path, slug


SKELETON = Path(__file__).resolve().parent / "skeleton"
"""A whole course of one chapter, whose sentences say what to put in their place."""


def new_course(folder: Path) -> Path:
    """Write a course that builds into an empty or new folder; return it. Raises `ValueError` where the folder holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is not empty; name a folder that is new or holds nothing")
    return Path(shutil.copytree(SKELETON, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "_build")))


def _outcome(course: Course) -> str:
    """Return the course's first outcome that skeletons of every kind can carry; the author names the right one."""
    return next((id for id, outcome in course.outcomes.items() if not outcome.work.kinds), WRITE)


def _append(course: Course, path: Path, kind: str, entry: dict[str, Any]) -> Path:
    """Append a validated entry to a list's file, leaving every byte before it as it was."""
    ADAPTERS[kind].validate_python(entry)
    text = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=120)
    before = path.read_text("utf-8") if path.is_file() else ""
    path.write_text(before + ("" if not before or before.endswith("\n") else "\n") + text, "utf-8", newline="\n")
    return path


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def write_schemas(folder: Path) -> list[Path]:
    """Write a JSON Schema (draft 2020-12) for each kind of file, so that an editor completes and flags fields."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, adapter in ADAPTERS.items():
        one = adapter.json_schema(ref_template="#/$defs/{model}")
        whole = one if kind in ("activities", "about") else {"type": "array", "items": {k: v for k, v in one.items() if k != "$defs"}, "$defs": one.get("$defs", {})}
        path = folder / f"{kind}.json"
        path.write_text(json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **whole}, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")
        written.append(path)
    return written


def summary(course: Course) -> str:
    """Return what the check ends with: how each chapter and outcome is covered, on one screen."""
    known = coverage(course)
    rows = [f"{'chapter':28} {'minutes':>7} {'words':>6} {'paragraphs':>10} {'questions':>9} {'outcomes':>8}"]
    for chapter in course.chapters.values():
        asked = len(course.questions_of(chapter.id))
        practised = sum(chapter.id in row for row in known.outcomes.values())
        rows.append(f"{chapter.id:28} {chapter.minutes or '':>7} {chapter.words:>6} {len(chapter.paragraphs):>10} {asked:>9} {practised:>8}")
    rows.append("outcomes (chapters): " + " · ".join(f"{id} {len(row)}" for id, row in known.outcomes.items()))
    taught, met = sum(map(bool, known.taught.values())), sum(map(bool, known.met.values()))
    rows.append(f"claims: {len(course.claims)}, taught {taught}, met by an exercise {met}")
    return "\n".join(rows)


def stats(course: Course) -> str:
    """Return the course on one screen: how much of what there is, and the questions by kind, Bloom level and difficulty."""
    names = [k for k in ADAPTERS if k != "about"]
    rows = [f"{name:12} {len(getattr(course, name)):5}" for name in (*names, "sources", "chapters")]
    kinds = Counter(q.kind for q in course.questions.values())
    every = [get_args(m.model_fields["kind"].annotation)[0] for m in get_args(get_args(Question)[0])]
    rows.append("questions by kind: " + ", ".join(f"{k} {kinds[k]}" for k in every))
    for name in ("bloom", "difficulty"):
        found = Counter(str(getattr(q, name)) for q in course.questions.values())
        rows.append(f"questions by {name}: " + ", ".join(f"{k} {n}" for k, n in sorted(found.items())))
    rows.append("claims by verdict: " + ", ".join(f"{k} {n}" for k, n in Counter(c.verdict for c in course.claims.values()).most_common()))
    return "\n".join(rows)
