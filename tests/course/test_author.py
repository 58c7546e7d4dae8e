"""The author's commands: skeletons that load and change no byte before them, and schemas that fit the course's own files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
import yaml

from tests import ROOT, SAMPLE
from thirdcorner.cli import main
from thirdcorner.course import author
from thirdcorner.course.check import check
from thirdcorner.course.read import load
from thirdcorner.model import Question

KINDS = [get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(Question)[0])]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample with one chapter, as the place where commands work."""
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    author.new_chapter(load(folder), "01-first", "First")
    monkeypatch.setenv("THIRDCORNER_ROOT", str(folder))
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_of_each_kind_loads_under_the_next_id(folder: Path, kind: str) -> None:
    path = folder / "book/questions/01-first.yml"
    before = path.read_bytes()
    assert main(["new", "question", "01-first", "--kind", kind]) == 0
    assert path.read_bytes().startswith(before)
    assert load(folder).questions["01-first/q02"].kind == kind


def test_new_events_and_claims_load_under_permanent_ids(folder: Path) -> None:
    assert main(["new", "event", "2025-01-31", "Élan in Pyongyang!"]) == 0
    assert main(["new", "claim", "A1"]) == 0
    course = load(folder)
    assert course.events["2025-01-31-elan-in-pyongyang"].title == "Élan in Pyongyang!"
    numbers = [id for id in course.claims if id.startswith("A1.")]
    assert len(numbers) == len(set(numbers))
    assert course.claims[numbers[-1]].paragraph == "A1"


def test_a_new_event_asks_for_its_source_until_one_is_named(folder: Path) -> None:
    assert main(["new", "event", "2026-06-08", "A visit"]) == 0
    told = "\n".join(map(str, check(load(folder))))
    assert "2026-06-08-a-visit: it still asks for its source: name one of sources.bib, of 2026-06-08 or later" in told
    bib = folder / "book/data/sources.bib"
    bib.write_text(bib.read_text("utf-8") + "\n@misc{agency, title = {[A visit]}, date = {2026-06-09}}\n", "utf-8")
    events = folder / "book/data/events.yml"
    events.write_text(events.read_text("utf-8").replace(author.ASKED, "agency"), "utf-8")
    told = "\n".join(map(str, check(load(folder))))
    assert "asks for its source" not in told and "2026-06-08-a-visit: it still has words of the skeleton" in told
    assert main(["new", "event", "2026-06-09", "The same", "--source", "agency"]) == 0
    assert load(folder).events["2026-06-09-the-same"].sources == ("agency",)


@pytest.mark.parametrize(
    "arguments",
    [["event", "2026-06-08", "x", "--source", "standard"], ["event", "2026-06-08", "x", "--source", "standrad"], ["question", "01-frist"], ["question", "01-first", "--kind", "singel"], ["event", "2025-02-30", "x"], ["claim", "Z9"], ["chapter", "Seventeen", "x"], ["chapter", "01-first", "x"]],
)
def test_what_cannot_be_made_is_told_and_changes_nothing(folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    def everything() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    before = everything()
    assert main(["new", *arguments]) == 1
    assert capsys.readouterr().err.strip()
    assert everything() == before


def test_a_skeleton_is_reported_until_it_is_written(folder: Path) -> None:
    told = [str(p) for p in check(load(folder))]
    assert any("01-first/q01" in t and "words of the skeleton" in t for t in told)


def test_the_schemas_fit_every_file_of_the_course_and_flag_a_wrong_field(tmp_path: Path) -> None:
    schemas = {p.stem: yaml.safe_load(p.read_text("utf-8")) for p in author.write_schemas(tmp_path)}
    files = [(p, p.stem) for p in sorted((ROOT / "book/data").glob("*.yml"))]
    files += [(p, p.parent.name) for kind in ("questions", "activities") for p in sorted((ROOT / "book" / kind).glob("*.yml"))]
    assert len(files) > 6
    for path, kind in files:
        data = yaml.load(path.read_text("utf-8"), Loader=_Plain)
        jsonschema.validate(data, schemas[kind])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"id": "a", "term": "t", "definition_md": "d", "sauces": []}], schemas["glossary"])


class _Plain(yaml.SafeLoader):
    """Reads dates as text, as an editor's language server does."""


_Plain.yaml_implicit_resolvers = {k: [(t, r) for t, r in v if t != "tag:yaml.org,2002:timestamp"] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
