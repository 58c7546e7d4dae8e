"""Firefox and WebKitGTK for tests, by as much of Playwright's interface as the journeys use, so that one journey goes in every engine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from filelock import FileLock

from tests import program
from tests.browsers import firefox, webkit
from tests.conftest import WHEEL

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent
PATIENCE_MS = 30_000
_UNTIL = """new Promise((done) => { const last = Date.now() + %d;
  const look = () => { const value = %s; value || Date.now() > last ? done(value) : requestAnimationFrame(look); }; look(); })"""

_SEEN = "(n) => n.checkVisibility({ visibilityProperty: true }) && n.getBoundingClientRect().width > 0"

_STILL = "(n) => { const { x, y } = n.getBoundingClientRect(); const was = n.tcAt; n.tcAt = `${x} ${y}`; return n.tcAt === was; }"


def absent(what: str) -> NoReturn:
    """End a test whose tool is missing: failed under CI, skipped in plain words elsewhere."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no {what}: its tests did not run")
    raise AssertionError


def installed() -> None:
    """Install what drives the engines and checks a second time, as locked, where it is not installed yet; one process at a time."""
    lock, stamp = TOOLS / "package-lock.json", TOOLS / "node_modules" / ".installed"
    with FileLock(TOOLS / ".installing"):
        if stamp.is_file() and stamp.read_bytes() == lock.read_bytes():
            return
        npm = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(npm, cwd=TOOLS, capture_output=True, text=True, encoding="utf-8", timeout=300)
        if done.returncode:
            absent(f"puppeteer-core and selenium-webdriver ({done.stderr.strip()})")
        shutil.copyfile(lock, stamp)


class Engine:
    """A running browser; `fresh` gives it a profile that knows nothing, with one page."""

    def __init__(self, job: dict[str, Any], env: dict[str, str]):
        self.name = job["engine"]
        command = [program("node"), str(HERE / "drive.mjs")]
        self._said = Path(job["folder"]) / "said.txt"
        with self._said.open("w", encoding="utf-8") as said:
            self._driver = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8")
        self.order("start", job)

    def order(self, *words: object) -> Any:
        """Have something done, and return what came of it."""
        assert self._driver.stdin and self._driver.stdout
        self._driver.stdin.write(json.dumps(words) + "\n")
        self._driver.stdin.flush()
        line = self._driver.stdout.readline()
        assert line, self._said.read_text("utf-8")
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def fresh(self) -> Page:
        """Return the page of a new profile."""
        self.order("fresh")
        return Page(self)

    def end(self) -> None:
        """Close the browser and what drives it."""
        self._driver.communicate(timeout=60)


class Page:
    """What Playwright calls a page, as far as journeys need it."""

    def __init__(self, engine: Engine):
        self.engine, self.keyboard = engine, Keyboard(self)

    def goto(self, url: str) -> None:
        """Open an address."""
        self.engine.order("goto", url)

    def reload(self) -> None:
        """Load the page again."""
        self.engine.order("reload")

    def evaluate(self, script: str, arg: object = None) -> Any:
        """Return the value of an expression, or of a function given `arg`."""
        return self.engine.order("evaluate", f"((made) => (typeof made === 'function' ? made({json.dumps(arg)}) : made))({script.strip().rstrip(';')})")

    def until(self, expression: str) -> Any:
        """Wait until an expression is true, and return its value."""
        value = self.engine.order("evaluate", _UNTIL % (PATIENCE_MS, expression))
        assert value, f"never true: {expression}"
        return value

    def felt(self, event: str, *words: object) -> None:
        """Have something done with keys or mouse, and wait until the page has felt it: a driver may answer before."""
        self.evaluate(f"() => void (globalThis.tcFelt = new Promise((done) => addEventListener('{event}', () => done(true), {{ once: true, capture: true }})))")
        self.engine.order(*words)
        self.evaluate("globalThis.tcFelt")

    def begin(self) -> None:
        """Begin to read, so that every exercise wakes, and wait for them."""
        self.evaluate(WHEEL)
        self.until("!document.querySelector('.tc-island:not([data-state])')")

    def locator(self, selector: str) -> Locator:
        """Return what a selector finds."""
        return Locator(self, f"[...document.querySelectorAll({json.dumps(selector)})]")

    def button(self, words: str) -> Locator:
        """Return the buttons that say exactly this."""
        return Locator(self, f"[...document.querySelectorAll('button')].filter((n) => n.textContent.trim() === {json.dumps(words)})")

    def size(self, width: int, height: int = 900) -> None:
        """Give the page room."""
        self.engine.order("size", width, height)
        self.until(f"innerWidth === {width}")

    def wrong(self) -> list[str]:
        """Return the errors that the console has told since it was last asked, and what was asked of another host."""
        return [*self.engine.order("wrong"), *self.evaluate("performance.getEntriesByType('resource').map((e) => e.name).filter((url) => !/^(http:..127.0.0.1|file:|data:|blob:)/.test(url))")]

    def saved(self) -> str:
        """Wait for a file that the page saves, and return its text."""
        return self.engine.order("saved")


