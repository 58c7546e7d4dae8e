"""What the page Class makes of codes: middles, moves, scores and tables, each computed a second time here; files read as Python reads them."""

from __future__ import annotations

import base64
import csv
import io
import json
import random
import statistics
import subprocess
from pathlib import Path
from typing import Any

import pytest

from thirdcorner.classroom.chat import Tally, find
from thirdcorner.classroom.class_command import as_csv, table
from thirdcorner.classroom.codes import Code, Coded, decode, digits_of, encode, of_file
from thirdcorner.cli import main
from thirdcorner.course.codes import SIGNS, newest, wanted, wording
from thirdcorner.front.build import HERE, ensure, node
from thirdcorner.model.codes import CodeLayout
from thirdcorner.widgets.class_page import ClassPage, prints_of

from .test_chat import written
from .test_codes import COURSE, KNOWN, random_work
from .transcripts import NAMES, random_code

CONTENT = ClassPage.resolve(COURSE, ClassPage.refer()).content
EXERCISES = {e["name"]: e for e in CONTENT["exercises"]}

TWIN = """
import { createInterface } from "node:readline";
import * as more from "./src/logic/class_more";
import * as rows from "./src/logic/classroom";
import * as out from "./src/logic/class_export";
import { find, empty, taken } from "./src/logic/chat";
import { layoutsOf } from "./src/logic/codes";
import { opened } from "./src/opener/opener";
import { codesOf as coded } from "./src/logic/submissions";
import { plainOf } from "./src/logic/transcripts";
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const known = layoutsOf(JSON.parse((await lines.next()).value));
const codesOf = (text) => [...taken(empty(), find(text, known)).codes.values()];
for await (const line of lines) {
  const { ask, screen, texts, texts0, ids, name, data } = JSON.parse(line);
  const codes = (texts ?? []).map(codesOf);
  const answers = {
    numbers: () => rows.numberRows(screen, codes[0]), choices: () => rows.choiceRows(screen, codes[0]), lines: () => more.linesOf(screen, codes[0]),
    matrix: () => more.matrixRows(screen, codes[0]), moves: () => more.moves(screen, codes[0]), scores: () => more.scores(screen, codes[0]),
    lacking: () => rows.lacking(screen, codes[0].map((c, n) => (n < ids.n ? { ...c, layout: { ...c.layout, blocks: c.layout.blocks.map((b) => ({ ...b, ids: b.ids.filter((id) => !ids.lack.includes(id)) })) } } : c))),
    calibration: () => rows.calibration(screen, codes[0]), says: () => more.talkFirst(screen, codes[0]), between: () => more.between(screen, codes.map((c, n) => ({ name: "AB"[n], codes: c }))),
    tidy: () => out.tidy(codes.map((c, n) => ({ name: ["=A", "B"][n], codes: c })), new Map(Object.entries(ids))).text,
    again: () => out.again(codes[0]), coded: () => (texts0 ?? []).map((text) => coded(text, screen)),
    file: async () => (await opened(name, Uint8Array.from(atob(data), (c) => c.charCodeAt(0)))).map((t) => ({ ...t, text: plainOf(t.name, t.text) })),
  };
  const told = await Promise.resolve().then(answers[ask]).catch((error) => ({ error: error.message }));
  console.log(JSON.stringify(told));
}
"""


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ensure()
    out = tmp_path_factory.mktemp("class") / "twin.mjs"
    options = {"bundle": True, "format": "esm", "platform": "node", "outfile": str(out), "logLevel": "error"}
    build = f"import {{ build }} from 'esbuild'; await build({{ stdin: {{ contents: {json.dumps(TWIN)}, resolveDir: '.', loader: 'ts' }}, ...{json.dumps(options)} }});"
    subprocess.run([node(), "--input-type=module", "-e", build], cwd=HERE, check=True)
    return out


