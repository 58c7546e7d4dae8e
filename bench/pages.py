"""What a build and a cold page cost beside stock Jupyter Book with the same pages and cells, in one run; ``make bench`` calls it.

Both books are built here by turns, from clean and after edits of one chapter, and the medians are compared; a cell that fails stops either
build. Chromium loads each page with an empty cache. What a stock page takes from a CDN comes out of the published npm package instead, so
nothing but the registry is asked. Sizes are gzip level 6.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright
from rich.console import Console
from rich.table import Table

from bench.told import Row, tell
from tests import ROOT
from tests.browsers import chromium
from tests.pages.test_bytes import AWAKE, ISLAND_BYTES, PROSE_BYTES
from thirdcorner.course.chapters import CELL
from thirdcorner.course.read import Course, load
from thirdcorner.live.notebooks import plain
from thirdcorner.pages.serve import server

OUT = ROOT / "_build" / "bench"
CHAPTER = "book/chapters/05-renewed-alliance"
PROSE = "book/reference/prose"
RUNS, EDITS = 3, 7
"""How many clean builds of each book are made, and how many edits in all."""
CLEAN, EDITED = 0.5, 1.1
"""How long ours may take, in times of stock's."""
SHIFTED = 0.02
STOCK = """title: Stock
only_build_toc_files: true
parse: {myst_enable_extensions: [colon_fence, deflist, smartquotes, attrs_block, attrs_inline]}
sphinx: {config: {nb_execution_raise_on_error: true}}
"""
"""Stock's settings: the same Markdown as ours, and a cell that fails stops the build, since it would otherwise only make it cheaper."""
SOURCES = "sources.sha256"
SHIFT = """window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => { if (!e.hadRecentInput) window.shift += e.value; }))
  .observe({ type: 'layout-shift', buffered: true });"""
CDN = re.compile(r"https://(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/((?:@[^/]+/)?[^/@]+)@([^/]+)(?:/(.*))?$")
CLOUDFLARE = re.compile(r"https://cdnjs\.cloudflare\.com/ajax/libs/require\.js/([^/]+)/require(?:\.min)?\.js")
console = Console()


def build(folder: Path, clean: bool = True) -> float:
    """Build a book, from nothing or after an edit, and return the seconds it took; stop with its words where it fails."""
    if clean:
        shutil.rmtree(folder / "_build", ignore_errors=True)
    began = time.perf_counter()
    command = [shutil.which("jupyter-book", path=str(Path(sys.executable).parent)) or "jupyter-book", "build", str(folder), "-q"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "THIRDCORNER_ROOT": str(folder)}, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - began


def built(runs: int, edits: int) -> dict[str, tuple[list[float], list[float]]]:
    """Build ours and stock by turns; return the seconds of each clean build and of each edit."""
    took: dict[str, tuple[list[float], list[float]]] = {"ours": ([], []), "stock": ([], [])}
    for n in range(runs):
        for name, (clean, _) in took.items():
            console.print(f"Building {name}, {n + 1} of {runs} …")
            clean.append(build(OUT / name))
    for n in range(edits):
        for name, (_, edited) in took.items():
            with (OUT / name / f"{CHAPTER}.md").open("a", encoding="utf-8") as file:
                file.write(f"\nOne more sentence, the {n + 1}th.\n")
            edited.append(build(OUT / name, clean=False))
    return took


def prose_of(source: str) -> str:
    """Return a chapter without its cells, as a prose page."""
    return re.sub(r"^(`{3,})\{code-cell\}[^\n]*\n.*?^\1[ \t]*$\n?", "", source, flags=re.M | re.S)


