"""Tests against one mutant, in a process of its own that is forked from one which has the heavy packages already."""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil

from .sources import HERE, ROOT, Mutant

HEAVY = ["_pytest", "pytest", "hypothesis.strategies", "pydantic", "ruamel.yaml", "pandas", "altair", "anywidget", "ipywidgets", "bs4", "markdown_it", "nbformat", "openpyxl"]
MEMORY = 4 * 2**30
LONGEST = 1800.0
"""Seconds by the clock after which a mutant hangs that uses no processor."""
PASSED, FAILED, INTERRUPTED = 0, 1, 2


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: ``killed`` (`by` a test), ``timeout``, or ``survived``; and in how many seconds of processor time."""

    said: str
    by: str
    seconds: float
    asked: tuple[str, ...] = ()
    """Without a mutant: the tests that asked Node something, the quickest first."""


def warm() -> None:
    """Import what every run needs and no mutant changes, and let Hypothesis find without shrinking or remembering."""
    from _pytest.config import default_plugins

    for name in [*HEAVY, *(f"_pytest.{plugin}" for plugin in default_plugins if plugin != "pytester_assertions")]:
        importlib.import_module(name)
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile("mutants", database=None, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    settings.load_profile("mutants")
    first_example()


def first_example() -> None:
    """Let Hypothesis read the constants of all modules: its first example costs more than the next hundred."""
    from hypothesis import given
    from hypothesis import strategies as st

    given(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=2)), max_size=2))(lambda _: None)()


def warm_front(tests: Sequence[str]) -> None:
    """Import these tests and all that they use, too: no mutant of TypeScript changes it."""
    front = importlib.import_module("thirdcorner.front")
    front.ensure()
    front_tests = importlib.import_module("tests.widgets.test_logic")
    front_tests.ensure = lambda: None
    importlib.import_module("thirdcorner.course.read").load()
    importlib.import_module("tests.conftest")
    for test in tests:
        importlib.import_module(test.removesuffix(".py").replace("/", "."))
    first_example()


class Served:
    """The one Node that answers for all mutants of a module, which it has with all of them in it; a mutant is chosen, and the module read anew."""

    def __init__(self) -> None:
        self.file = ""
        self.folder = tempfile.TemporaryDirectory()

    def hold(self, mutant: Mutant) -> None:
        """Have it running with a mutant's file."""
        logic = sys.modules["tests.widgets.test_logic"]
        if self.file == mutant.file:
            with contextlib.suppress(AssertionError, OSError):
                logic.modules().evaluate("alive", "data:text/javascript,", "1", None)
                return
        self.leave()
        module = Path(self.folder.name) / "mutants.ts"
        module.write_text(mutant.module, "utf-8")
        env = {
            "NODE_OPTIONS": f"--import {(HERE / 'hook.mjs').as_uri()} --max-old-space-size=512",
            "THIRDCORNER_MUTATED": (ROOT / mutant.file).resolve().as_uri(),
            "THIRDCORNER_MUTANTS": str(module),
        }
        os.environ |= env
        logic.modules()
        for name in env:
            del os.environ[name]
        self.file = mutant.file

    def leave(self) -> None:
        """End it, because another file is due or because a mutant holds it up."""
        if self.file:
            logic = sys.modules["tests.widgets.test_logic"]
            for one in family(logic.modules().process.pid):
                one.kill()
            logic.modules.cache_clear()
            self.file = ""


SERVED = Served()


def choose(mutant: Mutant) -> None:
    """Choose one mutant of the module that Node holds, and have every module that is asked for read anew."""
    server = sys.modules["tests.widgets.test_logic"].modules()
    server.sent, ask = set(), server.evaluate
    ask("chosen mutant", "data:text/javascript,", "((globalThis.__stryker__ ??= {}).activeMutant = value)", mutant.switch)
    server.evaluate = lambda key, source, expression, value: ask(key, f"{source}?mutant={mutant.switch}", expression, value)


def family(pid: int) -> list[psutil.Process]:
    """Return a process with what it started; ``node`` may be a small Python that starts the real one."""
    with contextlib.suppress(psutil.Error):
        one = psutil.Process(pid)
        return [*one.children(recursive=True), one]
    return []


