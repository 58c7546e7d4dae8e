"""What students, teachers and markers wrote goes through every file that grading makes, and does nothing there but stand as it was written."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests import ROOT
from tests.classroom import test_grade
from tests.classroom.test_fuzz import zipped
from tests.classroom.test_grade import COURSE, DUE, POOL, assignment, put, record
from tests.classroom.test_marking import KINDS, data_of, done, hostile
from tests.hostile import ALL, STRINGS
from tests.widgets.test_logic import run_front
from thirdcorner.classroom import marking, regrade, results, tables, transcripts, works
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.marks import work_of
from thirdcorner.classroom.tables import clean
from thirdcorner.cli import main
from thirdcorner.course.kept import Record
from thirdcorner.widgets import CONSTRUCTORS

PLAIN = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe]", "", ALL)
"""As much of it as YAML takes."""
ACTS = re.compile(r"\s*[=+\-@|%\t\r\n]")
TURNS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
WRITTEN = [(n, name, text) for n, (name, text) in enumerate(STRINGS.items(), 1)]


def of_kind(kind: str) -> Any:
    return next(q for q in (*POOL.questions.values(), *COURSE.questions.values()) if q.kind == kind)


class Class:
    """A class in which every text is hostile: a student a string, in each kind of answer; a roster, a marker and decisions as bad."""

    def __init__(self, folder: Path):
        self.folder, self.to = folder, folder / "out"
        kinds = ("single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in", "interpretive", "short-answer", "essay")
        self.asked = {kind: of_kind(kind) for kind in kinds}
        memo, lab = KINDS["memo-builder"], KINDS["analogy-lab"]
        path = folder / "it.yml"
        path.write_text(json.dumps({"id": "it", "title": PLAIN, "feedback": "never", "questions": [{"id": q.id} for q in self.asked.values()], "exercises": [{"id": memo}, {"id": lab}]}, ensure_ascii=False), "utf-8")
        self.sheet: Sheet = read(path, COURSE, POOL)
        files: dict[str, bytes] = {}
        for n, name, text in WRITTEN:
            items: dict[str, Any] = {q.id: {"v": 1, "hash": q.wording, "at": 1, "state": {"answer": self.answer(kind, text)}} for kind, q in self.asked.items()}
            for exercise in self.sheet.exercises:
                kind = CONSTRUCTORS[exercise.widget]
                made = kind.resolve(COURSE, kind.refer(exercise.id))
                items |= {id: {**e, "state": told(hostile(e["state"]), text)} for id, e in done(made.content, made.items).items() if id in exercise.items}
            items[f"{text[:200]}/x"] = {"v": 1, "hash": text[:200], "at": 1, "state": {text[:200]: text}}
            whole = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": text, "exported": text, "items": items, "aside": {text[:200]: text}}
            inside = clean(text[:200]).replace("/", "∕").replace("\0", "") or "x"
            files[f"{inside}_{n}_assignsubmission_file_/{name}.json"] = json.dumps(whole).encode()
        self.files = files
        (folder / "in.zip").write_bytes(zipped(files))
        rows = io.StringIO()
        csv.writer(rows).writerows([["id", "name", "group"], *([n, text[:3000] or "x", text[:3000]] for n, _, text in WRITTEN[:-2])])
        (folder / "roster.csv").write_text(clean(rows.getvalue()), "utf-8")
        essay = self.asked["essay"].id
        marks = io.StringIO()
        csv.writer(marks).writerows([["student", "question", "work", "mark", "comment"], *([n, essay, work_of(essay, text), "0.5", text[:3000]] for n, _, text in WRITTEN)])
        for marker in ("=kowalska+<b>", "nowak"):
            (folder / f"{marker}.csv").write_text(clean(marks.getvalue()).replace("0.5", "0.5" if marker == "nowak" else "0.75"), "utf-8")
        (folder / "decisions.yml").write_text(json.dumps([{"do": "bonus", "assignment": "it", "by": PLAIN, "why": "reason " + PLAIN, "students": [str(n)], "points": 0.5} for n, _, _ in WRITTEN[:3]], ensure_ascii=False), "utf-8")
        marked = [str(folder / f"{m}.csv") for m in ("=kowalska+<b>", "nowak")]
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            self.status = main(["grade", str(folder / "in.zip"), "--assignment", str(path), "--to", str(self.to), "--roster", str(folder / "roster.csv"), "--names", "--marks", *marked])
        self.said = said.getvalue()

    def answer(self, kind: str, text: str) -> Any:
        match kind:
            case "multiple" | "ordering" | "fill-in":
                return [text, text]
            case "matching":
                return {p.id: text for p in self.asked[kind].pairs} | {text[:200]: text}
        return text


def told(value: Any, text: str) -> Any:
    """The work with the text wherever the learner's own words stand."""
    if isinstance(value, dict):
        return {k: text if isinstance(v, str) and (k.endswith("_text") or k == "name") else told(v, text) for k, v in value.items()}
    return [told(v, text) for v in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    return Class(tmp_path_factory.mktemp("hostile"))


def test_every_file_is_graded_and_stands_in_its_line(graded: Class) -> None:
    assert graded.status == 0
    rows = list(csv.DictReader((graded.to / "files.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == len(STRINGS)
    assert len(list((graded.to / "feedback").iterdir())) == len(STRINGS)


def test_no_cell_of_any_table_acts_and_each_row_is_whole(graded: Class) -> None:
    tables = sorted(graded.to.glob("*.csv"))
    assert len(tables) > 12
    for path in tables:
        head, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True)
        for row in rows:
            assert len(row) == len(head), path.name
            assert not [c for c in row if ACTS.match(c) and not re.fullmatch(r"-?\d+(\.\d+)?|-", c) and not c.startswith("    Points Possible")], path.name
            assert "\x00" not in "".join(row), path.name


def test_no_page_has_an_element_or_a_link_that_somebody_wrote(graded: Class) -> None:
    pages = sorted(graded.to.rglob("*.html"))
    assert len(pages) > len(STRINGS)
    for path in pages:
        text = path.read_text("utf-8")
        found = BeautifulSoup(text.replace("\0", "\ufffd"), "lxml")
        own = path.name == "mark.html"
        for script in found.find_all("script"):
            assert own, path.name
            script.extract()
        for tag in found.find_all(True):
            assert not [a for a in tag.attrs if a.lower().startswith("on") or a.lower() in ("autofocus", "srcdoc", "formaction")], (path.name, str(tag)[:200])
            assert not any(re.match(r"\s*(javascript|data):", str(v), re.I) for a, v in tag.attrs.items() if a in ("href", "src", "action")), path.name
            assert tag.name not in ("iframe", "object", "embed", "base", "form", "link") and not (tag.name == "img" and tag.get("src") == "x"), path.name
        policy = str(found.find("meta", {"http-equiv": "Content-Security-Policy"})["content"])
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy.split("script-src")[-1] or "script-src" not in policy


def test_what_was_written_stands_in_feedback_and_marking_to_the_letter(graded: Class) -> None:
    essay = graded.asked["essay"].id
    data = {a["whose"]: a["text"] for a in data_of(graded.to / "mark.html")["answers"] if a["question"] == essay}
    assert {n: data[str(n)] for n, _, _ in WRITTEN} == {n: clean(text) for n, _, text in WRITTEN}
    for n, name, text in WRITTEN:
        page = BeautifulSoup((graded.to / "feedback" / f"{n}.html").read_text("utf-8"), "html.parser")
        wanted = clean(text).replace("\r", "\n").strip()
        assert any(wanted == b.get_text().replace("\r\n", "\n").replace("\r", "\n").strip() for b in page.find_all("blockquote")) or name in ("cells", "control", "return"), name
    everything = "".join(p.read_text("utf-8") for p in graded.to.rglob("feedback/*.html"))
    assert "reason " not in everything, "reasons of decisions are in nothing that a student gets"


def test_no_name_in_a_zip_leads_anywhere_or_turns_round(graded: Class) -> None:
    with zipfile.ZipFile(graded.to / "feedback-moodle.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) == len(set(names)) == len(STRINGS)
    for name in names:
        assert not re.search(r'[/\\:*?"<>|]', name) and not TURNS.search(name), repr(name)
        assert re.search(r"_\d+_assignsubmission_file_feedback\.html$", name)
    here = sorted(p.relative_to(graded.folder).parts[0] for p in graded.folder.iterdir())
    assert here == sorted(["in.zip", "it.yml", "decisions.yml", "roster.csv", "=kowalska+<b>.csv", "nowak.csv", "out"]), "nothing is written elsewhere"


def test_no_line_on_the_terminal_moves_its_cursor(graded: Class, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "chats").mkdir()
    for n, name, text in WRITTEN:
        inside = (text[:60].replace("/", "∕").replace("\0", "") or "x").encode("utf-8", "replace").decode()
        (tmp_path / "chats" / f"{n}{inside}.txt").write_text(f"{clean(text)}: TC1-HEDGE1-1G7-K7Q4ZD-00", "utf-8")
        (tmp_path / "chats" / f"{n}{inside}.xlsx").write_bytes(name.encode())
    assert main(["class", str(tmp_path / "chats")]) == 0
    said = capsys.readouterr()
    assert said.err.count("it is no workbook") == len(STRINGS)
    for line in (graded.said + said.out + said.err).split("\n"):
        assert not TURNS.search(line), repr(line)


def test_the_notebooks_record_keeps_every_letter(tmp_path: Path) -> None:
    ids = {f"q/{text[:80]}": f"h{n}" for n, _, text in WRITTEN}
    work = {id: {"answer": text, text[:80]: [text]} for id, (_, _, text) in zip(ids, WRITTEN, strict=True)}
    one, other = Record(tmp_path / "r.json", "c", "e"), Record(tmp_path / "s.json", "c", "e")
    one.keep({}, work, ids, 1)
    assert one.held(ids, {}).work == work
    (tmp_path / "r.json").read_bytes().decode("ascii")
    other.merge((tmp_path / "r.json").read_text("ascii"))
    assert other.held(ids, {}).work == work


def test_what_a_platform_keeps_of_a_package_is_letters_and_comes_back() -> None:
    entries = {f"05-x/q{n}": {"v": 1, "hash": "abcdef", "at": 1_764_000_000_000, "n": 1, "state": {"answer": text[:400]}} for n, _, text in WRITTEN}
    for id, entry in entries.items():
        packed: Any = run_front("m.pack('05-x', value, {})", {id: entry}, "scorm/packed")
        assert re.fullmatch(r"1\.[A-Za-z0-9_-]*", packed["text"]), id
        assert packed["left"] == []
        back: Any = run_front("m.unpack(value, '05-x', {})", packed["text"], "scorm/packed")
        assert back["entries"][id]["state"] == entry["state"]


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py): (test_\w+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(named) > 20
    assert not [f"{path}: {name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")]


def test_each_limit_on_length_is_kept_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chat.txt").write_text("0123456789x", "utf-8")
    monkeypatch.setattr(transcripts, "MAX_BYTES", 10)
    with pytest.raises(ValueError, match="is not read: cut it in parts"):
        list(transcripts.texts(tmp_path / "chat.txt"))
    monkeypatch.setattr(transcripts, "MAX_BYTES", 11)
    assert [text for _, text in transcripts.texts(tmp_path / "chat.txt")] == ["0123456789x"]
    made = test_grade.graded(assignment(tmp_path), put(tmp_path / "in", **{"ada.json": record(assignment(tmp_path), 2)}))
    results.write(made, tmp_path / "out", now=DUE)
    length = (tmp_path / "out" / regrade.DETAILS).stat().st_size
    for longest, told in ((length, False), (length - 1, True)):
        monkeypatch.setattr(regrade, "LONGEST", longest)
        assert ("too long to compare with" in regrade.read_before(tmp_path / "out", "quiz")[1]) == told
    answer = {"whose": "N", "question": "q", "work": "w", "text": "in words", "earlier": "", "answer": {"a": {"x": 1}}}
    for longest, states in ((15, {"a": {"x": 1}}), (14, {})):
        monkeypatch.setattr(marking, "LONGEST", longest)
        assert (marking._answer(answer).states, marking._answer(answer).text) == (states, "in words")
    whole = works.work_text(SimpleNamespace(widget="none", id="x"), {"a": {"said": "y" * 50}})
    monkeypatch.setattr(works, "LONGEST", 20)
    assert works.work_text(SimpleNamespace(widget="none", id="x"), {"a": {"said": "y" * 50}}) == f"{whole[:20]}\n… and {len(whole) - 20} more characters"


def test_a_workbook_is_read_to_its_limits_and_a_table_to_that_of_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for n in range(3):
        book.active.append([f"cell {n}", n])
    book.save(tmp_path / "form.xlsx")
    with zipfile.ZipFile(tmp_path / "form.xlsx") as archive:
        size = sum(m.file_size for m in archive.infolist())
    for name, most in (("MAX_CELLS", 9), ("MAX_BYTES", size)):  # three rows of two cells, and one more each
        monkeypatch.setattr(transcripts, name, most)
        assert "cell 2" in "".join(text for _, text in transcripts.texts_in((tmp_path / "form.xlsx").read_bytes(), "form.xlsx"))
        monkeypatch.setattr(transcripts, name, most - 1)
        with pytest.raises(ValueError, match="unpacked it is too large to be read"):
            list(transcripts.texts_in((tmp_path / "form.xlsx").read_bytes(), "form.xlsx"))
        monkeypatch.undo()
    longest = csv.field_size_limit()
    assert len(tables.read(b"id,name\n1," + b"x" * longest, "t.csv").rows[0][1]["name"]) == longest
    with pytest.raises(ValueError, match=r"t\.csv:2: it is no table that can be read"):
        tables.read(b"id,name\n1," + b"x" * (longest + 1), "t.csv")
