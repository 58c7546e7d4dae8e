"""The book's server while it is edited: the same policy as on a host, and a line by which open pages hear of changes.

What is served is what stands on disk; the client's script is put into pages as they leave, so no file ever holds it.
"""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qs, urlsplit

from ...pages.serve import Handler, server

CLIENT = Path(__file__).with_name("client.js")
MISSING = """<!DOCTYPE html><html lang="en"><head><title>Not built</title></head><body><h1>This page is not built</h1>
<p>Where it is still to be, it shows here as soon as it is.</p></body></html>"""
"""After a build that was cut off all pages are built anew, and an open one may ask for itself meanwhile."""


class Pages:
    """What open pages are told: since when each is out of date, and what is wrong with the last edit."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._now = self._everywhere = time.time_ns() // 1_000_000  # so that a page of an earlier server is out of date
        self._each: dict[str, int] = {}
        self._notice = ""
        self._visited: dict[str, None] = {}

    @property
    def now(self) -> int:
        """The number of the last change."""
        return self._now

    def changed(self, page: str | None = None) -> None:
        """Note that a page (such as ``book/index``), or every page, is another than before, and tell those who look at it."""
        with self._news:
            self._now += 1
            if page is None:
                self._everywhere = self._now
            else:
                self._each[page] = self._now
            self._news.notify_all()

    def say(self, notice: str) -> None:
        """Show a notice on every open page; an empty one takes it away."""
        with self._news:
            self._notice = notice
            self._news.notify_all()

    def visited(self) -> list[str]:
        """Return the pages that were looked at, the last one first."""
        with self._news:
            return list(reversed(self._visited))

    def events(self, page: str, since: int) -> Iterator[str]:
        """Yield what a page served at `since` is to be told, as server-sent events, until it is told to load itself again."""
        with self._news:
            self._visited.pop(page, None)
            self._visited[page] = None
        shown = None
        while True:
            with self._news:
                if max(self._everywhere, self._each.get(page, 0)) > since:
                    told = "event: reload\ndata: 1\n\n"
                elif self._notice != shown:
                    shown = self._notice
                    told = f"event: notice\ndata: {json.dumps(shown)}\n\n"
                elif self._news.wait(timeout=5):
                    continue
                else:
                    told = ": still here\n\n"  # a page that has gone is noticed by writing to it
            yield told
            if told.startswith("event: reload"):
                return


def with_client(text: str, since: int) -> str:
    """Return a page that runs the client before any script of its own."""
    return text.replace("<head>", f'<head><script src="/_dev/client.js" data-since="{since}"></script>', 1)


def whole(path: Path) -> str:
    """Return the text of a page; one that is being written just now is waited for, since half of it would not hear of the other half."""
    for _ in range(100):
        text = path.read_bytes()
        if b"</html>" in text:
            break
        time.sleep(0.05)
    return text.decode(errors="replace")


def serve(folder: Path, port: int, pages: Pages) -> ThreadingHTTPServer:
    """Return a server of the built pages that tells them what `pages` knows."""

    class Live(Handler):
        def do_GET(self) -> None:
            del self.headers["If-Modified-Since"]  # it counts in seconds, and two edits may come in one
            asked = urlsplit(self.path)
            try:
                if asked.path == "/_dev/events":
                    self._tell(parse_qs(asked.query))
                else:
                    super().do_GET()
            except ConnectionError:
                return  # the page has gone, as one does that loads itself again

        def send_head(self) -> io.BytesIO | BinaryIO | None:
            since, asked = pages.now, urlsplit(self.path).path
            path = CLIENT if asked == "/_dev/client.js" else self.asked()
            if path is HTTPStatus.NOT_FOUND and asked.endswith(".html"):
                return self._text(path, "text/html", with_client(MISSING, since))
            if not isinstance(path, Path) or (path != CLIENT and path.suffix != ".html") or self.moved:
                return super().send_head()
            text = path.read_text("utf-8") if path == CLIENT else with_client(whole(path), since)
            return self._text(HTTPStatus.OK, self.guess_type(path), text)

        def _text(self, status: HTTPStatus, kind: str, text: str) -> io.BytesIO:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return io.BytesIO(body)

        def _tell(self, query: dict[str, list[str]]) -> None:
            page = query.get("page", [""])[0].strip("/").removesuffix(".html")
            since = query.get("since", ["0"])[0]
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for event in pages.events(page, int(since) if since.isdecimal() and len(since) < 20 else 0):
                self.wfile.write(event.encode())

    return server(folder, port, Live)
