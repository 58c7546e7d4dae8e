"""Exports of any selection of questions. A new format is one module, one line in `FORMATS`, one test."""

from __future__ import annotations

from . import csv, gift, json, moodle_xml, nbgrader, qti12, qti21
from .common import Exported, Format

__all__ = ["FORMATS", "Exported", "Format"]

FORMATS: dict[str, Format] = {
        made.name: made
        for made in (
            Format("moodle-xml", ".xml", "Moodle's question bank: every kind, with feedback, hints and tags", moodle_xml.write),
            Format("qti-1.2", ".zip", "Canvas classic quizzes", qti12.write),
            Format("qti-2.1", ".zip", "systems that read IMS QTI 2.1: items, a test and a manifest", qti21.write),
            Format("gift", ".gift", "Moodle's plain text", gift.write),
            Format("csv", ".csv", "spreadsheets", csv.write),
            Format("json", ".json", "programs: the whole of each question, without loss", json.write),
            Format("nbgrader", ".zip", "nbgrader: a source assignment with tests and cells to mark by hand", nbgrader.write),
        )
}
"""Every format by its name on the command line."""
