"""Many files by several processes give what one gives, in any number of places; limits are raised by an option and still stop a bomb."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.classroom.test_grade import assignment, put, record, zipped
from thirdcorner.classroom import cluster, several
from thirdcorner.classroom.collect import collect, repeated
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.several import Work, graded
from thirdcorner.classroom.sources import Limits, Source
from thirdcorner.classroom.submissions import Context
from thirdcorner.cli import main


def files(sheet: object, start: int, count: int) -> dict[str, bytes]:
    made = {f"S {n}_{n}_assignsubmission_file_/q-submission.json": record(sheet, n % 3, text=f"words {n}") for n in range(start, start + count)}  # type: ignore[arg-type]
    return made | {f"S {start}_{start}_assignsubmission_file_/broken.json": b"{"}


@pytest.mark.parametrize("kind", ["zips", "folders"])
def test_several_processes_give_what_one_gives_in_the_same_order(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "PART", 7)
    monkeypatch.setattr(several, "WORTH_IT", 10)
    sheet = assignment(tmp_path)
    places = [zipped(tmp_path / f"{n}.zip", files(sheet, 40 * n, 40)) if kind == "zips" else put(tmp_path / f"in{n}", **files(sheet, 40 * n, 40)) for n in range(2)]
    work = Work(Job(sheet, keep="all"), Context("third-corner"), Limits())
    told: list[int] = []
    one = graded(places, work, 1)
    for processes in (2, 3):
        assert graded(places, work, processes, told.append) == one
    assert sum(told) == 2 * 82
    assert len(one[0]) == 80
    assert len(one[1]) == 2


def test_the_same_command_gives_the_same_bytes_with_any_number_of_processes_in_any_zone(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    place = zipped(tmp_path / "all.zip", files(sheet, 0, 60))
    made = []
    for zone, processes in (("UTC", 1), ("Pacific/Kiritimati", 2)):
        code = "import sys; from thirdcorner.classroom import several; several.PART, several.WORTH_IT = 9, 10; from thirdcorner.cli import main; sys.exit(main(sys.argv[1:]))"
        to = tmp_path / f"out{processes}"
        argv = ["grade", str(place), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(to), "--processes", str(processes)]
        done = subprocess.run([sys.executable, "-c", code, *argv], env={**os.environ, "TZ": zone}, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        made.append({p.relative_to(to).as_posix(): p.read_bytes() for p in sorted(to.rglob("*")) if p.is_file()})
    assert made[0] == made[1]
    assert "feedback-moodle.zip" in made[0]


@pytest.mark.parametrize("place", ["zip", "folder"])
@pytest.mark.parametrize(("limits", "read"), [(Limits(), 5), (Limits(files=3), 3), (Limits(total=3_000), 2)])
def test_a_limit_stops_and_is_raised_with_an_option(tmp_path: Path, limits: Limits, read: int, place: str) -> None:
    made = {f"s{n}.json": b"x" * 1_200 for n in range(5)}
    source = Source(zipped(tmp_path / "all.zip", made) if place == "zip" else put(tmp_path / "all", **made), limits)
    got = [source.get(n) for n in range(5)]
    assert sum(isinstance(g, bytes) for g in got) == source.stop == read
    assert all("raise --max-files or --max-bytes" in g for g in got if isinstance(g, str))


def test_the_options_reach_the_reader_and_a_bomb_is_stopped_whatever_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = assignment(tmp_path)
    place = zipped(tmp_path / "all.zip", {**{f"s{n}.json": record(sheet, 1) for n in range(4)}, "zbomb.json": b" " * 1_900_000})
    argv = ["grade", str(place), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(tmp_path / "out")]
    assert main([*argv, "--max-files", "2"]) == 0
    assert "2 students, 3 files not read" in capsys.readouterr().out
    assert main([*argv, "--max-files", "99999999", "--max-bytes", "99999999999"]) == 0
    said = capsys.readouterr()
    assert "4 students, 1 files not read" in said.out
    assert "200 times its size" in said.err


def test_a_place_that_is_none_is_told_before_anything_is_read(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    with pytest.raises(ValueError, match="there is no such folder or zip"):
        graded([tmp_path / "nowhere"], Work(Job(sheet), Context("third-corner"), Limits()), 1)
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ValueError, match="no zip that can be read"):
        graded([tmp_path / "x.zip"], Work(Job(sheet), Context("third-corner"), Limits()), 1)


def test_a_source_opened_again_reads_through_a_handle_of_its_own(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.json": b"one", "b.json": b"two"})
    source = Source(path)
    again = source.reopened()
    assert source.archive is not None
    source.archive.close()
    assert [again.get(n) for n in range(2)] == [b"one", b"two"]
    assert isinstance(again.archive, zipfile.ZipFile)


@pytest.mark.long
def test_a_cluster_of_two_workers_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(several, "PART", 7)
    sheet = assignment(tmp_path)
    places = [zipped(tmp_path / "a.zip", files(sheet, 0, 40)), put(tmp_path / "b", **files(sheet, 40, 20))]
    made = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        for name, options in (("here", ["--processes", "1"]), ("there", ["--scheduler", local.scheduler_address])):
            argv = ["grade", *map(str, places), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(tmp_path / name), *options]
            assert main(argv) == 0
            made.append({p.relative_to(tmp_path / name).as_posix(): p.read_bytes() for p in sorted((tmp_path / name).rglob("*")) if p.is_file()})
            monkeypatch.setattr(several, "_parts", None)  # the second run has the cluster alone
    assert made[0] == made[1]
    assert b"words 59" in made[1]["to-mark.csv"]


def test_a_cluster_that_is_not_there_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = assignment(tmp_path)
    place = zipped(tmp_path / "all.zip", files(sheet, 0, 3))
    argv = ["grade", str(place), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(tmp_path / "out"), "--scheduler"]
    monkeypatch.setattr(cluster, "PATIENCE", "0.2s")
    assert main([*argv, "tcp://127.0.0.1:1"]) == 1
    assert "no Dask scheduler answers there" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*argv, "tcp://127.0.0.1:1"]) == 1
    assert "pip install 'thirdcorner[cluster]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_many_rows_have_alike_is_held_once(tmp_path: Path) -> None:
    """Of a million rows the parent must hold less than two gigabytes."""
    sheet = assignment(tmp_path)
    place = zipped(tmp_path / "a.zip", {f"Student {n}_{n}_assignsubmission_file_/a.json": record(sheet, 1) for n in range(3)})
    made = collect(Job(sheet), *graded([place], Work(Job(sheet), Context("third-corner"), Limits()), 1))
    one, two, three = made.rows
    assert one.states is two.states is three.states
    assert one.earned is two.earned is three.earned
    assert one.share is two.share
    assert made.matrix[0] is not made.matrix[0], "put together when it is asked for, and let go"
    assert repeated(["b", "a", "b", "c", "a", "b"]) == {"a": 2, "b": 3}
    assert [(a.student, b.student) for a, b in made.same] == [(one.student, two.student), (one.student, three.student)]
