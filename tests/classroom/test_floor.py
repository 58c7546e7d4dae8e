"""What fewer than five students said is in no table, code or picture; what codes of an older layout lack is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from thirdcorner.classroom.chat import Tally, find
from thirdcorner.classroom.class_command import lacking, table
from thirdcorner.classroom.codes import Code, digits_of, encode
from thirdcorner.course.codes import SIGNS

from .test_class_more import EXERCISES, ask, posted, read, screen, twin
from .test_codes import COURSE, KNOWN

__all__ = ["twin"]


def test_what_fewer_than_five_said_something_of_is_in_no_table_no_code_and_no_picture(twin: Path) -> None:
    layout = COURSE.codes["HEDGE1-1"]
    rows = [row for block in layout.blocks for row in block.ids]
    works = [{f"hedges-01/{id}": {"low": 20, "high": 40 + n, "compared": True} for id in rows[: 1 if n < 2 else 2 if n < 3 else 3]} for n in range(6)]
    codes = [encode(layout, "G7", SIGNS[n] * 6, digits_of(layout, work)) for n, work in enumerate(works)]
    tally = Tally()
    tally.take(find("\n".join(codes), KNOWN))
    one, again = ask(twin, {"ask": "tidy", "texts": ["\n".join(codes)], "ids": {"HEDGE1": "hedges-01"}}, {"ask": "again", "texts": ["\n".join(codes)]})
    assert {r["row"] for r in table(tally)} == {r["row"] for r in csv.DictReader(io.StringIO(one))} == {rows[0]}
    assert [[row for _, row, _, _ in read(c).rows()] for c in again] == [[rows[0]]] * 6
    lines = COURSE.codes["DRAW8-1"]
    (block,) = lines.blocks
    start = [tuple(int(k == 0 or n < 4) for k in range(len(block.ids) * len(block.parts))) for n in range(9)]
    posts = [encode(lines, "G7", SIGNS[n] * 6, digits) for n, digits in enumerate(start)]
    more = encode(lines, "G7", "ZZZZZZ", [1] * len(start[0]))
    few, enough = ask(twin, *({"ask": "lines", "screen": screen("DRAW8", "lines"), "texts": ["\n".join(p)]} for p in (posts, [*posts, more])))
    assert (few, len(enough)) == ([], 5)


def test_codes_of_an_older_layout_are_told_by_what_they_lack(twin: Path) -> None:
    shown, text = screen("HEDGE1", "numbers"), "\n".join(posted("HEDGE1", 6))
    first, second, *_ = (r for r in shown["rows"])
    asked = [{"lack": [first["id"]], "n": 3}, {"lack": [first["id"], second["id"]], "n": 1}, {"lack": [], "n": 6}]
    told = ask(twin, *({"ask": "lacking", "screen": shown, "texts": [text], "ids": a} for a in asked))
    label, other = (r["label"] if r["label"].startswith("“") else f"“{r['label']}”" for r in (first, second))
    assert told == [f"3 codes lack {label}", f"1 code lacks {label}, {other}", ""]
    newest = COURSE.codes["HEDGE1-1"]
    old = newest.model_copy(update={"number": 0, "blocks": tuple(b.model_copy(update={"ids": tuple(i for i in b.ids if i != first["id"])}) for b in newest.blocks)})
    codes = [Code(one, "G7", "K7Q4ZD", ()) for one in (old, old, newest)]
    assert (lacking(newest, codes), lacking(newest, codes[2:])) == (f" (2 lack {first['id']})", "")


def test_a_bin_of_certainty_needs_five_students_and_not_five_answers(twin: Path) -> None:
    name = next(n for n, e in EXERCISES.items() if any(s["kind"] == "calibration" and len(s["rows"]) > 1 for s in e["screens"]))
    shown, layout = screen(name, "calibration"), COURSE.codes[f"{name}-{EXERCISES[name]['layouts'][-1]['number']}"]
    first = {part.id: n for n, part in enumerate(layout.blocks[0].parts)}
    sure = next(p for p in layout.blocks[0].parts if p.id == "sure").values

    def posts(by: dict[str, int]) -> str:
        """Everybody answers all questions rightly, so many of them with each certainty."""
        whos = [value for value, count in by.items() for _ in range(count)]
        one = [[3 if part.id == "first" else sure.index(value) + 1 if part.id == "sure" else 0 for b in layout.blocks for _ in b.ids for part in b.parts] for value in whos]
        return "\n".join(encode(layout, "G7", SIGNS[n] * 6, digits) for n, digits in enumerate(one))

    assert {"first", "sure"} <= set(first)
    bins = {b["sure"]: b for b in ask(twin, {"ask": "calibration", "screen": shown, "texts": [posts({"60": 1, "70": 4, "90": 5})]})[0]}
    asked = len(shown["rows"])
    assert [(bins[s]["students"], bins[s]["n"], bins[s]["right"]) for s in ("50", "60", "70", "90")] == [(0, 0, 0), (1, 0, 0), (4, 0, 0), (5, 5 * asked, 5 * asked)]
