"""``thirdcorner class``: transcripts in, what the class said out; and the layouts of class codes."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ..course.codes import missing, newest, plain, wording
from ..course.read import Course, load
from ..model.codes import CodeLayout
from ..widgets.base import mark_at
from ..widgets.class_page import prints_of
from .chat import Tally, find
from .codes import Code, Coded, encode, layouts_by_sign, of_file
from .sources import Limits
from .tables import told
from .transcripts import texts

FLOOR = 5
"""Below so many codes of an exercise nothing of it is told but their number; nor is a judgement of it that fewer gave."""


def add(commands: Any) -> None:
    """Add the command."""
    one = commands.add_parser("class", help="read a class's codes from chats, forums, mails and tables; no name is kept or shown")
    one.add_argument("transcripts", type=Path, nargs="*", metavar="TRANSCRIPT", help="text, HTML, JSON, mbox, CSV, xlsx, files that were handed in, a zip or a folder of these")
    one.add_argument("--csv", type=Path, default=None, help="write one row a judgement: exercise, student, block, row, part, value")
    one.add_argument("--json", type=Path, default=None, help="write the same as JSON for a notebook")
    one.add_argument("--max-files", type=int, default=Limits().files, metavar="N", help="how many files are read of one folder or zip (default: %(default)s)")
    one.add_argument("--max-bytes", type=int, default=Limits().total, metavar="N", help="how many bytes are read of one folder or zip (default: %(default)s)")
    one.add_argument("--layouts", action="store_true", help="read nothing: add the layouts that book/data/codes.yml lacks")


def run(args: argparse.Namespace) -> int:
    """Run it; return its exit status."""
    course = load()
    if args.layouts:
        return lay_down(course)
    if not args.transcripts:
        print("name a transcript: a file that your platform exported, or into which you pasted the chat", file=sys.stderr)
        return 2
    known, tally, read = layouts_by_sign([*course.codes.values()]), Tally(), 0
    exercises = [Coded(layout, wording(course, layout), mark_at(layout.exercise), prints_of(course, layout)) for layout in newest(course).values()]
    unread: list[str] = []
    limits = Limits(args.max_files, args.max_bytes)
    for path in args.transcripts:
        try:
            for where, text in texts(path, lambda text: of_file(text, exercises), unread, limits):
                tally.take(find(text, known), where)
                read += 1
        except (ValueError, OSError) as error:
            unread.append(str(error))
    for why in unread:
        print(told(why), file=sys.stderr)
    if not read:
        return 1
    print("\n".join(map(told, report(course, tally))))
    rows = table(tally)
    if args.csv:
        args.csv.write_text(as_csv(rows), "utf-8", newline="\n")
        print(f"{args.csv}: {len(rows)} rows")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1), "utf-8", newline="\n")
        print(f"{args.json}: {len(rows)} rows")
    return 0


def report(course: Course, tally: Tally) -> list[str]:
    """Return what was read, in sentences: how many, of which exercise, how many twice, damaged or of another edition."""
    lines = [f"{len(tally.codes)} codes of {len({name for name, _ in tally.codes})} exercises."]
    if tally.twice:
        lines.append(f"{tally.twice} came again under the same mark: of each student the last one counts.")
    if tally.newer or tally.unknown:
        lines.append(f"{tally.newer} are of a newer layout and {tally.unknown} of an exercise that this course does not have; they are left out.")
    for where, line in tally.damaged:
        lines.append(f"{where}:{line}: a code is damaged; ask for it again")
    last = newest(course)
    for name, codes in grouped(tally).items():
        exercise = codes[0].layout.exercise
        title = course.activities[exercise].title if exercise in course.activities else exercise
        newest_number = last[exercise].number if exercise in last else 0
        said = f"{name}: {len(codes)} codes ({title})"
        old = Counter(c.layout.number for c in codes if c.layout.number != newest_number)
        other = sum(1 for c in codes if c.layout.number == newest_number and c.wording != wording(course, last[exercise]))
        if old:
            said += f"; {sum(old.values())} of an older layout{lacking(last[exercise], codes) if exercise in last else ''}"
        if other:
            said += f"; {other} of another wording"
        if len(codes) < FLOOR:
            said += f"; fewer than {FLOOR}, so nothing more is told"
        lines.append(said)
    return lines


def lacking(newest: CodeLayout, codes: list[Code]) -> str:
    """Return how many codes lack which rows of the newest layout, in words; nothing where they have all of them."""
    rows = [(block.id, row) for block in newest.blocks for row in block.ids]
    counts = {(block, row): sum(all(block != b.id or row not in b.ids for b in c.layout.blocks) for c in codes) for block, row in rows}
    by: dict[int, list[str]] = {}
    for (_, row), n in counts.items():
        if n and row not in by.setdefault(n, []):
            by[n].append(row)
    told = [f"{n} {'lacks' if n == 1 else 'lack'} {', '.join(lacked)}" for n, lacked in by.items()]
    return f" ({'; '.join(told)})" if told else ""


def grouped(tally: Tally) -> dict[str, list[Code]]:
    """Return the codes by exercise, sorted by their own text, so that no order follows the chat."""
    found: dict[str, list[Code]] = {}
    for (name, _), code in sorted(tally.codes.items()):
        found.setdefault(name, []).append(code)
    for codes in found.values():
        codes.sort(key=lambda c: encode(c.layout, c.wording, "000000", c.digits))  # not by the mark, which is in no export
    return found


def table(tally: Tally) -> list[dict[str, Any]]:
    """Return one row a judgement of which enough students said something, in exercises with enough codes; students are numbered anew in each exercise."""
    rows = []
    for codes in grouped(tally).values():
        heard = Counter(said[:3] for c in codes for said in c.rows())
        rows += [
            {"exercise": c.layout.exercise, "student": n, "layout": c.layout.number, "block": block, "row": row, "part": part, "value": value}
            for n, c in enumerate(codes, 1)
            for block, row, part, value in c.rows()
            if heard[block, row, part] >= FLOOR
        ]
    return rows


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV; a range becomes ``low`` and ``high``, a set its values with a bar between."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["exercise", "student", "layout", "block", "row", "part", "value", "low", "high"])
    for row in rows:
        value = row["value"]
        ends = value if isinstance(value, list) and all(isinstance(v, int | float) for v in value) and value else ["", ""]
        shown = "" if ends[0] != "" else "|".join(value) if isinstance(value, list) else value
        writer.writerow([*(row[k] for k in ("exercise", "student", "layout", "block", "row", "part")), shown, *ends])
    return out.getvalue()


def lay_down(course: Course) -> int:
    """Append the layouts that the file lacks; nothing that stands there is touched."""
    made = missing(course)
    path = course.root / "book" / "data" / "codes.yml"
    yaml = YAML()
    yaml.width = 160
    out = io.StringIO()
    for layout in made:
        entry = CommentedMap(id=layout.id, exercise=layout.exercise, name=layout.name, number=layout.number)
        blocks = CommentedSeq()
        for block in plain(layout):
            one = CommentedMap(block)
            for key in ("when", "ids"):
                one[key] = CommentedSeq(one[key])
                one[key].fa.set_flow_style()
            parts = CommentedSeq()
            for part in one["parts"]:
                shown = CommentedMap(part)
                shown.fa.set_flow_style()
                parts.append(shown)
            one["parts"] = parts
            blocks.append(one)
        entry["blocks"] = blocks
        yaml.dump([entry], out)
    if made:
        head = "" if path.is_file() else "# The layouts of class codes, append-only: an old one reads the codes of its day. `thirdcorner class --layouts` adds what is lacking.\n"
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(head + out.getvalue())
    print(f"{path.relative_to(course.root).as_posix()}: {len(made)} {'layout' if len(made) == 1 else 'layouts'} added" + "".join(f"\n  {one.id} ({one.exercise})" for one in made))
    return 0
