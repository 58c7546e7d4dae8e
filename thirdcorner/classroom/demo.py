"""A class that nobody taught: its files as three platforms deliver them, its chat, its marks; to rehearse on before the real one.

Whatever is drawn here is drawn by a fixed seed, so that two runs write the same bytes. The names are made up.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ..course.codes import SIGNS, newest, wording
from ..course.read import Course, load, load_pool
from ..model import Parameterised
from ..model.codes import CodeLayout
from . import class_command, command
from .assignments import Sheet, read
from .codes import encode
from .outputs import Outputs
from .sources import Limits
from .tables import table
from .works import shown

FIRST = ("Ada", "Bo", "Chen", "Dara", "Eun-ji", "Fatima", "Goran", "Hana", "Ivo", "Jun", "Kasia", "Leïla", "Łukasz", "Mai", "Nino", "Ola", "Petra", "Quentin", "Rosa", "Søren")
LAST = ("Abel", "Brandt", "Cole", "Dvořák", "Eide", "Fox", "García", "Hall", "Ito", "Jansen", "Kowal", "Lind", "Moreau", "Nowak", "O’Neill", "Park", "Żak")
REMARKS = ("Good morning!", "Is item 3 about the treaty?", "Sorry, I am late.", "Where do I find the code?", "Thanks!")
MISSING, LATE, UNREADABLE = 4, 9, 2
"""How many of the roster hand in nothing, how many come late, and how many send something that is no submission."""


@dataclass(frozen=True)
class Pupil:
    """Somebody who does not exist: how often she is right, and when she hands in (`None`: not at all)."""

    number: int
    first: str
    last: str
    able: float
    at: datetime | None
    broken: bool = False

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first} {self.last}"

    @property
    def user(self) -> str:
        """The user name."""
        return f"s{self.number}"


def pupils(sheet: Sheet, students: int, seed: int = 1) -> list[Pupil]:
    """Return so many who hand in, and a few of the roster who do not."""
    chance = random.Random(seed)
    due = sheet.assignment.due or datetime(2026, 12, 8, 17, 0, tzinfo=UTC)
    made = []
    for n in range(students + MISSING + UNREADABLE):
        late = n < min(LATE, students // 10)
        after = timedelta(minutes=chance.randrange(20, 4000)) if late else -timedelta(minutes=chance.randrange(5, 6000))
        gone, broken = students <= n < students + MISSING, n >= students + MISSING
        names = FIRST[n % len(FIRST)], LAST[n // len(FIRST) % len(LAST)]
        made.append(Pupil(4000 + n, *names, chance.betavariate(4, 2), None if gone else due + after, broken))
    return made


def answer(q: Any, right: bool, chance: random.Random) -> Any:
    """Return an answer to a question, right by its key or plausibly wrong; an open one gets words that say that they are made up."""
    match q.kind:
        case "single":
            return chance.choice([o.id for o in q.options if o.correct is right])
        case "multiple":
            key = {o.id for o in q.options if o.correct}
            return sorted(key if right else key ^ {chance.choice(q.options).id})
        case "true-false":
            return q.correct is right
        case "matching":
            answers = [p.answer for p in q.pairs]
            return dict(zip([p.id for p in q.pairs], answers if right else [*answers[1:], answers[0]], strict=True))
        case "ordering":
            ids = [i.id for i in q.items]
            return ids if right else [ids[1], ids[0], *ids[2:]]
        case "numeric":
            return f"{q.answer if right else q.answer * 2 + 1:g}"
        case "fill-in":
            return [b.accepted[0] if right else "something else" for b in q.blanks]
        case "interpretive":
            return chance.choice([r.id for r in q.readings if r.defensible is right] or [q.readings[0].id])
    return f"Made-up words of a rehearsal, no. {chance.randrange(10**6)}."


def work(q: Any, chance: random.Random, text: str) -> dict[str, dict[str, Any]]:
    """Return work on an exercise, by id: a desk's cases judged one way or another; of any other exercise, words."""
    name, content = shown(q.widget, q.id)
    if name != "fact_check":
        return {next(iter(q.items)): {"reading_text": text}}
    made = {}
    for n, case in enumerate(content["cases"]):
        if n and chance.random() < 0.2:
            continue
        said = {"card": chance.choice(case["cards"])["id"], "judgement": chance.choice(("holds", "correct-it", "wrong")), "confidence": 10 * chance.randrange(5, 11)}
        made[case["id"]] = {**said, "reason_text": text, "judged": True, "effect": chance.choice(case["effects"])["id"], "argued": True}
    return made


