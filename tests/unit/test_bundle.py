"""The concatenator resolves named sibling imports and refuses everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from thirdcorner.islands.bundle import BundleError, classic, esm, order


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def test_modules_come_after_what_they_import(tmp_path: Path) -> None:
    folder = write(tmp_path, a='import { g } from "./b.js";\nexport default { g };', b="export function g() {}\n")
    assert [m.name for m in order("a", folder)] == ["b", "a"]
    assert "import" not in esm("a", folder).replace("important", "")
    assert "thirdcorner" in classic(["a"], folder=folder)


@pytest.mark.parametrize(
    "line",
    [
        'import x from "./b.js";',
        'import * as b from "./b.js";',
        'import { x } from "lodash";',
        "export { x };",
        'export * from "./b.js";',
        'const m = await import("./b.js");',
    ],
)
def test_what_cannot_be_resolved_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    folder = write(tmp_path, a=f"// one\n{line}\nexport default {{ g }};", b="export const x = 1;\n")
    with pytest.raises(BundleError, match=r"a\.js:2"):
        esm("a", folder)


def test_a_circle_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, a='import { b } from "./b.js";\nexport const a = 1;', b='import { a } from "./a.js";\nexport const b = 1;')
    with pytest.raises(BundleError, match="a → b → a"):
        order("a", folder)
