"""What comes from others is locked, named and can be looked up: hashes, the list of licences, the bill of materials, the audit."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bench import supply
from tests import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"([\w.-]+)==([^\s;\\]+)( ; [^\\]+?)?(?: \\)?$")


def pins(name: str) -> dict[str, tuple[str, int]]:
    """Return each line that pins a package, without what continues it, its version and how many hashes it has."""
    found: dict[str, tuple[str, int]] = {}
    line = ""
    for text in (ROOT / name).read_text("utf-8").splitlines():
        if text.startswith("    --hash=sha256:"):
            found[line] = (found[line][0], found[line][1] + 1)
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", text)
        elif text != "-e .[book]":
            match = PIN.match(text)
            assert match, f"{name}: {text} pins nothing"
            line = text.removesuffix(" \\")
            found[line] = (match[2], 0)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    assert len(pins(name)) > 100
    assert [line for line, (_, hashes) in pins(name).items() if not hashes] == []


def test_the_three_lists_pin_the_same() -> None:
    book, plain, dev = (pins(name) for name in (LOCKS[0], "requirements.txt", LOCKS[1]))
    assert book.keys() == plain.keys()
    assert {line.split(" ;")[0] for line in book} <= {line.split(" ;")[0] for line in dev}
    assert (ROOT / "requirements.txt").read_text("utf-8").splitlines()[-1] == "-e .[book]"  # pip takes no editable beside hashes


def test_what_builds_the_package_is_pinned_to_what_is_locked() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert len(wanted) >= 3
    assert set(wanted) <= {line.split(" ;")[0] for line in pins(LOCKS[0])}


def test_make_installs_from_the_locks_and_npm_only_what_is_locked() -> None:
    make = (ROOT / "Makefile").read_text("utf-8")
    installs = re.findall(r"^\t@?\$\(PIP\) (.+?)(?:  #.*)?$", make, re.M)
    assert installs == [f"--require-hashes -r {LOCKS[0]}", "--no-build-isolation -e .", f"--require-hashes -r {LOCKS[1]}"]
    files = [ROOT / "Makefile", *(p for room in ("thirdcorner", "tests", "bench") for p in (ROOT / room).rglob("*.py") if "node_modules" not in p.parts)]
    install = re.compile(r"""npm["'\]),\s]+(?:install|i|add|update)\b""")
    assert install.search('[tool("npm"), "install"]')
    assert [p.name for p in files if install.search(p.read_text("utf-8"))] == ["test_supply.py"]


def test_the_list_of_licences_is_that_of_the_locks() -> None:
    kept = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    rows = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
    named = [(name, version) for name, version, _ in rows.findall(kept)]
    assert named == [(name, version) for name, version, _ in rows.findall(supply.licences())]
    assert {("svelte", "5.57.3"), ("world-atlas", "2.0.2")} <= set(named)
    assert [row for row in rows.findall(kept) if row[2] == "not stated"] == []


def test_the_bill_of_materials_is_valid_whole_and_always_the_same() -> None:
    made = supply.bill()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made) is None
    assert made == supply.bill()
    named = {c["purl"] for c in json.loads(made)["components"]}
    assert len(named) == len({(p.source, p.name, p.version) for p in [*supply.python(), *supply.node()]})
    assert any(purl.startswith("pkg:pypi/sphinx@") for purl in named)
    assert any(purl.startswith("pkg:npm/%40noble/hashes@") for purl in named)


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, 0, "no known fault"),
        ({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}, 1, "a 1: PYSEC-1"),
        ({"dependencies": [{"name": "a", "skip_reason": "not found"}]}, 2, "not looked up: the service of advisories gave no answer for 1 of 1 packages"),
        ("", 2, "not looked up: no route"),
    ],
)
def test_the_audit_of_python_says_what_was_not_looked_up(monkeypatch: pytest.MonkeyPatch, said: object, code: int, words: str) -> None:
    answer = subprocess.CompletedProcess([], 0, json.dumps(said) if said else "", "no route")
    monkeypatch.setattr(supply.subprocess, "run", lambda *a, **k: answer)
    assert supply.told_by_pip(["pip-audit"]) == (code, words)


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"vulnerabilities": {}}, 0, "no known fault"),
        ({"vulnerabilities": {"a": {"severity": "high"}}}, 1, "a: high"),
        ({"error": {}}, 2, "not looked up: npm warn audit 405"),
    ],
)
def test_the_audit_of_npm_says_what_was_not_looked_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: object, code: int, words: str) -> None:
    answer = subprocess.CompletedProcess([], 1, json.dumps(said), "npm warn audit 405\n")
    monkeypatch.setattr(supply.subprocess, "run", lambda *a, **k: answer)
    assert supply.told_by_npm(["npm", "audit"], tmp_path, "") == (code, words)
