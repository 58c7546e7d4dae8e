"""JupyterLite: the notebooks in a browser's own Python, as a folder that any static host serves and that asks no other host for anything.

Python itself and the compiled packages are those of a Pyodide release that lies on this machine. What that release lacks, or has
too old, is put beside it: wheels of pure Python, or built for the browser where PyPI has such a build.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..course.read import Course
from .launch import Launch, launch_of
from .notebooks import chapters

KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = (KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget", "jupyterlab_pygments")
"""What of this machine's JupyterLab goes along; all else needs a server."""
ALWAYS = ("comm", "ipython")
"""What the kernel itself imports."""
SETUP = "%pip install -q thirdcorner\nfrom thirdcorner import *"


@dataclass(frozen=True)
class Release:
    """A Pyodide release on this machine: its Python, its platform's tag, and the version of each package that lies in it."""

    folder: Path
    python: str
    platform: str
    packages: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """Which packages come out of the release, and which are put beside it, as name and version."""

    there: tuple[str, ...]
    beside: Mapping[str, str]


def release(folder: Path) -> Release:
    """Return what a folder of Pyodide holds; raise `ValueError` saying what is wrong with it."""
    lock = folder / "pyodide-lock.json"
    if not lock.is_file() or not (folder / "pyodide.mjs").is_file():
        raise ValueError(f"{folder} is no Pyodide release: pyodide.mjs and pyodide-lock.json are missing; unpack pyodide-VERSION.tar.bz2 and name the folder that holds them")
    made = json.loads(lock.read_text("utf-8"))
    info = made["info"]
    here: dict[str, str] = {canonicalize_name(name): one["version"] for name, one in made["packages"].items() if (folder / one["file_name"]).is_file()}
    return Release(folder, info["python"], f"pyemscripten_{info.get('abi_version', '')}_{info['arch']}", here)


def plan(pyodide: Release, wanted: Iterable[str] = ("thirdcorner", *ALWAYS)) -> Plan:
    """Return where each package that the notebooks need comes from, by the requirements of what is installed here."""
    there: set[str] = set()
    beside: dict[str, str] = {}
    asked = [Requirement(name) for name in wanted]
    while asked:
        one = asked.pop()
        name = canonicalize_name(one.name)
        if name in pyodide.packages and one.specifier.contains(pyodide.packages[name], prereleases=True):
            there.add(name)
        elif name not in beside:
            beside[name] = importlib.metadata.version(name)
            asked += [r for r in map(Requirement, importlib.metadata.requires(name) or []) if r.marker is None or r.marker.evaluate(_where(pyodide))]
    return Plan(tuple(sorted(there - set(beside))), dict(sorted(beside.items())))


def _where(pyodide: Release) -> dict[str, str]:
    """Return the environment that a requirement's marker is held against."""
    short = ".".join(pyodide.python.split(".")[:2])
    return {
        "sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "python_version": short,
        "python_full_version": pyodide.python, "platform_machine": "wasm32", "implementation_name": "cpython",
        "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip


def wheels(course: Course, pyodide: Release, beside: Mapping[str, str], to: Path) -> list[str]:
    """Build the course's own wheel and fetch the others into a folder; return the packages of which PyPI has no build for a browser.

    Raises `RuntimeError` with what pip said.
    """
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    short = "".join(pyodide.python.split(".")[:2])
    fetch = [
        *pip, "download", "--no-deps", "--only-binary=:all:", "--platform", "any", "--platform", pyodide.platform,
        "--implementation", "cp", "--abi", f"cp{short}", "--abi", "none", "--python-version", short, "-d", str(to),
    ]  # fmt: skip
    if "thirdcorner" in beside:
        _run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(to), str(course.root)], course.root)
    others = {name: version for name, version in beside.items() if name != "thirdcorner"}
    missing: list[str] = []
    while others:
        try:
            _run([*fetch, *(f"{name}=={version}" for name, version in others.items())], course.root)
            break
        except RuntimeError as error:
            none = re.search(r"No matching distribution found for ([\w.-]+)", str(error))
            if none is None or none[1] not in others:
                raise
            missing.append(f"{none[1]} {others.pop(none[1])}")
    return missing


def _put(folder: Path, at: Path) -> None:
    """Let a folder stand at another place: as a link, or where Windows allows none, as a copy."""
    try:
        at.symlink_to(folder, target_is_directory=True)
    except OSError:
        shutil.copytree(folder, at)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:6])} …: {(done.stdout + done.stderr).strip()[-3000:]}")


