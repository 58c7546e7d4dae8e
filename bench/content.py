"""What reading and checking the course costs, and that it grows with the content and no faster: the course at 1, 10 and 100 times.

Seconds are those of the processor, so that a machine which does other things as well gives the same figures.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.told import Row, tell
from tests import ROOT

TIMES = (1, 10, 100)
LIMIT_SECONDS, LIMIT_MB, LIMIT_GROWTH = {1: 2, 100: 60}, 1024, 15
MEASURE = """
import json, resource, sys, time
from pathlib import Path
start = time.process_time()
from thirdcorner.course.check import check
from thirdcorner.course.read import load
ready = time.process_time()
course = load(Path(sys.argv[1]))
loaded = time.process_time()
problems = check(course)
done = time.process_time()
print(json.dumps({"import": ready - start, "load": loaded - ready, "check": done - loaded, "claims": len(course.claims),
  "questions": len(course.questions), "problems": len(problems), "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def multiplied(folder: Path, times: int) -> None:
    """Write the course `times` over: every entry again under an id of its own, with chapters that show the copies."""
    shutil.copytree(ROOT / "book", folder / "book")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", "utf-8")
    for path in [*(folder / "book/data").glob("*.yml"), *(folder / "book/questions").glob("*.yml"), *(folder / "book/activities").glob("*.yml")]:
        text = path.read_text("utf-8")
        if path.stem in ("claims", "events", "glossary") and path.parent.name == "data":
            path.write_text(text + "".join(_renamed(text, n) for n in range(1, times)), "utf-8")
        elif path.parent.name == "questions":
            for n in range(1, times):
                again = re.sub(r"^(- id: )[^/\n]+/", rf"\g<1>{path.stem}-{n}/", text, flags=re.M)
                again = re.sub(r"^(  prompt_md: (?:>-\n    )?\"?)", rf"\g<1>Copy {n}. ", again, flags=re.M)
                (path.parent / f"{path.stem}-{n}.yml").write_text(again, "utf-8")
                chapter = folder / "book/chapters" / f"{path.stem}.md"
                if chapter.is_file():
                    chapter.with_name(f"{path.stem}-{n}.md").write_text(chapter.read_text("utf-8").replace(f'"{path.stem}"', f'"{path.stem}-{n}"'), "utf-8")


def _renamed(text: str, n: int) -> str:
    return re.sub(r"^- id: (\S+)", rf"- id: \1-{n}", text, flags=re.M)


def main() -> int:
    """Measure each size in a process of its own; fail where a limit is passed or cost grows faster than the content."""
    table = Table("times", "claims", "questions", "import s", "load s", "check s", "MB", title="Reading and checking the course")
    found = {}
    for times in TIMES:
        with tempfile.TemporaryDirectory() as name:
            multiplied(Path(name), times)
            done = subprocess.run([sys.executable, "-c", MEASURE, name], capture_output=True, text=True, encoding="utf-8", check=False)
            if done.returncode:
                print(done.stderr[-3000:], file=sys.stderr)
                return 1
            one = found[times] = json.loads(done.stdout)
        table.add_row(str(times), *(f"{one[k]:.0f}" if isinstance(one[k], int) or k == "mb" else f"{one[k]:.2f}" for k in ("claims", "questions", "import", "load", "check", "mb")))
    Console().print(table)
    took = {t: sum(found[t][k] for k in ("import", "load", "check")) for t in TIMES}
    growth = (found[100]["load"] + found[100]["check"]) / (found[10]["load"] + found[10]["check"])
    rows = [Row(f"{t} times the content", took[t], limit, "processor s") for t, limit in LIMIT_SECONDS.items()]
    rows += [Row(f"{t} times the content", found[t]["mb"], LIMIT_MB, "MB") for t in TIMES]
    return tell("content", [*rows, Row("cost of 100 times the content, of 10 times", growth, LIMIT_GROWTH, "times")])


if __name__ == "__main__":
    raise SystemExit(main())
