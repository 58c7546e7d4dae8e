"""A learner's answers outlast a kernel: real kernels beside one record file, and Colab with a Drive and without."""

from __future__ import annotations

import inspect
import json
import os
import sys
import types
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.live.every import calls, lay_out, works
from tests.live.serving import SAMPLE, Kernel
from thirdcorner.course.kept import FILE, Record
from thirdcorner.live import keeping
from thirdcorner.widgets import CONSTRUCTORS, base

MINE = {"quiz/q01": {"answer": 1, "score": 1}}


@pytest.fixture
def kernels(tmp_path: Path) -> Iterator[Any]:
    made: list[Kernel] = []

    def start(**env: str) -> Kernel:
        made.append(Kernel(tmp_path, THIRDCORNER_ROOT=str(SAMPLE), **env))
        return made[-1]

    yield start
    for one in made:
        one.end()


QUIZ = "from thirdcorner import *\nquiz = Quiz('quiz', tags=['one'])\n"


def test_answers_outlast_the_kernel_and_two_notebooks_share_one_record(kernels: Any, tmp_path: Path) -> None:
    first, second = kernels(), kernels()
    first.run(QUIZ)
    second.run(QUIZ)
    assert not (tmp_path / FILE).exists(), "nothing is written before anything is answered"
    assert first.run(f"quiz.work = {MINE}") == ""
    assert second.run("quiz.work = {'quiz/q02': {'answer': 0, 'score': 0}}") == ""
    first.end()
    again = kernels()
    said = again.run(QUIZ + "print(sorted(quiz.work), quiz.work['quiz/q01'], sorted(quiz.times), quiz.seed)\nprint(keep_answers())")
    assert f"['quiz/q01', 'quiz/q02'] {MINE['quiz/q01']} ['quiz/q01', 'quiz/q02']" in said
    assert str(tmp_path / FILE) in said
    made = json.loads((tmp_path / FILE).read_text("utf-8"))
    assert (made["format"], made["v"], made["course"], made["edition"]) == ("thirdcorner-record", 1, "third-corner", "sample")
    assert f" {made['seed']}\n" in said


def test_a_page_served_to_many_keeps_nothing_and_shows_nobodys_answers(kernels: Any, tmp_path: Path) -> None:
    Record(tmp_path / FILE, "third-corner", "sample").keep({}, MINE, {"quiz/q01": "x"}, 7)
    before = (tmp_path / FILE).read_bytes()
    said = kernels(SERVER_SOFTWARE="voila/0.5").run(QUIZ + f"print(quiz.work, quiz.stale)\nquiz.work = {MINE}\nprint(keep_answers())")
    assert said == "{} []\nNothing keeps your answers here: they last for as long as this notebook runs.\n"
    assert (tmp_path / FILE).read_bytes() == before


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep this process's answers as a kernel does."""
    monkeypatch.delenv("THIRDCORNER_BUILDING", raising=False)
    monkeypatch.setenv("THIRDCORNER_ROOT", str(SAMPLE))
    monkeypatch.setenv(base.RECORD, str(tmp_path / FILE))
    return tmp_path / FILE


def quiz() -> Any:
    return CONSTRUCTORS["Quiz"]("quiz", tags=["one"])


def test_an_answer_that_the_component_cannot_read_is_not_shown_and_not_lost(here: Path) -> None:
    one = quiz()
    Record(here, "third-corner", "sample").keep({}, {"quiz/q01": {"answer": 1, "score": [1]}}, one._items, 7)
    other = quiz()
    assert other.work == {}
    other.work = MINE
    assert '[1]' in str(json.loads(here.read_text("utf-8"))["aside"])


