"""Find a Chromium for the tests, or get one; ``python -m tests.browsers install`` says plainly what came of it."""

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


def install() -> int:
    """Make a browser available: the machine's, Playwright's, or as root Debian's."""
    if chromium():
        print(f"Browser: {chromium()}")
        return 0
    print("No Chromium here; asking Playwright for one …")
    subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"], timeout=600)
    if not chromium() and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Playwright has none; installing Debian's chromium …")
        subprocess.call(["apt-get", "update", "-qq"])
        subprocess.call(["apt-get", "install", "-y", "-qq", "chromium"], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if chromium():
        print(f"Browser: {chromium()}")
        return 0
    print("NO BROWSER: the browser tests cannot run here. Install chromium, or set CHROMIUM to its path.")
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    raise SystemExit(install())
