"""What a cold page costs beside stock Jupyter Book with the same content, in one run; ``make bench`` calls it.

Both books are built here, ours also at forty pages. Chromium loads each page with an empty cache. What a stock page takes
from a CDN comes out of the published npm package instead, so nothing but the registry is asked. Sizes are gzip level 6.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Page, Route, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.browsers import chromium
from thirdcorner.cli import server
from thirdcorner.content import load
from thirdcorner.lab import notebook, plain

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "_build" / "bench"
CHAPTER = "book/chapters/05-renewed-alliance"
PROSE = "book/reference/prose"
PAGES = 40
BUDGETS = {PROSE: 150_000, CHAPTER: 250_000}
SHIFT = "window.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value; })).observe({ type: 'layout-shift', buffered: true });"
CDN = re.compile(r"https://(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/((?:@[^/]+/)?[^/@]+)@([^/]+)(?:/(.*))?$")
CLOUDFLARE = re.compile(r"https://cdnjs\.cloudflare\.com/ajax/libs/require\.js/([^/]+)/require(?:\.min)?\.js")
console = Console()


def build(folder: Path) -> float:
    """Build a book and return the seconds it took."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    began = time.perf_counter()
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(folder), "-q"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "THIRDCORNER_ROOT": str(folder)}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - began


def prose_of(source: str) -> str:
    """Return a chapter without its cells, as a prose page."""
    return re.sub(r"^(`{3,})\{code-cell\}[^\n]*\n.*?^\1[ \t]*$\n?", "", source, flags=re.M | re.S)


def make_ours(folder: Path, pages: int) -> None:
    """Write our book with a prose page, and copies of the chapter up to `pages`."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("_build", ".venv", ".git", "node_modules", ".*_cache", "__pycache__"))
    source = (folder / f"{CHAPTER}.md").read_text("utf-8")
    (folder / f"{PROSE}.md").write_text(prose_of(source), "utf-8")
    toc = (folder / "_toc.yml").read_text("utf-8")
    extra = [PROSE] + [f"book/chapters/copy-{n:02}" for n in range(toc.count("file:") + 1, pages - 1)]
    for path in extra[1:]:
        text = re.sub(r'charts\.publish\(\s*"', lambda m, p=path: f'{m[0]}{Path(p).stem}-', source)  # type: ignore[misc]
        (folder / f"{path}.md").write_text(text, "utf-8")
    (folder / "_toc.yml").write_text(toc + "".join(f"      - file: {path}\n" for path in extra), "utf-8")


def make_stock(folder: Path, pages: int) -> None:
    """Write the stock book: the same words, its cells calling ipywidgets and Altair."""
    course = load(ROOT)
    source = (ROOT / f"{CHAPTER}.md").read_text("utf-8")
    names = [CHAPTER] + [f"book/chapters/copy-{n:02}" for n in range(3, pages)]
    for name in names:
        target = folder / f"{name}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        made = notebook(course, source)
        made.cells[0].source = "import altair as alt\nimport pandas as pd\nfrom stock import *"
        nbformat.write(made, target)
    shutil.copy(ROOT / "bench" / "stock.py", folder / "book" / "chapters" / "stock.py")
    (folder / "book" / "reference").mkdir(parents=True)
    (folder / f"{PROSE}.md").write_text(plain(course, prose_of(source)), "utf-8")
    for part in ("data", "questions", "activities"):
        shutil.copytree(ROOT / "book" / part, folder / "book" / part)
    (folder / "index.md").write_text("# Stock\n", "utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n" + "".join(f"  - file: {n}\n" for n in [*names, PROSE]), "utf-8")
    (folder / "_config.yml").write_text("title: Stock\nonly_build_toc_files: true\nexecute: {execute_notebooks: force}\n", "utf-8")


def package(name: str, version: str) -> Path:
    """Return the folder of a published npm package, fetched once from the registry."""
    folder = OUT / "npm" / f"{name.replace('/', '+')}@{version}"
    if not folder.is_dir():
        npm = shutil.which("npm", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        if npm is None:
            raise SystemExit("npm is needed to weigh what the stock pages take from CDNs")
        folder.mkdir(parents=True)
        done = subprocess.run([npm, "pack", f"{name}@{version}", "--silent"], cwd=folder, capture_output=True, text=True)
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
    """Load a page cold, scroll through it, and return gzipped bytes (own and from CDNs), requests and layout shift."""
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
    for _ in range(0, page.evaluate("document.documentElement.scrollHeight"), 500):
        page.mouse.wheel(0, 500)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_load_state("networkidle")
    foreign = sum(size for url, size in sizes.items() if not url.startswith(base))
    return {"bytes": sum(sizes.values()), "from_cdn": foreign, "requests": len(sizes) + len(lost), "lost": lost, "shift": page.evaluate("window.shift")}


def main() -> int:
    """Build both books, weigh their pages, print the table, and return 1 where a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="pages of the generated book")
    args = parser.parse_args()
    path = chromium()
    if path is None:
        raise SystemExit("no browser: run `make browser`")
    for old in ("ours", "stock"):
        shutil.rmtree(OUT / old, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    make_ours(OUT / "ours", args.pages)
    make_stock(OUT / "stock", args.pages)
    seconds = {}
    for name in ("ours", "stock"):
        console.print(f"Building {name}, {args.pages} pages …")
        seconds[name] = build(OUT / name)
    report: dict[str, Any] = {"pages": args.pages, "build_seconds": seconds, "weights": {}}
    table = Table("page", "book", "kB gzipped", "of it CDN", "requests", "layout shift", title=f"Cold pages in a book of {args.pages} pages")
    broken = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name in ("stock", "ours"):
            folder = OUT / name / "_build" / "html"
            with server(folder) as httpd:
                threading.Thread(target=httpd.serve_forever, daemon=True).start()
                base = f"http://127.0.0.1:{httpd.server_address[1]}"
                for doc, budget in BUDGETS.items():
                    context = running.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=name == "stock")
                    context.add_init_script(SHIFT)
                    got = weigh(context.new_page(), base, folder, doc)
                    context.close()
                    report["weights"][f"{name}:{doc}"] = got
                    table.add_row(doc, name, f"{got['bytes'] / 1000:.0f}", f"{got['from_cdn'] / 1000:.0f}", str(got["requests"]), f"{got['shift']:.3f}")
                    if name == "ours" and (got["bytes"] > budget or got["from_cdn"] or got["lost"] or got["shift"] > 0.02):
                        broken.append(f"{doc}: {got}")
                httpd.shutdown()
        running.close()
    console.print(table)
    console.print(f"Clean build: ours {seconds['ours']:.0f} s, stock {seconds['stock']:.0f} s ({seconds['ours'] / seconds['stock']:.2f} times)")
    (OUT / "pages.json").write_text(json.dumps(report, indent=1), "utf-8")
    for line in broken:
        console.print(f"[red]over budget: {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