def ask(twin: Path, *questions: dict[str, Any]) -> list[Any]:
    """Return what TypeScript answers, question by question."""
    layouts = [one for e in CONTENT["exercises"] for one in e["layouts"]]
    said = "\n".join(json.dumps(q) for q in [layouts, *questions])
    done = subprocess.run([node(), str(twin)], input=said, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def posted(name: str, count: int, seed: int = 1) -> list[str]:
    """Return codes of the newest layout of an exercise, with random answers."""
    layout = COURSE.codes[f"{name}-{EXERCISES[name]['layouts'][-1]['number']}"]
    rng = random.Random(seed)
    return [random_code(rng, layout, wording(COURSE, layout)) for _ in range(count)]


def read(text: str) -> Code:
    code = decode(text, KNOWN)
    assert code
    return code


def said(code: Code, block: str, row: str, part: str) -> Any:
    return next((value for b, r, p, value in code.rows() if (b, r, p) == (block, row, part)), None)


def screen(name: str, kind: str, n: int = 0) -> dict[str, Any]:
    return [s for s in EXERCISES[name]["screens"] if s["kind"] == kind][n]


def test_the_page_draws_each_exercise_that_makes_codes_and_every_row_stands_in_its_layout() -> None:
    assert {e["id"] for e in CONTENT["exercises"]} == {id for id, *_ in wanted(COURSE)}
    assert {s["kind"] for e in CONTENT["exercises"] for s in e["screens"]} == {"numbers", "choices", "nets", "calibration", "lines", "matrix", "moves", "scores", "stage"}
    for e in CONTENT["exercises"]:
        layout = e["layouts"][-1]
        parts = {(b["id"], row, p["id"]): p for b in layout["blocks"] for row in b["ids"] for p in b["parts"]}
        drawn = set()
        for s in e["screens"]:
            for row in s["rows"]:
                asked = {c["id"] for c in s["columns"]} or {row["part"] or s["part"], *([s["then"]] if s["then"] else [])}
                for part in asked:
                    assert (row["block"], row["id"], part) in parts, (e["name"], row, part)
                    drawn.add((row["block"], row["id"], part))
                    of = parts[row["block"], row["id"], part]
                    if s["kind"] in ("choices", "moves", "stage") and of["kind"] in ("choice", "set"):
                        assert {v["id"] for v in s["values"]} == set(of["values"])
        assert drawn or e["name"].startswith("NET"), e["name"]


@pytest.mark.parametrize("name", ["DRAW8", "DRAW2", "DRAW13"])
def test_lines_come_back_as_they_were_drawn_with_their_middle_and_the_record(twin: Path, name: str) -> None:
    shown = screen(name, "lines")
    codes = posted(name, 9)
    lines, rows, says = ask(twin, {"ask": "lines", "screen": shown, "texts": ["\n".join(codes)]}, {"ask": "numbers", "screen": shown, "texts": ["\n".join(codes)]}, {"ask": "says", "screen": shown, "texts": ["\n".join(codes)]})
    mine = [[said(read(c), r["block"], r["id"], "drawn") for r in shown["rows"]] for c in codes]
    assert sorted(lines) == sorted(line for line in mine if None not in line)
    for n, row in enumerate(rows):
        values = [line[n] for line in mine if line[n] is not None]
        assert row["n"] == len(values) and row["median"] == pytest.approx(statistics.median(values))
    off = max(rows, key=lambda r: abs(r["median"] - r["row"]["truth"]))
    assert f"part most in {off['row']['label']}" in says
    assert {p["id"]: p["value"] for p in shown["lines"][0]["record"]}.items() >= {r["id"]: r["truth"] for r in shown["rows"]}.items()


def test_the_matrix_has_the_middle_of_each_cell_and_leaves_out_what_does_not_apply(twin: Path) -> None:
    shown = screen("ACH11", "matrix")
    codes = posted("ACH11", 11)
    (rows,) = ask(twin, {"ask": "matrix", "screen": shown, "texts": ["\n".join(codes)]})
    scale = ["II", "I", "N", "C", "CC"]
    assert [v["id"] for v in shown["values"]] == scale
    for row in rows:
        for cell, column in zip(row["cells"], shown["columns"], strict=True):
            given = [scale.index(v) for c in codes if (v := said(read(c), "matrix", row["row"]["id"], column["id"])) in scale]
            assert cell["n"] == len(given) and sum(cell["counts"]) == len(given)
            if len(given) >= 5:
                low, _, high = statistics.quantiles(given, n=4, method="inclusive")
                assert (cell["median"], cell["half"]) == (pytest.approx(statistics.median(given)), pytest.approx([low, high]))


def test_who_moved_is_counted_only_where_both_were_said(twin: Path) -> None:
    shown, layout = screen("DAY", "moves"), COURSE.codes["DAY-1"]
    answers = [v["id"] for v in shown["values"]]
    both = [(0, 1), (0, 1), (2, 2), (3, 0), (4, 4), (1, 2), (0, None)]

    def state(first: int, latest: int | None) -> dict[str, Any]:
        return {"first": {"answer": answers[first], "sure": 60}, "latest": None if latest is None else {"answer": answers[latest], "sure": 40}}

    codes = [encode(layout, "G7", f"{n}" * 6, digits_of(layout, {"day-one": state(*pair)})) for n, pair in enumerate(both)]
    found, says = ask(twin, *({"ask": a, "screen": shown, "texts": ["\n".join(codes)]} for a in ("moves", "says")))
    assert (found["n"], found["stayed"], found["counts"][0][1], found["counts"][3][0]) == (6, 2, 2, 1)
    assert says.startswith("4 of 6 give another answer now")


def test_the_pooled_forecast_is_the_median_scored_against_each_ones(twin: Path) -> None:
    shown = screen("FCAST13", "scores")
    codes = [read(c) for c in posted("FCAST13", 12)]
    (found,) = ask(twin, {"ask": "scores", "screen": shown, "texts": ["\n".join(posted("FCAST13", 12))]})
    outcome = {r["id"]: float(COURSE.forecasts[r["id"]].outcome == "yes") for r in shown["rows"]}

    def given(code: Code, id: str) -> float | None:
        return None if said(code, "questions", id, "knew") == "true" else said(code, "questions", id, "probability")

    each = [statistics.mean(scored) for c in codes if (scored := [(p / 100 - outcome[id]) ** 2 for id in outcome if (p := given(c, id)) is not None])]
    assert sorted(found["each"]) == pytest.approx(sorted(each))
    pooled = [(statistics.median(ps) / 100 - outcome[id]) ** 2 for id in outcome if len(ps := [p for c in codes if (p := given(c, id)) is not None]) >= 5]
    assert (found["pooled"], found["over"]) == (pytest.approx(statistics.mean(pooled)), len(pooled))
    assert found["better"] == sum(found["pooled"] < one for one in each)


def handed_in(rng: random.Random, **more: Any) -> str:
    """Return a file as the page saves it, with random work on every exercise, a name, an essay and answers to graded questions beside it."""
    items = {"assign/week-3/pool-o1/q01": {"v": 1, "hash": "x", "at": 1, "state": {"answer": "SECRET ANSWER"}}, "essay/own": {"v": 1, "hash": "x", "at": 1, "state": {"essay_text": "SECRET ESSAY"}}}
    for one in FILES:
        items |= {id: {"v": 1, "hash": one.prints.get(id, "x"), "at": 1, "state": state} for id, state in random_work(rng, one.layout).items()}
    items["hedges-01/r1"]["state"] = {"low": rng.randrange(40), "high": rng.randrange(50, 90), "compared": True}
    return json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "exported": "2026-12-01T10:00:00+00:00", "name": "SECRET NAME", "items": {**items, **more}})


