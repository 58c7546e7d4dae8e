"""Every notebook runs top to bottom as a reader gets it, with nothing solved, and all of its widgets draw."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests import ROOT
from thirdcorner.course.read import load
from thirdcorner.live.notebooks import chapters
from thirdcorner.widgets import CONSTRUCTORS

MADE = dict(chapters(load(ROOT)))


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if "check_task(" in nbformat.writes(made) else pytest.mark.long) for name, made in MADE.items()])
def test_a_notebook_runs_from_top_to_bottom_unsolved(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("THIRDCORNER_BUILDING", "THIRDCORNER_ROOT"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "book").symlink_to(ROOT / "book")
    (tmp_path / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    made = nbformat.from_dict(MADE[name])
    NotebookClient(made, timeout=120, kernel_name="python3", resources={"metadata": {"path": os.fspath(folder)}}).execute()
    called = [c for c in made.cells if c.cell_type == "code" and re.match(rf"(\w+ = )?({'|'.join(CONSTRUCTORS)})\(", c.source)]
    drawn = [c for c in called if any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in c.outputs)]
    assert called
    assert [c.source for c in called if c not in drawn] == []
