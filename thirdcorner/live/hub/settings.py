"""What a hub is started with, and where its things lie.

Without root every server runs under the account that started the hub, which is for trying it out: students could read one
another's files. With root each has an account of the machine, as nbgrader expects, and one that is missing is made.
"""

from __future__ import annotations

import csv
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

COURSE = "third-corner"
"""The folder that nbgitpuller makes in a student's home."""


@dataclass(frozen=True)
class Settings:
    """A hub.

    Attributes
    ----------
    folder
        Where everything lies that the hub keeps: accounts, homes, the exchange, the instructor's nbgrader course, its database.
    ip, port
        Where it listens.
    unix
        Whether each account is one of the machine's.
    authenticator
        A JupyterHub authenticator in the place of the sample accounts, such as ``"pam"`` or a class by its full name.
    idle
        After how many seconds without use a student's server is stopped.
    certificate, key
        For TLS.
    course_id
        nbgrader's id of the course.
    """

    folder: Path
    ip: str = "127.0.0.1"
    port: int = 8000
    unix: bool = False
    authenticator: str = ""
    certificate: str = ""
    key: str = ""
    course_id: str = COURSE
    idle: int = 3600

    @property
    def accounts(self) -> Path:
        """The sample accounts: ``name,password,role``, readable by who started the hub alone."""
        return self.folder / "accounts.csv"

    @property
    def homes(self) -> Path:
        """The students' homes, where there are no accounts of the machine."""
        return self.folder / "homes"

    @property
    def repository(self) -> Path:
        """The student's edition as a bare git repository, from which nbgitpuller pulls."""
        return self.folder / "course.git"

    @property
    def exchange(self) -> Path:
        """Nbgrader's exchange."""
        return self.folder / "exchange"

    @property
    def grading(self) -> Path:
        """The instructor's nbgrader course: sources, submissions, gradebook."""
        return self.folder / "grading"

    @property
    def address(self) -> str:
        """What a browser is to be pointed at."""
        return f"http{'s' if self.certificate else ''}://{self.ip}:{self.port}/"

    def save(self) -> Path:
        """Write the settings for the hub's configuration file to read; return where."""
        path = self.folder / "settings.json"
        path.write_text(json.dumps(asdict(self) | {"folder": str(self.folder)}, indent=1), "utf-8", newline="\n")
        return path


def read(path: Path) -> Settings:
    """Return the settings that `Settings.save` wrote."""
    data = json.loads(path.read_text("utf-8"))
    return Settings(**data | {"folder": Path(data["folder"])})


def accounts(settings: Settings) -> dict[str, tuple[str, str]]:
    """Return the sample accounts as name to password and role."""
    with settings.accounts.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["password"], row["role"]) for row in csv.DictReader(file)}


def make_accounts(settings: Settings, students: list[str], instructor: str) -> None:
    """Write the sample accounts with passwords that nobody could guess; those that are there keep theirs."""
    known = accounts(settings) if settings.accounts.is_file() else {}
    for name, role in [(instructor, "instructor"), *((s, "student") for s in students)]:
        known.setdefault(name, (secrets.token_urlsafe(9), role))
    part = settings.accounts.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "password", "role"))
        rows.writerows((name, password, role) for name, (password, role) in known.items())
    part.replace(settings.accounts)