FILES = [Coded(c, wording(COURSE, c), f"{c.exercise}/code", prints_of(COURSE, c)) for c in newest(COURSE).values()]


def test_a_file_that_was_handed_in_is_read_as_the_codes_it_holds_alike_by_page_and_command(twin: Path) -> None:
    rng = random.Random(11)
    files = [handed_in(rng) for _ in range(20)]
    marked = handed_in(rng, **{"hedges-01/code": {"v": 1, "hash": "class-code", "at": 1, "state": {"mark": "K7Q4ZD"}}})
    other = json.loads(files[0])
    other["items"]["hedges-01/r1"]["hash"] = "another wor"
    bad = ["[]", "{", "null", '{"format": "thirdcorner-record"}', '{"format": "thirdcorner-record", "items": []}', '{"format": "other", "items": {}}', "NaN", files[0].replace("K", "K", 1) + "x", "[" * 90_000]
    odd = [json.dumps({"format": "thirdcorner-record", "items": {"hedges-01/r1": value, "ledger-12": {"state": value}}}) for value in (None, 1, "x", [], {"state": []}, {"state": {"low": {}, "compared": True}})]
    texts = [*files, marked, json.dumps(other), *odd, *bad]
    (theirs,) = ask(twin, {"ask": "coded", "screen": CONTENT["exercises"], "texts0": texts})
    mine = [of_file(text, FILES) for text in texts]
    assert theirs == mine
    assert mine[-len(bad) :] == [None] * len(bad)
    for text, codes in zip(files, mine, strict=False):
        assert codes and "SECRET" not in codes
        for line in codes.splitlines():
            code = read(line)
            assert (code.wording, code.digits) == (wording(COURSE, code.layout), digits_of(code.layout, {id: e["state"] for id, e in json.loads(text)["items"].items()}))
    assert len({line.split("-")[3] for codes in mine[:20] for line in codes.splitlines()}) == 20, "a mark a file"
    assert "HEDGE1" in mine[20] and next(line for line in mine[20].splitlines() if "HEDGE1" in line).split("-")[3] == "K7Q4ZD"
    assert [line.split("-")[2][1:] for line in mine[21].splitlines() if "HEDGE1" in line] == ["00"]


