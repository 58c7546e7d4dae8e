"""Serve built pages on this machine as a host should: with the security headers, and nothing but the files of one folder.

What is asked for is taken apart here and not by the standard library's handler, which lists folders and follows links out of them.
"""

from __future__ import annotations

import functools
import io
import ipaddress
import re
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

from .page import POLICY

LONGEST = 2000
"""Characters of an address; the book's longest has a tenth."""
HEADERS = {
    "Content-Security-Policy": POLICY + "; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
"""What a host of the book should send with each answer, errors included."""
_ODD = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")
_ABSOLUTE = re.compile(r"https?://[^/?#]*", re.I)


class Handler(SimpleHTTPRequestHandler):
    """Sends the files of a folder to GET and HEAD, with the headers that a host of the book should send."""

    server_version, sys_version = "thirdcorner", ""
    default_request_version = "HTTP/1.0"
    """So that a request without a version, and one that cannot be read, is answered with headers too."""
    moved = False
    """Whether a folder was asked for without the stroke at its end, against which its page's links are read."""
    timeout = 60
    """Seconds that a connection may say nothing."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return what answers any method but GET and HEAD."""
        if name.startswith("do_"):
            return self._refused
        raise AttributeError(name)

    def _refused(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def target(self) -> tuple[str, str]:
        """Return the path and the query of the address that is asked for, as they were sent."""
        path, _, query = _ABSOLUTE.sub("", self.path, count=1).partition("#")[0].partition("?")
        return path, query

    def asked(self) -> Path | HTTPStatus:
        """Return the file that is asked for, or the status of the error; a folder stands for its ``index.html``."""
        if len(self.path) > LONGEST:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        path, _ = self.target()
        if not path.startswith("/") or re.search(r"%(?![0-9A-Fa-f]{2})", path):
            return HTTPStatus.BAD_REQUEST
        try:
            *folders, name = unquote_to_bytes(path).decode("utf-8").split("/")[1:]
        except UnicodeDecodeError:
            return HTTPStatus.BAD_REQUEST
        if any(part == ".." or _ODD.search(part) for part in (*folders, name)):
            return HTTPStatus.BAD_REQUEST
        if any(part.startswith(".") or part.endswith((".", " ")) for part in (*folders, name)) or "" in folders:
            return HTTPStatus.NOT_FOUND  # hidden, or what some system takes for another name
        try:
            top = Path(self.directory).resolve()
            found = top.joinpath(*folders, name).resolve()
            if found.is_dir():
                self.moved = name != ""
                found = (found / "index.html").resolve()
            elif not name:
                return HTTPStatus.NOT_FOUND
            return found if found.is_relative_to(top) and found.is_file() else HTTPStatus.NOT_FOUND
        except (OSError, RuntimeError):  # a name too long for the system, links in a circle
            return HTTPStatus.NOT_FOUND

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the status and headers of what is asked for; return the open file, or none where there is nothing to send."""
        found = self.asked()
        if isinstance(found, HTTPStatus):
            self.send_error(found)
            return None
        if self.moved:
            path, query = self.target()
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{path}/{'?' + query if query else ''}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        self.found = found
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """Return the file that was found, for the standard library to send."""
        return str(self.found)

    def end_headers(self) -> None:
        """Add the headers."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if self.command and self.command not in ("GET", "HEAD"):
            self.send_header("Allow", "GET, HEAD")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


class Server(ThreadingHTTPServer):
    """A server to whom a reader who goes away is no error."""

    def __init__(self, host: str, port: int, handler: Callable[..., Handler]):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), handler)

    @property
    def address(self) -> str:
        """The address of its first page."""
        host, port = self.server_address[:2]
        return f"http://{f'[{host!s}]' if ':' in str(host) else str(host)}:{port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that broke."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int = 0, handler: type[Handler] = Handler, host: str = "127.0.0.1") -> Server:
    """Return a server of `folder` on this machine alone, or where `host` says; port 0 takes a free one."""
    return Server(host, port, functools.partial(handler, directory=str(folder)))


def alone(host: str) -> bool:
    """Return whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
