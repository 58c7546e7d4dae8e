"""`thirdcorner dev` in a real browser: an edit reaches the open page, work is kept, a broken edit is told and nothing breaks with it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
import watchfiles

from tests import ROOT
from tests.conftest import BEGUN
from thirdcorner.live.dev import server as dev_server
from thirdcorner.live.dev.server import Pages, serve

LIMIT_MS = 60_000
PACKAGE = ROOT / "thirdcorner"


@dataclass
class Dev:
    """A running `thirdcorner dev` on a copy of the sample book and of the engine, both free to edit."""

    root: Path
    engine: Path
    process: subprocess.Popen[str]
    said: Queue[str] = field(default_factory=Queue)
    address: str = ""
    patience_s: float = LIMIT_MS / 1000

    def wait_for(self, pattern: str) -> str:
        """Return what the terminal said up to and with a line that fits."""
        heard = ""
        try:
            while not re.search(pattern, heard):
                heard += self.said.get(timeout=self.patience_s)
        except Empty:
            pytest.fail(f"{pattern!r} was never said, but: {heard}")
        return heard

    def edit(self, file: str, old: str, new: str) -> None:
        """Put words in the place of others, by way of a new file, as most editors do."""
        path = (self.engine.parent if file.startswith("thirdcorner/") else self.root) / file
        text = path.read_text("utf-8")
        assert text.count(old) >= 1, (file, old)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text.replace(old, new), "utf-8")
        beside.replace(path)


def _engine(folder: Path) -> Path:
    """Copy the package, its npm packages linked and what is built taken along."""
    here = folder / "thirdcorner"
    shutil.copytree(PACKAGE, here, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    modules = PACKAGE / "front" / "node_modules"
    assert modules.is_dir(), "run `make book` first"
    (here / "front" / "node_modules").symlink_to(modules)
    return here


@contextmanager
def developing(folder: Path, root: Path, patience_s: float = LIMIT_MS / 1000) -> Iterator[Dev]:
    """Run `thirdcorner dev` on a course, with an engine of its own, until the block ends; `patience_s` is how long the terminal may say nothing."""
    engine = _engine(folder / "engine")
    env = {**os.environ, "PYTHONPATH": str(engine.parent), "THIRDCORNER_ROOT": str(root), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "thirdcorner.cli", "dev", "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    running = Dev(root, engine, process, patience_s=patience_s)

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            running.said.put(line)

    threading.Thread(target=listen, daemon=True).start()
    try:
        running.address = re.findall(r"http://\S+(?=/ )", running.wait_for(r"http://\S+/ "))[0]
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dev]:
    folder = tmp_path_factory.mktemp("dev")
    shutil.copytree(ROOT / "tests" / "sample", folder / "book")
    with developing(folder, folder / "book") as running:
        yield running


@pytest.fixture
def page(dev: Dev, open_page: Callable[..., Any]) -> Any:
    """Return the quiz's page, open and alive."""
    opened = open_page(f"{dev.address}{QUIZ}", drawn=False, prepare=BEGUN)  # after each reload, too
    opened.page.set_default_timeout(LIMIT_MS)
    opened.begin()
    opened.page.locator(".tc-island[data-widget='quiz'][data-state='live']").first.wait_for()  # over any reload that an earlier edit still brings
    return opened.page


QUIZ = "/book/quiz.html"
WRITTEN = "[data-question='quiz/q09'] textarea"
NOTICE = "#tc-dev"


