"""What a reader saved is never gone: histories of saving, deleting, renaming, new editions and lost lists, against a plain model."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests import ROOT
from thirdcorner.course.kept import FILE
from thirdcorner.live.notebooks import told, write_notebooks
from thirdcorner.live.shelf import LIST, shelve

NAMES = ("a.ipynb", "b.ipynb")
DAY = date(2026, 11, 26)
PLACES = st.integers(0, 40)


class Histories(RuleBasedStateMachine):
    """The model: what the reader saved last under each name, and has neither deleted nor saved over."""

    def __init__(self) -> None:
        super().__init__()
        self.made = tempfile.TemporaryDirectory()
        self.folder = Path(self.made.name) / "notebooks"
        self.saved: dict[str, bytes] = {}
        self.newest: dict[str, bytes] = {}
        self.day = DAY
        self.start((0, 0), 0)

    def teardown(self) -> None:
        self.made.cleanup()

    def _file(self, place: int) -> Path:
        files = sorted(p for p in self.folder.iterdir() if p.name != LIST)
        return files[place % len(files)] if files else self.folder / NAMES[0]

    @rule(place=PLACES, text=st.sampled_from([b"mine", b"mine too", b"and more"]))
    def save(self, place: int, text: bytes) -> None:
        path = self._file(place)
        path.write_bytes(text)
        self.saved[path.name] = text

    @rule(place=PLACES, to=st.sampled_from([*NAMES, "a.edition-2026-11-26.ipynb", "copy.ipynb"]))
    def rename(self, place: int, to: str) -> None:
        path = self._file(place)
        if path.exists() and not (self.folder / to).exists():
            path.rename(self.folder / to)
            if (mine := self.saved.pop(path.name, None)) is not None:
                self.saved[to] = mine

    @rule(place=PLACES)
    def delete(self, place: int) -> None:
        path = self._file(place)
        path.unlink(missing_ok=True)
        self.saved.pop(path.name, None)

    @rule(text=st.sampled_from(["", "{", "[]", '{"put": [], "given": 3}', '{"put": {}, "given": {"a.ipynb": "x"}}']))
    def lose_the_list(self, text: str) -> None:
        (self.folder / LIST).write_text(text, "utf-8")

    @rule(numbers=st.tuples(st.integers(0, 3), st.integers(0, 3)), days=st.integers(0, 1))
    def start(self, numbers: tuple[int, int], days: int) -> None:
        self.newest = dict(zip(NAMES, (f"edition {n}".encode() for n in numbers), strict=True))
        self.day += timedelta(days=days)
        placed = shelve(self.folder, self.newest, self.day)
        for one in placed:
            assert one.file.exists()
            if one.did == "kept":
                assert one.file.read_bytes() != self.newest[one.name], "kept says that there is work in it"
            else:
                assert one.file.read_bytes() == self.newest[one.name], "the newest edition is where the start says that it is"
        assert all(p.did in ("same", "kept") for p in shelve(self.folder, self.newest, self.day)), "a second start changes nothing"

    @invariant()
    def what_was_saved_is_there(self) -> None:
        for name, text in self.saved.items():
            assert (self.folder / name).read_bytes() == text
        assert not list(self.folder.glob(".*.part"))


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "notebooks"


def did(folder: Path, data: bytes, day: date = DAY) -> str:
    return shelve(folder, {"a.ipynb": data}, day)[0].did


def test_an_untouched_notebook_is_brought_up_to_date_and_has_no_neighbour(folder: Path) -> None:
    assert [did(folder, b"one"), did(folder, b"one"), did(folder, b"two")] == ["new", "same", "updated"]
    assert [p.name for p in folder.glob("*.ipynb")] == ["a.ipynb"]


def test_a_new_edition_is_put_beside_work_once_and_gives_way_to_the_next_unless_it_was_worked_in(folder: Path) -> None:
    did(folder, b"one")
    (folder / "a.ipynb").write_bytes(b"mine")
    assert [did(folder, b"one"), did(folder, b"two"), did(folder, b"two"), did(folder, b"three")] == ["kept", "beside", "kept", "beside"]
    beside = folder / "a.edition-2026-11-26.ipynb"
    assert beside.read_bytes() == b"three"
    assert len(list(folder.glob("*.ipynb"))) == 2
    beside.write_bytes(b"mine as well")
    assert did(folder, b"four") == "beside"
    assert beside.read_bytes() == b"mine as well"
    assert (folder / "a.edition-2026-11-26-2.ipynb").read_bytes() == b"four"
    assert (folder / "a.ipynb").read_bytes() == b"mine"


def test_a_new_edition_that_the_reader_threw_away_does_not_come_back(folder: Path) -> None:
    did(folder, b"one")
    (folder / "a.ipynb").write_bytes(b"mine")
    did(folder, b"two")
    (folder / "a.edition-2026-11-26.ipynb").unlink()
    assert did(folder, b"two") == "kept"
    assert [p.name for p in folder.glob("*.ipynb")] == ["a.ipynb"]


def test_the_courses_notebooks_stand_outside_build_and_those_of_an_earlier_version_come_along(tmp_path: Path) -> None:
    (tmp_path / "book").symlink_to(ROOT / "book")
    (tmp_path / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    former = tmp_path / "_build" / "lab"
    former.mkdir(parents=True)
    (former / "02-background.ipynb.bak").write_bytes(b"the only copy")
    folder, placed = write_notebooks(tmp_path, DAY)
    assert folder == tmp_path / "notebooks"
    assert {p.did for p in placed} == {"new"}
    assert len(placed) == len(list((ROOT / "book/chapters").glob("*.md")))
    assert (folder / "before-2026-11-26" / "02-background.ipynb.bak").read_bytes() == b"the only copy"
    mine = folder / placed[0].name
    mine.write_bytes(b"mine")
    assert {p.did for p in write_notebooks(tmp_path, DAY)[1]} == {"same", "kept"}
    assert mine.read_bytes() == b"mine"
    assert "/notebooks/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_git_leaves_the_record_of_answers_out_and_an_ignore_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "book").symlink_to(ROOT / "tests" / "sample" / "book")
    (tmp_path / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    folder, _ = write_notebooks(tmp_path, DAY)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for name in (FILE, "third-corner-record.unreadable-1.json", f".{FILE}.lock", "mine.ipynb"):
        (folder / name).write_text("{}", "utf-8")
    git = ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all", "notebooks"]
    seen = subprocess.run(git, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert "mine.ipynb" in seen
    assert "record" not in seen
    (folder / ".gitignore").write_text("mine", "utf-8")
    write_notebooks(tmp_path, DAY)
    assert (folder / ".gitignore").read_text("utf-8") == "mine"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_clean_takes_what_was_built_and_nothing_of_a_readers_or_a_class(tmp_path: Path) -> None:
    shutil.copy2(ROOT / "Makefile", tmp_path)
    kept = [tmp_path / name for name in ("notebooks/05.ipynb", f"notebooks/{FILE}", "notebooks/.editions.json", "hub/accounts.csv", "book/a.md")]
    for path in (*kept, tmp_path / "_build" / "html" / "index.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", "utf-8")
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert not (tmp_path / "_build").exists()
    assert [path.read_text("utf-8") for path in kept] == ["mine"] * len(kept)


def test_what_is_told_names_the_notebooks_that_have_work_in_them(folder: Path) -> None:
    did(folder, b"one")
    (folder / "a.ipynb").write_bytes(b"mine")
    said = told(folder, shelve(folder, {"a.ipynb": b"two", "b.ipynb": b"one"}, DAY))
    assert said[1:] == ["1 of them is new or brought up to date.", "a.ipynb has your work in it and stays as it is; the new edition is beside it, in a.edition-2026-11-26.ipynb."]