def notebooks(course: Course) -> dict[str, Any]:
    """Return the chapters as notebooks that install the course in the browser, by their files' names."""
    made = dict(chapters(course))
    for one in made.values():
        one.metadata["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
        for offered in {launch_of(course.root).setup(), Launch().setup()}:
            if one.cells[0].source.startswith(offered):
                one.cells[0].source = SETUP + one.cells[0].source.removeprefix(offered)
    return made


def build(course: Course, pyodide: Release, to: Path, more: Mapping[str, Any] | None = None) -> tuple[Plan, list[str]]:
    """Write the whole site into a folder, in the place of an earlier one; return where its packages come from, and which are missing.

    Parameters
    ----------
    course, pyodide
        What is shown, and what it runs on.
    to
        The folder; it is replaced only once the new site is complete.
    more
        Further notebooks, by their files' names.
    """
    planned = plan(pyodide)
    with tempfile.TemporaryDirectory(prefix="third-corner-lite-") as made:
        folder = Path(made)
        (folder / "wheels").mkdir()
        _lay_out(course, folder, {**notebooks(course), **(more or {})})
        (folder / "site" / "static").mkdir(parents=True)
        _put(pyodide.folder.resolve(), folder / "site" / "static" / "pyodide")
        missing = wheels(course, pyodide, planned.beside, folder / "wheels")
        settings = {"disablePyPIFallback": True}
        config = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"appName": "The Third Corner", "litePluginSettings": {f"{KERNEL}:kernel": settings}}}
        (folder / "site" / "jupyter-lite.json").write_text(json.dumps(config, indent=1), "utf-8", newline="\n")
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--ignore-sys-prefix", "--no-sourcemaps", "--apps", "lab", "--apps", "notebooks", "--apps", "tree"]
        command += ["--lite-dir", str(folder / "site"), "--contents", str(folder / "contents"), "--output-dir", str(folder / "out")]
        command += [
            f"--FederatedExtensionAddon.extra_labextensions_path={folder / 'extensions'}",
            *(f"--piplite-wheels={wheel}" for wheel in sorted((folder / 'wheels').glob('*.whl'))),
        ]  # fmt: skip
        _run(command, folder)
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.exists():
            shutil.rmtree(to)
        shutil.move(folder / "out", to)
    left = [one.partition(" ")[0] for one in missing]
    return Plan(planned.there, {n: v for n, v in planned.beside.items() if n not in left}), missing


def _lay_out(course: Course, folder: Path, made: Mapping[str, Any]) -> None:
    """Write what the browser's Python finds as files, and the parts of JupyterLab that go along."""
    (folder / "contents" / "notebooks").mkdir(parents=True)
    for name, one in made.items():
        nbformat.write(one, folder / "contents" / "notebooks" / name)
    shutil.copytree(course.root / "book", folder / "contents" / "book", ignore=shutil.ignore_patterns("__pycache__", "teach"))
    for name in ("_toc.yml", "_config.yml"):
        if (course.root / name).is_file():
            shutil.copy2(course.root / name, folder / "contents")
    for name in EXTENSIONS:
        source = next((p for p in _shares() if (p / name).is_dir()), None)
        if source is None:
            raise RuntimeError(f'{name} is not installed: pip install "thirdcorner[lite]" jupyterlab')
        (folder / "extensions" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source / name, folder / "extensions" / name)


def _shares() -> list[Path]:
    """Return where JupyterLab's extensions may lie."""
    return [Path(sys.prefix) / "share" / "jupyter" / "labextensions", Path("/usr/local/share/jupyter/labextensions"), Path("/usr/share/jupyter/labextensions")]


def run(course: Course, pyodide: Path, to: Path | None) -> int:
    """Build into `to` (default ``_build/lite``), say how it is served and what is missing; return the exit status."""
    to = to or course.root / "_build" / "lite"
    try:
        planned, missing = build(course, release(pyodide), to)
    except (RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{to}: serve it with python -m http.server -d {to}, and open lab/index.html?path=notebooks/{next(iter(course.chapters))}.ipynb")
    print(f"Out of the release: {', '.join(planned.there)}. Beside it: {', '.join(f'{n} {v}' for n, v in planned.beside.items())}.")
    if missing:
        print(f"MISSING, since neither this release nor PyPI has a build for the browser, so that no notebook can import the course there: {', '.join(missing)}", file=sys.stderr)
    return 0
