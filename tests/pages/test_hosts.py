"""The built book on the hosts that it is ready for: real nginx and Apache, and small servers with the rules of those that cannot be had here.

nginx and Apache are the machine's; on Debian their packages are fetched and unpacked into a folder, and nothing is installed. GitHub
Pages, Netlify and a host that drops ``.html`` are imitated by what they document. Each serves the pages below a folder of its own.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from thirdcorner.pages.hosts import write
from thirdcorner.pages.serve import HEADERS, Handler, server

pytestmark = pytest.mark.long
SLUG = "05-renewed-alliance"
CHAPTER = f"book/chapters/{SLUG}.html"
FOLDER = "courses/book/here"
"""Below the host's top, with a folder whose name is one of the book's own."""
MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate")


def absent(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"no {what} under CI")
    pytest.skip(f"no {what}: this host was not tried")


@functools.cache
def real(package: str, program: str) -> tuple[str, dict[str, str], Path] | None:
    """Return a server of the machine, or of Debian's packages unpacked into a folder; what it needs in its environment, and its root."""
    found = shutil.which(program, path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if found:
        return found, {}, Path("/")
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        return None
    to = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "third-corner-hosts" / package
    if not (to / "usr/sbin" / program).is_file():
        to.mkdir(parents=True, exist_ok=True)
        said = subprocess.run(["apt-get", "install", "-s", "-qq", "--no-install-recommends", package], capture_output=True, text=True, encoding="utf-8")
        subprocess.run(["apt-get", "download", "-qq", *re.findall(r"^Inst (\S+)", said.stdout, re.M)], cwd=to, capture_output=True)
        for deb in to.glob("*.deb"):
            subprocess.run(["dpkg", "-x", deb, to], check=True)
    if not (to / "usr/sbin" / program).is_file():
        return None
    libraries = os.pathsep.join(str(p) for p in sorted((to / "usr/lib").glob("*-linux-gnu*")))
    return str(to / "usr/sbin" / program), {"LD_LIBRARY_PATH": libraries}, to


def wanted(what: str, package: str, program: str) -> tuple[str, dict[str, str], Path]:
    """Return what :func:`real` finds; where it finds nothing, the test is skipped, or fails under CI."""
    got = real(package, program)
    if got is None:
        absent(what)
        raise AssertionError
    return got


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def site(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The top of a host's folder, where any account may read, with the book below it."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="third-corner-site-") as made:
        top = Path(made) / "host"
        shutil.copytree(book, top / FOLDER)
        write(top / FOLDER)
        for path in (Path(made), *top.rglob("*"), top):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield top


@contextmanager
def running(command: list[str], env: dict[str, str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        while True:
            if process.poll() is not None:
                pytest.fail(f"{command[0]} ended: {process.stdout.read().decode()[-2000:] if process.stdout else ''}")
            with socket.socket() as tried:
                tried.settimeout(1)
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"http://127.0.0.1:{port}/{FOLDER}/"
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def nginx(site: Path, work: Path) -> Iterator[str]:
    """Real nginx with the file that the build leaves beside the pages; only its port and folder are changed, as it asks."""
    program, env, root = wanted("nginx", "nginx", "nginx")
    port = free()
    ours = (site / FOLDER).parent / "nginx.conf"
    text = ours.read_text("utf-8").replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("root /srv/third-corner;", f"root {site};")
    assert str(port) in text and str(site) in text
    (work / "ours.conf").write_text(text, "utf-8")
    kept = "".join(f"{name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(f"{user} worker_processes 1; pid {work}/pid; events {{}} http {{ include {root}/etc/nginx/mime.types; access_log off; {kept} include ours.conf; }}\n".replace("//etc", "/etc"), "utf-8")
    with running([program, "-p", str(work), "-c", str(work / "nginx.conf"), "-e", str(work / "error.log"), "-g", "daemon off;"], env, port) as base:
        yield base


@contextmanager
def apache(site: Path, work: Path) -> Iterator[str]:
    """Real Apache, which reads the ``.htaccess`` among the pages."""
    program, env, root = wanted("Apache", "apache2-bin", "apache2")
    port, modules = free(), root / "usr/lib/apache2/modules"
    types = {"text/html": "html", "text/css": "css", "image/svg+xml": "svg", "application/json": "json"}
    (work / "mime.types").write_text("".join(f"{kind} {end}\n" for kind, end in types.items()), "utf-8")
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in MODULES if (modules / f"mod_{name}.so").is_file()]
    lines += [f"Listen 127.0.0.1:{port}", "ServerName localhost", f"PidFile {work}/pid", f"ErrorLog {work}/error.log", f"TypesConfig {work}/mime.types"]
    lines += [f"DefaultRuntimeDir {work}", f"DocumentRoot {site}", "DirectoryIndex index.html", f"<Directory {site}>", "AllowOverride FileInfo Indexes Options", "Require all granted", "</Directory>"]
    lines += ["User nobody", "Group nogroup"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    (work / "httpd.conf").write_text("\n".join(lines) + "\n", "utf-8")
    with running([program, "-d", str(work), "-f", str(work / "httpd.conf"), "-DFOREGROUND"], env, port) as base:
        yield base


class Bare(Handler):
    """Sends what a file says by itself, and finds pages as a host's rules do."""

    def end_headers(self) -> None:
        super(Handler, self).end_headers()

    def ruled(self, path: str) -> tuple[int, str]:
        """The status and the address that is served, or that one is sent to."""
        file = Path(self.directory) / unquote(path).lstrip("/")
        if not file.exists() and file.with_name(f"{file.name}.html").is_file():
            return 200, f"{path}.html"
        return 200, path

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        status, path = self.ruled(asked.path)
        if status in (301, 308):
            self.send_response(status)
            self.send_header("Location", path + (f"?{asked.query}" if asked.query else ""))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif status == 404:
            self.send_error(404)
        else:
            self.path = path
            super().do_GET()


class GitHubPages(Bare):
    """`/x` gives `x.html`; without ``.nojekyll``, what begins with ``_`` or ``.`` is not there; no header of the book's."""

    def ruled(self, path: str) -> tuple[int, str]:
        hidden = any(part[:1] in ("_", ".") for part in unquote(path).split("/"))
        return (404, path) if hidden and not (Path(self.directory) / FOLDER / ".nojekyll").is_file() else super().ruled(path)


class Netlify(Bare):
    """Reads ``_headers``, whose rule is for every path below; `/x` gives `x.html`."""

    def end_headers(self) -> None:
        rule, *lines = (Path(self.directory) / FOLDER / "_headers").read_text("utf-8").splitlines()
        assert rule == "/*"
        for line in lines:
            name, _, value = line.strip().partition(": ")
            self.send_header(name, value)
        super().end_headers()


class Dropping(Bare):
    """As Cloudflare Pages does: `/x.html` is sent on to `/x`, and `/index.html` to its folder."""

    def ruled(self, path: str) -> tuple[int, str]:
        if path.endswith("/index.html"):
            return 308, path.removesuffix("index.html")
        if path.endswith(".html"):
            return 308, path.removesuffix(".html")
        return super().ruled(path)


def imitated(handler: type[Handler]) -> Callable[[Path, Path], Any]:
    @contextmanager
    def serves(site: Path, work: Path) -> Iterator[str]:
        with server(site, handler=handler) as httpd:
            threading.Thread(target=httpd.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{httpd.server_address[1]}/{FOLDER}/"
            httpd.shutdown()

    return serves


@contextmanager
def stick(site: Path, work: Path) -> Iterator[str]:
    yield (site / FOLDER).as_uri() + "/"


HOSTS: dict[str, Callable[[Path, Path], Any]] = {
    "nginx": nginx,
    "Apache": apache,
    "GitHub Pages, imitated": imitated(GitHubPages),
    "Netlify, imitated": imitated(Netlify),
    "a host that drops .html, imitated": imitated(Dropping),
    "thirdcorner serve": imitated(Handler),
    "file": stick,
}


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    with HOSTS[request.param](site, tmp_path) as base:
        yield request.param, base


def test_one_reads_works_searches_and_comes_back(host: tuple[str, str], open_page: Callable[..., Any]) -> None:
    name, base = host
    ending = "" if "drops" in name else r"\.html"
    watched = open_page(base + CHAPTER)
    page = watched.page
    watched.begin()
    assert page.locator(".tc-island[data-state='live']").count() > 3
    page.locator(".tc-done-line").first.wait_for(state="attached")
    chosen = page.locator(".tc-question input[type=radio]:visible").first
    name_of_it = chosen.get_attribute("name")
    chosen.check()
    page.locator(".tc-contents a").nth(2).evaluate("node => node.click()")
    page.locator(".tc-contents a[aria-current=location]").first.wait_for(state="attached")
    page.goto(base + "book/index.html")
    page.get_by_role("link", name="Continue").click()
    page.wait_for_url(re.compile(rf"/chapters/{SLUG}{ending}#"))
    page.locator(f"input[name='{name_of_it}']:checked").first.wait_for(state="attached")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("treaty")
    page.locator(".tc-hit").first.click()
    page.wait_for_url(lambda url: SLUG not in url or "#" in url)
    page.locator("main article h1").first.wait_for()
    page.goto(base + "book/reference/claims.html#claim-T1.1")
    assert page.locator("[id='claim-T1.1']").evaluate("node => { const { top } = node.getBoundingClientRect(); return top >= 0 && top < innerHeight; }")
    page.goto(base + CHAPTER)
    got = page.evaluate("document.querySelector('a[href$=\".ipynb\"]').href")
    if base.startswith("http"):
        answer = page.request.get(got)
        assert answer.ok and answer.json()["nbformat"] == 4
    else:
        assert Path(unquote(urlsplit(got).path)).is_file()
    page.locator("#pst-primary-sidebar a[href$='06-risks.html']").first.evaluate("node => node.click()")
    page.wait_for_url(re.compile(rf"/chapters/06-risks{ending}$"))
    assert watched.wrong == []


def fetched(base: str, address: str) -> tuple[int, dict[str, str]]:
    """Return the status of an address, after at most one sending on, and the headers that came with it."""
    for _ in range(2):
        at = urlsplit(address)
        to = HTTPConnection(at.netloc, timeout=60)
        to.request("GET", at.path, headers={"Host": at.netloc})
        answer = to.getresponse()
        answer.read()
        to.close()
        if answer.status not in (301, 308):
            break
        address = urljoin(address, answer.headers["Location"])
    return answer.status, {k.lower(): v for k, v in answer.headers.items()}


def test_every_link_inside_the_book_leads_somewhere(host: tuple[str, str], book: Path) -> None:
    name, base = host
    asked: set[str] = set()
    for file in sorted(book.rglob("*.html")):
        page = urljoin(base, file.relative_to(book).as_posix())
        if "drops" in name:
            page = page.removesuffix("index.html").removesuffix(".html")  # where the reader stands there
        tree = BeautifulSoup(file.read_text("utf-8"), "lxml")
        links = [node[key] for key in ("href", "src") for node in tree.select(f"[{key}]")]
        asked |= {urldefrag(urljoin(page, str(link))).url for link in links if not re.match(r"https?:|mailto:|data:|#", str(link))}
    assert len(asked) > 100
    if base.startswith("file"):
        assert [a for a in sorted(asked) if not Path(unquote(urlsplit(a).path)).exists()] == []
    else:
        assert [(a, status) for a in sorted(asked) if (status := fetched(base, a)[0]) != 200] == []


def test_the_host_sends_what_the_book_asks_of_it(host: tuple[str, str]) -> None:
    name, base = host
    if name in ("file", "GitHub Pages, imitated", "a host that drops .html, imitated"):
        return  # it sends none, and the policy stands in each page
    for path, kind in ((CHAPTER, "text/html"), ("_static/thirdcorner/host.js", "javascript"), ("_static/thirdcorner/mark.svg", "image/svg"), ("notebooks/" + SLUG + ".ipynb", "")):
        status, sent = fetched(base, base + path)
        assert status == 200 and kind in sent.get("content-type", ""), path
        assert {k: sent.get(k.lower()) for k in HEADERS} == HEADERS, path
    status, sent = fetched(base, base + "book/chapters/")
    assert status in (403, 404), "no listing of a folder"


def test_without_nojekyll_github_pages_would_leave_the_styles_out(site: Path, tmp_path: Path) -> None:
    mark = site / FOLDER / ".nojekyll"
    with imitated(GitHubPages)(site, tmp_path) as base:
        assert fetched(base, base + "_static/thirdcorner/host.js")[0] == 200
        mark.unlink()
        try:
            assert fetched(base, base + "_static/thirdcorner/host.js")[0] == 404
        finally:
            mark.touch()