def submission(sheet: Sheet, course: str, pupil: Pupil) -> bytes:
    """Return what a page of the book writes on *Save for handing in*."""
    chance = random.Random(pupil.number)
    asked = [q for q in sheet.asked if q.id not in sheet.drawn or q.id in sheet.falls_to(pupil.user)]
    known = {q.id: q.version(sheet.version_of(q, pupil.user), id=q.id) if isinstance(q, Parameterised) else q for q in asked}
    drawn = {q.id: {"version": sheet.version_of(q, pupil.user)} for q in asked if isinstance(q, Parameterised)}
    states = {q.id: answer(known[q.id], chance.random() < pupil.able, chance) for q in asked}
    at = pupil.at or datetime(2026, 1, 1, tzinfo=UTC)
    items: dict[str, Any] = {
        q.id: {"v": 1, "hash": q.wording, "at": int(at.timestamp() * 1000), "state": {"answer": states[q.id], "checked": True, "tries": 1, **drawn.get(q.id, {})}} for q in asked
    }
    if sheet.by_number:
        items[f"assign/{sheet.assignment.id}/number"] = {"v": 1, "hash": "number", "at": 1, "state": {"answer": pupil.user}}
    for q in sheet.exercises:
        text = f"Made-up words of a rehearsal, no. {chance.randrange(10**6)}."
        items |= {id: {"v": 1, "hash": q.items[id], "at": 1, "state": state} for id, state in work(q, chance, text).items() if id in q.items}
    head = {"format": "thirdcorner-record", "v": 1, "course": course, "edition": "rehearsal", "exported": at.astimezone(UTC).isoformat()}
    return json.dumps(head | {"items": items, "aside": {}}, ensure_ascii=False).encode()


def _moodle(sheet: Sheet, pupil: Pupil, name: str) -> Iterator[tuple[str, bytes | None]]:
    yield f"{pupil.name}_{pupil.number}_assignsubmission_file_/{name}", None


def _canvas(sheet: Sheet, pupil: Pupil, name: str) -> Iterator[tuple[str, bytes | None]]:
    late = "LATE_" if sheet.assignment.due and pupil.at and pupil.at > sheet.assignment.due else ""
    flat = "".join(c for c in f"{pupil.last}{pupil.first}".lower() if c.isascii() and c.isalpha())
    yield f"{flat}_{late}{pupil.number}_{90000 + pupil.number}_{name}", None


def _blackboard(sheet: Sheet, pupil: Pupil, name: str) -> Iterator[tuple[str, bytes | None]]:
    assert pupil.at
    head = f"{sheet.assignment.title.replace(':', '')}_{pupil.user}_attempt_{pupil.at:%Y-%m-%d-%H-%M-%S}"
    yield f"{head}_{name}", None
    yield f"{head}.txt", f"Name: {pupil.name} ({pupil.user})\nAssignment: {sheet.assignment.title}\n".encode()


FILES = {"moodle": _moodle, "canvas": _canvas, "blackboard": _blackboard}
"""How a platform names what a student handed in."""


