"""Widgets in a MyST site: its own build reads the directive, and what its theme draws anywidgets with draws ours, in its shadow tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

import thirdcorner
from tests import program
from thirdcorner import myst_directive
from thirdcorner.front.build import HERE, node
from thirdcorner.live.myst import STYLE

pytestmark = pytest.mark.long
MYST = Path(__file__).parent / "myst"
THEME = "jtex: v1\ntitle: Bare\nversion: 1.0.0\nlicense: MIT\nbuild: {install: 'true', start: 'true'}\nparts: []\noptions: []\nfiles: []\n"
"""Only the site's content is built: the pages of MyST's theme are made by a server that the registries do not have."""


class Modules(SimpleHTTPRequestHandler):
    extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def ran(command: list[str], folder: Path) -> str:
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "NODE_NO_WARNINGS": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("myst")
    if not (MYST / "node_modules" / "mystmd").is_dir():
        ran([program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], MYST)
    widgets = [thirdcorner.Quiz("05-renewed-alliance", tags=["a1"]), thirdcorner.Ledger("ledger-12"), thirdcorner.AnalogyLab("analogy-1914")]
    page = "# A page\n\n" + "\n".join(myst_directive(widget, folder / "book") for widget in widgets)
    (folder / "book" / "index.md").write_text(page, "utf-8")
    (folder / "book" / "myst.yml").write_text("version: 1\nproject: {title: A page, toc: [{file: index.md}]}\nsite: {template: ../theme}\n", "utf-8")
    (folder / "theme").mkdir()
    (folder / "theme" / "template.yml").write_text(THEME, "utf-8")
    told = ran([node(), str(MYST / "node_modules" / "mystmd" / "dist" / "myst.cjs"), "build"], folder / "book")
    assert "Built 1 page" in told, told
    built = folder / "book" / "_build" / "site"
    ran([str(HERE / "node_modules" / ".bin" / "esbuild"), "page.mjs", "--bundle", "--format=esm", f"--outfile={built / 'page.js'}", "--log-level=error"], MYST)
    shutil.copy(folder / "book" / STYLE, built)
    (built / "index.html").write_text(f'<!doctype html><html lang="en"><title>MyST</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{STYLE}"><body><script type="module" src="page.js"></script>', "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Modules(*args, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


def test_three_widgets_are_drawn_and_worked(site: str, open_page: Callable[..., Any]) -> None:
    watched = open_page(site, drawn=False)
    page = watched.page
    page.get_by_role("radio", name="that North Korea sent ammunition and rockets").check()
    page.get_by_role("button", name="Check").first.click()
    page.get_by_text("deliveries in both directions are stated flatly").first.wait_for()
    likely = page.get_by_role("spinbutton").first
    likely.fill("10")
    likely.press("Tab")
    page.get_by_role("button", name="Undo").first.wait_for()
    assert page.get_by_role("button", name="Undo").first.is_enabled()
    page.get_by_role("group", name="Paris is now").get_by_label("Beijing").check()
    button = page.get_by_role("button", name="Check").first
    assert button.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(31, 78, 121)", "the colours reach into the shadow tree"
    assert watched.wrong == [], "a model that keeps nothing says so by throwing, which is no error of the page"
