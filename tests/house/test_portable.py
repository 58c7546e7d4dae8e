"""Nothing that only Linux does: names, line ends, encodings, commands; each kind is looked for in every file, and seen where it is planted."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT, program
from thirdcorner import cli

LONGEST = 200
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\..*)?", re.I)
UNIX = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix", "crypt", "readline", "nis", "spwd"}
ONLY_UNIX = {"fork", "forkpty", "killpg", "setsid", "getuid", "geteuid", "getgid", "chown", "getpgid", "setpgid", "mkfifo", "uname", "nice"}
SIGNALS = {"SIGKILL", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGCHLD"}
AWAY = ("thirdcorner/live/hub/", "tests/live/test_hub.py", "bench/mutants/", "bench/grading.py", "tests/bench/test_mutants.py", "tests/pages/test_orca.py")
"""What runs on Linux and macOS alone, and says so: a class on a hub, two benchmarks, and a screen reader, which is Linux’s alone."""


def named() -> list[str]:
    """The repository's files as git holds them, or will hold them once they are added."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    return sorted(n for n in subprocess.run(git, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0") if n)


def wrong_names(names: Iterable[str]) -> list[str]:
    """Names that Windows or macOS cannot hold, or hold as another's."""
    found: list[str] = []
    seen: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        found += [f"{name}: {part} is reserved" for part in parts if RESERVED.fullmatch(part)]
        found += [f"{name}: {part} has a sign that Windows refuses" for part in parts if re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]$', part)]
        found += [f"{name}: longer than {LONGEST}"] if len(name) > LONGEST else []
        found += [f"{name}: not composed"] if unicodedata.normalize("NFC", name) != name else []
        for end in range(1, len(parts) + 1):
            path = "/".join(parts[:end])
            if seen.setdefault(path.casefold(), path) != path:
                found.append(f"{path}: {seen[path.casefold()]} but for case")
    return found


def test_every_name_in_the_repository_is_one_on_the_three_systems() -> None:
    names = named()
    assert len(names) > 800
    assert wrong_names(names) == []


def test_every_name_in_the_built_book_is_one_on_the_three_systems(book: Path) -> None:
    names = [p.relative_to(book).as_posix() for p in book.rglob("*")]
    assert len(names) > 100
    assert wrong_names(names) == []


@pytest.mark.parametrize("names", [["a/con"], ["Aux.md"], ["a/b."], ["a /b"], ["12:30.md"], ["what?.md"], ["a/B.md", "a/b.md"], ["A/x", "a/y"], ["x" * 201], ["cafe\u0301.md"]])
def test_a_name_that_is_none_is_seen(names: list[str]) -> None:
    assert wrong_names(names)
    assert wrong_names(["console.md", "a.b/c.md", "com.md", ".github/x"]) == []


