"""A chapter in real Firefox, from the web and from a file, and over https below a host's root in both browsers."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import program
from tests.browsers import firefox
from tests.pages.engines.engine import TOOLS, absent, installed
from thirdcorner.pages.page import POLICY
from thirdcorner.pages.serve import server

pytestmark = pytest.mark.long

CHAPTER = "book/chapters/05-renewed-alliance.html"
RECORD = "book/my-work.html"
QUESTION = "05-renewed-alliance/q08"  # one right answer of several, and no confidence asked for
STRICT = "security.fileuri.strict_origin_policy"  # true with stock preferences; puppeteer switches it off

Learn = Callable[[str, bool], dict[str, Any]]


@pytest.fixture
def learn(tmp_path: Path) -> Learn:
    """Return a function that sends a learner with Firefox to a book: ``learn(base, strict)`` is the report of `firefox.mjs`."""
    path = firefox()
    if path is None:
        absent("Firefox")
    installed()

    def sent(base: str, strict: bool) -> dict[str, Any]:
        job = {"firefox": path, "chapter": f"{base}/{CHAPTER}", "record": f"{base}/{RECORD}", "question": QUESTION, "prefs": {STRICT: strict}}
        node = [program("node"), str(TOOLS / "firefox.mjs")]
        # As root, Firefox starts only where the home is root's own.
        env = {**os.environ, "HOME": str(tmp_path)}
        done = subprocess.run(node, input=json.dumps(job), env=env, capture_output=True, text=True, encoding="utf-8", timeout=600)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return sent


@pytest.fixture(scope="session")
def served_https(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the course over https, two folders below the root of a host that has nothing else."""
    openssl = shutil.which("openssl")
    if openssl is None:
        absent("openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("https")
    root, key, certificate = folder / "host", folder / "key.pem", folder / "certificate.pem"
    shutil.copytree(book, root / "courses" / "third-corner")  # a link out of the folder is not followed
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = [openssl, "req", "-x509", *curve, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with server(root) as httpd:
        # The handshake is left to the thread of each connection: one that stalls holds up nobody.
        httpd.socket = context.wrap_socket(httpd.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{httpd.server_address[1]}/courses/third-corner"
        httpd.shutdown()


def islands(book: Path) -> list[str]:
    """Return the ids of the chapter's islands, in order, as the page was built."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup((book / CHAPTER).read_text("utf-8"), "lxml")
    return [str(node["data-id"]) for node in page.select(".tc-island")]


def sound(report: dict[str, Any], expected: list[str]) -> None:
    """Hold what is true wherever the book is opened: all alive, an answer kept over a reload, quiet, under the policy."""
    assert report["wrong"] == []
    assert report["version"].startswith("firefox/")
    assert len(expected) > 5
    for look in (report["first"], report["again"]):
        assert look["ids"] == expected
        assert set(look["states"]) == {"live"}
        assert look["drawn"] == len(expected)
    assert report["before"] == {"chosen": None, "verdict": ""}
    assert report["given"]["chosen"] == "b"
    assert report["given"]["verdict"] in ("Right.", "Not yet.")
    assert report["kept"] == report["given"]
    assert report["evaluation"] == "script-src eval"


def quiet_on_the_web(report: dict[str, Any], base: str) -> None:
    """Hold what is true on a host: the headers, one record for all pages, no other host asked, nothing to warn of."""
    assert report["policy"] == POLICY + "; frame-ancestors 'none'"
    assert any(url.endswith("/quiz.js") for url in report["requests"])
    assert [url for url in report["requests"] if not url.startswith(f"{base}/")] == []
    assert report["first"]["notice"] == report["again"]["notice"] == ""
    assert report["listed"].startswith("05-renewed-alliance")


@pytest.mark.parametrize("strict", [True, False])
def test_a_learner_answers_and_returns_over_http(learn: Learn, book: Path, served_book: str, strict: bool) -> None:
    report = learn(served_book, strict)
    sound(report, islands(book))
    quiet_on_the_web(report, served_book)


def test_a_learner_answers_and_returns_over_https_below_a_hosts_root(learn: Learn, book: Path, served_https: str) -> None:
    report = learn(served_https, True)
    sound(report, islands(book))
    quiet_on_the_web(report, served_https)


def test_a_book_of_files_with_one_store_keeps_one_record(learn: Learn, book: Path) -> None:
    report = learn(book.as_uri(), False)
    sound(report, islands(book))
    assert [url for url in report["requests"] if not url.startswith("file:")] == []
    assert report["first"]["notice"] == report["again"]["notice"] == ""
    assert report["listed"].startswith("05-renewed-alliance")


def test_a_book_of_files_with_a_store_a_page_keeps_each_and_says_so(learn: Learn, book: Path) -> None:
    report = learn(book.as_uri(), True)
    sound(report, islands(book))
    assert [url for url in report["requests"] if not url.startswith("file:")] == []
    for look in (report["first"], report["again"]):
        assert "keeps a separate store for each page" in look["notice"]
        assert "Save my answers to a file" in look["notice"]
    assert report["listed"].startswith("Nothing yet")


def test_the_islands_live_over_https_below_a_hosts_root_in_chromium_too(open_page: Callable[..., Any], book: Path, served_https: str) -> None:
    watched = open_page(f"{served_https}/{CHAPTER}", ignore_https_errors=True)
    watched.mount_all()
    found = watched.page.locator(".tc-island[data-state='live']").evaluate_all("all => all.map(n => n.dataset.id)")
    assert found == islands(book) != []
    # `Watched` knows of http only; every other address is still told.
    assert [said for said in watched.wrong if not said.startswith(f"request to {served_https}/")] == []
