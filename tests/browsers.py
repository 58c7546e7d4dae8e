"""Find the tests' browsers, or get them; ``python -m tests.browsers install [firefox]`` says plainly what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Return the path of a Chromium or Chrome on the machine or in Playwright's store; `None` where there is none."""
    found = os.environ.get("CHROMIUM") or next((p for name in NAMES if (p := shutil.which(name))), None)
    if found:
        return found
    stores = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(p) for p in sorted(stores.glob("chromium-*/chrome-linux*/chrome"))), None)


def firefox() -> str | None:
    """Return the path of a Firefox on the machine; `None` where there is none."""
    return os.environ.get("FIREFOX") or next((p for name in ("firefox-esr", "firefox") if (p := shutil.which(name))), None)


def _debian(package: str) -> None:
    """As root on Debian, install a package."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing Debian's {package} …")
        subprocess.call(["apt-get", "update", "-qq"])
        subprocess.call(["apt-get", "install", "-y", "-qq", package], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def install_firefox() -> int:
    """Make a Firefox available for the long tests, and Orca to read in it: the machine's, or as root Debian's."""
    if not firefox():
        _debian("firefox-esr")
    for package, name in (("orca", "orca"), ("xvfb", "Xvfb"), ("dbus", "dbus-run-session")):
        if not shutil.which(name):
            _debian(package)
    if firefox():
        print(f"Firefox: {firefox()}")
        return 0
    print("NO FIREFOX: its tests cannot run here. Install firefox-esr, or set FIREFOX to its path.")
    return 1 if os.environ.get("CI") else 0


def install() -> int:
    """Make a browser available: the machine's, Playwright's, or as root Debian's."""
    if chromium():
        print(f"Browser: {chromium()}")
        return 0
    print("No Chromium here; asking Playwright for one …")
    subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"], timeout=600)
    if not chromium():
        _debian("chromium")
    if chromium():
        print(f"Browser: {chromium()}")
        return 0
    print("NO BROWSER: the browser tests cannot run here. Install chromium, or set CHROMIUM to its path.")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    raise SystemExit(install_firefox() if "firefox" in sys.argv[2:] else install())