def make_ours(folder: Path) -> None:
    """Write our book, with a page of prose added."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("_build", ".venv", ".git", "node_modules", ".*_cache", "__pycache__"))
    (folder / f"{PROSE}.md").write_text(prose_of((folder / f"{CHAPTER}.md").read_text("utf-8")), "utf-8")
    toc = (folder / "_toc.yml").read_text("utf-8")
    (folder / "_toc.yml").write_text(f"{toc}      - file: {PROSE}\n", "utf-8")


def stock_page(course: Course, text: str) -> str:
    """Return a page in what a stock book knows: plain Markdown between the same cells, which call ipywidgets and Altair."""
    cells = [m[0].replace("from thirdcorner import", "from stock import") for m in CELL.finditer(text)]
    if not cells or not text.startswith("---\n"):
        return plain(course, CELL.sub("", text))
    front = text[: text.index("\n---\n", 4) + 5]
    between = CELL.split(text[len(front) :])[::3]
    first = "```{code-cell} python\nfrom stock import *\n```"
    parts = [plain(course, between[0]), *(part for cell, words in zip(cells, between[1:], strict=True) for part in (cell, plain(course, words)))]
    return "\n\n".join([front.strip(), parts[0], first, *parts[1:]])


def make_stock(folder: Path) -> None:
    """Write the stock book: every page of ours with the same words and the same cells."""
    course = load(ROOT)
    shutil.copytree(ROOT / "book", folder / "book")
    (folder / f"{PROSE}.md").write_text(prose_of((ROOT / f"{CHAPTER}.md").read_text("utf-8")), "utf-8")
    for path in (folder / "book").rglob("*.md"):
        path.write_text(stock_page(course, path.read_text("utf-8")), "utf-8")
    for path in {p.parent for p in (folder / "book").rglob("*.md") if "{code-cell}" in p.read_text("utf-8")}:
        shutil.copy(ROOT / "bench" / "stock.py", path / "stock.py")
    (folder / "_toc.yml").write_text(f"{(ROOT / '_toc.yml').read_text('utf-8')}      - file: {PROSE}\n", "utf-8")
    (folder / "_config.yml").write_text(STOCK, "utf-8")


def stock() -> Path:
    """Return the folder of stock's pages, built anew unless they were built of the pages and cells of today."""
    with tempfile.TemporaryDirectory() as name:
        make_stock(Path(name) / "stock")
        now = digest(Path(name) / "stock")
    kept, html = OUT / "stock" / SOURCES, OUT / "stock" / "_build" / "html"
    if not (kept.is_file() and kept.read_text("utf-8") == now and (html / f"{CHAPTER}.html").is_file()):
        console.print("Building stock …")
        shutil.rmtree(OUT / "stock", ignore_errors=True)
        make_stock(OUT / "stock")
        build(OUT / "stock")
        kept.write_text(now, "utf-8")
    return html


def digest(folder: Path) -> str:
    """Return a fingerprint of a book's sources."""
    made = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        made.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return made.hexdigest()