class Keyboard:
    """What Playwright calls a keyboard."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        self.page.felt("keyup", "press", " " if key == "Space" else key)


class Locator:
    """What Playwright calls a locator: elements as they are when asked for."""

    def __init__(self, page: Page, found: str):
        self.page, self.found = page, found
        """The second is an expression in JavaScript, whose value is a list of elements."""

    def locator(self, selector: str) -> Locator:
        """Return what a selector finds within."""
        return Locator(self.page, f"[...new Set({self.found}.flatMap((n) => [...n.querySelectorAll({json.dumps(selector)})]))]")

    def nth(self, n: int) -> Locator:
        """Return one of the elements."""
        return Locator(self.page, f"{self.found}.slice({n}, {n + 1})")

    @property
    def first(self) -> Locator:
        """The first element."""
        return self.nth(0)

    def count(self) -> int:
        """Return how many there are."""
        return int(self.page.evaluate(f"{self.found}.length"))

    def all(self) -> list[Locator]:
        """Return each of them."""
        return [self.nth(n) for n in range(self.count())]

    def evaluate(self, function: str) -> Any:
        """Return what a function says of the element, once it is there."""
        return self.page.until(f"((n) => n && [({function})(n)])({self.found}[0])")[0]

    def get_attribute(self, name: str) -> str | None:
        """Return an attribute's value."""
        value: str | None = self.evaluate(f"(n) => n.getAttribute({json.dumps(name)})")
        return value

    def text_content(self) -> str:
        """Return the element's words."""
        return str(self.evaluate("(n) => n.textContent"))

    def is_visible(self) -> bool:
        """Return whether the element is seen."""
        return bool(self.evaluate(_SEEN))

    def wait_for(self, state: str) -> None:
        """Wait until the element is `visible` or `hidden`."""
        self.page.until(f"{self.found}.some({_SEEN}) === {json.dumps(state == 'visible')}")

    def focus(self) -> None:
        """Give the element the focus."""
        self.evaluate("(n) => n.focus()")

    def click(self) -> None:
        """Click the element's middle, once it stands still."""
        self.evaluate("(n) => n.scrollIntoView({ block: 'center', behavior: 'instant' })")
        self.page.until(f"({_STILL})({self.found}[0])")
        self.page.felt("click", "click", f"{self.found}[0]")

    def press(self, key: str) -> None:
        """Press a key on the element."""
        self.focus()
        self.page.keyboard.press(key)

    def fill(self, text: str) -> None:
        """Type a text into a field in place of what it holds."""
        self.evaluate("(n) => { n.focus(); n.select(); }")
        self.page.engine.order("type", text)
        self.page.until(f"{self.found}[0].value === {json.dumps(text)}")

    def set_input_files(self, path: Path) -> None:
        """Choose a file."""
        self.page.until(f"{self.found}.length")
        self.page.engine.order("choose", f"{self.found}[0]", str(path))


def listening(book: Path, folder: Path, prepare: str = "") -> Path:
    """Copy a built book into a folder, each page with `listen.js`, and what else prepares it, before anything of its own; return the folder."""
    shutil.copytree(book, folder)
    (folder / "_static" / "listen.js").write_text((HERE / "listen.js").read_text("utf-8") + prepare, "utf-8", newline="\n")
    for path in folder.rglob("*.html"):
        page = path.read_text("utf-8")
        script = f'<script src="{"../" * (len(path.relative_to(folder).parts) - 1)}_static/listen.js"></script>'
        made, n = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', rf"\g<0>{script}", page, count=1)
        assert n or "<head" not in page, path
        path.write_text(made, "utf-8", newline="\n")
    return folder


@contextmanager
def started(name: str, folder: Path, prefs: dict[str, object] | None = None, options: tuple[str, ...] = ()) -> Iterator[Engine]:
    """Start an engine with Firefox's preferences or WebKit's options; end the test in plain words where there is none."""
    tools = {"browser": firefox()} if name == "firefox" else webkit()
    if not all(tools.values()):
        absent({"firefox": "Firefox", "webkit": "WebKitGTK"}[name])
    installed()
    folder.mkdir(parents=True, exist_ok=True)
    job = {"engine": name, **tools, "folder": str(folder), "prefs": prefs or {}, "options": options, "patience_ms": PATIENCE_MS}
    # As root, Firefox starts only where the home is root's own.
    running = Engine(job, {**os.environ, "HOME": str(folder)})
    try:
        yield running
    finally:
        running.end()
