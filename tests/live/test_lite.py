"""JupyterLite: the wiring, and a notebook of pure Python that installs the course in a browser and keeps an answer there.

NumPy's build for the browser is on no package registry, so that a chapter with its exercises cannot be tried here.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests import ROOT
from tests.live.serving import free_port, running
from thirdcorner import cli
from thirdcorner.course.read import load
from thirdcorner.live import lite
from thirdcorner.live.launch import OPTION

COMPILED = ("numpy", "pandas", "pyyaml", "markupsafe", "rpds-py")
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
KERNEL = ("micropip", "ipython", "jedi")


def made(folder: Path, versions: dict[str, str]) -> Path:
    """Lay out a release that has certain packages, by name and version, with nothing in them."""
    folder.mkdir()
    (folder / "pyodide.mjs").touch()
    packages = {name: {"version": version, "file_name": f"{name}-{version}.whl"} for name, version in versions.items()}
    for one in packages.values():
        (folder / one["file_name"]).touch()
    info = {"python": "3.14.2", "arch": "wasm32", "abi_version": "2026_0"}
    (folder / "pyodide-lock.json").write_text(json.dumps({"info": info, "packages": packages | {"absent": {"version": "1", "file_name": "absent.whl"}}}), "utf-8")
    return folder


def test_a_folder_that_is_no_release_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(["lite", "--pyodide", str(tmp_path), "--to", str(tmp_path / "site")]) == 1
    assert "is no Pyodide release" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_what_the_release_has_new_enough_is_used_and_the_rest_is_put_beside(tmp_path: Path) -> None:
    new = lite.release(made(tmp_path / "new", {"pandas": "3.0.2", "numpy": "2.4.6", "PyYAML": "6.0.3", "altair": "6.0.0"}))
    assert new.platform == "pyemscripten_2026_0_wasm32"
    assert "absent" not in new.packages, "what is listed and not there does not count"
    plan = lite.plan(new)
    assert {"pandas", "pyyaml"} <= set(plan.there)
    assert {"altair", "anywidget", "thirdcorner", "comm"} <= set(plan.beside), "altair is too old there"
    old = lite.plan(lite.release(made(tmp_path / "old", {"pandas": "2.3.3"})))
    assert "pandas" in old.beside


def test_the_plain_package_is_pure_python_and_brings_neither_node_nor_sphinx(tmp_path: Path) -> None:
    plan = lite.plan(lite.release(made(tmp_path / "none", {})), ["thirdcorner"])
    assert not {name for name in plan.beside if name.startswith(("sphinx", "nodejs", "vl-convert", "jupyter-book"))}
    files = {name: importlib.metadata.files(name) or [] for name in plan.beside}
    compiled = {name for name, found in files.items() if any(f.suffix in (".so", ".pyd") for f in found)}
    assert compiled - {"pydantic-core", "psygnal", "ruamel-yaml", "wcwidth"} == set(COMPILED), "of these four PyPI has builds for a browser, or pure ones"


@pytest.mark.parametrize("offered", [{}, {"repository": "https://github.com/org/course"}], ids=["alone", "launched"])
def test_each_chapter_installs_the_course_first_and_asks_for_the_browsers_python(offered: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "book").symlink_to(ROOT / "book")
    (tmp_path / "_config.yml").write_text(json.dumps({"sphinx": {"config": {OPTION: offered}}}), "utf-8")
    found = lite.notebooks(load(tmp_path))
    assert len(found) == len(list((ROOT / "book" / "chapters").glob("*.md")))
    for one in found.values():
        assert one.cells[0].source == f"{lite.SETUP}\nkeep_answers()"
        assert one.metadata["kernelspec"]["name"] == "python"


def test_make_says_what_it_wants() -> None:
    done = subprocess.run(["make", "-n", "lite", "PYODIDE=/a/folder"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert 'thirdcorner lite --pyodide "/a/folder"' in done.stdout


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the core of the release that the kernel was made for: Pyodide's from npm, and the pure wheels that a kernel imports from PyPI."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    folder = tmp_path_factory.mktemp("pyodide")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["npm", "pack", "--silent", f"pyodide@{PYODIDE_VERSION}"], cwd=folder, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    to = folder / "release"
    to.mkdir()
    for name in CORE:
        shutil.copy2(folder / "package" / name, to)
    lock = json.loads((folder / "package" / "pyodide-lock.json").read_text("utf-8"))
    kept: dict[str, Any] = {}

    def keep(name: str) -> None:
        if name not in kept:
            kept[name] = lock["packages"][name]
            for other in kept[name]["depends"]:
                keep(other.replace("_", "-"))

    for name in KERNEL:
        keep(name)
    wanted = [f"{name}=={one['version']}" for name, one in kept.items()]
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--platform", "any", "--python-version", "314", "-d", str(to), *wanted], check=True, capture_output=True)
    for one in kept.values():  # a release builds its wheels itself, so that their sums are others than PyPI's
        one["sha256"] = hashlib.sha256((to / one["file_name"]).read_bytes()).hexdigest()
    (to / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": kept}), "utf-8")
    return to


PURE = """import piplite
await piplite.install("thirdcorner", deps=False)
from pathlib import Path
from thirdcorner.course.kept import Record
record = Record(Path("third-corner-record.json"), "third-corner", "2026-autumn")
record.keep({}, {"a": {"answer": 1}}, {"a": "print"}, 7)
print("kept", Record(record.path, "third-corner", "2026-autumn").held({"a": "print"}, {}).work, "beside", len(list(Path("../book/chapters").glob("*.md"))), "chapters")"""


@pytest.fixture(scope="module")
def site(core: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    folder = tmp_path_factory.mktemp("lite")
    pure = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PURE)], metadata={"kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}})
    plan, missing = lite.build(load(ROOT), lite.release(core), folder / "site", {"pure.ipynb": pure})
    assert {"ipython"} <= set(plan.there)
    port = free_port()
    with running(["-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", str(folder / "site")], folder, f"http://127.0.0.1:{port}/jupyter-lite.json", "piplite"):
        yield f"http://127.0.0.1:{port}", missing


@pytest.mark.long
def test_a_notebook_of_pure_python_runs_in_the_browser_and_nothing_comes_from_elsewhere(open_page, site: tuple[str, list[str]]) -> None:
    address, missing = site
    assert {one.partition(" ")[0] for one in missing} == set(COMPILED)
    watched = open_page(f"{address}/notebooks/index.html?path=notebooks/pure.ipynb")
    page = watched.page
    page.set_default_timeout(180_000)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").first.wait_for(state="attached")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.get_by_text("kept {'a': {'answer': 1}} beside 16 chapters").wait_for()
    assert [one for one in watched.wrong if one.startswith("request to")] == []


@pytest.mark.long
def test_the_site_holds_the_chapters_and_the_books_files_and_no_graded_question(site: tuple[str, list[str]]) -> None:
    import urllib.request

    def listed(folder: str) -> set[str]:
        with urllib.request.urlopen(f"{site[0]}/api/contents/{folder}all.json", timeout=30) as answer:
            return {one["name"] for one in json.load(answer)["content"]}

    assert {"notebooks", "book", "_toc.yml"} <= listed("")
    assert "instructor" not in listed("")
    assert {f"{p.stem}.ipynb" for p in (ROOT / "book" / "chapters").glob("*.md")} <= listed("notebooks/")
    with urllib.request.urlopen(f"{site[0]}/jupyter-lite.json", timeout=30) as answer:
        config = json.load(answer)["jupyter-config-data"]
    settings = config["litePluginSettings"][f"{lite.KERNEL}:kernel"]
    assert settings["disablePyPIFallback"] is True
    assert settings["pyodideUrl"].startswith("./static/pyodide/")
    assert {one["name"] for one in config["federated_extensions"]} == set(lite.EXTENSIONS)
