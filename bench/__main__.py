"""Every bench in turn, on a machine that does nothing else, and one table of what was measured beside what is promised.

Run as ``python -m bench``, or with the names of those that are wanted; ``make bench`` runs all. Each runs alone as ``python -m bench.NAME``,
where ``--help`` tells of shorter forms. A bench that breaks a promise stops none of the others.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from rich.console import Console

from bench.told import TOLD, table, told

BENCHES = ("content", "pages", "first_control", "interaction", "frames", "dev", "grading", "lighthouse")


def main() -> int:
    """Run the benches; return 1 if a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all, if none is named")
    names = parser.parse_args().names or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        parser.error(f"there is no bench {', '.join(unknown)}: name some of {', '.join(BENCHES)}")
    for name in names:
        (TOLD / f"{name}.json").unlink(missing_ok=True)
    ended = {name: subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in names}
    rows = told(names)
    Console().print(table("What is promised, and what was measured", rows))
    for name in (name for name in names if ended[name]):
        print(f"bench.{name} ended with {ended[name]}", file=sys.stderr)
    return int(any(ended.values()) or not all(row.kept for _, row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
