"""What comes from others: ``python -m bench.supply licences|sbom|audit``, all read from the lock files.

``licences`` writes THIRD-PARTY.md, ``sbom`` a CycloneDX bill of materials (the same bytes for the same locks), and ``audit`` looks known
faults up with pip-audit and npm. Where a service that knows them does not answer, `audit` says so and ends with 2: nothing was looked up then.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packageurl import PackageURL

from thirdcorner import __version__
from thirdcorner.front.build import BUILT, ensure

ROOT = Path(__file__).resolve().parent.parent
FRONT = Path("thirdcorner/front/package-lock.json")
LISTED, BILL = ROOT / "THIRD-PARTY.md", ROOT / "_build" / "sbom.cdx.json"
STYLES = ("sphinx-book-theme", "pydata-sphinx-theme", "pygments", "vl-convert-python")
"""Of Python, what a page gets: the theme's styles, those of highlighted code, and the script that draws charts."""
ELSEWHERE = "not told: for other systems only, and not installed where this list was written"


@dataclass(frozen=True)
class Package:
    """A locked package: where it comes from (`pypi` or `npm`), its licence as its authors state it, and npm's digest."""

    source: str
    name: str
    version: str
    licence: str = ""
    digest: str = ""


def python(lock: str = "requirements.lock") -> list[Package]:
    """Return the packages of a lock of Python, a version each."""
    found = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / lock).read_text("utf-8"), re.M)
    return [Package("pypi", name, version, stated(name)) for name, version in found]


def stated(name: str) -> str:
    """Return the licence that an installed package states: its expression, or its classifiers, or its field."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    classes = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    field = (told.get("License") or "").strip().splitlines()
    return told.get("License-Expression") or " / ".join(classes) or (field[0] if field else "not stated")


def node(lock: Path = FRONT) -> list[Package]:
    """Return the npm packages of a lock that a build needs, without those that only check the sources."""
    entries = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
    found = [
        Package(
            "npm", path.rpartition("node_modules/")[2], e["version"], e.get("license", "not stated"), e["integrity"]
        )
        for path, e in entries.items()
        if path and not e.get("dev")
    ]
    return sorted(set(found), key=lambda p: (p.name, p.version))


def table(packages: list[Package]) -> str:
    return "\n".join(["| package | version | licence |", "|---|---|---|", *(f"| {p.name} | {p.version} | {p.licence} |" for p in packages)])


def licences() -> str:
    """Return the list of third-party licences, as Markdown."""
    ensure()
    carried = {*json.loads((BUILT / "packages.json").read_text("utf-8")), "world-atlas"}
    browser = [p for p in node() if p.name in carried] + [p for p in python() if p.name in STYLES]
    return f"""# What comes from others

Written by `make licences` from the lock files; a test holds the two together. Each licence is given as the package’s authors state it. No third-party code or text is kept in this repository.

## What a reader’s browser gets

The scripts hold code of the npm packages, the map data of one (`world-atlas`), the styles hold rules of the two themes and of Pygments, and the script for charts is the one that `vl-convert-python` carries (Vega, Vega-Lite and what they use).

{table(browser)}

## What a build needs: Python

{table(python())}

## What a build needs: npm

{table(node())}
"""


def bill() -> str:
    """Return the bill of materials in CycloneDX's JSON, without a date, so that the same locks give the same bytes."""
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6

    def component(p: Package) -> Component:
        space, _, name = p.name.rpartition("/")
        url = PackageURL(p.source, space or None, name, p.version)
        digest = [HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(p.digest.removeprefix("sha512-")).hex())] if p.digest else []
        return Component(type=ComponentType.LIBRARY, group=space or None, name=name, version=p.version, purl=url, bom_ref=str(url), hashes=digest)

    packages = [*python(), *node()]
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, repr([(p.source, p.name, p.version, p.digest) for p in packages])))
    bom.metadata.timestamp = None  # type: ignore[assignment]
    whole = Component(type=ComponentType.APPLICATION, name="thirdcorner", version=__version__, bom_ref="thirdcorner")
    bom.metadata.component = whole
    bom.components.update(component(p) for p in packages)
    bom.register_dependency(whole, list(bom.components))
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def audit() -> int:
    """Look up known faults of what is locked; return 0 for none, 1 for some, 2 where a service did not answer."""
    tool = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--require-hashes", "--progress-spinner", "off", "-f", "json"]
    asked = {lock: told_by_pip([*tool, "-r", str(ROOT / lock)]) for lock in ("requirements.lock", "requirements-dev.lock")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for lock in sorted(ROOT.glob("t*/**/package-lock.json")) + sorted(ROOT.glob("bench/**/package-lock.json")):
        if "node_modules" not in lock.parts:
            asked[lock.relative_to(ROOT).as_posix()] = told_by_npm(["npm", "audit", "--json"], lock.parent, path)
    for name, (_, said) in asked.items():
        print(f"{name}: {said}")
    codes = {code for code, _ in asked.values()}
    return 1 if 1 in codes else max(codes)


def told_by_pip(command: list[str]) -> tuple[int, str]:
    """Return the code and the words for one lock of Python."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return 2, f"not looked up: {(done.stderr.strip() or 'pip-audit said nothing').splitlines()[-1]}"
    faults = [f"{p['name']} {p['version']}: {', '.join(v['id'] for v in p['vulns'])}" for p in packages if p.get("vulns")]
    unknown = [p["name"] for p in packages if "skip_reason" in p]
    words = "; ".join(faults) or ("no known fault" if len(unknown) < len(packages) else "")
    if unknown:
        words = "; ".join(filter(None, [words, f"not looked up: the service of advisories gave no answer for {len(unknown)} of {len(packages)} packages"]))
    return (1 if faults else 2 if unknown else 0), words


def told_by_npm(command: list[str], folder: Path, path: str) -> tuple[int, str]:
    """Return the code and the words for one lock of npm."""
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, encoding="utf-8", check=False)
    try:
        faults = json.loads(done.stdout)["vulnerabilities"]
    except (ValueError, KeyError):
        errors = [line for line in done.stderr.splitlines() if "audit" in line]
        return 2, f"not looked up: {errors[0].strip() if errors else 'npm did not answer'}"
    return (1, "; ".join(f"{name}: {fault['severity']}" for name, fault in sorted(faults.items()))) if faults else (0, "no known fault")


def main() -> int:
    """Do what the first argument says."""
    asked = sys.argv[1] if len(sys.argv) == 2 else ""
    if asked == "audit":
        return audit()
    if asked not in ("licences", "sbom"):
        print("Say which: python -m bench.supply licences | sbom | audit", file=sys.stderr)
        return 2
    to, text = (LISTED, licences()) if asked == "licences" else (BILL, bill())
    to.parent.mkdir(exist_ok=True)
    to.write_text(text, "utf-8")
    print(f"{to.relative_to(ROOT).as_posix()} is written.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
