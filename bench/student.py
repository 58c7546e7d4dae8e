"""What a student's server costs: processor seconds and memory of a JupyterLab server, and of a kernel that runs a whole chapter."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import urllib.request
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbclient import NotebookClient

from tests.live.serving import jupyter
from thirdcorner.course.read import find_root, load
from thirdcorner.live.notebooks import notebook

TIMES = 3
CHAPTER = "05-renewed-alliance"
MIB = 2**20


def measure() -> dict[str, Any]:
    """Return the medians of a few runs, with what they were taken on.

    Processor time is counted, not the time that passes, since that depends on what else the machine does; memory is what would be
    free again if the process ended (unique set size), so that what processes share is not counted.
    """
    servers = [_server() for _ in range(TIMES)]
    kernels = [_kernel() for _ in range(TIMES)]

    def middle(found: list[tuple[float, float]], which: int) -> float:
        return round(statistics.median(one[which] for one in found), 1)

    return {
        "date": date.today().isoformat(), "cores": os.cpu_count(), "python": platform.python_version(), "jupyterlab": version("jupyterlab"), "chapter": CHAPTER, "runs": TIMES,
        "server_seconds": middle(servers, 0), "server_mib": middle(servers, 1), "kernel_seconds": middle(kernels, 0), "kernel_mib": middle(kernels, 1),
    }  # fmt: skip


def _server() -> tuple[float, float]:
    """Start a server, ask it for what JupyterLab asks for, and have it start a kernel; return its processor seconds and its MiB."""
    with tempfile.TemporaryDirectory() as made, jupyter(Path(made)) as address:
        for path in ("lab", "lab/api/settings", "lab/api/translations/en", "api/contents", "api/kernelspecs", "lab/extensions/@jupyter-widgets/jupyterlab-manager/package.json"):
            urllib.request.urlopen(f"{address}/{path}", timeout=60).read()
        session = json.dumps({"path": "x.ipynb", "name": "x.ipynb", "type": "notebook", "kernel": {"name": "python3"}}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{address}/api/sessions", data=session, method="POST"), timeout=60).read()
        server = next(c for c in psutil.Process().children() if "jupyterlab" in " ".join(c.cmdline()))
        used = server.cpu_times()
        return used.user + used.system, server.memory_full_info().uss / MIB


def _kernel() -> tuple[float, float]:
    """Run a chapter from top to bottom; return the kernel's processor seconds and MiB at its end."""
    root = find_root()
    made = notebook(load(root), (root / "book" / "chapters" / f"{CHAPTER}.md").read_text("utf-8"))
    made.cells.append(nbformat.v4.new_code_cell("import os, psutil\np = psutil.Process()\nt = p.cpu_times()\nprint(t.user + t.system, p.memory_full_info().uss)"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THIRDCORNER_ROOT"] = str(root)
        NotebookClient(made, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    seconds, uss = map(float, made.cells[-1].outputs[0]["text"].split())
    return seconds, uss / MIB


if __name__ == "__main__":
    print(measure(), file=sys.stdout)