def package(name: str, version: str) -> Path:
    """Return the folder of a published npm package, fetched once from the registry."""
    folder = OUT / "npm" / f"{name.replace('/', '+')}@{version}"
    if not folder.is_dir():
        npm = shutil.which("npm", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        if npm is None:
            raise SystemExit("npm is needed to weigh what the stock pages take from CDNs")
        folder.mkdir(parents=True)
        done = subprocess.run([npm, "pack", f"{name}@{version}", "--silent"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            shutil.rmtree(folder)
            raise LookupError(f"{name}@{version}: {done.stderr.strip()[-200:]}")
        with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as tar:
            tar.extractall(folder, filter="data")
    return folder / "package"


def from_package(url: str) -> bytes | None:
    """Return what a CDN would send for an address, out of the published package; `None` where that cannot be found."""
    if match := CLOUDFLARE.match(url):
        name, version, inside = "requirejs", match[1], "require.js"
    elif match := CDN.match(url):
        name, version, inside = match[1], match[2], match[3] or ""
    else:
        return None
    try:
        folder = package(name, version)
    except LookupError as error:
        console.print(f"[yellow]not in the registry: {error}")
        return None
    if not inside:
        meta = json.loads((folder / "package.json").read_text("utf-8"))
        inside = meta.get("jsdelivr") or meta.get("unpkg") or meta.get("main") or "index.js"
    path = next((p for p in (folder / inside, folder / f"{inside}.js") if p.is_file()), None)
    return path.read_bytes() if path else None


def weigh(page: Page, base: str, folder: Path, path: str) -> dict[str, Any]:
    """Load a page cold, scroll through it, and return gzipped bytes (cold, in all and from CDNs), requests and layout shift."""
    sizes: dict[str, int] = {}
    lost: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url.split("?")[0].split("#")[0]
        if url.startswith(base):
            file = folder / url.removeprefix(base).lstrip("/")
            if file.is_file():
                sizes[url] = len(gzip.compress(file.read_bytes(), 6))
            route.continue_()
            return
        body = from_package(url)
        if body is None:
            lost.append(url)
            route.abort()
            return
        sizes[url] = len(gzip.compress(body, 6))
        kind = "text/css" if url.endswith(".css") else "application/javascript"
        route.fulfill(body=body, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})

    page.route("**/*", answer)
    page.goto(f"{base}/{path}.html", wait_until="networkidle")
    cold = sum(sizes.values())
    for _ in range(0, page.evaluate("document.documentElement.scrollHeight"), 500):
        page.mouse.wheel(0, 500)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_load_state("networkidle")
    foreign = sum(size for url, size in sizes.items() if not url.startswith(base))
    shift = page.evaluate("window.shift")
    return {"cold": cold, "bytes": sum(sizes.values()), "from_cdn": foreign, "requests": len(sizes) + len(lost), "lost": lost, "shift": shift}


def weighed() -> dict[tuple[str, str], dict[str, Any]]:
    """Weigh every chapter of ours, and of both books the chapter that is edited and the page of prose."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name in ("stock", "ours"):
            folder = OUT / name / "_build" / "html"
            with server(folder) as httpd:
                threading.Thread(target=httpd.serve_forever, daemon=True).start()
                base = f"http://127.0.0.1:{httpd.server_address[1]}"
                others = [f"book/chapters/{id}" for id in load(ROOT).chapters] if name == "ours" else []
                for doc in dict.fromkeys([*others, CHAPTER, PROSE]):
                    context = running.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=name == "stock")
                    context.add_init_script(SHIFT)
                    found[name, doc] = weigh(context.new_page(), base, folder, doc)
                    context.close()
                httpd.shutdown()
        running.close()
    return found


def told(took: dict[str, tuple[list[float], list[float]]], weights: dict[tuple[str, str], dict[str, Any]]) -> list[Row]:
    """Return what is promised of builds and of our pages, with what was measured."""
    rows = []
    for what, limit, which in (("a clean build", CLEAN, 0), ("an edit of one chapter", EDITED, 1)):
        if took["ours"][which]:
            ours, stock = (statistics.median(took[book][which]) for book in ("ours", "stock"))
            rows.append(Row(f"{what}: {ours:.1f} s, stock {stock:.1f} s, medians of {len(took['ours'][which])}", ours / stock, limit, "times"))
    for (_, doc), got in ((key, got) for key, got in weights.items() if key[0] == "ours"):
        cold = PROSE_BYTES if doc == PROSE else ISLAND_BYTES
        rows.append(Row(f"{doc}, cold", got["cold"] / 1000, cold / 1000, "kB"))
        rows.append(Row(f"{doc}, scrolled", got["bytes"] / 1000, AWAKE.get(f"{doc}.html", cold) / 1000, "kB"))
        rows.append(Row(f"{doc}: layout shift", got["shift"], SHIFTED, ""))
        rows.append(Row(f"{doc}: files from elsewhere, or lost", float(len(got["lost"]) + bool(got["from_cdn"])), 0, "files"))
    return rows


def main() -> int:
    """Build both books, weigh their pages, print the tables, and return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"how many clean builds of each book the median is of ({RUNS})")
    parser.add_argument("--edits", type=int, default=EDITS, help=f"how many edits of each book the median is of ({EDITS}); 0 leaves them out")
    args = parser.parse_args()
    if chromium() is None:
        raise SystemExit("no browser: run `make browser`")
    for old in ("ours", "stock"):
        shutil.rmtree(OUT / old, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    make_ours(OUT / "ours")
    make_stock(OUT / "stock")
    of_today = digest(OUT / "stock")
    took = built(max(1, args.runs), args.edits)
    (OUT / "stock" / SOURCES).write_text(of_today, "utf-8")
    weights = weighed()
    pages = (OUT / "ours" / "_toc.yml").read_text("utf-8").count("file:") + 1
    table = Table("page", "book", "kB cold", "kB scrolled", "of it CDN", "requests", "layout shift", title=f"Pages in a book of {pages} pages, gzipped")
    for (name, doc), got in weights.items():
        kilobytes = (f"{got[key] / 1000:.0f}" for key in ("cold", "bytes", "from_cdn"))
        table.add_row(doc, name, *kilobytes, str(got["requests"]), f"{got['shift']:.3f}")
    console.print(table)
    return tell("pages", told(took, weights))


if __name__ == "__main__":
    raise SystemExit(main())
