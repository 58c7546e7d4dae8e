"""What an edit asks for: scripts at once, the page one is on next, the others after it, and words where something is broken."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from queue import Empty, Queue
from typing import NoReturn, Self

from ...course.read import load
from ...course.yaml import ContentError
from ...front import components
from ...front.again import Again
from ...front.build import FrontError
from ...pages.assets import write
from .book import Book, Broken
from .server import Pages
from .watch import PACKAGE

CONTENT, FRONT, ENGINE, WHOLE = "the content", "the front end", "the engine", "the whole book"
"""What can be wrong besides a single page."""


class Desk:
    """Where edits come in, one round after another, and go out as built pages."""

    def __init__(self, root: Path, pages: Pages) -> None:
        self.root, self.book, self.pages = root, Book(root), pages
        self.front = Again() if (PACKAGE / "front" / "src").is_dir() else None  # an installed wheel has no sources to edit
        self.scripts = self.book.html / "_static" / "thirdcorner"
        self.edited: set[str] = set()  # pages whose own source was edited last
        self.first: set[str] = set()  # pages that hold a table of contents which was edited
        self.stale: set[str] = set()  # widgets whose static forms are of an earlier day
        self.broken: set[str] = set()  # pages not to be tried again before the next edit
        self.wrong: dict[str, str] = {}
        self.telling = threading.Lock()
        self.rounds = 0  # how often scripts were built
        self.leaving = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leaving = True  # what is cut off by that has nothing to say
        if self.front:
            self.front.end()
        self.book.leave()

    def work(self, edits: Queue[set[Path]]) -> None:
        """Follow the edits until Ctrl-C: scripts and styles in a thread of their own, so that none waits for a page that is being built."""
        later: Queue[set[Path]] = Queue()
        threading.Thread(target=self._sort, args=(edits, later), daemon=True).start()
        try:
            self._content(set())
            while True:
                busy = self._next()
                try:
                    paths = later.get(timeout=0 if busy else 3600)
                except Empty:
                    continue
                while not later.empty():
                    paths |= later.get()
                self._content(paths)
        except BaseException:
            if not self.leaving:
                raise

    def _sort(self, edits: Queue[set[Path]], later: Queue[set[Path]]) -> NoReturn:
        """Do at once what edits of the engine ask for, and hand on the rest."""
        if self.front:
            self.front.begin()
        while True:
            paths = edits.get()
            while not edits.empty():
                paths |= edits.get()
            engine = {p for p in paths if p.is_relative_to(PACKAGE)}
            code = {p for p in engine if p.suffix == ".py" or p.parent == PACKAGE / "front"}
            if code:
                names = ", ".join(sorted(p.relative_to(PACKAGE.parent).as_posix() for p in code))
                self._tell(ENGINE, f"{names}: the engine’s own code is read once; end `thirdcorner dev` and start it again to see this edit")
            if engine - code:
                self._engine(engine - code)
            later.put(paths - engine)

    def _engine(self, paths: set[Path]) -> None:
        """Build scripts and styles, and let every open page load them; static forms follow."""
        began = time.perf_counter()
        sources = any(p.is_relative_to(PACKAGE / "front") or (p.suffix == ".js" and p.parent == PACKAGE / "pages") for p in paths)
        try:
            if self.front and (sources or FRONT in self.wrong) and self.front.build():
                self.stale |= set(components())
            write(self.scripts, self.root)
        except FrontError as error:
            self._tell(FRONT, str(error))
            return
        except ContentError:
            return  # it colours the book's style; `_content` tells what is wrong with it
        self._tell(FRONT, "")
        self.rounds += 1
        self.pages.changed()
        _done(paths, "scripts and styles", began)

    def _content(self, paths: set[Path]) -> None:
        """Note which pages a round of edits touches, and see whether the content can be read."""
        self.broken.clear()  # each is tried again
        try:
            if {self.root / "_config.yml", self.root / "_toc.yml"} & paths:
                self.book.close()
                self.book.forget(set(self.book.app.env.all_docs))  # each page shows the table of contents and the book's name
                self.first = self.book.heads()
            self.edited = self.book.touched(paths) or self.edited
            stale, self.stale = self.stale, set()
            self.book.forget(self.book.with_widgets(stale))
            load(self.root)
        except (Broken, ContentError) as error:
            self._tell(CONTENT, str(error))
            return
        self._tell(CONTENT, "")
        for page in self._pages_wrong() - self.book.found():
            self._tell(page, "")  # it was taken out

    def _next(self) -> bool:
        """Build the page that is most wanted; return whether there was any."""
        if CONTENT in self.wrong or WHOLE in self.broken:  # no page can be built, so all stay as they are
            return False
        began = time.perf_counter()
        if self.book.whole:
            return self._build(None, began)
        left = self.book.outdated()
        self.first &= left
        left -= self.broken
        if not left or self.first & self.broken:  # pages built by a broken table of contents would be wrong, each in its place
            return False
        wanted = sorted(left & self.first) or [p for p in self.pages.visited() if p in left] or sorted(left & self.edited) or sorted(left)
        return self._build(wanted[0], began)

    def _build(self, page: str | None, began: float) -> bool:
        rounds = self.rounds
        try:
            changed = self.book.build(page)
        except Broken as error:
            self.broken.add(page or WHOLE)
            self._tell(page or WHOLE, str(error))
            return True
        for mended in [page] if page else {WHOLE, *self._pages_wrong()}:
            self._tell(mended, "")
        if rounds != self.rounds:  # scripts were built meanwhile, and Sphinx may have put the old ones in their place
            write(self.scripts, self.root)
            self.pages.changed()
        elif changed or page is None:
            self.pages.changed(page)
        _done(set(), page or WHOLE, began)
        return True

    def _pages_wrong(self) -> set[str]:
        return self.wrong.keys() - {CONTENT, FRONT, ENGINE, WHOLE}

    def _tell(self, about: str, what: str) -> None:
        """Tell, in the terminal and on open pages, what is wrong with something, or that nothing is any more."""
        with self.telling:
            if self.leaving or what == self.wrong.get(about, ""):
                return
            if what:
                self.wrong[about] = what
                print(f"\n{what}\n", flush=True)
            else:
                del self.wrong[about]
                print("Mended." if not self.wrong else "Mended; more is told above.", flush=True)
            self.pages.say("\n\n".join(self.wrong.values()))


def _done(paths: set[Path], what: str, began: float) -> None:
    names = ", ".join(sorted(p.name for p in paths))
    print(f"{names + ' → ' if names else ''}{what}: {time.perf_counter() - began:.1f} s", flush=True)
