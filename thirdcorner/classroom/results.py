"""Everything that a run of grading writes, all of it or nothing; the same submissions give the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from . import analysis, gradebooks, regrade
from .collect import Graded
from .feedback import feedback as feedback_page
from .feedback import moodle_zip
from .item_page import items_page
from .marking import mark_page
from .outputs import Outputs
from .similarity import similarity_csv
from .stand_alone import file_name
from .worksheets import Filled


def write(
    made: Graded,
    to: Path,
    *,
    feedback: bool = True,
    names: bool = False,
    similar: bool = True,
    filled: tuple[str, Filled] | None = None,
    now: datetime | None = None,
) -> list[str]:
    """Write the files of a run into a folder.

    Parameters
    ----------
    made
        The graded class.
    to
        The folder.
    feedback
        Whether to write a page for each student.
    names
        Whether markers see students' ids instead of numbers.
    similar
        Whether to compare answers with each other.
    filled
        The platform's own file with its grades, and its name.
    now
        When feedback is to be judged as due or not.

    Returns
    -------
    list of str
        What is to be said of the run.

    Raises
    ------
    ValueError
        In words, where something cannot be written; nothing is changed then.
    """
    said: list[str] = []
    handles = filled[1].handles if filled else {}
    if any(not r.handle and r.student in handles for r in made.rows):
        made.rows = [r if r.handle else replace(r, handle=handles.get(r.student, "")) for r in made.rows]
    found = analysis.analyse(made)
    then, why = regrade.read_before(to, made.sheet.assignment.id)
    changes = list(regrade.moved(made, then)) if then else []
    with Outputs(to) as out:
        for name, form in gradebooks.GRADEBOOKS.items():
            out.text(f"gradebook-{name}.csv", form(made))
        details = regrade.Digest(gradebooks.detail(made))
        out.text(regrade.DETAILS, details)
        tables = {
            "report.csv": gradebooks.report,
            "files.csv": gradebooks.files,
            "moderation.csv": gradebooks.moderation,
            "numbers.csv": gradebooks.numbers,
        }
        for name, table in tables.items():
            out.text(name, table(made))
        out.text("to-mark.csv", gradebooks.to_mark(made, names))
        out.text("mark.html", mark_page(made, names))
        out.text("items.csv", analysis.items_csv(found))
        out.text("items-choices.csv", analysis.choices_csv(found))
        out.text("items.json", analysis.items_json(found))
        out.text("items.html", items_page(made, found))
        out.text("summary.json", gradebooks.summary(made))
        out.text(regrade.RUN, regrade.run_json(made, details.hex()))
        if similar:
            out.text("similarity.csv", similarity_csv(made))
        if then:
            out.text("moved.csv", regrade.moved_csv(changes))
        if filled:
            out.data(f"worksheet-{filled[0]}", filled[1].data)
        if feedback:
            pages = [(row, feedback_page(made, row, made.sheet.assignment.tells(now or datetime.now(UTC)))) for row in made.rows]
            for row, text in pages:
                out.text(f"feedback/{file_name(row.student)}.html", text)
            if any(row.handle.startswith("moodle:") for row in made.rows):
                out.data("feedback-moodle.zip", moodle_zip(made, pages))
    said += [why] if why else []
    said += _unnumbered(made)
    return [*said, *_moved(changes)]


def _unnumbered(made: Graded) -> Iterator[str]:
    """Yield who is left out of what Moodle takes, since it knows students by numbers of its own."""
    left = [r.student for r in made.rows if not r.handle.startswith("moodle:")]
    if left and len(left) < len(made.rows):
        yield (
            f"gradebook-moodle.csv and feedback-moodle.zip leave out {len(left)} whose number in Moodle no file tells ({', '.join(left[:5])}"
            f"{' …' if len(left) > 5 else ''}): give the worksheet (--worksheet), or enter the grade by hand; their feedback is in feedback/"
        )


def _moved(changes: list[tuple[str, str, str, str, str, str]]) -> Iterator[str]:
    """Yield what the run changed, in a few lines."""
    points = [c for c in changes if c[2] == "points"]
    if points:
        yield f"{len(points)} {'student' if len(points) == 1 else 'students'} moved since the last run (moved.csv has all):"
        for student, _, _, old, new, why in points[:10]:
            yield f"  {student}: {old or 'none'} → {new or 'none'} ({why})"