def test_the_command_reads_a_folder_and_a_zip_of_files_handed_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    rng, folder = random.Random(3), tmp_path / "in"
    files = [handed_in(rng) for _ in range(6)]
    for n, text in enumerate(files):
        (folder / f"SECRET PERSON {n}_1_assignsubmission_file").mkdir(parents=True)
        (folder / f"SECRET PERSON {n}_1_assignsubmission_file" / "week-3-submission.json").write_text(text, "utf-8")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for path in sorted(folder.rglob("*.json")):
            archive.write(path, path.relative_to(folder))
    said = []
    for source in ([folder], [tmp_path / "in.zip"], [folder, tmp_path / "in.zip"]):
        assert main(["class", *map(str, source), "--csv", str(tmp_path / "out.csv")]) == 0
        said.append(((tmp_path / "out.csv").read_text("utf-8"), capsys.readouterr().out))
    assert {table for table, _ in said} == {said[0][0]} and "SECRET" not in "".join(map(str, said))
    assert "came again under the same mark" in said[2][1], "the same file counts once"
    assert said[0][0].count("hedges-01,6,") > 0


def test_two_groups_are_told_where_they_part_most(twin: Path) -> None:
    shown, layout = screen("HEDGE1", "numbers"), COURSE.codes["HEDGE1-1"]

    def group(ranges: dict[str, tuple[int, int]], offset: int) -> str:
        work = {f"hedges-01/{id}": {"low": low, "high": high, "compared": True} for id, (low, high) in ranges.items()}
        return "\n".join(encode(layout, "G7", SIGNS[offset + n] * 6, digits_of(layout, work)) for n in range(5))

    a, b = group({"r1": (50, 70), "a1": (10, 30)}, 0), group({"r1": (55, 75), "a1": (60, 100)}, 9)
    told, alike = ask(twin, {"ask": "between", "screen": shown, "texts": [a, b]}, {"ask": "between", "screen": shown, "texts": [a, a]})
    label = next(r["label"] for r in shown["rows"] if r["id"] == "a1")
    assert told == f"A and B part most on {label}: the middle one is 20 % in A, 80 % in B."
    assert alike == "The middle answers of A and B are the same in every row."


