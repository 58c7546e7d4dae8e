"""CSV for a spreadsheet: a row a question, its key and choices to read, and the whole of it as JSON in the last column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ...course.formats import finite
from ...model import Question
from .common import Job, chapter_of
from .forms import decimal

COLUMNS = (
    "id", "chapter", "kind", "prompt", "choices", "key", "explanation", "hints", "bloom", "difficulty", "outcomes", "paragraphs",
    "claims", "sources", "tags", "confidence", "json",
)  # fmt: skip


def make(job: Job) -> bytes:
    """Return the questions as CSV in UTF-8 with a byte-order mark, so that spreadsheets read it as what it is."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for q in job.bank:
        rows.writerow([_safe(cell).replace("\0", "\ufffd") for cell in _row(q)])
    return out.getvalue().encode("utf-8-sig")


def also(q: Question) -> Iterator[str]:
    """Yield what a spreadsheet would misread in a question."""
    row = _row(q)
    if any(cell != _safe(cell) for cell in row):
        yield "in part: a cell begins like a formula and has got an apostrophe before it; the column json is exact"
    if any("\0" in cell for cell in row):
        yield "in part: a NUL character stands as U+FFFD; the column json is exact"


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are."""
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        try:
            float(cell)
        except ValueError:
            return "'" + cell
    return cell


def _row(q: Question) -> list[str]:
    choices, right = _readable(q)
    fixed = [q.id, chapter_of(q), q.kind, q.prompt_md, "\n".join(choices), "\n".join(right), q.explanation_md, "\n".join(q.hints_md)]
    lists = [" ".join(ids) for ids in (q.outcomes, q.paragraphs, q.claims, q.sources, q.tags)]
    return [*fixed, q.bloom, str(q.difficulty), *lists, "yes" if q.confidence else "no", q.model_dump_json()]


def _readable(q: Question) -> tuple[list[str], list[str]]:
    """Return the choices and the key of a question, to be read by people."""
    match q.kind:
        case "single" | "multiple":
            return [o.text_md for o in q.options], [o.text_md for o in q.options if o.correct]
        case "true-false":
            return ["true", "false"], ["true" if q.correct else "false"]
        case "matching":
            return [*(p.answer for p in q.pairs), *q.distractors], [f"{p.stem_md} → {p.answer}" for p in q.pairs]
        case "ordering":
            return sorted(q.items_md), [f"{n}. {item}" for n, item in enumerate(q.items_md, 1)]
        case "parameterised":
            return [], [f"{q.answer} ± {decimal(q.tolerance)} {q.unit}"]
        case "numeric":
            number = decimal(q.answer) if finite(q) else str(q.answer)
            return [], [f"{number} ± {decimal(q.tolerance) if finite(q) else q.tolerance} {q.unit}"]
        case "fill-in":
            return [], [f"{n}. {' | '.join(b.accepted)}" for n, b in enumerate(q.blanks, 1)]
        case "interpretive":
            return [r.text_md for r in q.readings], []
        case "short-answer":
            return [], [*(i.text_md for i in q.ideas), q.model_answer_md]
        case _:
            return [], [*(f"{c.criterion}: {' < '.join(c.levels_md)}" for c in q.rubric), q.model_answer_md]
