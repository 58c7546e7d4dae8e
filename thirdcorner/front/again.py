"""Build the front end again and again while its sources are edited: one Node process that compiles only what changed."""

from __future__ import annotations

import atexit
import json
import subprocess
import tempfile
from pathlib import Path

from ..model.front import schemas
from . import built
from .build import BUILT, HERE, FrontError, ensure, fingerprint, node
from .render import renew


class Again:
    """Builds into the folder that `ensure` builds into, in a fraction of a second where little changed."""

    def __init__(self) -> None:
        ensure()
        self._folder = tempfile.TemporaryDirectory()
        types = Path(self._folder.name) / "schemas.json"
        types.write_text(json.dumps(schemas()), "utf-8", newline="\n")
        command = [node(), "build.mjs", str(types), "--stay"]
        self._process = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        atexit.register(self._process.kill)
        self._begun = False
        self._forms = _text(BUILT / "server.mjs")  # what the pages on disk were rendered by

    def begin(self) -> None:
        """Let Node compile everything once, so that the first edit need not wait for it; returns at once."""
        self._ask()
        self._begun = True

    def build(self) -> bool:
        """Build, and tell whether static forms may have changed.

        Raises
        ------
        FrontError
            Where a source cannot be built: a line for each mistake, with file and line. What was built before stays.
        """
        if self._begun:
            self._answer()
            self._begun = False
        now = fingerprint()
        self._ask()
        if errors := self._answer():
            raise FrontError("\n".join(errors))
        (BUILT / "stamp").write_text(now, "utf-8", newline="\n")
        built.cache_clear()
        before, self._forms = self._forms, _text(BUILT / "server.mjs")  # the first compilation may have seen an edit already
        if changed := before != self._forms:
            renew()
        return changed

    def end(self) -> None:
        """End Node."""
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()

    def _ask(self) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write("build\n")
            self._process.stdin.flush()
        except OSError:
            raise FrontError("Node ended: see what it said above, then start again") from None

    def _answer(self) -> list[str]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise FrontError("Node ended while it built the front end: see what it said above, then start again")
        return [f"thirdcorner/front/{e}" if e.startswith("src/") else e for e in json.loads(line)["errors"]]


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""