def busy(child: int) -> float:
    """Return the seconds of processor time of a child, of what it started, and of the Node that answers it."""
    node = sys.modules["tests.widgets.test_logic"].modules().process.pid if SERVED.file else None
    total = 0.0
    for one in [*family(child), *(family(node) if node else [])]:
        with contextlib.suppress(psutil.Error):
            total += sum(one.cpu_times()[:2])
    return total


def tried(tests: Sequence[str], mutant: Mutant | None, limit: float) -> Verdict:
    """Run tests against a mutant, or against the files as they are; end what takes more than `limit` seconds of processor time.

    A machine that is busy with other things, or a process that was put to sleep, makes no mutant hang; LONGEST does, by the clock.

    Raises RuntimeError where pytest could not run them, or where no mutant is given and one fails.
    """
    if mutant and mutant.switch:
        SERVED.hold(mutant)
    read, write = os.pipe()
    begun = time.monotonic()
    with tempfile.TemporaryFile() as told:
        gc.freeze()  # a collection in the child need not look at, nor copy, what it was born with
        child = os.fork()
        if not child:
            os.close(read)
            inside(tests, mutant, write, told.fileno())
        os.close(write)
        said, hung = b"", False
        before = busy(child)
        while not said.endswith(b"\n"):
            if select.select([read], [], [], 0.5)[0]:
                more = os.read(read, 1000)
                if not more:
                    break
                said += more
            elif busy(child) - before > limit or time.monotonic() - begun > LONGEST:
                hung = True
                break
        taken = busy(child) - before
        ended = said.endswith(b"\n")
        os.close(read)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # with what it started
        _, status = os.waitpid(child, 0)
        seconds = round(max(0.0, taken), 2)
        told.seek(0)
        words = told.read().decode("utf-8", "replace")[-3000:]
    if not ended:
        SERVED.leave()
    if hung:
        verdict = Verdict("timeout", "", seconds)
    elif not ended:
        verdict = Verdict("killed", f"the process ended with {os.waitstatus_to_exitcode(status)}", seconds)
    else:
        by, code, asked = json.loads(said)
        if code not in (PASSED, FAILED, INTERRUPTED):
            raise RuntimeError(f"pytest could not run {' '.join(tests)}: {words}")
        verdict = Verdict("killed" if code else "survived", by, seconds, tuple(asked))
    if mutant is None and verdict.said != "survived":
        raise RuntimeError(f"without a mutant: {verdict.said} {verdict.by} in {seconds} s: {words}")
    return verdict


def inside(tests: Sequence[str], mutant: Mutant | None, write: int, told: int) -> None:
    """Be the child: run, tell the test that failed and pytest's code through the pipe, and end without any clean-up."""
    os.setpgid(0, 0)
    os.dup2(told, 1)
    os.dup2(told, 2)
    os.chdir(ROOT)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    code = 9
    watch = First(mutant is None)
    try:
        import pytest

        with tempfile.TemporaryDirectory() as folder:
            if mutant and mutant.switch:
                choose(mutant)
            elif mutant:
                sys.meta_path.insert(0, Mutated(mutant))
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
            options = ["-x", "-q", "-m", "not long", "--tb=line", "-p", "no:cacheprovider", "-p", "no:unraisableexception", f"--basetemp={folder}/tmp"]
            code = int(pytest.main([*options, *tests], plugins=[watch]))
    except SystemExit:
        code = FAILED
    except Exception:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os.write(write, json.dumps([watch.failed, code, watch.asked()]).encode() + b"\n")
        os._exit(0)


class First:
    """Remembers which test failed first, and which ones asked Node, with the seconds of each."""

    def __init__(self, whole: bool) -> None:
        self.failed = ""
        self.node: set[str] = set()
        self.seconds: dict[str, float] = {}
        logic = sys.modules.get("tests.widgets.test_logic")
        if whole and logic is not None:
            ask = logic.modules
            logic.modules = lambda: self.node.add(os.environ["PYTEST_CURRENT_TEST"].split("[")[0].split(" (")[0]) or ask()

    def asked(self) -> list[str]:
        return sorted(self.node, key=lambda name: self.seconds[name])

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid
        name = report.nodeid.split("[")[0]
        self.seconds[name] = self.seconds.get(name, 0) + report.duration

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = "collecting"


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module of Python with a fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, ROOT / self.mutant.file, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.module, str(ROOT / self.mutant.file), "exec"), module.__dict__)

