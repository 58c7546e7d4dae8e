"""JSON: the whole of each question, to be read again without loss."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from ...model import Question
from .common import Job

SCHEMA, VERSION = "thirdcorner-questions", 1
_BANK: TypeAdapter[list[Any]] = TypeAdapter(list[Question])


def make(job: Job) -> bytes:
    """Return the questions as they were validated, with the words of the outcomes that they name."""
    course, bank = job.course, job.bank
    outcomes = {o: course.outcomes[o].model_dump(mode="json") for q in bank for o in q.outcomes if o in course.outcomes}
    whole = {
        "schema": SCHEMA,
        "version": VERSION,
        "title": job.title,
        "course": course.about.id if course.about else None,
        "outcomes": outcomes,
        "questions": [q.model_dump(mode="json") for q in bank],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read(data: bytes) -> list[Question]:
    """Return the questions of a file that `make` made.

    Raises
    ------
    ValueError
        Where it is not such a file, is of another version, or a question is not valid.
    """
    whole = json.loads(data)
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
        raise ValueError(f"this is no export of questions: its schema should be {SCHEMA!r}")
    if whole.get("version") != VERSION:
        raise ValueError(f"the export has version {whole.get('version')}; this program reads version {VERSION}")
    return _BANK.validate_python(whole["questions"])
