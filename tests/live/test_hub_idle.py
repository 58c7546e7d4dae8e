"""A hub's idle servers end by themselves: seen through the hub's API, with a time that one can wait for."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT
from tests.live.serving import free_port, hub_running, waited
from thirdcorner.live.hub import prepare
from thirdcorner.live.hub.settings import Settings, accounts, make_accounts

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="a hub needs Linux or macOS")]


WHO = "teacher"


def asked(hub: Settings, path: str, token: str = "", **body: Any) -> bytes:
    """Ask the hub's API; with a body, post it. A stream is read to its end."""
    head = {"Content-Type": "application/json"} | ({"Authorization": f"token {token}"} if token else {})
    request = urllib.request.Request(f"{hub.address}hub/api/{path}", json.dumps(body).encode() if body else None, head)
    with urllib.request.urlopen(request, timeout=300) as answer:
        return bytes(answer.read())


def test_a_server_that_nobody_uses_is_ended_after_the_time_that_is_set(tmp_path: Path) -> None:
    hub = Settings(tmp_path / "class", port=free_port(), idle=3)
    for folder in (hub.folder / "state", hub.folder / "jupyter", hub.homes / WHO):
        folder.mkdir(parents=True)
    (hub.folder / "jupyter" / "jupyter_server_config.py").write_text("c.ServerApp.allow_root = True\n", "utf-8")  # tests may run as root
    make_accounts(hub, [], WHO)  # the instructor, since the hub knows who administers it before anyone has signed in
    prepare.proxy(hub)
    config = ROOT / "thirdcorner" / "live" / "hub" / "jupyterhub_config.py"
    with hub_running([sys.executable, "-m", "jupyterhub", "-f", config], tmp_path, hub.folder / "state" / "hub.pid", THIRDCORNER_HUB=str(hub.save())) as running:
        token = json.loads(asked(hub, f"users/{WHO}/tokens", auth={"username": WHO, "password": accounts(hub)[WHO][0]}))["token"]
        asked(hub, f"users/{WHO}/server", token, options="none")
        assert b'"ready": true' in asked(hub, f"users/{WHO}/server/progress", token), "it has run"
        while json.loads(asked(hub, f"users/{WHO}", token))["servers"]:
            assert running.poll() is None
            waited(running)
    assert f"Culling server {WHO} (inactive for" in (tmp_path / "log").read_text("utf-8"), "ended by the culler and by nothing else"
