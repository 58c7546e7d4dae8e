"""Class codes: round trip, every small error found, Python and TypeScript agree."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from thirdcorner.classroom.codes import decode, digits_of, encode, layouts_by_sign, whole
from thirdcorner.course.check import check
from thirdcorner.course.codes import LETTERS, SIGNS, _names, missing
from thirdcorner.course.read import load, load_pool
from thirdcorner.front.build import HERE, ensure, node
from thirdcorner.model.codes import CodeLayout

from .transcripts import random_code

COURSE = load()
LAYOUTS = [*COURSE.codes.values()]
KNOWN = layouts_by_sign(LAYOUTS)


def random_work(rng: random.Random, layout: CodeLayout) -> dict[str, Any]:
    """Return a work as a record may hold it: on the scale, off it, of another type, or missing."""
    work: dict[str, Any] = {}

    def put(state: dict[str, Any], path: list[str], value: Any) -> None:
        for name in path[:-1]:
            if not isinstance(state.get(name), dict):
                state[name] = {}
            state = state[name]
        state[path[-1]] = value

    for block in layout.blocks:
        for row in block.ids:
            state = work.setdefault(block.at.replace("{id}", row), {})
            put(work.setdefault(block.when_at, {}) if block.when_at else state, [*block.when], rng.choice([True, True, 2, False, None]))
            for part in block.parts:
                number = rng.choice([rng.uniform(part.low - 1, part.high + 1), rng.randrange(int(part.low), int(part.high) + 2), "7", None])
                value: Any = rng.choice([*part.values, None, "other", True]) if part.kind == "choice" else rng.sample(part.values, rng.randrange(len(part.values) + 1)) if part.kind == "set" else number
                if part.kind == "choice" and part.values[0].isdigit() and rng.random() < 0.7:
                    value = int(rng.choice(part.values))
                if part.kind == "score":
                    value = rng.choice([0, 0.4, 1, None])
                if part.kind == "range" and len(part.paths) == 1:
                    value = rng.choice([[rng.uniform(part.low, part.high), rng.uniform(part.low, part.high)], None, [1]])
                for path in part.paths:
                    put(state, [p.replace("{id}", row) for p in path], value if len(part.paths) == 1 else rng.choice([number, rng.uniform(part.low, part.high)]))
    return work


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.id)
def test_a_work_comes_back(layout: CodeLayout) -> None:
    rng = random.Random(layout.id)
    for _ in range(20):
        digits = tuple(rng.randrange(radix) for radix in layout.radices)
        code = encode(layout, "G7", "K7Q4ZD", digits)
        assert len(code) == whole(layout) <= 100
        assert set(code) <= {*SIGNS, "-"} and "--" not in code
        read = decode(code.lower(), KNOWN)
        assert read and (read.layout, read.wording, read.mark, read.digits) == (layout, "G7", "K7Q4ZD", digits)


@pytest.mark.parametrize("layout", LAYOUTS[::9], ids=lambda one: one.id)
def test_one_wrong_sign_and_two_changed_over_are_always_found(layout: CodeLayout) -> None:
    code = random_code(random.Random(3), layout)
    wrong = [code[:n] + sign + code[n + 1 :] for n in range(len(code)) for sign in SIGNS + "-" if sign != code[n]]
    wrong += [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(len(code) - 1) if code[n] != code[n + 1]]
    assert len(wrong) > 32 * len(code)
    assert [w for w in wrong if decode(w, KNOWN)] == []


def test_what_was_not_committed_is_in_no_code() -> None:
    layout = COURSE.codes["HEDGE1-1"]
    work = {"hedges-01/r1": {"low": 10, "high": 30}, "hedges-01/a1": {"low": 50, "high": 80, "compared": True}}
    read = decode(encode(layout, "G7", "K7Q4ZD", digits_of(layout, work)), KNOWN)
    assert read and [*read.rows()] == [("hedges", "a1", "range", [50, 80])]


def test_the_layouts_are_those_of_the_course_and_an_edit_without_a_new_number_is_told() -> None:
    assert missing(COURSE) == []
    activities = dict(COURSE.activities)
    activities["hedges-01"] = activities["hedges-01"].model_copy(update={"hedges": activities["hedges-01"].hedges[1:]})
    changed = replace(COURSE, activities=activities)
    (lacking,) = missing(changed)
    assert (lacking.id, lacking.number) == ("HEDGE1-2", 2)
    told = [p for p in check(changed) if "thirdcorner class --layouts" in p.do]
    assert [p.id for p in told] == ["hedges-01"] and told[0].file == "book/activities/hedges-01.yml"


def test_no_layout_names_a_graded_question_or_an_option() -> None:
    said = json.dumps([one.model_dump(mode="json") for one in LAYOUTS])
    pool = load_pool(COURSE).questions
    assert pool and not [id for id in pool if f'"{id}"' in said]
    rows = {(one.exercise.partition("/quiz")[0], row) for one in LAYOUTS if "/quiz" in one.exercise for block in one.blocks for row in block.ids}
    assert rows and not [f"{slug}/{row}" for slug, row in rows if f"{slug}/{row}" not in COURSE.questions or f"{slug}/{row}" in pool]
    parts = {part.kind for one in LAYOUTS if "/quiz" in one.exercise for block in one.blocks for part in block.parts if part.id != "sure"}
    assert parts == {"score"}


TWIN = """
import { createInterface } from "node:readline";
import { digitsOf, encode, layoutsOf, decode } from "./src/logic/codes";
import { find } from "./src/logic/chat";
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const layouts = JSON.parse((await lines.next()).value);
const known = layoutsOf(layouts);
for await (const line of lines) {
  const { n, work, text } = JSON.parse(line);
  if (text !== undefined) console.log(JSON.stringify(find(text, known).map((m) => [m.line, m.why, m.code && [m.code.layout.name, m.code.mark, m.code.digits]])));
  else {
    const code = encode(layouts[n], "G7", "K7Q4ZD", digitsOf(layouts[n], (id) => work[id] ?? {}));
    console.log(JSON.stringify([code, decode(code, known).digits]));
  }
}
"""


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ensure()
    out = tmp_path_factory.mktemp("twin") / "twin.mjs"
    build = f"import {{ build }} from 'esbuild'; await build({{ stdin: {{ contents: {json.dumps(TWIN)}, resolveDir: '.', loader: 'ts' }}, bundle: true, format: 'esm', platform: 'node', outfile: {json.dumps(str(out))} }});"
    subprocess.run([node(), "--input-type=module", "-e", build], cwd=HERE, check=True)
    return out


def ask(twin: Path, questions: list[dict[str, Any]]) -> list[Any]:
    """Return what TypeScript answers, question by question."""
    layouts = [one.model_dump(mode="json") for one in LAYOUTS]
    said = "\n".join(json.dumps(q) for q in [layouts, *questions])
    done = subprocess.run([node(), str(twin)], input=said, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def agree(twin: Path, count: int, seed: int) -> None:
    rng = random.Random(seed)
    works = [(n, random_work(rng, LAYOUTS[n])) for n in (rng.randrange(len(LAYOUTS)) for _ in range(count))]
    answers = ask(twin, [{"n": n, "work": work} for n, work in works])
    assert len(answers) == count
    for (n, work), (code, digits) in zip(works, answers, strict=True):
        mine = digits_of(LAYOUTS[n], work)
        assert (code, tuple(digits)) == (encode(LAYOUTS[n], "G7", "K7Q4ZD", mine), mine)


def test_python_and_typescript_agree_on_ten_thousand_works(twin: Path) -> None:
    agree(twin, 10_000, 1)


@pytest.mark.long
def test_python_and_typescript_agree_on_a_million_works(twin: Path) -> None:
    for seed in range(100):
        agree(twin, 10_000, 100 + seed)


def test_names_never_run_out_and_never_repeat() -> None:
    made = list(islice(_names("QZ10", lettered=True), 20_000))
    assert len(set(made)) == len(made)
    assert made[:2] == ["QZ10A", "QZ10B"] and made[len(LETTERS)] == "QZ10A0"
    assert max(map(len, made)) <= 8