def until(folder: Path, true: Callable[[], bool]) -> None:
    """Wait until something is true of the files of a folder."""
    looks = watchfiles.watch(folder, rust_timeout=500, yield_on_timeout=True)
    assert any(true() for _, _ in zip(range(LIMIT_MS // 500), looks, strict=False))


def shown(page: Any, words: str, within: str = "main") -> None:
    """Wait until the page shows some words."""
    page.locator(within, has_text=words).first.wait_for(timeout=LIMIT_MS)


def test_an_edited_component_shows_in_the_open_page_with_the_answer_kept(dev: Dev, page: Any) -> None:
    page.locator(WRITTEN).fill("Typed before the edit.")
    dev.edit("thirdcorner/front/src/widgets/Quiz.svelte", '<div class="tc-quiz">', '<div class="tc-quiz"><p>Words of an edit.</p>')
    shown(page, "Words of an edit.", ".tc-island[data-widget='quiz'][data-state='live']")
    assert page.locator(WRITTEN).input_value() == "Typed before the edit."
    page.reload()
    page.locator(".tc-island[data-widget='quiz'][data-state='live']").first.wait_for()
    assert page.locator(WRITTEN).input_value() == "Typed before the edit."


@pytest.mark.long
def test_after_an_edit_what_is_built_becomes_what_a_clean_build_makes(dev: Dev, page: Any) -> None:
    dev.edit("thirdcorner/front/src/widgets/Quiz.svelte", '<div class="tc-quiz">', '<div class="tc-quiz"><p>Before it rests.</p>')
    shown(page, "Before it rests.", ".tc-island[data-widget='quiz'][data-state='live']")
    stamp = dev.engine / "front" / "built" / "stamp"
    until(dev.engine / "front" / "built", lambda: stamp.is_file() and "Before it rests." in (dev.root / "_build/html/book/quiz.html").read_text("utf-8"))
    script = (dev.engine / "front" / "built" / "quiz.js").read_text("utf-8")
    static = dev.root / "_build/html/_static/thirdcorner"
    until(static, lambda: (static / "quiz.js").read_text("utf-8") == script)
    assert stamp.is_file()


@pytest.mark.long
def test_the_static_forms_follow_an_edited_component(dev: Dev, page: Any) -> None:
    dev.edit("thirdcorner/front/src/widgets/Quiz.svelte", '<div class="tc-quiz">', '<div class="tc-quiz"><p>Words of an edit.</p>')
    shown(page, "Words of an edit.", ".tc-island[data-widget='quiz'][data-state='live']")
    while "Words of an edit." not in (dev.root / "_build/html/book/quiz.html").read_text("utf-8"):
        dev.wait_for(r"book/quiz: \d")


def test_edited_logic_judges_what_was_answered_before_it(dev: Dev, page: Any) -> None:
    question = "[data-question='quiz/q03']"
    page.locator(question).get_by_label("True").check()
    page.locator(question).get_by_label("80 %").check()
    page.locator(question).get_by_role("button", name="Check").click()
    shown(page, "Right.", question)
    dev.edit("thirdcorner/front/src/logic/scoring.ts", "answer === key.right", "answer !== key.right")
    shown(page, "Not so.", question)


def test_an_edited_style_shows(dev: Dev, page: Any) -> None:
    dev.edit("thirdcorner/pages/book.css", "@media print {", "h1 { outline: 3px dotted }\n@media print {")
    page.wait_for_function("() => [...document.querySelectorAll('h1')].some(h => getComputedStyle(h).outlineStyle === 'dotted')", timeout=LIMIT_MS)


@pytest.mark.parametrize(
    ("file", "old", "new", "within"),
    [
        ("book/quiz.md", "# Quiz\n", "# Quiz\n\nA paragraph that was not there.\n", "main"),
        ("book/questions/quiz.yml", "A statement.", "A statement of another kind.", "[data-question='quiz/q03']"),
        ("book/data/glossary.yml", "A formal promise.", "A promise on paper.", "main"),
    ],
)
def test_an_edited_chapter_question_and_term_show_with_the_answer_kept(dev: Dev, page: Any, file: str, old: str, new: str, within: str) -> None:
    page.locator(WRITTEN).fill("Typed before the edit.")
    said = new.split("\n\n")[-1].strip()
    dev.edit(file, old, new)
    page.wait_for_function("([within, said]) => document.querySelector(within)?.outerHTML.includes(said)", arg=[within, said], timeout=LIMIT_MS)
    page.locator(".tc-island[data-widget='quiz'][data-state='live']").first.wait_for()
    assert page.locator(WRITTEN).input_value() == "Typed before the edit."


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("book/questions/quiz.yml", "kind: short-answer", "kind: [short-answer", r"book/questions/quiz\.yml:11\d.*not valid YAML"),
        ("book/questions/quiz.yml", "kind: short-answer", "kind: long-answer", r"book/questions/quiz\.yml:111: quiz/q09: unknown kind"),
        ("thirdcorner/front/src/widgets/Quiz.svelte", "{/each}", "{/eachone}", r"thirdcorner/front/src/widgets/Quiz\.svelte:\d+: "),
        ("book/quiz.md", ":::{paragraph} A1", ":::{paragraf} A1", r"book/quiz\.md:1\d: .*paragraf"),
        ("book/quiz.md", "{gloss}`alliance`", "{gloss}`aliance`", r"book/quiz\.md:1\d: .*alliance"),
        ("_toc.yml", "- file: book/other", "- file: book/another", r"book/another"),
        ("_config.yml", "title: The", "title: [The", r"_config\.yml:\d+: .*not valid YAML"),
    ],
)
def test_a_broken_edit_is_told_while_the_last_good_page_stays_and_works(dev: Dev, page: Any, file: str, old: str, new: str, told: str) -> None:
    dev.edit(file, old, new)
    page.wait_for_function("told => new RegExp(told).test(document.querySelector('#tc-dev')?.innerText ?? '')", arg=told, timeout=LIMIT_MS)
    dev.wait_for(told)
    page.reload()
    shown(page, "", NOTICE)
    page.locator(WRITTEN).fill("Typed while it was broken.")
    dev.edit(file, new, old)
    dev.wait_for(r"Mended\.")
    page.locator(NOTICE).wait_for(state="detached")
    page.reload()
    page.locator(".tc-island[data-widget='quiz'][data-state='live']").first.wait_for()
    assert page.locator(WRITTEN).input_value() == "Typed while it was broken."
    assert page.locator(NOTICE).all_inner_texts() == []


def test_an_edit_of_the_engines_python_asks_for_a_new_start(dev: Dev, page: Any) -> None:
    dev.edit("thirdcorner/model/question.py", "from __future__", "\nfrom __future__")
    shown(page, "thirdcorner/model/question.py", NOTICE)
    dev.wait_for(r"thirdcorner/model/question\.py.* start it again")


def test_no_file_on_disk_holds_the_client(dev: Dev, page: Any) -> None:
    assert page.locator("script[src^='/_dev/']").count() == 1
    assert [p.name for p in (dev.root / "_build/html").rglob("*.html") if "_dev" in p.read_text("utf-8")] == []


def test_a_page_is_told_at_once_of_what_it_missed() -> None:
    pages = Pages()
    served = pages.now
    assert "notice" in next(pages.events("a", served))
    pages.changed("a")
    assert "reload" in next(pages.events("a", served))
    assert "notice" in next(pages.events("b", served))
    pages.changed()
    assert "reload" in next(pages.events("b", served))
    assert "notice" in next(pages.events("a", pages.now))
    assert pages.visited() == ["a", "b"]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    with serve(tmp_path, 0, Pages()) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


def test_a_page_that_is_being_written_is_served_whole(tmp_path: Path, served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "a.html"
    page.write_bytes("<html><head></head><body>Se\u00f1".encode()[:-1])
    monkeypatch.setattr(dev_server.time, "sleep", lambda _: page.write_text("<html><head></head><body>Señal</body></html>", "utf-8"))
    with urllib.request.urlopen(f"{served}/a.html") as answer:
        assert re.fullmatch(r'<html><head><script src="/_dev/client.js" data-since="\d+"></script></head><body>Señal</body></html>', answer.read().decode())


def test_a_page_that_is_not_built_hears_when_it_is(served: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(f"{served}/a.html")
    assert told.value.code == 404
    assert "/_dev/client.js" in told.value.read().decode()


def test_a_port_in_use_is_said_before_anything_is_built(dev: Dev) -> None:
    port = dev.address.rpartition(":")[2]
    command = [sys.executable, "-m", "thirdcorner.cli", "dev", "--port", port, "--no-browser"]
    done = subprocess.run(command, cwd=dev.root, env={**os.environ, "THIRDCORNER_ROOT": str(dev.root)}, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {port} cannot be used")