def test_git_keeps_line_ends_as_they_are_on_every_system() -> None:
    rows = subprocess.run(["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, check=True).stdout.decode().splitlines()
    assert len(rows) > 800
    assert [row for row in rows if row.startswith(("i/crlf", "i/mixed"))] == []
    told = subprocess.run(["git", "check-attr", "eol", "text", "--", "README.md", "book/data/claims.yml", "x.svelte"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    assert told.count("eol: lf") == 3 and told.count("text: auto") == 3


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text("utf-8"))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _words(call: ast.Call) -> dict[str | None, ast.expr]:
    return {k.arg: k.value for k in call.keywords}


def _mode(call: ast.Call) -> str | None:
    """How a file is opened, where that is said by a constant; `None` where this call opens no file of the system."""
    first = call.args[:1] if isinstance(call.func, ast.Attribute) else call.args[1:2]
    said = first[0] if first else _words(call).get("mode", ast.Constant("r"))
    mode = said.value if isinstance(said, ast.Constant) else None
    return mode if isinstance(mode, str) and re.fullmatch(r"[rwaxbt+]+", mode) else None


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.Call))


def _strings(tree: ast.AST) -> Iterator[str]:
    return (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def dates(tree: ast.AST) -> bool:
    return any(re.search(r"%[-_^#][A-Za-z]", text) for text in _strings(tree))


def no_encoding(tree: ast.AST) -> bool:
    """Text that is read or written in the code page of the machine."""
    for call in _calls(tree):
        name, words = _name(call), _words(call)
        if name in ("read_text", "write_text") and "encoding" not in words and len(call.args) < (2 if name == "write_text" else 1):
            return True
        if name in ("open", "fdopen") and (mode := _mode(call)) is not None and "b" not in mode and "encoding" not in words and not _foreign(call):
            return True
        if {"text", "universal_newlines"} & set(words) and name in ("run", "Popen", "call", "check_output", "check_call") and "encoding" not in words:
            return True
    return False


def _foreign(call: ast.Call) -> bool:
    """Whether `open` is a method of something else than a path: of a zip, a browser, or without any words (ruff knows those of paths)."""
    return (isinstance(call.func, ast.Attribute) and ((not call.args and not call.keywords) or None in _words(call))) or (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in {"webbrowser", "zipfile", "archive", "tarfile"})


def line_ends(tree: ast.AST) -> bool:
    """Text that the engine writes with the line ends of the machine."""
    writes = [c for c in _calls(tree) if _name(c) == "write_text" or (_name(c) in ("open", "fdopen") and (m := _mode(c)) is not None and set(m) & set("wax") and "b" not in m)]
    return any("newline" not in _words(call) for call in writes)


def modules(tree: ast.AST) -> bool:
    """A module of Unix that is imported when the file is: inside a function it may be."""
    top = [n for n in ast.iter_child_nodes(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    return any({a.name for a in n.names} & UNIX if isinstance(n, ast.Import) else n.module in UNIX for n in top)


def calls_of_unix(tree: ast.AST) -> bool:
    """What only Unix can, in a file that does not ask whether it is there."""
    asked = {s for s in _strings(tree)} if any(_name(c) == "hasattr" for c in _calls(tree)) else set()
    used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id in ("os", "signal")}
    return bool(used & (ONLY_UNIX | SIGNALS) - asked)


def shells(tree: ast.AST) -> bool:
    return any(_name(c) == "system" or ("shell" in _words(c) and _name(c) in ("run", "Popen", "call", "check_output")) for c in _calls(tree))


def renames(tree: ast.AST) -> bool:
    """``rename``, which fails on Windows over a file that is there, where ``replace`` does not; pandas' has words."""
    return any(_name(c) == "rename" and not c.keywords for c in _calls(tree))


def places(tree: ast.AST) -> bool:
    return any(re.match(r"/(?:tmp|var|dev|usr|etc|home|proc)(?:/|$)", text) for text in _strings(tree))


def programs(tree: ast.AST) -> bool:
    """A script beside Python by its name without ``.exe``."""
    beside = [c for c in _calls(tree) if _name(c) == "with_name" and c.args and isinstance(c.args[0], ast.Constant) and ast.unparse(c.func).startswith("Path(sys.executable)")]
    return bool(beside) or any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) and isinstance(n.left, ast.Attribute) and n.left.attr == "parent" and ast.unparse(n.left) == "Path(sys.executable).parent" for n in ast.walk(tree))


def separators(tree: ast.AST) -> bool:
    """A colon between the folders of PATH, or a path that is said as the machine writes it."""
    for n in ast.walk(tree):
        if isinstance(n, ast.JoinedStr) and any(isinstance(v, ast.Constant) and v.value == ":" for v in n.values) and "PATH" in ast.unparse(n):
            return True
        said: ast.AST | None = n.value if isinstance(n, ast.FormattedValue) else n.args[0] if isinstance(n, ast.Call) and _name(n) == "str" and n.args else None
        if isinstance(said, ast.Call) and _name(said) == "relative_to":
            return True
    return False


def links(tree: ast.AST) -> bool:
    """A symbolic link without another way where Windows allows none."""
    safe = {id(c) for t in ast.walk(tree) if isinstance(t, ast.Try) for c in _calls(ast.Module(t.body, []))}
    return any(_name(c) in ("symlink_to", "symlink") and id(c) not in safe for c in _calls(tree))


def forks(tree: ast.AST) -> bool:
    """Processes that are forked without asking which system this is."""
    return "fork" in set(_strings(tree)) and not any(isinstance(n, ast.Attribute) and n.attr == "platform" for n in ast.walk(tree))


def modes(tree: ast.AST) -> bool:
    return any(_name(c) == "chmod" for c in _calls(tree))


ENGINE, TOOLS = ("thirdcorner/",), ("thirdcorner/", "bench/", "tests/")
KINDS: list[tuple[Callable[[ast.AST], bool], tuple[str, ...], str]] = [
    (dates, TOOLS, 'day.strftime("%-d %B")'),
    (no_encoding, TOOLS, "path.read_text()"),
    (no_encoding, TOOLS, 'path.write_text("é")'),
    (no_encoding, TOOLS, 'open("a.csv", "w", newline="")'),
    (no_encoding, TOOLS, "subprocess.run(command, text=True)"),
    (line_ends, ENGINE, 'path.write_text(text, "utf-8")'),
    (line_ends, ENGINE, 'path.open("w", encoding="utf-8")'),
    (modules, TOOLS, "import fcntl"),
    (modules, TOOLS, "from pwd import getpwnam"),
    (calls_of_unix, TOOLS, "child = os.fork()"),
    (calls_of_unix, TOOLS, "os.kill(pid, signal.SIGKILL)"),
    (shells, TOOLS, 'subprocess.run("ls | wc", shell=True)'),
    (renames, ENGINE, "part.rename(path)"),
    (places, ENGINE, 'Path("/tmp/x")'),
    (programs, TOOLS, 'Path(sys.executable).with_name("jupyter-book")'),
    (separators, TOOLS, "env['PATH'] = f\"{folder}:{os.environ['PATH']}\""),
    (separators, ENGINE, 'print(f"{path.relative_to(root)}: written")'),
    (links, ENGINE, "here.symlink_to(there)"),
    (forks, ENGINE, 'multiprocessing.get_context("fork")'),
    (modes, ENGINE, "path.chmod(0o700)"),
]
HELD = {
    (renames, "thirdcorner/live/notebooks.py"): "a folder, to a name that nothing has",
    (places, "thirdcorner/live/lite.py"): "where Debian keeps JupyterLab's extensions, among other places",
}
"""Files in which a kind is meant, each with the reason."""


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, _, line in KINDS], ids=lambda value: getattr(value, "__name__", value))
def test_a_line_that_only_linux_runs_is_seen(kind: Callable[[ast.AST], bool], line: str) -> None:
    assert kind(ast.parse(line))


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in KINDS}, key=lambda k: k.__name__), ids=lambda k: k.__name__)
def test_no_line_runs_on_linux_alone(kind: Callable[[ast.AST], bool]) -> None:
    rooms = next(where for k, where, _ in KINDS if k is kind)
    files = [n for n in named() if n.endswith(".py") and n.startswith(rooms) and not n.startswith(AWAY) and n != "tests/house/test_portable.py"]
    assert len(files) > 150
    assert [n for n in files if kind(tree(n)) and (kind, n) not in HELD] == []