def test_a_disk_that_is_full_is_told_and_the_next_change_tries_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = quiz()
    with monkeypatch.context() as m:
        m.setattr("thirdcorner.course.kept.os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.warns(UserWarning, match="not kept: .*No space"):
            one.work = MINE
    one.work = {**MINE, "quiz/q02": {"answer": 0, "score": 0}}
    assert sorted(quiz().work) == ["quiz/q01", "quiz/q02"]


def test_a_damaged_record_is_told_and_the_widget_stands(here: Path) -> None:
    here.write_text("{", "utf-8")
    with pytest.warns(UserWarning, match="stay where they are"):
        assert quiz().work == {}


@pytest.fixture
def colab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
    """Stand in for Colab's own module, of which a notebook uses three functions."""
    did = types.SimpleNamespace(downloaded=[], upload={}, drive=tmp_path / "drive")
    drive = types.ModuleType("google.colab.drive")
    files = types.ModuleType("google.colab.files")
    drive.mount = lambda place: (Path(place) / "MyDrive").mkdir(parents=True, exist_ok=True)  # type: ignore[attr-defined]
    files.download = did.downloaded.append  # type: ignore[attr-defined]
    files.upload = lambda: did.upload  # type: ignore[attr-defined]
    for name, module in {"google": types.ModuleType("google"), "google.colab": types.ModuleType("google.colab"), drive.__name__: drive, files.__name__: files}.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(base, "DRIVE", did.drive / "MyDrive")
    return did


def test_on_colab_answers_move_into_the_drive_and_come_back_from_it(here: Path, colab: types.SimpleNamespace) -> None:
    one = quiz()
    one.work = MINE
    assert "kept in your Drive" in keeping.keep_answers(drive=True)
    one.work = {**MINE, "quiz/q02": {"answer": 0, "score": 0}}
    there = Record(colab.drive / "MyDrive" / FILE, "third-corner", "sample")
    assert sorted(there.read()["items"]) == ["quiz/q01", "quiz/q02"]
    os.environ[base.RECORD] = str(here.with_name("another-machine.json"))
    fresh = quiz()
    assert fresh.work == {}
    keeping.keep_answers(drive=True)
    assert sorted(fresh.work) == ["quiz/q01", "quiz/q02"]


@pytest.fixture
def in_a_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this process be a notebook's kernel, beside its notebook, that nobody told where answers go."""
    ipython = types.ModuleType("IPython")
    ipython.get_ipython = lambda: types.SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.delenv("THIRDCORNER_BUILDING", raising=False)
    monkeypatch.setenv("THIRDCORNER_ROOT", str(SAMPLE))
    monkeypatch.setenv(base.RECORD, "")  # so that what the test leaves in its place is taken away
    monkeypatch.delenv(base.RECORD)
    monkeypatch.chdir(tmp_path)
    base._record.cache_clear()
    return tmp_path / FILE


def test_a_drive_that_is_mounted_keeps_the_answers_unasked_and_takes_those_of_this_machine_along(in_a_notebook: Path, colab: types.SimpleNamespace) -> None:
    one = quiz()
    one.work = MINE
    assert in_a_notebook.is_file()
    drive = colab.drive / "MyDrive"
    drive.mkdir(parents=True)
    Record(drive / FILE, "third-corner", "sample").keep({}, {"quiz/q02": {"answer": 0, "score": 0}}, one._items, 7)
    assert sorted(quiz().work) == ["quiz/q01", "quiz/q02"]
    assert not in_a_notebook.exists()
    assert MINE["quiz/q01"] in [entry["state"] for entry in json.loads(in_a_notebook.with_name("third-corner-record.taken-along.json").read_text("utf-8"))["items"].values()]
    assert str(keeping.keep_answers()).startswith("Your answers are kept in your Drive")
    assert sorted(one.work) == ["quiz/q01", "quiz/q02"], "a widget that was there before shows both"
    one.work = {**one.work, "quiz/q02": {"answer": 1, "score": 1}}
    assert json.loads((drive / FILE).read_text("utf-8"))["items"]["quiz/q02"]["state"] == {"answer": 1, "score": 1}


def test_a_record_that_cannot_be_taken_along_stays_and_is_told(in_a_notebook: Path, colab: types.SimpleNamespace) -> None:
    in_a_notebook.write_text("{", "utf-8")
    (colab.drive / "MyDrive").mkdir(parents=True)
    with pytest.warns(UserWarning, match="stay there"):
        quiz()
    assert in_a_notebook.read_text("utf-8") == "{"


def test_on_colab_without_a_drive_the_first_cell_says_so_and_its_buttons_save_and_load(here: Path, colab: types.SimpleNamespace) -> None:
    one = quiz()
    words, (save, load), said = (lambda panel: (panel.children[0], panel.children[1].children, panel.children[2]))(keeping.keep_answers())
    assert "forgets this machine" in words.value
    save.click()
    assert (said.value, colab.downloaded) == ("There are no answers to save yet.", [])
    one.work = MINE
    save.click()
    assert colab.downloaded == [str(here)]
    mine = here.read_bytes()
    here.unlink()
    fresh = quiz()
    for content, told in ((b"\xff", "Nothing was changed."), (mine, "Answers taken over: 1."), (mine, "Answers taken over: 0.")):
        load.value = ({"name": FILE, "type": "application/json", "size": len(content), "content": memoryview(content), "last_modified": datetime.now(UTC)},)
        assert said.value.startswith(told)
    assert fresh.work == MINE


def test_on_colab_without_a_drive_answers_are_downloaded_and_loaded(here: Path, colab: types.SimpleNamespace) -> None:
    assert keeping.save_answers() == "There are no answers to save yet."
    quiz().work = MINE
    assert "downloaded" in keeping.save_answers()
    assert colab.downloaded == [str(here)]
    colab.upload = {FILE: here.read_bytes()}
    here.unlink()
    fresh = quiz()
    assert keeping.load_answers() == "Answers taken over: 1."
    assert fresh.work == MINE
    colab.upload = {FILE: b"\xff"}
    assert keeping.load_answers().startswith("Nothing was changed.")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("whole") / "course")


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_every_widget_gives_a_frame_of_its_work_and_says_what_its_traits_are(name: str, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THIRDCORNER_BUILDING", raising=False)
    monkeypatch.setenv("THIRDCORNER_ROOT", str(whole))
    made = eval(calls(whole)[name], dict(CONSTRUCTORS))  # the book's own cell
    synced = {n for n, trait in made.traits(sync=True).items() if not n.startswith("_")} - set(base.anywidget.AnyWidget.class_traits(sync=True))
    assert {"content", "work", "stale", "times", "seed"} <= synced
    assert [n for n in synced if not made.traits()[n].help] == []
    assert inspect.getdoc(type(made))
    assert len(made.to_frame().columns) > 0
    if name in works(whole):
        made.work = works(whole)[name]
        frame = made.to_frame()
        assert len(frame) > 0
        assert frame.notna().any(axis=None)
