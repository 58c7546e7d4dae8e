"""A learning platform for tests: `scorm-again` runs a package's chapter in a frame, and what it commits is kept here, by student and chapter."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests import program

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Platform</title>
<style>body{{margin:0}}iframe{{border:0;width:100vw;height:100vh}}</style>
<script src="/scorm12.min.js"></script>
<script>
window.API = new Scorm12API({{autocommit: false, lmsCommitUrl: "/commit?student={student}&sco={sco}", dataCommitFormat: "json", logLevel: 5}});
API.loadFromJSON({cmi}, "cmi");
</script>
<iframe id="sco" title="The chapter" src="/package/{href}"></iframe></html>"""


def npm() -> None:
    """Install the locked packages, where they are not installed."""
    if (PACKAGES / "scorm-again").is_dir():
        return
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, encoding="utf-8", timeout=300, env=env)
    assert done.returncode == 0, done.stdout + done.stderr


class Platform:
    """Serves a package below ``/package`` and a page that runs one of its chapters for a student."""

    def __init__(self, package: bytes, folder: Path):
        npm()
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            archive.extractall(folder)
        self.folder = folder
        self.kept: dict[tuple[str, str], dict[str, Any]] = {}
        """What was committed last, by student and chapter."""
        self.commits = 0
        self.news = threading.Condition()
        self.fails = 0
        """How many of the next commits are refused."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def url(self, sco: str, student: str = "s1", **core: str) -> str:
        """Return the address at which a student opens a chapter, with values of `cmi.core` that the platform sets."""
        return f"{self.address}/run?" + "&".join(f"{k}={v}" for k, v in {"sco": sco, "student": student, **core}.items())

    def committed(self, what: Callable[[dict[str, Any]], object], sco: str, student: str = "s1") -> dict[str, Any]:
        """Wait until a student's record of a chapter is so, and return it."""
        with self.news:
            found = self.news.wait_for(lambda: (student, sco) in self.kept and what(self.kept[student, sco]), timeout=20)
            assert found, self.kept.get((student, sco))
            return self.kept[student, sco]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _run(self, query: dict[str, str]) -> bytes:
        sco, student = query.pop("sco"), query.pop("student")
        kept = self.kept.get((student, sco), {})
        core = {**kept.get("core", {}), "student_id": student, "student_name": "Doe, Jo", "entry": "resume" if kept else "ab-initio", "credit": "credit", "lesson_mode": "normal"}
        core.pop("session_time", None), core.pop("exit", None)
        cmi = {"core": core | query, "suspend_data": kept.get("suspend_data", ""), "launch_data": sco}
        return PAGE.format(student=student, sco=sco, cmi=json.dumps(cmi), href=f"book/chapters/{sco}.html").encode()

    def _handler(self) -> type[SimpleHTTPRequestHandler]:
        platform = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *args: Any):
                super().__init__(*args, directory=str(platform.folder))

            def log_message(self, *args: Any) -> None:
                pass

            def answer(self, data: bytes, kind: str, status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/run":
                    self.answer(platform._run({k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}), "text/html; charset=utf-8")
                elif parts.path == "/scorm12.min.js":
                    self.answer((PACKAGES / "scorm-again" / "dist" / "scorm12.min.js").read_bytes(), "text/javascript")
                elif parts.path.startswith("/package/"):
                    self.path = self.path.removeprefix("/package")
                    super().do_GET()
                else:
                    self.answer(b"", "text/plain", 404)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                query = parse_qs(urlsplit(self.path).query)
                if platform.fails:
                    platform.fails -= 1
                    return self.answer(b'{"result": false, "errorCode": 101}', "application/json", 500)
                cmi = body.get("cmi", body)
                with platform.news:
                    platform.kept[query["student"][0], query["sco"][0]] = cmi
                    platform.commits += 1
                    platform.news.notify_all()
                return self.answer(b'{"result": true, "errorCode": 0}', "application/json")

        return Handler
