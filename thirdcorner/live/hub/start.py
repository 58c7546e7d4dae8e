"""``thirdcorner hub``: look whether a hub may be started, lay its things out, start it."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from ...course.read import Course
from .refused import refusals
from .settings import Settings, accounts, make_accounts

STUDENTS = ("ana", "ben", "cleo")


def add(commands: Any) -> None:
    """Add the command to the subparsers of a command line."""
    one = commands.add_parser("hub", help="a class on this machine: a JupyterHub with the course, sample accounts and nbgrader (needs thirdcorner[hub])")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--ip", default="127.0.0.1", help="where it listens (default: this machine alone)")
    one.add_argument("--students", nargs="+", default=list(STUDENTS), metavar="NAME", help=f"their names (default: {' '.join(STUDENTS)})")
    one.add_argument("--instructor", default="teacher", metavar="NAME")
    one.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where the class is kept (default: hub/)")
    one.add_argument("--authenticator", default="", metavar="CLASS", help="a real sign-in in the place of the sample accounts, such as pam")
    one.add_argument("--idle", type=int, default=3600, metavar="SECONDS", help="after how long without use a student's server is stopped (default: an hour)")
    one.add_argument("--certificate", default="", metavar="FILE", help="for TLS")
    one.add_argument("--key", default="", metavar="FILE", help="for TLS")


def run(args: argparse.Namespace, course: Course) -> int:
    """Start the hub and wait for its end; return the exit status."""
    if not hasattr(os, "geteuid"):
        print("A hub needs Linux or macOS: JupyterHub starts each student’s server under an account as those have them. On Windows, start it in WSL.", file=sys.stderr)
        return 1
    from .prepare import prepare, proxy  # it brings nbformat with it, which no other command should wait for

    folder = (args.to or course.root / "hub").resolve()
    settings = Settings(folder, args.ip, args.port, os.geteuid() == 0, args.authenticator, args.certificate, args.key, idle=args.idle)
    if found := refusals(settings):
        print("\n".join(found), file=sys.stderr)
        return 1
    try:
        (folder / "state").mkdir(parents=True, exist_ok=True)
        (folder / "state").chmod(0o700)
        make_accounts(settings, args.students, args.instructor)
        prepare(course, settings)
        proxy(settings)
    except (RuntimeError, OSError) as error:
        print(f"the hub cannot be laid out in {folder}: {error}", file=sys.stderr)
        return 1
    print("\n".join(told(settings)), flush=True)
    config = Path(__file__).with_name("jupyterhub_config.py")
    env = {**os.environ, "THIRDCORNER_HUB": str(settings.save()), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    env.pop("THIRDCORNER_ROOT", None)
    return subprocess.call([sys.executable, "-m", "jupyterhub", "-f", str(config)], cwd=folder / "state", env=env)


def told(settings: Settings) -> list[str]:
    """Return what whoever starts a hub should know."""
    known = accounts(settings)
    lines = [f"The hub is at {settings.address} (Ctrl-C ends). The class is kept in {settings.folder}."]
    if not settings.authenticator:
        lines += [f"  {name} ({role}): {password}" for name, (password, role) in known.items()]
    if settings.unix:
        lines.append("Each account is one of this machine’s; those that were missing have been made.")
    else:
        lines.append("All servers run under your own account, which is for trying a hub out: with real students start it as root.")
    return lines


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nothing uses now."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()
