"""What a build and a cold page cost beside stock Jupyter Book with the same pages and cells, in one run; ``make bench`` calls it.

Both books are built here, from clean and after an edit of one chapter. Chromium loads each page with an empty cache. What a stock page takes
from a CDN comes out of the published npm package instead, so nothing but the registry is asked. Sizes are gzip level 6.
"""

from __future__ import annotations

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

from playwright.sync_api import Page, Route, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.browsers import chromium
from thirdcorner.chapters import CELL
from thirdcorner.cli import server
from thirdcorner.content import Course, load
from thirdcorner.lab import plain

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "_build" / "bench"
CHAPTER = "book/chapters/05-renewed-alliance"
PROSE = "book/reference/prose"
SLOWEST = 1.2
BUDGETS = {PROSE: 150_000, CHAPTER: 250_000}
"""Pages that are weighed in both books; every other chapter of ours is weighed as well, with a chapter's budget."""
SHIFT = "window.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value; })).observe({ type: 'layout-shift', buffered: true });"
CDN = re.compile(r"https://(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/((?:@[^/]+/)?[^/@]+)@([^/]+)(?:/(.*))?$")
CLOUDFLARE = re.compile(r"https://cdnjs\.cloudflare\.com/ajax/libs/require\.js/([^/]+)/require(?:\.min)?\.js")
console = Console()


def build(folder: Path, clean: bool = True) -> float:
    """Build a book, from nothing or after an edit, and return the seconds it took."""
    if clean:
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
    shutil.copy(ROOT / "bench" / "stock.py", folder / "book" / "chapters" / "stock.py")
    (folder / "_toc.yml").write_text(f"{(ROOT / '_toc.yml').read_text('utf-8')}      - file: {PROSE}\n", "utf-8")
    (folder / "_config.yml").write_text("title: Stock\nonly_build_toc_files: true\nparse: {myst_enable_extensions: [colon_fence, deflist, smartquotes, attrs_block, attrs_inline]}\n", "utf-8")


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
    path = chromium()
    if path is None:
        raise SystemExit("no browser: run `make browser`")
    for old in ("ours", "stock"):
        shutil.rmtree(OUT / old, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    make_ours(OUT / "ours")
    make_stock(OUT / "stock")
    pages = (OUT / "ours" / "_toc.yml").read_text("utf-8").count("file:") + 1
    seconds, edited = {}, {}
    for name in ("ours", "stock"):
        console.print(f"Building {name}, {pages} pages …")
        seconds[name] = build(OUT / name)
        with (OUT / name / f"{CHAPTER}.md").open("a", encoding="utf-8") as file:
            file.write("\nOne more sentence.\n")
        edited[name] = build(OUT / name, clean=False)
    report: dict[str, Any] = {"pages": pages, "build_seconds": seconds, "edit_seconds": edited, "weights": {}}
    table = Table("page", "book", "kB gzipped", "of it CDN", "requests", "layout shift", title=f"Cold pages in a book of {pages} pages")
    broken = [f"a clean build takes {seconds['ours'] / seconds['stock']:.2f} times the stock one"] if seconds["ours"] > SLOWEST * seconds["stock"] else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name in ("stock", "ours"):
            folder = OUT / name / "_build" / "html"
            with server(folder) as httpd:
                threading.Thread(target=httpd.serve_forever, daemon=True).start()
                base = f"http://127.0.0.1:{httpd.server_address[1]}"
                others = {f"book/chapters/{id}": BUDGETS[CHAPTER] for id in load(ROOT).chapters} if name == "ours" else {}
                for doc, budget in {**others, **BUDGETS}.items():
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
    console.print(f"After one chapter's edit: ours {edited['ours']:.1f} s, stock {edited['stock']:.1f} s")
    (OUT / "pages.json").write_text(json.dumps(report, indent=1), "utf-8")
    for line in broken:
        console.print(f"[red]over budget: {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