def rows_of(text: str) -> list[dict[str, Any]]:
    return [{k: float(v) if k in ("low", "high", "student", "layout") and v else v for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def test_the_table_is_that_of_the_command_and_few_or_marks_are_in_no_export(twin: Path) -> None:
    names = ["HEDGE1", "ACH11", "DRAW8", "NET12"]
    codes = [c for n, name in enumerate(names) for c in posted(name, 6, n)] + posted("DRAW5", 4)
    ids = {e["name"]: e["id"] for e in CONTENT["exercises"]}
    tally = Tally()
    tally.take(find("\n".join(codes), KNOWN))
    mine = rows_of(as_csv(table(tally)))
    one, two, again = ask(twin, *({"ask": a, "texts": t, "ids": ids} for a, t in (("tidy", ["\n".join(codes)]), ("tidy", ["\n".join(codes)] * 2), ("again", ["\n".join(codes)]))))

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        value = row["value"]
        return (*(row[k] for k in ("exercise", "student", "layout", "block", "row", "part", "low", "high")), float(value) if value.replace(".", "", 1).isdigit() else value)

    assert sorted(map(key, rows_of(one)), key=str) == sorted(map(key, mine), key=str) and len(mine) > 500
    assert {r["group"] for r in csv.DictReader(io.StringIO(two))} == {"'=A", "B"}
    marks = {c.split("-")[3] for c in codes}
    assert "draw-05" not in one and not [m for m in marks if m in one]
    assert len(again) == 24 and marks.isdisjoint(c.split("-")[3] for c in again)
    anew = Tally()
    anew.take(find("\n".join(again), KNOWN))
    apart = [sorted(str({**row, "student": 0}) for row in table(t)) for t in (tally, anew)]
    assert apart[0] == apart[1]


def test_each_kind_of_file_is_read_in_the_browser_as_on_the_command_line(twin: Path, tmp_path: Path) -> None:
    codes = posted("ACH11", 6)
    paths = written(tmp_path, codes)
    import zipfile

    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in paths:
            archive.write(path, path.name)
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    every = [*paths, tmp_path / "all.zip"]
    questions = [{"ask": "file", "name": p.name, "data": base64.b64encode(p.read_bytes()).decode()} for p in [*every, tmp_path / "bad.xlsx"]]
    *texts, bad = ask(twin, *questions)
    assert bad == {"error": "bad.xlsx: it cannot be read as a .xlsx file"}
    for path, found in zip(every, texts, strict=True):
        met = [m for one in found for m in find(one["text"], KNOWN)]
        assert not [m for m in met if not m.code], path
        assert {m.code.mark for m in met if m.code} == {c.split("-")[3] for c in codes}, path
    assert NAMES[0] in texts[0][0]["text"]


@pytest.mark.long
def test_a_large_workbook_is_read_without_a_worker_and_a_bomb_not_at_all(twin: Path, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    rng = random.Random(3)
    layout: CodeLayout = COURSE.codes["ACH11-1"]
    codes = [random_code(rng, layout) for _ in range(6_000)]
    for n, code in enumerate(codes):
        book.active.append([NAMES[n % 7], code])
    book.save(tmp_path / "form.xlsx")
    import zipfile

    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 201_000_000)
    read_, bomb = ask(twin, *({"ask": "file", "name": f"{n}.xlsx", "data": base64.b64encode((tmp_path / f"{n}.xlsx").read_bytes()).decode()} for n in ("form", "bomb")))
    assert len([m for one in read_ for m in find(one["text"], KNOWN) if m.code]) == 6_000
    assert bomb == {"error": "bomb.xlsx: unpacked it is too large to be read"}
