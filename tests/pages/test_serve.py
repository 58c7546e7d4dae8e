"""The server of the built book, asked on raw sockets: the files of one folder to GET and HEAD, an error for whatever else is asked, and the policy with each."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from thirdcorner.cli import main
from thirdcorner.pages.page import POLICY
from thirdcorner.pages.serve import Server, alone, server

SECRET = b"outside"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book, a file beside it that nobody may read, and links that lead to it."""
    top = tmp_path_factory.mktemp("serve")
    book = top / "book"
    for name in ("index.html", "sub/index.html", "sub/a b.html", "bare/one.css", ".hidden/x.html", "sub/.env", "é.html"):
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>{name}</p>", "utf-8")
    (top / "secret.html").write_bytes(SECRET)
    (top / "other").mkdir()
    (top / "other" / "index.html").write_bytes(SECRET)
    (book / "link.html").symlink_to(top / "secret.html")
    (book / "linked").symlink_to(top / "other")
    (book / "round").symlink_to(book / "round")
    (book / "within.html").symlink_to(book / "index.html")
    if hasattr(os, "mkfifo"):
        os.mkfifo(book / "pipe.html")
    return book


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Server]:
    with server(folder) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield httpd
        httpd.shutdown()


def ask(running: Server, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes; return status, headers and body of the answer."""
    with socket.create_connection(("127.0.0.1", running.server_address[1]), timeout=20) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        got = b""
        while piece := line.recv(65536):
            got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    return int(first.split(" ")[1]), {k.lower(): v for k, _, v in (line.partition(": ") for line in rest)}, body


def get(path: bytes, method: bytes = b"GET") -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"


ODD: dict[bytes, int] = {
    b"/": 200, b"/index.html": 200, b"/index.html?x=1#y": 200, b"/sub/": 200, b"/sub/a%20b.html": 200, b"/%C3%A9.html": 200, b"//index.html": 200,
    b"http://127.0.0.1/index.html": 200, b"/within.html": 200, b"/%69ndex.html": 200, b"/?q=%00": 200, b"/?../../secret.html": 200,
    # no list of a folder
    b"/bare/": 404, b"/bare": 404, b"/bare/.": 404, b"/bare//": 404,
    # nothing outside, however it is written
    b"/../secret.html": 400, b"/sub/../../secret.html": 400, b"/%2e%2e/secret.html": 400, b"/.%2e/secret.html": 400, b"/..%2fsecret.html": 400, b"/%2e%2e%2fsecret.html": 400,
    b"/..\\secret.html": 400, b"/..%5csecret.html": 400, b"/sub\\..\\..\\secret.html": 400, b"/%252e%252e/secret.html": 404, b"/..%c0%afsecret.html": 400, b"/%uff0e%uff0e/secret.html": 400,
    b"//secret.html": 404, b"/sub//index.html": 404, b"/C:/secret.html": 400, b"/index.html::$DATA": 400, b"/index.html.": 404, b"/index.html%20": 404, b"/./secret.html": 404,
    b"http://127.0.0.1/../secret.html": 400, b"http://x//secret.html": 404, b"file:///etc/passwd": 400, b"/%2fetc/passwd": 404, b"/%2f%2fetc/passwd": 404,
    # links
    b"/link.html": 404, b"/linked/": 404, b"/linked": 404, b"/linked/index.html": 404, b"/round": 404, b"/round/x": 404, b"/pipe.html": 404,
    # hidden files
    b"/.hidden/x.html": 404, b"/sub/.env": 404, b"/%2ehidden/x.html": 404,
    # odd signs
    b"/%00": 400, b"/index.html%00.css": 400, b"/%0d%0aSet-Cookie:x": 400, b"/%": 400, b"/%zz": 400, b"/%f": 400, b"/%ff": 400, b"/\xff": 404, b"/<script>": 400, b"/%3Cscript%3E": 400, b"*": 400, b"index.html": 400,
    b"/index.html/": 404, b"/index.html/x": 404, b"/nowhere": 404, b"/" + b"a" * 300: 404, b"/" + b"a/" * 800: 404,
    b"/" + b"a" * 3000: 414, b"/" + b"%41" * 20_000: 414, b"/" + b"a" * 70_000: 414,
}  # fmt: skip
"""What may be asked for, and the status that it gets."""


@pytest.mark.parametrize(("path", "status"), ODD.items(), ids=[repr(p[:40]) for p in ODD])
def test_each_address_gets_its_status_and_nothing_from_outside(running: Server, path: bytes, status: int) -> None:
    code, headers, body = ask(running, get(path))
    assert code == status, body
    assert SECRET not in body
    assert b"one.css" not in body, "a folder is never listed"
    assert headers["content-security-policy"] == POLICY + "; frame-ancestors 'none'"
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert "set-cookie" not in headers
    assert b"<script" not in body.lower()
    head_code, head_headers, nothing = ask(running, get(path, b"HEAD"))
    assert (head_code, nothing) == ((status, b"") if len(path) < 60_000 else (status, nothing)), "HEAD says what GET says, and sends nothing"
    assert "content-security-policy" in head_headers


@pytest.mark.parametrize("method", [b"POST", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT", b"PATCH", b"get", b"PROPFIND", b"G\x00T", b"send_head"])
def test_only_get_and_head_are_answered(running: Server, method: bytes) -> None:
    code, headers, body = ask(running, get(b"/index.html", method))
    assert (code, headers["allow"]) == (405, "GET, HEAD")
    assert b"<p>index" not in body
    assert "content-security-policy" in headers


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /sub HTTP/1.1\r\n\r\n", 301), (b"GET / HTTP/1.1\r\n\r\n", 200), (b"GET /\r\n\r\n", 200), (b"GET\r\n\r\n", 400), (b"GET / HTTP/9.9\r\n\r\n", 505), (b"GET / HTTP/x\r\n\r\n", 400),
        (b"GET / / HTTP/1.1\r\n\r\n", 400), (b"\x16\x03\x01\x02\x00\x01 \x00 HTTP/1.1\r\n\r\n", 405), (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 300 + b"\r\n", 431), (b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nIf-Modified-Since: \xff nonsense\r\n\r\n", 200), (b"GET / HTTP/1.1\r\nIf-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT\r\n\r\n", 304),
        (b"GET / HTTP/1.1\r\nRange: bytes=9999999999999-\r\n\r\n", 200), (b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 200),
    ],
)  # fmt: skip
def test_a_request_that_is_none_gets_an_error_with_the_policy(running: Server, request_: bytes, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    code, headers, _ = ask(running, request_)
    assert code == status
    assert headers["content-security-policy"] == POLICY + "; frame-ancestors 'none'"
    assert headers.get("location", "/sub/") == "/sub/"
    assert "Traceback" not in capsys.readouterr().err


def test_a_redirect_stays_on_this_server_and_keeps_the_query(running: Server) -> None:
    assert ask(running, get(b"/sub?a=1&b=%2F"))[1]["location"] == "/sub/?a=1&b=%2F"
    assert ask(running, get(b"http://elsewhere.example/sub"))[1]["location"] == "/sub/"
    assert ask(running, get(b"//sub"))[1]["location"] == "/sub/"
    assert ask(running, get(b"/sub#f"))[1]["location"] == "/sub/"


def test_a_reader_who_goes_away_is_no_error(running: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for request in (b"", b"GE", b"GET / HTTP/1.1\r\n"):
        with socket.create_connection(("127.0.0.1", running.server_address[1]), timeout=20) as line:
            line.sendall(request)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closes with a reset
    assert ask(running, get(b"/"))[0] == 200
    assert "Traceback" not in capsys.readouterr().err


def test_it_listens_to_this_machine_alone_and_says_so_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with server(tmp_path) as httpd:
        assert httpd.server_address[0] == "127.0.0.1"
    assert [alone(h) for h in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "0.0.0.0", "192.168.1.5", "::", "example")] == [True] * 4 + [False] * 4
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").write_text("x", "utf-8")
    monkeypatch.setattr("thirdcorner.cli.find_root", lambda: tmp_path)
    monkeypatch.setattr(Server, "serve_forever", lambda self: None)
    told = []
    for more in ([], ["--host", "0.0.0.0"]):
        assert main(["serve", "--port", "0", "--no-browser", *more]) == 0
        told.append(capsys.readouterr().out)
    assert "over the network" not in told[0]
    assert "http://127.0.0.1:" in told[0]
    assert "whoever reaches this machine over the network can read it" in told[1]
