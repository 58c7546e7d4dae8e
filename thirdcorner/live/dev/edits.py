"""What an edit asks for: scripts at once, the page one is on next, the others after it, and words where something is broken."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, NoReturn, Self

from ...course.read import load
from ...course.yaml import ContentError
from ...front import built
from ...front.build import FrontError
from ...front.render import renew
from ...pages.assets import write
from .book import Book, Broken
from .server import Pages
from .watch import PACKAGE

if TYPE_CHECKING:
    from ...front.again import Again

CONTENT, FRONT, FORMS, ENGINE, WHOLE = "the content", "the front end", "the static forms", "the engine", "the whole book"
"""What can be wrong besides a single page."""
FORMS_S, OTHERS_S = 2.0, 5.0
"""How long it has been quiet when static forms follow the scripts, and pages that nobody looks at follow: the next edit shall not wait for them."""


class Desk:
    """Where edits come in, one round after another, and go out as built pages."""

    def __init__(self, root: Path, pages: Pages) -> None:
        self.root, self.book, self.pages = root, Book(root), pages
        self.front = _front()
        self.scripts = self.book.html / "_static" / "thirdcorner"
        self.edited: set[str] = set()  # pages whose own source was edited last
        self.first: set[str] = set()  # pages that hold a table of contents which was edited
        self.stale: set[str] = set()  # widgets whose static forms are of an earlier day
        self.broken: set[str] = set()  # pages not to be tried again before the next edit
        self.wrong: dict[str, str] = {}
        self.telling = threading.Lock()
        self.quiet_since = 0.0  # when the last edit came, or showed
        self.rounds = 0  # how often scripts changed
        self.unformed = False  # whether the scripts were built since the static forms' module was
        self.unrested = False  # whether either was since both were made what a clean build makes
        self.writing = threading.Lock()
        self.leaving = False

    def __enter__(self) -> Self:
        if self.front:
            self.front.begin()
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
                wait_s = self._next()
                if wait_s is None:
                    self._rest()
                try:
                    paths = later.get(timeout=wait_s)
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
        while True:
            try:
                paths = edits.get(timeout=FORMS_S if self.unformed else None)
            except Empty:
                self._forms()
                later.put(set())
                continue
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
        sources = any(p.is_relative_to(PACKAGE / "front") for p in paths)
        try:
            if self.front and (sources or FRONT in self.wrong):
                self.front.scripts()
                self.unformed = True
            changed = self._write()
        except FrontError as error:
            self._tell(FRONT, str(error))
            return
        except ContentError:
            return  # it colours the book's style; `_content` tells what is wrong with it
        self._tell(FRONT, "")
        if changed:
            self.rounds += 1
            self.pages.changed()
        _done(paths, "scripts and styles", began)

    def _forms(self) -> None:
        """Build what renders static forms, and note which of them are of an earlier day."""
        assert self.front
        self.unformed = False
        try:
            self.stale |= self.front.forms()
        except FrontError as error:
            self._tell(FORMS, str(error))
            return
        self._tell(FORMS, "")
        self.unrested = True

    def _rest(self) -> None:
        """Make of scripts and forms what a clean build makes, once no page is left to build; the next edit of either cuts that off."""
        if self.front and self.unrested:
            self.unrested = False
            with suppress(FrontError):
                self.front.rest(self._rested)

    def _rested(self, whole: bool) -> None:
        if whole:
            with suppress(ContentError):
                self._write()

    def _write(self) -> bool:
        """Write what every page loads; return whether any of it changed."""
        built.cache_clear()
        with self.writing:
            return write(self.scripts, self.root)

    def _content(self, paths: set[Path]) -> None:
        """Note which pages a round of edits touches, and see whether the content can be read."""
        self.quiet_since = time.monotonic()
        self.broken.clear()  # each is tried again
        try:
            if {self.root / "_config.yml", self.root / "_toc.yml"} & paths:
                self.book.close()
                self.book.forget(set(self.book.app.env.all_docs))  # each page shows the table of contents and the book's name
                self.first = self.book.heads()
            self.edited = self.book.touched(paths) or self.edited
            stale, self.stale = self.stale, set()
            if stale:
                renew()
                self.book.forget(self.book.with_widgets(stale))
            load(self.root)
        except (Broken, ContentError) as error:
            self._tell(CONTENT, str(error))
            return
        self._tell(CONTENT, "")
        for page in self._pages_wrong() - self.book.found():
            self._tell(page, "")  # it was taken out

    def _next(self) -> float | None:
        """Build the page that is most wanted; return in how many seconds the next may be built, or nothing where none is left."""
        if CONTENT in self.wrong or WHOLE in self.broken:  # no page can be built, so all stay as they are
            return None
        if self.book.whole:
            self._build(None)
            return 0
        left = self.book.outdated()
        self.first &= left
        left -= self.broken
        if not left or self.first & self.broken:  # pages built by a broken table of contents would be wrong, each in its place
            return None
        visited = self.pages.visited()
        wanted = sorted(left & self.first) or [p for p in visited[:1] if p in left] or sorted(left & self.edited)
        if wanted:
            self._build(wanted[0])
            self.quiet_since = time.monotonic()  # now it is looked at, and perhaps edited again
            return 0
        if (wait_s := self.quiet_since + OTHERS_S - time.monotonic()) > 0:
            return wait_s
        self._build(([p for p in visited if p in left] or sorted(left))[0])
        return 0

    def _build(self, page: str | None) -> None:
        began, rounds = time.perf_counter(), self.rounds
        try:
            changed = self.book.build(page)
        except Broken as error:
            self.broken.add(page or WHOLE)
            self._tell(page or WHOLE, str(error))
            return
        for mended in [page] if page else {WHOLE, *self._pages_wrong()}:
            self._tell(mended, "")
        if rounds != self.rounds and self._write():  # scripts were built meanwhile, and Sphinx has put the old ones in their place
            self.pages.changed()
        elif changed or page is None:
            self.pages.changed(page)
        _done(set(), page or WHOLE, began)

    def _pages_wrong(self) -> set[str]:
        return self.wrong.keys() - {CONTENT, FRONT, FORMS, ENGINE, WHOLE}

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


def _front() -> Again | None:
    """Return what builds the front end from its sources; an installed wheel has neither."""
    if not (PACKAGE / "front" / "src").is_dir():
        return None
    from ...front.again import Again

    return Again()


def _done(paths: set[Path], what: str, began: float) -> None:
    names = ", ".join(sorted(p.name for p in paths))
    print(f"{names + ' → ' if names else ''}{what}: {time.perf_counter() - began:.1f} s", flush=True)