def delivered(sheet: Sheet, course: str, platform: str, class_: Iterable[Pupil]) -> bytes:
    """Return the zip in which a platform gives an instructor all that was handed in."""
    out, day = io.BytesIO(), (2026, 12, 9, 0, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for pupil in class_:
            if pupil.at is None:
                continue
            name = "photo.jpg" if pupil.broken else f"{sheet.assignment.id}-submission.json"
            for path, data in FILES[platform](sheet, pupil, name):
                own = b"\xff\xd8\xff no submission" if pupil.broken else submission(sheet, course, pupil)
                archive.writestr(zipfile.ZipInfo(path, day), own if data is None else data)
    return out.getvalue()


def worksheet(sheet: Sheet, platform: str, class_: Iterable[Pupil]) -> tuple[str, bytes]:
    """Return the gradebook's file that an instructor downloads from a platform: its name and bytes."""
    out = io.StringIO(newline="")
    a, points = sheet.assignment, f"{sheet.total:g}"
    match platform:
        case "moodle":
            write = csv.writer(out, lineterminator="\n").writerow
            write([
                "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
                "Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments",
            ])  # fmt: skip
            for p in class_:
                at = f"{p.at:%A}, {p.at.day} {p.at:%B %Y}, {p.at.hour % 12 or 12}:{p.at:%M} {p.at:%p}" if p.at else "-"
                write([
                    f"Participant {p.number}", p.name, f"{p.user}@example.org",
                    "Submitted for grading" if p.at else "No submission", "", f"{sheet.total:.2f}", "Yes", at, "-",
                    "",
                ])  # fmt: skip
            return "moodle-worksheet.csv", out.getvalue().encode()
        case "canvas":
            write = csv.writer(out, lineterminator="\r\n").writerow
            write(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{a.title} (771)"])
            write(["    Points Possible", "", "", "", "", points])
            for p in class_:
                write([f"{p.last}, {p.first}", p.number, p.user, p.user, "Tuesday", ""])
            return "canvas-gradebook.csv", out.getvalue().encode()
    write = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    write(["Last Name", "First Name", "Username", f"{a.title} [Total Pts: {points} Score] |664617"])
    for p in class_:
        write([p.last, p.first, p.user, ""])
    return "blackboard-gradebook.xls", out.getvalue().encode("utf-16")


def roster(class_: Iterable[Pupil]) -> str:
    """Return the roster."""
    return "".join(table(("id", "name", "username", "email"), [(str(p.number), p.name, p.user, f"{p.user}@example.org") for p in class_]))


def chat(course: Course, class_: list[Pupil], exercises: int = 3, seed: int = 1) -> str:
    """Return a seminar's chat: four of five post a code of each of a few exercises, among what people say."""
    chance, lines = random.Random(seed), []
    layouts = newest(course)
    chosen = [layouts[id] for id in sorted(layouts) if not layouts[id].name.startswith("QZ")][:exercises]
    leans = [[chance.random() for _ in layout.radices] for layout in chosen]
    for pupil in class_:
        for layout, lean in zip(chosen, leans, strict=True):
            said = encode(layout, wording(course, layout), "".join(chance.choices(SIGNS, k=6)), _judged(layout, lean, chance)) if chance.random() < 0.8 else chance.choice(REMARKS)
            lines.append(f"18:{chance.randrange(60):02}:12\t From  {pupil.name}  to  Everyone:\n\t{said}")
    chance.shuffle(lines)
    return "\n".join(lines) + "\n"


def _judged(layout: CodeLayout, lean: list[float], chance: random.Random) -> list[int]:
    """Return digits near what the class leans to; 0 would say nothing."""
    return [1 + int((radix - 1) * min(0.999, max(0.0, chance.gauss(at, 0.2)))) if radix > 1 else 0 for radix, at in zip(layout.radices, lean, strict=True)]


def marked(to_mark: str, share: float = 0.9, seed: int = 1) -> str:
    """Return the list of open answers as a marker fills it in: so much of it, from the top."""
    rows, chance = list(csv.DictReader(io.StringIO(to_mark.removeprefix("\ufeff")))), random.Random(seed)
    for row in rows[: round(share * len(rows))]:
        row["mark"], row["comment"] = str(chance.choice((0, 0.5, 0.5, 1))), "Made up for a rehearsal."
    return "".join(table(tuple(rows[0]), [tuple(row.values()) for row in rows])) if rows else ""


def _grading(assignment: Path, folder: Path, to: str, place: str, *, sheet_name: str = "", marks: tuple[str, ...] = ()) -> int:
    """Call `grade` on files of a folder, as an instructor would."""
    options: dict[str, Any] = vars(_options(["grade", str(folder / place), "--assignment", str(assignment), "--to", str(folder / to)]))
    options |= {"roster": folder / "roster.csv"} if (folder / "roster.csv").is_file() else {}
    options |= {"worksheet": folder / sheet_name} if sheet_name else {}
    options |= {"marks": [folder / name for name in marks]} if marks else {}
    return command.run(argparse.Namespace(**options))


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers(dest="command"))
    return parser.parse_args(argv)


def add(commands: Any) -> None:
    """Add the command."""
    one = commands.add_parser("demo-class", help="write a made-up class as Moodle, Canvas and Blackboard deliver it, chat and codes included, and grade it")
    one.add_argument("--students", type=int, default=300, metavar="N", help="how many hand in (default: %(default)s)")
    one.add_argument("--assignment", type=Path, default=None, metavar="FILE", help="default: instructor/assignments/week3.yml")
    one.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where (default: _build/demo-class)")


def run(args: argparse.Namespace) -> int:
    """Write the class and grade it as its instructor would; return the exit status."""
    course = load()
    path: Path = args.assignment or course.root / "instructor" / "assignments" / "week3.yml"
    sheet = read(path, course, load_pool(course))
    folder: Path = args.to or course.root / "_build" / "demo-class"
    if not 1 <= args.students <= len(FIRST) * len(LAST) - MISSING - UNREADABLE:
        print(f"--students: from 1 to {len(FIRST) * len(LAST) - MISSING - UNREADABLE}, as there are no more names", file=sys.stderr)
        return 1
    everybody, id = pupils(sheet, args.students), command.course_id(course)
    sheets = {platform: worksheet(sheet, platform, everybody) for platform in FILES}
    try:
        with Outputs(folder) as out:
            out.text("roster.csv", roster(everybody))
            out.text("chat.txt", chat(course, [p for p in everybody if p.at]))
            for platform, (name, data) in sheets.items():
                out.data(f"{platform}.zip", delivered(sheet, id, platform, everybody))
                out.data(name, data)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for platform, (name, _) in sheets.items():
        print(f"\n{platform}.zip: {args.students} submissions")
        if status := _grading(path, folder, f"graded-{platform}", f"{platform}.zip", sheet_name=name):
            return status
    print("\nOne marker fills in most of to-mark.csv, a second a tenth of it; Moodle’s class is graded again with both.")
    open_ones = (folder / "graded-moodle" / "to-mark.csv").read_text("utf-8")
    for name, share, seed in (("marks.csv", 0.9, 1), ("second-marker.csv", 0.1, 2)):
        (folder / name).write_text(marked(open_ones, share, seed), "utf-8", newline="\n")
    if status := _grading(path, folder, "graded-moodle", "moodle.zip", sheet_name=sheets["moodle"][0], marks=("marks.csv", "second-marker.csv")):
        return status
    print(f"\n{folder / 'graded-moodle' / 'mark.html'}: open it in a browser: what nobody has marked yet, and where the two markers differ")
    print("\nchat.txt: what the class posted")
    limits = Limits()
    asked = {"layouts": False, "transcripts": [folder / "chat.txt"], "csv": folder / "class.csv", "json": folder / "class.json"}
    return class_command.run(argparse.Namespace(**asked, max_files=limits.files, max_bytes=limits.total))


def rehearse(args: argparse.Namespace) -> int:
    """Let one made-up student answer, hand in and be graded, so that an instructor has held such a file before the class does."""
    course = load()
    sheet = read(args.assignment, course, load_pool(course))
    to: Path = (args.to or course.root / "_build" / "assign" / sheet.assignment.id) / "try"
    due = sheet.assignment.due or datetime(2026, 12, 8, 17, 0, tzinfo=UTC)
    student = Pupil(1, "Test", "Student", 0.7, due - timedelta(hours=1))
    with Outputs(to) as out:
        out.data("handed-in.zip", delivered(sheet, command.course_id(course), "moodle", [student]))
    print(f"{to / 'handed-in.zip'}: what a made-up student handed in; it is graded as a class of one:")
    return _grading(args.assignment, to, "graded", "handed-in.zip")
