"""pip's build hook: a wheel, and an editable installation, have the front end built."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

from .build import PACKED, ensure, pack


class BuildFront(build_py):
    """Builds the front end before setuptools gathers the package's files."""

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
