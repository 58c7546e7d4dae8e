"""The book as a Sphinx application that stays alive, so that one page can be built in the time that page takes."""

from __future__ import annotations

import io
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from lxml import html  # type: ignore[import-untyped]
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import CONFIG_CHANGED, CONFIG_OK
from sphinx.errors import SphinxError
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ...course.yaml import ContentError, Problem, read_yaml


class Broken(SphinxError):
    """A page, or the book, cannot be built; its text says where and why."""


class Book:
    """Builds the pages of one book into its ``_build/html``, as `jupyter-book build -W -n` does, one at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.html = root / "_build" / "html"
        self.whole = True  # whether only a build of everything can be right
        self._app: Sphinx | None = None
        self._names = ExitStack()
        self._warnings = io.StringIO()
        self._only: str | None = None
        self._building = False

    def open(self) -> None:
        """Start the application from the book's configuration; raise `Broken` where that cannot be."""
        self.close()
        self._names.enter_context(patch_docutils(None))
        self._names.enter_context(docutils_namespace())
        try:
            app = self._application()
        except Exception as error:  # of many kinds, from the YAML, its schema, the table of contents, extensions
            self.close()
            said = self._plain(str(error))
            raise Broken(said if isinstance(error, ContentError) else f"_config.yml or _toc.yml cannot be used: {said}") from None
        app.connect("env-before-read-docs", self._choose, priority=1)  # before the cells of the pages to be read are begun (live/ahead.py)
        app.connect("env-check-consistency", self._stop, priority=999)
        app.connect("doctree-resolved", self._stop, priority=999)
        self._app, env = app, app.env
        self.whole = not env.all_docs or not (self.html / "index.html").is_file()
        if env.config_status != CONFIG_OK:
            self.whole = self.whole or env.config_status != CONFIG_CHANGED
            env.config_status = CONFIG_OK
            self.forget(set(env.all_docs))

    def _application(self) -> Sphinx:
        """Make the application that `jupyter-book build -n` makes: whatever differs would put every page out of date."""
        from jupyter_book.config import get_final_config

        problems: list[Problem] = []
        for name in ("_config.yml", "_toc.yml"):
            read_yaml(self.root, self.root / name, problems)
        if problems:
            raise ContentError(problems)
        given = {"external_toc_path": (self.root / "_toc.yml").as_posix(), "latex_individualpages": False, "nitpicky": True}
        config, _ = get_final_config(user_yaml=self.root / "_config.yml", cli_config=given, sourcedir=self.root, use_external_toc=True)
        trees = str(self.html.parent / ".doctrees")
        app = Sphinx(str(self.root), None, str(self.html), trees, "html", confoverrides=config, status=None, warning=self._warnings)
        if app.config["use_multitoc_numbering"] and "'numbered': True" in str(app.config["external_site_map"].as_json()):
            app.setup_extension("sphinx_multitoc_numbering")
        return app

    def leave(self) -> None:
        """Make sure, where a build is cut off by the end of the program, that nothing of it passes for built."""
        if self._building and self._app:
            self._forget_saved(self._app)

    @staticmethod
    def _forget_saved(app: Sphinx) -> None:
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)

    def close(self) -> None:
        """End the application."""
        self._app = None
        self._names.close()

    @property
    def app(self) -> Sphinx:
        """The application; opened where it is not."""
        if self._app is None:
            self.open()
        assert self._app
        return self._app

    def outdated(self) -> set[str]:
        """Return the pages that are older than something they are made of.

        A page that Sphinx wants to read always, such as one whose table of contents names a page that is not there, is out of
        date only where it is not built since it was last forgotten: else it would be built without end, or never again.
        """
        self.found()
        env = self.app.env
        added, changed, _ = env.get_outdated_files(False)
        return (added | changed) - {page for page in env.reread_always if env.all_docs.get(page)}

    def found(self) -> set[str]:
        """Return the pages that are there; a new application has not looked for them yet."""
        self.app.env.find_files(self.app.config, self.app.builder)
        return set(self.app.env.found_docs)

    def heads(self) -> set[str]:
        """Return the pages that hold the table of contents, without which no other page knows where in the book it stands."""
        return {self.app.config.root_doc, *self.app.env.toctree_includes}

    def forget(self, pages: set[str]) -> None:
        """Let pages be out of date until they are built again, also for the next build by anyone else."""
        for page in pages & self.app.env.all_docs.keys():
            self.app.env.all_docs[page] = 0

    def touched(self, paths: set[Path]) -> set[str]:
        """Let pages be out of date that are made of any of these files, or of files beside a new one; return those whose source is among them."""
        env, own, made = self.app.env, set(), set()
        uses = {page: {(self.root / f).resolve() for f in env.dependencies.get(page, ())} for page in env.all_docs}
        known = {f for files in uses.values() for f in files} | {Path(env.doc2path(page)).resolve() for page in uses}
        beside = {p.parent for p in paths if p not in known}
        for page, files in uses.items():
            if Path(env.doc2path(page)).resolve() in paths:
                own.add(page)
            elif not files.isdisjoint(paths) or any(f.parent in beside for f in files):
                made.add(page)
        self.forget(own | made)
        return own

    def with_widgets(self, names: set[str]) -> set[str]:
        """Return the pages on which one of these widgets stands."""
        return {page for page, notes in self.app.env.metadata.items() if names.intersection(notes.get("tc_widgets", ()))}

    def build(self, page: str | None = None) -> bool:
        """Build one page, or everything; return whether more than the islands' static forms is another than before.

        Raises
        ------
        Broken
            Where there is anything to warn of, in words with file and line. The pages on disk are then those from before.
        """
        app, self._only = self.app, page
        self._warnings.seek(0)
        self._warnings.truncate()
        before = self._read(page)
        self._building = True
        try:
            app.build(filenames=[str(app.env.doc2path(page))] if page else None)
            self._stop()
        except BaseException as error:
            # What was read and not written must not pass for built, neither here nor in the next `make book`.
            self._forget_saved(app)
            self.forget({page} if page else set(app.env.all_docs))
            if isinstance(error, Broken) or not isinstance(error, Exception):
                raise
            raise Broken(f"{self._warned()}\n{self._explained(error, page)}".strip()) from None
        finally:
            self._building = False
        self.whole = False
        return before != self._read(page)

    def _choose(self, app: Sphinx, env: object, pages: list[str]) -> None:
        """Read the page that is asked for and no other."""
        if self._only:
            pages[:] = [page for page in pages if page == self._only]

    def _stop(self, *_: Any) -> None:
        """Write nothing once something was warned of."""
        if self._warned():
            raise Broken(self._warned())

    def _warned(self) -> str:
        lines = [line for line in self._plain(self._warnings.getvalue()).splitlines() if line.strip()]
        return "\n".join(dict.fromkeys(lines))

    def _explained(self, error: Exception, page: str | None) -> str:
        said = self._plain(str(error))
        if isinstance(error, SphinxError | ContentError):
            return said
        return f"{self.app.env.doc2path(page, False) if page else 'the book'}: {said or type(error).__name__}"

    def _plain(self, text: str) -> str:
        return strip_colors(text).replace(f"{self.root}/", "")

    def _read(self, page: str | None) -> str:
        """Return a page without the forms that come alive: those are drawn anew by their components."""
        path = self.html / f"{page}.html"
        if page is None or not path.is_file():
            return ""
        tree = html.fromstring(path.read_bytes())
        for form in tree.xpath("//*[contains(concat(' ', @class, ' '), ' tc-front ')]"):
            form.drop_tree()
        return str(html.tostring(tree, encoding="unicode"))
