"""Serve the book and rebuild what an edit touches, the page one is on first: what `thirdcorner dev` does.

`watch` says which files were edited, `book` keeps a Sphinx application alive and builds a page at a time, `server` serves the
pages and tells open ones of changes, `edits` decides what an edit asks for. A broken edit is told in the terminal and on the
open page; the last good page stays.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import webbrowser
from pathlib import Path

from ...front.build import FrontError
from .book import Broken
from .edits import Desk
from .server import Pages, serve
from .watch import watch

__all__ = ["run"]


def run(root: Path, port: int, *, browser: bool) -> int:
    """Serve and rebuild until Ctrl-C; return the exit status.

    What is broken before anything could be shown ends it; what breaks later is told and waited for.

    Parameters
    ----------
    root
        The folder that holds ``_toc.yml`` and ``book/``.
    port
        Where to serve on 127.0.0.1; 0 takes a free port.
    browser
        Whether to open the book in the browser.
    """
    try:
        return _run(root, port, browser)
    except KeyboardInterrupt:
        sys.stdout.flush()
        os._exit(0)  # whatever runs a page's cells would tell at length that it was cut off
    except (FrontError, Broken) as error:
        print(error, file=sys.stderr)
        return 1


def _run(root: Path, port: int, browser: bool) -> int:
    html, pages = root / "_build" / "html", Pages()
    try:
        httpd = serve(html, port, pages)
    except OSError as error:
        print(f"Port {port} cannot be used ({error.strerror}): name another with --port, or 0 for any that is free.", file=sys.stderr)
        return 1
    for chatty in ("watchfiles", "traitlets"):  # each round of edits, each kernel
        logging.getLogger(chatty).setLevel(logging.WARNING)
    edits = watch(root)
    with httpd, Desk(root, pages) as desk:
        if not (html / "index.html").is_file():
            print("Building the whole book first …", flush=True)
            desk.book.build()
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{httpd.server_address[1]}/"
        print(f"The book is at {address} and follows your edits (Ctrl-C ends)", flush=True)
        if browser:
            webbrowser.open(address)
        # Not in the main thread: there nbclient takes Ctrl-C for itself while it runs a page's cells, and the server would go on.
        worker = threading.Thread(target=desk.work, args=(edits,), daemon=True)
        worker.start()
        worker.join()
        return 1  # it has said why
