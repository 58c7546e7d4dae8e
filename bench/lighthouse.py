"""What Lighthouse says of every page, as a phone sees it: performance, accessibility, best practices, search.

Lighthouse comes from npm by the lock beside this file, and is installed by this bench alone. Run as ``python -m bench.lighthouse``,
``--only book/index`` for one page; the book must be built. The pages come compressed, as from a host.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.first_control import Compressed
from bench.mutants.sources import tool
from bench.told import Row, tell
from tests import ROOT
from tests.browsers import chromium

HERE = Path(__file__).parent
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
AWAY = re.compile(r'http-equiv="refresh"')
"""A page that only leads to another is none."""


def install() -> Path:
    """Return Lighthouse's command, installed from the lock where that is newer."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        print("Installing Lighthouse …")
        subprocess.run([tool("npm"), "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)
        installed.touch()
    return HERE / "node_modules" / "lighthouse" / "cli" / "index.js"


def pages(book: Path) -> list[str]:
    """Return every page of the book, without the ending."""
    found = [p for p in sorted(book.rglob("*.html")) if "_static" not in p.parts and not AWAY.search(p.read_text("utf-8"))]
    return [p.relative_to(book).with_suffix("").as_posix() for p in found]


def asked(command: Path, url: str) -> tuple[dict[str, float], list[str]]:
    """Return the scores of a page, from 0 to 100, and what cost it points."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "report.json"
        options = ["--quiet", "--output=json", f"--output-path={out}", f"--only-categories={','.join(LEAST)}"]
        flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
        done = subprocess.run(
            [tool("node"), str(command), url, *options, flags],
            env={**os.environ, "CHROME_PATH": chromium() or "", "TMPDIR": name}, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if not out.is_file():
            return dict.fromkeys(LEAST, math.nan), [(done.stderr.strip().splitlines() or ["it said nothing"])[-1]]
        said = json.loads(out.read_text("utf-8"))
    scores = {key: math.nan if one["score"] is None else round(100 * one["score"]) for key, one in said["categories"].items()}
    audits = said["audits"]
    lost = [
        f"{ref['id']} {audits[ref['id']].get('displayValue', '')}".strip()
        for key, one in said["categories"].items()
        if not scores[key] >= LEAST[key]
        for ref in one["auditRefs"]
        if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9 and audits[ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]
    return scores, lost


def main() -> int:
    """Ask about each page; return 1 where a score is too low."""
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__)
    parser.add_argument("--only", nargs="+", default=(), metavar="PAGE", help="leave the other pages out")
    args = parser.parse_args()
    book, command = ROOT / "_build" / "html", install()
    if not (book / "book" / "index.html").is_file():
        raise SystemExit("the book is not built: run `make book`")
    table = Table("page", *LEAST, "what cost points", title="Lighthouse, mobile")
    found: dict[str, list[float]] = {key: [] for key in LEAST}
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(book)))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    for page in (p for p in pages(book) if not args.only or p in args.only):
        scores, lost = asked(command, f"http://127.0.0.1:{httpd.server_address[1]}/{page}.html")
        for key in LEAST:
            found[key].append(scores[key])
        table.add_row(page, *(f"{scores[key]:g}" for key in LEAST), "; ".join(lost))
    httpd.shutdown()
    Console().print(table)
    return tell("lighthouse", [Row(f"{key}, the lowest of {len(all)} pages", lowest(all), LEAST[key], "points", True) for key, all in found.items() if all])


def lowest(scores: list[float]) -> float:
    """Return the lowest; `nan`, which keeps no promise, where one page has none."""
    return math.nan if any(map(math.isnan, scores)) else min(scores)


if __name__ == "__main__":
    raise SystemExit(main())
