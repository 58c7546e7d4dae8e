"""Exports of any selection of questions. A new format is one module, its declaration, one line in `FORMATS`, one test."""

from __future__ import annotations

from . import anki, cc_questions, common_cartridge, csv, gift, json, moodle_xml, nbgrader, qti12, qti21, qti30
from .common import Exported, Format

__all__ = ["FORMATS", "Exported", "Format"]

FORMATS: dict[str, Format] = {
    made.name: made
    for made in (
        Format("moodle-xml", moodle_xml.make, moodle_xml.also),
        Format("common-cartridge", common_cartridge.make, cc_questions.also, common_cartridge.VERSIONS, cc_questions.of_version),
        Format("qti-1.2", qti12.make, qti12.also),
        Format("qti-2.1", qti21.make, qti21.also),
        Format("qti-3.0", qti30.make, qti21.also),
        Format("gift", gift.make, gift.also),
        Format("csv", csv.make, csv.also),
        Format("json", json.make),
        Format("nbgrader", nbgrader.make),
        Format("anki", anki.make, anki.also),
    )
}
"""Every format by its name on the command line; what each holds is declared in `thirdcorner.course.formats`."""
