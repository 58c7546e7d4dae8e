"""Static forms: one Node process a build renders every component with the course's content."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .build import HERE, PACKED, FrontError, ensure, node, packed


@dataclass(frozen=True)
class Static:
    """A widget as HTML: `page` is what comes alive, `answers` stand apart (empty where there are none)."""

    page: str
    answers: str


_FOLDER: list[tempfile.TemporaryDirectory[str]] = []


def _server() -> Path:
    """Return the module that renders, as a file that Node can read: an installed wheel's is unpacked until this process ends."""
    path = ensure() / "server.mjs"
    if not PACKED.is_file():
        return path
    if not _FOLDER:
        _FOLDER.append(tempfile.TemporaryDirectory(prefix="thirdcorner-"))
    path = Path(_FOLDER[0].name) / path.name
    path.write_text(packed()[path.name], "utf-8", newline="\n")
    return path


class _Renderer:
    """The Node process, started when first asked and again in a forked build."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None
        self.pid = 0

    def end(self) -> None:
        """End the process, so that the next form is rendered by what is built then."""
        with self.lock:
            if self.process is not None and self.pid == os.getpid():
                self.process.kill()
                self.process.wait()
            self.process = None

    def ask(self, job: dict[str, Any]) -> dict[str, str]:
        with self.lock:
            if self.process is None or self.pid != os.getpid() or self.process.poll() is not None:
                command = [node(), str(HERE / "render.mjs"), str(_server())]
                self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
                self.pid = os.getpid()
                atexit.register(self.process.kill)
            assert self.process.stdin and self.process.stdout
            self.process.stdin.write(json.dumps(job, ensure_ascii=False) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        if not line:
            raise FrontError(f"Node ended while it rendered {job['widget']}: see what it said above")
        return json.loads(line)  # type: ignore[no-any-return]


_RENDERER = _Renderer()
renew = _RENDERER.end


def static(widget: str, id: str, content: dict[str, Any]) -> Static:
    """Render a widget with its content; ids inside begin with the widget's own, so that no two on a page are the same.

    Raises
    ------
    FrontError
        Where the component fails on this content, in words that name the widget and its id.
    """
    prefix = "tc-" + re.sub(r"[^A-Za-z0-9]+", "-", f"{widget}-{id}")
    told = _RENDERER.ask({"widget": widget, "content": content, "prefix": prefix})
    if "error" in told:
        raise FrontError(f"{widget} {id}: its component cannot be rendered with this content: {told['error']}; mend the content, or {widget}’s component in front/src/widgets")
    return Static(told["page"], told["answers"])
