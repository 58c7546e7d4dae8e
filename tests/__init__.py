"""The tests, by the room of what they test; `ROOT` is the repository."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "sample"


def program(name: str) -> str:
    """Return a program that stands beside this Python or on the machine, with the ending that Windows gives it; its bare name where there is none."""
    return shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or name
