"""Build the front end again and again while its sources are edited: one Node process that makes anew only what an edit touched."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from . import built
from .build import FOLLOWED, HERE, FrontError, ensure, fingerprint, node, stated

Said = dict[str, Any]


class Again:
    """Builds into the folder that `ensure` builds into: scripts first, then static forms, and what a clean build would write when there is time.

    Until it ends nothing else in this process, or in those that it starts, builds there.
    """

    def __init__(self) -> None:
        ensure()
        os.environ[FOLLOWED] = "1"
        self._folder = tempfile.TemporaryDirectory()
        types = Path(self._folder.name) / "schemas.json"
        types.write_text(stated(), "utf-8", newline="\n")
        command = [node(), "build.mjs", str(types), "--stay"]
        self._process = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        atexit.register(self._process.kill)
        self._begun: Future[Said] | None = None
        self._asking = threading.RLock()
        self._asked: SimpleQueue[Future[Said]] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self) -> None:
        """Let Node compile everything once, so that the first edit need not wait for it; returns at once."""
        self._ask("scripts")
        self._begun = self._ask("forms")

    def scripts(self) -> None:
        """Build what pages and notebooks load.

        Raises
        ------
        FrontError
            Where a source cannot be built: a line for each mistake, with file and line. What was built before stays.
        """
        self._done(self._ask("scripts"))
        built.cache_clear()

    def forms(self) -> set[str]:
        """Build the module that renders static forms, and return the widgets whose forms may be others than before; raise `FrontError` as `scripts` does."""
        now = self._done(self._ask("forms"))
        begun, self._begun = self._begun, None  # the first time may have seen an edit already
        return {*now["touched"], *(begun.result().get("touched", ()) if begun else ())}

    def rest(self, done: Callable[[bool], object]) -> None:
        """Begin to make of what is built what a clean build makes, with its stamp, and return at once; `done` is told later whether it came to that.

        It does not where anything else is asked for meanwhile, or a source was edited since it was built.
        """
        with self._asking:  # so that an edit after the fingerprint is asked for after this; Node looks at the files' times before and after
            asked = self._ask(f"rest {fingerprint()}")
        asked.add_done_callback(lambda it: done(not it.exception() and it.result().get("whole", False)))

    def end(self) -> None:
        """End Node."""
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()
        os.environ.pop(FOLLOWED, None)

    def _ask(self, command: str) -> Future[Said]:
        asked: Future[Said] = Future()
        with self._asking:
            self._asked.put(asked)
            try:
                assert self._process.stdin
                self._process.stdin.write(f"{command}\n")
                self._process.stdin.flush()
            except OSError:
                raise FrontError("Node ended: see what it said above, then start again") from None
        return asked

    def _listen(self) -> None:
        """Hand each answer to who asked for it; Node answers in order."""
        assert self._process.stdout
        for line in self._process.stdout:
            self._asked.get().set_result(json.loads(line))
        while not self._asked.empty():
            self._asked.get().set_exception(FrontError("Node ended while it built the front end: see what it said above, then start again"))

    @staticmethod
    def _done(asked: Future[Said]) -> Said:
        said = asked.result()
        if said["errors"]:
            raise FrontError("\n".join(f"thirdcorner/front/{e}" if e.startswith("src/") else e for e in said["errors"]))
        return said