def test_what_is_held_is_there() -> None:
    assert [n for kind, n in HELD if not kind(tree(n))] == []


def test_a_message_stops_no_command_where_the_code_page_lacks_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
    monkeypatch.setenv("THIRDCORNER_ROOT", str(ROOT / "tests" / "sample"))
    monkeypatch.setattr("thirdcorner.course.author.stats", lambda course: "Élan – “北京”")
    assert cli.main(["stats"]) == 0
    sys.stdout.flush()
    assert b"lan" in out.getvalue()


def test_zones_are_there_on_a_machine_without_any() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "tzdata" in project["optional-dependencies"]["book"]
    code = "import sys; sys.path[:0] = []; import zoneinfo; zoneinfo.reset_tzpath(to=[]); from thirdcorner.classroom.lateness import zone_of; print(zone_of('Europe/Warsaw'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.strip() == "Europe/Warsaw", done.stderr


def test_the_package_names_the_pythons_and_systems_that_are_tried() -> None:
    from ruamel.yaml import YAML

    flow = YAML(typ="safe").load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    tried = flow["jobs"]["test"]["strategy"]["matrix"]
    assert [system.split("-")[0] for system in tried["os"]] == ["ubuntu", "windows", "macos"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={tried['python'][0]}"
    said = [c.rpartition(" ")[2] for c in project["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert said == tried["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert "Operating System :: OS Independent" in project["classifiers"]


def named_files(flow: str) -> set[str]:
    """Return what a workflow names of this repository: files by their endings, and the folders that it tests."""
    return set(re.findall(r"(?<![\w./@-])(?:[\w.-]+/)*[\w-]+(?:\.[\w*-]+)*\.(?:txt|lock|toml|py|yml|json)\b|\btests/\w+", flow))


def test_every_file_that_a_workflow_names_is_there() -> None:
    flows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    found = {name for flow in flows for name in named_files(flow.read_text("utf-8"))}
    assert {"requirements.lock", "requirements-dev.lock", "tests/course"} <= found
    assert [name for name in sorted(found) if not (ROOT / name).exists()] == []
    assert named_files("      - run: python -m pip install -r requirements-dev.txt") == {"requirements-dev.txt"}


def test_a_workflow_installs_by_hash_as_make_does() -> None:
    flow, rule = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert f"--no-deps --require-hashes -r {lock}" in flow
        assert f"$(PIP) --require-hashes -r {lock}" in rule


def built_for(python: str, system: str, to: Path) -> subprocess.CompletedProcess[str]:
    """Ask whether each locked package of the book has a ready build for a Python and a system; nothing is installed."""
    locked = [line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if not line.startswith("-e")]
    (to / "locked.txt").write_text("\n".join(locked) + "\n", "utf-8")
    command = [program("uv"), "pip", "install", "--dry-run", "--no-deps", "--only-binary", ":all:", "--target", str(to / "none")]
    command += ["--python-version", python, "--python-platform", system, "-r", str(to / "locked.txt")]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_the_locked_packages_are_built_for_each_python_and_system(system: str, tmp_path: Path) -> None:
    for python in ("3.11", "3.12", "3.13", "3.14"):
        done = built_for(python, system, tmp_path)
        assert done.returncode == 0, (python, done.stderr)
    assert built_for("3.9", system, tmp_path).returncode != 0, "one that is not named has none"
