"""What a screen reader says: Orca reads the beginning of a chapter in a real Firefox, on a screen that nobody sees; its log is what it would have spoken."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.browsers import firefox
from tests.pages.engines.engine import absent
from tests.pages.test_pages import CHAPTER

pytestmark = pytest.mark.long

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
SECONDS = 240
"""After so long whoever has said nothing more is ended, and the test with it."""
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'(?:\{|$)")
PREFS = {
    "accessibility.force_disabled": -1,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "network.proxy.type": 1,  # to nobody, but for this machine
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.allow_hijacking_localhost": False,
}
SESSION = """
{launcher} --launch-immediately & orca --debug-file={said} --disable=braille --enable=speech &
exec {firefox} --no-remote --profile {profile} "$0"
"""


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Callable[[str], Iterator[str]]]:
    """Return a function that opens an address with Orca listening and yields what it says, phrase by phrase."""
    browser = firefox()
    for name in ("orca", "Xvfb", "dbus-run-session", LAUNCHER):
        if not shutil.which(name):
            absent(name)
    if browser is None:
        absent("Firefox")
    profile, said = tmp_path / "profile", tmp_path / "said"
    profile.mkdir()
    (profile / "user.js").write_text("".join(f'user_pref("{k}", {str(v).lower() if isinstance(v, bool) else repr(v).replace(chr(39), chr(34))});\n' for k, v in PREFS.items()), "utf-8")
    os.mkfifo(said)
    script = SESSION.format(launcher=LAUNCHER, said=said, firefox=browser, profile=profile)
    with ExitStack() as after:

        def listening(address: str) -> Iterator[str]:
            env = {**os.environ, "DISPLAY": _screen(after), "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "GNOME_ACCESSIBILITY": "1", "LANG": "C.UTF-8"}
            session = subprocess.Popen(["dbus-run-session", "--", "sh", "-c", script, address], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            late = threading.Timer(SECONDS, os.killpg, (session.pid, signal.SIGKILL))
            after.callback(session.wait)
            after.callback(os.killpg, session.pid, signal.SIGKILL)
            after.callback(late.cancel)
            late.start()
            with said.open(encoding="utf-8", errors="replace") as log:
                yield from (phrase[1] for line in log if (phrase := SPOKEN.search(line)))

        yield listening


def _screen(after: ExitStack) -> str:
    """Start a screen that nobody sees, and return its name."""
    readable, writable = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(writable), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], pass_fds=[writable], stderr=subprocess.DEVNULL)
    os.close(writable)
    after.callback(screen.wait)
    after.callback(screen.terminate)
    with os.fdopen(readable) as number:
        return f":{number.readline().strip()}"


def run_on(*words: str) -> str:
    """Return words without their spaces, since a reader pauses where it likes."""
    return "".join("".join(words).split())


def awaited(page: BeautifulSoup) -> list[str]:
    """Return what is to be heard, one after the other: the title as what it is, the first paragraph to its end, and a ribbon of the first picture as a button that is not pressed."""
    title, paragraph = page.select_one("article h1"), page.select_one("article section > p:not(.tc-eyebrow)")
    ribbon = page.select_one("article .tc-island [aria-pressed='false'][aria-label]")
    assert title and paragraph and ribbon
    pieces = [run_on(piece) for piece in paragraph.find_all(string=True) if piece.strip()]
    return [run_on(title.find_all(string=True)[0], "heading level 1"), *pieces, run_on(str(ribbon["aria-label"]), "toggle button", "not pressed")]


def test_a_screen_reader_reads_how_a_chapter_begins(heard: Callable[[str], Iterator[str]], served_book: str, book: Path) -> None:
    wanted = awaited(BeautifulSoup((book / CHAPTER).read_text("utf-8"), "lxml"))
    said, at = "", 0
    for phrase in heard(f"{served_book}/{CHAPTER}"):
        said += run_on(phrase)
        while wanted and (found := said.find(wanted[0], at)) >= 0:
            at = found + len(wanted.pop(0))
        if not wanted:
            break
    assert wanted == [], f"not heard, of {len(said)} letters"
    assert run_on("Skip to main content", "link") in said
