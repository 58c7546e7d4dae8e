"""Servers that show the course's notebooks, each started on a port of its own and waited for, and single kernels."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_client.manager import KernelManager

from tests import ROOT

SAMPLE = ROOT / "tests" / "sample"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(command: Sequence[str], folder: Path, address: str, says: str, **env: str) -> Iterator[None]:
    """Run a server with its settings and its log in a folder, until an address answers with certain words."""
    own = {k: v for k, v in os.environ.items() if k not in ("THIRDCORNER_BUILDING", "THIRDCORNER_RECORD")}
    own |= {"THIRDCORNER_ROOT": str(ROOT), "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_DATA_DIR": str(folder / "data"), "IPYTHONDIR": str(folder / "ipython"), **env}
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen([sys.executable, *command], cwd=folder, env=own, stdout=out, stderr=subprocess.STDOUT)
        try:
            while not _answers(address, says):
                assert server.poll() is None, log.read_text("utf-8")
                assert log.stat().st_size < 1_000_000, log.read_text("utf-8")[-2000:]
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=60)
            except subprocess.TimeoutExpired:  # a server that ends many kernels on a busy machine
                server.kill()
                server.wait()


@contextmanager
def hub_running(command: Sequence[str | Path], folder: Path, pid: Path, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a JupyterHub, with its log in a folder, until it says that it runs; it ends by its own process, for which what started it may wait."""
    own = {k: v for k, v in os.environ.items() if k not in ("THIRDCORNER_BUILDING", "THIRDCORNER_RECORD", "THIRDCORNER_ROOT")}
    own |= {"PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **env}
    log = folder / "log"
    with log.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(command, cwd=ROOT, env=own, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            while running.poll() is None and "JupyterHub is now running" not in log.read_text("utf-8"):
                waited(running)
            assert running.poll() is None, log.read_text("utf-8")
            yield running
        finally:
            if running.poll() is None:
                os.kill(int(pid.read_text("utf-8")), signal.SIGTERM)
                running.wait(timeout=60)


def waited(running: subprocess.Popen[bytes]) -> None:
    """Let half a second pass, or less where a process ends in it."""
    with suppress(subprocess.TimeoutExpired):
        running.wait(timeout=0.5)


def _answers(address: str, says: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return says in answer.read().decode()
    except OSError:
        return False


def end_kernels(address: str) -> int:
    """End every kernel of a Jupyter server; return how many there were."""
    with urllib.request.urlopen(f"{address}/api/sessions", timeout=60) as told:
        sessions = json.load(told)
    for session in sessions:
        urllib.request.urlopen(urllib.request.Request(f"{address}/api/sessions/{session['id']}", method="DELETE"), timeout=60).close()
    return len(sessions)


@contextmanager
def jupyter(folder: Path, **env: str) -> Iterator[str]:
    """Start a Jupyter server with JupyterLab and Notebook 7 on a folder; return its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = [f"--port={port}", "--ServerApp.port_retries=0", "--ServerApp.disable_check_xsrf=True", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    command = ["-m", "jupyterlab", "--no-browser", "--allow-root", *options, "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with running(command, folder, f"{address}/api", "version", **env):
        yield address


class Kernel:
    """A notebook's kernel, in the folder of its notebook."""

    def __init__(self, folder: Path, **env: str) -> None:
        own = {k: v for k, v in os.environ.items() if k not in ("THIRDCORNER_BUILDING", "THIRDCORNER_RECORD", "THIRDCORNER_ROOT")}
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(folder), env={**own, "PYTHONPATH": str(ROOT), **env})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> str:
        heard: list[str] = []
        self.client.execute_interactive(code, timeout=60, output_hook=lambda m: heard.append(m["content"].get("text") or str(m["content"].get("traceback") or "")))
        return "".join(heard)

    def end(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
