"""Find the tests' browsers, or get them; ``python -m tests.browsers install [firefox|webkit]`` says plainly what came of it."""

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


def webkit() -> dict[str, str | None]:
    """Return the paths of WebKitGTK's small browser, of its driver and of the screen it is drawn on; `None` for what is missing."""
    libraries = sorted(Path("/usr").glob("lib*/*/webkit2gtk-4.*/MiniBrowser"))
    browser = os.environ.get("WEBKIT") or next((str(path) for path in libraries), None)
    return {"browser": browser, "driver": shutil.which("WebKitWebDriver"), "screen": shutil.which("Xvfb")}


def _debian(*packages: str) -> None:
    """As root on Debian, install packages."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing Debian's {' and '.join(packages)} …")
        subprocess.call(["apt-get", "update", "-qq"])
        subprocess.call(["apt-get", "install", "-y", "-qq", *packages], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


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


def install_webkit() -> int:
    """Make WebKitGTK available for the long tests: the machine's, or as root Debian's."""
    if not all(webkit().values()):
        _debian("webkit2gtk-driver", "xvfb")
    if all(webkit().values()):
        print(f"WebKitGTK: {webkit()['browser']}")
        return 0
    print("NO WEBKIT: its tests cannot run here. Install webkit2gtk-driver and xvfb, and set WEBKIT to MiniBrowser's path if it lies elsewhere.")
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
    raise SystemExit({"firefox": install_firefox, "webkit": install_webkit}.get(sys.argv[-1], install)())
