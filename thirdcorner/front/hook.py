"""pip's build hook: a wheel, and an editable installation, have the front end built."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

from .build import PACKED, ensure, pack

_SOURCES_ONLY = tuple(("thirdcorner.front", name) for name in ("__main__", "again", "hook"))


class BuildFront(build_py):
    """Builds the front end before setuptools gathers the package's files."""

    def find_package_modules(self, package: str, package_dir: str) -> list[tuple[str, str, str]]:
        """Leave out of a wheel, which has no sources, the modules that only build from them."""
        found: list[tuple[str, str, str]] = super().find_package_modules(package, package_dir)  # type: ignore[no-untyped-call]
        return [one for one in found if self.editable_mode or one[:2] not in _SOURCES_ONLY]

    def run(self) -> None:
        """Build what has changed, then go on as usual, from an empty folder: what an earlier build left there would come along."""
        ensure()
        if self.editable_mode:
            super().run()
            return
        package = Path(self.build_lib) / "thirdcorner"
        shutil.rmtree(package, ignore_errors=True)
        super().run()
        pack(package / "front" / PACKED.name)
